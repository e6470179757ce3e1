//! What is printed around assessments, and in blank ones: guides to filling them in, placeholders.

use crate::fold::fold;
use serde::Deserialize;
use std::sync::LazyLock;

/// Words that tell a guide or a blank form from an assessment.
#[derive(Debug, Deserialize)]
pub(crate) struct Around {
    /// What the title of a guide ends in: 記載要領.
    pub(crate) guide_titles: Vec<String>,
    /// How a guide tells what to write.
    pub(crate) instructions: Vec<String>,
    /// What stands where an answer belongs.
    pub(crate) placeholders: Vec<String>,
    /// Answers that say that there is none.
    pub(crate) nothing: Vec<String>,
    /// What stands for a character that an encoding lacks, folded: `?` (Windows code pages, iconv), the
    /// geta (JIS X 0208, 02-14), U+FFFD (Unicode).
    pub(crate) lost: Vec<char>,
}

static AROUND: LazyLock<Around> = LazyLock::new(|| {
    let mut around: Around = serde_json::from_str(include_str!("data/around.json"))
        .expect("the built-in words are valid, a test reads them");
    // A word within which another one stands is found by that.
    let all = around.instructions.clone();
    let holds = |word: &String| all.iter().any(|other| other != word && word.contains(&**other));
    around.instructions.retain(|word| !holds(word));
    around
});

impl Around {
    /// Whether a printed text tells what to write.
    #[must_use]
    pub(crate) fn instructs(&self, text: &str) -> bool {
        self.instructions.iter().any(|word| text.contains(word.as_str()))
    }

    /// Whether a printed text is the title of a guide.
    #[must_use]
    pub(crate) fn is_guide_title(&self, text: &str) -> bool {
        const LONGEST: usize = 60;
        if !self.guide_titles.iter().any(|word| text.contains(word.as_str())) {
            return false;
        }
        let folded = fold(text);
        let bare = folded.trim_end_matches(|c: char| !c.is_alphabetic());
        folded.chars().count() <= LONGEST
            && self.guide_titles.iter().any(|word| bare.ends_with(word.as_str()))
    }

    /// Whether a printed text is no answer: blank, a dash, a word for nothing, or a placeholder.
    #[must_use]
    pub(crate) fn is_no_answer(&self, text: &str) -> bool {
        let folded = fold(text);
        let letters = folded.chars().any(|c| c.is_alphanumeric() && c != '一' && c != '○');
        !letters
            || self.nothing.iter().any(|word| fold(word) == folded)
            || self.placeholders.iter().any(|word| folded.contains(&fold(word)))
    }
}

/// Whether a folded character may stand for one that was lost.
#[must_use]
pub(crate) fn is_lost(c: char) -> bool {
    AROUND.lost.contains(&c)
}

/// The words around assessments.
#[must_use]
pub(crate) fn around() -> &'static Around {
    &AROUND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_guides_and_answers_that_are_none() {
        for title in
            ["（記載要領）", "別添2:特定個人情報保護評価書(基礎項目評価書)〔記載要領〕", "記入例"]
        {
            assert!(around().is_guide_title(title), "{title}");
        }
        assert!(!around().is_guide_title("記載要領の改正に伴う修正"));
        for text in ["", "－", "なし", "○○市長", "令和○年○月○日", "[ ]"] {
            assert!(around().is_no_answer(text), "{text}");
        }
        assert!(!around().is_no_answer("目黒区長"));
    }
}
