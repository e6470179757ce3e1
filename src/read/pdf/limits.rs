//! How much work one document may cost.

/// Bounds on the work that one document may cause; what goes beyond is left out with a finding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Pages read.
    pub(crate) pages: usize,
    /// Decoded bytes of one stream.
    pub(crate) stream: usize,
    /// Decoded bytes of the whole document.
    pub(crate) decoded: usize,
    /// Operators on one page, its forms included.
    pub(crate) operators: u32,
    /// Glyphs on one page.
    pub(crate) glyphs: usize,
    /// Forms drawn inside one another.
    pub(crate) form_depth: u32,
    /// Forms drawn on one page.
    pub(crate) form_runs: u32,
    /// Saved graphics states.
    pub(crate) state_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages: 20_000,
            stream: 64 << 20,
            decoded: 1 << 30,
            operators: 2_000_000,
            glyphs: 500_000,
            form_depth: 12,
            form_runs: 5_000,
            state_depth: 512,
        }
    }
}

/// What is left of the bounds that count for the whole document.
#[derive(Debug)]
pub(crate) struct Budget {
    /// The bounds.
    pub(crate) limits: Limits,
    decoded: std::cell::Cell<usize>,
}

impl Budget {
    /// The whole of the bounds.
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, decoded: 0.into() }
    }

    /// How many bytes the next stream may decode to.
    pub(crate) fn stream(&self) -> usize {
        self.limits.stream.min(self.limits.decoded.saturating_sub(self.decoded.get()))
    }

    /// Does some work whose decoded bytes are free again.
    pub(crate) fn passing<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.decoded.get();
        let done = work();
        self.decoded.set(before);
        done
    }

    /// Takes decoded bytes off.
    pub(crate) fn spend(&self, bytes: usize) {
        self.decoded.set(self.decoded.get().saturating_add(bytes));
    }
}
