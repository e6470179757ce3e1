//! Texts that a recognition program has written: it leaves white between Japanese words, or between their characters.

use super::line::{Line, width};
use crate::read::table::white::weights::page_weights as weights;

/// The pages of a text if a recognition program has written it.
pub(super) fn recognised(text: &str, lines: &[Line], paged: bool) -> Vec<u32> {
    let (mut parted, mut all) = (0usize, 0usize);
    for line in lines {
        for word in &line.words {
            all += word.text(text).chars().filter(is_japanese).count();
            // Within words are spaces where characters stand apart.
            parted += word.text(text).chars().filter(|c| *c == ' ').count();
        }
        let is_parted = |at: &usize| {
            let (left, right) = (&line.words[at - 1], &line.words[*at]);
            line.space_before(*at) == 1 && is_japanese(&left.tail) && is_japanese(&right.lead)
        };
        parted += (1..line.words.len()).filter(is_parted).count();
    }
    if all < weights().enough || parted * 100 < all * weights().parted {
        return Vec::new();
    }
    let last = lines.iter().map(|line| line.sheet).max().unwrap_or(0);
    if paged { (1..=last).collect() } else { vec![0] }
}

/// Kana and ideographs.
fn is_japanese(c: &char) -> bool {
    width(*c) == 2 && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::super::rows;

    #[test]
    fn white_between_words_is_of_a_recognition_program() {
        let line = "① 事務 の 名称      国民 健康 保険 に 関す る 事務 で あっ て 主務 省 令 で 定め る も の\n";
        assert_eq!(rows(&line.repeat(12)).by_ocr, [0]);
        let plain = line.replace("       ", "\t").replace(' ', "").replace('\t', "       ");
        assert!(rows(&plain.repeat(12)).by_ocr.is_empty());
    }
}
