//! What OCR tools and language models write: the first byte says under which ending, the rest is the text.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, text)) = bytes.split_first() else { return };
    let endings = ["txt", "json", "csv", "md", "html"];
    let name = format!("fuzz.{}", endings[usize::from(*first) % endings.len()]);
    hyokasho_fuzz::read_named(&name, "text", text);
});
