//! How the cells of a workbook are formatted: borders, number formats, and whether their text is seen (ECMA-376 Part 1, 18.8).

use super::format::{GENERAL, built_in};
use super::grid::Borders;
use super::paint::{of_workbook, unseen};
use super::xml::{Element, Node, walk};
use crate::read::page::{Color, Why};
use std::collections::BTreeMap;

/// The format of a cell (`xf`).
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// The number format's code.
    pub(super) code: String,
    /// Its borders.
    pub(super) borders: Borders,
    /// The whole cell is struck out by its font.
    pub(super) struck: bool,
    /// Why nobody sees its text.
    pub(super) unseen: Option<Why>,
    /// A boolean is shown as a check box.
    pub(super) check_box: bool,
}

impl Default for Style {
    fn default() -> Self {
        let code = GENERAL.to_owned();
        let borders = Borders::default();
        Self { code, borders, struck: false, unseen: None, check_box: false }
    }
}

/// The formats of a workbook in the order of `cellXfs`.
pub(super) fn styles(xml: &str) -> Vec<Style> {
    let mut reader = Reader::default();
    walk(xml, |node| match node {
        Node::Open(element) => reader.open(&element),
        Node::Close(name) => reader.close(name),
        Node::Text(_) => {}
    });
    reader.found
}

/// What a font says of the text.
#[derive(Clone, Copy)]
struct Font {
    struck: bool,
    color: Option<Color>,
}

#[derive(Default)]
struct Reader {
    /// `fonts`, `fills`, `borders`, `cellXfs`: which list is being read.
    list: String,
    formats: BTreeMap<u32, String>,
    fonts: Vec<Font>,
    /// The colours of the cells' grounds.
    fills: Vec<Option<Color>>,
    borders: Vec<Borders>,
    found: Vec<Style>,
    is_solid: bool,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        match (self.list.as_str(), element.name()) {
            (_, name @ ("fonts" | "fills" | "borders" | "cellXfs" | "cellStyleXfs" | "dxfs")) => {
                name.clone_into(&mut self.list);
            }
            ("", "numFmt") => {
                if let (Some(id), Some(code)) =
                    (element.number("numFmtId"), element.get("formatCode"))
                {
                    self.formats.insert(id, code.into_owned());
                }
            }
            ("fonts", "font") => self.fonts.push(Font { struck: false, color: Some(Color::BLACK) }),
            ("fonts", name @ ("strike" | "color")) => {
                if let Some(font) = self.fonts.last_mut() {
                    match name {
                        "strike" => font.struck = element.flag("val", true),
                        _ => font.color = of_workbook(element),
                    }
                }
            }
            ("fills", "fill") => self.fills.push(None),
            ("fills", "patternFill") => {
                let is_none = element.get("patternType").is_none_or(|pattern| pattern == "none");
                self.fill(is_none.then_some(Color::WHITE));
                self.is_solid =
                    element.get("patternType").is_some_and(|pattern| pattern == "solid");
            }
            ("fills", "fgColor") if self.is_solid => self.fill(of_workbook(element)),
            ("borders", "border") => self.borders.push(Borders::default()),
            ("borders", side) => self.side(side, element),
            ("cellXfs", "xf") => {
                let style = self.style(element);
                self.found.push(style);
            }
            // In-cell check boxes, as Excel writes them since 2024.
            ("cellXfs", "xfComplement") => {
                if let Some(style) = self.found.last_mut() {
                    style.check_box = true;
                }
            }
            _ => {}
        }
    }

    fn fill(&mut self, color: Option<Color>) {
        self.fills.last_mut().into_iter().for_each(|fill| *fill = color);
    }

    fn close(&mut self, name: &str) {
        if name == self.list {
            self.list.clear();
        }
    }

    fn side(&mut self, side: &str, element: &Element<'_>) {
        let drawn = element.get("style").is_some_and(|style| style != "none");
        let Some(borders) = self.borders.last_mut() else { return };
        match side {
            "left" | "start" => borders.left = drawn,
            "right" | "end" => borders.right = drawn,
            "top" => borders.top = drawn,
            "bottom" => borders.bottom = drawn,
            _ => {}
        }
    }

    fn style(&self, xf: &Element<'_>) -> Style {
        let index = |name: &str| xf.number::<usize>(name).unwrap_or(0);
        let id = xf.number("numFmtId").unwrap_or(0);
        let code = match self.formats.get(&id) {
            Some(code) => code.clone(),
            None => built_in().get(&id).copied().unwrap_or(GENERAL).to_owned(),
        };
        let font = self.fonts.get(index("fontId"));
        let ground = self.fills.get(index("fillId")).copied().flatten();
        Style {
            code,
            borders: self.borders.get(index("borderId")).copied().unwrap_or_default(),
            struck: font.is_some_and(|font| font.struck),
            unseen: unseen(font.and_then(|font| font.color), ground),
            check_box: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_the_colour_of_its_ground_is_not_seen() {
        let xml = "<styleSheet><fonts><font><color theme='1'/></font><font><color rgb='FFFFFFFF'/></font></fonts>\
                   <fills><fill><patternFill patternType='none'/></fill>\
                   <fill><patternFill patternType='solid'><fgColor indexed='8'/><bgColor indexed='64'/></patternFill></fill></fills>\
                   <cellXfs><xf fontId='0' fillId='0'/><xf fontId='1' fillId='0'/><xf fontId='0' fillId='1'/><xf fontId='1' fillId='1'/></cellXfs></styleSheet>";
        let unseen: Vec<_> = styles(xml).into_iter().map(|style| style.unseen).collect();
        assert_eq!(unseen, [None, Some(Why::Unseen), Some(Why::BlackedOut), None]);
    }

    #[test]
    fn formats_refer_to_lists_before_them() {
        let xml = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='00'/></numFmts>\
                   <fonts><font/><font><strike/></font></fonts>\
                   <borders><border><left/></border><border><left style='thin'/><top style='none'/></border></borders>\
                   <cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
                   <cellXfs><xf numFmtId='0'/><xf numFmtId='164' fontId='1' borderId='1'/><xf numFmtId='58'/>\
                   <xf numFmtId='0'><extLst><ext><xfpb:xfComplement i='0'/></ext></extLst></xf></cellXfs></styleSheet>";
        let styles = styles(xml);
        let codes: Vec<&str> = styles.iter().map(|style| style.code.as_str()).collect();
        assert_eq!(codes, ["General", "00", "[$-411]ggge\"年\"m\"月\"d\"日\"", "General"]);
        assert_eq!(styles[1].borders, Borders { left: true, ..Borders::default() });
        assert!(styles[1].struck && !styles[0].struck);
        assert!(styles[3].check_box && !styles[2].check_box);
    }
}
