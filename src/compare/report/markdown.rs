//! A report as Markdown: tables as GitHub prints them.

use super::{Fragment, Line, Mark, Report};
use std::fmt::Write as _;

/// The report as Markdown.
#[must_use]
pub(crate) fn markdown(report: &Report) -> String {
    let mut out = format!("# {}\n\n", escaped(&report.title));
    for (name, value) in &report.facts {
        let _ = writeln!(out, "- **{}**: {}", escaped(name), line(value));
    }
    for block in &report.blocks {
        if !block.heading.is_empty() {
            let _ = write!(out, "\n## {}\n", escaped(&block.heading));
        }
        if !block.note.is_empty() {
            let _ = write!(out, "\n{}\n", escaped(&block.note));
        }
        if block.rows.is_empty() {
            continue;
        }
        let titles: Vec<String> = block.columns.iter().map(|(title, _)| escaped(title)).collect();
        let _ = write!(out, "\n| {} |\n|{}\n", titles.join(" | "), " --- |".repeat(titles.len()));
        for row in &block.rows {
            let mut cells: Vec<String> = row.cells.iter().map(line).collect();
            cells.resize(titles.len(), String::new());
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        }
    }
    if !report.notes.is_empty() {
        let _ = write!(out, "\n{}\n", escaped(&report.notes.join(" ")));
    }
    out
}

fn line(fragments: &Line) -> String {
    let mut out = String::new();
    for Fragment { mark, text } in fragments {
        // Marks around white space only, or with it inside, are printed as they are by most readers.
        let core = text.trim();
        let (before, after) = text.split_once(core).unwrap_or((text, ""));
        let core = escaped(core);
        let marked = match mark {
            _ if core.is_empty() => core,
            Mark::Plain | Mark::Drawing(_) => core,
            Mark::Quiet => format!("<small>{core}</small>"),
            Mark::Strong => format!("**{core}**"),
            Mark::Removed => format!("<del>{core}</del>"),
            Mark::Added => format!("<ins>{core}</ins>"),
            Mark::Above => format!("<small>{core}</small><br>"),
            Mark::Place => format!("<br><small>{core}</small>"),
        };
        let _ = write!(out, "{}{marked}{}", escaped(before), escaped(after));
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' | '*' | '_' | '`' | '\\' | '[' | ']' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
