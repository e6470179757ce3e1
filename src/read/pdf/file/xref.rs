//! Where the objects of a sound file are: its cross-reference tables and streams (ISO 32000-2, 7.5).
//!
//! Nothing is repaired here. What is not as it should be makes the file one for another reader.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, Stream};

use super::lex::{Lexer, Token};
use super::object::{self, Objects, integer};
use crate::budget;
use crate::read::pdf::limits::Limits;

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere: it was deleted.
    Free,
    /// At a byte of the file.
    At(usize),
    /// In the object stream of this number.
    In(u32),
}

/// The places of all objects by their number.
pub(super) type Places = BTreeMap<u32, Place>;

/// `startxref` stands at most so far before the end of the file, and so far before the mark of the end.
const TAIL: usize = 1024;
const BEFORE_END: usize = 25;
/// Entries taken over.
const OBJECTS: usize = 1_000_000;
/// Sections taken over: a file of more revisions is left to lopdf.
const SECTIONS: usize = 64;

/// All places, and the newest trailer.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Option<(Places, Dictionary)> {
    let mut start = start(bytes)?;
    let mut seen = BTreeSet::new();
    let mut all: Option<(Places, Dictionary)> = None;
    loop {
        if !seen.insert(start) || seen.len() > SECTIONS {
            return None;
        }
        let (places, trailer) = section(bytes, start, limits)?;
        let older = trailer.get(b"Prev").ok().map(integer);
        match &mut all {
            None => all = Some((places, trailer)),
            Some((known, _)) => places.into_iter().for_each(|(number, place)| {
                known.entry(number).or_insert(place);
            }),
        }
        match older {
            None => return all.filter(|(places, _)| places.len() <= OBJECTS),
            Some(older) => start = usize::try_from(older?).ok()?,
        }
    }
}

/// Where the newest section begins: the number that stands on a line of its own (7.5.5).
fn start(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..)?;
    let end = last(tail, b"%%EOF")?;
    let from = last(tail.get(..end)?, b"startxref").filter(|from| end - from <= BEFORE_END)?;
    let text = std::str::from_utf8(tail.get(from + b"startxref".len()..end)?).ok()?;
    let text = text.strip_prefix(' ').unwrap_or(text);
    let line = text.trim_matches(['\r', '\n']);
    let is_line = text.starts_with(['\r', '\n']) && text.ends_with(['\r', '\n']);
    line.trim_matches(' ').parse().ok().filter(|_| is_line)
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

fn whole(token: Option<Token<'_>>) -> Option<usize> {
    match token? {
        Token::Number(value) if value.fract() == 0.0 && (0.0..1e15).contains(&value) => {
            Some(value as usize)
        }
        _ => None,
    }
}

/// One section: a table, with the stream that a hybrid file has beside it, or a stream.
fn section(bytes: &[u8], start: usize, limits: Limits) -> Option<(Places, Dictionary)> {
    if !bytes.get(start..)?.starts_with(b"xref") {
        return stream(bytes, start, limits);
    }
    let (mut places, trailer) = table(bytes, start + b"xref".len())?;
    if let Ok(beside) = trailer.get(b"XRefStm") {
        let (hidden, _) = stream(bytes, usize::try_from(integer(beside)?).ok()?, limits)?;
        for (number, place) in hidden {
            let known = places.entry(number).or_insert(place);
            if *known == Place::Free {
                *known = place;
            }
        }
    }
    trailer.get(b"Size").ok().and_then(integer)?;
    Some((places, trailer))
}

fn table(bytes: &[u8], at: usize) -> Option<(Places, Dictionary)> {
    let (mut lexer, mut scratch) = (Lexer::new(bytes), Vec::new());
    lexer.at = at;
    let mut places = Places::new();
    loop {
        let first = match lexer.next(&mut scratch)? {
            Token::Word(b"trailer") => break,
            token => whole(Some(token))?,
        };
        let count = whole(lexer.next(&mut scratch))?;
        for number in first..first.checked_add(count)? {
            let at = whole(lexer.next(&mut scratch))?;
            let _generation = whole(lexer.next(&mut scratch))?;
            let place = match lexer.next(&mut scratch)? {
                Token::Word(b"n") => Place::At(at),
                Token::Word(b"f") => Place::Free,
                _ => return None,
            };
            add(&mut places, number, place)?;
        }
    }
    match object::read_sound(&mut lexer)? {
        Object::Dictionary(trailer) => Some((places, trailer)),
        _ => None,
    }
}

fn stream(bytes: &[u8], start: usize, limits: Limits) -> Option<(Places, Dictionary)> {
    let direct = |length: &Object| integer(length).and_then(|length| usize::try_from(length).ok());
    let Object::Stream(stream) = indirect(bytes, start, None, &direct)? else { return None };
    let data = decoded(&stream, limits)?;
    let dict = stream.dict;
    let numbers = |key: &[u8]| -> Option<Vec<usize>> {
        let array = dict.get(key).ok()?.as_array().ok()?;
        array.iter().map(|item| usize::try_from(integer(item)?).ok()).collect()
    };
    let widths: [usize; 3] = numbers(b"W")?.try_into().ok()?;
    let size = usize::try_from(integer(dict.get(b"Size").ok()?)?).ok()?;
    let index = if dict.has(b"Index") { numbers(b"Index")? } else { vec![0, size] };
    let mut rows = data.chunks_exact(widths.iter().sum::<usize>().max(1));
    let mut places = Places::new();
    for part in index.chunks_exact(2) {
        for number in part[0]..part[0].checked_add(part[1])? {
            add(&mut places, number, place(rows.next()?, widths)?)?;
        }
    }
    dict.has_type(b"XRef").then_some((places, dict))
}

/// `None` where there are too many.
fn add(places: &mut Places, number: usize, place: Place) -> Option<()> {
    budget::step();
    places.insert(u32::try_from(number).ok()?, place);
    (places.len() <= OBJECTS).then_some(())
}

/// The place that a row of a stream tells (table 18).
fn place(row: &[u8], widths: [usize; 3]) -> Option<Place> {
    let (kind, rest) = row.split_at_checked(widths[0])?;
    let (second, _third) = rest.split_at_checked(widths[1])?;
    let value = |bytes: &[u8]| bytes.iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
    match if widths[0] == 0 { 1 } else { value(kind) } {
        0 => Some(Place::Free),
        1 => Some(Place::At(usize::try_from(value(second)).ok()?)),
        2 => Some(Place::In(u32::try_from(value(second)).ok()?)),
        _ => None,
    }
}

/// The bytes of a stream; none where they are damaged or too many.
pub(super) fn decoded(stream: &Stream, limits: Limits) -> Option<Vec<u8>> {
    let file = object::file(Objects::Read(BTreeMap::new()), Dictionary::new(), limits);
    let data = file.decode(stream).into_owned();
    let sound = !(file.cut.get() || file.damaged.get() || file.missing.get());
    (sound && !data.is_empty()).then_some(data)
}

/// The object that stands at a place, with this number if one is given. `length` tells how long a stream is.
pub(super) fn indirect(
    bytes: &[u8],
    at: usize,
    number: Option<u32>,
    length: &dyn Fn(&Object) -> Option<usize>,
) -> Option<Object> {
    let (mut lexer, mut scratch) = (Lexer::new(bytes), Vec::new());
    lexer.at = at;
    let found = whole(lexer.next(&mut scratch))?;
    whole(lexer.next(&mut scratch))?;
    let is_it = number.is_none_or(|number| number as usize == found);
    if !is_it || lexer.next(&mut scratch)? != Token::Word(b"obj") {
        return None;
    }
    let object = object::read_sound(&mut lexer)?;
    match (lexer.next(&mut scratch)?, object) {
        (Token::Word(b"endobj"), object) => Some(object),
        (Token::Word(b"stream"), Object::Dictionary(dict)) => {
            let length = length(dict.get(b"Length").ok()?)?;
            let data = data(bytes, lexer.at, length)?;
            let kept = object::is_image(&dict).then(|| object::kept_of_image(data.len()));
            let kept = kept.and_then(|length| data.get(..length));
            let data = kept.unwrap_or(data);
            budget::take(data.len());
            Some(Object::Stream(Stream::new(dict, data.to_vec())))
        }
        _ => None,
    }
}

/// The data that follow the word `stream`; they end right before `endstream`.
fn data(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    let rest = bytes.get(at..)?;
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    let (data, rest) = rest.split_at_checked(length)?;
    let ends = [&b""[..], b"\r\n", b"\n", b"\r"];
    let is_end = |end: &[u8]| rest.strip_prefix(end).is_some_and(|r| r.starts_with(b"endstream"));
    ends.into_iter().any(is_end).then_some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entry_counts_and_hidden_ones_are_found() {
        let rows = [1u8, 0, 9, 2, 0, 7];
        let stream = [
            &b"8 0 obj<</Type/XRef/W[1 2 0]/Size 9/Index[2 1 5 1]/Length 6>>stream\n"[..],
            &rows,
            b"\nendstream endobj\n",
        ]
        .concat();
        let old = stream.len();
        let table =
            "xref\n0 2\n0000000000 65535 f \n0000000042 00000 n \ntrailer<</Size 2/Root 1 0 R>>\n";
        let new = old + table.len();
        let newest = format!(
            "xref\n1 2\n0000000077 00000 n \n0000000000 00001 f \ntrailer<</Size 3/XRefStm 0/Prev {old}>>\nstartxref\n{new}\n%%EOF"
        );
        let bytes = [&stream[..], table.as_bytes(), newest.as_bytes()].concat();
        let (places, trailer) = read(&bytes, Limits::default()).unwrap();
        let expected = [(0, Place::Free), (1, Place::At(77)), (2, Place::At(9)), (5, Place::In(7))];
        assert_eq!(places.into_iter().collect::<Vec<_>>(), expected);
        assert!(trailer.has(b"XRefStm"));
    }

    #[test]
    fn a_file_of_very_many_revisions_is_for_another_reader() {
        const LENGTH: usize = 64;
        let table = |at: usize| {
            let older = at.checked_sub(1).map(|at| format!("/Prev {}", at * LENGTH));
            let older = older.unwrap_or_default();
            let text = format!("xref 0 1 0 65535 f trailer<</Size 1{older}>>");
            format!("{text:LENGTH$}")
        };
        let file = |count: usize| {
            let tables: String = (0..count).map(table).collect();
            format!("{tables}startxref\n{}\n%%EOF", (count - 1) * LENGTH)
        };
        assert!(read(file(SECTIONS).as_bytes(), Limits::default()).is_some());
        assert!(read(file(SECTIONS + 1).as_bytes(), Limits::default()).is_none());
    }

    #[test]
    fn data_that_do_not_end_where_they_should_are_no_object() {
        let read = |text: &str| {
            let length = |object: &Object| integer(object).map(|length| length as usize);
            indirect(text.as_bytes(), 0, Some(1), &length)
        };
        assert!(read("1 0 obj<</Length 3>>stream\nabc\nendstream endobj").is_some());
        assert!(read("1 0 obj<</Length 2>>stream\nabc\nendstream endobj").is_none());
        assert!(read("2 0 obj<</Length 3>>stream\nabc\nendstream endobj").is_none());
        assert_eq!(read("1 0 obj 7 endobj"), Some(Object::Integer(7)));
    }
}
