//! One of a list of options, chosen by writing it into a bracket.
//!
//! ```text
//! choice  ::= (value | list | other)*
//! value   ::= "[" option "]"  |  bracket-leftover option          before the list, where the bracket is torn
//!           | mark (DIGITS ")")? option                           one of the printed options, where no bracket has a value
//! list    ::= head (DIGITS ")" option)*
//! ```

use super::boxes::BoxState;
use super::marked::{Marked, mark_start, marked};
use super::notation::{Style, read};
use super::ring::{Ringed, ringed, rings};
use crate::fold::{Folded, begins_with, control, fold};
use crate::form::{Opt, Text};

/// What a choice says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChoiceAnswer {
    /// What is chosen: bytes of the text, and the official option it stands for.
    pub chosen: Vec<Chosen>,
    /// Printed numbers and indexes of the options in the list beside the value.
    pub offered: Vec<(u32, usize)>,
    /// Byte after the last of value and list.
    pub end: usize,
    /// Text that is neither value nor list: bytes of the text.
    pub other: Vec<(usize, usize)>,
    /// Something is drawn that may choose an option, and it cannot be told which.
    pub unread: bool,
}

/// A chosen value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// Bytes of the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The official option; `None` where it is none of them.
    pub option: Option<usize>,
    /// Printed otherwise than the official wording.
    pub slip: bool,
}

/// Reads a choice. `heads` are the folded words that a list starts with.
#[must_use]
pub(crate) fn choice(text: &str, options: &[Opt], heads: &[Text]) -> ChoiceAnswer {
    let folded = Folded::new(text);
    let mut reader = Reader {
        original: text,
        folded: &folded,
        text: &folded.text,
        options,
        heads,
        taken: vec![false; folded.text.len()],
    };
    let mut values = reader.brackets();
    let listed = reader.list();
    values.retain(|&(start, end)| reader.is_free(start, end));
    let mut unclear = false;
    if values.is_empty() {
        (values, unclear) = reader.unbracketed(&listed);
    }
    for &(start, end) in &values {
        reader.take(start, end);
    }
    reader.take_brackets();
    let mut chosen: Vec<Chosen> =
        values.iter().filter_map(|&(start, end)| reader.chosen(&folded, start, end)).collect();
    let ringed = ringed_entry(text, &folded, &listed);
    if let Ringed::One(at) = ringed
        && let Some(entry) = listed.get(at)
    {
        chosen.push(entry.chosen(&folded));
    }
    let drawn = text.contains([control::DRAWN, control::UNREAD, control::CROSSED]);
    let marked = chosen.is_empty() && text.contains([control::MARKED, control::LEADS]);
    let beside = is_marked_beside(text, &folded, &listed, &chosen);
    let unread = drawn || marked || beside || unclear || ringed == Ringed::Unclear;
    let mut offered: Vec<(u32, usize)> =
        listed.iter().map(|entry| (entry.number, entry.option)).collect();
    offered.sort_unstable();
    offered.dedup();
    let other = reader
        .free_runs()
        .into_iter()
        .map(|(s, e)| (folded.original(s), folded.original_end(e)))
        .collect();
    let last = reader.taken.iter().rposition(|taken| *taken).map_or(0, |at| at + 1);
    ChoiceAnswer { chosen, offered, end: folded.original_end(last), other, unread }
}

/// An entry of the list of options: bytes of the folded text.
struct Entry {
    start: usize,
    /// Where its wording begins, right behind the bracket of the number.
    body: usize,
    end: usize,
    number: u32,
    option: usize,
}

impl Entry {
    fn chosen(&self, folded: &Folded) -> Chosen {
        let (start, end) = (folded.original(self.body), folded.original_end(self.end));
        Chosen { start, end, option: Some(self.option), slip: false }
    }
}

/// Whether a mark stands before some entries of the list, or over them, and at none that is chosen.
fn is_marked_beside(text: &str, folded: &Folded, listed: &[Entry], chosen: &[Chosen]) -> bool {
    let is_marked = |entry: &&Entry| {
        let (start, end) = (folded.original(entry.start), folded.original_end(entry.end));
        let before = text.get(..start).unwrap_or_default();
        let mark = before.trim_end_matches([' ', '\u{3000}']).chars().next_back();
        mark.is_some_and(|c| c == control::LEADS || ticks(c))
            || text.get(start..end).is_some_and(|part| part.contains(control::MARKED))
            || text.get(end..).is_some_and(|rest| rest.starts_with(control::MARKED))
    };
    let marked: Vec<&Entry> = listed.iter().filter(is_marked).collect();
    let agrees = |entry: &&Entry| chosen.iter().any(|one| one.option == Some(entry.option));
    !chosen.is_empty()
        && !marked.is_empty()
        && marked.len() < listed.len()
        && !marked.iter().any(agrees)
}

/// Whether a character alone is a mark.
fn ticks(c: char) -> bool {
    let style = Style { bare: true, ..Style::default() };
    let mark = read(&fold(c.encode_utf8(&mut [0; 4])), style);
    mark.is_some_and(|mark| mark.state == BoxState::Ticked)
}

/// Which entry a ring is drawn around.
fn ringed_entry(text: &str, folded: &Folded, listed: &[Entry]) -> Ringed {
    let rings = rings(text, folded);
    if rings.is_empty() {
        return Ringed::Nothing;
    }
    let entries: Vec<_> =
        listed.iter().map(|entry| (entry.start..entry.end, entry.body - 1)).collect();
    ringed(&rings, &entries)
}

struct Reader<'a> {
    original: &'a str,
    folded: &'a Folded,
    /// The folded text.
    text: &'a str,
    options: &'a [Opt],
    heads: &'a [Text],
    /// Which folded bytes are accounted for.
    taken: Vec<bool>,
}

impl Reader<'_> {
    fn take(&mut self, start: usize, end: usize) {
        if let Some(range) = self.taken.get_mut(start..end) {
            range.fill(true);
        }
    }

    fn is_free(&self, start: usize, end: usize) -> bool {
        self.taken.get(start..end).is_some_and(|range| range.iter().all(|taken| !taken))
    }

    /// Contents of brackets that are not empty and hold no list.
    fn brackets(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (open, _) in self.text.match_indices('[') {
            let inner = &self.text[open + 1..];
            let Some(length) = inner.find(']') else { break };
            let content = &inner[..length];
            let nested =
                content.contains('[') || self.heads.iter().any(|head| content.contains(&**head));
            if !nested && !content.is_empty() && content.chars().count() < 80 {
                found.push((open + 1, open + 1 + length));
            }
        }
        found
    }

    /// Takes the list: its heads, and each numbered entry.
    fn list(&mut self) -> Vec<Entry> {
        let mut start = self.text.len();
        for head in self.heads {
            for (at, _) in self.text.match_indices(&**head) {
                self.take(at, at + head.len());
                start = start.min(at);
            }
        }
        let mut listed = Vec::new();
        for (at, number, body) in self.numbers() {
            let in_bracket = self.text[..at].ends_with('[') && start > at;
            if in_bracket {
                continue;
            }
            if let Some((option, end)) = self.entry(body, number) {
                self.take(at, end);
                listed.push(Entry { start: at, body, end, number, option });
            }
        }
        listed
    }

    /// Numbers of entries: where they start, what they are, where their wording starts.
    fn numbers(&self) -> Vec<(usize, u32, usize)> {
        let bytes = self.text.as_bytes();
        let mut found = Vec::new();
        for (close, _) in self.text.match_indices(')') {
            let digits =
                bytes[..close].iter().rev().take(2).take_while(|b| b.is_ascii_digit()).count();
            let start = close - digits;
            if digits > 0
                && !self.text[..start].ends_with('(')
                && let Ok(number) = self.text[start..close].parse()
            {
                found.push((start, number, close + 1));
            }
        }
        found
    }

    /// The option at `start`: its wording exactly, or what reaches to the next number or bracket and
    /// is like the option of that number.
    fn entry(&self, start: usize, number: u32) -> Option<(usize, usize)> {
        let rest = &self.text[start..];
        let exact = self
            .options
            .iter()
            .enumerate()
            .flat_map(|(at, option)| option.wordings().iter().map(move |wording| (at, wording)))
            .filter(|(_, wording)| begins_with(rest, wording))
            .max_by_key(|(at, wording)| (wording.len(), std::cmp::Reverse(*at)));
        if let Some((option, wording)) = exact {
            return Some((option, start + wording.len()));
        }
        let end = entry_end(rest);
        let expected = (number as usize).checked_sub(1).filter(|at| *at < self.options.len())?;
        let like = self.options[expected]
            .wordings()
            .iter()
            .map(|wording| super::likeness(&rest[..end], wording))
            .fold(0.0, f32::max);
        (like >= 0.5).then_some((expected, start + end))
    }

    /// Values without a bracket, and whether marks leave it open which they are: the option that a mark stands
    /// before, else those in the text.
    fn unbracketed(&mut self, listed: &[Entry]) -> (Vec<(usize, usize)>, bool) {
        let of_list: Vec<(usize, (usize, usize))> =
            listed.iter().map(|entry| (entry.start, (entry.body, entry.end))).collect();
        let (chosen, unclear) = self.marked(&of_list);
        // A mark behind the number: `1)○行っている`.
        let inside = |entry: &Entry| self.text[entry.body..].chars().next().is_some_and(ticks);
        let unclear = unclear || listed.iter().any(inside);
        if !chosen.is_empty() || unclear && !listed.is_empty() {
            return (chosen, unclear);
        }
        let named = self.torn();
        let of_text: Vec<(usize, (usize, usize))> =
            named.iter().map(|option| (option.0, *option)).collect();
        match self.marked(&of_text) {
            (chosen, false) if !chosen.is_empty() => (chosen, false),
            (_, unclear) => (named, unclear),
        }
    }

    /// The one of several options that a mark is before, and whether marks leave it open which it is. The options
    /// and their marks are then accounted for.
    fn marked(&mut self, options: &[(usize, (usize, usize))]) -> (Vec<(usize, usize)>, bool) {
        if options.len() < 2 {
            return (Vec::new(), false);
        }
        let ranges: Vec<_> = options.iter().map(|(start, (_, end))| *start..*end).collect();
        let at = match marked(self.original, self.folded, &ranges) {
            Marked::One(at) => at,
            other => return (Vec::new(), other == Marked::Unclear),
        };
        for (start, (_, end)) in options {
            self.take(mark_start(self.text, *start), *end);
        }
        (options.get(at).map(|option| option.1).into_iter().collect(), false)
    }

    /// Values whose bracket is torn or missing: options in the free text before, between or behind
    /// the list, or the text before the list.
    fn torn(&self) -> Vec<(usize, usize)> {
        let runs = self.free_runs();
        let named: Vec<(usize, usize)> =
            runs.iter().flat_map(|&(start, end)| self.options_in(start, end)).collect();
        if !named.is_empty() {
            return named;
        }
        let listed = self.taken.iter().any(|taken| *taken);
        // Beside an empty bracket, what only resembles an option is none behind the list's head.
        let heads = self.heads.iter().filter_map(|head| self.text.find(&**head));
        let head = heads.min().filter(|_| self.text.contains("[]")).unwrap_or(self.text.len());
        let first = runs.first().filter(|run| run.0 < head).filter(|&&(start, end)| {
            if listed { self.option_of(&self.text[start..end]).is_some() } else { runs.len() == 1 }
        });
        first.copied().into_iter().collect()
    }

    /// The options whose wording stands in a stretch of text, the longest first at each place.
    fn options_in(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut at = start;
        while at < end {
            let rest = &self.text[at..end];
            let longest = self
                .options
                .iter()
                .flat_map(Opt::wordings)
                .filter(|wording| begins_with(rest, wording))
                .map(|wording| wording.len())
                .max();
            match longest {
                Some(length) => {
                    found.push((at, at + length));
                    at += length;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        found
    }

    fn take_brackets(&mut self) {
        for (at, c) in self.text.char_indices() {
            if matches!(c, '[' | ']') {
                self.taken[at] = true;
            }
        }
    }

    /// Runs of text not accounted for, brackets left out.
    fn free_runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (at, c) in self.text.char_indices() {
            if self.taken[at] || matches!(c, '[' | ']') {
                continue;
            }
            match runs.last_mut() {
                Some(last) if last.1 == at => last.1 = at + c.len_utf8(),
                _ => runs.push((at, at + c.len_utf8())),
            }
        }
        runs
    }

    fn chosen(&self, folded: &Folded, start: usize, end: usize) -> Option<Chosen> {
        let (from, to) = (folded.original(start), folded.original_end(end));
        let known = self.option_of(&self.text[start..end]);
        (from < to).then_some(Chosen {
            start: from,
            end: to,
            option: known.map(|(option, _)| option),
            slip: known.is_some_and(|(_, slip)| slip),
        })
    }

    /// The option that a folded value stands for, and whether it is printed otherwise.
    fn option_of(&self, value: &str) -> Option<(usize, bool)> {
        let unnumbered = value.split_once(')').and_then(|(number, rest)| {
            (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(rest)
        });
        let value = unnumbered.unwrap_or(value);
        let mut likely: Vec<(f32, usize)> = Vec::new();
        for (at, option) in self.options.iter().enumerate() {
            for wording in option.wordings() {
                if wording == value {
                    return Some((at, false));
                }
                likely.push((super::likeness(value, wording), at));
            }
        }
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let &(first, option) = likely.first()?;
        let second = likely.iter().find(|(_, at)| *at != option).map_or(0.0, |(like, _)| *like);
        (first >= 0.6 && first - second > 0.08).then_some((option, true))
    }
}

fn entry_end(rest: &str) -> usize {
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        let numbered = c == ')' && rest[..at].ends_with(|d: char| d.is_ascii_digit());
        if matches!(c, '[' | ']') || at > 240 {
            end = at;
            break;
        }
        if numbered {
            end = rest[..at].trim_end_matches(|d: char| d.is_ascii_digit()).len();
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::control;
    use crate::form::List;

    const HEAD: &str = "<選択肢>";

    fn read(text: &str, labels: &[&str]) -> Vec<(String, Option<usize>, bool)> {
        let options: Vec<Opt> = labels
            .iter()
            .map(|label| Opt::new((*label).to_owned().into(), List::default()))
            .collect();
        let text = text.replace("<bare>", &control::BARE.to_string());
        choice(&text, &options, &[HEAD.into()])
            .chosen
            .into_iter()
            .map(|c| (text[c.start..c.end].to_owned(), c.option, c.slip))
            .collect()
    }

    const EFFORT: [&str; 3] = ["特に力を入れている", "十分である", "課題が残されている"];

    fn one(text: &str) -> (String, Option<usize>, bool) {
        let mut all = read(text, &EFFORT);
        assert_eq!(all.len(), 1, "{text} {all:?}");
        all.remove(0)
    }

    #[test]
    fn beside_an_empty_bracket_what_resembles_an_option_is_not_chosen() {
        let list = "＜選択肢＞ 1) 再委託する 2) 再委託しない";
        let read = |text: &str| read(text, &["再委託する", "再委託しない"]).len();
        assert_eq!(read(&format!("[　　　] {list} 再委託")), 0);
        assert_eq!(read(&format!("[　] 再委託する {list}")), 1);
    }

    #[test]
    fn the_value_stands_in_the_bracket() {
        let list = "＜選択肢＞ 1) 特に力を入れている 2) 十分である 3) 課題が残されている";
        for text in [
            format!("[ 十分である ] {list}"),
            format!("{list} ［　十分である　］"),
            format!("[<bare>] 十分である {list}"),
            format!("<bare> 十分である] {list}"),
            format!("<bare> [十分である] <bare> {list}"),
            format!("[ 2) 十分である ] {list}"),
            "＜選択肢＞\n[十分である] 1) 特に力を入れて\nいる 2) 十分である\n3) 課題が残されている"
                .to_owned(),
        ] {
            let (value, option, slip) = one(&text);
            assert!(value.contains("十分である") && option == Some(1) && !slip, "{text} {value}");
        }
    }

    #[test]
    fn nothing_chosen_is_nothing() {
        assert!(
            read(
                "[ ] ＜選択肢＞ 1) 特に力を入れている 2) 十分である 3) 課題が残されている",
                &EFFORT
            )
            .is_empty()
        );
        assert!(
            read("＜選択肢＞ 1) 特に力を入れている 2) 十分である 3) 課題が残されている", &EFFORT)
                .is_empty()
        );
        assert!(read("[]", &EFFORT).is_empty());
    }

    #[test]
    fn a_mark_before_one_of_the_options_chooses_it() {
        for text in [
            "1) 特に力を入れている ○2) 十分である 3) 課題が残されている",
            "○特に力を入れている ●十分である ○課題が残されている",
            "☐特に力を入れている ☑十分である ☐課題が残されている",
            "＜選択肢＞ □ 1) 特に力を入れている ■ 2) 十分である □ 3) 課題が残されている",
        ] {
            assert_eq!(one(text), ("十分である".to_owned(), Some(1), false), "{text}");
        }
        let options: Vec<Opt> = EFFORT
            .iter()
            .map(|label| Opt::new((*label).to_owned().into(), List::default()))
            .collect();
        for text in [
            "○1) 特に力を入れている ○2) 十分である 3) 課題が残されている",
            "1) 特に力を入れている○ 2) 十分である 3) 課題が残されている",
            "特に力を入れている○　十分である　課題が残されている",
            "1) 特に力を入れている 2)○十分である 3) 課題が残されている",
        ] {
            let read = choice(text, &options, &[HEAD.into()]);
            assert!(read.unread, "{text}");
        }
    }

    #[test]
    fn slips_are_resolved_when_unique_and_others_are_kept() {
        assert_eq!(one("[特に入力を入れている]").1, Some(0));
        let (value, option, _) =
            one("[ 検討中 ] <選択肢> 1) 特に力を入れている 2) 十分である 3) 課題が残されている");
        assert_eq!((value.as_str(), option), ("検討中", None));
    }

    #[test]
    fn numbers_of_people_are_no_list_numbers() {
        let sizes = ["1,000人未満", "1,000人以上1万人未満", "1万人以上10万人未満"];
        let read = read(
            "[1,000人以上1万人未満] <選択肢> 1) 1,000人未満 3) 1万人以上10万人未満\n2) 1,000人以上1万人未満 (4) 件",
            &sizes,
        );
        assert_eq!(read[0].1, Some(1));
        assert_eq!(read.len(), 1);
    }
}
