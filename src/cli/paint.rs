//! Colour and columns of a terminal; neither in a file or a pipe.

use crate::compare::report::columns;
use crate::markup::steers;
use std::io::{IsTerminal as _, stdout};

/// Puts colours around words, where somebody sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    on: bool,
}

impl Paint {
    /// Colours on a terminal only, and not where `NO_COLOR` is set.
    pub(super) fn detect() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { on: !refused && stdout().is_terminal() }
    }

    /// Whether there are colours.
    pub(super) fn is_on(self) -> bool {
        self.on
    }

    /// No colours.
    #[cfg(test)]
    pub(super) fn none() -> Self {
        Self { on: false }
    }

    /// For headings.
    pub(super) fn bold(self, text: &str) -> String {
        self.code("1", text)
    }

    /// For what matters less.
    pub(super) fn dim(self, text: &str) -> String {
        self.code("2", text)
    }

    /// For what is wrong or gone.
    pub(super) fn red(self, text: &str) -> String {
        self.code("31", text)
    }

    /// For what is doubtful.
    pub(super) fn yellow(self, text: &str) -> String {
        self.code("33", text)
    }

    /// For names.
    pub(super) fn cyan(self, text: &str) -> String {
        self.code("36", text)
    }

    fn code(self, code: &str, text: &str) -> String {
        if self.on && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// A text as one line of exactly `width` columns: white space and control characters become spaces, what
/// is too long ends in `…`.
pub(super) fn fit(text: &str, width: usize) -> String {
    let cut = cut(text, width);
    let used: usize = cut.chars().map(columns).sum();
    cut + &" ".repeat(width.saturating_sub(used))
}

/// A text as one line of at most `width` columns.
pub(super) fn cut(text: &str, width: usize) -> String {
    let (mut out, mut used) = (String::new(), 0);
    // Where the text may still be cut so that `…` fits behind it.
    let mut last = (0, 0);
    for word in text.split(|c: char| c.is_whitespace() || steers(c)) {
        if word.is_empty() {
            continue;
        }
        let space = (!out.is_empty()).then_some(' ');
        for c in space.into_iter().chain(word.chars()) {
            if used + columns(c) > width {
                out.truncate(last.0);
                out.push('…');
                return out;
            }
            out.push(c);
            used += columns(c);
            if used < width && c != ' ' {
                last = (out.len(), used);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_width() {
        assert_eq!(fit("③対象人数", 12), "③対象人数  ");
        assert_eq!(cut("一二三\n四五六", 9), "一二三…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("\u{1b}[31m赤", 20), "[31m赤");
        assert_eq!(cut("\u{202e}赤", 20), "赤");
        assert_eq!(Paint::none().bold("a"), "a");
    }
}
