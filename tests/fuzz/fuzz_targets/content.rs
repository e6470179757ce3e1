//! The content stream of a page, with a font and a form that draws itself.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>>>";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>>>";
    let file =
        hyokasho_fuzz::pdf(&[(page, None), ("<<>>", Some(bytes)), (font, None), (form, Some(bytes))]);
    hyokasho_fuzz::read("pdf", &file);
});
