//! Which marks are open around what is drawn, and what they say of it.

/// The marks that are open.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) open: Vec<Mark>,
    pub(super) hidden: u32,
    pub(super) apart: u32,
    pub(super) replacing: bool,
}

/// Marks that matter are shallow; what is nested deeper is not looked at.
const DEPTH: usize = 4096;

#[derive(Debug)]
pub(super) enum Mark {
    Plain,
    Hidden,
    /// A watermark (ISO 32000-2, 14.8.2.2).
    Apart,
    /// What the glyphs since a place stand for.
    Text([usize; 2], String),
}

impl Marks {
    /// Number of open marks.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether what is drawn now is not shown.
    pub(super) fn hidden(&self) -> bool {
        self.hidden > 0
    }

    /// Whether what is drawn now is no content of the page.
    pub(super) fn apart(&self) -> bool {
        self.apart > 0
    }

    pub(super) fn push(&mut self, mark: Mark) {
        if self.open.len() < DEPTH {
            self.apart += u32::from(matches!(mark, Mark::Apart));
            self.hidden += u32::from(matches!(mark, Mark::Hidden));
            self.replacing |= matches!(mark, Mark::Text(..));
            self.open.push(mark);
        }
    }
}
