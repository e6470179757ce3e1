//! A report for a terminal: tables of wrapped cells, coloured where asked.

use super::{Block, Fragment, Line, Mark, Report, Tone, word};
use crate::markup::steers;

/// How a report looks on a terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Columns of the screen.
    pub width: usize,
    /// Colours, or else `[-` `-]` and `{+` `+}` around what was removed and added.
    pub colour: bool,
}

/// The report as lines of text.
#[must_use]
pub(crate) fn text(report: &Report, style: Style) -> String {
    let mut out = String::new();
    out.push_str(&style.paint(&Mark::Strong, &report.title));
    out.push('\n');
    let names = report.facts.iter().map(|(name, _)| wide(name)).max().unwrap_or(0);
    for (name, value) in &report.facts {
        let room = style.width.saturating_sub(names + 2).max(20);
        for (at, line) in wrapped(value, room, style).into_iter().enumerate() {
            let name = if at == 0 { name.as_str() } else { "" };
            let name = style.paint(&Mark::Quiet, &padded(name, names));
            out.push_str(format!("{name}  {line}").trim_end());
            out.push('\n');
        }
    }
    for one in &report.blocks {
        block(&mut out, one, style);
    }
    let legend = report.legend().join("　");
    let legend = if legend.is_empty() {
        legend
    } else {
        format!("{}: {legend}", word(report.lang, "legend"))
    };
    let below = [&legend].into_iter().chain(&report.notes).filter(|note| !note.is_empty());
    for (at, note) in below.enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        for line in wrapped(&vec![Fragment::new(Mark::Quiet, note)], style.width, style) {
            out.push_str(&format!("{gap}{line}\n"));
        }
    }
    out
}

fn block(out: &mut String, block: &Block, style: Style) {
    out.push('\n');
    if !block.heading.is_empty() {
        out.push_str(&style.paint(&Mark::Strong, &format!("■ {}", block.heading)));
        out.push('\n');
    }
    if !block.note.is_empty() {
        out.push_str(&style.paint(&Mark::Quiet, &block.note));
        out.push('\n');
    }
    if block.rows.is_empty() {
        return;
    }
    let widths = widths(block, style.width);
    let titles: Vec<Line> =
        block.columns.iter().map(|(title, _)| vec![Fragment::new(Mark::Quiet, title)]).collect();
    row(out, &titles, ' ', &widths, style);
    for one in &block.rows {
        let sign = match one.tone {
            Tone::Plain | Tone::Quiet => ' ',
            Tone::Changed => '≠',
            Tone::Left => '-',
            Tone::Right => '+',
            Tone::Warning => '!',
        };
        row(out, &one.cells, sign, &widths, style);
    }
}

/// The columns' widths: their shares of the screen, but no more than their longest cell needs.
fn widths(block: &Block, width: usize) -> Vec<usize> {
    let count = block.columns.len();
    let room = width.saturating_sub(2 + 2 * count.saturating_sub(1));
    let all: u32 = block.columns.iter().map(|(_, share)| share).sum::<u32>().max(1);
    let need = |at: usize| {
        let cells = block.rows.iter().filter(|row| row.cells.len() == count);
        let cells = cells.filter_map(|row| row.cells.get(at));
        let lines = cells.map(longest).max().unwrap_or(0);
        lines.max(block.columns.get(at).map_or(0, |(title, _)| wide(title)))
    };
    let shares = block.columns.iter().enumerate();
    shares
        .map(|(at, (_, share))| need(at).min((room * *share as usize / all as usize).max(6)))
        .collect()
}

/// The columns of the longest line of a cell.
fn longest(cell: &Line) -> usize {
    let whole: String = cell
        .iter()
        .map(|fragment| match fragment.mark {
            Mark::Above => format!("{}\n", fragment.text),
            Mark::Place => format!("\n{}", fragment.text),
            Mark::Removed | Mark::Added => format!("[-{}-]", fragment.text),
            _ => fragment.text.clone(),
        })
        .collect();
    whole.lines().map(wide).max().unwrap_or(0)
}

fn row(out: &mut String, cells: &[Line], sign: char, widths: &[usize], style: Style) {
    let last = cells.len().saturating_sub(1);
    let spans = |at: usize| {
        if at == last && cells.len() < widths.len() {
            style
                .width
                .saturating_sub(2 + widths.iter().take(at).map(|width| width + 2).sum::<usize>())
        } else if at == last {
            widths.iter().skip(at).map(|width| width + 2).sum::<usize>().saturating_sub(2)
        } else {
            widths.get(at).copied().unwrap_or(6)
        }
    };
    let columns: Vec<Vec<String>> =
        cells.iter().enumerate().map(|(at, cell)| wrapped(cell, spans(at).max(6), style)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let sign = if at == 0 { sign } else { ' ' };
        let mut line = format!("{sign} ");
        for (column, lines) in columns.iter().enumerate() {
            let text = lines.get(at).map_or("", String::as_str);
            line.push_str(&padded(text, if column == last { 0 } else { spans(column) + 2 }));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Marked text in lines of at most `width` columns, colours inside.
fn wrapped(line: &Line, width: usize, style: Style) -> Vec<String> {
    let mut writer = Writer { lines: vec![String::new()], used: 0, width };
    for Fragment { mark, text } in line {
        let (open, close) = style.signs(mark);
        if *mark == Mark::Place && writer.used > 0 {
            writer.line_break();
        }
        let text = format!("{open}{text}{close}");
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                writer.line_break();
            }
            writer.write(part, mark, style);
        }
        if *mark == Mark::Above {
            writer.line_break();
        }
    }
    if writer.used == 0 && writer.lines.len() > 1 {
        writer.lines.pop();
    }
    writer.lines
}

struct Writer {
    lines: Vec<String>,
    used: usize,
    width: usize,
}

impl Writer {
    fn write(&mut self, text: &str, mark: &Mark, style: Style) {
        let mut run = String::new();
        for c in text.chars().map(|c| if steers(c) { ' ' } else { c }) {
            let columns = columns(c);
            if self.used + columns > self.width {
                self.push(&style.paint(mark, &run));
                run.clear();
                self.line_break();
            }
            run.push(c);
            self.used += columns;
        }
        self.push(&style.paint(mark, &run));
    }

    fn push(&mut self, text: &str) {
        if let Some(last) = self.lines.last_mut() {
            last.push_str(text);
        }
    }

    fn line_break(&mut self) {
        self.lines.push(String::new());
        self.used = 0;
    }
}

impl Style {
    fn signs(self, mark: &Mark) -> (&'static str, &'static str) {
        match mark {
            Mark::Removed if !self.colour => ("[-", "-]"),
            Mark::Added if !self.colour => ("{+", "+}"),
            _ => ("", ""),
        }
    }

    fn paint(self, mark: &Mark, text: &str) -> String {
        let code = match mark {
            Mark::Plain | Mark::Drawing(_) => "",
            Mark::Strong => "1",
            Mark::Quiet | Mark::Above | Mark::Place => "2",
            Mark::Removed => "31",
            Mark::Added => "32",
        };
        if !self.colour || code.is_empty() || text.is_empty() {
            return text.to_owned();
        }
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// The text with spaces up to `width` columns.
fn padded(text: &str, width: usize) -> String {
    let mut out = text.to_owned();
    out.push_str(&" ".repeat(width.saturating_sub(wide(text))));
    out
}

/// The columns of a text; colours take none.
fn wide(text: &str) -> usize {
    let mut inside = false;
    let mut sum = 0;
    for c in text.chars() {
        match c {
            '\x1b' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            _ => sum += columns(c),
        }
    }
    sum
}

/// The columns that a character takes on a terminal.
#[must_use]
pub(crate) fn columns(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2460}'..='\u{24ff}'
        | '\u{25a0}'..='\u{26ff}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
