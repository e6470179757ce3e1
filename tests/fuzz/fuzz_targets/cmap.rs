//! A CMap, as the encoding and as the ToUnicode table of a font.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 8 0 R>>>>>>";
    let content = b"BT /F1 10 Tf 50 700 Td <0001000200410042> Tj /F2 10 Tf 0 -20 Td <00010002818283848586> Tj ET";
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>";
    let below = "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>>>";
    let other = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 6 0 R/DescendantFonts[7 0 R]>>";
    let file = hyokasho_fuzz::pdf(&[
        (page, None),
        ("<<>>", Some(content)),
        (font, None),
        ("<</Type/CMap/CMapName/X>>", Some(bytes)),
        (below, None),
        (other, None),
    ]);
    hyokasho_fuzz::read("pdf", &file);
});
