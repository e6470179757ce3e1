//! The objects of a sound file, each read when it is asked for.
//!
//! Most of a file no page asks for: the structure tree, the pixels of images, what a later revision has replaced.
//! Whatever turns out to be otherwise than the file says makes all of it doubtful, and another reader begins
//! anew; so nothing is repaired here.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use lopdf::Object;

use super::lex::{Lexer, Token, is_space};
use super::memory;
use super::object::{self, Asked, File, Objects, Trouble, integer};
use super::xref::{self, Place};
use crate::budget;
use crate::read::pdf::limits::Limits;

/// Packs what is needed of an object; `false` where no page needs any of it.
pub(crate) type Lighten = fn(&mut Object) -> bool;

/// The objects of a file by their number.
struct Table<'b> {
    bytes: &'b [u8],
    limits: Limits,
    lighten: Lighten,
    slots: Vec<Slot>,
    packed: BTreeMap<u32, OnceCell<Option<Packed>>>,
    /// Bytes that object streams have unpacked to. They are kept, so all of them are held to the limit of one.
    unpacked: Cell<usize>,
    doubtful: Cell<bool>,
}

/// What a place in a tree of numbers takes.
const START: usize = 3 * size_of::<usize>();

struct Slot {
    number: u32,
    place: Place,
    object: OnceCell<Option<Object>>,
}

/// What an object stream unpacks to (ISO 32000-2, 7.5.7).
struct Packed {
    data: Vec<u8>,
    /// Where each object begins.
    starts: BTreeMap<u32, usize>,
}

/// Opens a file whose cross-reference holds; nothing but that is read.
pub(crate) fn open(
    bytes: &[u8],
    limits: Limits,
    lighten: Lighten,
) -> Result<(File<'_>, Trouble), Trouble> {
    let found = bytes.starts_with(b"%PDF-").then(|| xref::read(bytes, limits)).flatten();
    let (places, trailer) = found.ok_or(Trouble::Unreadable)?;
    let astray = |(number, place): (&u32, &Place)| match place {
        Place::At(at) => number_at(bytes, *at) != Some(*number),
        Place::In(container) => !matches!(places.get(container), Some(Place::At(_))),
        Place::Free => false,
    };
    if trailer.has(b"Encrypt") || !trailer.has(b"Root") || places.iter().any(astray) {
        return Err(Trouble::Unreadable);
    }
    let containers = places.values().filter_map(|place| match place {
        Place::In(container) => Some((*container, OnceCell::new())),
        _ => None,
    });
    let packed = containers.collect();
    let there = places.into_iter().filter(|(_, place)| *place != Place::Free);
    let slot = |(number, place)| Slot { number, place, object: OnceCell::new() };
    let slots: Vec<Slot> = there.map(slot).collect();
    budget::take(size_of_val(&*slots));
    let table =
        Table { bytes, limits, lighten, slots, packed, unpacked: 0.into(), doubtful: false.into() };
    Ok((object::file(Objects::Asked(Box::new(table)), trailer, limits), Trouble::None))
}

/// The number that stands at a place.
pub(crate) fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let rest = bytes.get(at..)?;
    let begin = rest.iter().position(|byte| !is_space(*byte))?;
    let digits = rest[begin..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[begin..begin + digits]).ok()?.parse().ok()
}

impl Asked for Table<'_> {
    fn get(&self, number: u32) -> Option<&Object> {
        let slot = self.slot(number)?;
        slot.object.get_or_init(|| self.read(slot)).as_ref()
    }

    fn is_doubtful(&self) -> bool {
        self.doubtful.get()
    }

    fn doubt(&self) {
        self.doubtful.set(true);
    }
}

impl Table<'_> {
    fn slot(&self, number: u32) -> Option<&Slot> {
        let at = self.slots.binary_search_by_key(&number, |slot| slot.number).ok()?;
        self.slots.get(at)
    }

    fn read(&self, slot: &Slot) -> Option<Object> {
        let Some(mut object) = self.written(slot) else {
            self.doubt();
            return None;
        };
        let is_kept = (self.lighten)(&mut object);
        budget::take(if is_kept { memory::bytes(&object) } else { 0 });
        is_kept.then_some(object)
    }

    /// An object as the file has it.
    fn written(&self, slot: &Slot) -> Option<Object> {
        match slot.place {
            Place::At(at) => budget::passing(|| {
                xref::indirect(self.bytes, at, Some(slot.number), &|length| self.length(length))
            }),
            Place::In(container) => self.packed(container, slot.number),
            Place::Free => None,
        }
    }

    /// The length of a stream. It is read without keeping it, so that no length can ask for itself.
    fn length(&self, length: &Object) -> Option<usize> {
        let number = match length {
            Object::Reference((number, _)) => match self.place(*number)? {
                Place::At(at) => {
                    integer(&xref::indirect(self.bytes, at, Some(*number), &|_| None)?)
                }
                Place::In(container) => integer(&self.packed(container, *number)?),
                Place::Free => None,
            },
            direct => integer(direct),
        };
        usize::try_from(number?).ok()
    }

    fn place(&self, number: u32) -> Option<Place> {
        self.slot(number).map(|slot| slot.place)
    }

    /// An object out of an object stream.
    fn packed(&self, container: u32, number: u32) -> Option<Object> {
        let packed = self.packed.get(&container)?.get_or_init(|| self.unpack(container));
        let Packed { data, starts } = packed.as_ref()?;
        let mut lexer = Lexer::new(data);
        lexer.at = *starts.get(&number)?;
        budget::passing(|| object::read_sound(&mut lexer))
    }

    fn unpack(&self, container: u32) -> Option<Packed> {
        let Place::At(at) = self.place(container)? else { return None };
        // A length within the stream itself could never be read.
        let outside = |length: &Object| match length {
            Object::Reference((number, _))
                if !matches!(self.place(*number), Some(Place::At(_))) =>
            {
                None
            }
            length => self.length(length),
        };
        let read = || xref::indirect(self.bytes, at, Some(container), &outside);
        let object = budget::passing(read)?;
        let Object::Stream(stream) = object else { return None };
        let most = self.limits.stream.saturating_sub(self.unpacked.get());
        let data = xref::decoded(&stream, Limits { stream: most, ..self.limits })?;
        self.unpacked.set(self.unpacked.get().saturating_add(data.len()));
        budget::take(data.len());
        let first = usize::try_from(integer(stream.dict.get(b"First").ok()?)?).ok()?;
        let (mut heads, mut scratch) = (Lexer::new(data.get(..first)?), Vec::new());
        let mut starts = BTreeMap::new();
        while let Some(token) = heads.next(&mut scratch) {
            let (Token::Number(number), Some(Token::Number(start))) =
                (token, heads.next(&mut scratch))
            else {
                return None;
            };
            budget::take(START);
            starts.insert(number as u32, first.checked_add(start.max(0.0) as usize)?);
        }
        stream.dict.has_type(b"ObjStm").then_some(Packed { data, starts })
    }
}
