//! Cells as values that commas, semicolons or tabs part (Textract, YomiToku, spreadsheets): a record becomes a line
//! whose cells are parted by tabs.

use super::mapped::{Edit, Edits};
use crate::budget;

/// A document has at least this many records of several cells.
const LEAST: usize = 8;
/// And at least one in so many of its records has several cells …
const SHARE: usize = 4;
/// … of which seven in ten have as many as the one before: prose with commas does not.
const ALIKE: usize = 7;

/// Undoes a text of cells; nothing where it is none.
pub(super) fn undo(text: &str) -> Edits {
    if text.contains("<td") || text.contains("\n|") {
        return Edits::default();
    }
    // Cells between tabs are read as they are, unless they stand in quotes.
    let signs: &[u8] = if !text.contains('\t') {
        b",;"
    } else if text.contains("\t\"") || text.contains("\n\"") {
        b"\t"
    } else {
        b""
    };
    let parted = signs.iter().filter(|sign| text.contains(char::from(**sign)));
    let scan = parted.map(|sign| Scan::new(text, *sign)).find(Scan::is_spoken);
    scan.filter(|_| !is_data(text)).map(|scan| scan.edits.into()).unwrap_or_default()
}

/// Whether a text begins with the names of the columns of a table of data, as ours do.
fn is_data(text: &str) -> bool {
    let header = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let is_name = |name: &str| {
        let name = name.trim_matches('"');
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    header.split(',').count() > 2 && header.split(',').all(is_name)
}

/// `1,000` is a number: some write cells without quotes.
fn within_number(bytes: &[u8], comma: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let before = comma.checked_sub(1).is_some_and(digit);
    before && (1..=3).all(|n| digit(comma + n)) && !digit(comma + 4)
}

/// What a text would be as comma-separated values.
#[derive(Default)]
struct Scan {
    edits: Vec<Edit>,
    /// Records that are not blank.
    records: usize,
    /// How many cells the records of several have.
    widths: Vec<usize>,
    /// How many cells stand in quotes.
    quoted: usize,
    /// A quoted cell does not end, or something stands behind its end.
    torn: bool,
    /// The byte between cells.
    sign: u8,
}

impl Scan {
    fn new(text: &str, sign: u8) -> Self {
        let mut scan = Self { sign, ..Self::default() };
        let bytes = text.as_bytes();
        let (mut at, mut begins, mut cells, mut blank) = (0, true, 1, true);
        while at < bytes.len() {
            budget::step();
            match bytes[at] {
                b'"' if begins => {
                    at = scan.unquoted(text, at);
                    (begins, blank) = (false, false);
                    continue;
                }
                b if b == sign && !(sign == b',' && within_number(bytes, at)) => {
                    if sign != b'\t' {
                        scan.edits.push(Edit::new(at..at + 1, "\t"));
                    }
                    (begins, cells, blank) = (true, cells + 1, false);
                }
                b'\n' => {
                    scan.end(cells, blank);
                    (begins, cells, blank) = (true, 1, true);
                }
                b' ' | b'\r' => {}
                _ => (begins, blank) = (false, false),
            }
            at += 1;
        }
        scan.end(cells, blank);
        scan
    }

    fn end(&mut self, cells: usize, blank: bool) {
        self.records += usize::from(!blank);
        if cells > 1 {
            self.widths.push(cells);
        }
    }

    /// Whether the text is one of cells.
    fn is_spoken(&self) -> bool {
        let count = self.widths.len();
        let alike = self.widths.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let much = count >= LEAST && count * SHARE >= self.records;
        let kept = self.sign != b'\t' || self.quoted >= LEAST;
        much && alike * 10 >= (count - 1) * ALIKE && !self.torn && kept
    }

    /// Undoes a quoted cell; gives the byte behind it.
    fn unquoted(&mut self, text: &str, open: usize) -> usize {
        let bytes = text.as_bytes();
        self.edits.push(Edit::cut(open..open + 1));
        self.quoted += 1;
        let mut at = open + 1;
        while at < bytes.len() {
            match bytes[at] {
                b'"' if bytes.get(at + 1) == Some(&b'"') => {
                    self.edits.push(Edit::cut(at..at + 1));
                    at += 1;
                }
                b'"' => {
                    self.edits.push(Edit::cut(at..at + 1));
                    let behind = bytes.get(at + 1).copied().unwrap_or(b'\n');
                    self.torn |= !(behind == self.sign || matches!(behind, b'\n' | b'\r'));
                    return at + 1;
                }
                b'\n' => self.edits.push(Edit::new(at..at + 1, "<br>")),
                _ => {}
            }
            at += 1;
        }
        self.torn = true;
        at
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapped::Mapped;
    use super::*;

    #[test]
    fn records_become_lines_of_cells() {
        let row = "①名称,\"甲,\"\"乙\"\"\n丙\"\n";
        let undone = Mapped::new(&row.repeat(8)).apply(undo(&row.repeat(8))).text;
        assert_eq!(undone, "①名称\t甲,\"乙\"<br>丙\n".repeat(8));
    }

    #[test]
    fn quoted_cells_between_tabs_and_semicolons_are_cells() {
        for sign in ["\t", ";"] {
            let row = format!("①名称{sign}\"甲\n乙\"\n").repeat(8);
            let undone = Mapped::new(&row).apply(undo(&row)).text;
            assert_eq!(undone, "①名称\t甲<br>乙\n".repeat(8));
        }
        assert!(undo(&"①名称\t\"甲\"と乙\n".repeat(8)).edits.is_empty());
    }

    #[test]
    fn a_table_of_data_is_no_document() {
        let rows = "a,目黒区,1\n".repeat(20);
        assert!(undo(&format!("record,name,number\n{rows}")).edits.is_empty());
        assert!(!undo(&format!("番号,名称,数\n{rows}")).edits.is_empty());
    }

    #[test]
    fn numbers_are_not_cut() {
        let row = "③対象人数,[ 1,000人以上 ],\n";
        let undone = Mapped::new(&row.repeat(8)).apply(undo(&row.repeat(8))).text;
        assert_eq!(undone, "③対象人数\t[ 1,000人以上 ]\t\n".repeat(8));
    }

    #[test]
    fn numbers_with_commas_in_lines_are_no_cells() {
        let text = "評価書\n1) 1,000人未満\n".repeat(20);
        let more = "本文\n".repeat(30);
        assert!(undo(&format!("{text}{more}")).edits.is_empty());
    }
}
