//! What is missing of what a form prints again and again: a number of a row (委託事項3 between 2 and 4), or a label that
//! the other occurrences have.

use super::Context;
use super::label_missing::{KEYS, raise};
use crate::align::{Part, text};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::form::{Role, Slot};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

/// The keys of what is said of labels that others of their kind have.
const AGAIN: [&str; 2] = ["label-missing.again", "label-missing.again-one"];

/// The occurrences of one repeat: the parts of each, by its number.
type Occurrences<'a> = BTreeMap<u32, Vec<&'a Part>>;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for ((head, _), occurrences) in repeats(context) {
        if context.alignment.form.slots[head].role == Role::Head {
            findings.extend(skipped(context, head, &occurrences));
        }
        findings.extend(incomplete(context, &occurrences));
    }
}

/// All repeats: rows with a number by their head and the occurrence of their section, and sections that are printed
/// once for each file.
fn repeats<'a>(context: &Context<'a>) -> BTreeMap<(usize, u32), Occurrences<'a>> {
    let slots = &context.alignment.form.slots;
    let mut all: BTreeMap<(usize, u32), Occurrences> = BTreeMap::new();
    for part in context.alignment.parts.iter().filter(|part| !part.separator) {
        let slot = &slots[part.slot];
        let (key, number) = match (context.alignment.form.head_of(part.slot), part.number) {
            (Some(head), Some(number)) => ((head, part.occurrence), number),
            (None, _) if slots[slot.section].role == (Role::Section { repeat: true }) => {
                ((slot.section, 0), part.occurrence)
            }
            _ => continue,
        };
        all.entry(key).or_default().entry(number).or_default().push(part);
    }
    all
}

/// Numbers before and between those that were found. A line that only parts (`委託事項2～5`) stands for numbers of its own.
fn skipped(context: &Context, head: usize, occurrences: &Occurrences) -> Vec<Finding> {
    let slot = &context.alignment.form.slots[head];
    let lines = context.alignment.parts.iter().filter(|part| part.slot == head && part.separator);
    let parted: BTreeSet<(u32, u32)> = lines.filter_map(|part| range(context, part)).collect();
    let numbers: Vec<u32> = iter::once(0).chain(occurrences.keys().copied()).collect();
    let gap = |pair: &[u32]| {
        let (before, after) = (*pair.first()?, *pair.get(1)?);
        let place =
            occurrences.get(&after)?.first().map_or(Source::default(), |part| place(context, part));
        let (first, missing) = untold(before, after, &parted)?;
        let more = missing - 1;
        let key = KEYS[usize::from(more == 0)];
        let label = slot.label.replace("{n}", &first.to_string());
        let message =
            Message::new(key, &[("label", &label), ("path", &slot.path), ("more", &more)]);
        Some(Finding {
            code: Code::LabelMissing,
            severity: Severity::Warning,
            item: String::new(),
            source: place,
            message,
        })
    };
    numbers.windows(2).filter_map(gap).collect()
}

/// The first of the numbers between two that no line stands for, and how many there are; none of a line's numbers has a
/// row of its own.
fn untold(before: u32, after: u32, parted: &BTreeSet<(u32, u32)>) -> Option<(u32, u32)> {
    let (mut next, mut first_missing, mut missing) = (before + 1, None, 0);
    let told = parted.iter().filter(|(first, last)| before < *first && *last < after);
    for (first, last) in told.copied().chain([(after, after)]) {
        if first > next {
            first_missing = first_missing.or(Some(next));
            missing += first - next;
        }
        next = next.max(last + 1);
    }
    first_missing.map(|first| (first, missing))
}

/// The first and the last number of a line that only parts.
fn range(context: &Context, part: &Part) -> Option<(u32, u32)> {
    let folded = fold(text(context.rows, part.label?));
    let digits = folded.split(|c: char| !c.is_ascii_digit());
    let mut numbers = digits.filter_map(|digits| digits.parse().ok());
    let first = numbers.next()?;
    Some((first, numbers.next().unwrap_or(first)))
}

/// Labels that an occurrence lacks and most of the others have.
fn incomplete(context: &Context, occurrences: &Occurrences) -> Vec<Finding> {
    let form = context.alignment.form;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let has: Vec<BTreeSet<usize>> =
        occurrences.values().map(|parts| parts.iter().map(|part| part.slot).collect()).collect();
    has.iter().flatten().for_each(|slot| *counts.entry(*slot).or_default() += 1);
    let is_usual = |slot: &Slot, count: usize| {
        slot.role == Role::Value && form.expects(slot, context.revision) && count * 2 >= has.len()
    };
    let each = occurrences.values().zip(&has).filter_map(|(parts, has)| {
        let usual = counts.iter().filter(|(slot, count)| is_usual(&form.slots[**slot], **count));
        let absent: Vec<&Slot> = usual
            .filter(|(slot, _)| !has.contains(slot))
            .map(|(slot, _)| &form.slots[*slot])
            .collect();
        let last = parts.last().map_or(Source::default(), |part| place(context, part));
        raise(Code::LabelMissing, AGAIN, &absent, last)
    });
    each.collect()
}

fn place(context: &Context, part: &Part) -> Source {
    let piece = part.label.or_else(|| part.values.first().copied());
    piece.map(|piece| context.source(piece)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::untold;
    use crate::assess::assess;
    use crate::finding::{Code, Finding};
    use crate::record::Document;

    const COVER: &str = "特定個人情報保護評価書（重点項目評価書）\n評価書番号\t評価書名\n3\t介護保険に関する事務\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、介護保険に関する事務について宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\nI 基本情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の内容\t資格の管理\n2. 特定個人情報ファイルを取り扱う事務において使用するシステム\n";

    #[test]
    fn two_rows_of_one_number_are_not_one() {
        let text = |second: &str| {
            format!(
                "{COVER}システム1\n①システムの名称\t甲\n②システムの機能\t一つ\nシステム1\n①システムの名称\t{second}\n②システムの機能\t二つ\n"
            )
        };
        let read = |second: &str| {
            let record = assess(Document::default(), text(second).as_bytes()).records.remove(0);
            let twice = |finding: &&Finding| finding.code == Code::PrintedTwice;
            let count = record.findings.iter().filter(twice).count();
            let value = |id: &str| {
                let item = record.items.iter().find(|item| item.id == id);
                item.map(|item| item.value.printed()).unwrap_or_default()
            };
            (value("overview.systems[1].name"), value("overview.systems[1].functions"), count)
        };
        let (name, functions, count) = read("乙");
        assert_eq!((&*name, &*functions, count), ("甲", "一つ", 2));
        let (name, functions, count) = read("甲");
        assert_eq!((&*name, &*functions, count), ("甲", "一つ\n二つ", 0));
        let (name, functions, count) = read("甲（続き）");
        assert_eq!((&*name, &*functions, count), ("甲", "一つ\n二つ", 0));
        // A name that begins alike may be of another row: it is said.
        let (_, functions, count) = read("甲の二");
        assert_eq!((&*functions, count), ("一つ", 2));
    }

    fn said(systems: &[(u32, bool)]) -> Vec<String> {
        let system = |(number, whole): &(u32, bool)| {
            let functions = if *whole { "②システムの機能\t甲の管理\n" } else { "" };
            format!(
                "システム{number}\n①システムの名称\t甲{number}\n{functions}③他のシステムとの接続\t[ ○ ] 宛名システム等 [ ] その他 （ ）\n"
            )
        };
        let text = format!("{COVER}{}", systems.iter().map(system).collect::<String>());
        let record = assess(Document::default(), text.as_bytes()).records.remove(0);
        let found = record.findings.iter().filter(|finding| finding.code == Code::LabelMissing);
        found.map(|finding| finding.message.en.clone()).collect()
    }

    #[test]
    fn a_number_that_is_passed_over_and_a_label_that_the_others_have_are_said() {
        let has = |said: &[String], words: &str| said.iter().any(|one| one.contains(words));
        let sound = said(&[(1, true), (2, true), (3, true)]);
        assert!(!has(&sound, "システム") && !has(&sound, "others of this kind"), "{sound:?}");
        let skipped = said(&[(1, true), (2, true), (4, true)]);
        assert!(has(&skipped, "expected 'システム3'"), "{skipped:?}");
        let far = said(&[(1, true), (2, true), (6, true)]);
        assert!(has(&far, "expected 'システム3' (overview.systems[]) and 2 more"), "{far:?}");
        let headless = said(&[(2, true), (3, true)]);
        assert!(has(&headless, "expected 'システム1'"), "{headless:?}");
        let parted = [(2, 5), (6, 7)].into();
        assert_eq!(untold(1, 10, &parted), Some((8, 2)));
        assert_eq!(untold(1, 8, &parted), None);
        assert_eq!(untold(1, 9, &[(2, 5), (3, 6)].into()), Some((7, 2)));
        let short = said(&[(1, true), (2, false), (3, true)]);
        assert!(has(&short, "②システムの機能"), "{short:?}");
    }
}
