//! The interpreter of page contents: operators in, glyphs and rules out.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, Stream};

use super::canvas::Canvas;
use super::image::Image;
use super::layer::Layers;
use super::marks::Marks;
use super::operands::{Operands, is_idle};
use super::outline::Path;
use super::state::{Paint, Space, State};
use crate::read::page::Look;
use crate::read::pdf::file::lex::{Lexer, Token};
use crate::read::pdf::file::object::{File, as_dict};
use crate::read::pdf::font::Font;
use crate::read::pdf::font::proof::mend;
use crate::read::pdf::matrix::{Matrix, overlap};

/// Operands kept for one operator.
const OPERANDS: usize = 1 << 18;

/// Names of fonts, and of graphics states, kept while a page is read.
const NAMED: usize = 16;

/// The fonts of a document, each loaded once.
#[derive(Default)]
pub(crate) struct Fonts {
    loaded: Vec<Font>,
    /// By the place of their dictionary in memory, which does not move while a document is read.
    numbers: BTreeMap<usize, usize>,
    /// A stream of one of them is damaged: all pages that come after may show it.
    pub(crate) damaged: bool,
}

impl Fonts {
    fn number(&mut self, file: &File, dict: &Dictionary) -> usize {
        let (loaded, damaged) = (&mut self.loaded, &mut self.damaged);
        *self.numbers.entry(std::ptr::from_ref(dict) as usize).or_insert_with(|| {
            let before = file.damaged.take();
            loaded.push(Font::load(file, dict));
            *damaged |= file.damaged.replace(before);
            loaded.len() - 1
        })
    }

    /// Puts right those of these fonts, whose maps lie, of which the file proves characters; whether there are any.
    pub(crate) fn mend(&mut self, file: &File, lying: &BTreeSet<u16>) -> bool {
        mend(file, &mut self.loaded, lying)
    }

    /// The font of a number.
    pub(super) fn get(&mut self, number: usize) -> Option<&mut Font> {
        self.loaded.get_mut(number)
    }
}

/// What a page has named, and what it is.
struct Named<T> {
    /// Where its resources lie in memory.
    place: usize,
    name: Vec<u8>,
    meant: T,
}

/// What a graphics state sets.
#[derive(Clone, Copy)]
struct Settings {
    line_width: Option<f32>,
    /// Of what is filled, and stroked.
    alpha: [Option<f32>; 2],
    /// Whether what is painted is mixed with what was there, and whether so that nothing becomes lighter.
    mixes: Option<(bool, bool)>,
    /// The number of a font, and its size.
    font: Option<(Option<usize>, f32)>,
}

/// Why a page was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Operators,
    Glyphs,
    Forms,
}

/// The interpreter for one page.
pub(crate) struct Interpreter<'a, 'b> {
    pub(super) file: &'a File<'a>,
    pub(super) fonts: &'b mut Fonts,
    pub(super) layers: &'b Layers,
    pub(crate) canvas: Canvas,
    pub(crate) state: State,
    pub(super) path: Path,
    pub(super) marks: Marks,
    /// Text space to user space, and the start of the line.
    pub(super) text: [Matrix; 2],
    /// What is drawn now is a stamp, a watermark or a signature.
    pub(super) apart: bool,
    /// Sections around what is read now in which operators that nobody knows may stand (ISO 32000-2, 7.8.2).
    foreign: u32,
    /// A word that is no operator has been passed: what is drawn behind it may stand elsewhere.
    unknown: bool,
    /// Set once a limit was reached.
    pub(crate) stop: Option<Stop>,
    named: Vec<Named<Option<usize>>>,
    settings: Vec<Named<Option<Settings>>>,
    operators: u32,
    forms: u32,
    stack: Vec<State>,
}

impl<'a, 'b> Interpreter<'a, 'b> {
    /// An empty page.
    pub(crate) fn new(
        file: &'a File<'a>,
        fonts: &'b mut Fonts,
        layers: &'b Layers,
        canvas: Canvas,
        state: State,
    ) -> Self {
        Self {
            file,
            fonts,
            layers,
            canvas,
            state,
            path: Path::default(),
            marks: Marks::default(),
            text: [Matrix::IDENTITY; 2],
            apart: false,
            foreign: 0,
            unknown: false,
            stop: None,
            named: Vec::new(),
            settings: Vec::new(),
            operators: 0,
            forms: 0,
            stack: Vec::new(),
        }
    }

    /// Runs a content stream. What it saved or marked and left open is closed at its end.
    pub(crate) fn run(&mut self, data: &[u8], resources: &'a Dictionary, depth: u32) {
        let (bottom, foreign, unknown) = (self.stack.len(), self.foreign, self.unknown);
        let mut lexer = Lexer::new(data);
        let (mut stack, mut scratch) = (Vec::with_capacity(64), Vec::with_capacity(256));
        while let Some(token) = lexer.next(&mut scratch) {
            match token {
                Token::DictOpen => skip_dict(&mut lexer, &mut scratch, &mut stack),
                Token::Word(word) => {
                    let missing = &self.file.damaged;
                    let operands = Operands { tokens: &stack, scratch: &scratch, missing };
                    match word {
                        b"BI" => {
                            let image = Image::inline(&mut lexer);
                            self.image(image);
                        }
                        b"Do" => self.draw(operands.name(), resources, depth),
                        b"BDC" => self.begin_mark(operands, resources, data),
                        b"Q" => {
                            if self.stack.len() > bottom {
                                self.state = self.stack.pop().unwrap_or(self.state);
                            }
                        }
                        _ => self.operator(word, operands, resources),
                    }
                    stack.clear();
                    scratch.clear();
                    self.operators += 1;
                    self.check();
                    if self.stop.is_some() {
                        break;
                    }
                }
                _ if stack.len() < OPERANDS => stack.push(token),
                _ => {}
            }
        }
        if lexer.faults > 0 {
            self.file.damaged.set(true);
        }
        if self.stack.len() > bottom {
            self.state = self.stack.get(bottom).copied().unwrap_or(self.state);
            self.stack.truncate(bottom);
        }
        self.foreign = foreign;
        self.unknown &= unknown;
    }

    fn check(&mut self) {
        let limits = &self.file.budget.limits;
        if self.operators > limits.operators {
            self.stop = Some(Stop::Operators);
        } else if self.canvas.glyphs() > limits.glyphs {
            self.stop = Some(Stop::Glyphs);
        }
    }

    fn operator(&mut self, word: &[u8], operands: Operands<'_, '_>, resources: &'a Dictionary) {
        match word {
            b"q" => {
                if self.stack.len() < self.file.budget.limits.state_depth {
                    self.stack.push(self.state);
                }
            }
            b"cm" => {
                let matrix = Matrix::new(operands.numbers()).then(self.state.matrix);
                if matrix.is_sane() {
                    self.state.matrix = matrix;
                }
            }
            b"w" => self.state.line_width = operands.numbers::<1>()[0],
            b"gs" => self.graphics_state(operands.name(), resources),
            b"Tf" => {
                self.state.text.size = operands.numbers::<1>()[0];
                self.state.text.font = self.font(operands.name(), resources);
            }
            // A shading fills what the clip leaves of the page.
            b"sh" if !self.marks.hidden() => {
                self.canvas.fill(self.state.clip, Look::Mixed, false);
            }
            b"BMC" => self.begin_plain_mark(),
            b"EMC" => self.end_mark(),
            b"BX" => self.foreign = self.foreign.saturating_add(1),
            b"EX" => self.foreign = self.foreign.saturating_sub(1),
            _ if self.text_operator(word, operands) || self.path_operator(word, operands) => {
                self.file.damaged.set(self.file.damaged.get() | self.unknown);
            }
            _ if self.color_operator(word, operands, resources) || is_idle(word) => {}
            _ if self.foreign > 0 => {}
            // Nobody writes an operator that there is none: it was another one, or a part of a text. One that has
            // operands may have drawn; another one harms only what is drawn behind it.
            _ if operands.tokens.is_empty() => self.unknown = true,
            _ => self.file.damaged.set(true),
        }
    }

    /// The font of a name. Pages name the same few fonts again and again.
    fn font(&mut self, name: &[u8], resources: &'a Dictionary) -> Option<usize> {
        if let Some(number) = known(&self.named, name, resources) {
            return number;
        }
        let fonts = self.file.dict(resources, b"Font");
        let font = fonts.and_then(|fonts| self.file.dict(fonts, name));
        let number = font.map(|font| self.fonts.number(self.file, font));
        keep(&mut self.named, name, resources, number);
        number
    }

    fn graphics_state(&mut self, name: &[u8], resources: &'a Dictionary) {
        let settings = known(&self.settings, name, resources).unwrap_or_else(|| {
            let states = self.file.dict(resources, b"ExtGState");
            let dict = states.and_then(|states| self.file.dict(states, name));
            let settings = dict.map(|dict| self.settings(dict));
            keep(&mut self.settings, name, resources, settings);
            settings
        });
        let (state, Some(set)) = (&mut self.state, settings) else { return };
        state.line_width = set.line_width.unwrap_or(state.line_width);
        state.fill.alpha = set.alpha[0].unwrap_or(state.fill.alpha);
        state.stroke.alpha = set.alpha[1].unwrap_or(state.stroke.alpha);
        (state.mixes, state.darkens) = set.mixes.unwrap_or((state.mixes, state.darkens));
        (state.text.font, state.text.size) = set.font.unwrap_or((state.text.font, state.text.size));
    }

    fn settings(&mut self, dict: &'a Dictionary) -> Settings {
        let number = |key: &[u8]| self.file.number(dict, key);
        let font = self.file.array(dict, b"Font").and_then(|font| font.first_chunk()).map(
            |[font, size]| {
                let font = as_dict(self.file.resolve(font));
                let number = font.map(|font| self.fonts.number(self.file, font));
                (number, crate::read::pdf::file::object::number(size).unwrap_or_default())
            },
        );
        let (line_width, alpha) = (number(b"LW"), [number(b"ca"), number(b"CA")]);
        Settings { line_width, alpha, mixes: self.mixes(dict), font }
    }

    /// Whether a graphics state mixes what is painted with what was there, and whether so that nothing becomes
    /// lighter; `None` where it says nothing.
    fn mixes(&self, dict: &Dictionary) -> Option<(bool, bool)> {
        let mode = self.file.get(dict, b"BM").map(|mode| match mode {
            Object::Array(names) => names.first().map(|name| self.file.resolve(name)),
            name => Some(name),
        });
        let mode = mode.map(|mode| match mode {
            Some(Object::Name(name)) => name.as_slice(),
            _ => b"",
        });
        let mask = self.file.get(dict, b"SMask").is_some_and(|mask| as_dict(mask).is_some());
        let mixes = mode.is_some_and(|mode| mode != b"Normal" && mode != b"Compatible");
        let darkens = matches!(mode, Some(b"Multiply" | b"Darken")) && !mask;
        (mode.is_some() || self.file.get(dict, b"SMask").is_some())
            .then_some((mixes || mask, darkens))
    }

    /// Runs an operator of colours; `false` if it is none.
    fn color_operator(
        &mut self,
        word: &[u8],
        operands: Operands<'_, '_>,
        resources: &'a Dictionary,
    ) -> bool {
        let space = match word {
            b"g" | b"G" | b"rg" | b"RG" => Some(Space::Light),
            b"k" | b"K" => Some(Space::Ink),
            b"cs" | b"CS" => Some(self.color_space(operands.name(), resources)),
            b"sc" | b"scn" | b"SC" | b"SCN" => None,
            _ => return false,
        };
        let stroke = word.first().is_some_and(u8::is_ascii_uppercase);
        let paint: &mut Paint = if stroke { &mut self.state.stroke } else { &mut self.state.fill };
        paint.space = space.unwrap_or(paint.space);
        paint.set(operands.all_numbers());
        true
    }

    fn color_space(&self, name: &[u8], resources: &'a Dictionary) -> Space {
        let file = self.file;
        let named = || file.get(file.dict(resources, b"ColorSpace")?, name);
        let family = match name {
            b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern" => name,
            _ => match named() {
                Some(Object::Name(name)) => name,
                Some(Object::Array(array)) => match array.first().map(|name| file.resolve(name)) {
                    Some(Object::Name(name)) if name == b"ICCBased" => {
                        let profile = array.get(1).and_then(|object| as_dict(file.resolve(object)));
                        let count = profile.and_then(|dict| file.integer(dict, b"N"));
                        if count == Some(4) { &b"DeviceCMYK"[..] } else { b"DeviceRGB" }
                    }
                    Some(Object::Name(name)) => name,
                    _ => return Space::Other,
                },
                _ => return Space::Other,
            },
        };
        match family {
            b"DeviceGray" | b"DeviceRGB" | b"CalGray" | b"CalRGB" => Space::Light,
            b"DeviceCMYK" | b"Separation" | b"DeviceN" => Space::Ink,
            _ => Space::Other,
        }
    }

    fn draw(&mut self, name: &[u8], resources: &'a Dictionary, depth: u32) {
        let objects = self.file.dict(resources, b"XObject");
        let Some(stream) = objects.and_then(|objects| self.file.stream(objects, name)) else {
            return;
        };
        let layer = stream.dict.get(b"OC").ok();
        if layer.is_some_and(|layer| self.layers.is_hidden(self.file, layer)) {
            return;
        }
        match self.file.name(&stream.dict, b"Subtype") {
            Some(b"Image") => self.image(Image::of(self.file, stream)),
            Some(b"Form") => self.form(stream, resources, depth),
            _ => {}
        }
    }

    /// Draws a form in the state of the moment.
    pub(super) fn form(&mut self, form: &'a Stream, resources: &'a Dictionary, depth: u32) {
        let limits = &self.file.budget.limits;
        self.forms += 1;
        if depth >= limits.form_depth {
            return;
        }
        if self.forms > limits.form_runs {
            self.stop = Some(Stop::Forms);
            return;
        }
        let saved = (self.state, self.text, self.marks.len());
        let matrix = self.file.numbers(&form.dict, b"Matrix").map_or(Matrix::IDENTITY, Matrix::new);
        let matrix = matrix.then(self.state.matrix);
        if !matrix.is_sane() {
            return;
        }
        self.state.matrix = matrix;
        if let Some(bounds) = self.file.numbers(&form.dict, b"BBox") {
            self.state.clip = overlap(self.state.clip, self.state.matrix.bounds(bounds));
            self.state.clip_is_box &= matrix.is_upright();
        }
        if self.file.dict(&form.dict, b"Group").is_some() {
            self.state.group *= if self.state.mixes { 0.5 } else { self.state.fill.alpha };
            (self.state.fill.alpha, self.state.stroke.alpha) = (1.0, 1.0);
            self.state.mixes = false;
        }
        let own = self.file.dict(&form.dict, b"Resources").unwrap_or(resources);
        let data = self.file.decode(form);
        self.run(&data, own, depth + 1);
        while self.marks.len() > saved.2 {
            self.end_mark();
        }
        (self.state, self.text) = (saved.0, saved.1);
    }
}

/// What a name of these resources is known to mean.
fn known<T: Copy>(all: &[Named<T>], name: &[u8], resources: &Dictionary) -> Option<T> {
    let place = std::ptr::from_ref(resources) as usize;
    all.iter().find(|named| named.place == place && named.name == name).map(|named| named.meant)
}

/// Keeps what a name means.
fn keep<T>(all: &mut Vec<Named<T>>, name: &[u8], resources: &Dictionary, meant: T) {
    if all.len() == NAMED {
        all.clear();
    }
    all.push(Named { place: std::ptr::from_ref(resources) as usize, name: name.to_vec(), meant });
}

/// Passes a dictionary, leaving its place as two numbers on the stack.
fn skip_dict<'d>(lexer: &mut Lexer<'d>, scratch: &mut Vec<u8>, stack: &mut Vec<Token<'d>>) {
    let (start, kept) = (lexer.at - 2, scratch.len());
    let mut depth = 1u32;
    while let Some(token) = lexer.next(scratch) {
        match token {
            Token::DictOpen => depth += 1,
            Token::DictClose => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    scratch.truncate(kept);
    stack.extend([Token::Number(start as f64), Token::Number(lexer.at as f64)]);
}
