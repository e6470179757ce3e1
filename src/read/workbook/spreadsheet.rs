//! Excel workbooks (`.xlsx`, `.xlsm`; ECMA-376 Part 1, SpreadsheetML): their sheets in order.

use super::package::Package;
use super::placed::Placed;
use super::sheet::{Area, Shared, Sheet};
use super::xml::{Node, walk};
use super::{Book, Page, comment, drawing, strings, style};
use std::collections::BTreeMap;

/// Reads a workbook.
pub(super) fn read(package: &mut Package<'_>, main: &str) -> Book {
    let Some(xml) = package.part(main) else { return Book::default() };
    let outline = outline(&xml);
    let relations = package.relations(main);
    let path = |kind: &str| relations.values().find(|to| to.kind == kind).map(|to| to.path.clone());
    let strings = path("sharedStrings").and_then(|path| package.part(&path));
    let styles = path("styles").and_then(|path| package.part(&path));
    let shared = Shared {
        strings: strings.map(|xml| strings::shared(&xml)).unwrap_or_default(),
        styles: styles.map(|xml| style::styles(&xml)).unwrap_or_default(),
        from_1904: outline.from_1904,
    };
    let mut book = Book::default();
    for (number, entry) in (0..).zip(&outline.sheets) {
        let page = match relations.get(&entry.id).filter(|to| to.kind == "worksheet") {
            Some(to) => page(package, &to.path, &shared, entry.is_hidden),
            None => Page { is_hidden: true, ..Page::default() },
        };
        book.names.push(entry.name.clone());
        book.pages.push(Page { area: outline.areas.get(&number).cloned(), ..page });
    }
    book
}

fn page(package: &mut Package<'_>, path: &str, shared: &Shared, is_hidden: bool) -> Page {
    let Some(xml) = package.part(path) else { return Page { is_unread: true, ..Page::default() } };
    let mut sheet = Sheet::read(&xml, shared);
    let placed = if is_hidden { Vec::new() } else { placed(package, path, &mut sheet) };
    Page { sheet, placed, is_hidden, ..Page::default() }
}

/// The text boxes and form controls of a sheet; its comments, which lie in a drawing too, go to their cells.
fn placed(package: &mut Package<'_>, path: &str, sheet: &mut Sheet) -> Vec<Placed> {
    if sheet.drawing.is_none() && sheet.legacy_drawing.is_none() {
        return Vec::new();
    }
    let relations = package.relations(path);
    // What is said in a thread stands in the older part too, behind a hint at the program.
    let mut comments = BTreeMap::new();
    for kind in ["comments", "threadedComment"] {
        for to in relations.values().filter(|to| to.kind == kind) {
            let xml = package.part(&to.path).unwrap_or_default();
            let said = comment::comments(&xml, "ref");
            comments.retain(|cell, _| !said.done.contains(cell));
            comments.extend(said.texts);
        }
    }
    let named = |(cell, text): (String, String)| Some((cell.parse().ok()?, text));
    sheet.comments = comments.into_iter().filter_map(named).collect();
    let mut part = |id: &Option<String>| {
        let to = id.as_ref().and_then(|id| relations.get(id))?;
        package.part(&to.path)
    };
    let mut found = part(&sheet.drawing).map(|xml| drawing::text_boxes(&xml)).unwrap_or_default();
    found.extend(part(&sheet.legacy_drawing).iter().flat_map(|xml| drawing::check_boxes(xml)));
    found
}

/// What `workbook.xml` says (18.2).
#[derive(Default)]
struct Outline {
    sheets: Vec<Entry>,
    /// The print areas by the index of their sheet.
    areas: BTreeMap<usize, Vec<Area>>,
    from_1904: bool,
}

struct Entry {
    name: String,
    id: String,
    is_hidden: bool,
}

fn outline(xml: &str) -> Outline {
    let mut outline = Outline::default();
    let mut area_of: Option<usize> = None;
    walk(xml, |node| match node {
        Node::Open(element) => match element.name() {
            "workbookPr" => outline.from_1904 = element.flag("date1904", false),
            "sheet" => outline.sheets.push(Entry {
                name: element.get("name").unwrap_or_default().into_owned(),
                id: element.get("id").unwrap_or_default().into_owned(),
                is_hidden: element.get("state").is_some_and(|state| state != "visible"),
            }),
            "definedName" => {
                let is_area = element.get("name").as_deref() == Some("_xlnm.Print_Area");
                area_of = element.number("localSheetId").filter(|_| is_area);
            }
            _ => {}
        },
        Node::Text(text) => {
            if let Some(areas) = area_of.map(|sheet| outline.areas.entry(sheet).or_default()) {
                areas.extend(
                    text.split(',').filter_map(|part| Area::parse(part.rsplit('!').next()?)),
                );
            }
        }
        Node::Close(_) => area_of = None,
    });
    // An area that cannot be read (whole columns, a broken reference) bounds nothing.
    outline.areas.retain(|_, areas| !areas.is_empty());
    outline
}
