//! An exporter of one's own: the retention of each file (特定個人情報ファイル) as tab-separated lines, each with its page or line.
//!
//! `cargo run --example exporter -- fixtures/documents/001_75823ff776d4fa76.txt`

use hyokasho::{Options, Record, read};
use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    writeln!(out, "agency\tfile\tname\tretention\tpage\tline\tdoubts")?;
    for path in std::env::args().skip(1) {
        for record in read(&path, &std::fs::read(&path)?, &Options::default()).records {
            export(&record, &mut out)?;
        }
    }
    Ok(())
}

/// A line for each file of a record. Files are numbered as they are printed.
fn export(record: &Record, out: &mut impl Write) -> io::Result<()> {
    for number in 1.. {
        let Some(name) = record.item(&format!("file[{number}].name")) else { break };
        let period = record.item(&format!("file[{number}].storage.retention.period"));
        let Some(period) = period else { continue };
        writeln!(
            out,
            "{}\t{number}\t{}\t{}\t{}\t{}\t{}",
            record.agency.name,
            name.value.printed().replace(['\n', '\t'], " "),
            period.value.printed(),
            period.source.page,
            period.source.line,
            period.findings.iter().map(|code| code.name()).collect::<Vec<_>>().join(" ")
        )?;
    }
    Ok(())
}
