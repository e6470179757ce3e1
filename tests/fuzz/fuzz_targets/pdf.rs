//! A whole PDF file.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hyokasho_fuzz::read("pdf", bytes));
