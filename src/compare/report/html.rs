//! A report as one page of HTML: its style inside, nothing from elsewhere, for the screen and for paper.

use super::{Block, Fragment, Line, Mark, Report, Row, Tone, word};
use crate::markup::escaped;
use std::fmt::Write as _;

/// The report as a page.
#[must_use]
pub(crate) fn html(report: &Report) -> String {
    let title = escaped(&report.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body class=\"{}\">\n<header>\n<h1>{title}</h1>\n",
        report.lang.code(),
        include_str!("../data/page.css"),
        if report.versions { "versions" } else { "sides" },
    );
    if !report.facts.is_empty() {
        out.push_str("<dl>\n");
        for (name, value) in &report.facts {
            let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), line(value));
        }
        out.push_str("</dl>\n");
    }
    out.push_str("</header>\n<main>\n");
    report.blocks.iter().for_each(|one| block(&mut out, one));
    out.push_str("</main>\n<footer>\n");
    legend(&mut out, report);
    for note in &report.notes {
        let _ = writeln!(out, "<p>{}</p>", escaped(note));
    }
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

/// What the marks on words say, of those that the page has.
fn legend(out: &mut String, report: &Report) {
    let (gone, new) = if report.versions {
        ("legend_gone", "legend_new")
    } else {
        ("legend_removed", "legend_added")
    };
    for (mark, tag, key) in [(Mark::Removed, "del", gone), (Mark::Added, "ins", new)] {
        if report.has(|fragment| fragment.mark == mark) {
            let _ = writeln!(out, "<p><{tag}>{}</{tag}></p>", escaped(word(report.lang, key)));
        }
    }
}

fn block(out: &mut String, block: &Block) {
    out.push_str("<section>\n");
    if !block.heading.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(&block.heading));
    }
    if !block.note.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&block.note));
    }
    if !block.rows.is_empty() {
        out.push_str("<table>\n<colgroup>");
        for (_, share) in &block.columns {
            let _ = write!(out, "<col style=\"width:{share}%\">");
        }
        out.push_str("</colgroup>\n<thead><tr>");
        for (title, _) in &block.columns {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(title));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        block.rows.iter().for_each(|one| row(out, one, block.columns.len()));
        out.push_str("</tbody>\n</table>\n");
    }
    out.push_str("</section>\n");
}

fn row(out: &mut String, row: &Row, columns: usize) {
    let tone = match row.tone {
        Tone::Plain => "",
        Tone::Changed => " class=\"changed\"",
        Tone::Left => " class=\"left\"",
        Tone::Right => " class=\"right\"",
        Tone::Quiet => " class=\"quiet\"",
        Tone::Warning => " class=\"warning\"",
    };
    let _ = write!(out, "<tr{tone}>");
    for (at, cell) in row.cells.iter().enumerate() {
        let last = at + 1 == row.cells.len();
        let span = columns.saturating_sub(at);
        let span = if last && span > 1 { format!(" colspan=\"{span}\"") } else { String::new() };
        let (open, tag) =
            if at == 0 && columns > 1 { ("th scope=\"row\"", "th") } else { ("td", "td") };
        let _ = write!(out, "<{open}{span}>{}</{tag}>", line(cell));
    }
    out.push_str("</tr>\n");
}

fn line(fragments: &Line) -> String {
    let mut out = String::new();
    for Fragment { mark, text } in fragments {
        let text = escaped(text);
        let _ = match mark {
            Mark::Plain => write!(out, "{text}"),
            Mark::Strong => write!(out, "<b>{text}</b>"),
            Mark::Quiet => write!(out, "<span class=\"q\">{text}</span>"),
            Mark::Removed => write!(out, "<del>{text}</del>"),
            Mark::Added => write!(out, "<ins>{text}</ins>"),
            Mark::Above => write!(out, "<small class=\"above\">{text}</small>"),
            Mark::Place => write!(out, "<small class=\"place\">{text}</small>"),
            // Our own drawing: its text is escaped where it is drawn.
            Mark::Drawing(svg) => write!(out, "{svg}"),
        };
    }
    out
}
