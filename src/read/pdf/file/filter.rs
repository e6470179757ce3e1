//! Stream filters. Each gives what it could decode before the damage, never an error, and says whether
//! there was any: a checksum that does not hold, an end that is missing, a character that is none.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};

use crate::budget;

use super::lex::{hex, is_space};
use super::object::File;

/// Files chain one or two filters; each costs as much as the limit allows.
const FILTERS: usize = 8;

/// Bytes that are decoded in one step.
const STEP: usize = 1024;

/// What a filter gave, and whether its data were sound.
type Decoded = (Vec<u8>, bool);

impl File<'_> {
    /// The decoded bytes of a stream, as far as they can be decoded.
    pub(crate) fn decode<'a>(&'a self, stream: &'a Stream) -> Cow<'a, [u8]> {
        decode(self, stream)
    }
}

/// Runs the filters of a stream. What was damaged, or longer than the limit, is noted on the file. Empty when one of them is for images or unknown.
fn decode<'a>(file: &'a File, stream: &'a Stream) -> Cow<'a, [u8]> {
    let mut data = Cow::Borrowed(stream.content.as_slice());
    let filters = list(file, &stream.dict, [b"Filter", b"F"]);
    let params = list(file, &stream.dict, [b"DecodeParms", b"DP"]);
    for (index, filter) in filters.iter().take(FILTERS).enumerate() {
        let params = params.get(index).and_then(|object| object.as_dict().ok());
        let most = file.budget.stream();
        let name = filter.as_name().unwrap_or_default();
        let Some((decoded, sound)) = apply(file, name, &data, params) else {
            return Cow::Borrowed(&[]);
        };
        match decoded.len() >= most {
            true => file.cut.set(true),
            false if !sound => file.damaged.set(true),
            false => {}
        }
        file.budget.spend(decoded.len());
        budget::steps(decoded.len() / STEP);
        data = Cow::Owned(decoded);
    }
    data
}

fn list<'a>(file: &'a File, dict: &'a Dictionary, keys: [&[u8]; 2]) -> Vec<&'a Object> {
    match keys.iter().find_map(|key| file.get(dict, key)) {
        Some(Object::Array(items)) => items.iter().map(|item| file.resolve(item)).collect(),
        Some(object) => vec![object],
        None => Vec::new(),
    }
}

fn apply(file: &File, name: &[u8], data: &[u8], params: Option<&Dictionary>) -> Option<Decoded> {
    let limit = file.budget.stream();
    let empty = Dictionary::new();
    let params = params.unwrap_or(&empty);
    Some(match name {
        b"FlateDecode" | b"Fl" => {
            let (data, sound) = flate(data, limit);
            (predict(file, data, params), sound)
        }
        b"LZWDecode" | b"LZW" => {
            let early = file.integer(params, b"EarlyChange") != Some(0);
            let (data, sound) = lzw(data, early, limit);
            (predict(file, data, params), sound)
        }
        b"ASCII85Decode" | b"A85" => ascii85(data, limit),
        b"ASCIIHexDecode" | b"AHx" => ascii_hex(data, limit),
        b"RunLengthDecode" | b"RL" => (run_length(data, limit), true),
        b"Crypt" => (data.to_vec(), true),
        _ => return None,
    })
}

/// Zlib data, or raw deflate data where the header is wrong.
fn flate(data: &[u8], limit: usize) -> Decoded {
    // Some writers leave a line end between `stream` and the data.
    let extra = data.iter().take(2).take_while(|&&byte| is_space(byte)).count();
    let data = data.get(extra..).unwrap_or_default();
    let (out, sound) = inflate(data, limit, true);
    if sound || !out.is_empty() {
        return (out, sound || data.is_empty());
    }
    (inflate(data.get(2..).unwrap_or_default(), limit, false).0, data.is_empty())
}

/// Sound data end by themselves, and their checksum holds (RFC 1950, 2.2).
fn inflate(data: &[u8], limit: usize, header: bool) -> Decoded {
    let mut state = Decompress::new(header);
    let mut out = Vec::with_capacity(data.len().saturating_mul(4).clamp(256, 1 << 20).min(limit));
    loop {
        if out.len() == out.capacity() {
            let room = out.len().max(256).min(limit.saturating_sub(out.len()));
            out.reserve_exact(room);
        }
        let (read, written) = (state.total_in(), state.total_out());
        let rest = data.get(read as usize..).unwrap_or_default();
        let status = state.decompress_vec(rest, &mut out, FlushDecompress::None);
        let stuck = state.total_in() == read && state.total_out() == written;
        match status {
            Ok(Status::StreamEnd) => return (out, true),
            Err(_) => return (out, false),
            Ok(_) if out.len() >= limit || (stuck && out.len() < out.capacity()) => {
                return (out, false);
            }
            Ok(_) => {}
        }
    }
}

/// LZW with 9 to 12 bits a code, most significant bit first.
fn lzw(data: &[u8], early: bool, limit: usize) -> Decoded {
    const CLEAR: usize = 256;
    let mut out: Vec<u8> = Vec::new();
    // Where the sequence of a code stands in the output, and its length.
    let mut table: Vec<(usize, usize)> = Vec::with_capacity(4096);
    let (mut buffer, mut bits, mut width) = (0u32, 0u32, 9u32);
    let mut last: Option<(usize, usize)> = None;
    for &byte in data {
        buffer = buffer << 8 | u32::from(byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (buffer >> bits & ((1 << width) - 1)) as usize;
        if code == CLEAR {
            table.clear();
            (width, last) = (9, None);
            continue;
        }
        if code == CLEAR + 1 || out.len() >= limit {
            break;
        }
        let start = out.len();
        if let Some((from, length)) = last.filter(|_| table.len() < 4096 - 258) {
            // The new sequence is the last one and the byte that follows it.
            table.push((from, length + 1));
        }
        if code < CLEAR {
            out.push(code as u8);
        } else if let Some(&(from, length)) = table.get(code - 258) {
            for at in from..from + length {
                out.push(out.get(at).copied().unwrap_or_default());
            }
        } else {
            return (out, false);
        }
        last = Some((start, out.len() - start));
        let next = table.len() + 258 + 1 + usize::from(early);
        width = if next > 2048 {
            12
        } else if next > 1024 {
            11
        } else if next > 512 {
            10
        } else {
            9
        };
    }
    (out, true)
}

/// ASCII base 85. A character that does not belong here is passed over.
fn ascii85(data: &[u8], limit: usize) -> Decoded {
    let mut out = Vec::with_capacity((data.len() / 5 * 4 + 4).min(limit));
    let (mut group, mut count, mut sound) = (0u64, 0usize, true);
    for &byte in data {
        match byte {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group * 85 + u64::from(byte - b'!');
                count += 1;
            }
            b'~' => break,
            _ => sound &= is_space(byte),
        }
        if count == 5 {
            sound &= group <= u64::from(u32::MAX);
            out.extend(low(group));
            (group, count) = (0, 0);
        }
        if out.len() >= limit {
            return (out, false);
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group * 85 + 84;
        }
        out.extend(low(group).get(..count - 1).unwrap_or_default());
    }
    (out, sound && count != 1)
}

fn low(group: u64) -> [u8; 4] {
    let [.., a, b, c, d] = group.to_be_bytes();
    [a, b, c, d]
}

fn ascii_hex(data: &[u8], limit: usize) -> Decoded {
    let data = data.split(|byte| *byte == b'>').next().unwrap_or_default();
    let sound = data.iter().all(|byte| is_space(*byte) || hex(*byte).is_some());
    let digits: Vec<u8> = data.iter().filter_map(|&byte| hex(byte)).collect();
    let pair = |pair: &[u8]| match *pair {
        [high, low] => high << 4 | low,
        [high] => high << 4,
        _ => 0,
    };
    (digits.chunks(2).take(limit).map(pair).collect(), sound)
}

fn run_length(data: &[u8], limit: usize) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(&length) = data.get(at).filter(|&&length| length != 128) {
        if out.len() >= limit {
            break;
        }
        let count = usize::from(length);
        if count < 128 {
            let end = (at + 2 + count).min(data.len());
            out.extend_from_slice(data.get(at + 1..end).unwrap_or_default());
            at += 2 + count;
        } else {
            let byte = data.get(at + 1).copied().unwrap_or_default();
            out.resize(out.len() + 257 - count, byte);
            at += 2;
        }
    }
    out
}

/// Undoes the predictor of Flate and LZW data.
fn predict(file: &File, data: Vec<u8>, params: &Dictionary) -> Vec<u8> {
    let get = |key: &[u8], default: i64, most: i64| {
        usize::try_from(file.integer(params, key).unwrap_or(default).clamp(1, most)).unwrap_or(1)
    };
    let predictor = get(b"Predictor", 1, 99);
    if predictor < 2 {
        return data;
    }
    let colors = get(b"Colors", 1, 64);
    let bits = get(b"BitsPerComponent", 8, 32);
    let row = (get(b"Columns", 1, 1 << 24) * colors * bits).div_ceil(8);
    // No row is longer than the data, whatever the parameters say.
    let row = row.clamp(1, data.len().max(1));
    let pixel = (colors * bits).div_ceil(8);
    if predictor == 2 { tiff(data, row, pixel, bits) } else { png(&data, row, pixel) }
}

/// Differences along a row; only whole bytes occur outside of images.
fn tiff(mut data: Vec<u8>, row: usize, pixel: usize, bits: usize) -> Vec<u8> {
    if bits == 8 {
        for line in data.chunks_mut(row) {
            for at in pixel..line.len() {
                let left = line.get(at - pixel).copied().unwrap_or_default();
                if let Some(byte) = line.get_mut(at) {
                    *byte = byte.wrapping_add(left);
                }
            }
        }
    }
    data
}

fn png(data: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut above = vec![0u8; row];
    let mut line = Vec::with_capacity(row);
    for source in data.chunks(row + 1) {
        let Some((&kind, bytes)) = source.split_first() else { break };
        line.clear();
        line.extend_from_slice(bytes);
        line.resize(row, 0);
        for at in 0..row {
            let before = |values: &[u8]| at.checked_sub(pixel).map_or(0, |left| values[left]);
            let (left, up, corner) = (before(&line), above[at], before(&above));
            line[at] = line[at].wrapping_add(match kind {
                1 => left,
                2 => up,
                3 => u16::midpoint(left.into(), up.into()) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            });
        }
        out.extend_from_slice(line.get(..bytes.len()).unwrap_or_default());
        above.copy_from_slice(&line);
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let guess = a + b - c;
    let far = |value: i16| (guess - value).abs();
    if far(a) <= far(b) && far(a) <= far(c) {
        left
    } else if far(b) <= far(c) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Default::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn flate_gives_what_it_could_read() {
        let data: Vec<u8> = (0..20_000u32).flat_map(|n| n.wrapping_mul(n).to_le_bytes()).collect();
        let mut packed = zlib(&data);
        assert_eq!(flate(&packed, 1 << 20), (data, true));
        assert_eq!(flate(&packed, 1000).0.len(), 1000);
        packed.truncate(packed.len() / 2);
        let (cut, sound) = flate(&packed, 1 << 20);
        assert!(cut.len() > 10_000 && !sound);
        let whole = zlib(b"no header");
        assert_eq!(
            flate(&[b"\xFF\xFF", &whole[2..]].concat(), 100),
            (b"no header".to_vec(), false)
        );
        assert_eq!(flate(b"", 10), (Vec::new(), true));
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        assert_eq!(flate(&flipped, 100), (b"no header".to_vec(), false), "the checksum");
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = zlib(&vec![0; 10 << 20]);
        assert_eq!(flate(&bomb, 1 << 20).0.len(), 1 << 20);
    }

    #[test]
    fn lzw_example_of_the_specification() {
        let data = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&data, true, 100).0, [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn ascii85_passes_bad_characters() {
        assert_eq!(ascii85(b"87cUR\x80D]i,\"Ebo80~>", 100), (b"Hello World!".to_vec(), false));
        assert_eq!(ascii85(b"87cUR D]i,\"Ebo80~>", 100), (b"Hello World!".to_vec(), true));
        assert_eq!(ascii85(b"z87cUR~>", 100).0, b"\0\0\0\0Hell");
    }

    #[test]
    fn hexadecimal_and_runs() {
        assert_eq!(ascii_hex(b"48 65 6C6c 6>zz", 100), (b"Hell`".to_vec(), true));
        assert!(!ascii_hex(b"48zz>", 100).1);
        assert_eq!(run_length(&[2, b'a', b'b', b'c', 254, b'x', 128, 9], 100), b"abcxxx");
    }

    #[test]
    fn png_rows_of_every_kind() {
        let rows = [[0, 1, 2], [1, 1, 1], [2, 1, 1], [3, 2, 2], [4, 1, 1]].concat();
        assert_eq!(png(&rows, 2, 1), [1, 2, 1, 2, 2, 3, 3, 5, 4, 6]);
    }
}
