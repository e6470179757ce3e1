//! Objects: reading one from tokens, and looking things up in a [`File`].

use std::cell::Cell;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};

use super::lex::{Lexer, Token};
use super::memory::{ENTRY, added, bytes_of_text};
use crate::budget;
use crate::read::pdf::limits::{Budget, Limits};

/// Arrays and dictionaries nested deeper than this are cut off.
const DEPTH: u32 = 64;

/// The objects of a file.
pub(crate) enum Objects<'b> {
    /// All of them, by number and generation, whichever reader found them.
    Read(BTreeMap<ObjectId, Object>),
    /// Those that are asked for.
    Asked(Box<dyn Asked + 'b>),
}

/// Objects that are read when they are asked for.
pub(crate) trait Asked {
    /// The object of a number.
    fn get(&self, number: u32) -> Option<&Object>;
    /// Whether something is not where, or not what, the file says.
    fn is_doubtful(&self) -> bool;
    /// Says so.
    fn doubt(&self);
}

/// A file: its objects, and what there is to say of it.
pub(crate) struct File<'b> {
    objects: Objects<'b>,
    /// Root and whatever else the trailer says.
    pub(crate) trailer: Dictionary,
    /// What may still be spent on it.
    pub(crate) budget: Budget,
    /// Whether an object that was asked for is not there.
    pub(crate) missing: Cell<bool>,
    /// Whether a stream that was decoded is damaged; whoever looks resets it.
    pub(crate) damaged: Cell<bool>,
    /// Whether a stream that was decoded is longer than the limits; whoever looks resets it.
    pub(crate) cut: Cell<bool>,
}

impl File<'_> {
    /// Whether the file is not what it says, so that another reader may find more in it.
    pub(crate) fn is_doubtful(&self) -> bool {
        match &self.objects {
            Objects::Read(_) => false,
            Objects::Asked(asked) => asked.is_doubtful() || self.missing.get(),
        }
    }

    /// All objects, by their numbers; none where they are read when they are asked for, which is then in doubt.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Object> {
        let all = match &self.objects {
            Objects::Read(objects) => Some(objects),
            Objects::Asked(asked) => {
                asked.doubt();
                None
            }
        };
        all.into_iter().flat_map(BTreeMap::values)
    }

    /// The object behind a reference; `Null` if there is none.
    pub(crate) fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        let mut object = object;
        for _ in 0..16 {
            let Object::Reference(id) = object else { return object };
            let Some(found) = self.find(*id) else {
                self.missing.set(true);
                return &Object::Null;
            };
            object = found;
        }
        &Object::Null
    }

    fn find(&self, id: ObjectId) -> Option<&Object> {
        let objects = match &self.objects {
            Objects::Read(objects) => objects,
            Objects::Asked(asked) => return asked.get(id.0),
        };
        // A wrong generation is a common slip of writers.
        let any = || objects.range((id.0, 0)..=(id.0, u16::MAX)).next_back();
        objects.get(&id).or_else(|| any().map(|(_, object)| object))
    }

    /// The value of a key, resolved.
    pub(crate) fn get<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let object = self.resolve(dict.get(key).ok()?);
        (!object.is_null()).then_some(object)
    }

    /// A dictionary (a stream's own one for a stream).
    pub(crate) fn dict<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    /// A stream.
    pub(crate) fn stream<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
        self.get(dict, key)?.as_stream().ok()
    }

    /// A name.
    pub(crate) fn name<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    /// An array.
    pub(crate) fn array<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    /// A number.
    pub(crate) fn number(&self, dict: &Dictionary, key: &[u8]) -> Option<f32> {
        number(self.get(dict, key)?)
    }

    /// An integer.
    pub(crate) fn integer(&self, dict: &Dictionary, key: &[u8]) -> Option<i64> {
        integer(self.get(dict, key)?)
    }

    /// The first `N` numbers of an array.
    pub(crate) fn numbers<const N: usize>(
        &self,
        dict: &Dictionary,
        key: &[u8],
    ) -> Option<[f32; N]> {
        let array = self.array(dict, key)?;
        let mut values = [0f32; N];
        for (index, value) in values.iter_mut().enumerate() {
            *value = number(self.resolve(array.get(index)?))?;
        }
        Some(values)
    }
}

/// The dictionary that an object is or has.
pub(crate) fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// The value of a number that is finite.
pub(crate) fn number(object: &Object) -> Option<f32> {
    match object {
        Object::Integer(value) => Some(*value as f32),
        Object::Real(value) => value.is_finite().then_some(*value),
        _ => None,
    }
}

/// The value of an integer, or of a number cut to one.
pub(crate) fn integer(object: &Object) -> Option<i64> {
    match object {
        Object::Integer(value) => Some(*value),
        Object::Real(value) => Some(*value as i64),
        _ => None,
    }
}

/// Reads one object; `None` at the end or before a word that is no value.
pub(crate) fn read(lexer: &mut Lexer<'_>) -> Option<Object> {
    let mut scratch = Vec::new();
    let token = lexer.next(&mut scratch)?;
    read_from(lexer, token, &mut scratch, DEPTH)
}

/// The next object, where nothing of it has to be passed over.
pub(super) fn read_sound(lexer: &mut Lexer<'_>) -> Option<Object> {
    lexer.faults = 0;
    read(lexer).filter(|_| lexer.faults == 0)
}

fn read_from(
    lexer: &mut Lexer<'_>,
    token: Token<'_>,
    scratch: &mut Vec<u8>,
    depth: u32,
) -> Option<Object> {
    Some(match token {
        Token::Number(value) => read_number(lexer, value, scratch),
        Token::Name(span) => Object::Name(span.of(scratch).to_vec()),
        Token::Text(span) => Object::String(span.of(scratch).to_vec(), StringFormat::Literal),
        Token::Open => Object::Array(read_array(lexer, scratch, depth.checked_sub(1)?)),
        Token::DictOpen => Object::Dictionary(read_dict(lexer, scratch, depth.checked_sub(1)?)),
        Token::Word(b"true") => Object::Boolean(true),
        Token::Word(b"false") => Object::Boolean(false),
        Token::Word(b"null") => Object::Null,
        Token::Word(_) | Token::Close | Token::DictClose => return None,
    })
}

/// A number, or the reference that it begins.
fn read_number(lexer: &mut Lexer<'_>, value: f64, scratch: &mut Vec<u8>) -> Object {
    if value.fract() != 0.0 {
        return Object::Real(real(lexer).unwrap_or(value as f32));
    }
    let back = lexer.at;
    if let (Some(Token::Number(generation)), Some(Token::Word(b"R"))) =
        (lexer.next(scratch), lexer.next(scratch))
    {
        return Object::Reference((value as u32, generation as u16));
    }
    lexer.at = back;
    Object::Integer(value as i64)
}

/// The real number that was read last, to the nearest that there is.
fn real(lexer: &Lexer<'_>) -> Option<f32> {
    let before = lexer.data.get(..lexer.at)?;
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+');
    let start = before.iter().rposition(|byte| !is_part(byte)).map_or(0, |at| at + 1);
    std::str::from_utf8(before.get(start..)?).ok()?.parse().ok()
}

fn read_array(lexer: &mut Lexer<'_>, scratch: &mut Vec<u8>, depth: u32) -> Vec<Object> {
    let mut items = Vec::new();
    loop {
        scratch.clear();
        let back = lexer.at;
        match lexer.next(scratch) {
            Some(Token::Close) => return items,
            // An array that was never closed ends where its surroundings do.
            None | Some(Token::DictClose | Token::Word(b"endobj" | b"stream")) => {
                lexer.at = back;
                lexer.faults += 1;
                return items;
            }
            Some(token) => match read_from(lexer, token, scratch, depth) {
                Some(item) => {
                    budget::take(bytes_of_text(&item) + added(items.len()) * size_of::<Object>());
                    items.push(item);
                }
                None => lexer.faults += 1,
            },
        }
    }
}

fn read_dict(lexer: &mut Lexer<'_>, scratch: &mut Vec<u8>, depth: u32) -> Dictionary {
    let mut dict = Dictionary::new();
    loop {
        scratch.clear();
        let back = lexer.at;
        match lexer.next(scratch) {
            Some(Token::Name(span)) => {
                let key = span.of(scratch).to_vec();
                scratch.clear();
                let back = lexer.at;
                let value = lexer.next(scratch);
                match value.and_then(|token| read_from(lexer, token, scratch, depth)) {
                    Some(value) => {
                        let entry = added(dict.len()) * ENTRY;
                        budget::take(entry + key.len() + bytes_of_text(&value));
                        dict.set(key, value);
                    }
                    // The value is missing: what follows may be the end of the dictionary.
                    None => {
                        lexer.faults += 1;
                        if matches!(value, Some(Token::DictClose)) {
                            lexer.at = back;
                        }
                    }
                }
            }
            Some(Token::DictClose) => return dict,
            None | Some(Token::Word(b"endobj" | b"stream")) => {
                lexer.at = back;
                lexer.faults += 1;
                return dict;
            }
            Some(_) => lexer.faults += 1,
        }
    }
}

/// What kind of trouble the file's structure gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It was read as written.
    None,
    /// Something had to be repaired.
    Repaired,
    /// A password is needed.
    Encrypted,
    /// There is nothing to read.
    Unreadable,
}

/// No page needs the pixels of larger images.
const SMALL: usize = 64;

/// How much is kept of the data of an image.
pub(crate) fn kept_of_image(length: usize) -> usize {
    if length > SMALL { 1 } else { length }
}

/// Whether not all data of an image may have been kept.
pub(crate) fn is_cut(stream: &Stream) -> bool {
    stream.content.len() <= 1
}

/// Whether a stream of this dictionary is an image.
pub(crate) fn is_image(dict: &Dictionary) -> bool {
    dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"Image"))
}

/// Puts a file together.
pub(crate) fn file(objects: Objects<'_>, trailer: Dictionary, limits: Limits) -> File<'_> {
    let budget = Budget::new(limits);
    File {
        objects,
        trailer,
        budget,
        missing: false.into(),
        damaged: false.into(),
        cut: false.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nested_objects_and_references() {
        let object = read(&mut Lexer::new(b"<</A[1 2 0 R(x)]/B<</C/D>>/E -1.5/F true>>")).unwrap();
        let dict = object.as_dict().unwrap();
        let array = dict.get(b"A").unwrap().as_array().unwrap();
        assert_eq!(array[1], Object::Reference((2, 0)));
        assert_eq!(array.len(), 3);
        assert_eq!(dict.get(b"E").unwrap(), &Object::Real(-1.5));
        assert!(dict.get(b"B").unwrap().as_dict().unwrap().has(b"C"));
    }

    #[test]
    fn deep_nesting_ends() {
        let text = "[".repeat(100_000);
        assert!(read(&mut Lexer::new(text.as_bytes())).is_some());
    }
}
