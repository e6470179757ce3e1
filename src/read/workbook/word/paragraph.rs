//! Paragraphs of Word documents while they are read.

use super::super::field::Field;
use super::super::placed::note;
use super::table::Line;
use crate::finding::{Code, Message};
use crate::read::page::{Color, Why};
use crate::rows::Note;
use crate::source::Source;

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Paragraph {
    /// Its number in the document.
    pub(super) number: u32,
    pub(super) line: String,
    pub(super) struck: String,
    /// The text in the colour of its ground.
    pub(super) unseen: Vec<(Why, String)>,
    /// The text that is hidden.
    pub(super) hidden: String,
    /// Some of it has no colour.
    pub(super) has_plain: bool,
    /// What is to be said of it.
    pub(super) notes: Vec<Note>,
    pub(super) fields: Vec<Field>,
    /// How many of the fields are in a result that is not shown.
    pub(super) unshown: usize,
    /// The colour of its ground, where it may have one of its own.
    pub(super) shade: Option<Option<Color>>,
    /// The lines of the text boxes that hang on it.
    pub(super) boxed: Vec<Line>,
    /// How many tables were around it when a text box in it began.
    pub(super) tables: usize,
}

impl Paragraph {
    /// Its text, in the text box of a number, and the lines of those that hang on it: behind a text.
    pub(super) fn lines(self, text_box: Option<u32>, in_table: bool) -> Vec<Line> {
        let source = Source { line: self.number, ..Source::default() };
        let mut notes = self.notes;
        notes.iter_mut().for_each(|note| note.source = source);
        if !self.hidden.trim().is_empty() && in_table {
            let message = Message::new("hidden-left-out.text", &[("text", &self.hidden.trim())]);
            notes.push(Note { source, ..note(Code::HiddenLeftOut, message) });
        }
        if !self.struck.trim().is_empty() {
            notes.push(Note::struck(&self.struck, source));
        }
        for (unseen, text) in self.unseen {
            notes.extend(unseen.note(&text, source, None));
        }
        let (text, is_coloured) = (self.line, !self.has_plain);
        let at = if text.trim().is_empty() { self.boxed.len() } else { 0 };
        let mut lines = self.boxed;
        lines.insert(at, Line { text, source, notes, text_box, is_coloured });
        lines
    }
}
