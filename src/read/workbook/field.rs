//! Fields of Word that draw characters over each other or a frame around them: 囲い文字 (` EQ \o\ac(○,有)`).
//!
//! What such a field shows stands in its instruction; it has no result.

use super::xml::Element;
use crate::fold::control;

/// The signs that Word offers to put a character into, in both sizes of a circle.
const ENCLOSING: [&str; 5] = ["○", "◯", "□", "△", "◇"];

/// A field that is being read.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// Its result, which is not shown, is being read.
    pub(super) in_unshown: bool,
    /// What it shows was printed where it began.
    pub(super) is_printed: bool,
}

impl Field {
    /// Whether its result is not what it shows.
    pub(super) fn is_drawn(&self) -> bool {
        self.is_printed || self.equation().is_some()
    }

    /// What it prints: what is enclosed is ringed, the reading over a word is left out.
    pub(super) fn printed(&self) -> Option<String> {
        let equation = self.equation()?;
        let parts: Vec<Part> = parts(equation);
        let is_sign = |part: &Part| ENCLOSING.contains(&part.text.as_str());
        let has_sign = parts.len() > 1 && parts.iter().any(is_sign);
        let shown = parts.iter().filter(|part| !(has_sign && is_sign(part)));
        let shown: String = shown
            .filter(|part| has_sign || !part.is_above)
            .map(|part| part.text.as_str())
            .collect();
        let is_framed = has_sign || has_switch(equation, 'x');
        Some(if is_framed && !shown.is_empty() {
            format!("{}{shown}{}", control::RING, control::RING_END)
        } else {
            shown
        })
    }

    /// What follows `EQ`, where it sets characters over each other (`\o`) or a frame around them (`\x`).
    fn equation(&self) -> Option<&str> {
        let instruction = self.instruction.trim();
        let name = instruction.get(..2).filter(|name| name.eq_ignore_ascii_case("eq"))?;
        let rest = instruction.get(name.len()..)?.trim_start();
        (has_switch(rest, 'o') || has_switch(rest, 'x')).then_some(rest)
    }
}

/// Whether an equation begins with a switch.
fn has_switch(equation: &str, switch: char) -> bool {
    let mut chars = equation.chars();
    chars.next() == Some('\\') && chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&switch))
}

/// One of the texts that are set over each other.
#[derive(Debug, Default)]
struct Part {
    text: String,
    /// It is raised (`\s\up`), as the reading of a word is.
    is_above: bool,
}

/// The texts between the brackets of an equation, without the switches.
fn parts(equation: &str) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let mut chars = equation.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match c {
            '\\' => {
                let mut switch = String::new();
                while let Some(letter) = chars.next_if(char::is_ascii_alphabetic) {
                    switch.push(letter.to_ascii_lowercase());
                }
                while chars.next_if(|c| c.is_ascii_digit() || *c == ' ').is_some() {}
                part.is_above |= switch == "up";
            }
            ',' | ';' => parts.push(Part::default()),
            '(' | ')' | ' ' => {}
            _ => part.text.push(c),
        }
    }
    parts
}

/// A list to choose from of the older kind (17.16.9).
#[derive(Debug, Default)]
pub(super) struct List {
    entries: Vec<String>,
    /// What is chosen, else what is shown at first.
    result: Option<usize>,
    default: Option<usize>,
}

impl List {
    /// Sees one of its elements.
    pub(super) fn see(&mut self, element: &Element<'_>) {
        match element.name() {
            "result" => self.result = element.number("val"),
            "default" => self.default = element.number("val"),
            _ => self.entries.extend(element.get("val").map(Into::into)),
        }
    }

    /// The entry that is printed.
    pub(super) fn chosen(&self) -> &str {
        let at = self.result.or(self.default).unwrap_or(0);
        self.entries.get(at).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_enclosed_is_ringed_and_readings_are_left_out() {
        let printed = |text: &str| Field { instruction: text.into(), ..Field::default() }.printed();
        let ringed = |text: &str| Some(format!("{}{text}{}", control::RING, control::RING_END));
        assert_eq!(printed(" EQ \\o\\ac(○,有)"), ringed("有"));
        assert_eq!(printed("eq \\o\\ac(\\s\\do4(◯);有)"), ringed("有"));
        assert_eq!(printed(" eq \\x(無) "), ringed("無"));
        assert_eq!(printed("EQ \\o\\ad(\\s\\up 11(かにし),可児市)").as_deref(), Some("可児市"));
        assert_eq!(printed("PAGE"), None);
        assert_eq!(printed("EQ \\f(1,2)"), None);
    }
}
