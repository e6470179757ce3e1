//! What the targets share: reading a document as a run does, and PDF files around a stream.

use hyokasho::record::Kind;
use hyokasho::stages::{encode, whole};
use hyokasho::{Document, Limits};
use std::io::Write as _;
use std::time::Duration;

/// Small enough that a slow input is found, not waited for.
#[must_use]
pub fn limits() -> Limits {
    Limits { time: Duration::from_secs(5), bytes: 1 << 20, decoded: 32 << 20, ..Limits::default() }
}

/// Reads a document to its end and checks what always holds.
pub fn read(kind: &str, bytes: &[u8]) {
    read_named("fuzz", kind, bytes);
}

/// Reads a document of this name.
pub fn read_named(name: &str, kind: &str, bytes: &[u8]) {
    let document = Document { path: name.into(), kind: Kind::named(kind), ..Document::default() };
    let outcome = whole(document.clone(), bytes, &limits());
    assert!(!outcome.records.is_empty() || !outcome.findings.is_empty());
    for record in &outcome.records {
        let quality = &record.quality;
        let sum = quality.coverage + quality.leftover + quality.furniture;
        assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    }
    let _ = encode(&document, &outcome).pack();
}

/// A PDF file of one page with these objects, from number 3 on; 1 and 2 are catalogue and pages.
#[must_use]
pub fn pdf(objects: &[(&str, Option<&[u8]>)]) -> Vec<u8> {
    pdf_of("<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>", objects)
}

/// A PDF file with these pages (object 2) and objects, from number 3 on.
#[must_use]
pub fn pdf_of(pages: &str, objects: &[(&str, Option<&[u8]>)]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    let fixed = [("<</Type/Catalog/Pages 2 0 R>>", None), (pages, None)];
    for (at, (dictionary, stream)) in fixed.iter().chain(objects).enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", at + 1).bytes());
        match stream {
            None => file.extend(dictionary.bytes()),
            Some(bytes) => {
                let inner = dictionary.trim_start_matches("<<");
                file.extend(format!("<</Length {} {inner}\nstream\n", bytes.len()).bytes());
                file.extend_from_slice(bytes);
                file.extend(b"\nendstream");
            }
        }
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = places.len() + 1;
    file.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// A package of Office Open XML with these parts, not packed.
#[must_use]
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("names are ours");
        writer.write_all(bytes).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything").into_inner()
}

/// What leads from a part to others: the last step of each type, and the part.
#[must_use]
pub fn relations(to: &[(&str, &str)]) -> String {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let each = (1..).zip(to).map(|(at, (kind, part))| {
        format!(r#"<Relationship Id="rId{at}" Type="{office}/{kind}" Target="{part}"/>"#)
    });
    format!("<Relationships>{}</Relationships>", each.collect::<String>())
}
