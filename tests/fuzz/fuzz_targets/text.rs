//! A text, from bytes to records.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hyokasho_fuzz::read("text", bytes));
