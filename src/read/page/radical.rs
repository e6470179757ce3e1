//! Radicals and variation selectors to the characters they are meant for.

use std::sync::LazyLock;

/// `RADICAL IDEOGRAPH` in hexadecimal, a pair a line.
const DATA: &str = include_str!("data/radicals.txt");
/// CJK Radicals Supplement and Kangxi Radicals.
const FIRST: u32 = 0x2E80;
const COUNT: usize = 0x2FE0 - 0x2E80;

static TABLE: LazyLock<Box<[char; COUNT]>> = LazyLock::new(|| {
    let mut table = Box::new(['\0'; COUNT]);
    for line in DATA.lines() {
        let mut codes = line.split(' ').filter_map(|code| u32::from_str_radix(code, 16).ok());
        let place = codes.next().and_then(|code| code.checked_sub(FIRST));
        let entry = place.and_then(|place| table.get_mut(place as usize));
        if let (Some(entry), Some(char)) = (entry, codes.next().and_then(char::from_u32)) {
            *entry = char;
        }
    }
    table
});

/// The unified ideograph of a radical; any other character as it is.
pub(crate) fn restore(char: char) -> char {
    // Every character of a document comes by here, and hardly any is a radical.
    let place = u32::from(char).wrapping_sub(FIRST) as usize;
    if place >= COUNT {
        return char;
    }
    let ideograph = TABLE.get(place).copied();
    ideograph.filter(|&ideograph| ideograph != '\0').unwrap_or(char)
}

/// Whether a character only chooses a shape of the one before it.
pub(crate) fn is_selector(char: char) -> bool {
    matches!(char, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_ideographs() {
        // Japanese fonts draw 戸 and 黒 for U+2F3E and U+2FCA, where Unicode's equivalents are 戶 and 黑.
        let japanese: String = "\u{2F3E}\u{2FCA}".chars().map(restore).collect();
        assert_eq!(japanese, "戸黒");
        let restored: String = "⼀⽂⽅⾏⺠⻑⻘⻩⿕漢A①".chars().map(restore).collect();
        assert_eq!(restored, "一文方行民長青黄龠漢A①");
    }

    #[test]
    fn every_line_of_the_table_is_used() {
        assert_eq!(TABLE.iter().filter(|&&char| char != '\0').count(), DATA.lines().count());
        assert_eq!(DATA.lines().count(), 328);
    }

    #[test]
    fn selectors() {
        assert!(is_selector('\u{E0100}') && is_selector('\u{FE0E}') && !is_selector('葛'));
    }
}
