//! What lies over the cells of a sheet: text boxes, check boxes, and what a person has drawn, at the cells under them.
//!
//! Text boxes and shapes: DrawingML (ECMA-376 Part 1, 20.5). Form controls: their state and label are
//! in a VML drawing (ECMA-376 Part 4, 19.4), which every program that knows them writes.

use super::placed::Placed;
use super::xml::{Element, Node, walk};
use crate::fold::control;
use crate::source::CellName;

/// Closed outlines (20.1.10.56 `ST_ShapeType`): without a fill they stand around something.
const CLOSED: [&str; 6] =
    ["ellipse", "donut", "rect", "roundRect", "octagon", "flowChartConnector"];

/// The text boxes and shapes of a drawing part: their text, else [`control::RING`] for a ring, [`control::UNREAD`] for
/// other ink.
pub(super) fn text_boxes(xml: &str) -> Vec<Placed> {
    shapes::<Anchor>(xml)
}

/// The check boxes and option buttons of a VML drawing: `☑ label` or `☐ label` at their cell.
pub(super) fn check_boxes(xml: &str) -> Vec<Placed> {
    shapes::<Control>(xml)
}

/// A shape while it is read.
trait Shape: Default {
    /// Sees an element begin.
    fn open(&mut self, element: &Element<'_>);
    /// Sees text.
    fn text(&mut self, text: &str);
    /// Sees an element end; what is placed with it.
    fn close(&mut self, name: &str) -> Option<Placed>;
}

fn shapes<S: Shape>(xml: &str) -> Vec<Placed> {
    let (mut shape, mut found) = (S::default(), Vec::new());
    walk(xml, |node| match node {
        Node::Open(element) => shape.open(&element),
        Node::Close(name) => found.extend(shape.close(name)),
        Node::Text(text) => shape.text(&text),
    });
    found
}

/// The anchor that is being read.
#[derive(Default)]
struct Anchor {
    first: (u32, u32),
    last: (u32, u32),
    /// It begins behind the beginning of its first row, and of its first column.
    is_within: (bool, bool),
    in_to: bool,
    field: String,
    text: String,
    /// How many shapes, lines and pictures of it are seen.
    shapes: usize,
    in_group_name: bool,
    is_closed: bool,
    in_outline: bool,
    has_no_fill: bool,
    is_hidden: bool,
}

impl Anchor {
    /// What it shows where it has no text; `None` for what nobody sees.
    fn drawn(&self) -> Option<char> {
        match self.shapes {
            _ if self.is_hidden => None,
            0 => None,
            1 if self.is_closed && self.has_no_fill => Some(control::RING),
            _ => Some(control::UNREAD),
        }
    }
}

impl Anchor {
    /// The cells that it covers as a whole: how far it reaches into its last row and column is not looked at.
    fn covered(&self) -> Option<(CellName, CellName)> {
        let row = self.first.0 + u32::from(self.is_within.0);
        let column = self.first.1 + u32::from(self.is_within.1);
        let last = (self.last.0.checked_sub(1)?, self.last.1.checked_sub(1)?);
        let last = CellName { row: last.0, column: last.1 };
        (row <= last.row && column <= last.column).then_some((CellName { row, column }, last))
    }
}

impl Shape for Anchor {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "twoCellAnchor" | "oneCellAnchor" => *self = Self::default(),
            "sp" | "pic" | "cxnSp" => self.shapes += 1,
            "nvGrpSpPr" => self.in_group_name = true,
            "cNvPr" if element.flag("hidden", false) => match self.in_group_name {
                true => self.is_hidden = true,
                false => self.shapes = self.shapes.saturating_sub(1),
            },
            "clientData" => self.is_hidden |= !element.flag("fPrintsWithSheet", true),
            "prstGeom" => {
                self.is_closed =
                    element.get("prst").is_some_and(|name| CLOSED.contains(&name.as_ref()));
            }
            "ln" => self.in_outline = true,
            "noFill" => self.has_no_fill |= !self.in_outline,
            "to" => self.in_to = true,
            "br" => self.text.push('\n'),
            name @ ("row" | "col" | "rowOff" | "colOff" | "t") => name.clone_into(&mut self.field),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let number = || text.trim().parse().unwrap_or(0);
        let corner = if self.in_to { &mut self.last } else { &mut self.first };
        match self.field.as_str() {
            "row" => corner.0 = number(),
            "col" => corner.1 = number(),
            "rowOff" if !self.in_to => self.is_within.0 = number() > 0,
            "colOff" if !self.in_to => self.is_within.1 = number() > 0,
            "t" => self.text.push_str(text),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Option<Placed> {
        self.field.clear();
        match name {
            "to" => self.in_to = false,
            "ln" => self.in_outline = false,
            "nvGrpSpPr" => self.in_group_name = false,
            "p" => self.text.push('\n'),
            "twoCellAnchor" | "oneCellAnchor" => {
                let text = std::mem::take(&mut self.text).trim().to_owned();
                let text = if text.is_empty() { self.drawn()?.into() } else { text };
                let covered = self.covered().filter(|_| !self.has_no_fill);
                return Some(Placed { covered, ..placed(self.first, self.last, text) });
            }
            _ => {}
        }
        None
    }
}

fn placed(first: (u32, u32), last: (u32, u32), text: String) -> Placed {
    let first = CellName { row: first.0, column: first.1 };
    let last = CellName { row: last.0.max(first.row), column: last.1.max(first.column) };
    Placed { first, last, text, covered: None }
}

/// The shape that is being read.
#[derive(Default)]
struct Control {
    is_box: bool,
    state: String,
    anchor: String,
    label: String,
    field: String,
    in_label: bool,
}

impl Shape for Control {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "shape" => *self = Self::default(),
            "textbox" => self.in_label = true,
            "ClientData" => {
                let kind = element.get("ObjectType").unwrap_or_default();
                self.is_box = matches!(kind.as_ref(), "Checkbox" | "Radio");
            }
            name @ ("Checked" | "Anchor") => name.clone_into(&mut self.field),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.field.as_str() {
            "Checked" => self.state.push_str(text.trim()),
            "Anchor" => self.anchor.push_str(text),
            _ if self.in_label => self.label.push_str(text.trim()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Option<Placed> {
        self.field.clear();
        match name {
            "textbox" => self.in_label = false,
            "shape" if self.is_box => return self.placed(),
            _ => {}
        }
        None
    }
}

impl Control {
    /// The anchor is left column, offset, top row, offset, right column, offset, bottom row, offset.
    fn placed(&self) -> Option<Placed> {
        let numbers: Vec<u32> =
            self.anchor.split(',').map_while(|n| n.trim().parse().ok()).collect();
        let &[left, _, top, ..] = numbers.as_slice() else { return None };
        // 2 is "mixed": neither ticked nor not.
        let mark = match self.state.as_str() {
            "1" => "☑",
            "" | "0" => "☐",
            _ => "[?]",
        };
        let text = format!("{mark} {}", self.label);
        Some(placed((top, left), (top, left), text.trim_end().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_boxes_stand_at_their_cells() {
        let xml = "<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>11</xdr:col><xdr:row>3</xdr:row></xdr:from>\
                   <xdr:to><xdr:col>20</xdr:col><xdr:row>6</xdr:row></xdr:to><xdr:sp><xdr:txBody>\
                   <a:p><a:r><a:t>事務の</a:t></a:r><a:r><a:t>内容</a:t></a:r></a:p><a:p><a:r><a:t>二行目</a:t></a:r></a:p>\
                   </xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>";
        let first = CellName { row: 3, column: 11 };
        let last = CellName { row: 6, column: 20 };
        let text = "事務の内容\n二行目".to_owned();
        let covered = Some((first, CellName { row: 5, column: 19 }));
        assert_eq!(text_boxes(xml), [Placed { first, last, text, covered }]);
    }

    #[test]
    fn what_is_drawn_is_a_ring_or_ink() {
        let shown = |shape: &str| {
            let xml = format!(
                "<wsDr><twoCellAnchor><from><col>1</col><row>1</row></from><to><col>2</col><row>9</row></to>\
                 {shape}</twoCellAnchor></wsDr>"
            );
            text_boxes(&xml).into_iter().map(|placed| placed.text).collect::<String>()
        };
        let shape = |name: &str, fill: &str| {
            format!("<sp><spPr><prstGeom prst='{name}'/>{fill}<ln><noFill/></ln></spPr></sp>")
        };
        assert_eq!(shown(&shape("ellipse", "<noFill/>")), control::RING.to_string());
        assert_eq!(shown(&shape("rect", "<solidFill/>")), control::UNREAD.to_string());
        assert_eq!(shown("<pic/>"), control::UNREAD.to_string());
        assert_eq!(shown("<cxnSp/>"), control::UNREAD.to_string());
        let hidden = "<pic><nvPicPr><cNvPr hidden='1'/></nvPicPr></pic>";
        assert_eq!(shown(&format!("{hidden}<pic/>")), control::UNREAD.to_string());
        assert_eq!(shown("<nvGrpSpPr><cNvPr hidden='1'/></nvGrpSpPr><pic/>"), "");
        assert_eq!(shown("<pic><nvPicPr><cNvPr hidden='1'/></nvPicPr></pic>"), "");
        assert_eq!(shown("<pic/><clientData fPrintsWithSheet='0'/>"), "");
    }

    #[test]
    fn check_boxes_have_their_state() {
        let shape = |state: &str, row: u32| {
            format!(
                "<v:shape><v:textbox><div>紙</div></v:textbox><x:ClientData ObjectType='Checkbox'>\
                 <x:Anchor>4, 0, {row}, 1, 6, 0, 9, 1</x:Anchor>{state}</x:ClientData></v:shape>"
            )
        };
        let xml = format!("<xml>{}{}</xml>", shape("<x:Checked>1</x:Checked>", 2), shape("", 5));
        let texts: Vec<_> =
            check_boxes(&xml).into_iter().map(|p| (p.first.to_string(), p.text)).collect();
        assert_eq!(
            texts,
            [("E3".to_owned(), "☑ 紙".to_owned()), ("E6".to_owned(), "☐ 紙".to_owned())]
        );
    }
}
