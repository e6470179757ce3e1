//! Ink over text: a pen drawn across it may strike it out, a tint, an underline or a picture may choose it.
//!
//! What it means is not known here: a character behind the text says that it is there.

use super::brackets::Glyphs;
use crate::fold::control;
use crate::read::numbers::cell::over::{COVERED, HIGH, LIGHT, MIDDLE, VEIL};
use crate::read::page::{Annotation, AnnotationKind, Fill, Glyph, Ink, InkKind, Look, Page};
use crate::source::Area;

/// Where a character comes that says what is drawn over text: behind which character of the page.
pub(super) struct Over {
    pub(super) behind: usize,
    pub(super) says: char,
}

/// What drawn ink says of the text that it is drawn over; `whole` if it spans its cell.
pub(super) fn ink(glyphs: &Glyphs, ink: &Ink, whole: bool) -> Option<Over> {
    let behind = last_met(glyphs, ink.area, whole, |_| true)?;
    let pen = matches!(ink.kind, InkKind::Stroke | InkKind::Fill);
    let dark = ink.opacity > VEIL && light(ink.color) < LIGHT;
    let says = if pen && dark { control::CROSSED } else { control::MARKED };
    Some(Over { behind, says })
}

/// What veils and marks of viewers say: painted over text, and it is still seen.
pub(super) fn marked(glyphs: &Glyphs, page: &Page, most: usize) -> Vec<Over> {
    let veil = |fill: &&Fill| !fill.covers && fill.look == Look::Mixed;
    let markup = |annotation: &&Annotation| annotation.kind == AnnotationKind::Markup;
    let veils = page.fills.iter().zip(0u32..).filter(|(fill, _)| veil(fill));
    let veils = veils.map(|(fill, order)| (fill.area, order));
    let marks = page.annotations.iter().filter(markup).map(|mark| (mark.area, u32::MAX));
    let says = |behind: usize| Over { behind, says: control::MARKED };
    let over = veils.take(most).chain(marks.take(most)).filter_map(|(area, order)| {
        last_met(glyphs, area, false, |glyph| glyph.order <= order).map(says)
    });
    over.collect()
}

/// The last character, to the right and below, that ink meets.
fn last_met(
    glyphs: &Glyphs,
    area: Area,
    whole: bool,
    under: impl Fn(&Glyph) -> bool,
) -> Option<usize> {
    let meets = |glyph: &Glyph| {
        let a = glyph.area;
        let (width, height) = (a.x1 - a.x0, a.y1 - a.y0);
        let middle = (a.y0 + MIDDLE.start * height)..(a.y0 + MIDDLE.end * height);
        area.x1.min(a.x1) - area.x0.max(a.x0) >= COVERED * width
            && area.y0 < middle.end
            && middle.start < area.y1
            && (whole || area.y1 - area.y0 <= HIGH * glyph.size)
    };
    let met = glyphs.about(area).filter(|(_, glyph)| meets(glyph) && under(glyph));
    let last = met.max_by(|(_, one), (_, other)| {
        let by_line = one.area.y1.total_cmp(&other.area.y1);
        by_line.then(one.area.x1.total_cmp(&other.area.x1))
    });
    last.map(|(at, _)| at)
}

fn light(color: [u8; 3]) -> f32 {
    crate::read::page::Color(color).light()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::sample::Sample;

    fn page() -> Page {
        Sample::new(300.0, 100.0)
            .text(20.0, 20.0, 10.0, "1)有")
            .text(60.0, 20.0, 10.0, "2)無")
            .page()
    }

    fn pen(kind: InkKind, x0: f32, y0: f32, x1: f32, y1: f32) -> Ink {
        let area = Area { x0, y0, x1, y1 };
        Ink { kind, area, order: 9, color: [0; 3], opacity: 1.0 }
    }

    fn said(page: &Page, drawn: &Ink) -> Option<(usize, char)> {
        ink(&Glyphs::new(page), drawn, false).map(|over| (over.behind, over.says))
    }

    #[test]
    fn a_pen_across_a_text_crosses_it_out_and_a_marker_marks_it() {
        let page = page();
        let across = pen(InkKind::Stroke, 18.0, 23.0, 42.0, 27.0);
        assert_eq!(said(&page, &across), Some((2, control::CROSSED)));
        let marker = Ink { color: [255, 255, 0], ..across };
        assert_eq!(said(&page, &marker), Some((2, control::MARKED)));
        let veil = Ink { opacity: 0.3, ..across };
        assert_eq!(said(&page, &veil), Some((2, control::MARKED)));
        let picture = Ink { kind: InkKind::Picture, ..across };
        assert_eq!(said(&page, &picture), Some((2, control::MARKED)));
    }

    #[test]
    fn an_underline_and_a_drawing_over_the_page_say_nothing_of_a_text() {
        let page = page();
        assert_eq!(said(&page, &pen(InkKind::Stroke, 18.0, 28.5, 42.0, 31.0)), None);
        assert_eq!(said(&page, &pen(InkKind::Stroke, 18.0, 0.0, 42.0, 60.0)), None);
        assert_eq!(said(&page, &pen(InkKind::Stroke, 44.0, 23.0, 58.0, 27.0)), None);
    }

    #[test]
    fn what_viewers_mark_is_marked_and_what_a_text_is_painted_on_is_not() {
        let area = Area { x0: 58.0, y0: 19.0, x1: 82.0, y1: 31.0 };
        let (after, until) = (0, 1);
        let markup = Annotation { kind: AnnotationKind::Markup, area, after, until };
        let says = |page: &Page| {
            let all = marked(&Glyphs::new(page), page, 9);
            all.iter().map(|over| (over.behind, over.says)).collect::<Vec<_>>()
        };
        let marked = Page { annotations: vec![markup], ..page() };
        assert_eq!(says(&marked), [(5, control::MARKED)]);
        let veil = Fill { area, look: Look::Mixed, covers: false };
        let veiled = Page { fills: vec![veil], ..page() };
        assert_eq!(says(&veiled), [(5, control::MARKED)]);
        let mut ground = veiled;
        ground.glyphs.iter_mut().for_each(|glyph| glyph.order = 1);
        assert_eq!(says(&ground), []);
    }
}
