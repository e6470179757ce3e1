//! The entry: a file's bytes to its pages, with what there is to say about them.

use lopdf::{Dictionary, Object};

use super::limits::Limits;
use super::matrix::Matrix;
use super::mended::{Drawn, mended};
use super::problem::Problem;
use crate::budget;
use crate::finding::{Code, Message, Severity};
use crate::read::page::Page;
use crate::read::page::apart::{self, Again, Break, Fault};
use crate::read::pdf::content::annotation;
use crate::read::pdf::content::canvas::Canvas;
use crate::read::pdf::content::interpreter::{Fonts, Interpreter, Stop};
use crate::read::pdf::content::layer::Layers;
use crate::read::pdf::content::state::State;
use crate::read::pdf::content::tilt::upright;
use crate::read::pdf::file::attachment::{Attached, attachments};
use crate::read::pdf::file::lex::is_break;
use crate::read::pdf::file::object::Trouble;
use crate::read::pdf::file::object::{File, number};
use crate::read::pdf::file::tree::{self, Leaf};
use crate::read::pdf::readers::READERS;

/// What a file gave.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Its pages in order.
    pub(crate) pages: Vec<Page>,
    /// Which reader understood the file: `lopdf`, `hayro-syntax` or `scan`.
    pub(crate) reader: &'static str,
    /// What is odd about it.
    pub(crate) findings: Vec<Problem>,
    /// The files within it.
    pub(crate) attached: Vec<Attached>,
}

impl Opened {
    /// How much memory it takes.
    fn bytes(&self) -> usize {
        let attached = self.attached.iter().map(|file| file.bytes.len());
        self.pages.iter().map(Page::bytes).chain(attached).sum()
    }
}

/// Reads a PDF file. Never fails: what cannot be read is a finding.
pub(crate) fn pages(bytes: &[u8], limits: &Limits) -> Opened {
    let mut best: Option<Opened> = None;
    let mut worst = Trouble::Unreadable;
    for (at, (reader, open)) in READERS.into_iter().enumerate() {
        // What the first has read as it should be, lopdf would read once more.
        if at == 1 && best.is_some() {
            continue;
        }
        // A library that gives up in a panic is no worse than one that gives up with an error.
        let opened =
            || budget::rescued(|| open(bytes, *limits)).unwrap_or(Err(Trouble::Unreadable));
        let read =
            || opened().map(|(file, trouble)| (read(&file, reader, trouble), file.is_doubtful()));
        // Only the pages are kept.
        match budget::passing(read) {
            Ok((_, true)) => {}
            Ok(((opened, whole), false)) => {
                if best.as_ref().is_none_or(|best| readable(&opened) > readable(best)) {
                    budget::give_back(best.as_ref().map_or(0, Opened::bytes));
                    budget::take(opened.bytes());
                    best = Some(opened);
                }
                if whole {
                    break;
                }
            }
            Err(Trouble::Encrypted) => worst = Trouble::Encrypted,
            Err(_) => {}
        }
    }
    let opened = best.unwrap_or(Opened {
        pages: vec![],
        reader: READERS[0].0,
        findings: vec![],
        attached: vec![],
    });
    match opened.pages.is_empty() {
        true => unread(opened, worst),
        false => shown(opened),
    }
}

/// A file of which no page shows anything is damaged, or no document: nobody prints nothing.
fn shown(mut opened: Opened) -> Opened {
    let is_blank =
        |page: &Page| page.glyphs.is_empty() && page.images <= 0.0 && page.inks.is_empty();
    if opened.findings.is_empty() && opened.pages.iter().all(is_blank) {
        let message = Message::new("pdf-unreadable.blank", &[("pages", &opened.pages.len())]);
        opened.findings.push(problem(Code::PdfUnreadable, Severity::Error, 0, message));
    }
    opened
}

/// How much a reading is worth: pages count only where there is no text to compare.
fn readable(opened: &Opened) -> (usize, usize) {
    let known = |page: &Page| page.glyphs.len().saturating_sub(page.unmapped as usize);
    (opened.pages.iter().map(known).sum(), opened.pages.len())
}

fn unread(mut opened: Opened, trouble: Trouble) -> Opened {
    let code = match trouble {
        Trouble::Encrypted => Code::PdfEncrypted,
        _ => Code::PdfUnreadable,
    };
    opened.findings.push(problem(code, Severity::Error, 0, Message::new(code.name(), &[])));
    opened
}

fn problem(code: Code, severity: Severity, page: u32, message: Message) -> Problem {
    Problem { code, severity, page, message }
}

/// All pages of a file; and whether there is no reason to try another reader.
fn read(file: &File, reader: &'static str, trouble: Trouble) -> (Opened, bool) {
    let (leaves, whole) = tree::leaves(file, file.budget.limits.pages.saturating_add(1));
    let (layers, mut fonts) = (Layers::new(file), Fonts::default());
    let mut first = drawn(file, &mut fonts, &layers, &leaves);
    let mut settled = apart::settle(&mut first.0);
    let draw = |fonts: &mut Fonts| drawn(file, fonts, &layers, &leaves);
    if !settled.lying.is_empty()
        && let Some(second) = mended(file, &mut fonts, &settled.lying, &first, draw)
    {
        first = second;
        settled = apart::settle(&mut first.0);
        apart::garbled::note_unproved(&mut first.0);
    }
    let (pages, mut findings) = first;
    findings.extend(settled.breaks.into_iter().map(broken));
    findings.extend(settled.again.into_iter().map(twice));
    if trouble == Trouble::Repaired || !whole {
        let message = Message::new("pdf-damaged", &[]);
        findings.insert(0, problem(Code::PdfDamaged, Severity::Warning, 0, message));
    }
    let any = pages.iter().any(|page| !page.glyphs.is_empty());
    let attached = attachments(file);
    (Opened { pages, reader, findings, attached }, whole && any && !file.missing.get())
}

/// The pages of a file as they are painted, and what is odd about them.
fn drawn(file: &File, fonts: &mut Fonts, layers: &Layers, leaves: &[Leaf<'_>]) -> Drawn {
    let limits = &file.budget.limits;
    let (mut pages, mut findings) = (Vec::new(), Vec::new());
    for (leaf, number) in leaves.iter().zip(1..) {
        if pages.len() >= limits.pages {
            let message = Message::new("limit-pages", &[("page", &pages.len())]);
            findings.push(problem(Code::LimitPages, Severity::Error, number, message));
            break;
        }
        let (mut page, stop) = page(file, fonts, layers, leaf, number);
        budget::take(page.bytes());
        page.damaged = file.damaged.take() || fonts.damaged;
        findings.extend(file.cut.take().then(|| too_long(number)));
        findings.extend(stop.map(|stop| stopped(stop, number)));
        findings.extend(unmapped(&page));
        pages.push(page);
    }
    (pages, findings)
}

fn stopped(stop: Stop, page: u32) -> Problem {
    let (code, key) = match stop {
        Stop::Operators => (Code::LimitOperators, "limit-operators"),
        Stop::Glyphs => (Code::LimitGlyphs, "limit-glyphs"),
        Stop::Forms => (Code::LimitForms, "limit-forms"),
    };
    problem(code, Severity::Error, page, Message::new(key, &[]))
}

fn broken(Break { page, from, to, fault }: Break) -> Problem {
    let message = match &fault {
        Fault::Order => Message::new("pdf-damaged.order", &[("from", &from), ("to", &to)]),
        Fault::Between(own) => {
            Message::new("pdf-damaged.between", &[("own", own), ("from", &from), ("to", &to)])
        }
        Fault::First([own, next]) => {
            Message::new("pdf-damaged.first", &[("own", own), ("next", next)])
        }
        Fault::Step if to > from => {
            Message::new("pdf-damaged.pages", &[("from", &from), ("to", &to)])
        }
        Fault::Step => Message::new("pdf-damaged.back", &[("from", &from), ("to", &to)]),
    };
    problem(Code::PdfDamaged, Severity::Warning, page, message)
}

fn twice(Again { page, of }: Again) -> Problem {
    let message = Message::new("pdf-damaged.again", &[("page", &page), ("of", &of)]);
    problem(Code::PdfDamaged, Severity::Warning, page, message)
}

fn too_long(page: u32) -> Problem {
    problem(Code::LimitUnpacked, Severity::Error, page, Message::new("limit-unpacked", &[]))
}

fn unmapped(page: &Page) -> Option<Problem> {
    if page.unmapped == 0 {
        return None;
    }
    let share = page.unmapped as f32 / page.glyphs.len().max(1) as f32;
    let severity = if share > 0.5 { Severity::Error } else { Severity::Warning };
    let (all, percent) = (page.glyphs.len(), format!("{:.0}", share * 100.0));
    let message = Message::new(
        "glyph-unmapped",
        &[("count", &page.unmapped), ("all", &all), ("percent", &percent)],
    );
    Some(problem(Code::GlyphUnmapped, severity, page.number, message))
}

fn page(
    file: &File,
    fonts: &mut Fonts,
    layers: &Layers,
    leaf: &Leaf<'_>,
    number: u32,
) -> (Page, Option<Stop>) {
    let (matrix, width, height) = display(file, leaf);
    let none = Dictionary::new();
    let resources = leaf.get(file, b"Resources").and_then(|object| object.as_dict().ok());
    let resources = resources.unwrap_or(&none);
    let contents = contents(file, leaf);
    budget::take(contents.len());
    let mut draw = |matrix: Matrix| {
        let canvas = Canvas::new(width, height);
        let state = State::new(matrix, canvas.area);
        let mut interpreter = Interpreter::new(file, fonts, layers, canvas, state);
        interpreter.run(&contents, resources, 0);
        // Annotations are placed by the page, however its contents have left the matrix.
        interpreter.state = state;
        annotation::draw(&mut interpreter, leaf, &none);
        (interpreter.canvas, interpreter.stop)
    };
    let (mut canvas, mut stop) = draw(matrix);
    let tilt = std::mem::take(&mut canvas.tilts).angle();
    if let Some(tilt) = tilt.filter(|_| stop.is_none()) {
        (canvas, stop) = draw(matrix.then(upright(tilt, width, height)));
    }
    budget::give_back(contents.len());
    (Page { tilt: tilt.unwrap_or_default(), ..canvas.finish(number) }, stop)
}

/// User space to display space, and the size of the page as displayed.
fn display(file: &File, leaf: &Leaf<'_>) -> (Matrix, f32, f32) {
    let media = rectangle(file, leaf, b"MediaBox").unwrap_or([0.0, 0.0, 612.0, 792.0]);
    let crop = rectangle(file, leaf, b"CropBox").unwrap_or(media);
    let mut area = [
        crop[0].max(media[0]),
        crop[1].max(media[1]),
        crop[2].min(media[2]),
        crop[3].min(media[3]),
    ];
    if area[2] - area[0] < 1.0 || area[3] - area[1] < 1.0 {
        area = media;
    }
    let unit = file.number(leaf.dict, b"UserUnit").filter(|unit| (0.01..=1000.0).contains(unit));
    let unit = unit.unwrap_or(1.0);
    let [x0, y0, x1, y1] = area;
    let (width, height) = ((x1 - x0) * unit, (y1 - y0) * unit);
    let turn = leaf.get(file, b"Rotate").and_then(number).unwrap_or_default();
    let origin = Matrix::new([unit, 0.0, 0.0, unit, -x0 * unit, -y0 * unit]);
    let (turned, width, height) = match (turn as i64).rem_euclid(360) / 90 {
        1 => (Matrix::new([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]), height, width),
        2 => (Matrix::new([-1.0, 0.0, 0.0, 1.0, width, 0.0]), width, height),
        3 => (Matrix::new([0.0, -1.0, -1.0, 0.0, height, width]), height, width),
        _ => (Matrix::new([1.0, 0.0, 0.0, -1.0, 0.0, height]), width, height),
    };
    (origin.then(turned), width, height)
}

/// A box of the page, its corners in order.
fn rectangle(file: &File, leaf: &Leaf<'_>, key: &[u8]) -> Option<[f32; 4]> {
    let Object::Array(array) = leaf.get(file, key)? else { return None };
    let mut values = array.iter().map(|object| number(file.resolve(object)));
    let mut next = || values.next()?.map(|value| value.clamp(-1e6, 1e6));
    let (x0, y0, x1, y1) = (next()?, next()?, next()?, next()?);
    let sorted = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
    (sorted[2] - sorted[0] >= 1.0 && sorted[3] - sorted[1] >= 1.0).then_some(sorted)
}

/// The page's content streams as one.
fn contents(file: &File, leaf: &Leaf<'_>) -> Vec<u8> {
    match file.get(leaf.dict, b"Contents") {
        Some(Object::Stream(stream)) => file.decode(stream).into_owned(),
        Some(Object::Array(parts)) => {
            let mut all = Vec::new();
            for part in parts {
                if let Object::Stream(stream) = file.resolve(part) {
                    if all.len() > file.budget.limits.stream {
                        break;
                    }
                    let part = file.decode(stream);
                    if is_cut(&all, &part) {
                        all.push(b'\n');
                    }
                    all.extend_from_slice(&part);
                }
            }
            all
        }
        _ => Vec::new(),
    }
}

/// Whether two parts need a space between them: words would run together, unless they are the
/// halves of one text.
fn is_cut(before: &[u8], after: &[u8]) -> bool {
    let regular = |byte: Option<&u8>| byte.is_some_and(|&byte| !is_break(byte));
    if !regular(before.last()) || !regular(after.first()) {
        return false;
    }
    let (mut depth, mut escaped) = (0i32, false);
    for &byte in before {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = depth > 0,
            b'(' => depth += 1,
            b')' => depth = (depth - 1).max(0),
            _ => {}
        }
    }
    depth == 0
}
