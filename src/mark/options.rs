//! What a choice is printed as: the list of its options, the brackets before it, and what stands around them.

use super::boxes::BoxState;
use super::marked::{Marked, mark_start, marked};
use super::notation::{Style, read};
use crate::fold::{Folded, begins_with, fold};
use crate::form::{Opt, Text};

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

/// An entry of the list of options: bytes of the folded text.
pub(super) struct Entry {
    pub(super) start: usize,
    /// Where its wording begins, right behind the bracket of the number.
    pub(super) body: usize,
    pub(super) end: usize,
    pub(super) number: u32,
    pub(super) option: usize,
}

impl Entry {
    pub(super) fn chosen(&self, folded: &Folded) -> Chosen {
        let (start, end) = (folded.original(self.body), folded.original_end(self.end));
        Chosen { start, end, option: Some(self.option), slip: false }
    }
}

/// What of a choice is accounted for.
pub(super) struct Reader<'a> {
    original: &'a str,
    folded: &'a Folded,
    /// The folded text.
    text: &'a str,
    options: &'a [Opt],
    heads: &'a [Text],
    /// Which folded bytes are accounted for.
    pub(super) taken: Vec<bool>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        original: &'a str,
        folded: &'a Folded,
        options: &'a [Opt],
        heads: &'a [Text],
    ) -> Self {
        let taken = vec![false; folded.text.len()];
        Self { original, folded, text: &folded.text, options, heads, taken }
    }

    pub(super) fn take(&mut self, start: usize, end: usize) {
        if let Some(range) = self.taken.get_mut(start..end) {
            range.fill(true);
        }
    }

    pub(super) fn is_free(&self, start: usize, end: usize) -> bool {
        self.taken.get(start..end).is_some_and(|range| range.iter().all(|taken| !taken))
    }

    /// Contents of brackets that are not empty and hold no list.
    pub(super) fn brackets(&self) -> Vec<(usize, usize)> {
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
    pub(super) fn list(&mut self) -> Vec<Entry> {
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
    pub(super) fn unbracketed(&mut self, listed: &[Entry]) -> (Vec<(usize, usize)>, bool) {
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

    pub(super) fn take_brackets(&mut self) {
        for (at, c) in self.text.char_indices() {
            if matches!(c, '[' | ']') {
                self.taken[at] = true;
            }
        }
    }

    /// Runs of text not accounted for, brackets left out.
    pub(super) fn free_runs(&self) -> Vec<(usize, usize)> {
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

    pub(super) fn chosen(&self, folded: &Folded, start: usize, end: usize) -> Option<Chosen> {
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

/// Whether a character alone is a mark.
pub(super) fn ticks(c: char) -> bool {
    let style = Style { bare: true, ..Style::default() };
    let mark = read(&fold(c.encode_utf8(&mut [0; 4])), style);
    mark.is_some_and(|mark| mark.state == BoxState::Ticked)
}
