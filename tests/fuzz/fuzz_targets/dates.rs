//! Printed dates.
#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = hyokasho::date::parse(text);
    let _ = hyokasho::date::parse_serial(text);
    let _ = hyokasho::date::full(text);
    let _ = hyokasho::date::year_month(text);
});
