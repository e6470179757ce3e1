//! Printed dates.
#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| {
    hyokasho::stages::dates(text);
});
