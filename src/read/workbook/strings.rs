//! Rich text of a workbook: the runs that are printed (ECMA-376 Part 1, 18.4).
//!
//! Phonetic runs (`rPh`) are readings beside the text, struck runs are no answer, `_x000D_` is an
//! escaped character (22.9.2.19).

use super::paint::of_workbook;
use super::xml::{Element, Node, walk};
use crate::read::page::Color;

/// A text, and what of it is struck out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Printed {
    /// What is to be read.
    pub(super) text: String,
    /// The struck runs.
    pub(super) struck: String,
    /// The runs of the text that have a colour of their own.
    pub(super) coloured: String,
    /// The other runs of the text.
    pub(super) plain: String,
}

/// Collects the text of one `si` or `is` element.
#[derive(Clone, Debug, Default)]
pub(super) struct RichText {
    printed: Printed,
    in_text: bool,
    in_phonetic: bool,
    is_struck: bool,
    is_coloured: bool,
}

impl RichText {
    /// Sees an element begin.
    pub(super) fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "rPh" => self.in_phonetic = true,
            "t" => self.in_text = true,
            "r" => (self.is_struck, self.is_coloured) = (false, false),
            "color" => self.is_coloured = of_workbook(element).is_some_and(Color::is_vivid),
            "strike" => self.is_struck = element.flag("val", true),
            _ => {}
        }
    }

    /// Sees an element end.
    pub(super) fn close(&mut self, name: &str) {
        match name {
            "rPh" => self.in_phonetic = false,
            "t" => self.in_text = false,
            _ => {}
        }
    }

    /// Sees text.
    pub(super) fn text(&mut self, text: &str) {
        if self.in_text && !self.in_phonetic {
            let Printed { text: printed, struck, coloured, plain } = &mut self.printed;
            if self.is_struck {
                struck.push_str(text);
                return;
            }
            printed.push_str(text);
            (if self.is_coloured { coloured } else { plain }).push_str(text);
        }
    }

    /// What was collected; the next text begins.
    pub(super) fn take(&mut self) -> Printed {
        let printed = std::mem::take(&mut self.printed);
        *self = Self::default();
        let Printed { text, struck, coloured, plain } = printed;
        let unescaped = |text: String| unescaped(&text);
        let [text, struck, coloured, plain] = [text, struck, coloured, plain].map(unescaped);
        Printed { text, struck, coloured, plain }
    }
}

/// The shared strings of a workbook, in order.
pub(super) fn shared(xml: &str) -> Vec<Printed> {
    let (mut found, mut rich) = (Vec::new(), RichText::default());
    walk(xml, |node| match node {
        Node::Open(element) => rich.open(&element),
        Node::Close("si") => found.push(rich.take()),
        Node::Close(name) => rich.close(name),
        Node::Text(text) => rich.text(&text),
    });
    found
}

/// Text with `_xHHHH_` resolved and all line ends as `\n`.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    if out.contains('\r') { out.replace("\r\n", "\n").replace('\r', "\n") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_and_struck_runs_are_no_text() {
        let xml = "<sst><si><t>目黒区</t><rPh sb='0' eb='3'><t>メグロク</t></rPh></si>\
                   <si><r><rPr><strike/></rPr><t>旧</t></r><r><rPr><strike val='0'/></rPr><t>新</t></r></si>\
                   <si><t>一_x000D_\n二_x005F_</t></si></sst>";
        let texts: Vec<_> = shared(xml).into_iter().map(|p| (p.text, p.struck)).collect();
        let expected = [("目黒区", ""), ("新", "旧"), ("一\n二_", "")];
        assert_eq!(texts, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
