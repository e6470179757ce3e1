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

    /// Whether another lies within, or reaches so far beyond its edges.
    #[must_use]
    pub(crate) fn holds(self, inner: Self, beyond: f32) -> bool {
        self.x0 - beyond <= inner.x0
            && inner.x1 <= self.x1 + beyond
            && self.y0 - beyond <= inner.y0
            && inner.y1 <= self.y1 + beyond
    }

    /// Whether both share some of the page; a line that has no width shares what it runs through.
    #[must_use]
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let meets = |a0: f32, a1: f32, b0: f32, b1: f32| a0 < b1 && b0 < a1;
        meets(self.x0, self.x1, other.x0, other.x1) && meets(self.y0, self.y1, other.y0, other.y1)
    }
}

/// A cell of a sheet, 0-based: row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellName {
    /// Row; 0 is printed as 1.
    pub row: u32,
    /// Column; 0 is printed as A.
    pub column: u32,
}

impl std::fmt::Display for CellName {
    /// `L5`, as spreadsheet programs write it.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters = Vec::new();
        let mut left = self.column + 1;
        while left > 0 {
            letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
            left = (left - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(out, "{letters}{}", self.row + 1)
    }
}

impl std::str::FromStr for CellName {
    type Err = ();

    /// Reads `L5` or `$L$5`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.replace('$', "");
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(())?;
        let (letters, digits) = text.split_at(split);
        let mut column = 0_u32;
        for c in letters.bytes() {
            let digit = c.to_ascii_uppercase().checked_sub(b'A').filter(|d| *d < 26).ok_or(())?;
            column =
                column.checked_mul(26).ok_or(())?.checked_add(u32::from(digit) + 1).ok_or(())?;
        }
        let row: u32 = digits.parse().map_err(|_| ())?;
        Ok(Self { row: row.checked_sub(1).ok_or(())?, column: column.checked_sub(1).ok_or(())? })
    }
}

/// Where a run of text was printed: page and area for a PDF, line for a text, sheet and cell for a workbook.
///
/// ```
/// let text = std::fs::read("fixtures/checks/date-serial.txt")?;
/// let outcome = hyokasho::read("a.txt", &text, &hyokasho::Options::default());
/// let number = outcome.records[0].item("cover.number").expect("it is printed");
/// assert_eq!((number.source.page, number.source.line, number.source.area), (0, 4, None));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Source {
    /// 1-based page; 0 where the document has none.
    pub page: u32,
    /// 1-based line (paragraph, for a Word document); 0 where the document has none.
    pub line: u32,
    /// 1-based number of the sheet, hidden ones counted; 0 where the document has none.
    pub sheet: u32,
    /// The cell of the sheet.
    pub cell: Option<CellName>,
    /// The area on the page (PDF only).
    pub area: Option<Area>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (name, row, column) in
            [("A1", 0, 0), ("L5", 4, 11), ("AV16", 15, 47), ("XFD1048576", 1_048_575, 16_383)]
        {
            assert_eq!(CellName { row, column }.to_string(), name);
            assert_eq!(name.parse(), Ok(CellName { row, column }));
        }
        assert_eq!("$B$3".parse(), Ok(CellName { row: 2, column: 1 }));
        assert!("B".parse::<CellName>().is_err() && "0".parse::<CellName>().is_err());
    }
}
