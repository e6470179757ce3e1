//! Word documents.

use super::*;

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
