//! Small PDF files for the tests, built in memory.

use super::open::Opened;
use super::{Limits, pages};
use crate::read::page::Page;

/// A file under construction: object 1 is the catalog, 2 the page tree.
pub(super) struct Fixture {
    objects: Vec<Vec<u8>>,
    kids: Vec<usize>,
    /// What the catalog says besides the pages.
    pub(super) catalog: String,
}

impl Fixture {
    pub(super) fn new() -> Self {
        Self { objects: vec![Vec::new(); 2], kids: Vec::new(), catalog: String::new() }
    }

    /// Adds an object and gives its number.
    pub(super) fn add(&mut self, body: &str) -> usize {
        self.objects.push(body.as_bytes().to_vec());
        self.objects.len()
    }

    /// Adds a stream; `entries` go into its dictionary.
    pub(super) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let head = format!("<<{entries}/Length {}>>stream\n", data.len());
        self.objects.push([head.as_bytes(), data, b"\nendstream"].concat());
        self.objects.len()
    }

    /// Adds a page with these entries (its resources, boxes …) and this content.
    pub(super) fn page(&mut self, entries: &str, content: &str) {
        let content = self.stream("", content.as_bytes());
        self.page_of(&format!("{entries}/Contents {content} 0 R"));
    }

    /// Adds a page with all of its entries given.
    pub(super) fn page_of(&mut self, entries: &str) {
        let size = if entries.contains("/MediaBox") { "" } else { "/MediaBox[0 0 200 100]" };
        let page = self.add(&format!("<</Type/Page/Parent 2 0 R{size}{entries}>>"));
        self.kids.push(page);
    }

    /// The file with a plain cross-reference table.
    pub(super) fn build(&self) -> Vec<u8> {
        let kids: String = self.kids.iter().map(|kid| format!("{kid} 0 R ")).collect();
        let mut objects = self.objects.clone();
        objects[0] = format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalog).into_bytes();
        objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.kids.len()).into_bytes();
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (object, number) in objects.iter().zip(1..) {
            table += &format!("{:010} 00000 n \n", file.len());
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let start = file.len();
        let size = objects.len() + 1;
        file.extend(table.bytes());
        let trailer = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        file.extend(trailer.bytes());
        file
    }
}

/// Reads a file with the ordinary bounds.
pub(super) fn open(bytes: &[u8]) -> Opened {
    pages(bytes, &Limits::default())
}

/// The only page of a fixture.
pub(super) fn only(fixture: &Fixture) -> Page {
    let opened = open(&fixture.build());
    assert_eq!((opened.pages.len(), opened.reader), (1, "lopdf"));
    opened.pages.into_iter().next().unwrap()
}

/// A page with one font (`/F`, 10 points, at 20 50) and these operators inside of `BT`.
pub(super) fn with_font(mut fixture: Fixture, font: &str, show: &str) -> Page {
    let font = fixture.add(font);
    fixture.page(
        &format!("/Resources<</Font<</F {font} 0 R>>>>"),
        &format!("BT /F 10 Tf 20 50 Td {show} ET"),
    );
    only(&fixture)
}

/// The text of each glyph.
pub(super) fn pieces(page: &Page) -> Vec<&str> {
    page.glyphs.iter().map(|glyph| &page.text[glyph.start as usize..glyph.end as usize]).collect()
}

/// Left edges of the glyphs.
pub(super) fn lefts(page: &Page) -> Vec<f32> {
    page.glyphs.iter().map(|glyph| (glyph.area.x0 * 100.0).round() / 100.0).collect()
}

/// A TrueType font that is nothing but a cmap table: glyphs 1, 2 … for these characters.
pub(super) fn true_type(chars: &[char]) -> Vec<u8> {
    let groups: Vec<u8> = chars
        .iter()
        .zip(1u32..)
        .flat_map(|(&char, glyph)| [u32::from(char), u32::from(char), glyph])
        .flat_map(u32::to_be_bytes)
        .collect();
    let mut cmap = vec![0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0];
    cmap.extend((16 + groups.len() as u32).to_be_bytes());
    cmap.extend([0; 4]);
    cmap.extend((chars.len() as u32).to_be_bytes());
    cmap.extend(groups);
    let mut font = vec![0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0];
    font.extend(b"cmap\0\0\0\0\0\0\0\x1C");
    font.extend((cmap.len() as u32).to_be_bytes());
    font.extend(cmap);
    font
}
