//! Ink of a line that no character explains: what a recogniser has passed over.

use super::ink::Ink;
use super::line::Line;
use super::mark::{MARK, is_ring};
use super::picture::Frame;
use super::recognise::Read;
use super::shape::symbol;

/// Stands for ink that no character explains.
pub(super) const UNREAD: char = '\u{FFFD}';

/// Ink of at least this size, in ems, counts where no character is read …
const LARGE: f32 = 0.3;
/// … if it is so high, in ems, or a bar.
const HIGH: f32 = 0.1;
/// A bar (`一`, `ー`) is at least so high and at most so wide, in ems …
const BAR: (f32, f32) = (0.03, 1.2);
/// … and its middle at most so far from that of its line, in heights of the line.
const MIDDLE: f32 = 0.2;
/// A character explains the ink within whose edges, and this far beyond them, in ems, its middle lies.
const REACH: f32 = 0.55;
/// Ink that is wide enough, in ems, for a character of its own …
const WHOLE: f32 = 0.6;
/// … is explained by one within this beyond its edges.
const REACH_WHOLE: f32 = 0.3;
/// A smaller mark, a comma or a dot, counts from this size, in ems, if it stands further than this from all characters.
const SMALL: f32 = 0.12;
const REACH_SMALL: f32 = 0.68;

/// Between characters that stand no further apart than this, in pitches of the line, there is no room for another …
const ROOM: f32 = 1.45;
/// … nor within this for a comma or a dot.
const ROOM_SMALL: f32 = 1.2;
/// So many distances tell the pitch of a line.
const ENOUGH: usize = 4;

/// What stands for one character is at most so wide, in ems …
const ONE: f32 = 1.1;
/// … and its parts lie within this of its middle.
const PART: f32 = 0.6;

/// The ink of a part of a line that none of these characters explains: a ring or a symbol where it is one, else U+FFFD.
pub(super) fn ink(ink: &Ink, line: &Line, frame: Frame, read: &[Read]) -> Vec<Read> {
    let inside = |blob: &Frame| frame.x0 <= blob.x0 && blob.x1 <= frame.x1;
    let blobs: Vec<Frame> = line.blobs.iter().map(|blob| blob.frame).filter(inside).collect();
    // White explains nothing.
    let chars: Vec<&Read> = read.iter().filter(|read| read.char != ' ').collect();
    let pitch = pitch(line, &chars);
    let unexplained = blobs.iter().copied().filter(|blob| {
        let is_far = |reach: f32| chars.iter().all(|read| off(read, *blob) > reach);
        reach(line, *blob).is_some_and(is_far) && has_room(line, &chars, pitch, *blob)
    });
    let mut groups: Vec<(Frame, usize)> = Vec::new();
    for blob in unexplained {
        match groups.last_mut() {
            Some((group, count)) if group.union(blob).width() as f32 <= ONE * line.em => {
                (*group, *count) = (group.union(blob), *count + 1);
            }
            _ => groups.push((blob, 1)),
        }
    }
    groups.into_iter().map(|(group, count)| told(ink, line, &blobs, (group, count), read)).collect()
}

/// What a group of so many blobs is.
fn told(
    ink: &Ink,
    line: &Line,
    blobs: &[Frame],
    (group, count): (Frame, usize),
    read: &[Read],
) -> Read {
    let x = middle(group);
    if count == 1 && is_ring(ink, group, line.em) {
        return Read { char: '○', sure: MARK, x };
    }
    // Smaller parts of it may lie nearer to its neighbours.
    let is_part = |blob: &&Frame| {
        let own = (middle(**blob) - x).abs();
        own < PART * line.em && read.iter().all(|read| off(read, **blob) > own)
    };
    let whole = blobs.iter().filter(is_part).fold(group, |whole, part| whole.union(*part));
    let (char, sure) = symbol(ink, whole, line.em).unwrap_or((UNREAD, 0.0));
    Read { char, sure, x }
}

/// How far the middles of characters of full width are apart, in pixels.
fn pitch(line: &Line, chars: &[&Read]) -> f32 {
    let is_wide = |read: &Read| read.char.is_alphabetic() && !read.char.is_ascii();
    let wide = chars.windows(2).filter(|pair| is_wide(pair[0]) && is_wide(pair[1]));
    let mut apart: Vec<f32> = wide.map(|pair| pair[1].x - pair[0].x).collect();
    apart.sort_by(f32::total_cmp);
    let middle = apart.get(apart.len() / 2).filter(|_| apart.len() >= ENOUGH);
    middle.map_or(line.em, |middle| middle.max(line.em))
}

/// Whether the characters on both sides of a blob leave room for another; at an end of the line there is some.
fn has_room(line: &Line, chars: &[&Read], pitch: f32, blob: Frame) -> bool {
    let next = chars.iter().position(|read| read.x > middle(blob));
    let (Some(next), Some(before)) = (next, next.and_then(|next| next.checked_sub(1))) else {
        return true;
    };
    let is_small = (blob.width().max(blob.height()) as f32) < LARGE * line.em;
    let room = if is_small { ROOM_SMALL } else { ROOM };
    chars[next].x - chars[before].x > room * pitch
}

fn middle(frame: Frame) -> f32 {
    (frame.x0 + frame.x1) as f32 / 2.0
}

/// How far the middle of a blob is from that of a character.
fn off(read: &Read, blob: Frame) -> f32 {
    (read.x - middle(blob)).abs()
}

/// How far from the middle of a blob, in pixels, the character stands at most that it is a part of; `None` for what
/// need not be one.
fn reach(line: &Line, blob: Frame) -> Option<f32> {
    let (width, height) = (blob.width() as f32 / line.em, blob.height() as f32 / line.em);
    let side = width.max(height);
    let (counts, reach) = if side < LARGE {
        // What stands higher is a part of a character.
        let is_low = blob.middle2() > line.frame.middle2().saturating_sub(line.frame.height() / 5);
        (is_low && side > SMALL.max(line.speck / line.em), REACH_SMALL)
    } else {
        let beyond = if width < WHOLE { REACH } else { REACH_WHOLE };
        (height >= HIGH || is_bar(line, blob, (width, height)), beyond + width / 2.0)
    };
    counts.then_some(reach * line.em)
}

/// Whether a flat blob is a stroke of writing and no rest of a ruled line.
fn is_bar(line: &Line, blob: Frame, (width, height): (f32, f32)) -> bool {
    let off = blob.middle2().abs_diff(line.frame.middle2()) as f32 / 2.0;
    height >= BAR.0 && width <= BAR.1 && off <= MIDDLE * line.frame.height() as f32
}

#[cfg(test)]
mod tests {
    use super::super::blob::Blob;
    use super::*;

    /// Of a line from (0, 0) to (120, 20) with these blobs and characters what is unread.
    fn unread(blobs: &[(usize, usize, usize, usize)], read: &[(char, f32)]) -> String {
        let ink = Ink { width: 120, height: 20, black: vec![true; 2400] };
        let frame = |&(x0, y0, x1, y1): &(usize, usize, usize, usize)| Frame { x0, y0, x1, y1 };
        let blob = |at| Blob { frame: frame(at), pixels: 1 };
        let whole = frame(&(0, 0, 120, 20));
        let blobs = blobs.iter().map(blob).collect();
        let line = Line { frame: whole, em: 20.0, speck: 2.0, blobs, ..Line::default() };
        let read: Vec<Read> = read.iter().map(|&(char, x)| Read { char, sure: 0.9, x }).collect();
        super::ink(&ink, &line, whole, &read).iter().map(|read| read.char).collect()
    }

    #[test]
    fn a_space_explains_no_comma() {
        let blobs = [(0, 0, 19, 20), (21, 15, 26, 20), (40, 0, 59, 20)];
        assert_eq!(unread(&blobs, &[('課', 9.0), ('、', 24.0), ('支', 49.0)]), "");
        assert_eq!(unread(&blobs, &[('課', 9.0), (' ', 24.0), ('支', 49.0)]), "\u{FFFD}");
    }

    #[test]
    fn where_there_is_no_room_nothing_was_lost() {
        let blobs = [(0, 0, 19, 20), (21, 12, 24, 18), (26, 0, 39, 20)];
        assert_eq!(unread(&blobs, &[('体', 9.0), ('制', 39.0)]), "\u{FFFD}");
        assert_eq!(unread(&blobs, &[('体', 9.0), ('制', 32.0)]), "");
    }

    #[test]
    fn a_bar_is_a_character_and_a_rest_of_a_rule_is_none() {
        let text = [('統', 9.0)];
        assert_eq!(unread(&[(0, 0, 19, 20), (21, 9, 39, 11)], &text), "\u{FFFD}");
        assert_eq!(unread(&[(0, 0, 19, 20), (21, 9, 39, 11)], &[text[0], ('一', 30.0)]), "");
        assert_eq!(unread(&[(0, 0, 19, 20), (21, 18, 39, 19)], &text), "", "below the line");
        assert_eq!(unread(&[(0, 0, 19, 20), (21, 9, 60, 10)], &text), "", "too long");
    }

    #[test]
    fn parts_of_a_character_are_explained_by_it() {
        assert_eq!(unread(&[(0, 0, 8, 20), (10, 0, 19, 20)], &[('計', 10.0)]), "");
        assert_eq!(unread(&[(0, 0, 19, 20), (21, 0, 40, 20)], &[('計', 10.0)]), "\u{FFFD}");
        assert_eq!(unread(&[(0, 0, 39, 20)], &[('計', 10.0), ('画', 30.0)]), "");
    }
}
