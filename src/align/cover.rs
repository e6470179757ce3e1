//! Where covers begin: an assessment starts with its title and the labels of its cover.
//!
//! A title or a label counts where it stands by itself: at the beginning of a line or behind a space, and
//! with an end of a line, a space, a bracket or the next of them behind it. Several of them close together are
//! a cover; the first that is there already begins the next one.

use crate::budget;
use crate::fold::{Folded, fold, is_space};
use crate::form::{Role, forms};
use crate::rows::{Row, Rows};
use crate::words::Words;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) row: usize,
    pub(super) cell: usize,
    /// Byte in the cell's text; the beginning of a line.
    pub(super) byte: usize,
}

/// A title or a label of a cover.
#[derive(Clone, Copy, Debug)]
struct Mark {
    place: Place,
    /// 0 for a title, else which of the labels.
    kind: u32,
    /// Lines of the document before it.
    line: usize,
}

/// Marks further apart than this many lines are of two covers.
const FAR: usize = 80;
/// A cover without a title has this many different labels; one with a title, one fewer.
const LEAST: usize = 3;
/// The first two labels, which say which assessment it is.
const NAMED: std::ops::RangeInclusive<u32> = 1..=2;
/// A longer line is looked at only where the text has no other lines.
const LONGEST_LINE: usize = 200;
/// A row of more filled cells is one of a table.
const MOST_CELLS: usize = 3;

/// A text of fewer lines has no others than long ones.
const FEW_LINES: usize = 40;

/// What the halves of a title end in: the sheet's name, a bracket.
const TITLE_ENDS: [char; 3] = ['書', '）', ')'];

struct Search {
    words: Words,
    kinds: Vec<u32>,
}

/// The titles and cover labels of all forms.
static SEARCH: LazyLock<Search> = LazyLock::new(|| {
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    let mut paths: Vec<&str> = Vec::new();
    for slot in forms().iter().flat_map(|form| form.slots.iter()) {
        let kind = match slot.role {
            Role::Title => 0,
            Role::Value if slot.section <= 1 && !slot.names.is_empty() => {
                let known = paths.iter().position(|path| *path == slot.path);
                let at = known.unwrap_or_else(|| {
                    paths.push(&slot.path);
                    paths.len() - 1
                });
                u32::try_from(at + 1).unwrap_or(u32::MAX)
            }
            _ => continue,
        };
        kinds.extend(slot.names.iter().map(|name| (&*name.body, kind)));
    }
    Search { words: Words::new(kinds.keys()), kinds: kinds.into_values().collect() }
});

/// Where the covers of a document begin, in order.
pub(super) fn covers(rows: &Rows) -> Vec<Place> {
    gathered(marks(rows))
}

fn gathered(marks: Vec<Mark>) -> Vec<Place> {
    let mut found = Vec::new();
    let mut cover: Vec<Mark> = Vec::new();
    for mark in marks {
        let again = mark.kind > 0 && cover.iter().any(|known| known.kind == mark.kind);
        if again || cover.last().is_some_and(|last| mark.line > last.line + FAR) {
            let next = title_before(&cover, &mark).filter(|_| again).unwrap_or(cover.len());
            let next = cover.split_off(next);
            found.extend(begin(&cover));
            cover = next;
        }
        cover.push(mark);
    }
    found.extend(begin(&cover));
    found.dedup();
    found
}

/// The title of the cover that a label is of which the cover before has, too: the last one, where nothing that
/// is there already lies between.
fn title_before(cover: &[Mark], label: &Mark) -> Option<usize> {
    const NEAR: usize = 12;
    let at = cover.iter().rposition(|mark| mark.kind == 0)?;
    (at > 0 && cover[at].line + NEAR >= label.line).then_some(at)
}

/// Where a cover begins; `None` where the marks are too few for one, or neither number nor name is there.
fn begin(cover: &[Mark]) -> Option<Place> {
    let labels = cover.iter().filter(|mark| mark.kind > 0).count();
    let title = cover.iter().any(|mark| mark.kind == 0);
    let named = cover.iter().any(|mark| NAMED.contains(&mark.kind));
    let least = LEAST - usize::from(title);
    (named && labels >= least).then(|| first(cover))?
}

/// The first mark of a cover: what stands far before its title is of what comes before.
fn first(cover: &[Mark]) -> Option<Place> {
    const NEAR: usize = 6;
    let anchor = cover.iter().position(|mark| mark.kind == 0).unwrap_or(0);
    let mut first = *cover.get(anchor)?;
    for mark in cover[..anchor].iter().rev() {
        if mark.line + NEAR < first.line {
            break;
        }
        first = *mark;
    }
    Some(first.place)
}

/// The bytes of a text where covers behind the first begin.
pub(super) fn in_text(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut byte, few_lines) = (0, text.lines().count() < FEW_LINES);
    let mut halves = Halves::default();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if few_lines || line.len() <= LONGEST_LINE {
            let place = Place { row: 0, cell: 0, byte };
            halves.add(line, place, number, &mut found);
            in_line(line, place, number, &mut found);
        }
        byte += line.len();
    }
    gathered(found).into_iter().map(|place| place.byte).collect()
}

fn marks(rows: &Rows) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut line = 0;
    let mut halves = Halves::default();
    let few_lines = rows.is_plain(0) && rows.raw.lines().count() < FEW_LINES;
    for (row, content) in rows.rows.iter().enumerate().filter(|(_, row)| !row.furniture) {
        let filled = content.cells.iter().filter(|cell| !cell.text.is_empty()).count();
        for (cell, content) in content.cells.iter().enumerate() {
            let mut byte = 0;
            for text in content.text.split_inclusive('\n') {
                if filled <= MOST_CELLS && (few_lines || text.len() <= LONGEST_LINE) {
                    let place = Place { row, cell, byte };
                    halves.add(text, place, line, &mut found);
                    in_line(text, place, line, &mut found);
                }
                byte += text.len();
                line += usize::from(text.ends_with('\n'));
            }
        }
        line += 1;
    }
    found
}

/// The line before, which may be the first half of a title.
#[derive(Default)]
struct Halves {
    before: Option<(String, Place)>,
}

impl Halves {
    /// Looks whether a line is the second half of a title that begins in the line before.
    fn add(&mut self, text: &str, place: Place, line: usize, found: &mut Vec<Mark>) {
        const LONGEST: usize = 90;
        let blank = text.trim().is_empty();
        if text.len() > LONGEST || blank || !text.trim_end().ends_with(|c| TITLE_ENDS.contains(&c))
        {
            self.before = self.before.take().filter(|_| blank);
            return;
        }
        let folded = fold(text);
        let before = self.before.replace((folded.clone(), place));
        let Some((first, begin)) = before else { return };
        let mut titles = forms()
            .iter()
            .flat_map(|form| form.slots.iter())
            .filter(|slot| slot.role == Role::Title);
        let is_title = titles.any(|slot| {
            slot.names.iter().any(|name| name.body.strip_suffix(folded.as_str()) == Some(&first))
        });
        if is_title {
            found.push(Mark { place: begin, kind: 0, line: line.saturating_sub(1) });
        }
    }
}

/// The marks of a line.
fn in_line(text: &str, place: Place, line: usize, found: &mut Vec<Mark>) {
    budget::step();
    let Search { words, kinds } = &*SEARCH;
    // A line without any of the characters that they begin with need not be folded.
    if !text.contains(|c| words.begins(c)) {
        return;
    }
    let plain = fold(text);
    let hits = words.apart(&plain);
    if hits.is_empty() {
        return;
    }
    let folded = Folded::new(text);
    let mut last_end = 0;
    for (nth, hit) in hits.iter().enumerate() {
        let (start, end) = (folded.original(hit.start), folded.original_end(hit.end));
        let touches = hits.get(nth + 1).is_some_and(|next| next.start == hit.end);
        let kind = kinds[hit.word];
        let before = &text[..start];
        let led = hit.start == last_end && (nth > 0 || hit.start == 0)
            || before.trim().is_empty()
            || before.ends_with(|c| is_space(c) || ['>', '|', '#', '*'].contains(&c));
        let closed = touches || closes(&text[end..]) || kind == 0;
        if led && closed {
            found.push(Mark { place, kind, line });
            last_end = hit.end;
        }
    }
}

/// Whether a label can end before a text.
fn closes(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| {
        is_space(c) || ['[', '［', '【', ':', '：', '(', '（', '<', '|', '*'].contains(&c)
    })
}

/// Cuts cells of lines at places within them, so that each begins a row. Gives the rows that begin at the
/// places, which are in order.
pub(super) fn parted(rows: &mut Rows, places: &[Place]) -> Vec<usize> {
    let cut: Vec<bool> = places.iter().rev().map(|place| split(rows, *place)).collect();
    let mut shift = 0;
    let places = places.iter().zip(cut.iter().rev());
    places
        .map(|(place, cut)| {
            shift += usize::from(*cut);
            place.row + shift
        })
        .collect()
}

/// Cuts a cell that is alone in its row; not where nothing stands before the place.
fn split(rows: &mut Rows, place: Place) -> bool {
    let Some(row) = rows.rows.get_mut(place.row) else { return false };
    let [cell] = row.cells.as_mut_slice() else { return false };
    if cell.text.get(..place.byte).is_none_or(|before| before.trim().is_empty()) {
        return false;
    }
    let cells = vec![cell.split_off(place.byte)];
    let after = Row { cells, gap: true, plain: row.plain, ..Row::default() };
    cell.text.truncate(cell.text.trim_end().len());
    rows.rows.insert(place.row + 1, after);
    let behind = rows.notes.iter_mut().filter_map(|note| note.cell.as_mut());
    for (row, _) in behind.filter(|(row, _)| *row > place.row) {
        *row += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::read;

    #[test]
    fn covers_begin_at_their_titles() {
        let cover = |number: u32| {
            format!(
                "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\t評価書名\n{number}\t介護保険に関する事務\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\nI 関連情報\n"
            )
        };
        let text = format!("目次\n{}{}公表日\n", cover(1), cover(2));
        for text in [text.clone(), text.replace('\t', " ")] {
            let mut rows = read::text(&text);
            let places = covers(&rows);
            let starts = parted(&mut rows, &places);
            let first = |at: &usize| fold(&rows.rows[*at].cells[0].text);
            let firsts: Vec<String> = starts.iter().map(first).collect();
            assert_eq!(firsts.len(), 2);
            assert!(firsts.iter().all(|text| text.starts_with("特定個人情報保護評価書(基礎")));
        }
    }

    #[test]
    fn what_only_talks_of_covers_is_none() {
        let text = "評価書番号や評価書名を記載してください。\n「公表日」とは、評価実施機関名を公表する日をいう。\n";
        assert!(covers(&read::text(text)).is_empty());
    }
}
