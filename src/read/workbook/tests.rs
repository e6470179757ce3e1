//! Packages made of a few parts, one for each way in which a file says something else than it shows.

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

fn word(body: &str) -> Read {
    let root = relations(&[("r", "officeDocument", "word/document.xml")]);
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    read(&package(&[("_rels/.rels", &root), ("word/document.xml", &document)]), 1 << 20)
}

#[test]
fn word_says_what_people_have_added() {
    let table = |cell: &str| word(&format!("<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"));
    let paragraph = |properties: &str, text: &str| {
        format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>")
    };
    let red = |text: &str| paragraph("<w:color w:val='FF0000'/>", text);
    let black = paragraph("", "福祉部高齢福祉課");
    let text_box = format!(
        "<w:p><w:r><w:drawing><w:txbxContent>{black}</w:txbxContent></w:drawing></w:r></w:p>"
    );
    let said = |cell: String| codes(&table(&cell)).join("+");
    assert_eq!(said(black.clone() + &red("福祉部高齢介護課")), "text-added");
    assert_eq!(said(black.clone() + &red("令和6年度から")), "");
    assert_eq!(said(red("要介護認定") + &text_box), "text-added");
    assert_eq!(said(text_box.clone()), "");
    let anchored = text_box.replace("</w:r></w:p>", "</w:r><w:r><w:t>税務課</w:t></w:r></w:p>");
    let anchored = anchored.replacen("</w:r><w:r><w:t>税務課</w:t></w:r></w:p>", "</w:r></w:p>", 1);
    assert_eq!(texts(&table(&anchored)), [["税務課\n福祉部高齢福祉課"]]);
    assert_eq!(said(anchored), "text-added");
    // Several boxes are a figure.
    assert_eq!(said(black + &text_box.repeat(2)), "");
    assert_eq!(said(paragraph("<w:vanish/>", "隠")), "hidden-left-out");
}

#[test]
fn word_prints_what_is_chosen_and_no_row_that_is_deleted() {
    let row = |properties: &str, text: &str| {
        format!("<w:tr>{properties}<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>")
    };
    let deleted = "<w:trPr><w:del w:id='1'/></w:trPr>";
    let read =
        word(&format!("<w:tbl>{}{}{}</w:tbl>", row("", "一"), row(deleted, "二"), row("", "三")));
    assert_eq!(texts(&read), [["一"], ["三"]]);
    let list = "<w:ddList><w:result w:val='1'/><w:default w:val='0'/><w:listEntry w:val='選択'/><w:listEntry w:val='再委託する'/></w:ddList>";
    let read = word(&format!(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData>{list}</w:ffData></w:fldChar></w:r></w:p>"
    ));
    assert_eq!(texts(&read), [["再委託する"]]);
    let read = word(&format!(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData>{list}</w:ffData></w:fldChar></w:r>\
         <w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>\
         <w:r><w:t>再委託する</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>。</w:t></w:r></w:p>"
    ));
    assert_eq!(texts(&read), [["再委託する。"]]);
}

#[test]
fn word_rings_what_is_enclosed_and_says_what_is_drawn() {
    let field = |parts: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>{parts}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )
    };
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let enclosed = field(&[code("eq \\o\\ac("), code("○"), code(",有)")].concat());
    let page = field(&format!("{}<w:r><w:t>3</w:t></w:r>", code("PAGE")));
    let framed = "<w:r><w:rPr><w:bdr w:val='single'/></w:rPr><w:t>無</w:t></w:r>";
    let shape = |text: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:extent cx='9' cy='9'/>{text}</wp:inline></w:drawing></w:r>"
        )
    };
    let text_box = "<w:txbxContent><w:p><w:r><w:t>箱</w:t></w:r></w:p></w:txbxContent>";
    let paragraph = |runs: &str| format!("<w:p>{runs}<w:r><w:t>・</w:t></w:r></w:p>");
    let body = [&enclosed, framed, &page, &shape("")].map(paragraph).concat();
    let shown = texts(&word(&(body + &paragraph(&shape(text_box))))).concat().concat();
    let shown = shown.replace(control::RING, "(").replace(control::RING_END, ")");
    assert_eq!(shown.replace(control::UNREAD, "?"), "(有)・(無)・3・?・・箱");
}

#[test]
fn word_shows_what_stands_on_a_ground_of_its_own() {
    let white = "<w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>見出し</w:t></w:r>";
    let paragraph =
        |properties: &str, runs: &str| format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>");
    let text_box = format!(
        "<w:r><w:pict><v:shape><w:txbxContent>{}</w:txbxContent></v:shape></w:pict></w:r>",
        paragraph("", white)
    );
    let rule = "<w:r><w:pict><v:rect o:hr='t'/></w:pict></w:r><w:r><w:t>線</w:t></w:r>";
    let figure = "<w:r><w:t>図</w:t></w:r><w:r><w:pict><v:shape style='width:9pt;height:300pt'/></w:pict></w:r>";
    let open = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>EQ \\o\\ac(○,有)</w:instrText></w:r>";
    let body = [
        paragraph("<w:shd w:val='clear' w:fill='1F3864'/>", white),
        paragraph("<w:pStyle w:val='1'/>", white),
        paragraph("", &text_box),
        paragraph("", rule),
        paragraph("", figure),
        paragraph("", open),
        paragraph("", "<w:r><w:t>次</w:t></w:r>"),
    ];
    let ringed = format!("{}有{}", control::RING, control::RING_END);
    let read = word(&body.concat());
    let shown = texts(&read).concat();
    assert_eq!(shown, ["見出し", "見出し", "見出し", "線", "図", &ringed, "次"]);
}

#[test]
fn word_tells_nothing_of_what_is_blacked_out() {
    let run = |properties: &str, text: &str| {
        format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>")
    };
    let read = word(
        &[
            run("<w:highlight w:val='black'/>", "甲野太郎"),
            run("<w:color w:val='000000'/><w:shd w:fill='000000'/>", "乙野花子"),
            run(
                "<w:color w:val='000000'/><w:shd w:val='solid' w:color='000000' w:fill='FFFFFF'/>",
                "丙野",
            ),
            run("<w:color w:val='FFFFFF'/>", "白紙"),
            run("<w:color w:val='FFFFFF'/><w:highlight w:val='black'/>", "白抜き"),
            run("<w:highlight w:val='yellow'/>", "黄"),
            run("<w:color w:val='auto'/><w:shd w:fill='000000'/>", "自動"),
        ]
        .concat(),
    );
    assert_eq!(texts(&read).concat(), ["白抜き", "黄", "自動"]);
    let said: Vec<&str> = read.rows.notes.iter().map(|note| note.code.name()).collect();
    assert_eq!(said, ["text-blacked-out", "text-blacked-out", "text-blacked-out", "text-covered"]);
    assert!(!format!("{read:?}").contains('野'));
}

#[test]
fn word_prints_bases_insertions_and_states() {
    let read = word(
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>かに</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>可児</w:t></w:r></w:rubyBase></w:ruby></w:r>\
         <w:r><w:t>市</w:t></w:r></w:p>\
         <w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>消</w:t></w:r></w:p>\
         <w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>紙</w:t></w:r></w:p>\
         <w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>専用線</w:t></w:r></w:p>",
    );
    assert_eq!(texts(&read), [["可児市"], ["新"], ["[○]紙"], ["[\u{3000}]専用線"]]);
    assert_eq!(codes(&read), ["text-struck"]);
    assert_eq!(read.rows.rows[2].cells[0].spans[0].source.line, 3);
}

#[test]
fn signs_in_word_are_what_their_fonts_show() {
    let read = word(
        "<w:p><w:r><w:t>[</w:t></w:r><w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r><w:r><w:t>]紙</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr><w:t>þ</w:t></w:r><w:r><w:t>専用線</w:t></w:r></w:p>\
         <w:p><w:r><w:t>[ </w:t></w:r><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:sdtContent></w:sdt><w:r><w:t> ]その他</w:t></w:r></w:p>",
    );
    assert_eq!(texts(&read), [["[✓]紙"], ["🗹専用線"], ["[ ○ ]その他"]]);
}

#[test]
fn a_prompt_in_word_is_no_answer() {
    let control = |properties: &str, text: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:dropDownList/>{properties}</w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    };
    let body = format!(
        "<w:p><w:r><w:t>[</w:t></w:r>{}<w:r><w:t>]</w:t></w:r></w:p><w:p>{}</w:p>",
        control("<w:showingPlcHdr/>", "アイテムを選択してください。"),
        control("", "再委託しない")
    );
    assert_eq!(texts(&word(&body)), [["[]"], ["再委託しない"]]);
}

#[test]
fn word_tables_have_spans_and_borders() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let lines = "<w:tblBorders><w:left w:val='single'/><w:right w:val='single'/><w:top w:val='single'/><w:bottom w:val='single'/>\
        <w:insideH w:val='single'/><w:insideV w:val='single'/></w:tblBorders>";
    let body = format!(
        "<w:tbl><w:tblPr>{lines}</w:tblPr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val='restart'/>", "③"),
        cell("", "[○]紙"),
        cell("<w:vMerge/>", ""),
        cell("", "[ ]専用線"),
        cell("<w:gridSpan w:val='2'/>", "備考"),
    );
    assert_eq!(texts(&word(&body)), [vec!["③", "[○]紙"], vec!["[ ]専用線"], vec!["備考"]]);
}

#[test]
fn word_tables_within_a_frame_stand_for_themselves() {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let row = |cells: &[String]| {
        let cells: String = cells.iter().map(|cell| format!("<w:tc>{cell}</w:tc>")).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let table = |rows: &[String]| format!("<w:tbl>{}</w:tbl>", rows.concat());
    let inner = table(&[
        row(&[paragraph("①事務の名称"), paragraph("児童手当")]),
        row(&[paragraph("②事務の概要"), table(&[row(&[paragraph("受給"), paragraph("資格")])])]),
    ]);
    let frame = |inside: &str| table(&[row(&[format!("{}{inside}", paragraph("Ⅰ"))])]);
    let read = word(&frame(&frame(&inner)));
    let expected =
        [vec!["Ⅰ"], vec!["Ⅰ"], vec!["①事務の名称", "児童手当"], vec!["②事務の概要", "受給\n資格"]];
    assert_eq!(texts(&read), expected);
    let (open, close) = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>");
    let many = format!("{}{}{}", open.repeat(10_000), paragraph("Ⅱ"), close.repeat(10_000));
    assert_eq!(texts(&word(&many)), [["Ⅱ"]]);
    let lines: String = (0..5_000).map(|at| paragraph(&at.to_string())).collect();
    let many = format!("{}{lines}{}", open.repeat(5_000), close.repeat(5_000));
    assert_eq!(word(&many).rows.rows.len(), 1);
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
