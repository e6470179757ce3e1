//! A folder in parallel: how many assessments there are of each form, and which documents gave none.
//!
//! `cargo run --example folder -- fixtures/documents`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use hyokasho::{Options, Outcome, read};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("give a folder")?;
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder)?.collect();
    let mut paths: Vec<PathBuf> = entries?.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "pdf" || ending == "txt"));
    paths.sort();

    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    for (path, outcome) in paths.iter().zip(all(&paths)) {
        for record in &outcome.records {
            *forms.entry(record.form.label.clone()).or_default() += 1;
        }
        for finding in &outcome.findings {
            println!("{}: {}: {}", path.display(), finding.code, finding.message);
        }
    }
    for (form, count) in forms {
        println!("{form} {count}");
    }
    Ok(())
}

/// What each document gave, in the order of the paths, read by as many threads as there are processors.
fn all(paths: &[PathBuf]) -> Vec<Outcome> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for send in vec![send; threads] {
            let next = &next;
            scope.spawn(move || {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let bytes = std::fs::read(path).unwrap_or_default(); // nothing: `empty-input`
                    let outcome = read(&path.to_string_lossy(), &bytes, &Options::default());
                    let _ = send.send((path, outcome)); // the receiver outlives this thread
                }
            });
        }
        let found: BTreeMap<&PathBuf, Outcome> = receive.iter().collect();
        found.into_values().collect()
    })
}
