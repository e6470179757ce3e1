//! Fonts that show signs in the places of letters: a tick of Wingdings is a tick, whatever wrote it.

use std::sync::LazyLock;

/// A line per font: its name and 256 code points.
const SIGNS: &str = include_str!("data/signs.txt");

static TABLES: LazyLock<Vec<CodePoints>> = LazyLock::new(|| code_points(SIGNS));

/// What each code of a font or encoding shows.
pub(crate) type CodePoints = Vec<Option<char>>;

/// The code points of each line of a table: a name, then a number a code, `-` for none.
pub(crate) fn code_points(table: &str) -> Vec<CodePoints> {
    let char = |code: &str| char::from_u32(u32::from_str_radix(code, 16).ok()?);
    table.lines().map(|line| line.split(' ').skip(1).map(char).collect()).collect()
}

/// A font of signs, in the order of the data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
}

impl Signs {
    /// By the font's name. Whatever a file says of the codes of such a font is about letters that are not shown.
    pub(crate) fn named(font: &[u8]) -> Option<Self> {
        let has = |part: &[u8]| font.windows(part.len()).any(|window| window == part);
        match () {
            () if has(b"Wingdings2") || has(b"Wingdings-2") || has(b"Wingdings 2") => {
                Some(Self::Wingdings2)
            }
            () if has(b"Wingdings3") || has(b"Wingdings-3") || has(b"Wingdings 3") => {
                Some(Self::Wingdings3)
            }
            () if has(b"Wingdings") => Some(Self::Wingdings),
            () if has(b"Webdings") => Some(Self::Webdings),
            () => None,
        }
    }

    /// The sign of a letter, or of a code in private use (U+F020 to U+F0FF).
    pub(crate) fn of(self, char: char) -> Option<char> {
        let code = u32::from(char);
        let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
        self.at(u8::try_from(code).ok()?)
    }

    /// The sign of a code.
    pub(crate) fn at(self, code: u8) -> Option<char> {
        *TABLES.get(self as usize)?.get(usize::from(code))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_private_codes_show_signs() {
        assert_eq!(Signs::named(b"ABCDEF+Wingdings-Regular"), Some(Signs::Wingdings));
        assert_eq!(Signs::Wingdings.of('\u{F0FC}'), Some('✓'));
        assert_eq!(Signs::Wingdings.of('✓'), None);
        assert_eq!(Signs::named(b"Webdings").and_then(|font| font.of('a')), Some('✔'));
        assert_eq!(Signs::named(b"MS-Mincho"), None);
        assert!(TABLES.iter().all(|table| table.len() == 256) && TABLES.len() == 4);
    }
}
