//! Word documents (`.docx`; ECMA-376 Part 1, 17, WordprocessingML): tables and paragraphs in order.
//!
//! What is printed is read: the base of ruby (17.3.3.25) without its reading, insertions without
//! deletions (17.13.5), no hidden text (17.3.2.41), no struck text, the state of check boxes, what is enclosed or has
//! a border (17.3.2.4) as ringed. A drawing without text is ink that cannot be read.
//! A place is the number of the paragraph.

mod paragraph;
mod run;
mod table;

use self::paragraph::Paragraph;
use self::run::Run;
use self::table::{Inside, Line, Table, table_styles};
use super::comment::{comments, noted};
use super::field::{Field, List};
use super::grid::{Borders, write_line};
use super::package::Package;
use super::paint::shade;
use super::xml::{Element, Node, walk};
use super::{Read, finding};
use crate::finding::{Code, Message, Severity};
use crate::fold::control;
use crate::read::page::Color;
use crate::read::sign::Signs;
use crate::source::Source;
use std::collections::BTreeMap;

/// The elements whose content is not printed, or printed elsewhere.
const NOT_PRINTED: [&str; 9] = [
    "del",
    "moveFrom",
    "rt",
    "Fallback",
    "delText",
    "delInstrText",
    "fldData",
    "tblPrEx",
    "sectPr",
];

/// Reads a Word document.
pub(super) fn read(package: &mut Package<'_>, main: &str) -> Read {
    let relations = package.relations(main);
    let path = relations.values().find(|to| to.kind == "styles").map(|to| to.path.clone());
    let styles = path.and_then(|path| package.part(&path));
    let path = relations.values().find(|to| to.kind == "comments").map(|to| to.path.clone());
    let said = path.and_then(|path| package.part(&path));
    let mut reader = Reader {
        comments: said.map(|xml| comments(&xml, "id").texts).unwrap_or_default(),
        styles: styles.map(|xml| table_styles(&xml)).unwrap_or_default(),
        ..Reader::default()
    };
    match package.part(main) {
        Some(xml) => walk(&xml, |node| match node {
            Node::Open(element) => reader.open(&element),
            Node::Close(name) => reader.close(name),
            Node::Text(text) => reader.text(&text),
        }),
        None => {
            let message = Message::new("office-unreadable.text", &[("part", &main)]);
            reader.read.findings.push(finding(
                Code::OfficeUnreadable,
                Severity::Error,
                Source::default(),
                message,
            ));
        }
    }
    reader.read
}

#[derive(Default)]
struct Reader {
    read: Read,
    styles: BTreeMap<String, (Borders, Borders)>,
    /// What is said, by its number.
    comments: BTreeMap<String, String>,
    tables: Vec<Table>,
    /// How many tables deeper than those that are told apart.
    deeper: usize,
    /// How deep below an element that is not printed.
    skipped: usize,
    /// How many paragraphs have begun.
    paragraphs: u32,
    paragraph: Paragraph,
    /// The paragraphs that hold the text boxes around.
    around: Vec<Paragraph>,
    /// How many text boxes have begun.
    boxes: u32,
    in_row_properties: bool,
    in_text: bool,
    run: Run,
    in_instruction: bool,
    in_paragraph_properties: bool,
    /// The drawing that is being read.
    drawing: Option<Drawing>,
    check_box: Option<CheckBox>,
    list: Option<List>,
    /// The content controls around, and whether each shows a prompt in place of an answer.
    controls: Vec<bool>,
    gap: bool,
}

/// A drawing while it is read: its height in EMU (914,400 to an inch), and whether it holds text.
#[derive(Default)]
struct Drawing {
    height: u64,
    has_text: bool,
}

/// A point in EMU.
const POINT: u64 = 12_700;
/// A drawing as high as three lines of 14 points or less may be a mark beside text.
const MARK_HEIGHT: u64 = 3 * 14 * POINT;

/// So many tables within each other are told apart; what stands deeper is text of the last.
const MOST_TABLES: usize = 8;

/// A check box that is being read: a content control or a form field.
#[derive(Default)]
struct CheckBox {
    state: Option<bool>,
    is_control: bool,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        let name = element.name();
        if name == "del" && self.in_row_properties {
            self.tables.last_mut().into_iter().for_each(|table| table.is_row_gone = true);
        }
        if self.skipped > 0 || NOT_PRINTED.contains(&name) {
            self.skipped += 1;
            return;
        }
        if self.run.in_properties {
            self.run.property(element);
            return;
        }
        match name {
            "p" => self.open_paragraph(),
            "pPr" => self.in_paragraph_properties = true,
            "pStyle" => self.paragraph.shade = Some(None),
            "shd" if self.in_paragraph_properties => self.paragraph.shade = Some(shade(element)),
            "r" => self.run = Run::default(),
            "rPr" => self.run.in_properties = true,
            "fldChar" => self.field(element),
            "fldSimple" => {
                let instruction = element.get("instr").unwrap_or_default().into_owned();
                self.draw(&Field { instruction, ..Field::default() });
            }
            "instrText" => self.in_instruction = true,
            "drawing" | "pict" => self.drawing = Some(Drawing::default()),
            "shape" | "oval" | "rect" | "roundrect" | "line" => self.shape(element),
            "extent" => {
                let height = element.number("cy").unwrap_or_default();
                self.drawing.iter_mut().for_each(|drawing| drawing.height = height);
            }
            "txbxContent" => self.open_box(),
            "commentReference" => {
                let said = element.get("id").and_then(|id| self.comments.get(id.as_ref()));
                self.paragraph.notes.extend(said.map(|text| noted(text)));
            }
            "ddList" => self.list = Some(List::default()),
            "trPr" => self.in_row_properties = true,
            "t" => self.in_text = true,
            "tab" => self.print("\t"),
            "br" | "cr" => self.print("\n"),
            "noBreakHyphen" => self.print("-"),
            "sym" => self.symbol(element),
            "checkbox" | "checkBox" => {
                self.check_box = Some(CheckBox { state: None, is_control: name == "checkbox" });
            }
            "result" | "default" | "listEntry" if self.list.is_some() => {
                self.list.iter_mut().for_each(|list| list.see(element));
            }
            "checked" | "default" => self.state(element),
            "sdt" => self.controls.push(false),
            "showingPlcHdr" => {
                self.controls.iter_mut().last().into_iter().for_each(|it| *it = true)
            }
            _ => self.open_table(element),
        }
    }

    fn open_paragraph(&mut self) {
        self.paragraphs += 1;
        (self.paragraph.number, self.paragraph.shade) = (self.paragraphs, None);
    }

    /// The paragraph that a text box hangs on waits until it ends.
    fn open_box(&mut self) {
        self.drawing.iter_mut().for_each(|drawing| drawing.has_text = true);
        self.boxes += 1;
        self.paragraph.tables = self.tables.len();
        self.around.push(std::mem::take(&mut self.paragraph));
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.close_paragraph(),
            "rPr" => self.run.in_properties = false,
            "pPr" => self.in_paragraph_properties = false,
            "t" => self.in_text = false,
            "instrText" => self.in_instruction = false,
            "txbxContent" => self.paragraph = self.around.pop().unwrap_or_default(),
            "trPr" => self.in_row_properties = false,
            "drawing" | "pict" => self.close_drawing(),
            "ffData" => self.form_field(),
            "sdt" => {
                self.check_box = None;
                self.controls.pop();
            }
            _ => self.close_table(name),
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if self.in_instruction {
            self.paragraph
                .fields
                .last_mut()
                .into_iter()
                .for_each(|field| field.instruction.push_str(text));
        }
        if !self.in_text || self.control() {
            return;
        }
        match self.run.signs {
            Some(signs) => {
                let shown: String = text.chars().map(|c| signs.of(c).unwrap_or(c)).collect();
                self.print(&shown);
            }
            None => self.print(text),
        }
    }

    /// The content of a check box control is the drawn box; its state says what it means.
    fn control(&mut self) -> bool {
        match self.check_box.take() {
            Some(CheckBox { state: Some(ticked), is_control: true }) => self.print_box(ticked),
            _ => return false,
        }
        true
    }

    /// A box as the forms print it, or the mark alone where its brackets are printed.
    fn print_box(&mut self, ticked: bool) {
        let is_inside = self.paragraph.line.trim_end().ends_with(['[', '［']);
        self.print(match (is_inside, ticked) {
            (true, true) => "○",
            (true, false) => "\u{3000}",
            (false, true) => "[○]",
            (false, false) => "[\u{3000}]",
        });
    }

    /// A field begins or ends (17.16.18). Of one that is drawn the result is not shown.
    fn field(&mut self, element: &Element<'_>) {
        match element.get("fldCharType").as_deref() {
            Some("begin") => self.paragraph.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) =
                    self.paragraph.fields.last_mut().filter(|field| field.is_drawn())
                {
                    self.paragraph.unshown +=
                        usize::from(!std::mem::replace(&mut field.in_unshown, true));
                }
            }
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    fn end_field(&mut self) {
        if let Some(field) = self.paragraph.fields.pop() {
            self.paragraph.unshown -= usize::from(field.in_unshown);
            self.draw(&field);
        }
    }

    fn draw(&mut self, field: &Field) {
        if let Some(shown) = field.printed() {
            self.print(&shown);
        }
    }

    /// A picture or a shape without text, in an empty paragraph or as low as a mark, is ink that cannot be read.
    fn close_drawing(&mut self) {
        let Some(drawing) = self.drawing.take() else { return };
        if !drawing.has_text
            && (self.paragraph.line.trim().is_empty() || drawing.height <= MARK_HEIGHT)
        {
            self.print(control::UNREAD.encode_utf8(&mut [0; 4]));
        }
    }

    /// A shape of the older kind (VML): its height stands in its style; a horizontal rule is no ink.
    fn shape(&mut self, element: &Element<'_>) {
        let style = element.get("style").unwrap_or_default();
        let height = style.split(';').find_map(|part| part.trim().strip_prefix("height:"));
        let points =
            height.and_then(|height| height.trim().strip_suffix("pt")?.parse::<u32>().ok());
        if let Some(drawing) = &mut self.drawing {
            drawing.height = points.map_or(u64::MAX, |points| u64::from(points) * POINT);
            drawing.has_text |= element.flag("hr", false);
        }
    }

    /// The colour of the paper, of the cell or of the paragraph; `None` where a style or a shape may give it another.
    fn ground(&self) -> Option<Color> {
        if self.drawing.is_some() {
            return None;
        }
        if let Some(shade) = self.paragraph.shade {
            return shade;
        }
        match self.tables.last().and_then(|table| table.cells.last()) {
            Some(cell) => cell.ground,
            None => Some(Color::WHITE),
        }
    }

    /// Prints what is no prompt (17.5.2.39): that goes when somebody answers.
    fn print(&mut self, text: &str) {
        if self.paragraph.unshown > 0 || self.controls.contains(&true) {
            return;
        }
        let unseen = self.run.unseen(self.ground());
        if let Some(unseen) = unseen.filter(|_| !text.trim().is_empty() && !self.run.is_hidden) {
            self.paragraph.unseen.push((unseen, text.to_owned()));
        } else if self.run.is_struck {
            self.paragraph.struck.push_str(text);
        } else if self.run.is_framed && !self.run.is_hidden {
            self.paragraph.line.push(control::RING);
            self.paragraph.line.push_str(text);
            self.paragraph.line.push(control::RING_END);
        } else if self.run.is_hidden {
            self.paragraph.hidden.push_str(text);
        } else {
            self.paragraph.has_plain |=
                !text.trim().is_empty() && !self.run.color.is_some_and(Color::is_vivid);
            self.paragraph.line.push_str(text);
        }
    }

    /// A character by its number in a font (17.3.3.30); private codes of symbol fonts begin at F000.
    fn symbol(&mut self, element: &Element<'_>) {
        if self.control() {
            return;
        }
        let code = element.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let signs = element.get("font").and_then(|font| Signs::named(font.as_bytes()));
        if let Some(c) = code.and_then(char::from_u32) {
            let shown = signs.and_then(|signs| signs.of(c)).unwrap_or(c);
            self.print(shown.encode_utf8(&mut [0; 4]));
        }
    }

    fn state(&mut self, element: &Element<'_>) {
        if let Some(check_box) = &mut self.check_box {
            check_box.state = Some(element.flag("val", true));
        }
    }

    /// A check box or a list of the older kind (17.16.7, 17.16.9) prints at its place; a result behind it is the same again.
    fn form_field(&mut self) {
        let (list, check_box) = (self.list.take(), self.check_box.take());
        if let Some(field) = self.paragraph.fields.last_mut() {
            field.is_printed |= list.is_some() || check_box.is_some();
        }
        if let Some(list) = list {
            self.print(list.chosen());
        }
        if let Some(check_box) = check_box {
            self.print_box(check_box.state.unwrap_or(false));
        }
    }

    fn close_paragraph(&mut self) {
        // A field of one character does not go on in the next paragraph.
        while !self.paragraph.fields.is_empty() {
            self.end_field();
        }
        let text_box = (!self.around.is_empty()).then_some(self.boxes);
        let paragraph = std::mem::take(&mut self.paragraph);
        for line in paragraph.lines(text_box, !self.tables.is_empty()) {
            let outer = self.around.last_mut().filter(|outer| outer.tables == self.tables.len());
            let cell = self.tables.last_mut().and_then(|table| table.cells.last_mut());
            match (outer, cell) {
                (Some(outer), _) => outer.boxed.push(line),
                (None, Some(cell)) => cell.inside.push(Inside::Line(line)),
                (None, None) => self.write_line(line),
            }
        }
    }

    fn write_line(&mut self, line: Line) {
        let Line { text, source, notes, .. } = line;
        self.gap |= text.trim().is_empty() && notes.is_empty();
        if !text.trim().is_empty() || !notes.is_empty() {
            write_line(&text, source, self.gap, notes, &mut self.read.rows);
            self.gap = false;
        }
    }

    fn open_table(&mut self, element: &Element<'_>) {
        let name = element.name();
        if name == "tbl" {
            if self.tables.len() < MOST_TABLES {
                self.tables.push(Table { in_properties: true, ..Table::default() });
            } else {
                self.deeper += 1;
            }
            return;
        }
        if self.deeper > 0 {
            return;
        }
        let Some(table) = self.tables.last_mut() else { return };
        match name {
            "tr" => (table.in_properties, table.column) = (false, 0),
            "tblStyle" => {
                let style = element.get("val").and_then(|id| self.styles.get(id.as_ref()));
                (table.outer, table.inner) = style.copied().unwrap_or_default();
            }
            "gridBefore" => table.column += element.number::<usize>("val").unwrap_or(0),
            "tc" => table.open_cell(),
            "insideH" | "insideV" | "left" | "start" | "right" | "end" | "top" | "bottom" => {
                table.border(
                    name,
                    element.get("val").is_some_and(|val| val != "none" && val != "nil"),
                );
            }
            _ => table.property(element),
        }
    }

    fn close_table(&mut self, name: &str) {
        if self.deeper > 0 {
            self.deeper -= usize::from(name == "tbl");
            return;
        }
        match (name, self.tables.last_mut()) {
            ("tr", Some(table)) => table.close_row(),
            ("tc", Some(table)) => table.column += table.cells.last().map_or(1, |cell| cell.width),
            ("tcBorders", Some(table)) => {
                if let Some(cell) = table.cells.last_mut() {
                    cell.in_borders = false;
                }
            }
            ("tbl", Some(_)) => {
                if let Some(table) = self.tables.pop() {
                    self.close_whole(table);
                }
            }
            _ => {}
        }
    }

    /// A table within a cell waits for the table around it.
    fn close_whole(&mut self, table: Table) {
        match self.tables.last_mut().and_then(|outer| outer.cells.last_mut()) {
            Some(cell) => cell.inside.push(Inside::Table(table)),
            None => self.write_table(table),
        }
    }

    /// A table within a cell is text of that cell, or stands for itself where the table around it only places it.
    fn write_table(&mut self, table: Table) {
        if table.is_frame() {
            for inside in table.cells.into_iter().flat_map(|cell| cell.inside) {
                match inside {
                    Inside::Line(line) => self.write_line(line),
                    Inside::Table(table) => self.write_table(table),
                }
            }
        } else if let Some(grid) = table.grid() {
            grid.write(&mut self.read.rows);
            self.gap = false;
        } else {
            let message = Message::new("limit-cells.table", &[]);
            let (code, severity) = (Code::LimitCells, Severity::Error);
            self.read.findings.push(finding(code, severity, Source::default(), message));
        }
    }
}
