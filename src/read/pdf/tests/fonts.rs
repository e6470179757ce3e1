//! Codes to characters and widths.

use super::super::fixture::{Fixture, lefts, pieces, true_type, with_font};
use crate::read::page::Direction;

const ROMAN: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

fn composite(fixture: &mut Fixture, encoding: &str, entries: &str, more: &str) -> String {
    let descendant =
        fixture.add(&format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/X{entries}>>"));
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding {encoding}/DescendantFonts[{descendant} 0 R]{more}>>"
    )
}

const JAPAN: &str = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>";
const IDENTITY: &str = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>";

#[test]
fn simple_font_with_encoding_and_standard_widths() {
    let page = with_font(Fixture::new(), ROMAN, r"(Ab\200) Tj");
    assert_eq!(pieces(&page), ["A", "b", "€"]);
    assert_eq!(lefts(&page), [20.0, 26.67, 32.23]);
}

#[test]
fn differences_and_widths() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 65/Widths[500 250 1000]\
        /Encoding<</BaseEncoding/MacRomanEncoding/Differences[66/uni65E5 67/f_i 68/g7]>>>>";
    let page = with_font(Fixture::new(), font, "(ABCD) Tj");
    assert_eq!(pieces(&page), ["A", "日", "fi", "\u{FFFD}"]);
    assert_eq!(lefts(&page), [20.0, 25.0, 27.5, 37.5]);
    assert_eq!(page.unmapped, 1);
}

#[test]
fn to_unicode_comes_first() {
    let mut fixture = Fixture::new();
    let map = fixture.stream("", b"beginbfchar <41> <3042> endbfchar");
    let font = ROMAN.replace(">>", &format!("/ToUnicode {map} 0 R>>"));
    assert_eq!(pieces(&with_font(fixture, &font, "(AB) Tj")), ["あ", "B"]);
}

#[test]
fn symbolic_subset_without_a_map_is_never_guessed() {
    let mut fixture = Fixture::new();
    let file = fixture.stream("", &true_type(&[]));
    let descriptor = fixture.add(&format!("<</Flags 4/FontFile2 {file} 0 R>>"));
    let font = format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/AAAAAA+X/FirstChar 1/Widths[1000 1000]\
        /FontDescriptor {descriptor} 0 R>>"
    );
    let page = with_font(fixture, &font, r"(\001A) Tj");
    assert_eq!(pieces(&page), ["\u{FFFD}", "\u{FFFD}"]);
}

#[test]
fn type1_program_names_its_codes() {
    let mut fixture = Fixture::new();
    let file = fixture.stream("", b"%!PS\n/Encoding 256 array dup 1/A put dup 2/uni3042 put eexec");
    let descriptor = fixture.add(&format!("<</Flags 4/FontFile {file} 0 R>>"));
    let font =
        format!("<</Type/Font/Subtype/Type1/BaseFont/AAAAAA+X/FontDescriptor {descriptor} 0 R>>");
    assert_eq!(pieces(&with_font(fixture, &font, r"(\001\002) Tj")), ["A", "あ"]);
}

#[test]
fn standard_symbol_fonts() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>";
    assert_eq!(pieces(&with_font(Fixture::new(), font, "(4) Tj")), ["✔"]);
}

#[test]
fn type3_widths_follow_the_font_matrix() {
    let font = "<</Type/Font/Subtype/Type3/FontMatrix[0.01 0 0 0.01 0 0]/FirstChar 65/Widths[50 80]\
        /Encoding<</Differences[65/A/g1]>>/CharProcs<<>>>>";
    let page = with_font(Fixture::new(), font, "(ABA) Tj");
    assert_eq!(pieces(&page), ["A", "\u{FFFD}", "A"]);
    assert_eq!(lefts(&page), [20.0, 25.0, 33.0]);
}

#[test]
fn predefined_maps_by_their_coding_with_widths_by_cid() {
    for (encoding, codes, text) in [
        ("/90ms-RKSJ-H", "<41 82A0 B1>", "Aあｱ"),
        ("/90msp-RKSJ-H", "<82A08160>", "あ～"),
        ("/EUC-H", "<A4A2 8EB1 8FA2F1>", "あｱ№"),
        ("/H", "<2422>", "あ"),
        ("/UniJIS-UCS2-H", "<3042FF0D>", "あ－"),
        ("/UniJIS-UTF16-H", "<D842DFB73042>", "\u{20BB7}あ"),
        ("/UniJIS2004-UTF16-H", "<3042>", "あ"),
        ("/Identity-H", "<034B>", "あ"),
    ] {
        let mut fixture = Fixture::new();
        let font = composite(&mut fixture, encoding, JAPAN, "");
        assert_eq!(with_font(fixture, &font, &format!("{codes} Tj")).text, text, "{encoding}");
    }
    let mut fixture = Fixture::new();
    let entries = format!("{JAPAN}/W[231 632 500 843[800]]");
    let font = composite(&mut fixture, "/90ms-RKSJ-H", &entries, "");
    let page = with_font(fixture, &font, "<41 82A0 8260> Tj");
    assert_eq!(lefts(&page), [20.0, 25.0, 33.0]);
}

#[test]
fn other_collections_by_cid() {
    let mut fixture = Fixture::new();
    let entries = JAPAN.replace("Japan1", "GB1");
    let font = composite(&mut fixture, "/GBK-EUC-H", &entries, "");
    assert_eq!(with_font(fixture, &font, "<41 D6D0> Tj").text, "A中");
}

#[test]
fn vertical_writing_goes_down() {
    let mut fixture = Fixture::new();
    let entries = format!("{JAPAN}/W2[843[-500 500 880]]");
    let font = composite(&mut fixture, "/90ms-RKSJ-V", &entries, "");
    let page = with_font(fixture, &font, "<82A0 82A0 82A2> Tj");
    let places: Vec<_> = page.glyphs.iter().map(|glyph| (glyph.area.y0, glyph.area.y1)).collect();
    assert_eq!(places, [(50.0, 55.0), (55.0, 60.0), (60.0, 70.0)]);
    assert!(page.glyphs.iter().all(|glyph| glyph.direction == Direction::Down));
    assert_eq!(lefts(&page), [15.0; 3]);
}

#[test]
fn embedded_map_on_top_of_a_predefined_one() {
    let mut fixture = Fixture::new();
    let map = fixture.stream(
        "/Type/CMap/UseCMap/90ms-RKSJ-H",
        b"/90ms-RKSJ-H usecmap begincidchar <8140> 843 endcidchar",
    );
    let font = composite(&mut fixture, &format!("{map} 0 R"), JAPAN, "");
    assert_eq!(with_font(fixture, &font, "<8140 82A2 42> Tj").text, "あいB");
}

#[test]
fn the_font_program_tells_by_its_own_table() {
    let mut fixture = Fixture::new();
    let file = fixture.stream("", &true_type(&['A', 'あ', '一']));
    let descriptor = fixture.add(&format!("<</FontFile2 {file} 0 R>>"));
    let map = fixture.stream("", &[0, 0, 0, 1, 0, 3]);
    let entries = format!("{IDENTITY}/FontDescriptor {descriptor} 0 R/CIDToGIDMap {map} 0 R");
    let font = composite(&mut fixture, "/Identity-H", &entries, "");
    assert_eq!(with_font(fixture, &font, "<0001 0002 0009> Tj").text, "A一\u{FFFD}");
}

#[test]
fn a_font_that_is_not_there_shows_nothing() {
    let page = with_font(Fixture::new(), "null", "(A) Tj");
    assert!(page.glyphs.is_empty());
}
