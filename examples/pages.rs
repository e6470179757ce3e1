//! Development: lays out pages given as JSON and prints their cells.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::print_stdout, clippy::unwrap_used)]
#[path = "../src/finding.rs"]
mod finding;
#[path = "../src/read/mod.rs"]
mod read;
#[path = "../src/rows.rs"]
mod rows;
#[path = "../src/source.rs"]
mod source;
use read::pdf::page::{Direction, Glyph, Page, Rule};
use serde_json::{Value, json};
use source::Area;

fn load(path: &str) -> Vec<Page> {
    let v: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let f = |v: &Value| v.as_f64().unwrap() as f32;
    v.as_array()
        .unwrap()
        .iter()
        .map(|p| {
            let mut text = String::new();
            let mut glyphs = Vec::new();
            for g in p["glyphs"].as_array().unwrap() {
                let start = text.len() as u32;
                text.push_str(g[0].as_str().unwrap());
                let direction = match g[6].as_i64().unwrap() {
                    0 => Direction::Right,
                    1 => Direction::Down,
                    2 => Direction::Left,
                    _ => Direction::Up,
                };
                glyphs.push(Glyph {
                    start,
                    end: text.len() as u32,
                    area: Area { x0: f(&g[1]), y0: f(&g[2]), x1: f(&g[3]), y1: f(&g[4]) },
                    size: f(&g[5]),
                    direction,
                });
            }
            let rules = p["rules"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| Rule {
                    area: Area { x0: f(&r[0]), y0: f(&r[1]), x1: f(&r[2]), y1: f(&r[3]) },
                    width: f(&r[4]),
                })
                .collect();
            Page {
                number: p["number"].as_u64().unwrap() as u32,
                width: f(&p["width"]),
                height: f(&p["height"]),
                text,
                glyphs,
                rules,
                unmapped: 0,
                images: 0.0,
            }
        })
        .collect()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let opening = std::time::Instant::now();
    let pages = if args[1].ends_with(".json") {
        load(&args[1])
    } else {
        read::pdf::pages(&std::fs::read(&args[1]).unwrap(), &read::pdf::Limits::default()).pages
    };
    let opened = opening.elapsed();
    let start = std::time::Instant::now();
    let rows = read::pdf::rows(&pages);
    let took = start.elapsed();
    if args.len() > 2 && args[2] == "time" {
        let mut best = took;
        for _ in 0..20 {
            let s = std::time::Instant::now();
            std::hint::black_box(read::pdf::rows(&pages));
            best = best.min(s.elapsed());
        }
        println!(
            "{opened:?} {} pages {} glyphs {:?}",
            pages.len(),
            pages.iter().map(|p| p.glyphs.len()).sum::<usize>(),
            best
        );
        return;
    }
    if args.len() > 4 && args[2] == "find" {
        for p in &pages {
            if let Some(at) = p.text.find(&args[3]) {
                let i = p.glyphs.iter().position(|g| g.start as usize >= at).unwrap();
                let n: usize = args[4].parse().unwrap();
                println!("page {} {}x{}", p.number, p.width, p.height);
                for g in &p.glyphs[i.saturating_sub(5)..(i + n).min(p.glyphs.len())] {
                    println!(
                        "{} {:?} {} {:?}",
                        &p.text[g.start as usize..g.end as usize],
                        g.area,
                        g.size,
                        g.direction
                    );
                }
                let y = p.glyphs[i].area.y1;
                for r in p.rules.iter().filter(|r| r.area.y0 - 2.0 <= y && y <= r.area.y1 + 2.0) {
                    println!("rule {:?}", r.area);
                }
            }
        }
        return;
    }
    if args.len() > 2 && args[2] == "show" {
        for (i, r) in rows.rows.iter().enumerate() {
            println!(
                "{i}{}{} | {}",
                if r.gap { " gap" } else { "" },
                if r.furniture { " FURN" } else { "" },
                r.cells
                    .iter()
                    .map(|c| format!(
                        "p{} {}",
                        c.spans.first().map_or(0, |s| s.source.page),
                        c.text.replace('\n', "⏎")
                    ))
                    .collect::<Vec<_>>()
                    .join(" | ")
            );
        }
        return;
    }
    let chars: usize = pages.iter().map(|p| p.glyphs.len()).sum();
    let out: Vec<Value> = rows.rows.iter().flat_map(|r| &r.cells).map(|c| json!({"text": c.text, "page": c.spans.first().map(|s| s.source.page), "box": c.area.map(|a| vec![a.x0, a.y0, a.x1, a.y1])})).collect();
    println!(
        "{}",
        json!({"pages": [{"page": 1, "cells": out, "findings": []}], "raw": rows.raw.len(), "text": pages.iter().map(|p| p.text.len()).sum::<usize>(), "glyphs": chars, "us": took.as_micros() as u64})
    );
}
