//! Annotations and form fields: the appearances that are drawn over a page.

use lopdf::{Dictionary, Object, Stream};

use super::field::{self, Held};
use super::interpreter::Interpreter;
use super::mark::decode;
use super::state::{Paint, Space};
use crate::fold::control;
use crate::read::page::{AnnotationKind, InkKind, Why};
use crate::read::pdf::file::object::{File, number};
use crate::read::pdf::file::tree::Leaf;
use crate::read::pdf::matrix::{Matrix, around};
use crate::source::Area;

/// Annotations drawn on one page.
const COUNT: usize = 10_000;
/// Bytes of a remark that are told.
const REMARK: usize = 2_000;
/// Hidden, or not to be viewed.
const UNSEEN: i64 = 2 | 32;

/// Draws the appearances of a page's annotations, in their order.
pub(crate) fn draw<'a>(
    interpreter: &mut Interpreter<'a, '_>,
    leaf: &Leaf<'a>,
    none: &'a Dictionary,
) {
    let file = interpreter.file;
    let start = interpreter.state;
    for item in file.array(leaf.dict, b"Annots").unwrap_or_default().iter().take(COUNT) {
        let Ok(dict) = file.resolve(item).as_dict() else { continue };
        let unseen = file.integer(dict, b"F").unwrap_or_default() & UNSEEN != 0;
        // Icons of remarks and attachments are the viewer's, not the page's.
        let icon = matches!(
            file.name(dict, b"Subtype"),
            Some(b"Popup" | b"Text" | b"FileAttachment" | b"Sound" | b"Movie")
        );
        let layer = dict.get(b"OC").ok();
        let off = layer.is_some_and(|layer| interpreter.layers.is_hidden(file, layer));
        if unseen || off || interpreter.stop.is_some() {
            continue;
        }
        remark(interpreter, dict, start.matrix);
        if icon {
            continue;
        }
        if file.name(dict, b"Subtype") == Some(b"StrikeOut") {
            strike(interpreter, dict, start.matrix);
            continue;
        }
        let Some(rectangle) = file.numbers(dict, b"Rect") else { continue };
        doubt(interpreter, dict, rectangle, start.matrix);
        interpreter.apart = is_apart(file, dict);
        let before = interpreter.canvas.painted();
        interpreter.state = start;
        let area = start.matrix.bounds(rectangle);
        match field::held(file, dict) {
            Held::State(sign) => field::sign(&mut interpreter.canvas, area, sign),
            _ if draw_frame(interpreter, dict, area) => {}
            Held::Text(text, _) => draw_text(interpreter, dict, rectangle, none, &text),
            Held::Nothing => draw_face(interpreter, dict, rectangle, none),
        }
        interpreter.apart = false;
        interpreter.canvas.annotation(kind(file, dict), area, before);
    }
}

/// Draws the appearance, if there is one.
fn draw_face<'a>(
    interpreter: &mut Interpreter<'a, '_>,
    dict: &'a Dictionary,
    rectangle: [f32; 4],
    none: &'a Dictionary,
) {
    if let Some(form) = appearance(interpreter.file, dict) {
        let matrix = fit(interpreter.file, form, rectangle).then(interpreter.state.matrix);
        interpreter.state.matrix = matrix;
        interpreter.form(form, none, 0);
    } else {
        draw_pen(interpreter, dict);
    }
}

/// Draws a field or free text: its appearance if that shows anything, else its text. Where the
/// two differ a character behind them says so.
fn draw_text<'a>(
    interpreter: &mut Interpreter<'a, '_>,
    dict: &'a Dictionary,
    rectangle: [f32; 4],
    none: &'a Dictionary,
    text: &str,
) {
    let (file, area) = (interpreter.file, interpreter.state.matrix.bounds(rectangle));
    let start = interpreter.state;
    let (place, painted) = (interpreter.canvas.place(), interpreter.canvas.painted());
    draw_face(interpreter, dict, rectangle, none);
    interpreter.state = start;
    let drawn = interpreter.canvas.text_since(place).to_owned();
    let blank = drawn.trim().is_empty();
    let is_field = kind(file, dict) == AnnotationKind::Field;
    if blank && !text.trim().is_empty() && (is_field || interpreter.canvas.painted() == painted) {
        field::write(&mut interpreter.canvas, area, text, field::size(file, dict));
    }
    let renewed = matches!(field::held(file, dict), Held::Text(_, true));
    let stale = blank && field::has_face(file, dict) && !renewed && !text.trim().is_empty();
    if is_field && (stale || !blank && !field::agrees(&drawn, text)) {
        field::sign(&mut interpreter.canvas, area, control::DIFFERS);
    }
}

/// Draws a circle or square that lets through what is below as a ring; `false` for anything else.
fn draw_frame(interpreter: &mut Interpreter, dict: &Dictionary, area: Area) -> bool {
    let file = interpreter.file;
    let frame = matches!(file.name(dict, b"Subtype"), Some(b"Circle" | b"Square"));
    let filled = file.array(dict, b"IC").is_some_and(|color| !color.is_empty());
    if frame && !filled {
        let paint = Paint { alpha: file.number(dict, b"CA").unwrap_or(1.0), ..Paint::BLACK };
        interpreter.canvas.ink(InkKind::Ring, area, paint);
    }
    frame && !filled
}

/// Draws a filled circle or square that has no appearance.
fn draw_filled(interpreter: &mut Interpreter, dict: &Dictionary) {
    let file = interpreter.file;
    let Some(area) = file.numbers(dict, b"Rect") else { return };
    interpreter.state.fill = paint(file, dict, b"IC");
    interpreter.filled(area, file.name(dict, b"Subtype") == Some(b"Circle"));
}

/// The colour of an annotation, with its opacity.
fn paint(file: &File, dict: &Dictionary, key: &[u8]) -> Paint {
    let parts = file.array(dict, key).unwrap_or_default();
    let space = if parts.len() == 4 { Space::Ink } else { Space::Light };
    let alpha = file.number(dict, b"CA").unwrap_or(1.0);
    let mut paint = Paint { space, alpha, ..Paint::BLACK };
    paint.set(parts.iter().filter_map(|part| number(file.resolve(part))));
    paint
}

/// The width of an annotation's line, in points.
fn line_width(file: &File, dict: &Dictionary) -> f32 {
    let style = file.dict(dict, b"BS").and_then(|style| file.number(style, b"W"));
    let border = || number(file.resolve(file.array(dict, b"Border")?.get(2)?));
    style.or_else(border).unwrap_or(1.0)
}

/// Draws what has no appearance: lines of a pen (`/InkList`), through corners (`/Vertices`), from end to end (`/L`),
/// filled circles and squares.
fn draw_pen(interpreter: &mut Interpreter, dict: &Dictionary) {
    let file = interpreter.file;
    interpreter.state.stroke = paint(file, dict, b"C");
    interpreter.state.line_width = line_width(file, dict);
    let lines: Vec<&[Object]> = match file.name(dict, b"Subtype") {
        Some(b"Ink") => {
            let lists = file.array(dict, b"InkList").unwrap_or_default().iter();
            lists.filter_map(|list| file.resolve(list).as_array().ok()).map(Vec::as_slice).collect()
        }
        Some(b"Polygon" | b"PolyLine") => file.array(dict, b"Vertices").into_iter().collect(),
        Some(b"Line") => file.array(dict, b"L").into_iter().collect(),
        Some(b"Circle" | b"Square") => return draw_filled(interpreter, dict),
        _ => return,
    };
    let closed = file.name(dict, b"Subtype") == Some(b"Polygon");
    let filled = closed && file.array(dict, b"IC").is_some_and(|color| !color.is_empty());
    if filled {
        interpreter.state.fill = paint(file, dict, b"IC");
    }
    for line in lines {
        let numbers: Vec<f32> =
            line.iter().filter_map(|value| number(file.resolve(value))).collect();
        interpreter.pen(&numbers, closed, filled);
    }
}

/// Whether an annotation is laid over the page: a stamp, a watermark, a signature.
fn is_apart(file: &File, dict: &Dictionary) -> bool {
    let parent = file.dict(dict, b"Parent");
    let field = file.name(dict, b"FT").or_else(|| file.name(parent?, b"FT"));
    matches!(file.name(dict, b"Subtype"), Some(b"Stamp" | b"Watermark")) || field == Some(b"Sig")
}

/// Says of what stands below an annotation that it is marked to be blacked out (12.5.6.23: until that is done it
/// still stands there), or that viewers draw a stamp or a sign there as they like.
fn doubt(
    interpreter: &mut Interpreter<'_, '_>,
    dict: &Dictionary,
    rectangle: [f32; 4],
    matrix: Matrix,
) {
    let drawn = appearance(interpreter.file, dict).is_some();
    match interpreter.file.name(dict, b"Subtype") {
        Some(b"Redact") => {
            for area in quadrilaterals(interpreter.file, dict, matrix) {
                interpreter.canvas.aside(Why::Marked, area, String::new());
            }
        }
        Some(b"Stamp" | b"Caret") if !drawn => {
            interpreter.canvas.aside(Why::Stamped, matrix.bounds(rectangle), String::new());
        }
        _ => {}
    }
}

/// Says of what stands below a note, or below what is marked or drawn with a remark (12.5.6.2: the text of the
/// annotation's pop-up), that the remark is there. What a review only accepts or rejects says nothing of an answer.
fn remark(interpreter: &mut Interpreter<'_, '_>, dict: &Dictionary, matrix: Matrix) {
    let file = interpreter.file;
    let told = matches!(
        file.name(dict, b"Subtype"),
        Some(
            b"Text"
                | b"Highlight"
                | b"Underline"
                | b"Squiggly"
                | b"StrikeOut"
                | b"Caret"
                | b"Square"
                | b"Circle"
                | b"Polygon"
                | b"PolyLine"
                | b"Line"
                | b"Ink"
        )
    );
    let Some(Object::String(text, _)) = file.get(dict, b"Contents").filter(|_| told) else {
        return;
    };
    let text = decode(text.get(..REMARK).unwrap_or(text));
    let Some(rectangle) = file.numbers(dict, b"Rect") else { return };
    if !text.trim().is_empty() && !dict.has(b"StateModel") {
        interpreter.canvas.aside(Why::Noted, matrix.bounds(rectangle), text);
    }
}

/// What an annotation strikes out.
fn strike(interpreter: &mut Interpreter<'_, '_>, dict: &Dictionary, matrix: Matrix) {
    if interpreter.canvas.strikes.len() < COUNT {
        let areas = quadrilaterals(interpreter.file, dict, matrix);
        interpreter.canvas.strikes.extend(areas);
    }
}

/// The boxes of an annotation's quadrilaterals, else its rectangle.
fn quadrilaterals(file: &File, dict: &Dictionary, matrix: Matrix) -> Vec<Area> {
    let points = file.array(dict, b"QuadPoints").unwrap_or_default();
    let points: Vec<f32> =
        points.iter().take(COUNT).filter_map(|point| number(file.resolve(point))).collect();
    let corners = |quad: &[f32]| -> Vec<(f32, f32)> {
        quad.chunks_exact(2).map(|pair| matrix.apply(pair[0], pair[1])).collect()
    };
    if points.len() < 8 {
        let rectangle = file.numbers(dict, b"Rect");
        return rectangle.map(|corners| matrix.bounds(corners)).into_iter().collect();
    }
    points.chunks_exact(8).filter_map(|quad| around(&corners(quad))).collect()
}

/// What kind of annotation it is.
fn kind(file: &File, dict: &Dictionary) -> AnnotationKind {
    match file.name(dict, b"Subtype") {
        Some(b"FreeText") => AnnotationKind::FreeText,
        Some(b"Highlight" | b"Underline" | b"Squiggly") => AnnotationKind::Markup,
        Some(b"StrikeOut") => AnnotationKind::StrikeOut,
        Some(b"Ink" | b"Circle" | b"Square" | b"Polygon" | b"PolyLine" | b"Line") => {
            AnnotationKind::Drawing
        }
        Some(b"Stamp") => AnnotationKind::Stamp,
        Some(b"Widget") if field::is_signature(file, dict) => AnnotationKind::Signature,
        Some(b"Widget") => AnnotationKind::Field,
        _ => AnnotationKind::Other,
    }
}

/// The normal appearance, in the state that is set.
fn appearance<'a>(file: &'a File, dict: &'a Dictionary) -> Option<&'a Stream> {
    match file.get(file.dict(dict, b"AP")?, b"N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dictionary(states) => file.stream(states, file.name(dict, b"AS")?),
        _ => None,
    }
}

/// Moves the form's box, as its own matrix turns it, onto the annotation's rectangle.
fn fit(file: &File, form: &Stream, [x0, y0, x1, y1]: [f32; 4]) -> Matrix {
    let matrix = file.numbers(&form.dict, b"Matrix").map_or(Matrix::IDENTITY, Matrix::new);
    let from = matrix.bounds(file.numbers(&form.dict, b"BBox").unwrap_or([x0, y0, x1, y1]));
    let to = Area { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) };
    let scale = |from: f32, to: f32| if from.abs() < 1e-6 { 1.0 } else { to / from };
    let a = scale(from.x1 - from.x0, to.x1 - to.x0);
    let d = scale(from.y1 - from.y0, to.y1 - to.y0);
    Matrix::new([a, 0.0, 0.0, d, to.x0 - from.x0 * a, to.y0 - from.y0 * d])
}
