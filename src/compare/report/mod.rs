//! A report: a title, facts, and tables of marked text, whatever it is about. How it looks on a
//! terminal, in Markdown and as a page is written once, for all reports.

mod html;
mod markdown;
mod text;
mod words;

pub(crate) use html::html;
pub(crate) use markdown::markdown;
pub(crate) use text::{Style, columns, text};
pub(crate) use words::{Lang, known, word};

use crate::finding::Code;
use crate::markup::tame;
use crate::source::Source;

/// What is to be shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    /// The heading of it all.
    pub title: String,
    /// The language of its own words.
    pub lang: Lang,
    /// Whether left and right are before and after: what is gone is struck through then.
    pub versions: bool,
    /// What it is about: name and value.
    pub facts: Vec<(String, Line)>,
    /// Its tables, in order.
    pub blocks: Vec<Block>,
    /// What stands below them, see [`notes`].
    pub notes: Vec<String>,
    /// The same as plain rows, for CSV.
    pub data: Data,
}

/// A table for programs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Data {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// As many fields as columns each.
    pub rows: Vec<Vec<String>>,
}

/// A table under a heading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    /// Its heading; empty for none.
    pub heading: String,
    /// A remark under the heading.
    pub note: String,
    /// Titles of the columns, with their share of the width in per cent.
    pub columns: Vec<(String, u32)>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// How it is marked.
    pub tone: Tone,
    /// Its cells; a row of fewer cells than columns spans the rest with its last.
    pub cells: Vec<Line>,
}

/// How a row is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// The answers differ.
    Changed,
    /// Only on the left.
    Left,
    /// Only on the right.
    Right,
    /// Of less weight.
    Quiet,
    /// Something is wrong.
    Warning,
}

/// Marked text.
pub(crate) type Line = Vec<Fragment>;

/// A run of text with one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fragment {
    /// Its mark.
    pub mark: Mark,
    /// The text; for a drawing what to show where there are no drawings.
    pub text: String,
}

/// The marks of a run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// None.
    Plain,
    /// Of weight.
    Strong,
    /// Of less weight.
    Quiet,
    /// Only on the left.
    Removed,
    /// Only on the right.
    Added,
    /// The headings that something stands under: a line of its own above it.
    Above,
    /// A line of its own below: where something stands.
    Place,
    /// An SVG drawing.
    Drawing(String),
}

impl Fragment {
    /// A run of text.
    #[must_use]
    pub(crate) fn new(mark: Mark, text: impl Into<String>) -> Self {
        Self { mark, text: text.into() }
    }

    /// Text without a mark.
    #[must_use]
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::new(Mark::Plain, text)
    }
}

/// A line of unmarked text.
#[must_use]
pub(crate) fn plain(text: impl Into<String>) -> Line {
    vec![Fragment::plain(text)]
}

/// What stands below every report: that a machine has read it, as of when (the newest of some dates, of which those
/// that are no full dates do not count), and by which version. No clock says anything.
#[must_use]
pub(crate) fn notes<'d>(lang: Lang, dates: impl Iterator<Item = &'d str>) -> Vec<String> {
    let full = |date: &&str| date.len() == 10 && date.starts_with(|c: char| c.is_ascii_digit());
    let newest = dates.filter(full).max().map(|date| word(lang, "as_of").replace("{n}", date));
    let made_by = word(lang, "made_by").replace("{n}", env!("CARGO_PKG_VERSION"));
    let notes = [Some(word(lang, "machine_read").to_owned()), newest, Some(made_by)];
    notes.into_iter().flatten().collect()
}

/// The code of a finding for a person: its Japanese name, or the code.
#[must_use]
pub(crate) fn finding_name(code: Code, lang: Lang) -> &'static str {
    if lang == Lang::Ja { code.label() } else { code.name() }
}

impl Report {
    /// Whether a row has a tone.
    fn has_tone(&self, tone: Tone) -> bool {
        self.blocks.iter().flat_map(|block| &block.rows).any(|row| row.tone == tone)
    }

    /// Whether a run of text fits.
    fn has(&self, fits: impl Fn(&Fragment) -> bool) -> bool {
        let rows = self.blocks.iter().flat_map(|block| &block.rows);
        rows.flat_map(|row| &row.cells).flatten().any(fits)
    }

    /// What the signs of a text say, of those that it has.
    fn legend(&self) -> Vec<&'static str> {
        let sides =
            if self.versions { ("sign_gone", "sign_new") } else { ("sign_left", "sign_right") };
        let signs = [
            (self.has_tone(Tone::Changed), "sign_changed"),
            (self.has_tone(Tone::Left), sides.0),
            (self.has_tone(Tone::Right), sides.1),
            (self.has_tone(Tone::Warning), "sign_warning"),
            (self.has(|fragment| fragment.text.contains('⚠')), "sign_finding"),
        ];
        let shown = signs.into_iter().filter(|(shown, _)| *shown);
        shown.map(|(_, key)| word(self.lang, key)).collect()
    }
}

/// Page and line, or sheet and cell, for a person; empty where none is known.
#[must_use]
pub(crate) fn place(source: Source, lang: Lang) -> String {
    let page = |n: u32| word(lang, "page").replace("{n}", &n.to_string());
    let line = |n: u32| word(lang, "line").replace("{n}", &n.to_string());
    if let Some(cell) = source.cell {
        let sheet = word(lang, "sheet").replace("{n}", &source.sheet.to_string());
        return format!("{sheet} {cell}");
    }
    match (source.page, source.line) {
        (0, 0) => String::new(),
        (0, n) => line(n),
        (n, 0) => page(n),
        (n, m) => format!("{} {}", page(n), line(m)),
    }
}

/// The plain rows as JSON: an array of objects, one a line.
#[must_use]
pub(crate) fn json(report: &Report) -> Vec<u8> {
    let object = |row: &Vec<String>| {
        let fields = report.data.columns.iter().zip(row);
        let fields = fields.map(|(name, value)| ((*name).to_owned(), value.clone().into()));
        serde_json::Value::Object(fields.collect()).to_string()
    };
    let rows: Vec<String> = report.data.rows.iter().map(object).collect();
    format!("[\n{}\n]\n", rows.join(",\n")).into_bytes()
}

/// The plain rows as CSV for people: RFC 4180, UTF-8, lines end with LF; a cell that a spreadsheet would
/// take for a formula begins with `'`.
#[must_use]
pub(crate) fn csv(report: &Report) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(Vec::new());
    let written = table.write_record(&report.data.columns);
    let mut rows = report.data.rows.iter();
    let rows = rows.try_for_each(|row| table.write_record(row.iter().map(|cell| tame(cell))));
    written.and(rows).expect("a buffer takes every row");
    table.into_inner().unwrap_or_default()
}
