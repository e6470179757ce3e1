//! A command line that is not understood, told in the language spoken.

use super::help::in_words;
use crate::messages::{fill, text};
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::fmt::Display;

/// What is wrong with a command line, with what to type instead, and how the command is used.
pub(super) fn said(error: &Error) -> String {
    let Some(mut said) = sentence(error) else {
        let text = error.to_string();
        return text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned();
    };
    if let Some(values) = context(error, ContextKind::ValidValue) {
        said.push_str("\n  ");
        said.push_str(&fill("command.values", &[("values", &values.replace("\n  ", ", "))]));
    }
    if let Some(near) = SUGGESTED.into_iter().find_map(|kind| context(error, kind)) {
        said.push_str("\nhint: ");
        said.push_str(&fill("hint.near", &[("near", &near.replace("\n  ", ", "))]));
    }
    if let Some(usage) = context(error, ContextKind::Usage) {
        said.push_str("\n\n");
        said.push_str(&in_words(&usage));
    }
    said.push_str("\n\n");
    said.push_str(text("command.more"));
    said
}

/// What may have been meant.
const SUGGESTED: [ContextKind; 3] =
    [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];

/// What is wrong, in a sentence; none where the library has to say it itself.
fn sentence(error: &Error) -> Option<String> {
    let asked = |kind| context(error, kind);
    let argument = asked(ContextKind::InvalidArg);
    let with = |key, name, value: Option<String>| {
        let argument = argument.as_ref()?;
        let values: [(&str, &dyn Display); 2] = [("argument", argument), (name, &value?)];
        Some(fill(key, &values))
    };
    let alone = |key| Some(fill(key, &[("argument", argument.as_ref()?)]));
    let value = asked(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => alone("command.unknown-argument"),
        ErrorKind::MissingRequiredArgument => alone("command.missing"),
        ErrorKind::InvalidValue if value.as_deref() == Some("") => alone("command.no-value"),
        ErrorKind::InvalidValue => with("command.invalid-value", "value", value),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|cause| format!(": {cause}"));
            let said = with("command.invalid-value", "value", value)?;
            Some(said + &in_words(&why.unwrap_or_default()))
        }
        ErrorKind::TooManyValues => with("command.too-many", "value", value),
        ErrorKind::ArgumentConflict => {
            with("command.conflict", "other", asked(ContextKind::PriorArg))
                .filter(|_| asked(ContextKind::PriorArg) != argument)
                .or_else(|| alone("command.twice"))
        }
        ErrorKind::InvalidSubcommand => {
            let name = asked(ContextKind::InvalidSubcommand)?;
            Some(fill("command.unknown-command", &[("name", &name)]))
        }
        _ => None,
    }
}

/// A part of what the library knows of a fault; of several, a line each.
fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(all) if !all.is_empty() => Some(all.join("\n  ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Arguments;
    use clap::CommandFactory as _;

    #[test]
    fn each_fault_has_its_sentence() {
        let told = |line: &str| {
            let words = std::iter::once("hyokasho").chain(line.split(' '));
            let error = Arguments::command().try_get_matches_from(words).unwrap_err();
            let said = said(&error);
            assert!(said.ends_with("\n\nFor more information, try '--help'."), "{said}");
            said.lines().take(2).collect::<Vec<_>>().join(" / ")
        };
        let all = [
            "extract --frmat csv x",
            "extract --format docx x",
            "extract --jobs 0 x",
            "extract x --output",
            "merge",
            "extrct x",
            "extract --shard 1/2 --parts b",
            "audit --seed 1 --seed 2 x",
        ]
        .map(told)
        .join("\n");
        insta::assert_snapshot!(all, @r"
unexpected argument '--frmat' found / hint: did you mean '--format'?
invalid value 'docx' for '--format <FORMATS>' /   [possible values: csv, excel, json, package, parquet, site, sqlite]
invalid value '0' for '--jobs <N>': 0 is not in 1..=1024 / 
a value is required for '--output <DIR>' but none was supplied / 
the following required arguments were not provided: /   --output <DIR>
unrecognized subcommand 'extrct' / hint: did you mean 'extract'?
the argument '--shard <I/N>' cannot be used with '--parts' / 
the argument '--seed <N>' cannot be used multiple times / 
");
    }
}
