//! What the bytes of a document are, by what they say themselves.

use super::encoding::looks_binary;
use super::left_out::Unread;
use super::{Refusal, office};
use crate::finding::{Code, Message};
use crate::record::Kind;

impl Kind {
    /// What the bytes themselves say.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        // Readers accept rubbish before the header, 1024 bytes of it by custom.
        let start = bytes.get(..1024 + 4).unwrap_or(bytes);
        if start.windows(5).any(|five| five == b"%PDF-") {
            return Self::Pdf;
        }
        office::kind(bytes).unwrap_or(Self::Text)
    }
}

/// Why there is nothing in the bytes to work on.
pub(super) fn refuse(kind: Kind, name: &str, bytes: &[u8]) -> Option<Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Some((Code::EmptyInput, Message::new("empty-input", &[])));
    }
    if office::is_old_word(bytes) {
        return Some((Code::BinaryInput, Message::new("binary-input.old-word", &[])));
    }
    if kind != Kind::Text {
        return None;
    }
    let known = Unread::beginning(bytes);
    if known.is_none() && !looks_binary(bytes) {
        return None;
    }
    let message = match known.or_else(|| Unread::named(name)) {
        Some(kind) => kind.advice(),
        None => Message::new("binary-input", &[]),
    };
    Some((Code::BinaryInput, message))
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::input::find::tests::tree;
    use crate::input::{PAGES, archive, find};
    use std::path::PathBuf;

    #[test]
    fn what_cannot_be_worked_on_is_a_finding() {
        let noise: Vec<u8> = (0..=255).collect();
        let folder =
            tree(&[("a.txt", b""), ("b.txt", b" \r\n\t"), ("c.txt", &noise), ("d.zip", b"PK")]);
        let found = find(&[folder.path().into()]).unwrap();
        let codes: Vec<_> = found.iter().map(|input| input.open().1.unwrap_err().code).collect();
        assert_eq!(
            codes,
            [Code::EmptyInput, Code::EmptyInput, Code::BinaryInput, Code::UnreadableInput]
        );
        for code in codes {
            assert!(PAGES.iter().any(|(known, _)| *known == code));
        }
    }

    #[test]
    fn documents_of_other_programs_say_what_to_do() {
        let pptx = archive::tests::archive_of(&[("ppt/presentation.xml", b"x")]);
        let files: [(&str, &[u8]); 4] = [
            ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            ("b.txt", b"{\\rtf1\\ansi }"),
            ("c.jtd", &[0; 64]),
            ("d.pptx", &pptx),
        ];
        let folder = tree(&files);
        let named: Vec<PathBuf> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
        let said = |paths: &[PathBuf]| -> Vec<String> {
            let inputs = find(paths).unwrap();
            inputs.iter().map(|input| input.open().1.unwrap_err().message.en).collect()
        };
        let expected = [
            "a Word document of the older format; save it as PDF or docx",
            "a text in Rich Text Format; save it as PDF or docx",
            "a document of 一太郎; print it into a PDF",
            "a presentation; print it into a PDF",
        ];
        assert_eq!(said(&named), expected);
        assert_eq!(said(&[folder.path().into()]), expected);
    }
}
