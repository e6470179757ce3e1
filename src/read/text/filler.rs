//! One cell of a text: characters with their places; tags, entities and strikes taken out.

use crate::budget;
use crate::fold::has_byte;
use crate::read::html::{Extent, Tag, entity, tag};
use crate::rows::{Cell, Span};
use crate::source::Source;

/// A cell while it is filled.
#[derive(Default)]
pub(super) struct Filler {
    cell: Cell,
    /// A separator to put in before the next run.
    pending: Option<char>,
    /// What it spans, where a `<td>` has opened it.
    pub(super) started: Option<Extent>,
    /// What comes is struck out.
    struck: bool,
    /// Where in the part that is read struck text ends for the last time.
    last_end: Option<usize>,
}

/// The mark of struck text in Markdown, before and behind it.
const STRIKE: &str = "~~";

impl Filler {
    /// Reads `part` (at byte `offset` of the whole text); `on_tag` may take a tag for itself.
    pub(super) fn read(
        &mut self,
        text: &str,
        offset: usize,
        part: &str,
        source: Source,
        on_tag: &mut dyn FnMut(Tag, &mut Self) -> bool,
    ) {
        self.last_end = None;
        let part = part.strip_prefix('\u{FEFF}').unwrap_or(part);
        let end = offset + part.len();
        let mut at = offset;
        if at < end && !has_byte(part, is_special) {
            return self.run(part, at, source);
        }
        while at < end {
            let rest = &text[at..end];
            let stop = rest.bytes().position(is_special).unwrap_or(rest.len());
            self.run(&rest[..stop], at, source);
            at += stop;
            if at < end {
                at += self.special(&text[at..end], at, source, on_tag);
            }
        }
    }

    /// Reads what stands at a `<` or `&`; the number of bytes used.
    fn special(
        &mut self,
        rest: &str,
        at: usize,
        source: Source,
        on_tag: &mut dyn FnMut(Tag, &mut Self) -> bool,
    ) -> usize {
        if let Some((tag, length)) = tag(rest) {
            if !on_tag(tag, self) {
                match tag {
                    Tag::Struck { open } => {
                        let end = *self.last_end.get_or_insert_with(|| at + last_end(rest));
                        self.struck = open && end > at;
                    }
                    Tag::Control(mark) => self.replaced(mark, at, length, source),
                    Tag::Space | Tag::Cell(_) => self.space(),
                    Tag::Break | Tag::Row | Tag::Table { .. } => self.pending = Some('\n'),
                }
            }
            return length;
        }
        if let Some((c, length)) = entity(rest) {
            self.replaced(c, at, length, source);
            return length;
        }
        if let Some(after) = rest.strip_prefix(STRIKE)
            && (self.struck || after.contains(STRIKE))
        {
            self.struck = !self.struck;
            return STRIKE.len();
        }
        self.run(&rest[..1], at, source);
        1
    }

    pub(super) fn space(&mut self) {
        self.pending = self.pending.or(Some(' '));
    }

    fn separate(&mut self) {
        if let Some(separator) = self.pending.take()
            && !self.cell.text.is_empty()
        {
            self.trim_end();
            self.cell.text.push(separator);
        }
    }

    fn run(&mut self, run: &str, at: usize, source: Source) {
        if self.struck {
            return self.strike(run, source);
        }
        let skipped =
            if self.cell.text.is_empty() { run.len() - run.trim_start().len() } else { 0 };
        let run = &run[skipped..];
        if run.trim().is_empty() {
            if !run.is_empty() {
                self.space();
            }
            return;
        }
        self.separate();
        self.span(run, at + skipped, run.len(), source);
    }

    /// Keeps struck text beside the cell's.
    fn strike(&mut self, run: &str, source: Source) {
        match self.cell.struck.last_mut().filter(|(_, at)| *at == source) {
            Some((text, _)) => text.push_str(run),
            None => self.cell.struck.push((run.to_owned(), source)),
        }
    }

    fn replaced(&mut self, c: char, at: usize, length: usize, source: Source) {
        self.separate();
        let mut buffer = [0; 4];
        self.span(c.encode_utf8(&mut buffer), at, length, source);
    }

    fn span(&mut self, run: &str, at: usize, length: usize, source: Source) {
        let (start, raw_start) = (offset(self.cell.text.len()), offset(at));
        self.cell.text.push_str(run);
        let span = Span {
            start,
            end: offset(self.cell.text.len()),
            raw_start,
            raw_end: raw_start + offset(length),
            source,
        };
        match self.cell.spans.last_mut() {
            Some(last) if joins(last, &span) => {
                last.end = span.end;
                last.raw_end = span.raw_end;
            }
            _ => self.cell.spans.push(span),
        }
    }

    fn trim_end(&mut self) {
        let kept = self.cell.text.trim_end().len();
        self.cell.text.truncate(kept);
        if let Some(last) = self.cell.spans.last_mut()
            && last.end as usize > kept
        {
            let cut = last.end - offset(kept);
            last.end -= cut;
            last.raw_end -= cut;
        }
    }

    pub(super) fn finish(mut self) -> Cell {
        self.trim_end();
        budget::step();
        budget::take(self.cell.bytes());
        self.cell
    }
}

/// Whether a byte may begin markup.
fn is_special(byte: u8) -> bool {
    (byte == b'<') | (byte == b'&') | (byte == b'~')
}

/// Where struck text ends for the last time.
fn last_end(text: &str) -> usize {
    let ends = ["</del>", "</s>", "</strike>"].iter();
    ends.filter_map(|end| text.rfind(end)).max().unwrap_or_default()
}

/// Whether `next` goes on byte for byte where `last` ends.
fn joins(last: &Span, next: &Span) -> bool {
    let plain = |s: &Span| s.end - s.start == s.raw_end - s.raw_start;
    last.end == next.start
        && last.raw_end == next.raw_start
        && last.source == next.source
        && plain(last)
        && plain(next)
}

pub(super) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
