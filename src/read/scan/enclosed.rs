//! Characters in round brackets that are one character (`㈱`), and those that are three (`(株)`).

use super::line::Line;
use super::recognise::Read;

/// The middles of the brackets of one character are nearer than this, in ems …
const ONE: f32 = 1.05;
/// … and those of brackets that are characters of their own further apart; between them it may be either …
const THREE: f32 = 1.3;
/// … and what is taken is at most so sure.
const EITHER: f32 = 0.6;
/// What the width has told is at most so sure.
const TOLD: f32 = 0.9;

/// The character in brackets and what stands for both, a pair a line.
const PAIRS: &str = include_str!("data/enclosed.txt");

/// Puts one character in place of three that stand as near together as one does.
pub(super) fn join(line: &Line, read: &mut Vec<Read>) {
    let chars: Vec<char> = read.iter().map(|read| read.char).collect();
    for (place, char) in chars.iter().enumerate() {
        let bracketed = place > 0 && "(（".contains(chars[place - 1]);
        let next = chars.get(place + 1).copied();
        if !bracketed && words(*char).is_some_and(|words| !next.is_some_and(|c| words.contains(c)))
        {
            read[place].sure = read[place].sure.min(EITHER);
        }
    }
    let mut at = 0;
    while let Some([open, inner, close]) = read.get(at..at + 3) {
        let wide = (close.x - open.x) / line.em;
        let (x, sure) = (inner.x, open.sure.min(inner.sure).min(close.sure).min(TOLD));
        let is_bracketed = "(（".contains(open.char) && ")）".contains(close.char);
        if let Some(char) = enclosed(inner.char).filter(|_| is_bracketed && wide < THREE) {
            if wide < ONE {
                read.splice(at..at + 3, [Read { char, sure, x }]);
            } else {
                read[at + 1].sure = sure.min(EITHER);
            }
        }
        at += 1;
    }
}

/// What follows a character that hardly stands but in words or enclosed.
fn words(char: char) -> Option<&'static str> {
    let pairs = PAIRS.lines().filter(|line| !line.starts_with('#'));
    let words =
        |line: &'static str| line.split_once(' ').filter(|(pair, _)| pair.starts_with(char));
    pairs.filter_map(words).map(|(_, words)| words).next()
}

fn enclosed(inner: char) -> Option<char> {
    let pairs = PAIRS.lines().filter(|line| !line.starts_with('#'));
    let mut pairs = pairs.filter_map(|line| {
        let mut chars = line.chars();
        Some((chars.next()?, chars.next()?))
    });
    pairs.find(|(bare, _)| *bare == inner).map(|(_, char)| char)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str, places: [f32; 3]) -> (String, f32) {
        let place = text.chars().zip(places);
        let mut read: Vec<Read> = place.map(|(char, x)| Read { char, sure: 0.99, x }).collect();
        join(&Line { em: 20.0, ..Line::default() }, &mut read);
        let least = read.iter().map(|read| read.sure).fold(1.0, f32::min);
        (read.iter().map(|read| read.char).collect(), least)
    }

    #[test]
    fn brackets_as_wide_as_one_character_are_one() {
        assert_eq!(joined("(株)", [3.0, 10.0, 18.0]), ("㈱".to_owned(), TOLD));
        assert_eq!(joined("（有）", [3.0, 10.0, 18.0]), ("㈲".to_owned(), TOLD));
        assert_eq!(joined("(株)", [5.0, 20.0, 35.0]), ("(株)".to_owned(), 0.99));
        assert_eq!(joined("(株)", [5.0, 16.0, 28.0]), ("(株)".to_owned(), EITHER));
        assert_eq!(joined("タ株公", [5.0, 25.0, 45.0]), ("タ株公".to_owned(), EITHER));
        assert_eq!(joined("株式会", [5.0, 25.0, 45.0]), ("株式会".to_owned(), 0.99));
        assert_eq!(joined("(三)", [3.0, 10.0, 18.0]), ("(三)".to_owned(), 0.99));
    }
}
