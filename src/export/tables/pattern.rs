//! Patterns of item ids: where the rows of a table begin.
//!
//! ```text
//! pattern ::= step ("." step)*
//! step    ::= NAME | NAME "[{" KEY "}]" | "{" KEY "}" | "{" KEY "=" NAME "}"
//! ```
//!
//! `file[{file}].entrustment.tasks[{task}]` is met by every id that begins with
//! `file[1].entrustment.tasks[2]`, and gives the keys `file` 1 and `task` 2. A key alone stands for any
//! name, a key with a name for that name.

/// The beginning of an item id, with names for what varies.
#[derive(Debug)]
pub(in crate::export) struct Pattern {
    /// As it is written in the definitions.
    pub(in crate::export) text: String,
    /// Bytes of it before the first key: every id that meets it begins with them.
    plain: usize,
    /// The last of them.
    last: Option<u8>,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Name(String),
    Numbered(String, String),
    Any(String),
    Fixed(String, String),
}

/// What a pattern found in an item id.
pub(super) struct Found<'i> {
    /// The part of the id that met the pattern.
    pub(super) row: &'i str,
    /// What follows it, without the dot between.
    pub(super) rest: &'i str,
    /// What each key stands for.
    pub(super) keys: Vec<&'i str>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        let plain = text.find('{').unwrap_or(text.len());
        let last = text.get(..plain).and_then(|plain| plain.bytes().next_back());
        Self { text: text.to_owned(), plain, last, steps: text.split('.').map(step).collect() }
    }

    /// The keys, in order.
    pub(in crate::export) fn keys(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Name(_) => None,
            Step::Numbered(_, key) | Step::Any(key) | Step::Fixed(key, _) => Some(key.as_str()),
        })
    }

    /// The path in the catalogue, `*` for any name.
    pub(super) fn path(&self) -> String {
        let name = |step: &Step| match step {
            Step::Name(name) | Step::Numbered(name, _) | Step::Fixed(_, name) => name.clone(),
            Step::Any(_) => "*".to_owned(),
        };
        self.steps.iter().map(name).collect::<Vec<_>>().join(".")
    }

    /// Reads an item id from its beginning.
    pub(super) fn find<'i>(&self, item: &'i str) -> Option<Found<'i>> {
        // Most ids differ from a pattern in the last byte before its first key.
        let last = self.plain.checked_sub(1).and_then(|last| item.as_bytes().get(last).copied());
        if last != self.last || !item.starts_with(self.text.get(..self.plain)?) {
            return None;
        }
        let (mut at, mut keys) = (0, Vec::new());
        for (place, step) in self.steps.iter().enumerate() {
            let rest = item.get(at..)?;
            let rest = if place == 0 { rest } else { rest.strip_prefix('.')? };
            at = item.len() - rest.len();
            let end = rest.bytes().position(|byte| byte == b'.').unwrap_or(rest.len());
            let word = &rest[..end];
            match step {
                Step::Name(name) if name == word => {}
                Step::Any(_) if !word.bytes().any(|byte| byte == b'[') => keys.push(word),
                Step::Fixed(_, name) if name == word => keys.push(word),
                Step::Numbered(name, _) => keys.push(index(word, name)?),
                _ => return None,
            }
            at += word.len();
        }
        let rest = &item[at..];
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('.')? };
        Some(Found { row: &item[..at], rest, keys })
    }
}

fn step(text: &str) -> Step {
    let inside = |text: &str| text.strip_prefix('{')?.strip_suffix('}').map(str::to_owned);
    if let Some(key) = inside(text) {
        return match key.split_once('=') {
            Some((key, name)) => Step::Fixed(key.to_owned(), name.to_owned()),
            None => Step::Any(key),
        };
    }
    let numbered = text.strip_suffix(']').and_then(|text| text.split_once('['));
    match numbered.and_then(|(name, key)| Some((name, inside(key)?))) {
        Some((name, key)) => Step::Numbered(name.to_owned(), key),
        None => Step::Name(text.to_owned()),
    }
}

/// `2` of `tasks[2]`.
fn index<'i>(word: &'i str, name: &str) -> Option<&'i str> {
    let index = word.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
    (!index.is_empty() && index.bytes().all(|b| b.is_ascii_digit())).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'i>(pattern: &str, item: &'i str) -> Option<(&'i str, &'i str, Vec<&'i str>)> {
        let found = Pattern::new(pattern).find(item)?;
        Some((found.row, found.rest, found.keys))
    }

    #[test]
    fn a_pattern_is_the_beginning_of_an_id() {
        let tasks = "file[{file}].entrustment.tasks[{task}]";
        let item = "file[1].entrustment.tasks[12].subcontract.performed";
        let row = "file[1].entrustment.tasks[12]";
        assert_eq!(found(tasks, item), Some((row, "subcontract.performed", vec!["1", "12"])));
        assert_eq!(found(tasks, row), Some((row, "", vec!["1", "12"])));
        assert_eq!(found(tasks, "file[1].entrustment.performed"), None);
        assert_eq!(found(tasks, "file[1].entrustment"), None);
    }

    #[test]
    fn keys_stand_for_names() {
        let option = "a.{group}.{measure=performed}.{option}";
        assert_eq!(found(option, "a.x.performed.y").unwrap().2, ["x", "performed", "y"]);
        assert_eq!(found(option, "a.x.other.y"), None);
        assert_eq!(found("a.{b}", "a[2].b"), None);
        assert_eq!(found("a.{b}", "a.b[2]"), None);
        assert_eq!(Pattern::new(option).path(), "a.*.performed.*");
        assert_eq!(Pattern::new(option).keys().collect::<Vec<_>>(), ["group", "measure", "option"]);
    }

    #[test]
    fn odd_ids_meet_nothing() {
        for item in ["", ".", "..", "a.", "a[", "a[].b", "介.護", "a[x]"] {
            assert!(found("a[{n}].{k}", item).is_none(), "{item}");
        }
    }
}
