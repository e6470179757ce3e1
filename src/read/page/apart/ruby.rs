//! Ruby: small kana above the words whose reading they give.

use super::super::{Direction, Page, Why};
use super::set;
use super::stretch::Stretch;
use crate::read::numbers::apart::ruby::{NEAR, SMALL};

/// Sets aside ruby.
pub(super) fn mark(page: &mut Page, stretches: &[Stretch], verdicts: &mut [Option<Why>]) {
    let mut small: Vec<&Stretch> = stretches
        .iter()
        .filter(|s| is_kana(s.text(page)) && s.direction == Direction::Right)
        .collect();
    let largest = stretches.iter().map(|s| s.size).fold(0.0, f32::max);
    small.retain(|stretch| stretch.size <= SMALL * largest);
    if small.is_empty() {
        return;
    }
    let mut words: Vec<&Stretch> = stretches.iter().filter(|s| has_kanji(s.text(page))).collect();
    words.sort_by(|one, other| one.area.y0.total_cmp(&other.area.y0));
    for ruby in small {
        let bottom = ruby.area.y1;
        let from = words.partition_point(|word| word.area.y0 < bottom - NEAR * largest);
        let near = words.iter().skip(from).take_while(|w| w.area.y0 <= bottom + NEAR * largest);
        let mut over = near.filter(|word| {
            let em = word.size;
            ruby.size <= SMALL * em
                && (word.area.y0 - bottom).abs() <= NEAR * em
                && ruby.area.y0 < word.area.y0
                && ruby.area.x0 >= word.area.x0 - em
                && ruby.area.x1 <= word.area.x1 + em
        });
        if over.next().is_some() {
            set(verdicts, ruby, Why::Overlay);
        }
    }
}

/// Nothing but kana.
fn is_kana(text: &str) -> bool {
    let mut printed = text.chars().filter(|c| !c.is_whitespace()).peekable();
    printed.peek().is_some() && printed.all(|c| matches!(c, '\u{3041}'..='\u{30FF}'))
}

fn has_kanji(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'))
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::settle;

    #[test]
    fn small_kana_above_a_word_are_no_part_of_it() {
        let page = Sample::new(300.0, 300.0)
            .text(22.0, 95.5, 4.0, "かいご")
            .text(20.0, 100.0, 10.0, "介護保険")
            .text(20.0, 200.0, 4.0, "かいご")
            .page();
        let mut pages = [page];
        settle(&mut pages);
        assert_eq!(pages[0].text, "介護保険かいご");
    }
}
