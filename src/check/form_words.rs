//! # form-words
//!
//! **What it finds.** An answer in free text that is a label of the form, or holds the label of a neighbour, its list of options or
//! its boxes while those are missing in their own place; a line of it that is nothing but the end of a neighbour's label that is
//! missing, or the sign for a lost character (`?`, 〓); a line that is the label above it again, with its number.
//! **Why it matters.** What the form prints has been taken for what the body wrote: a heading was swallowed by the value before it,
//! or a value stands beside the wrong label. An answer that quotes the form has no such finding, as the words stand in their own place too.
//! **Example.** `株式会社みなと情報\n再委託` as ③委託先名 where the heading 再委託 is found nowhere else.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::{circled, fold};
use crate::form::{Enumerator, Form, NodeKind, Role, Slot, is_lost, without_indexes};
use crate::record::Value;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// Neighbours of a question stand at most so many labels before it, and behind it.
const BEFORE: usize = 8;
const BEHIND: usize = 12;
/// The end of a label has at least so many characters.
const TAIL: usize = 6;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let mut net = None;
    for (item, part) in context.items().iter().zip(&context.filled.parts) {
        let Value::Text(text) = &item.value else { continue };
        let slot = context.alignment.parts[*part].slot;
        // A table of changes quotes labels and options, and the form's stamp is the form's own.
        let described = &context.alignment.form.slots[slot];
        let own = described.node.as_ref().is_some_and(|node| node.pattern.is_some());
        if text.is_empty() || own || described.role == Role::Column {
            continue;
        }
        let net = net.get_or_insert_with(|| Net::new(context));
        if let Some(words) = net.words(slot, text) {
            let message = Message::new("form-words", &[("words", &words)]);
            findings.push(on(item, Code::FormWords, Severity::Warning, message));
        }
    }
}

/// The words of a form, and which of them a document has in their own place.
struct Net<'a> {
    context: &'a Context<'a>,
    form: &'a Form,
    /// Whether the label of each slot is found in its place.
    labels: Vec<bool>,
    /// Choices with a list of options beside them; looked for when a line begins such a list.
    lists: OnceCell<BTreeSet<usize>>,
    /// Boxes and choices that have an answer, by their ids without indexes; looked for when a line has one.
    answered: OnceCell<BTreeSet<String>>,
}

impl<'a> Net<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        let form = context.alignment.form;
        let parts = &context.alignment.parts;
        let mut labels = vec![false; form.slots.len()];
        for part in parts.iter().filter(|part| part.label.is_some()) {
            labels[part.slot] = true;
        }
        Self { context, form, labels, lists: OnceCell::new(), answered: OnceCell::new() }
    }

    /// Whether a box or a choice has an answer.
    fn is_answered(&self, path: &str) -> bool {
        let answered = || {
            let items = self.context.items().iter().filter(|item| !item.text.is_empty());
            items.map(|item| without_indexes(&item.id)).collect()
        };
        self.answered.get_or_init(answered).contains(&without_indexes(path))
    }

    /// Whether a choice has a list of options beside it.
    fn has_list(&self, slot: usize) -> bool {
        let text = |piece| fold(crate::align::text(self.context.rows, piece));
        let parts = &self.context.alignment.parts;
        let listed = || {
            let listed =
                parts.iter().filter(|part| part.values.iter().any(|p| self.heads(&text(*p))));
            listed.map(|part| part.slot).collect()
        };
        self.lists.get_or_init(listed).contains(&slot)
    }

    /// Whether a folded text has the head of a list of options in it.
    fn heads(&self, text: &str) -> bool {
        self.form.option_heads.iter().any(|head| text.contains(&**head))
    }

    /// The words of the form in an answer that are none of the answer's.
    fn words<'t>(&self, slot: usize, text: &'t str) -> Option<&'t str> {
        let near = slot.saturating_sub(BEFORE)..(slot + BEHIND + 1).min(self.form.slots.len());
        let whole = text.lines().count() == 1;
        let has_answer = |at: usize| self.form.slots[at].node.is_some();
        let above = |at: usize| at == slot || near.contains(&at) && at < slot && !has_answer(at);
        let other = |at: usize| near.contains(&at) && at < slot && has_answer(at);
        // A text that has the labels of other items too is an outline of the body's own.
        let is_outline = || text.lines().any(|line| self.repeats(&fold(line), &other));
        text.lines().find(|line| {
            let folded = fold(line);
            !folded.is_empty()
                && (folded.chars().all(is_lost)
                    || self.is_label(&folded, &near, (!whole).then_some(slot))
                    || !whole && self.repeats(&folded, &above) && !is_outline()
                    || self.is_list(&folded, &near)
                    || self.has_box(&folded, &near)
                    || self.is_tail(&folded, &near))
        })
    }

    /// Whether a folded line is the end of a neighbour's label, which is missing: its beginning stands in another cell.
    fn is_tail(&self, line: &str, near: &Range<usize>) -> bool {
        let long = line.chars().nth(TAIL - 1).is_some();
        long && near.clone().filter(|at| !self.labels[*at]).any(|at| {
            let mut names = self.form.slots[at].names.iter();
            names.any(|name| name.body.len() > line.len() && name.body.ends_with(line))
        })
    }

    /// Whether a folded line is the label of a neighbour, or holds one with its number: of one that is missing in
    /// its own place, where the line is not all of the answer, whose `own` slot is given then.
    fn is_label(&self, line: &str, near: &Range<usize>, own: Option<usize>) -> bool {
        self.form.index.exact(line).any(|hit| {
            let (before, behind) = (&line[..hit.start], &line[hit.end..]);
            let slots = self.form.index.slots(hit.body).iter();
            slots.filter(|(at, _)| near.contains(at)).any(|&(at, name)| {
                let slot = &self.form.slots[at];
                let alone = is_number(before) && behind.chars().all(|c| c.is_ascii_digit());
                let numbered = slot.names[name].enumerator.is_some_and(|number| {
                    Enumerator::before(before).is_some_and(|(printed, _)| printed == number)
                });
                (alone || numbered) && (own.is_none() && alone || !self.labels[at])
            })
        })
    }

    /// Whether a folded line is the label of one of these, with its number: it has been filled down from above.
    fn repeats(&self, line: &str, of: &dyn Fn(usize) -> bool) -> bool {
        self.form.index.exact(line).filter(|hit| hit.end == line.len()).any(|hit| {
            let before = &line[..hit.start];
            let slots = self.form.index.slots(hit.body).iter();
            slots.filter(|(at, _)| of(*at)).any(|&(at, name)| {
                let number = self.form.slots[at].names[name].enumerator;
                !before.is_empty()
                    && is_number(before)
                    && number.is_some_and(|number| {
                        Enumerator::before(before).is_some_and(|(printed, _)| printed == number)
                    })
            })
        })
    }

    /// Whether a folded line begins a list of options, where a neighbour has lost its own.
    fn is_list(&self, line: &str, near: &Range<usize>) -> bool {
        let wants_list = |at: usize| {
            let node = self.form.slots[at].node.as_ref();
            node.is_some_and(|node| {
                node.kind == NodeKind::Choice && node.options_printed != Some(false)
            })
        };
        self.heads(line) && near.clone().any(|at| wants_list(at) && !self.has_list(at))
    }

    /// Whether a folded line has an option of a neighbour in a bracket, or behind one, and that is not answered.
    fn has_box(&self, line: &str, near: &Range<usize>) -> bool {
        let bracket = line.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
        let Some((open, behind)) = bracket else { return false };
        let is_box = open.chars().count() <= 1;
        near.clone().flat_map(|at| options(&self.form.slots[at])).any(|(path, kind, option)| {
            let printed = match kind {
                NodeKind::Choice => !is_box && open == option,
                _ => is_box && behind.starts_with(option),
            };
            printed && !self.is_answered(&path)
        })
    }
}

/// The options that stand beside a label: the id of the item without indexes, the kind, the folded wording.
fn options(slot: &Slot) -> impl Iterator<Item = (String, NodeKind, &str)> {
    let own = slot.node.iter().map(|node| (&slot.path, node));
    let all = own.chain(slot.inner.iter().map(|(path, node)| (path, node)));
    all.flat_map(|(path, node)| {
        node.options.iter().map(move |option| {
            let path = match node.kind {
                NodeKind::Checkboxes => format!("{path}.{}", option.id),
                _ => path.to_string(),
            };
            (path, node.kind, option.folded())
        })
    })
}

/// Whether a folded text is nothing but a number of the form, or the sign for one that was lost.
fn is_number(before: &str) -> bool {
    before.chars().all(|c| {
        c.is_ascii_digit()
            || is_lost(c)
            || circled(c).is_some()
            || matches!(c, 'I' | 'V' | 'X' | '.')
    })
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::Document;

    /// The items with the finding, of a form whose rows are these.
    fn found(rows: &str) -> Vec<String> {
        let text = format!(
            "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\t評価書名\n3\t介護保険に関する事務\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、介護保険に関する事務について宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\n{rows}"
        );
        let record = assess(Document::default(), text.as_bytes()).records.remove(0);
        let found = record.findings.into_iter().filter(|finding| finding.code == Code::FormWords);
        found.map(|finding| finding.item).collect()
    }

    const ROWS: &str = "I 関連情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の概要\t{概要}\n③システムの名称\t介護保険システム\n2. 特定個人情報ファイル名\n介護保険情報ファイル\n3. 個人番号の利用\n法令上の根拠\t番号法第9条第1項\n4. 情報提供ネットワークシステムによる情報連携\n①実施の有無\t{実施}\n②法令上の根拠\t番号法第19条第8号\n";

    /// The items with the finding, with this 事務の概要 and this answer to 実施の有無.
    fn with(description: &str, performed: &str) -> Vec<String> {
        found(&ROWS.replace("{概要}", description).replace("{実施}", performed))
    }

    #[test]
    fn words_of_the_form_are_no_answer() {
        const LIST: &str = "＜選択肢＞ 1) 実施する 2) 実施しない 3) 未定";
        let description = ["overview.project.description"];
        let answered = format!("[ 実施する ] {LIST}");
        assert_eq!(with("資格の管理を行う。", &answered), [""; 0]);
        assert_eq!(with("〓", &answered), description);
        assert_eq!(with("資格の管理を行う。<br>[ 実施する ]", ""), description);
        assert_eq!(with(&format!("資格の管理を行う。<br>{LIST}"), "[ 実施する ]"), description);
    }

    #[test]
    fn the_end_of_a_torn_label_is_no_answer() {
        let answered =
            ROWS.replace("{概要}", "資格の管理を行う。").replace("{実施}", "[ 実施する ]");
        assert_eq!(found(&answered), [""; 0]);
        let torn = answered.replace("ワークシステムによる", "ワーク\nシステムによる");
        assert_eq!(found(&torn), ["overview.number_use.legal_basis"]);
    }

    #[test]
    fn a_label_that_was_filled_down_is_no_answer() {
        let answered = "[ 実施する ]";
        let with = |line: &str| with(&format!("資格の管理を行う。<br>{line}"), answered);
        assert_eq!(with("②事務の概要"), ["overview.project.description"]);
        assert_eq!(with("②事務の概要のとおり"), [""; 0]);
        assert_eq!(with("①事務の名称<br>介護保険"), [""; 0]);
        assert_eq!(with("①事務の名称<br>介護保険<br>②事務の概要<br>給付を行う。"), [""; 0]);
    }

    #[test]
    fn a_quotation_is_an_answer() {
        let answered = "[ 実施する ] ＜選択肢＞ 1) 実施する 2) 実施しない 3) 未定";
        assert_eq!(with("資格の管理を行う。<br>[ 実施する ]", answered), [""; 0]);
        assert_eq!(
            with("次を管理する。<br>2. 特定個人情報ファイル名<br>3. 給付", answered),
            [""; 0]
        );
    }
}
