//! The last resort: every `N G obj` of a file whose structure neither library understands.

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::lex::{Lexer, Token, is_space};
use super::object::{self, File, Objects, Trouble};
use crate::budget;
use crate::read::pdf::limits::Limits;

/// Objects taken over.
const OBJECTS: usize = 500_000;

/// Collects the objects in the order of the file, so that later ones replace earlier ones.
pub(crate) fn open(bytes: &[u8], limits: Limits) -> Result<(File<'_>, Trouble), Trouble> {
    let mut objects = BTreeMap::new();
    let mut trailer = Dictionary::new();
    let mut at = 0;
    while let Some(found) = find(bytes, at, b"obj").filter(|_| objects.len() < OBJECTS) {
        at = found + 3;
        let Some(id) = number_before(bytes, found) else { continue };
        let mut lexer = Lexer::new(bytes);
        lexer.at = at;
        if let Some(object) = object::read(&mut lexer) {
            at = lexer.at.max(at);
            budget::take(size_of::<Object>());
            objects.insert(id, with_stream(object, bytes, &mut at));
        }
    }
    let file = object::file(Objects::Read(BTreeMap::new()), Dictionary::new(), limits);
    if trailers(bytes, &mut trailer) || objects.values().any(is_encrypted) {
        return Err(Trouble::Encrypted);
    }
    let packed = unpack(&file, &objects);
    for (id, object) in packed {
        objects.entry(id).or_insert(object);
    }
    let catalog = |object: &&Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Catalog"));
    if let Some((&id, _)) = objects.iter().rev().find(|(_, object)| catalog(object)) {
        trailer.set("Root", Object::Reference(id));
    }
    if objects.is_empty() {
        return Err(Trouble::Unreadable);
    }
    Ok((object::file(Objects::Read(objects), trailer, limits), Trouble::Repaired))
}

/// Reads each object by itself, to see that none takes more memory than there is.
pub(crate) fn weigh(bytes: &[u8]) {
    let mut at = 0;
    while let Some(found) = find(bytes, at, b"obj") {
        let mut lexer = Lexer::new(bytes);
        lexer.at = found + 3;
        at = lexer.at;
        budget::passing(|| {
            let Some(object) = object::read(&mut lexer) else { return };
            at = lexer.at;
            let Object::Dictionary(dict) = object else { return };
            if let Some(stream) = stream_after(&dict, bytes, at) {
                at = stream.end;
                budget::take(stream.len());
            }
        });
    }
}

/// A cross-reference stream is a trailer too.
fn is_encrypted(object: &Object) -> bool {
    object.as_stream().is_ok_and(|stream| stream.dict.has(b"Encrypt"))
}

/// Whether one of the trailers asks for a password; their roots are gathered.
fn trailers(bytes: &[u8], trailer: &mut Dictionary) -> bool {
    let (mut at, mut encrypted) = (0, false);
    while let Some(found) = find(bytes, at, b"trailer") {
        at = found + 7;
        let mut lexer = Lexer::new(bytes);
        lexer.at = at;
        if let Some(Object::Dictionary(dict)) = object::read(&mut lexer) {
            encrypted |= dict.has(b"Encrypt");
            trailer.extend(&dict);
        }
    }
    encrypted
}

/// The first place of `word` from `at` on.
fn find(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    let (&first, rest) = word.split_first()?;
    let mut at = at;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == first)?;
        if bytes.get(at + 1..at + word.len()) == Some(rest) {
            return Some(at);
        }
        at += 1;
    }
}

/// The `N G` that stands before `obj`.
fn number_before(bytes: &[u8], end: usize) -> Option<ObjectId> {
    let mut at = end;
    let mut numbers = [0u32; 2];
    for number in &mut numbers {
        while at > 0 && is_space(*bytes.get(at - 1)?) {
            at -= 1;
        }
        let stop = at;
        while at > 0 && bytes.get(at - 1)?.is_ascii_digit() {
            at -= 1;
        }
        *number = std::str::from_utf8(bytes.get(at..stop)?).ok()?.parse().ok()?;
    }
    Some((numbers[1], u16::try_from(numbers[0]).ok()?))
}

/// Adds the data that follow a stream's dictionary.
fn with_stream(object: Object, bytes: &[u8], at: &mut usize) -> Object {
    let Object::Dictionary(dict) = object else { return object };
    let Some(stream) = stream_after(&dict, bytes, *at) else { return Object::Dictionary(dict) };
    *at = stream.end;
    let data = bytes.get(stream).unwrap_or_default();
    budget::take(data.len());
    Object::Stream(Stream::new(dict, data.to_vec()))
}

/// Where the data lie that follow a dictionary, if it is one of a stream.
fn stream_after(dict: &Dictionary, bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let mut lexer = Lexer::new(bytes);
    lexer.at = at;
    if lexer.next(&mut Vec::new()) != Some(Token::Word(b"stream")) {
        return None;
    }
    let mut start = lexer.at;
    start += usize::from(bytes.get(start) == Some(&b'\r'));
    start += usize::from(bytes.get(start) == Some(&b'\n'));
    Some(start..stream_end(dict, bytes, start).max(start))
}

/// Where the length says, if `endstream` stands there; else before the next such word.
fn stream_end(dict: &Dictionary, bytes: &[u8], start: usize) -> usize {
    let length = dict.get(b"Length").ok().and_then(object::integer);
    if let Some(end) = length.and_then(|length| start.checked_add(usize::try_from(length).ok()?)) {
        let mut lexer = Lexer::new(bytes);
        lexer.at = end;
        if lexer.next(&mut Vec::new()) == Some(Token::Word(b"endstream")) {
            return end;
        }
    }
    let words: [&[u8]; 2] = [b"endstream", b"endobj"];
    words.iter().find_map(|word| find(bytes, start, word)).unwrap_or(bytes.len())
}

/// The objects inside of object streams.
fn unpack(file: &File, objects: &BTreeMap<ObjectId, Object>) -> BTreeMap<ObjectId, Object> {
    let mut packed = BTreeMap::new();
    for object in objects.values() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.has_type(b"ObjStm") {
            unpack_one(file, stream, &mut packed);
        }
    }
    packed
}

fn unpack_one(file: &File, stream: &Stream, packed: &mut BTreeMap<ObjectId, Object>) {
    let data = file.decode(stream);
    let first = file.integer(&stream.dict, b"First").and_then(|first| usize::try_from(first).ok());
    let Some(first) = first else { return };
    let mut heads = Lexer::new(data.get(..first).unwrap_or_default());
    let mut scratch = Vec::new();
    while let (Some(Token::Number(number)), Some(Token::Number(offset))) =
        (heads.next(&mut scratch), heads.next(&mut scratch))
    {
        let mut lexer = Lexer::new(&data);
        lexer.at = first.saturating_add(offset.max(0.0) as usize);
        if let Some(object) = object::read(&mut lexer).filter(|_| packed.len() < OBJECTS) {
            budget::take(size_of::<Object>());
            packed.insert((number as u32, 0), object);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_weighed_one_by_one() {
        let stream = |id: usize| {
            format!("{id} 0 obj<</Length 600>>stream\n{}\nendstream endobj\n", "x".repeat(600))
        };
        let file: String = (1..9).map(stream).collect();
        let weighed = |bytes| {
            budget::within(std::time::Duration::from_secs(60), bytes, || weigh(file.as_bytes()))
        };
        assert_eq!(weighed(2000), Ok(()));
        assert_eq!(weighed(500), Err(budget::Over::Memory));
    }

    #[test]
    fn finds_objects_without_any_table() {
        let bytes =
            b"junk 1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj <</Kids[]>>\nendobj\n\
            3 0 obj<</Length 99>>stream\nabc\nendstream endobj 3 0 obj 7 endobj";
        let (file, _) = open(bytes, Limits::default()).ok().unwrap();
        assert_eq!(file.trailer.get(b"Root").unwrap(), &Object::Reference((1, 0)));
        assert_eq!(file.all().count(), 3);
        assert_eq!(file.resolve(&Object::Reference((3, 0))), &Object::Integer(7));
    }
}
