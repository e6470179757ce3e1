//! Text outside of tables: dirt, a dash, or what nobody can read.

use super::line::Line;
use super::recognise::Read;
use super::sign;
use super::unread::UNREAD;

/// Text outside of tables that is read less surely was not read.
const DIRT: f32 = 0.5;
/// Of so few characters …
const FEW: usize = 2;
/// … all but the surest are dirt, but for a dash.
const SURE_FEW: f32 = 0.9;

/// What is left of the text of a line outside of tables: nothing of a speck of dirt; of a text that was read so unsurely
/// that it may say anything, ink that no character explains.
pub(super) fn stray(line: &Line, mut read: Vec<Read>) -> Vec<Read> {
    let mean = read.iter().map(|read| read.sure).sum::<f32>() / (read.len() as f32).max(1.0);
    let is_few = read.len() <= FEW;
    if mean >= if is_few { SURE_FEW } else { DIRT } {
        return read;
    }
    if is_few && !sign::is_bar(line) {
        return Vec::new();
    }
    if is_few {
        read.iter_mut().for_each(|read| read.sure = read.sure.min(DIRT));
        return read;
    }
    read.iter_mut().for_each(|read| *read = Read { char: UNREAD, sure: 0.0, ..*read });
    read
}

#[cfg(test)]
mod tests {
    use super::super::blob::Blob;
    use super::super::picture::Frame;
    use super::*;

    /// What is left of text outside of tables whose characters are so sure; its ink is one blob of this size.
    fn left(text: &str, sure: f32, (x1, y1): (usize, usize)) -> String {
        let frame = Frame { x0: 0, y0: 0, x1, y1 };
        let blobs = vec![Blob { frame, pixels: x1 * y1 }];
        let line = Line { frame, em: 22.0, blobs, is_free: true, ..Line::default() };
        let read = text.chars().map(|char| Read { char, sure, x: 0.0 }).collect();
        stray(&line, read).iter().map(|read| read.char).collect()
    }

    #[test]
    fn outside_of_tables_specks_are_dirt_and_what_nobody_can_read_is_told() {
        assert_eq!(left("宣言する", 0.9, (80, 20)), "宣言する");
        assert_eq!(left("のははを", 0.3, (80, 20)), "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}");
        assert_eq!(left("・", 0.7, (6, 6)), "");
        assert_eq!(left("-", 0.3, (9, 3)), "-", "it may be all there is of an answer");
        assert_eq!(left("-", 0.3, (9, 1)), "", "a rest of a ruled line");
    }
}
