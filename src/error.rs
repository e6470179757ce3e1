//! What stops a run. What is odd in one document is a [`Finding`](crate::finding::Finding) instead.

use crate::messages::{fill, text};
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a run could not go on. It prints as `hyokasho: what happened`, with a `hint:` line below it
/// where there is something to type.
#[derive(Debug)]
pub(crate) struct Error(Box<ErrorKind>);

/// The result of what can stop a run.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// What stopped the run.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum ErrorKind {
    /// An input that is not there.
    InputMissing {
        /// As it was given.
        path: PathBuf,
        /// The most similar path that is there.
        near: Option<PathBuf>,
    },
    /// The output folder, or a file in it, cannot be written.
    OutputUnwritable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Another run writes into the same folder at this moment.
    OutputBusy {
        /// The folder.
        path: PathBuf,
    },
    /// A part of a run that is nowhere.
    PartMissing {
        /// Which one: `3/16`.
        shard: String,
    },
    /// A part of a run that cannot be put together with the others.
    PartUnfit {
        /// Its folder.
        path: PathBuf,
        /// What was to be there.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// A name that is none of a closed list: a form's node, a finding's code.
    NameUnknown {
        /// What it names: `item`, `finding`.
        what: &'static str,
        /// As it was given.
        name: String,
        /// The most similar name of the list.
        near: Option<String>,
        /// The command that prints the list.
        list: &'static str,
    },
    /// A command line that says nothing that can be done; the text is ready to print.
    Usage(String),
    /// Something that this build cannot do.
    Unsupported {
        /// The flag or feature.
        what: &'static str,
        /// What to type instead.
        hint: &'static str,
    },
    /// The terminal, or the program behind a pipe, takes no more.
    Print(io::Error),
    /// The system gives no threads.
    Threads(String),
}

impl Error {
    /// What stopped the run, as data.
    #[must_use]
    pub(crate) fn kind(&self) -> &ErrorKind {
        &self.0
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::OutputUnwritable { cause, .. } | ErrorKind::Print(cause) => Some(cause),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hyokasho: {}", self.0)?;
        self.0.hint().map_or(Ok(()), |hint| write!(f, "\nhint: {hint}"))
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::InputMissing { path, .. } => {
                fill("error.input-missing", &[("path", &path.display())])
            }
            Self::OutputUnwritable { path, cause } => {
                fill("error.output-unwritable", &[("path", &path.display()), ("cause", cause)])
            }
            Self::OutputBusy { path } => fill("error.output-busy", &[("path", &path.display())]),
            Self::PartMissing { shard } => fill("error.part-missing", &[("shard", shard)]),
            Self::PartUnfit { path, expected, found } => fill(
                "error.part-unfit",
                &[("path", &path.display()), ("expected", expected), ("found", found)],
            ),
            Self::NameUnknown { what, name, .. } => {
                fill("error.name-unknown", &[("what", &named(what)), ("name", name)])
            }
            Self::Usage(text) => text.clone(),
            Self::Unsupported { what, .. } => fill("error.unsupported", &[("what", what)]),
            Self::Print(cause) => fill("error.print", &[("cause", cause)]),
            Self::Threads(cause) => fill("error.threads", &[("cause", cause)]),
        };
        f.write_str(&said)
    }
}

/// The word for what a name names.
fn named(what: &'static str) -> &'static str {
    match what {
        "item" => text("what.item"),
        "finding" => text("what.finding"),
        "agency" => text("what.agency"),
        "record or agency" => text("what.record"),
        other => other,
    }
}

impl ErrorKind {
    /// The thing to type.
    fn hint(&self) -> Option<String> {
        let hint = |key| Some(text(key).to_owned());
        match self {
            Self::InputMissing { near: Some(near), .. } => {
                Some(fill("hint.near", &[("near", &near.display())]))
            }
            Self::InputMissing { near: None, .. } => hint("hint.input"),
            Self::OutputUnwritable { cause, .. }
                if cause.kind() == io::ErrorKind::CrossesDevices =>
            {
                hint("hint.other-device")
            }
            Self::OutputUnwritable { .. } => hint("hint.output"),
            Self::OutputBusy { .. } => hint("hint.busy"),
            Self::PartMissing { shard } => Some(fill("hint.shard", &[("shard", shard)])),
            Self::PartUnfit { .. } => hint("hint.shard-again"),
            Self::NameUnknown { near: Some(near), .. } => {
                Some(fill("hint.near", &[("near", near)]))
            }
            Self::NameUnknown { list, .. } if list.contains("WORD") => {
                Some(fill("hint.by-word", &[("list", list)]))
            }
            Self::NameUnknown { what: "agency" | "record or agency", .. } => hint("hint.columns"),
            Self::NameUnknown { list, .. } => Some(fill("hint.list", &[("list", list)])),
            Self::Unsupported { hint, .. } => Some((*hint).into()),
            Self::Threads(_) => hint("hint.jobs"),
            Self::Usage(_) | Self::Print(_) => None,
        }
    }
}

/// The most similar of `names`, where one is similar enough to be meant.
pub(crate) fn nearest(name: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    // A third of the name may differ: two slips in six letters, but never another short name.
    let limit = (name.chars().count() / 3).max(1);
    let near = |other: String| {
        Some((strsim::damerau_levenshtein(name, &other), other)).filter(|(d, _)| *d <= limit)
    };
    names.into_iter().filter_map(near).min().map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_pinned() {
        let missing = |near: Option<&str>| {
            Error::from(ErrorKind::InputMissing {
                path: "in/目黒.pdf".into(),
                near: near.map(Into::into),
            })
            .to_string()
        };
        assert_eq!(
            missing(Some("in/目黒区.pdf")),
            "hyokasho: in/目黒.pdf: expected a file or folder, but found nothing\nhint: did you mean 'in/目黒区.pdf'?"
        );
        assert_eq!(
            missing(None),
            "hyokasho: in/目黒.pdf: expected a file or folder, but found nothing\nhint: give a file, a folder, or '-' for standard input"
        );
        let unwritable = ErrorKind::OutputUnwritable {
            path: "out".into(),
            cause: io::ErrorKind::PermissionDenied.into(),
        };
        assert_eq!(
            Error::from(unwritable).to_string(),
            "hyokasho: out: cannot be written: permission denied\nhint: choose another folder with '--output DIR'"
        );
        let apart = ErrorKind::OutputUnwritable {
            path: "out/items.csv".into(),
            cause: io::ErrorKind::CrossesDevices.into(),
        };
        assert!(Error::from(apart).to_string().ends_with("same file system as the folder"));
        assert_eq!(
            Error::from(ErrorKind::OutputBusy { path: "out".into() }).to_string(),
            "hyokasho: out: another run is writing here\nhint: wait for it, or choose another folder with '--output DIR'"
        );
        assert_eq!(
            Error::from(ErrorKind::PartMissing { shard: "3/16".into() }).to_string(),
            "hyokasho: part 3/16 is missing\nhint: 'hyokasho extract --shard 3/16' makes it; name all folders"
        );
        let unfit = ErrorKind::PartUnfit {
            path: "p3".into(),
            expected: "a complete part",
            found: "an interrupted one".into(),
        };
        assert_eq!(
            Error::from(unfit).to_string(),
            "hyokasho: p3: expected a complete part, but found an interrupted one\nhint: run 'hyokasho extract --shard I/N' for this folder again"
        );
        let unknown = |near: Option<&str>| ErrorKind::NameUnknown {
            what: "finding",
            name: "mark-lots".into(),
            near: near.map(Into::into),
            list: "hyokasho explain",
        };
        assert_eq!(
            Error::from(unknown(Some("mark-lost"))).to_string(),
            "hyokasho: unknown finding 'mark-lots'\nhint: did you mean 'mark-lost'?"
        );
        assert_eq!(
            Error::from(unknown(None)).to_string(),
            "hyokasho: unknown finding 'mark-lots'\nhint: 'hyokasho explain' prints them all"
        );
    }

    #[test]
    fn only_a_similar_name_is_meant() {
        let names = || ["items.csv", "目黒区.pdf", "a"].map(String::from);
        assert_eq!(nearest("目黒.pdf", names()).as_deref(), Some("目黒区.pdf"));
        assert_eq!(nearest("itmes.csv", names()).as_deref(), Some("items.csv"));
        assert_eq!(nearest("documents", names()), None);
    }
}
