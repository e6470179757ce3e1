//! Annotations and form fields: the appearances that are drawn over a page.

use lopdf::{Dictionary, Object, Stream};

use super::interpreter::Interpreter;
use crate::read::pdf::file::object::File;
use crate::read::pdf::file::tree::Leaf;
use crate::read::pdf::matrix::Matrix;
use crate::source::Area;

/// Annotations drawn on one page.
const COUNT: usize = 10_000;
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
        let rectangle = file.numbers(dict, b"Rect");
        if let (Some(form), Some(rectangle)) = (appearance(file, dict), rectangle) {
            interpreter.state = start;
            interpreter.state.matrix = fit(file, form, rectangle).then(start.matrix);
            interpreter.form(form, none, 0);
        }
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
