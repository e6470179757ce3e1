//! Judges what was read. One file per check; its doc is the page that `hyokasho explain CODE` prints.
//!
//! Codes never change meaning. What a reader or the assignment notices itself has its page here too.

mod agency_ambiguous;
mod agency_unknown;
mod assessment_unread;
mod change_not_made;
mod change_unlisted;
mod choice_not_offered;
mod correction_unfit;
mod count_mismatch;
mod date_serial;
mod date_unreadable;
mod detail_without_tick;
mod field_differs;
mod form_cut_short;
mod form_words;
mod formula_without_value;
mod ink_unread;
mod label_lost;
mod label_missing;
mod label_unfamiliar;
mod low_conformity;
mod mark_lost;
mod no_item_ticked;
mod not_an_assessment;
mod ocr_doubtful;
mod ocr_mark_unconfirmed;
mod ocr_unread_ink;
mod order_lost;
mod printed_twice;
mod repeat;
mod replaced_characters;
mod row_short;
mod section_twice;
mod several_chosen;
mod text_added;
mod text_blacked_out;
mod text_cut;
mod text_leftover;
mod value_after_gap;
mod value_between_labels;
mod value_misplaced;

use crate::align::{Alignment, Piece};
use crate::fill::Filled;
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Item;
use crate::rows::Rows;
use crate::source::Source;

/// What a check may look at.
pub(crate) struct Context<'a> {
    /// The document.
    pub rows: &'a Rows,
    /// Which text answers which question.
    pub alignment: &'a Alignment,
    /// The items and what went into none.
    pub filled: &'a Filled,
    /// The form's revision; empty where unknown.
    pub revision: &'a str,
    /// Share of the expected labels that were found in order.
    pub conformity: f64,
}

impl Context<'_> {
    /// The items.
    #[must_use]
    pub(crate) fn items(&self) -> &[Item] {
        &self.filled.items
    }

    /// Where a piece of text is printed.
    #[must_use]
    pub(crate) fn source(&self, piece: Piece) -> Source {
        let cell = self.rows.rows.get(piece.row).and_then(|row| row.cells.get(piece.cell));
        cell.and_then(|cell| cell.source_of(piece.start..piece.end)).unwrap_or_default()
    }
}

/// Looks at a document and adds what it finds.
pub(crate) type Check = fn(&Context, &mut Vec<Finding>);

/// A code, its page, and the check that raises it (`None`: raised while reading).
pub(crate) struct Entry {
    /// The code.
    pub code: Code,
    /// The source of the check's file; its leading comment is the page.
    source: &'static str,
    /// The check.
    pub check: Option<Check>,
}

macro_rules! entry {
    ($code:ident, $file:literal) => {
        Entry { code: Code::$code, source: include_str!($file), check: None }
    };
    ($code:ident, $file:literal, $check:expr) => {
        Entry { code: Code::$code, source: include_str!($file), check: Some($check) }
    };
}

/// All codes, by name.
pub(crate) const CHECKS: &[Entry] = &[
    entry!(AgencyAmbiguous, "agency_ambiguous.rs"),
    entry!(AgencyUnknown, "agency_unknown.rs"),
    entry!(AssessmentUnread, "assessment_unread.rs"),
    entry!(ChangeNotMade, "change_not_made.rs"),
    entry!(ChangeUnlisted, "change_unlisted.rs"),
    entry!(ChoiceNotOffered, "choice_not_offered.rs", choice_not_offered::check),
    entry!(CorrectionUnfit, "correction_unfit.rs"),
    entry!(CountMismatch, "count_mismatch.rs", count_mismatch::check),
    entry!(DateSerial, "date_serial.rs", date_serial::check),
    entry!(DateUnreadable, "date_unreadable.rs", date_unreadable::check),
    entry!(DetailWithoutTick, "detail_without_tick.rs", detail_without_tick::check),
    entry!(FieldDiffers, "field_differs.rs", field_differs::check),
    entry!(FormCutShort, "form_cut_short.rs", form_cut_short::check),
    entry!(FormWords, "form_words.rs", form_words::check),
    entry!(FormulaWithoutValue, "formula_without_value.rs", formula_without_value::check),
    entry!(GlyphUnmapped, "glyph_unmapped.rs"),
    entry!(InkUnread, "ink_unread.rs", ink_unread::check),
    entry!(LabelLost, "label_lost.rs", label_lost::check),
    entry!(LabelMissing, "label_missing.rs", label_missing::check),
    entry!(LabelUnfamiliar, "label_unfamiliar.rs", label_unfamiliar::check),
    entry!(LowConformity, "low_conformity.rs", low_conformity::check),
    entry!(MarkLost, "mark_lost.rs", mark_lost::check),
    entry!(MarkupTorn, "markup_torn.rs"),
    entry!(NoItemTicked, "no_item_ticked.rs", no_item_ticked::check),
    entry!(NoTextLayer, "no_text_layer.rs"),
    entry!(NotAnAssessment, "not_an_assessment.rs"),
    entry!(OcrDoubtful, "ocr_doubtful.rs", ocr_doubtful::check),
    entry!(OcrLowResolution, "ocr_low_resolution.rs"),
    entry!(OcrMarkUnconfirmed, "ocr_mark_unconfirmed.rs", ocr_mark_unconfirmed::check),
    entry!(OcrUnreadInk, "ocr_unread_ink.rs", ocr_unread_ink::check),
    entry!(OrderLost, "order_lost.rs", order_lost::check),
    entry!(PdfDamaged, "pdf_damaged.rs"),
    entry!(PdfEncrypted, "pdf_encrypted.rs"),
    entry!(PdfUnreadable, "pdf_unreadable.rs"),
    entry!(PrintedTwice, "printed_twice.rs", printed_twice::check),
    entry!(ReplacedCharacters, "replaced_characters.rs", replaced_characters::check),
    entry!(RowShort, "row_short.rs", row_short::check),
    entry!(SectionTwice, "section_twice.rs", section_twice::check),
    entry!(SeveralChosen, "several_chosen.rs", several_chosen::check),
    entry!(SheetOfPages, "sheet_of_pages.rs"),
    entry!(StreamDamaged, "stream_damaged.rs"),
    entry!(TextAdded, "text_added.rs", text_added::check),
    entry!(TextBlackedOut, "text_blacked_out.rs", text_blacked_out::check),
    entry!(TextByOcr, "text_by_ocr.rs"),
    entry!(TextCovered, "text_covered.rs"),
    entry!(TextCut, "text_cut.rs", text_cut::check),
    entry!(TextGarbled, "text_garbled.rs"),
    entry!(TextLeftover, "text_leftover.rs", text_leftover::check),
    entry!(TextOverprinted, "text_overprinted.rs"),
    entry!(TextStruck, "text_struck.rs"),
    entry!(ValueAfterGap, "value_after_gap.rs", value_after_gap::check),
    entry!(ValueBetweenLabels, "value_between_labels.rs", value_between_labels::check),
    entry!(ValueMisplaced, "value_misplaced.rs", value_misplaced::check),
    entry!(VersionsBeside, "versions_beside.rs"),
];

impl Entry {
    /// The page of the code, as Markdown.
    #[must_use]
    pub(crate) fn page(&self) -> String {
        let lines = self.source.lines().take_while(|line| line.starts_with("//!"));
        lines
            .map(|line| line.trim_start_matches("//!").trim_start_matches(' ').to_owned() + "\n")
            .collect()
    }
}

/// The page of a code.
#[must_use]
pub(crate) fn page(code: Code) -> Option<String> {
    CHECKS.iter().find(|entry| entry.code == code).map(Entry::page)
}

/// Runs all checks.
#[must_use]
pub(crate) fn check(context: &Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in CHECKS.iter().filter_map(|entry| entry.check) {
        check(context, &mut findings);
    }
    findings
}

/// A finding on an item.
fn on(item: &Item, code: Code, severity: Severity, message: Message) -> Finding {
    Finding::saying(severity, code, message).on(&item.id).at(item.source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique_and_have_pages() {
        assert!(CHECKS.is_sorted_by(|a, b| a.code < b.code));
        for entry in CHECKS {
            let page = entry.page();
            assert!(page.starts_with(&format!("# {}\n", entry.code)), "{}", entry.code);
            for part in ["**What it finds.**", "**Why it matters.**", "**Example.**"] {
                assert!(page.contains(part), "{} {part}", entry.code);
            }
        }
    }
}
