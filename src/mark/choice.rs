//! One of a list of options, chosen by writing it into a bracket.
//!
//! ```text
//! choice  ::= (value | list | other)*
//! value   ::= "[" option "]"  |  bracket-leftover option          before the list, where the bracket is torn
//!           | mark (DIGITS ")")? option                           one of the printed options, where no bracket has a value
//! list    ::= head (DIGITS ")" option)*
//! ```

use super::options::{Chosen, Entry, Reader, ticks};
use super::ring::{Ringed, ringed, rings};
use crate::fold::{Folded, control};
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

/// Reads a choice. `heads` are the folded words that a list starts with.
#[must_use]
pub(crate) fn choice(text: &str, options: &[Opt], heads: &[Text]) -> ChoiceAnswer {
    let folded = Folded::new(text);
    let mut reader = Reader::new(text, &folded, options, heads);
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
