//! A Word document: text, styles and numbering, parted by NUL.
#![no_main]
use hyokasho_fuzz::{package, read, relations};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (document, styles, numbering) = (next(), next(), next());
    let to_text = relations(&[("officeDocument", "word/document.xml")]);
    let of_text = relations(&[("styles", "styles.xml"), ("numbering", "numbering.xml")]);
    read("word", &package(&[
        ("_rels/.rels", to_text.as_bytes()),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", of_text.as_bytes()),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ]));
});
