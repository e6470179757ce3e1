//! The page model: words of the forms, lines, boxes, fills and rings at any place of three pages. Each thing is
//! eight bytes: what it is, which word, and four numbers.
#![no_main]
use hyokasho::form::forms;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// The labels of the forms, and what stands between them, as codes of `UniJIS-UTF16-H`.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let slots = forms().iter().flat_map(|form| form.slots.iter());
    let labels = slots.filter_map(|slot| Some(slot.node.as_ref()?.label.as_ref()?.to_string()));
    let others = ["[", "]", "○", "[ ○ ]", "<選択肢>", "1）", "件", "令和6年10月1日", "あ", "実施する", "別紙", "変更箇所"];
    let code = |word: String| word.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
    others.map(String::from).into_iter().chain(labels).map(code).collect()
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut pages = [const { String::new() }; 3];
    for thing in bytes.chunks_exact(8) {
        let [what, turn, x, y, w, h, high, low] = *thing else { continue };
        let page = &mut pages[usize::from(what >> 4) % 3];
        let (x, y) = (f32::from(x) * 2.4, f32::from(y) * 3.3);
        let (w, h) = (f32::from(w), f32::from(h));
        let word = &WORDS[(usize::from(high) * 256 + usize::from(low)) % WORDS.len()];
        let size = 4 + turn % 16;
        let _ = match what % 16 {
            0..6 => writeln!(page, "BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{word}> Tj ET"),
            6 => writeln!(page, "BT /F1 {size} Tf 0 1 -1 0 {x} {y} Tm <{word}> Tj ET"),
            7 | 8 => writeln!(page, "{x} {y} m {} {y} l S", x + w * 2.0),
            9 | 10 => writeln!(page, "{x} {y} m {x} {} l S", y + h * 2.0),
            11 | 12 => writeln!(page, "{x} {y} {w} {h} re S"),
            13 => writeln!(page, "q 0.{} g {x} {y} {w} {h} re f Q", turn % 10),
            14 => writeln!(page, "{x} {y} m {} {y} {} {} {x} {} c S", x + w, x + w, y + h, y + h),
            _ => writeln!(page, "{x} {y} m {} {} l S", x + w, y + h),
        };
    }
    let page = |contents: u8| {
        format!("<</Type/Page/Parent 2 0 R/Contents {contents} 0 R/Resources<</Font<</F1 9 0 R>>>>>>")
    };
    let (kids, first, second) = ("<</Type/Pages/Count 3/Kids[3 0 R 5 0 R 7 0 R]/MediaBox[0 0 612 842]>>", page(4), page(6));
    let third = page(8);
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/UniJIS-UTF16-H/DescendantFonts[10 0 R]>>";
    let below = "<</Type/Font/Subtype/CIDFontType0/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>>>";
    let file = hyokasho_fuzz::pdf_of(kids, &[
        (&first, None),
        ("<<>>", Some(pages[0].as_bytes())),
        (&second, None),
        ("<<>>", Some(pages[1].as_bytes())),
        (&third, None),
        ("<<>>", Some(pages[2].as_bytes())),
        (font, None),
        (below, None),
    ]);
    hyokasho_fuzz::read("pdf", &file);
});
