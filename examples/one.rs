//! One document: who says what about 委託, on which page, and what is doubtful.
//!
//! `cargo run --example one -- fixtures/documents/D006.pdf`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use hyokasho::{Options, Outcome, read};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give a document")?;
    let Outcome { records, findings } = read(&path, &std::fs::read(&path)?, &Options::default());
    for record in &records {
        println!("{} {} ({})", record.agency.name, record.form.label, record.form.revision);
        let told = |id: &str| id.starts_with("file[") && id.contains(".entrustment");
        for item in record.items.iter().filter(|item| told(&item.id)) {
            let value = item.value.printed().replace('\n', " ");
            println!("p{:<4}{:<60}{value}", item.source.page, item.id);
        }
        for finding in &record.findings {
            println!("{} {}: {}", finding.severity.name(), finding.code, finding.message);
        }
    }
    for finding in &findings {
        println!("no record: {}: {}", finding.code, finding.message);
    }
    Ok(())
}
