//! A workbook of one sheet: sheet, shared strings, styles, drawing and workbook, parted by NUL.
#![no_main]
use hyokasho_fuzz::{package, read, relations};

const WORKBOOK: &[u8] = br#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (sheet, strings, styles, drawing) = (next(), next(), next(), next());
    let workbook = parts.next().unwrap_or(WORKBOOK);
    let to_book = relations(&[("officeDocument", "xl/workbook.xml")]);
    let of_book = [("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")];
    let (of_book, of_sheet) = (relations(&of_book), relations(&[("drawing", "../drawings/drawing1.xml")]));
    read("workbook", &package(&[
        ("_rels/.rels", to_book.as_bytes()),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
        ("xl/drawings/drawing1.xml", drawing),
    ]));
});
