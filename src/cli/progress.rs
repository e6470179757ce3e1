//! What a person sees while documents are read: a bar on a terminal, a line every half minute
//! elsewhere, nothing when nothing is wanted. All of it on standard error.

use super::args::LogFormat;
use super::say;
use crate::export::Tally;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a bar is drawn anew.
const FRAME: Duration = Duration::from_millis(200);
/// How often a line is written.
const LINE: Duration = Duration::from_secs(30);
/// A document that takes longer is named.
const SLOW: Duration = Duration::from_secs(2);
/// The slowest documents that the summary names.
const SLOWEST: usize = 5;

/// How far a run is.
pub(super) struct Progress {
    total: usize,
    begun: Instant,
    view: View,
    seen: Mutex<Seen>,
}

enum View {
    Nothing,
    Lines(LogFormat),
    Bar(ProgressBar),
}

#[derive(Default)]
struct Seen {
    done: usize,
    read: usize,
    pages: u64,
    under_way: BTreeMap<usize, (String, Instant)>,
    slowest: Vec<(Duration, String)>,
    told: Option<Instant>,
}

impl Progress {
    /// Of a run over `total` documents.
    pub(super) fn new(total: usize, quiet: bool, format: LogFormat) -> Self {
        let view = match (quiet, format) {
            (true, _) => View::Nothing,
            (false, LogFormat::Text) if stderr().is_terminal() => View::Bar(bar(total)),
            (false, format) => View::Lines(format),
        };
        Self { total, begun: Instant::now(), view, seen: Mutex::default() }
    }

    /// A document is being read.
    pub(super) fn begin(&self, at: usize, source: &str) {
        self.with(|seen| seen.under_way.insert(at, (source.to_owned(), Instant::now())));
    }

    /// A document is done: read, or known from an earlier run.
    pub(super) fn done(&self, at: usize, tally: &Tally) {
        self.with(|seen| {
            seen.done += tally.documents;
            seen.pages += tally.pages;
            if let Some((source, begun)) = seen.under_way.remove(&at) {
                seen.read += 1;
                seen.slowest.push((begun.elapsed(), source));
                seen.slowest.sort_by(|a, b| b.cmp(a));
                seen.slowest.truncate(SLOWEST);
            }
        });
    }

    /// How long to wait at most before [`tick`](Self::tick).
    pub(super) fn interval(&self) -> Duration {
        if matches!(self.view, View::Bar(_)) { FRAME } else { Duration::from_secs(1) }
    }

    /// Shows how far it is, where it is time to.
    pub(super) fn tick(&self) {
        self.with(|seen| {
            let every = if matches!(self.view, View::Bar(_)) { FRAME } else { LINE };
            if seen.told.unwrap_or(self.begun).elapsed() < every {
                return;
            }
            seen.told = Some(Instant::now());
            let text = || sentence(seen, self.total, self.begun.elapsed());
            match &self.view {
                View::Nothing => {}
                View::Bar(bar) => {
                    bar.set_position(seen.done as u64);
                    bar.set_message(text());
                }
                View::Lines(LogFormat::Text) => say(&text()),
                View::Lines(LogFormat::Json) => say(&line(seen, self.total, self.begun.elapsed())),
            }
        });
    }

    /// The end: the bar goes. Returns the number of documents read, and the slowest of them.
    pub(super) fn finish(&self) -> (usize, Vec<(Duration, String)>) {
        if let View::Bar(bar) = &self.view {
            bar.finish_and_clear();
        }
        self.with(|seen| (seen.read, std::mem::take(&mut seen.slowest)))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Seen) -> T) -> T {
        act(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}");
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

fn rate(seen: &Seen, elapsed: Duration) -> f64 {
    seen.done as f64 / elapsed.as_secs_f64().max(0.001)
}

/// Seconds to go at the rate so far.
fn remaining(seen: &Seen, total: usize, elapsed: Duration) -> Option<u64> {
    let left = total.saturating_sub(seen.done) as f64;
    (seen.done > 0).then(|| (left / rate(seen, elapsed).max(f64::MIN_POSITIVE)).round() as u64)
}

/// The document that has been read longest, where that is long.
fn slow(seen: &Seen) -> Option<(&str, Duration)> {
    let under_way =
        seen.under_way.values().map(|(source, begun)| (source.as_str(), begun.elapsed()));
    under_way.filter(|(_, time)| *time > SLOW).max_by_key(|(_, time)| *time)
}

fn sentence(seen: &Seen, total: usize, elapsed: Duration) -> String {
    let mut text = format!(
        "{} of {total} documents, {} pages, {:.1} documents/s",
        seen.done,
        seen.pages,
        rate(seen, elapsed)
    );
    if let Some(seconds) = remaining(seen, total, elapsed) {
        text.push_str(&format!(", {} to go", clock(seconds)));
    }
    if let Some((source, time)) = slow(seen) {
        text.push_str(&format!("; {} s on {source}", time.as_secs()));
    }
    text
}

fn line(seen: &Seen, total: usize, elapsed: Duration) -> String {
    json!({
        "event": "progress",
        "documents": seen.done,
        "of": total,
        "pages": seen.pages,
        "seconds": elapsed.as_secs(),
        "remaining": remaining(seen, total, elapsed),
        "slow": slow(seen).map(|(source, _)| source),
    })
    .to_string()
}

/// `3:07`, `1:02:45`
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_how_long_it_takes() {
        let seen = Seen { done: 50, pages: 400, ..Seen::default() };
        assert_eq!(
            sentence(&seen, 200, Duration::from_secs(10)),
            "50 of 200 documents, 400 pages, 5.0 documents/s, 0:30 to go"
        );
        assert_eq!(
            sentence(&Seen::default(), 3, Duration::ZERO),
            "0 of 3 documents, 0 pages, 0.0 documents/s"
        );
        assert_eq!(clock(3765), "1:02:45");
        let parsed: serde_json::Value =
            serde_json::from_str(&line(&seen, 200, Duration::from_secs(10))).unwrap();
        assert_eq!((&parsed["remaining"], &parsed["event"]), (&json!(30), &json!("progress")));
    }

    #[test]
    fn the_slowest_are_kept() {
        let progress = Progress::new(9, true, LogFormat::Text);
        for at in 0..9 {
            progress.begin(at, &at.to_string());
        }
        for at in (0..9).rev() {
            progress.done(at, &Tally::default());
        }
        progress.done(9, &Tally::default()); // known from an earlier run
        let (read, slowest) = progress.finish();
        assert_eq!((read, slowest.len()), (9, SLOWEST));
        assert!(slowest.is_sorted_by(|a, b| a.0 >= b.0));
    }
}
