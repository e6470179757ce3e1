//! Annotations and form fields: the appearances that are drawn over a page.

use lopdf::{Dictionary, Object, Stream};

use super::interpreter::Interpreter;
use crate::read::page::AnnotationKind;
use crate::read::pdf::file::object::{File, number};
use crate::read::pdf::file::tree::Leaf;
use crate::read::pdf::matrix::{Matrix, around};
use crate::source::Area;

/// Annotations drawn on one page.
const COUNT: usize = 10_000;
/// Levels of the tree of form fields.
const FIELDS: usize = 32;
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
        let popup = file.name(dict, b"Subtype") == Some(b"Popup");
        let layer = dict.get(b"OC").ok();
        let off = layer.is_some_and(|layer| interpreter.layers.is_hidden(file, layer));
        if unseen || popup || off || interpreter.stop.is_some() {
            continue;
        }
        if file.name(dict, b"Subtype") == Some(b"StrikeOut") {
            strike(interpreter, dict, start.matrix);
            continue;
        }
        let Some(rectangle) = file.numbers(dict, b"Rect") else { continue };
        interpreter.apart = is_apart(file, dict);
        let before = interpreter.canvas.painted();
        if let Some(form) = appearance(file, dict) {
            interpreter.state = start;
            interpreter.state.matrix = fit(file, form, rectangle).then(start.matrix);
            interpreter.form(form, none, 0);
        }
        interpreter.apart = false;
        interpreter.canvas.annotation(kind(file, dict), start.matrix.bounds(rectangle), before);
    }
}

/// Whether an annotation is laid over the page: a stamp, a watermark, a signature.
fn is_apart(file: &File, dict: &Dictionary) -> bool {
    let parent = file.dict(dict, b"Parent");
    let field = file.name(dict, b"FT").or_else(|| file.name(parent?, b"FT"));
    matches!(file.name(dict, b"Subtype"), Some(b"Stamp" | b"Watermark")) || field == Some(b"Sig")
}

/// What an annotation strikes out: the boxes of its quadrilaterals, else its rectangle.
fn strike(interpreter: &mut Interpreter<'_, '_>, dict: &Dictionary, matrix: Matrix) {
    let file = interpreter.file;
    let points = file.array(dict, b"QuadPoints").unwrap_or_default();
    let points: Vec<f32> =
        points.iter().take(COUNT).filter_map(|point| number(file.resolve(point))).collect();
    for quad in points.chunks_exact(8) {
        let corners: Vec<(f32, f32)> =
            quad.chunks_exact(2).map(|pair| matrix.apply(pair[0], pair[1])).collect();
        interpreter.canvas.strikes.extend(around(&corners));
    }
    if points.len() < 8 {
        let rectangle = file.numbers(dict, b"Rect");
        interpreter.canvas.strikes.extend(rectangle.map(|corners| matrix.bounds(corners)));
    }
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
        Some(b"Widget") if field_type(file, dict) == Some(b"Sig") => AnnotationKind::Signature,
        Some(b"Widget") => AnnotationKind::Field,
        _ => AnnotationKind::Other,
    }
}

/// The type of the field that a widget belongs to.
fn field_type<'a>(file: &'a File, dict: &'a Dictionary) -> Option<&'a [u8]> {
    let up = |dict: &&'a Dictionary| file.dict(dict, b"Parent");
    let parents = std::iter::successors(Some(dict), up).take(FIELDS);
    parents.into_iter().find_map(|dict| file.name(dict, b"FT"))
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
