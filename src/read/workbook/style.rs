//! How the cells of a workbook are formatted: borders and number formats (ECMA-376 Part 1, 18.8).

use super::format::{GENERAL, built_in};
use super::grid::Borders;
use super::xml::{Element, Node, walk};
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
    /// A boolean is shown as a check box.
    pub(super) check_box: bool,
}

impl Default for Style {
    fn default() -> Self {
        let code = GENERAL.to_owned();
        Self { code, borders: Borders::default(), struck: false, check_box: false }
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

#[derive(Default)]
struct Reader {
    /// `fonts`, `borders`, `cellXfs`: which list is being read.
    list: String,
    formats: BTreeMap<u32, String>,
    fonts: Vec<bool>,
    borders: Vec<Borders>,
    found: Vec<Style>,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        match (self.list.as_str(), element.name()) {
            (_, name @ ("fonts" | "borders" | "cellXfs" | "cellStyleXfs" | "dxfs")) => {
                name.clone_into(&mut self.list);
            }
            ("", "numFmt") => {
                if let (Some(id), Some(code)) =
                    (element.number("numFmtId"), element.get("formatCode"))
                {
                    self.formats.insert(id, code.into_owned());
                }
            }
            ("fonts", "font") => self.fonts.push(false),
            ("fonts", "strike") => {
                if let Some(font) = self.fonts.last_mut() {
                    *font = element.flag("val", true);
                }
            }
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
        Style {
            code,
            borders: self.borders.get(index("borderId")).copied().unwrap_or_default(),
            struck: self.fonts.get(index("fontId")).copied().unwrap_or(false),
            check_box: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
