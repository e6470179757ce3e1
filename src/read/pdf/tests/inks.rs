//! Drawn ink: what a page shows beside characters and lines.

use crate::read::page::{AnnotationKind, InkKind, Page};
use crate::read::pdf::fixture::{Fixture, only};

fn kinds(page: &Page) -> Vec<InkKind> {
    page.inks.iter().map(|ink| ink.kind).collect()
}

fn drawn(content: &str) -> Page {
    let mut fixture = Fixture::new();
    fixture.page("", content);
    only(&fixture)
}

#[test]
fn paths_and_pictures_keep_kind_place_order_and_colour() {
    let page = drawn(
        "1 0 0 RG 20 50 m 20 60 40 60 40 50 c 40 40 20 40 20 50 c S \
         50 50 m 53 46 l 60 55 l S 0 1 1 0 k 70 40 10 10 re f \
         q 8 0 0 8 100 40 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \u{0} EI Q 0 0 m 200 0 l S",
    );
    assert_eq!(kinds(&page), [InkKind::Ring, InkKind::Stroke, InkKind::Patch, InkKind::Picture]);
    let (ring, patch) = (page.inks[0], page.inks[2]);
    assert_eq!((ring.area.x0, ring.area.x1, ring.area.y0), (20.0, 40.0, 42.5));
    assert_eq!((ring.color, patch.color), ([255, 0, 0], [255, 0, 0]));
    assert!(page.inks.is_sorted_by(|a, b| a.order < b.order));
    assert_eq!(page.rules.len(), 1);
}

#[test]
fn parts_of_one_path_are_one_shape_only_where_they_touch() {
    let rings = "20 50 m 20 60 40 60 40 50 c 40 40 20 40 20 50 c \
        60 50 m 60 60 80 60 80 50 c 80 40 60 40 60 50 c";
    assert_eq!(kinds(&drawn(&format!("{rings} S"))), [InkKind::Ring; 2]);
    assert_eq!(kinds(&drawn(&format!("{rings} f"))), [InkKind::Fill; 2]);
    let hollow = "20 50 m 20 60 40 60 40 50 c 40 40 20 40 20 50 c \
        22 50 m 22 58 38 58 38 50 c 38 42 22 42 22 50 c f*";
    assert_eq!(kinds(&drawn(hollow)), [InkKind::Ring]);
}

#[test]
fn annotations_say_what_they_have_painted() {
    let mut fixture = Fixture::new();
    let tick = fixture.stream("/BBox[0 0 10 10]/Subtype/Form", b"1 5 m 4 1 l 9 9 l S");
    fixture.page(
        &format!(
            "/Annots[<</Subtype/Stamp/Rect[20 20 40 40]/AP<</N {tick} 0 R>>>>\
             <</Subtype/Widget/FT/Sig/Rect[0 0 0 0]>>]"
        ),
        "80 50 m 83 46 l 90 55 l S",
    );
    let page = only(&fixture);
    let [stamp, signature] = page.annotations[..] else { panic!() };
    assert_eq!((stamp.kind, signature.kind), (AnnotationKind::Stamp, AnnotationKind::Signature));
    assert_eq!((stamp.area.x0, stamp.area.y0), (20.0, 60.0));
    let inside = |ink: u32| stamp.after < ink && ink <= stamp.until;
    assert!(!inside(page.inks[0].order) && inside(page.inks[1].order));
}

#[test]
fn a_stencil_of_one_pixel_covers_where_that_is_painted() {
    let read = |stencil: &str, data: Option<&[u8]>| {
        let mut fixture = Fixture::new();
        let text = "BT /F 10 Tf 20 50 Td (abc) Tj ET";
        let font = fixture.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        let object = data.map(|data| {
            let entries =
                format!("/Type/XObject/Subtype/Image/Width 1/Height 1/ImageMask true{stencil}");
            fixture.stream(&entries, data)
        });
        let image = object.map_or(stencil.to_owned(), |_| "/I Do".to_owned());
        let objects = object.map_or(String::new(), |at| format!("/XObject<</I {at} 0 R>>"));
        let entries = format!("/Resources<</Font<</F {font} 0 R>>{objects}>>");
        fixture.page(&entries, &format!("{text} q 60 0 0 20 10 45 cm {image} Q"));
        only(&fixture).text
    };
    let inline = |entries: &str, sample: char| {
        read(&format!("BI /W 1 /H 1 /BPC 1 /IM true {entries} ID {sample} EI"), None)
    };
    // The first bit of `0` is 0, that of the last is 1.
    assert_eq!(inline("", '0'), "");
    assert_eq!(inline("/D [0 1]", '0'), "");
    assert_eq!(inline("/D [1 0]", '0'), "abc");
    assert_eq!(inline("", '\u{80}'), "abc");
    assert_eq!(inline("/Decode [1 0]", '\u{80}'), "");
    assert_eq!(inline("/F /AHx", '0'), "abc", "what is not known covers nothing");
    assert_eq!(read("", Some(&[0x00])), "");
    assert_eq!(read("", Some(&[0x80])), "abc");
    assert_eq!(read("/Decode[1 0]", Some(&[0x80])), "");
    assert_eq!(read("/Filter/ASCIIHexDecode", Some(b"00>")), "");
    assert_eq!(read("/Filter/ASCIIHexDecode", Some(b"80>")), "abc");
}
