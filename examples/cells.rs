//! Development: what the PDF reader makes of a file.
//!
//! `cells inspect FILE --format json` prints the cells of all pages, `cells show FILE` its rows,
//! `cells time FILE` how long reading and layout take, `cells svg FILE PAGE` a drawing of a page.
#![allow(unused, dead_code, missing_docs, unreachable_pub, clippy::all, clippy::print_stdout)]
#[path = "../src/finding.rs"]
mod finding;
#[path = "../src/read/mod.rs"]
mod read;
#[path = "../src/rows.rs"]
mod rows;
#[path = "../src/source.rs"]
mod source;

use read::pdf::page::Page;
use rows::{Cell, Row, Rows};
use serde_json::{Value, json};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [command, file, rest @ ..] = args.as_slice() else {
        println!("usage: cells inspect|show|time|svg FILE [PAGE]");
        return Ok(());
    };
    let bytes = std::fs::read(file)?;
    let pages = read::pdf::pages(&bytes, &read::pdf::Limits::default()).pages;
    let rows = read::pdf::rows(&pages);
    match command.as_str() {
        "show" => rows.rows.iter().enumerate().for_each(|(i, row)| println!("{i}{}", shown(row))),
        "time" => time(&bytes, &pages),
        "svg" => {
            let number = rest.first().and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
            if let Some(page) = pages.get(number - 1) {
                println!("{}", read::pdf::svg(page, &rows, &|r, c| Some(format!("{r}/{c}"))));
            }
        }
        _ => println!("{}", inspected(&pages, &rows)),
    }
    Ok(())
}

fn shown(row: &Row) -> String {
    let cells: Vec<String> = row.cells.iter().map(|c| c.text.replace('\n', "⏎")).collect();
    let page = row.cells.iter().flat_map(|c| &c.spans).map(|s| s.source.page).next().unwrap_or(0);
    let marks =
        [if row.gap { " gap" } else { "" }, if row.furniture { " furniture" } else { "" }].concat();
    format!(" p{page}{marks} | {}", cells.join(" | "))
}

fn time(bytes: &[u8], pages: &[Page]) {
    let best = |run: &dyn Fn()| {
        let once = || {
            let start = Instant::now();
            run();
            start.elapsed()
        };
        (0..20).map(|_| once()).min().unwrap_or_default()
    };
    let read = best(&|| {
        drop(std::hint::black_box(read::pdf::pages(bytes, &read::pdf::Limits::default())))
    });
    let layout = best(&|| drop(std::hint::black_box(read::pdf::rows(pages))));
    let glyphs: usize = pages.iter().map(|p| p.glyphs.len()).sum();
    println!("{} pages, {glyphs} glyphs: reading {read:?}, layout {layout:?}", pages.len());
}

fn inspected(pages: &[Page], rows: &Rows) -> Value {
    let all: Vec<Value> = pages
        .iter()
        .map(|page| {
            let here = |cell: &&Cell| cell.spans.first().is_some_and(|s| s.source.page == page.number);
            let cells: Vec<Value> = rows.rows.iter().flat_map(|r| &r.cells).filter(here).map(listed).collect();
            json!({"page": page.number, "width": page.width, "height": page.height, "cells": cells, "findings": []})
        })
        .collect();
    let text: usize = pages.iter().map(|p| p.text.len()).sum();
    json!({"pages": all, "raw_bytes": rows.raw.len(), "page_bytes": text})
}

fn listed(cell: &Cell) -> Value {
    let area = cell.area.or_else(|| cell.spans.first()?.source.area);
    json!({"text": cell.text, "box": area.map(|a| [a.x0, a.y0, a.x1, a.y1])})
}
