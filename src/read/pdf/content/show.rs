//! Text operators: where each glyph goes.

use super::canvas::{Canvas, Pen};
use super::interpreter::Interpreter;
use super::operands::Operands;
use super::state::State;
use crate::budget;
use crate::read::page::{Direction, UNPROVED, font_number};
use crate::read::pdf::file::lex::Token;
use crate::read::pdf::font::Seen;
use crate::read::pdf::matrix::{Matrix, around};
use crate::source::Area;

/// The limits are looked at after so many glyphs of one text.
const LOOK: usize = 64;

/// Share of the em above and below the base line.
const ASCENT: f32 = 0.88;
const DESCENT: f32 = 0.12;

impl Interpreter<'_, '_> {
    /// Runs a text operator; `false` if it is none.
    pub(super) fn text_operator(&mut self, word: &[u8], operands: Operands<'_, '_>) -> bool {
        let number = || operands.numbers::<1>()[0];
        let text = &mut self.state.text;
        match word {
            b"Tj" => self.show_all(operands),
            b"TJ" => self.show_all(operands),
            b"Td" => self.next_line(operands.numbers()),
            b"Tm" => self.set_matrix(Matrix::new(operands.numbers())),
            b"TD" => {
                text.leading = -number();
                self.next_line(operands.numbers());
            }
            b"T*" => self.next_line([0.0, -self.state.text.leading]),
            b"'" => {
                self.next_line([0.0, -self.state.text.leading]);
                self.show_all(operands);
            }
            b"\"" => {
                if let [Token::Number(word_space), Token::Number(char_space), ..] = operands.tokens
                {
                    text.word_space = *word_space as f32;
                    text.char_space = *char_space as f32;
                }
                self.next_line([0.0, -self.state.text.leading]);
                self.show_all(Operands {
                    tokens: operands.tokens.get(2..).unwrap_or_default(),
                    ..operands
                });
            }
            b"BT" => self.set_matrix(Matrix::IDENTITY),
            b"Tc" => text.char_space = number(),
            b"Tw" => text.word_space = number(),
            b"Tz" => text.stretch = number() / 100.0,
            b"TL" => text.leading = number(),
            b"Ts" => text.rise = number(),
            b"Tr" => text.mode = number() as i32,
            _ => return false,
        }
        true
    }

    fn next_line(&mut self, [x, y]: [f32; 2]) {
        self.set_matrix(self.text[1].moved(x, y));
    }

    fn set_matrix(&mut self, matrix: Matrix) {
        self.text = [matrix; 2];
    }

    /// Shows texts and moves by the numbers between them.
    fn show_all(&mut self, operands: Operands<'_, '_>) {
        for token in operands.tokens {
            match token {
                Token::Text(span) => self.show(span.of(operands.scratch)),
                Token::Number(number) => {
                    let text = &self.state.text;
                    let far = -*number as f32 / 1000.0 * text.size;
                    let number = text.font;
                    let vertical = number.and_then(|number| self.fonts.get(number));
                    let vertical = vertical.is_some_and(|font| font.vertical.is_some());
                    let (x, y) = if vertical { (0.0, far) } else { (far * text.stretch, 0.0) };
                    self.text[0] = self.text[0].moved(x, y);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let text = self.state.text;
        let hidden = self.marks.hidden();
        let color = self.state.text_color();
        let matrix = self.text[0].then(self.state.matrix);
        let Some(font) = text.font.and_then(|number| self.fonts.get(number)) else {
            // Nothing tells what is written: the page is not whole, and another reader may know the font.
            let lost = !hidden && !bytes.is_empty();
            self.file.damaged.set(self.file.damaged.get() | lost);
            self.file.missing.set(self.file.missing.get() | lost);
            return;
        };
        let frame = Frame::new(matrix, text.size, text.stretch, font.vertical.is_some());
        let (mut x, mut y, mut rest) = (0.0f32, 0.0f32, bytes);
        let leans = frame.leans;
        let pen = Pen {
            color: color.unwrap_or_default(),
            mode: text.mode,
            font: text.font.map_or(u16::MAX, font_number),
            apart: leans || self.marks.apart() || self.apart,
        };
        if !leans && !hidden {
            self.canvas.tilts.add(matrix.vector(1.0, 0.0), bytes.len() as f32);
        }
        let placed = matrix.is_sane() && frame.size > 0.01 && frame.size < 10_000.0;
        let (mut count, mut is_cut) = (0usize, false);
        while !rest.is_empty() {
            count += 1;
            if count.is_multiple_of(LOOK) {
                budget::steps(LOOK);
                // The page ends behind this operator.
                if self.canvas.glyphs() > self.file.budget.limits.glyphs {
                    break;
                }
            }
            let seen = font.next(self.file, rest);
            is_cut |= rest.len() < usize::from(seen.length);
            rest = rest.get(usize::from(seen.length)..).unwrap_or_default();
            let space = text.char_space + if seen.space { text.word_space } else { 0.0 };
            let area = || frame.area(matrix.apply(x, y + text.rise), seen);
            if placed && hidden {
                self.canvas.unshown(font.text(seen), area(), frame.size, text.mode);
            } else if placed {
                let glyph = (font.text(seen), area(), frame.size);
                let paint = (text.mode, color.is_some());
                let (area, mode) = printed(&mut self.canvas, &self.state, glyph, paint);
                let unproved = if seen.unproved { UNPROVED } else { 0 };
                let pen = Pen { mode, font: pen.font | unproved, ..pen };
                self.canvas.glyph(font.text(seen), area, frame.size, frame.direction, pen);
            }
            if frame.vertical {
                y += seen.advance * text.size + space;
            } else {
                x += (seen.advance * text.size + space) * text.stretch;
            }
        }
        self.text[0] = self.text[0].moved(x, y);
        // A text ends with a whole code.
        if is_cut {
            self.file.damaged.set(true);
        }
    }
}

/// Where a character is seen, and its mode: what is clipped away, or painted with no colour at all, is not printed.
fn printed(
    canvas: &mut Canvas,
    state: &State,
    (text, area, size): (&str, Area, f32),
    (mode, colored): (i32, bool),
) -> (Area, i32) {
    match state.visible(area) {
        Some(area) if colored || mode == 7 => (area, mode),
        Some(area) => (area, UNSEEN),
        None => {
            if colored && mode != UNSEEN {
                canvas.clipped(text, area, size);
            }
            (area, UNSEEN)
        }
    }
}

/// The mode of text that is not painted.
const UNSEEN: i32 = 3;

/// How an em of the text lies on the page.
struct Frame {
    /// One em along the base line, and up from it.
    right: (f32, f32),
    up: (f32, f32),
    size: f32,
    direction: Direction,
    vertical: bool,
    /// It is neither upright nor on its side, by far.
    leans: bool,
}

/// Text that is so much further across than along leans: a watermark from corner to corner.
const LEANS: f32 = 0.087;

impl Frame {
    fn new(matrix: Matrix, size: f32, stretch: f32, vertical: bool) -> Self {
        let right = matrix.vector(size * stretch, 0.0);
        let up = matrix.vector(0.0, size);
        let (x, y) = if vertical { (-up.0, -up.1) } else { right };
        let direction = match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            (true, true, _) => Direction::Right,
            (true, false, _) => Direction::Left,
            (false, _, true) => Direction::Down,
            (false, _, false) => Direction::Up,
        };
        let leans = x.abs().min(y.abs()) > LEANS * x.abs().max(y.abs());
        let size = (up.0 * up.0 + up.1 * up.1).sqrt();
        let mut frame = Self { right, up, size, direction, vertical, leans };
        // Slanted text keeps upright boxes.
        let across = matches!(direction, Direction::Right | Direction::Left);
        if across != vertical {
            (frame.right.1, frame.up.0) = (0.0, 0.0);
        } else {
            (frame.right.0, frame.up.1) = (0.0, 0.0);
        }
        frame
    }

    /// The advance box of a glyph at the pen's place.
    fn area(&self, (x, y): (f32, f32), seen: Seen) -> Area {
        let at = |along: f32, above: f32| {
            let (right, up) = (self.right, self.up);
            (x + right.0 * along + up.0 * above, y + right.1 * along + up.1 * above)
        };
        let corners = if self.vertical {
            [at(-0.5, 0.0), at(0.5, seen.advance)]
        } else {
            [at(0.0, ASCENT), at(seen.advance, -DESCENT)]
        };
        around(&corners).unwrap_or(Area { x0: x, y0: y, x1: x, y1: y })
    }
}
