//! The words by which a printed name is taken apart, as `data/words.csv` has them.

use std::sync::LazyLock;

use super::fold::fold;
use crate::record::AgencyKind;

/// What a word does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The head of a listed body.
    Head,
    /// The head of any other body.
    Title,
    /// A part of a listed body with a name of its own.
    Organ,
    /// Begins words for the same body's office.
    Office,
    /// Ends the name of a department.
    Department,
    /// The whole name of a body, or a title that stands for one.
    Whole,
    /// How a body that is in no list ends.
    Ending,
    /// How the name of a municipality ends.
    Local,
    /// Makes no name before an ending.
    Pronoun,
    /// How the name of an area ends that may stand before a municipality's.
    Region,
    /// Stands before a body's name and is no part of it.
    Prefix,
    /// Stands for no body at all: なし.
    Nothing,
    /// How a body that is in no list begins.
    Opening,
    /// Begins names everywhere: it does not tell where a body is.
    Vague,
}

/// One word and what it tells.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) role: Role,
    /// Folded.
    pub(super) word: String,
    pub(super) kind: AgencyKind,
    /// What to call the body instead of what is printed; empty for no change.
    pub(super) name: &'static str,
    /// The prefecture it is of; empty where it is of none.
    pub(super) of: &'static str,
}

/// All words, the longest first: the first that fits is the right one.
static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let mut words: Vec<Word> = records(include_str!("data/words.csv")).filter_map(word).collect();
    words.extend(records(include_str!("data/unions.csv")).map(union));
    words.sort_by_key(|word| std::cmp::Reverse(word.word.len()));
    words
});

/// The records of a table without quotes, behind its head; a record of another length is none.
pub(super) fn records<const N: usize>(
    table: &'static str,
) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        let record = std::array::from_fn(|_| fields.next());
        record.iter().all(Option::is_some).then(|| record.map(Option::unwrap_or_default))
    })
}

fn word([role, word, kind, name, of]: [&'static str; 5]) -> Option<Word> {
    let role = ROLES.iter().find(|(name, _)| *name == role)?.1;
    Some(Word { role, word: fold(word), kind: kind_of(kind), name, of })
}

/// A body known by its whole name.
fn union([name, kind, of]: [&'static str; 3]) -> Word {
    Word { role: Role::Whole, word: fold(name), kind: kind_of(kind), name, of }
}

const ROLES: &[(&str, Role)] = &[
    ("department", Role::Department),
    ("ending", Role::Ending),
    ("head", Role::Head),
    ("local", Role::Local),
    ("nothing", Role::Nothing),
    ("office", Role::Office),
    ("opening", Role::Opening),
    ("organ", Role::Organ),
    ("prefix", Role::Prefix),
    ("pronoun", Role::Pronoun),
    ("region", Role::Region),
    ("title", Role::Title),
    ("vague", Role::Vague),
    ("whole", Role::Whole),
];

const KINDS: &[AgencyKind] = &[
    AgencyKind::Municipality,
    AgencyKind::SpecialWard,
    AgencyKind::Ward,
    AgencyKind::Prefecture,
    AgencyKind::WideAreaUnion,
    AgencyKind::PartialAssociation,
    AgencyKind::EducationBoard,
    AgencyKind::National,
    AgencyKind::MutualAid,
    AgencyKind::HealthInsurance,
];

/// The kind the tables name so.
pub(super) fn kind_of(name: &str) -> AgencyKind {
    KINDS.iter().copied().find(|kind| kind.name() == name).unwrap_or_default()
}

/// The words of a role, the longest first.
pub(super) fn words(role: Role) -> impl Iterator<Item = &'static Word> {
    WORDS.iter().filter(move |word| word.role == role)
}

/// The longest word of a role that a folded text begins with.
pub(super) fn leading(role: Role, folded: &str) -> Option<&'static Word> {
    words(role).find(|word| folded.starts_with(word.word.as_str()))
}

/// The longest word of a role that a folded text ends with.
pub(super) fn trailing(role: Role, folded: &str) -> Option<&'static Word> {
    words(role).find(|word| folded.ends_with(word.word.as_str()))
}
