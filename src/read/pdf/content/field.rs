//! Form fields and free text (ISO 32000-2, 12.5.6.6 and 12.7): what they hold, where nothing is drawn for it.

use lopdf::{Dictionary, Object};

use super::canvas::{Canvas, Pen};
use super::mark::decode;
use crate::fold::{control, fold};
use crate::read::page::{Color, Direction};
use crate::read::pdf::file::object::{File, as_dict};
use crate::source::Area;

/// Levels of the tree of form fields.
const LEVELS: usize = 32;
/// `/Ff` of a button that is pressed, not set.
const PUSH: i64 = 1 << 16;
/// `/Ff` of a button of which one in a group is on.
const RADIO: i64 = 1 << 15;
/// `/Ff` of a text field that shows no letters.
const PASSWORD: i64 = 1 << 13;
/// The em of text that names none, as viewers choose it, in points.
const SIZE: f32 = 12.0;
/// From line to line, in ems.
const LEADING: f32 = 1.2;
/// What is written is black, in no font of the file.
const PEN: Pen = Pen { color: Color::BLACK, mode: 0, font: u16::MAX, apart: false };
/// Characters of one field that are shown.
const MOST: usize = 20_000;

/// What an annotation holds beside its appearance.
#[derive(Debug, PartialEq)]
pub(super) enum Held {
    /// A text, and whether the file asks viewers to draw it anew.
    Text(String, bool),
    /// A check box or radio button: the character that stands for its state.
    State(char),
    /// Nothing that is shown.
    Nothing,
}

/// What a field or a free text holds.
pub(super) fn held(file: &File, dict: &Dictionary) -> Held {
    match file.name(dict, b"Subtype") {
        Some(b"FreeText") => match file.get(dict, b"Contents") {
            Some(Object::String(text, _)) => Held::Text(decode(text), false),
            _ => Held::Nothing,
        },
        Some(b"Widget") => field(file, dict),
        _ => Held::Nothing,
    }
}

fn field(file: &File, dict: &Dictionary) -> Held {
    let flags = inherited(file, dict, b"Ff").and_then(crate::read::pdf::file::object::integer);
    let flags = flags.unwrap_or_default();
    match inherited(file, dict, b"FT") {
        Some(Object::Name(kind)) if kind == b"Btn" && flags & PUSH == 0 => {
            state(file, dict, flags & RADIO != 0)
        }
        Some(Object::Name(kind)) if kind == b"Tx" && flags & PASSWORD == 0 => {
            text(file, dict, false)
        }
        Some(Object::Name(kind)) if kind == b"Ch" => text(file, dict, true),
        _ => Held::Nothing,
    }
}

/// The type of the field that a widget belongs to.
pub(super) fn is_signature(file: &File, dict: &Dictionary) -> bool {
    matches!(inherited(file, dict, b"FT"), Some(Object::Name(kind)) if kind == b"Sig")
}

/// An entry of a field or of the fields above it.
fn inherited<'a>(file: &'a File, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let up = |dict: &&'a Dictionary| file.dict(dict, b"Parent");
    let mut levels = std::iter::successors(Some(dict), up).take(LEVELS);
    levels.find_map(|dict| file.get(dict, key))
}

/// A box: on as its appearance state says, else as its value. Where the two differ, or the state has no
/// appearance, it cannot be told what is seen.
fn state(file: &File, dict: &Dictionary, radio: bool) -> Held {
    let is_on = |name: &[u8]| name != b"Off";
    let shown = file.name(dict, b"AS");
    let value = match inherited(file, dict, b"V") {
        Some(Object::Name(name)) => Some(name.as_slice()),
        _ => None,
    };
    let drawn = file.dict(dict, b"AP").and_then(|faces| file.dict(faces, b"N"));
    let missing = shown.is_some_and(|state| {
        is_on(state) && drawn.is_some_and(|faces| file.stream(faces, state).is_none())
    });
    // The value of a group of buttons is the name of the one that is on.
    let is_named = |value: &[u8]| is_on(value) && drawn.is_some_and(|faces| faces.has(value));
    let differs = shown.zip(value).is_some_and(|(state, value)| match (radio, is_on(state)) {
        (false, on) => on != is_on(value),
        (true, true) => state != value,
        (true, false) => is_named(value),
    });
    let on = match (shown, value) {
        (Some(state), _) => is_on(state),
        // Which button of a group is on says only the name of its face.
        (None, Some(value)) if radio => match drawn {
            Some(faces) => is_on(value) && faces.has(value),
            None => return Held::Nothing,
        },
        (None, Some(value)) => is_on(value),
        (None, None) => false,
    };
    Held::State(match on {
        _ if missing || differs => control::UNREAD,
        true => control::CHECKED,
        false => control::UNCHECKED,
    })
}

/// The value of a text field, or the wording of what is chosen in a list.
fn text(file: &File, dict: &Dictionary, list: bool) -> Held {
    let renew = || {
        let root = file.dict(&file.trailer, b"Root");
        let form = root.and_then(|root| file.dict(root, b"AcroForm"));
        let renew = form.and_then(|form| file.get(form, b"NeedAppearances"));
        matches!(renew, Some(Object::Boolean(true)))
    };
    let wording = |value: &Object| -> String {
        match value {
            Object::String(text, _) if list => offered(file, dict, text),
            Object::String(text, _) => decode(text),
            Object::Stream(stream) => decode(&file.decode(stream)),
            _ => String::new(),
        }
    };
    match inherited(file, dict, b"V") {
        Some(Object::Array(values)) => {
            let values: Vec<String> =
                values.iter().map(|value| wording(file.resolve(value))).collect();
            Held::Text(values.join("\n"), renew())
        }
        Some(value) => Held::Text(wording(value), renew()),
        None => Held::Nothing,
    }
}

/// The wording that a list shows for a value.
fn offered(file: &File, dict: &Dictionary, value: &[u8]) -> String {
    let options = match inherited(file, dict, b"Opt") {
        Some(Object::Array(options)) => options.as_slice(),
        _ => &[],
    };
    let shown = options.iter().find_map(|option| match file.resolve(option) {
        Object::Array(pair) => match (file.resolve(pair.first()?), file.resolve(pair.get(1)?)) {
            (Object::String(key, _), Object::String(shown, _)) if key == value => Some(shown),
            _ => None,
        },
        _ => None,
    });
    decode(shown.map_or(value, Vec::as_slice))
}

/// The em that the default appearance names; `None` where the viewer is to choose.
pub(super) fn size(file: &File, dict: &Dictionary) -> Option<f32> {
    let form = || {
        let root = file.dict(&file.trailer, b"Root")?;
        file.get(file.dict(root, b"AcroForm")?, b"DA")
    };
    let Some(Object::String(appearance, _)) = inherited(file, dict, b"DA").or_else(form) else {
        return None;
    };
    let words: Vec<&[u8]> = appearance.split(u8::is_ascii_whitespace).collect();
    let at = words.iter().position(|word| *word == b"Tf")?.checked_sub(1)?;
    std::str::from_utf8(words.get(at)?)
        .ok()?
        .parse()
        .ok()
        .filter(|size| (1.0..200.0).contains(size))
}

/// Whether what is drawn says the same as the value.
pub(super) fn agrees(drawn: &str, value: &str) -> bool {
    fold(drawn) == fold(value)
}

/// Writes text into a rectangle as a viewer would: from the left, as large as it fits.
pub(super) fn write(canvas: &mut Canvas, area: Area, text: &str, size: Option<f32>) {
    let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").chars().take(MOST).collect();
    let mut size = size.unwrap_or(SIZE).min(height / LEADING).max(1.0);
    let mut lines = broken(&text, width / size);
    while lines.len() as f32 * size * LEADING > height.max(size * LEADING) && size > 2.0 {
        size *= 0.9;
        lines = broken(&text, width / size);
    }
    let spare = height - lines.len() as f32 * size * LEADING;
    let mut y = area.y0 + (spare / 2.0).clamp(0.0, size * (LEADING - 1.0));
    for line in lines {
        let mut x = area.x0 + 0.1 * size;
        for char in line.chars() {
            let end = x + advance(char) * size;
            let place = Area { x0: x, y0: y, x1: end, y1: y + size };
            canvas.glyph(char.encode_utf8(&mut [0; 4]), place, size, Direction::Right, PEN);
            x = end;
        }
        y += size * LEADING;
    }
}

/// Lines that are at most so many ems wide.
fn broken(text: &str, width: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.2;
    for char in text.chars() {
        let advance = advance(char);
        let full = used + advance > width && used > 0.2;
        if char == '\n' || full {
            lines.push(String::new());
            used = 0.2;
        }
        if let Some(line) = lines.last_mut().filter(|_| char != '\n') {
            line.push(char);
            used += advance;
        }
    }
    lines
}

/// The width of a character in ems, about.
fn advance(char: char) -> f32 {
    if char.is_ascii() || ('\u{FF61}'..='\u{FF9F}').contains(&char) { 0.5 } else { 1.0 }
}

/// Puts a character that stands for a state, or for a difference, in the middle of a rectangle or at
/// its end.
pub(super) fn sign(canvas: &mut Canvas, area: Area, sign: char) {
    let height = (area.y1 - area.y0).clamp(1.0, SIZE);
    let (x, y) = match sign {
        control::DIFFERS => (area.x1 - height / 2.0, area.y0 + height / 2.0),
        _ => (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1)),
    };
    let half = height / 2.0;
    let place = Area { x0: x - half / 2.0, y0: y - half, x1: x + half / 2.0, y1: y + half };
    canvas.glyph(sign.encode_utf8(&mut [0; 4]), place, height, Direction::Right, PEN);
}

/// Whether a dictionary has an appearance for its normal state.
pub(super) fn has_face(file: &File, dict: &Dictionary) -> bool {
    let faces = file.dict(dict, b"AP").and_then(|faces| file.get(faces, b"N"));
    faces.is_some_and(|face| as_dict(face).is_some())
}
