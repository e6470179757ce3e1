//! Operators: places, states, marks, paths.

use super::super::fixture::{Fixture, lefts, only, pieces, with_font};
use crate::read::page::{Direction, Page, Why};

const ROMAN: &str = "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding/WinAnsiEncoding\
    /FirstChar 32/Widths[500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500\
    500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500]>>";

fn show(operators: &str) -> Page {
    with_font(Fixture::new(), ROMAN, operators)
}

/// A page of these entries; `/F` is a font with widths of half an em.
fn page(entries: &str, content: &str) -> Page {
    let mut fixture = Fixture::new();
    let font = fixture.add(ROMAN);
    fixture.page(&format!("/Resources<</Font<</F {font} 0 R>>>>{entries}"), content);
    only(&fixture)
}

#[test]
fn spacing_scaling_and_adjustment() {
    assert_eq!(lefts(&show("1 Tc 3 Tw 50 Tz (A B) Tj")), [20.0, 23.0, 27.5]);
    assert_eq!(lefts(&show("[(A) -100 (B) 200 (A)] TJ")), [20.0, 26.0, 29.0]);
    assert_eq!(lefts(&show("12 TL (A) Tj T* (B) Tj 5 0 TD (A) Tj")), [20.0, 20.0, 25.0]);
    let page = show("12 TL (A) Tj (B) ' 2 1 (A) \" 5 Ts (B) Tj");
    let tops: Vec<_> = page.glyphs.iter().map(|glyph| glyph.area.y0.round()).collect();
    assert_eq!(tops, [41.0, 53.0, 65.0, 60.0]);
}

#[test]
fn what_no_program_writes_is_damage() {
    let damaged = |operators: &str| show(operators).damaged;
    let sound = "(A) Tj 1 j [] 0 d BX 7 any EX /M MP true";
    assert!(!damaged(sound));
    for harmless in ["(A) Tj Qq", "(A) Tj ET Qq 0 g", "BX BX any EX 7 any EX (A) Tj"] {
        assert!(!damaged(harmless), "{harmless}");
    }
    for torn in
        ["Qq (A) Tj", "BX BX EX EX EX Qq 1 1 m", "(A) Uj", "(A) Tj 3 Td", "<4g> Tj", "(A Tj"]
    {
        assert!(damaged(torn), "{torn}");
    }
}

#[test]
fn boxes_hold_the_em() {
    let page = show("(A) Tj");
    let area = page.glyphs[0].area;
    assert!((area.y0 - 41.2).abs() < 0.01 && (area.y1 - 51.2).abs() < 0.01);
    assert!((area.x1 - 25.0).abs() < 0.01 && (page.glyphs[0].size - 10.0).abs() < 0.01);
}

#[test]
fn directions_of_turned_text() {
    let page = show("0 1 -1 0 50 50 Tm (A) Tj -1 0 0 -1 50 50 Tm (A) Tj 0 -1 1 0 50 50 Tm (A) Tj");
    let directions: Vec<_> = page.glyphs.iter().map(|glyph| glyph.direction).collect();
    assert_eq!(directions, [Direction::Up, Direction::Left, Direction::Down]);
    assert!((page.glyphs[0].area.y0 - 45.0).abs() < 0.01);
}

#[test]
fn rotated_and_cropped_pages() {
    let content = "BT /F 10 Tf 20 50 Td (A) Tj 200 0 Td (B) Tj ET";
    let turned = page("/Rotate 90", content);
    assert_eq!((turned.width, turned.height), (100.0, 200.0));
    assert_eq!(turned.glyphs[0].direction, Direction::Down);
    assert!((turned.glyphs[0].area.y0 - 20.0).abs() < 0.01);
    let cropped = page("/CropBox[10 40 110 90]", content);
    assert_eq!((cropped.width, cropped.height, cropped.text.as_str()), (100.0, 50.0, "A"));
    assert_eq!(lefts(&cropped), [10.0]);
    assert_eq!(page("/UserUnit 2", content).width, 400.0);
}

#[test]
fn saved_states_come_back() {
    let page =
        page("", "q 2 0 0 2 0 0 cm BT /F 10 Tf (A) Tj ET Q Q Q BT /F 10 Tf 0 20 Td (B) Tj ET");
    assert_eq!(page.glyphs.iter().map(|glyph| glyph.size).collect::<Vec<_>>(), [20.0, 10.0]);
}

#[test]
fn actual_text_replaces() {
    let page = show(
        "/Span<</ActualText<FEFF6587>>>BDC (A) Tj EMC /Span<</ActualText(xyz)>>BDC (BA) Tj EMC \
        /Span<</ActualText<EFBBBFE38182>/MCID 3>>BDC /P BMC (A) Tj EMC EMC (B) Tj",
    );
    assert_eq!(pieces(&page), ["文", "xyz", "あ", "B"]);
    assert!((page.glyphs[1].area.x1 - 35.0).abs() < 0.01);
}

#[test]
fn marks_by_name_and_hidden_layers() {
    let mut fixture = Fixture::new();
    let font = fixture.add(ROMAN);
    let group = fixture.add("<</Type/OCG/Name(x)>>");
    fixture.catalog = format!("/OCProperties<</OCGs[{group} 0 R]/D<</OFF[{group} 0 R]>>>>");
    fixture.page(
        &format!(
            "/Resources<</Font<</F {font} 0 R>>/Properties<</P0<</ActualText(z)>>/P1 {group} 0 R>>>>"
        ),
        "BT /F 10 Tf 9 9 Td /Span/P0 BDC (A) Tj EMC /OC/P1 BDC (B) Tj EMC (A) Tj ET",
    );
    assert_eq!(only(&fixture).text, "zA");
}

#[test]
fn unpainted_text_only_where_there_is_no_other() {
    assert_eq!(show("3 Tr (A) Tj").text, "A");
    assert_eq!(show("3 Tr (AAA) Tj 0 Tr (B) Tj").text, "B");
    assert_eq!(show("3 Tr (AAAABBBBAAAA) Tj 0 Tr (B) Tj").text, "BAAAABBBBAAAA");
}

#[test]
fn doubled_text_is_there_once() {
    let page = show("(AB) Tj -0.5 0 Td (AB) Tj 3 0 Td (AB) Tj");
    assert_eq!(page.text, "ABAB");
    assert_eq!(show("(AB) Tj 0 0 Td 2 Tr (AB) Tj").text, "AB");
}

#[test]
fn forms_with_their_matrix_and_resources() {
    let mut fixture = Fixture::new();
    let font = fixture.add(ROMAN);
    let form = fixture.stream(
        &format!(
            "/Subtype/Form/BBox[0 0 100 100]/Matrix[1 0 0 1 30 0]/Resources<</Font<</G {font} 0 R>>>>"
        ),
        b"BT /G 10 Tf 0 50 Td (A) Tj ET q /Span<</ActualText(?)>>BDC",
    );
    fixture.page(
        &format!("/Resources<</Font<</F {font} 0 R>>/XObject<</X {form} 0 R>>>>"),
        "q /X Do Q BT /F 10 Tf 9 50 Td (B) Tj ET",
    );
    let page = only(&fixture);
    assert_eq!((page.text.as_str(), lefts(&page)), ("AB", vec![30.0, 9.0]));
}

#[test]
fn annotations_show_their_appearance() {
    let mut fixture = Fixture::new();
    let font = fixture.add(ROMAN);
    let form = fixture.stream(
        &format!("/Subtype/Form/BBox[0 0 10 10]/Resources<</Font<</F {font} 0 R>>>>"),
        b"BT /F 5 Tf 0 2 Td (A) Tj ET",
    );
    let seen = format!("<</Subtype/Widget/Rect[50 50 70 70]/AS/On/AP<</N<</On {form} 0 R>>>>>>");
    let hidden = format!("<</Subtype/Stamp/F 2/Rect[5 5 7 7]/AP<</N {form} 0 R>>>>");
    fixture.page(&format!("/Annots[{seen}{hidden}]"), "");
    let page = only(&fixture);
    assert_eq!((page.text.as_str(), lefts(&page), page.glyphs[0].size), ("A", vec![50.0], 10.0));
}

/// Why something is said of a place, and what is quoted.
fn asides(page: &Page) -> Vec<(Why, &str)> {
    page.asides.iter().map(|aside| (aside.why, aside.text.as_str())).collect()
}

#[test]
fn what_a_hidden_layer_holds_is_told() {
    let mut fixture = Fixture::new();
    let font = fixture.add(ROMAN);
    let group = fixture.add("<</Type/OCG/Name(x)>>");
    fixture.catalog = format!("/OCProperties<</OCGs[{group} 0 R]/D<</OFF[{group} 0 R]>>>>");
    fixture.page(
        &format!("/Resources<</Font<</F {font} 0 R>>/Properties<</P {group} 0 R>>>>"),
        "BT /F 10 Tf 9 9 Td (A) Tj /OC/P BDC (BC) Tj EMC ET",
    );
    let page = only(&fixture);
    assert_eq!((page.text.as_str(), asides(&page)), ("A", vec![(Why::Layer, "BC")]));
}

#[test]
fn marks_for_blacking_out_and_stamps_without_a_look_are_told() {
    let redact = "/Annots[<</Subtype/Redact/Rect[9 9 30 20]/IC[0 0 0]>>]";
    let content = "BT /F 10 Tf 9 9 Td (A) Tj ET";
    let marked = page(redact, content);
    assert_eq!((marked.text.as_str(), asides(&marked)), ("A", vec![(Why::Marked, "")]));
    let stamped = page("/Annots[<</Subtype/Stamp/Rect[9 9 30 20]>>]", content);
    assert_eq!((stamped.text.as_str(), asides(&stamped)), ("A", vec![(Why::Stamped, "")]));
}

#[test]
fn what_a_note_or_a_highlight_says_is_told_and_what_a_review_says_is_not() {
    let content = "BT /F 10 Tf 9 9 Td (A) Tj ET";
    let told = |annotation: &str| {
        let page = page(&format!("/Annots[<</Rect[9 9 30 20]{annotation}>>]"), content);
        assert_eq!(page.text, "A");
        asides(&page).iter().map(|(why, text)| (*why, (*text).to_owned())).collect::<Vec<_>>()
    };
    for kind in ["Text", "Highlight", "Underline", "Square", "Ink"] {
        let annotation = format!("/Subtype/{kind}/Contents(wrong)");
        assert_eq!(told(&annotation), [(Why::Noted, "wrong".to_owned())], "{kind}");
    }
    for none in [
        "/Subtype/Text/Contents( )",
        "/Subtype/Text/Contents(wrong)/F 2",
        "/Subtype/Link/Contents(wrong)",
        "/Subtype/Text/Contents(Accepted)/State(Accepted)/StateModel(Review)",
    ] {
        assert_eq!(told(none), [], "{none}");
    }
}

#[test]
fn a_line_that_goes_on_behind_a_clip_or_the_page_is_told() {
    let cut = |before: &str, shown: &str| {
        let content = format!("{before} BT /F 10 Tf 9 9 Td {shown} ET");
        asides(&page("", &content)).iter().filter(|aside| aside.0 == Why::Clipped).count()
    };
    let clip = "0 0 40 40 re W n";
    assert_eq!(cut(clip, &format!("({}) Tj", "AB".repeat(9))), 1);
    assert_eq!(cut(clip, "(AB) Tj"), 0);
    assert_eq!(cut(clip, "(AB) Tj 60 0 Td (AB) Tj"), 0);
    assert_eq!(cut(clip, "(ABA\\(B) Tj"), 0);
    let narrow = "0 0 18 40 re W n";
    for text in ["A,BBB", "A\\(BBB", "A\\(\\(\\(\\(BB", "AA,,,,BB"] {
        assert_eq!(cut(narrow, &format!("({text}) Tj")), 1, "{text}");
    }
    for text in ["A-BBB", "A    BBB", "A,,,,"] {
        assert_eq!(cut(narrow, &format!("({text}) Tj")), 0, "{text}");
    }
    assert_eq!(cut("", &format!("({}) Tj", "AB".repeat(200))), 1);
}

#[test]
fn a_filled_polygon_covers_and_one_that_is_open_does_not() {
    let polygon = |color: &str| {
        let corners = "[5 5 60 5 60 30 5 30]";
        let annots =
            format!("/Annots[<</Subtype/Polygon/Rect[5 5 60 30]/Vertices{corners}{color}>>]");
        page(&annots, "BT /F 10 Tf 9 9 Td (A) Tj ET").text
    };
    assert_eq!((polygon("/IC[1 1 1]").as_str(), polygon("").as_str()), ("", "A"));
}

#[test]
fn a_button_that_shows_another_state_than_its_group_says_is_not_read() {
    let button = |shown: &str, value: &str| {
        let field = format!("/FT/Btn/Ff 32768/AS/{shown}/V/{value}/AP<</N<</One null>>>>");
        page(&format!("/Annots[<</Subtype/Widget/Rect[5 5 15 15]{field}>>]"), "").text
    };
    assert_eq!(button("Off", "Two"), button("Off", "Off"));
    assert_ne!(button("Off", "One"), button("Off", "Two"));
}

#[test]
fn contents_in_pieces_and_inline_images() {
    let mut fixture = Fixture::new();
    let font = fixture.add(ROMAN);
    let parts = [
        "BT /F 10 Tf 9 50 Td (A",
        "B) Tj ET q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 ID \x01EI\x02\nEI Q",
        "BT (B) Tj ET",
    ];
    let parts: Vec<_> = parts.map(|part| fixture.stream("", part.as_bytes())).to_vec();
    fixture.page_of(&format!(
        "/Resources<</Font<</F {font} 0 R>>>>/Contents[{} 0 R {} 0 R {} 0 R]",
        parts[0], parts[1], parts[2]
    ));
    let page = only(&fixture);
    assert_eq!(page.text, "ABB");
    assert!((page.images - 81.0 / 20_000.0).abs() < 1e-4);
}

/// Edges of the rules: x0 y0 x1 y1, rounded.
fn rules(content: &str) -> Vec<[f32; 4]> {
    let page = page("", content);
    let area = |rule: &crate::read::page::Rule| {
        [rule.area.x0, rule.area.y0, rule.area.x1, rule.area.y1].map(f32::round)
    };
    page.rules.iter().map(area).collect()
}

#[test]
fn strokes_and_thin_fills_are_rules() {
    assert_eq!(rules("10 90 m 60 90 l S"), [[10.0, 10.0, 60.0, 10.0]]);
    assert_eq!(
        rules("10 50 50 1 re f 10 20 1 30 re f"),
        [[10.0, 50.0, 60.0, 50.0], [11.0, 50.0, 11.0, 80.0]]
    );
    assert_eq!(rules("10 20 50 30 re S").len(), 4);
    assert_eq!(rules("10 20 50 30 re f 10 20 m 60 90 l S 1 1 1 RG 10 20 m 60 20 l S").len(), 0);
    let frame = rules("10 20 50 30 re 11 21 48 28 re f*");
    assert_eq!(frame.len(), 4);
    assert_eq!(frame[0], [11.0, 50.0, 11.0, 80.0]);
    // The inner one first, and a side missing.
    assert_eq!(rules("11 21 48 29 re 10 20 50 30 re f*").len(), 3);
    assert_eq!(rules("[3 2] 0 d 10 90 m 60 90 l S").len(), 1);
}

#[test]
fn clips_and_white_fills() {
    assert_eq!(rules("20 0 20 100 re W n 10 90 m 60 90 l S"), [[20.0, 10.0, 40.0, 10.0]]);
    let white = "10 90 m 60 90 l S 1 1 1 rg 20 80 20 20 re f";
    assert_eq!(rules(white), [[10.0, 10.0, 20.0, 10.0], [40.0, 10.0, 60.0, 10.0]]);
    assert_eq!(rules(&white.replace("1 1 1 rg", "0 0 0 0 k")).len(), 2);
    assert_eq!(rules(&white.replace("1 1 1 rg", "0.9 g")).len(), 1);
}

#[test]
fn text_outside_the_clip_is_not_printed() {
    let shown = |clip: &str| show(&format!("{clip} re W n (AB) Tj")).text;
    assert_eq!(shown("0 0 200 200"), "AB");
    assert_eq!(shown("0 0 24 200"), "A");
}
