//! Text within HTML, XML and SVG, in terminals, file names and spreadsheets.

/// Whether a character steers what shows it instead of being shown: a control character, or one that changes the
/// direction of text (`Bidi_Control` of Unicode's PropList).
#[must_use]
pub(crate) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text as a cell that no spreadsheet takes for a formula and no terminal for a command; line breaks stay.
#[must_use]
pub(crate) fn tame(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    let quote = if text.starts_with(['=', '+', '-', '@']) && !is_number { "'" } else { "" };
    let shown = text.chars().map(|c| if steers(c) && c != '\n' { ' ' } else { c });
    quote.chars().chain(shown).collect()
}

/// A text as it may stand in an element or a quoted attribute.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            // Characters that XML cannot hold.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_no_formulas_and_steer_nothing() {
        assert_eq!(tame("=1+1"), "'=1+1");
        assert_eq!(tame("-3.5"), "-3.5");
        assert_eq!(tame("\u{1b}[31m目黒\u{202e}区\n－"), " [31m目黒 区\n－");
    }

    #[test]
    fn what_markup_reads_is_escaped() {
        assert_eq!(escaped("<a b=\"c\">&\u{1}\n"), "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}\n");
    }
}
