//! How much memory objects take.

use lopdf::{Dictionary, Object};

/// What an entry of a dictionary takes beside what its value holds: value, key, place in the table.
pub(super) const ENTRY: usize = size_of::<Object>() + 2 * size_of::<Vec<u8>>() + 48;

/// How much memory an object takes.
pub(crate) fn bytes(object: &Object) -> usize {
    let within = match object {
        Object::Array(items) => {
            let free = places(items.len()) - items.len();
            items.iter().map(bytes).sum::<usize>() + free * size_of::<Object>()
        }
        Object::Dictionary(dict) => bytes_of_dict(dict),
        Object::Stream(stream) => bytes_of_dict(&stream.dict) + stream.content.len(),
        other => bytes_of_text(other),
    };
    size_of::<Object>() + within
}

/// How much memory the entries of a dictionary take.
pub(crate) fn bytes_of_dict(dict: &Dictionary) -> usize {
    let within = dict.iter().map(|(key, value)| key.len() + bytes(value) - size_of::<Object>());
    places(dict.len()) * ENTRY + within.sum::<usize>()
}

/// How many places a list has that has grown to so many entries: twice as many each time, four at first.
fn places(count: usize) -> usize {
    if count == 0 { 0 } else { count.next_power_of_two().max(4) }
}

/// How many more it has when one is added.
pub(super) fn added(count: usize) -> usize {
    places(count + 1) - places(count)
}

/// How much memory the bytes of a name or a text take.
pub(super) fn bytes_of_text(object: &Object) -> usize {
    match object {
        Object::Name(bytes) | Object::String(bytes, _) => bytes.len(),
        _ => 0,
    }
}
