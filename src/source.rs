//! Where in a document something was printed.

/// A rectangle on a page, in points (1/72 inch) from the page's top left corner, after `/Rotate`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Area {
    /// The smallest area that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

/// Where a run of text was printed: page and area for a PDF, line for a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Source {
    /// 1-based page; 0 where the document has none.
    pub page: u32,
    /// 1-based line; 0 where the document has none.
    pub line: u32,
    /// The area on the page (PDF only).
    pub area: Option<Area>,
}
