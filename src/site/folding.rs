//! The table by which the page folds texts: what [`mod@crate::fold`] does to each character, written out.

use crate::fold::{fold, fold_char};
use serde_json::{Value, json};

/// The marks that voice the kana before them.
const VOICING: [char; 6] = ['ﾞ', '゛', '\u{3099}', 'ﾟ', '゜', '\u{309A}'];

/// `alone`: pairs of a character and what it folds to. `voiced`: folded characters with a mark behind them, and what
/// the two become.
pub(super) fn table() -> Value {
    let all = || ('\u{0}'..='\u{FFFF}').filter(|c| !VOICING.contains(c));
    let alone: Vec<(String, String)> = all()
        .map(|c| (c.to_string(), fold(&c.to_string())))
        .filter(|(before, after)| before != after)
        .collect();
    let mut voiced: Vec<(String, String)> = Vec::new();
    for last in all().filter(|c| fold_char(*c) == Some(*c)) {
        for mark in VOICING {
            let both: String = [last, mark].iter().collect();
            let folded = fold(&both);
            if folded != both && folded.chars().count() == 1 {
                voiced.push((both, folded));
            }
        }
    }
    json!({ "alone": alone, "voiced": voiced })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folds with the table alone, as the page does.
    fn with_table(text: &str) -> String {
        let table = table();
        let pairs = |key: &str| -> Vec<(String, String)> {
            serde_json::from_value(table[key].clone()).unwrap()
        };
        let (alone, voiced) = (pairs("alone"), pairs("voiced"));
        let mut out: Vec<String> = Vec::new();
        for c in text.chars().map(|c| c.to_string()) {
            let both = format!("{}{c}", out.last().cloned().unwrap_or_default());
            if let Some((_, folded)) = voiced.iter().find(|(known, _)| *known == both) {
                out.pop();
                out.push(folded.clone());
                continue;
            }
            let folded = alone.iter().find(|(known, _)| *known == c).map(|(_, to)| to.clone());
            let folded = folded.unwrap_or(c);
            out.extend(folded.chars().map(|c| c.to_string()));
        }
        out.concat()
    }

    #[test]
    fn the_table_folds_as_the_program_does() {
        for text in [
            "データセンター",
            "ﾃﾞｰﾀｾﾝﾀｰ",
            "Ⅱ １．（２）〜※",
            "が か゛ ぱﾟ",
            "富士通Ｊａｐａｎ（株）",
            "ヘルプ\u{3000}ﾊﾟｽ",
        ] {
            assert_eq!(with_table(text), fold(text), "{text}");
        }
    }
}
