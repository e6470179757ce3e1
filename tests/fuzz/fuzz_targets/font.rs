//! An embedded font program: TrueType, and as CFF.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 8 0 R>>>>>>";
    let content = b"BT /F1 10 Tf 50 700 Td <0001000200410042> Tj /F2 10 Tf 0 -20 Td (ABC) Tj ET";
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>";
    let below = "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>";
    let descriptor = "<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 9 0 R>>";
    let simple = "<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/LastChar 0/Widths[500]/FontDescriptor 10 0 R>>";
    let other = "<</Type/FontDescriptor/FontName/A/Flags 4/FontFile3 11 0 R>>";
    let file = hyokasho_fuzz::pdf(&[
        (page, None),
        ("<<>>", Some(content)),
        (font, None),
        (below, None),
        (descriptor, None),
        (simple, None),
        ("<<>>", Some(bytes)),
        (other, None),
        ("<</Subtype/Type1C>>", Some(bytes)),
    ]);
    hyokasho_fuzz::read("pdf", &file);
});
