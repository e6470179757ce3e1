//! Fonts whose maps lie, and the second drawing.

use super::super::fixture::{Fixture, open, true_type};
use super::super::{Limits, pages};
use crate::finding::Code;
use crate::read::page::{UNPROVED, Why, font_number};

const TRUE: &str = "高あ齢い者う福え祉課";
const SAID: &str = "高k齢l者x福n祉課";
/// Their codes: a table of characters is sorted.
const CODES: [u32; 10] = [9, 1, 10, 2, 7, 3, 6, 4, 5, 8];

/// Adds a font whose map says the one and whose table the other.
fn lying(fixture: &mut Fixture) -> usize {
    let mut sorted: Vec<char> = TRUE.chars().collect();
    sorted.sort_unstable();
    let file = fixture.stream("", &true_type(&sorted));
    let pair = |(code, c): (u32, char)| format!("<{code:04x}><{:04x}>", u32::from(c));
    let pairs: String = CODES.into_iter().zip(SAID.chars()).map(pair).collect();
    let map = fixture.stream("", format!("beginbfchar{pairs} endbfchar").as_bytes());
    let descriptor = fixture.add(&format!("<</FontFile2 {file} 0 R>>"));
    let descendant = fixture.add(&format!(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDToGIDMap/Identity/FontDescriptor {descriptor} 0 R\
        /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    ));
    fixture.add(&format!(
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {map} 0 R>>"
    ))
}

fn shown() -> String {
    let codes: String = CODES.iter().map(|code| format!("{code:04x}")).collect();
    format!("BT /F 10 Tf 20 50 Td <{codes}> Tj ET")
}

#[test]
fn a_second_drawing_that_is_cut_leaves_the_first() {
    let mut fixture = Fixture::new();
    let font = lying(&mut fixture);
    let hex: String = shown().bytes().map(|byte| format!("{byte:02x}")).collect();
    let content = fixture.stream("/Filter/ASCIIHexDecode", format!("{hex}>").as_bytes());
    fixture.page_of(&format!("/Resources<</Font<</F {font} 0 R>>>>/Contents {content} 0 R"));
    let read = |decoded| pages(&fixture.build(), &Limits { decoded, ..Limits::default() });
    let (whole, cut) = (read(1 << 20), read(shown().len() + 5));
    assert_eq!((&*whole.pages[0].text, &*cut.pages[0].text), (TRUE, SAID));
    assert!(cut.findings.iter().all(|problem| problem.code != Code::LimitUnpacked));
    let garbled =
        |page: &crate::read::page::Page| page.asides.iter().any(|aside| aside.why == Why::Garbled);
    assert!(garbled(&cut.pages[0]) && !garbled(&whole.pages[0]));
}

#[test]
fn a_page_before_a_damaged_font_is_sound_when_it_is_drawn_again() {
    let mut fixture = Fixture::new();
    let font = lying(&mut fixture);
    let map = fixture.stream("/Filter/FlateDecode", b"nothing that unpacks");
    let torn = fixture
        .add(&format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode {map} 0 R>>"));
    fixture.page(&format!("/Resources<</Font<</F {font} 0 R>>>>"), &shown());
    fixture.page(&format!("/Resources<</Font<</F {torn} 0 R>>>>"), "BT /F 10 Tf (A) Tj ET");
    let pages = open(&fixture.build()).pages;
    let damaged: Vec<bool> = pages.iter().map(|page| page.damaged).collect();
    assert_eq!((&*pages[0].text, damaged), (TRUE, vec![false, true]));
}

#[test]
fn no_number_of_a_font_says_that_it_is_unproved() {
    let numbers = [0, 32_767, 32_768, usize::MAX].map(font_number);
    assert!(numbers.iter().all(|number| number & UNPROVED == 0));
    // That of no font is another.
    assert!(numbers.iter().all(|number| number | UNPROVED < u16::MAX));
}
