//! Packages made of a few parts, one for each way in which a file says something else than it shows.

mod word;

use super::*;
use crate::fold::control;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn relations(entries: &[(&str, &str, &str)]) -> String {
    let entry = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id='{id}' Type='http://x/relationships/{kind}' Target='{target}'/>")
    };
    format!("<Relationships>{}</Relationships>", entries.iter().map(entry).collect::<String>())
}

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[$-411]ggge\"年\"m\"月\"d\"日\"'/>\
    <numFmt numFmtId='165' formatCode='\"○\";;'/></numFmts><fonts><font/><font><strike/></font></fonts>\
    <borders><border/><border><left style='thin'/><right style='thin'/><top style='thin'/><bottom style='thin'/></border></borders>\
    <cellXfs><xf/><xf numFmtId='164'/><xf numFmtId='165'/><xf fontId='1'/><xf borderId='1'/><xf numFmtId='58'/></cellXfs></styleSheet>";

/// A workbook with one sheet, and what else its parts are.
fn workbook(sheet: &str, book: &str, more: &[(&str, &str)]) -> Read {
    let root = relations(&[("r", "officeDocument", "xl/workbook.xml")]);
    let of_book = relations(&[
        ("s1", "worksheet", "worksheets/sheet1.xml"),
        ("s2", "worksheet", "worksheets/sheet1.xml"),
        ("t", "sharedStrings", "sharedStrings.xml"),
        ("f", "styles", "styles.xml"),
    ]);
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let book = format!("<workbook>{book}</workbook>");
    let strings = "<sst><si><r><rPr><strike/></rPr><t>旧課長</t></r><r><t>課長</t></r><rPh><t>カチョウ</t></rPh></si></sst>";
    let mut parts = vec![
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &of_book),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", STYLES),
    ];
    parts.extend(more);
    read(&package(&parts), 1 << 20)
}

const ONE: &str = "<sheets><sheet name='様式' id='s1'/></sheets>";

fn texts(read: &Read) -> Vec<Vec<&str>> {
    read.rows
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
        .collect()
}

fn codes(read: &Read) -> Vec<&str> {
    let notes = read.rows.notes.iter().map(|note| note.code.name());
    read.findings.iter().map(|finding| finding.code.name()).chain(notes).collect()
}

#[test]
fn cells_print_what_their_formats_say() {
    let sheet = "<sheetData><row r='1'><c r='A1' s='1'><v>45840</v></c><c r='B1' s='5'><v>43586</v></c>\
        <c r='C1' s='2'><v>1</v></c><c r='D1' s='2'><v>0</v></c><c r='E1' t='inlineStr'><is><t>区</t><rPh><t>ク</t></rPh></is></c>\
        <c r='F1' t='str'><f>A1</f><v>一_x000D_二</v></c></row></sheetData>";
    let read = workbook(sheet, ONE, &[]);
    assert_eq!(texts(&read), [["令和7年7月2日", "令和1年5月1日", "○", "区", "一\n二"]]);
    let source = read.rows.rows[0].cells[0].spans[0].source;
    assert_eq!((source.sheet, source.cell.unwrap().to_string()), (1, "A1".to_owned()));
    assert_eq!(read.sheets, ["様式"]);
    assert!(codes(&read).is_empty());
}

#[test]
fn struck_text_is_no_answer_and_is_named() {
    let sheet = "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='3' t='str'><v>削除</v></c></row></sheetData>";
    let read = workbook(sheet, ONE, &[]);
    assert_eq!(texts(&read), [["課長", ""]]);
    assert_eq!(codes(&read), ["text-struck", "text-struck"]);
    assert_eq!(read.rows.notes[1].cell, Some((0, 1)));
}

#[test]
fn what_is_hidden_is_left_out_and_named() {
    let sheet = "<cols><col min='2' max='2' hidden='1'/></cols><sheetData><row r='1'><c r='A1' t='str'><v>見える</v></c>\
        <c r='B1' t='str'><v>列</v></c></row><row r='2' hidden='1'><c r='A2' t='str'><v>行</v></c></row></sheetData>";
    let book = "<sheets><sheet name='様式' id='s1'/><sheet name='リスト' id='s2' state='veryHidden'/></sheets>";
    let read = workbook(sheet, book, &[]);
    assert_eq!(texts(&read), [["見える"]]);
    assert_eq!(codes(&read), ["hidden-left-out", "hidden-left-out"]);
}

#[test]
fn the_print_area_bounds_a_sheet() {
    let sheet = "<sheetData><row r='1'><c r='A1' t='str'><v>中</v></c><c r='C1' t='str'><v>外</v></c></row></sheetData>";
    let area = |text: &str| {
        format!(
            "{ONE}<definedNames><definedName name='_xlnm.Print_Area' localSheetId='0'>{text}</definedName></definedNames>"
        )
    };
    let read = workbook(sheet, &area("'様式'!$A$1:$B$9"), &[]);
    assert_eq!((texts(&read), codes(&read)), (vec![vec!["中"]], vec!["outside-print-area"]));
    let read = workbook(sheet, &area("#REF!"), &[]);
    assert_eq!((texts(&read), codes(&read)), (vec![vec!["中", "外"]], vec![]));
}

#[test]
fn a_formula_without_a_value_is_blank_with_a_finding() {
    let read = workbook(
        "<sheetData><row r='1'><c r='A1' s='4'><f>TODAY()</f></c></row></sheetData>",
        ONE,
        &[],
    );
    assert_eq!((texts(&read), codes(&read)), (vec![vec![""]], vec!["formula-without-value"]));
}

#[test]
fn merged_cells_are_one_and_borders_enclose_a_cell() {
    let sheet = "<sheetData><row r='1'><c r='A1' s='4' t='str'><v>③</v></c><c r='B1' s='4' t='str'><v>名称</v></c><c r='C1' s='4'/></row>\
        <row r='2'><c r='A2' s='4'/><c r='B2' s='4'/><c r='C2' s='4'/></row></sheetData>\
        <mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:C2'/></mergeCells>";
    assert_eq!(texts(&workbook(sheet, ONE, &[])), [["③", "名称"]]);
}

#[test]
fn text_boxes_are_read_where_they_lie() {
    let of_sheet = relations(&[("d", "drawing", "../drawings/drawing1.xml")]);
    let drawing = "<wsDr><twoCellAnchor><from><col>1</col><row>0</row></from><to><col>3</col><row>2</row></to>\
        <sp><txBody><p><r><t>事務の流れ</t></r></p></txBody></sp></twoCellAnchor></wsDr>";
    let sheet =
        "<sheetData><row r='1'><c r='A1' t='str'><v>②</v></c></row></sheetData><drawing r:id='d'/>";
    let more = [
        ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.as_str()),
        ("xl/drawings/drawing1.xml", drawing),
    ];
    assert_eq!(texts(&workbook(sheet, ONE, &more)), [["②", "事務の流れ"]]);
}

#[test]
fn a_text_box_stands_for_what_it_lies_over() {
    let of_sheet = relations(&[("d", "drawing", "../drawings/drawing1.xml")]);
    let over = |offset: &str, fill: &str| {
        let drawing = format!(
            "<wsDr><twoCellAnchor><from><col>0</col><colOff>{offset}</colOff><row>0</row></from><to><col>1</col><row>1</row></to><sp>\
             <spPr>{fill}</spPr><txBody><p><r><t>新</t></r></p></txBody></sp></twoCellAnchor></wsDr>"
        );
        let sheet = "<sheetData><row r='1'><c r='A1' t='str'><v>旧</v></c></row></sheetData><drawing r:id='d'/>";
        let more = [
            ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.as_str()),
            ("xl/drawings/drawing1.xml", drawing.as_str()),
        ];
        let read = workbook(sheet, ONE, &more);
        (texts(&read).concat().join("+"), codes(&read).join("+"))
    };
    assert_eq!(over("0", "<solidFill/>"), ("新".to_owned(), "text-covered".to_owned()));
    assert_eq!(over("0", "<noFill/>"), ("旧+新".to_owned(), "text-added".to_owned()));
    // It begins within the cell: what it covers of it is not known.
    assert_eq!(over("900000", "<solidFill/>"), ("旧+新".to_owned(), "text-added".to_owned()));
}

#[test]
fn comments_are_said_of_their_cells() {
    let of_sheet = relations(&[("c", "comments", "../comments1.xml")]);
    let comments =
        "<comments><comment ref='B1'><text><t>課名を直す</t></text></comment></comments>";
    let sheet = "<sheetData><row r='1'><c r='A1' s='4' t='str'><v>税務課</v></c><c r='B1' s='4'/></row></sheetData>\
        <mergeCells><mergeCell ref='A1:B1'/></mergeCells><legacyDrawing r:id='d'/>";
    let more = [
        ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.as_str()),
        ("xl/comments1.xml", comments),
    ];
    let read = workbook(sheet, ONE, &more);
    assert_eq!((texts(&read), codes(&read)), (vec![vec!["税務課"]], vec!["text-added"]));
    assert!(read.rows.notes[0].message.en.contains("課名を直す"));
}

#[test]
fn comments_far_away_leave_the_sheet_and_those_that_are_done_are_over() {
    let said = |comments: &str, thread: &str| {
        let of_sheet = relations(&[
            ("c", "comments", "../comments1.xml"),
            ("t", "threadedComment", "../threads1.xml"),
        ]);
        let sheet = "<sheetData><row r='1'><c r='A1' s='4' t='str'><v>税務課</v></c></row></sheetData>\
            <mergeCells><mergeCell ref='A1:B2'/></mergeCells><legacyDrawing r:id='d'/>";
        let more = [
            ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.as_str()),
            ("xl/comments1.xml", comments),
            ("xl/threads1.xml", thread),
        ];
        let read = workbook(sheet, ONE, &more);
        (texts(&read).concat().concat(), codes(&read).join("+"))
    };
    let at = |place: &str| {
        format!("<comments><comment ref='{place}'><text><t>直す</t></text></comment></comments>")
    };
    let found = |codes: &str| ("税務課".to_owned(), codes.to_owned());
    assert_eq!(said(&at("XFD1048576"), ""), found("text-added"));
    assert_eq!(said(&at("A1"), ""), found("text-added"));
    let thread = "<x><threadedComment ref='A1' id='1' done='1'><text>直す</text></threadedComment>\
        <threadedComment ref='A1' id='2' parentId='1'><text>済</text></threadedComment></x>";
    assert_eq!(said(&at("A1"), thread), found(""));
}

#[test]
fn a_text_that_is_mostly_red_or_a_red_line_of_a_list_corrects_nothing() {
    let said = |runs: &[(bool, &str)]| {
        let run = |(red, text): &(bool, &str)| {
            let color = if *red { "<color rgb='FFFF0000'/>" } else { "" };
            format!("<r><rPr>{color}</rPr><t>{text}</t></r>")
        };
        let runs: String = runs.iter().map(run).collect();
        let cell = format!("<c r='A1' t='inlineStr'><is>{runs}</is></c>");
        let sheet = format!("<sheetData><row r='1'>{cell}</row></sheetData>");
        codes(&workbook(&sheet, ONE, &[])).join("+")
    };
    assert_eq!(said(&[(true, "資格の管理、保険税の"), (false, "賦課"), (true, "を行う。")]), "");
    assert_eq!(said(&[(false, "①資格の管理の事務\n"), (true, "②賦課の管理の事務")]), "");
    assert_eq!(said(&[(false, "①資格の管理の事務\n"), (true, "①資格の把握の事務")]), "text-added");
}

#[test]
fn a_merged_cell_is_shown_while_a_part_of_it_is() {
    let sheet = "<cols><col min='1' max='1' hidden='1'/></cols><sheetData><row r='1'><c r='A1' t='str'><v>税務課</v></c></row>\
        <row r='2'><c r='A2' t='str'><v>隠</v></c><c r='B2' t='str'><v>表</v></c></row></sheetData>\
        <mergeCells><mergeCell ref='A1:B1'/></mergeCells>";
    let read = workbook(sheet, ONE, &[]);
    assert_eq!(
        (texts(&read), codes(&read)),
        (vec![vec!["税務課"], vec!["表"]], vec!["hidden-left-out"])
    );
}

#[test]
fn what_formats_and_formulas_leave_out_is_said() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode=';;;'/></numFmts><cellXfs><xf/><xf numFmtId='164'/></cellXfs></styleSheet>";
    let said = |cell: &str| {
        let sheet = format!("<sheetData><row r='1'>{cell}</row></sheetData>");
        let of_book =
            relations(&[("s1", "worksheet", "worksheets/sheet1.xml"), ("f", "styles", "s.xml")]);
        let root = relations(&[("r", "officeDocument", "xl/workbook.xml")]);
        let parts = [
            ("_rels/.rels", root.as_str()),
            ("xl/workbook.xml", &format!("<workbook>{ONE}</workbook>")),
            ("xl/_rels/workbook.xml.rels", &of_book),
            ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
            ("xl/s.xml", styles),
        ];
        codes(&read(&package(&parts), 1 << 20)).join("+")
    };
    assert_eq!(said("<c r='A1' s='1' t='inlineStr'><is><t>税務課</t></is></c>"), "text-covered");
    assert_eq!(said("<c r='A1' s='1'><v>0</v></c>"), "");
    assert_eq!(said("<c r='A1'><f>元!B3</f><v>0</v></c>"), "formula-without-value");
    assert_eq!(said("<c r='A1'><f>SUM(B1:B3)</f><v>0</v></c>"), "");
    assert_eq!(said("<c r='A1'><f>'R6-4 (2)'!B3</f><v>0</v></c>"), "formula-without-value");
    assert_eq!(said("<c r='A1'><f>'R6'!B3-'R6'!B4</f><v>0</v></c>"), "");
    let shared = |formula: &str| {
        said(&format!(
            "<c r='A1'><f t='shared' ref='A1:A2' si='0'>{formula}</f><v>7</v></c>\
             <c r='B1'><f t='shared' si='0'/><v>0</v></c>"
        ))
    };
    assert_eq!(shared("元!B3"), "formula-without-value");
    assert_eq!(shared("元!B3*2"), "");
}

#[test]
fn too_much_is_a_finding() {
    let sheet =
        "<sheetData><row r='1048576'><c r='XFD1048576' t='str'><v>遠い</v></c></row></sheetData>";
    assert_eq!(codes(&workbook(sheet, ONE, &[])), ["limit-cells"]);
    let long = format!("<sst><si><t>{}</t></si></sst>", " ".repeat(2 << 20));
    let more = [("xl/sharedStrings2.xml", long.as_str())];
    assert!(
        codes(&workbook("", ONE, &more)).is_empty(),
        "a part that nobody names is not unpacked"
    );
    let read = super::read(&package(&[("_rels/.rels", &long)]), 1 << 20);
    assert_eq!(codes(&read)[..1], ["office-unreadable"]);
    assert_eq!(codes(&super::read(b"PK\x03\x04 cut", 1 << 20)), ["office-unreadable"]);
}

#[test]
fn numbers_without_their_formats_say_so() {
    let cells = "<table:table-cell office:value-type='string'><text:p>評価書番号</text:p></table:table-cell>\
        <table:table-cell office:value-type='float' office:value='3'><text:p>03</text:p></table:table-cell>";
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name='様式'><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ];
    let read = super::read(&package(&parts), 1 << 20);
    assert_eq!(texts(&read), [["評価書番号", "3"]]);
    assert_eq!(codes(&read), ["number-without-format"]);
}

#[test]
fn a_sheet_whose_part_is_gone_is_said_to_be_unread() {
    let root = relations(&[("r", "officeDocument", "xl/workbook.xml")]);
    let of_book = relations(&[("s1", "worksheet", "worksheets/sheet1.xml")]);
    let parts = [
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", &format!("<workbook>{ONE}</workbook>")),
        ("xl/_rels/workbook.xml.rels", &of_book),
    ];
    let read = read(&package(&parts), 1 << 20);
    assert_eq!(codes(&read), ["sheet-unread"]);
    assert!(read.findings[0].message.en.contains("様式"));
}
