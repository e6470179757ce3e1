//! An archive, and what is read of it: a ZIP file or, where the first byte is odd, a web archive.
#![no_main]
use hyokasho::stages::opened;
use hyokasho_fuzz::limits;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let ending = if first % 2 == 0 { "zip" } else { "warc" };
    let path = std::env::temp_dir().join(format!("fuzz-{}.{ending}", std::process::id()));
    std::fs::write(&path, bytes).expect("the temporary folder can be written to");
    let found = opened(&path, &limits(), 20);
    assert!(!found.is_empty());
    for (document, bytes) in found {
        if let Some(bytes) = bytes {
            hyokasho_fuzz::read(document.kind.name(), &bytes);
        }
    }
});
