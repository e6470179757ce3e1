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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_hide_or_set_apart_are_counted() {
        let mut marks = Marks::default();
        for mark in [Mark::Plain, Mark::Hidden, Mark::Apart, Mark::Hidden] {
            marks.push(mark);
        }
        assert!(marks.hidden() && marks.apart() && !marks.replacing);
        assert_eq!((marks.len(), marks.hidden, marks.apart), (4, 2, 1));
        marks.push(Mark::Text([0, 0], "部".to_owned()));
        assert!(marks.replacing);
    }

    #[test]
    fn what_is_nested_too_deep_is_not_looked_at() {
        let mut marks = Marks::default();
        for _ in 0..DEPTH {
            marks.push(Mark::Plain);
        }
        marks.push(Mark::Hidden);
        assert!(!marks.hidden() && marks.len() == DEPTH);
    }
}
