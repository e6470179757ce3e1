//! Characters whose shape says more than the model does: numbers in circles, Roman ones, the full stop.

use super::blob::Blob;
use super::dust::size;
use super::enclosed;
use super::ink::Ink;
use super::line::Line;
use super::picture::Frame;
use super::recognise::Read;
use std::f32::consts::TAU;

/// Rays that look for a circle around a number.
const RAYS: u8 = 24;
/// The circle lies between these distances from the middle of its number, in ems.
const CIRCLE: (f32, f32) = (0.36, 0.6);
/// So many of all rays, and of those up and down, where no neighbour stands, meet it: a faint one is dotted.
const MET: f32 = 0.4;
/// A full stop is at most so high and wide, in ems.
const STOP: f32 = 0.45;
/// A character that the shape has corrected is at most so sure.
const CORRECTED: f32 = 0.9;
/// A capital I and a Roman one are told apart less surely still.
const ROMAN: f32 = 0.45;
/// Behind one before a space of full width there is so much.
const SPACE: f32 = 0.85;
/// … and no more, or what stands there belongs to something else.
const FAR: f32 = 2.0;
/// Strokes of one number stand so near, in ems.
const SIDE_BY_SIDE: f32 = 0.36;
/// Behind a stroke that is a character of full width there is so much white, in ems.
const FULL_WIDTH: f32 = 0.4;
/// … or so much, where a space follows.
const FULL_WIDTH_AND_SPACE: f32 = 0.55;
/// Middles of characters are told no more precisely than this, in ems.
const SLACK: f32 = 0.12;
/// Readings of upright strokes.
const STROKES: &str = "I1l|[]iⅠⅡⅢ";
/// Readings of a speck, and its size, in ems.
const COMMAS: &str = ",，、.．'`";
const SPECK: f32 = 0.2;
/// Readings of a flat stroke.
const DASHES: &str = "・一ー－-―_.~";
/// A dash is at least so thick, and less than that, in ems.
const BAR: (f32, f32) = (0.07, 0.2);
/// A dash shorter than so many of the page's specks may be one …
const SPECKS: f32 = 1.6;
/// … and is at most so sure.
const SMALL_DASH: f32 = 0.6;
/// Readings of a small ring.
const RINGS: &str = "0○〇Oo°";

/// Puts the characters right that the ink of the line tells better.
pub(super) fn correct(ink: &Ink, line: &Line, read: &mut Vec<Read>) {
    specks(line, read);
    circled(ink, line, read);
    stops(line, read);
    strokes(ink, line, read);
    romans(ink, line, read);
    four(ink, line, read);
    dash(line, read);
    enclosed::join(line, read);
}

/// A speck before a line is no comma: none begins a line, and none is so small.
fn specks(line: &Line, read: &mut Vec<Read>) {
    let is_speck = |read: &Read| {
        let frame = blob_at(line, read.x).unwrap_or_default();
        COMMAS.contains(read.char) && (frame.width().max(frame.height()) as f32) < SPECK * line.em
    };
    let count = read.iter().take_while(|read| is_speck(read)).count();
    if count < read.len() {
        read.drain(..count);
    }
}

/// The ink that a character was read from.
fn blob_at(line: &Line, x: f32) -> Option<Frame> {
    let frames = line.blobs.iter().map(|blob| blob.frame);
    frames.filter(|frame| is_at(*frame, x, line.em)).max_by_key(Frame::height)
}

/// Whether a character whose middle is said to be at `x` may stand in a frame.
fn is_at(frame: Frame, x: f32, em: f32) -> bool {
    let slack = SLACK * em;
    frame.x0 as f32 - slack <= x && x <= frame.x1 as f32 + slack
}

/// Numbers with a circle around them that the model has passed over, or taken for round brackets.
fn circled(ink: &Ink, line: &Line, read: &mut Vec<Read>) {
    let mut at = 0;
    while let Some(seen) = read.get(at).copied() {
        at += 1;
        let Some(digit) = seen.char.to_digit(10).filter(|digit| *digit > 0) else { continue };
        let Some(frame) = blob_at(line, seen.x) else { continue };
        let size = (frame.width() as f32 / line.em, frame.height() as f32 / line.em);
        let is_digit =
            |other: &Read| other.char.is_ascii_digit() && (other.x - seen.x).abs() < 0.75 * line.em;
        let before = at.checked_sub(2).and_then(|before| read.get(before));
        if before.is_some_and(is_digit) || read.get(at).is_some_and(is_digit) {
            continue;
        }
        if size.0 > 0.6 || !(0.3..0.85).contains(&size.1) || !is_circled(ink, frame, line.em) {
            continue;
        }
        let Some(char) = char::from_u32('①' as u32 + digit - 1) else { continue };
        read[at - 1] = Read { char, sure: seen.sure.min(CORRECTED), ..seen };
        let near = |read: &Read| (read.x - seen.x).abs() < 0.7 * line.em;
        let is_half = |read: &Read| "()（）".contains(read.char) && near(read);
        if read.get(at).is_some_and(is_half) {
            read.remove(at);
        }
        if at > 1 && read.get(at - 2).is_some_and(is_half) {
            read.remove(at - 2);
            at -= 1;
        }
    }
}

/// Whether there is a circle, be it dotted, around what stands in a frame.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
fn is_circled(ink: &Ink, frame: Frame, em: f32) -> bool {
    let (cx, cy) = (
        f32::midpoint(frame.x0 as f32, frame.x1 as f32),
        f32::midpoint(frame.y0 as f32, frame.y1 as f32),
    );
    let (mut met, mut all) = ([0.0; 2], [0.0; 2]);
    for ray in 0..RAYS {
        let (sin, cos) = (f32::from(ray) / f32::from(RAYS) * TAU).sin_cos();
        let steps = ((CIRCLE.1 - CIRCLE.0) * em) as usize;
        let is_met = (0..=steps).any(|step| {
            let reach = CIRCLE.0 * em + step as f32;
            let (x, y) = ((cx + cos * reach).max(0.0), (cy + sin * reach).max(0.0));
            let (x, y) = (x as usize, y as usize);
            let own = (frame.x0..frame.x1).contains(&x) && (frame.y0..frame.y1).contains(&y);
            !own && ink.at(x, y)
        });
        let way = usize::from(sin.abs() > 0.8);
        all[way] += 1.0;
        met[way] += f32::from(u8::from(is_met));
    }
    (0..2).all(|way| met[way] >= MET * all[way])
}

/// Small rings that are no letter: full stops.
fn stops(line: &Line, read: &mut [Read]) {
    let mut before = ' ';
    for seen in read.iter_mut() {
        let is_small = || {
            let frame = blob_at(line, seen.x).unwrap_or_default();
            let size = frame.width().max(frame.height()) as f32 / line.em;
            (0.15..STOP).contains(&size)
        };
        if RINGS.contains(seen.char) && !before.is_ascii_alphanumeric() && is_small() {
            *seen = Read { char: '。', sure: seen.sure.min(CORRECTED), ..*seen };
        }
        before = seen.char;
    }
}

/// A flat stroke that is all there is is a dash, whatever was read.
fn dash(line: &Line, read: &mut [Read]) {
    let ([seen], [blob]) = (read, line.blobs.as_slice()) else { return };
    let (width, height) = (blob.frame.width() as f32, blob.frame.height() as f32);
    let is_flat = width >= 1.4 * height && height < 0.3 * line.em;
    let is_bar = is_bar(line);
    if is_flat && (is_bar || DASHES.contains(seen.char)) {
        seen.char = '-';
        // A speck that happens to be flat looks the same.
        if !is_bar || width < SPECKS * line.speck {
            seen.sure = seen.sure.min(SMALL_DASH);
        }
    }
}

/// Whether all there is of a line is a flat stroke, too long for a speck and too thick for a rest of a ruled line.
pub(super) fn is_bar(line: &Line) -> bool {
    let [blob] = line.blobs.as_slice() else { return false };
    let (width, height) = (blob.frame.width() as f32, blob.frame.height() as f32);
    let is_stroke = BAR.0 * line.em <= height && height < BAR.1 * line.em;
    is_stroke && width >= 2.0 * height && width >= 0.25 * line.em
}

/// Two or three equal strokes side by side before a line are a Roman number whose bars have faded; so is one, with
/// white behind it, before the number of a part.
fn strokes(ink: &Ink, line: &Line, read: &mut Vec<Read>) {
    let is_stroke = |blob: &&Blob| {
        let tall = blob.frame.height() as f32 / line.em;
        (0.5..1.1).contains(&tall) && roman(ink, blob.frame, line.em) == Some('I')
    };
    let text: Vec<&Blob> = line.blobs.iter().filter(|b| size(b) > line.speck).collect();
    let mut group: Vec<&Blob> = Vec::new();
    for blob in text.iter().copied().take_while(is_stroke) {
        let fits = group.last().is_none_or(|last| {
            let gap = blob.frame.x0.saturating_sub(last.frame.x1) as f32;
            let differs = last.frame.height().abs_diff(blob.frame.height());
            gap < SIDE_BY_SIDE * line.em && differs * 8 <= blob.frame.height()
        });
        if !fits {
            break;
        }
        group.push(blob);
    }
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let gap = |next: &&Blob| next.frame.x0.saturating_sub(last.frame.x1) as f32;
    let rest = text.get(group.len()).map_or(line.beyond, gap);
    // The places of characters are not exact: those up to the next blob are of the strokes.
    let next = text.get(group.len()).map_or(f32::INFINITY, |next| next.frame.x0 as f32);
    let count = read.iter().take_while(|read| read.x < next).count();
    let known = read.iter().take(count).all(|read| STROKES.contains(read.char) || read.char == ' ');
    let white = rest / line.em;
    let char = match group.len() {
        1 if count <= 1 && (SPACE..FAR).contains(&white) => 'Ⅰ',
        1 if count == 0 && white >= FULL_WIDTH && may_follow(read) => 'Ⅰ',
        2 => 'Ⅱ',
        3 => 'Ⅲ',
        _ => return,
    };
    if known {
        let x = f32::midpoint(first.frame.x0 as f32, last.frame.x1 as f32);
        read.splice(..count, [Read { char, sure: ROMAN, x }]);
    }
}

/// Upright strokes with a bar above and below are Roman numbers, one without is a capital I.
fn romans(ink: &Ink, line: &Line, read: &mut Vec<Read>) {
    for frame in line.blobs.iter().map(|blob| blob.frame) {
        let tall = frame.height() as f32 / line.em;
        let inside = |read: &Read| is_at(frame, read.x, line.em);
        let Some(first) = read.iter().position(inside) else { continue };
        let end = first + read[first..].iter().take_while(|read| inside(read)).count();
        let are_strokes = read[first..end].iter().all(|read| STROKES.contains(read.char));
        if !(0.5..1.1).contains(&tall) || !are_strokes {
            continue;
        }
        let Some(char) = roman(ink, frame, line.em) else { continue };
        // A stroke alone is told from a 1 or a bracket only where a number of a section may stand.
        let is_alone = char == 'I' || char == 'Ⅰ';
        if is_alone && !(first == 0 && end == 1 && may_follow(&read[1..])) {
            continue;
        }
        if char == 'I' && "[]".contains(read[0].char) {
            continue;
        }
        // Full width has white around it.
        let rest = line.blobs.iter().map(|blob| blob.frame.x0).filter(|x0| *x0 > frame.x1).min();
        let gap = rest.map_or(0.0, |x0| (x0 - frame.x1) as f32 / line.em);
        let is_counted = read.iter().skip(end).find(|read| read.char != ' ');
        let is_counted = is_counted.is_some_and(|read| read.char.is_ascii_digit());
        let least = if is_counted { FULL_WIDTH_AND_SPACE } else { FULL_WIDTH };
        let char = if char == 'I' && gap >= least { 'Ⅰ' } else { char };
        let x = f32::midpoint(frame.x0 as f32, frame.x1 as f32);
        read.splice(first..end, [Read { char, sure: ROMAN, x }]);
    }
}

/// Whether a number of a section may stand before this: a dash, or a number that ends in a dot.
fn may_follow(rest: &[Read]) -> bool {
    let mut rest = rest.iter().map(|read| read.char).skip_while(|char| *char == ' ');
    match rest.next() {
        Some('-' | '－' | 'ー' | '一' | '―') => true,
        Some(digit) if digit.is_ascii_digit() => matches!(rest.next(), Some('.' | '．')),
        _ => false,
    }
}

/// A Roman five that begins with an upright stroke is a four.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size in pixels")]
fn four(ink: &Ink, line: &Line, read: &mut [Read]) {
    let first = line.blobs.iter().map(|blob| blob.frame).min_by_key(|frame| frame.x0);
    let (Some(seen), Some(frame)) = (read.first_mut(), first) else { return };
    let edge = frame.x0..frame.x0 + (0.15 * line.em) as usize;
    let is_inked = |y: &usize| edge.clone().any(|x| ink.at(x, *y));
    let rows = (frame.y0..frame.y1).filter(is_inked).count();
    let tall = frame.height() as f32 >= 0.5 * line.em;
    if "VⅤ".contains(seen.char) && tall && rows * 4 >= frame.height() * 3 {
        *seen = Read { char: 'Ⅳ', sure: ROMAN, ..*seen };
    }
}

/// The Roman number that a blob is, if it is one.
fn roman(ink: &Ink, frame: Frame, em: f32) -> Option<char> {
    let (width, height) = (frame.width(), frame.height());
    let strokes = |y: usize| {
        let row = ink.row(y).get(frame.x0..frame.x1).unwrap_or_default();
        row.chunk_by(|a, b| a == b).filter(|run| run[0]).map(<[bool]>::len).collect::<Vec<_>>()
    };
    let inner: Vec<Vec<usize>> =
        (frame.y0 + height / 3..frame.y1 - height / 3).map(strokes).collect();
    let count = inner.first()?.len();
    let alike = inner.iter().filter(|row| row.len() == count).count() * 10 >= inner.len() * 9;
    let inked = |range: std::ops::Range<usize>| {
        range.map(|y| strokes(y).iter().sum::<usize>()).max().unwrap_or(0) * 100 / width.max(1)
    };
    let (top, bottom) =
        (inked(frame.y0..frame.y0 + height / 6), inked(frame.y1 - height / 6..frame.y1));
    let is_barred = top >= 85 && bottom >= 85;
    let wide = width as f32 / em;
    let thick = inner.iter().flatten().copied().max().unwrap_or(0);
    match count {
        1 if alike && is_barred && width >= thick * 2 && has_both_sides(ink, frame) => Some('Ⅰ'),
        1 if alike && width * 10 <= thick * 16 && wide < 0.25 => Some('I'),
        2 if alike && is_barred && wide >= 0.35 => Some('Ⅱ'),
        3 if alike && is_barred && wide >= 0.45 => Some('Ⅲ'),
        _ => None,
    }
}

/// Whether the bars of a stroke reach out to both sides of it, above and below.
fn has_both_sides(ink: &Ink, frame: Frame) -> bool {
    let ends = |y: usize| {
        let row = ink.row(y).get(frame.x0..frame.x1).unwrap_or_default();
        (row.iter().position(|b| *b), row.iter().rposition(|b| *b))
    };
    let (Some(left), Some(right)) = ends(usize::midpoint(frame.y0, frame.y1)) else { return false };
    let out = (frame.width() / 8).max(1);
    let reaches = |rows: std::ops::Range<usize>| {
        let ends: Vec<_> = rows.map(ends).collect();
        ends.iter().any(|(from, _)| from.is_some_and(|from| from + out <= left))
            && ends.iter().any(|(_, to)| to.is_some_and(|to| to >= right + out))
    };
    let part = (frame.height() / 6).max(1);
    reaches(frame.y0..frame.y0 + part) && reaches(frame.y1 - part..frame.y1)
}

#[cfg(test)]
mod tests {
    use super::super::blob::blobs;
    use super::*;

    fn drawn(rows: &[&str]) -> (Ink, Line) {
        let black = rows.iter().flat_map(|row| row.bytes().map(|b| b == b'#')).collect();
        let ink = Ink { width: rows[0].len(), height: rows.len(), black };
        let blobs = blobs(&ink);
        let frame = blobs.iter().map(|blob| blob.frame).reduce(Frame::union).unwrap();
        (ink, Line { frame, em: 12.0, blobs, ..Line::default() })
    }

    fn corrected(rows: &[&str], text: &str, x: f32) -> String {
        let (ink, line) = drawn(rows);
        let mut read = text.chars().map(|char| Read { char, sure: 0.5, x }).collect();
        correct(&ink, &line, &mut read);
        read.iter().map(|read| read.char).collect()
    }

    #[test]
    fn strokes_with_bars_are_roman_numbers() {
        let bar = "#########";
        let two = ".##...##.";
        assert_eq!(corrected(&[bar, two, two, two, two, two, two, two, two, bar], "11", 4.0), "Ⅱ");
        let bar = "#####.";
        let one = ".##...";
        let flag = "###...";
        let rows = [bar, one, one, one, one, one, one, one, one, bar];
        assert_eq!(corrected(&rows, "1", 2.0), "1", "the bars reach out to one side");
        let rows = [flag, flag, one, one, one, one, one, one, one, bar];
        assert_eq!(corrected(&rows, "1", 2.0), "1");
    }

    #[test]
    fn a_stroke_before_a_space_of_full_width_is_a_roman_one() {
        let (ink, line) = drawn(&["##"; 9]);
        let told = |beyond: f32| {
            let line = Line { beyond, ..line.clone() };
            let mut read = vec![Read { char: '1', sure: 0.9, x: 1.0 }];
            correct(&ink, &line, &mut read);
            read[0].char
        };
        assert_eq!([told(0.0), told(16.0), told(36.0)], ['1', 'Ⅰ', '1']);
    }

    #[test]
    fn a_speck_before_a_line_is_no_comma() {
        let (_, line) = drawn(&["##...####", "##...####", ".....####", ".....####"]);
        let mut read: Vec<Read> =
            [('，', 1.0), ('変', 7.0)].map(|(char, x)| Read { char, sure: 0.5, x }).to_vec();
        specks(&line, &mut read);
        assert_eq!(read.iter().map(|read| read.char).collect::<String>(), "変");
    }

    #[test]
    fn a_small_ring_is_a_full_stop() {
        let rows = [".##.", "#..#", "#..#", ".##."];
        assert_eq!(corrected(&rows, "0", 2.0), "。");
    }
}
