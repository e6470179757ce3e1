//! A character as the model gives it, before its place on the page is known.

/// A character as the model gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) char: char,
    /// How sure it is, 0 to 1.
    pub(super) sure: f32,
    /// Where its middle stands, in steps of the model from the left of the strip.
    pub(super) step: f32,
}
