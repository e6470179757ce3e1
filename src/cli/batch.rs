//! Many documents: read in parallel, written in input order, never more than a few in memory.

mod how;
#[cfg(test)]
mod tests;

pub(super) use self::how::How;

use super::progress::Progress;
use super::stop::Stop;
use super::under_way::{UnderWay, trial};
use crate::documents::{Opened, STACK, error, open};
use crate::error::{ErrorKind, Result};
use crate::export::store::{Frame, Kept, Label, Log, Store};
use crate::export::{Addition, Before, Id, Output, Piece, Tally};
use crate::finding::{Code, Message};
use crate::input::Input;
use crate::origins::{self, Origins, digest};
use crate::record::{Document, Origin};
use rayon::ThreadPoolBuilder;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Documents under way or waiting for their turn, for each thread. Enough for small ones to go on
/// while a large one is read.
const WINDOW: usize = 32;

/// What depends on the moment, not on the document: such a result is not kept for the next run.
const FLEETING: [Code; 3] = [Code::InternalError, Code::LimitTime, Code::UnreadableInput];

/// A run.
pub(super) struct Batch<'r> {
    /// How documents are read.
    pub(super) how: How<'r>,
    /// Threads.
    pub(super) jobs: usize,
    /// Whether each document is read to see if it has changed.
    pub(super) verify: bool,
    /// The program and limits in a word.
    pub(super) setup: &'r str,
    /// Where documents were published.
    pub(super) origins: &'r Origins,
    /// What earlier runs have kept.
    pub(super) store: &'r Store,
    /// Who is told how far it is.
    pub(super) progress: &'r Progress,
    /// Who may end it early.
    pub(super) stop: &'r Stop,
    /// What it is at, for the case that it is killed.
    pub(super) under_way: &'r UnderWay,
    /// Where the rows are that were not taken from the store, by the number of the input.
    pub(super) frames: Mutex<BTreeMap<usize, Frame>>,
    /// The flags with which another process reads as this one does.
    pub(super) flags: &'r [OsString],
}

/// What a run gave.
#[derive(Debug, Default)]
pub(super) struct Ran {
    /// What it counted.
    pub(super) tally: Tally,
    /// The pieces of the store that are of use.
    pub(super) live: Vec<Frame>,
    /// Documents that were not read because the run was to end.
    pub(super) left: usize,
    /// Whether every result is kept, so that the next run needs to read nothing.
    pub(super) settled: bool,
}

/// What became of a document.
enum Done {
    /// Nothing: the run is to end.
    Left,
    /// An earlier run has read it.
    Known(Addition, Frame),
    /// It was read; the packed rows, where they are worth keeping.
    Read(Addition, Option<(Label, Vec<u8>)>),
    /// It was found out while looking for inputs; finding it again costs nothing.
    Found(Addition),
}

impl Label {
    /// What the rows are made from: not when the file was written.
    fn id(&self) -> Id {
        Id::of(&[&self.key, &self.sha256, &self.origin, &self.setup])
    }
}

impl Batch<'_> {
    /// Reads the inputs and adds what they give to the output, in their order.
    pub(super) fn run(&self, inputs: &[Input], output: &mut Output, log: &mut Log) -> Result<Ran> {
        let pool = ThreadPoolBuilder::new().num_threads(self.jobs).stack_size(STACK).build();
        let pool = pool.map_err(|cause| ErrorKind::Threads(cause.to_string()))?;
        let window = self.jobs.saturating_mul(WINDOW);
        let before = output.before();
        let before = &*before;
        pool.in_place_scope_fifo(|scope| {
            let (send, receive) = mpsc::channel();
            let mut ran = Ran { settled: true, ..Ran::default() };
            let mut waiting = BTreeMap::new();
            let load = |number: usize| self.again(inputs, number);
            let mut ahead = inputs.iter().enumerate();
            let mut start = |count: usize| {
                for (at, input) in ahead.by_ref().take(count) {
                    let send = send.clone();
                    scope.spawn_fifo(move |_| {
                        // Nobody receives any more after a failure of the writer.
                        let _ = send.send((at, self.document(at, input, before)));
                    });
                }
            };
            start(window);
            for (turn, input) in inputs.iter().enumerate() {
                while !waiting.contains_key(&turn) {
                    let (at, done) = self.wait(&receive);
                    let (one, frame) = self.keep(at, done, log, &mut ran)?;
                    if let (Some(Addition { rows: None, .. }), Some(frame)) = (&one, frame) {
                        self.frames().insert(at, frame);
                    }
                    waiting.insert(at, one);
                }
                if let Some(one) = waiting.remove(&turn).flatten() {
                    ran.tally.add(&one.outline.tally);
                    output.add(input.source(), turn, one, &load)?;
                }
                start(1);
            }
            Ok(ran)
        })
    }

    fn wait(&self, receive: &Receiver<(usize, Done)>) -> (usize, Done) {
        loop {
            self.progress.tick();
            match receive.recv_timeout(self.progress.interval()) {
                Ok(done) => return done,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    unreachable!("the sender lives as long as the loop")
                }
            }
        }
    }

    /// Puts what was read into the store: from here on, no interruption loses it.
    fn keep(
        &self,
        at: usize,
        done: Done,
        log: &mut Log,
        ran: &mut Ran,
    ) -> Result<(Option<Addition>, Option<Frame>)> {
        let (one, frame) = match done {
            Done::Left => {
                ran.left += 1;
                return Ok((None, None));
            }
            Done::Known(one, frame) => (one, Some(frame)),
            Done::Read(one, Some((label, packed))) => {
                let frame = log.add(&label, &one.outline, &packed)?;
                (one, frame)
            }
            Done::Read(one, None) => {
                ran.settled = false;
                (one, None)
            }
            Done::Found(one) => (one, None),
        };
        ran.live.extend(frame);
        self.progress.done(at, &one.outline.tally);
        Ok((Some(one), frame))
    }

    /// One document: known from an earlier run, or read now.
    fn document(&self, at: usize, input: &Input, before: &Before) -> Done {
        let (key, stamp) = (input.key(), input.stamp().unwrap_or_default());
        if let Some(kept) = self.unchanged(input, &key, &stamp)
            && let Some(one) = self.known(&key, kept, before)
        {
            return Done::Known(one, kept.frame);
        }
        if self.stop.asked().is_some() {
            return Done::Left;
        }
        if !input.is_left_out() {
            self.progress.begin(at, input.source());
        }
        let turn = self.under_way.begin(&key);
        let (document, mut bytes, origin) = self.opened(input);
        if input.is_lost() {
            let piece = self.how.read(&document, bytes);
            return Done::Found(Addition::of(Id::of_rows(&piece), piece));
        }
        let sha256 = document.sha256.clone();
        let same =
            |kept: &&Kept| !sha256.is_empty() && kept.sha256 == sha256 && kept.origin == origin;
        let kept = self.store.of(&key).find(same);
        let label = Label {
            key,
            stamp,
            sha256: sha256.clone(),
            origin: origin.clone(),
            setup: self.setup.into(),
        };
        if let Some(kept) = kept
            && let Some(one) = self.known(&label.key, kept, before)
        {
            if kept.stamp == label.stamp {
                return Done::Known(one, kept.frame);
            }
            // Only what the file looks like has changed.
            let packed = self.store.body(kept.frame).map(|packed| (label, packed));
            return Done::Read(one, packed);
        }
        if turn.is_suspect() {
            bytes = bytes.and_then(|bytes| self.tried(&document, bytes));
        }
        let piece = self.how.read(&document, bytes);
        let tally = &piece.outline.tally;
        let fleeting = FLEETING.iter().any(|code| tally.findings.contains_key(code.name()));
        if fleeting || label.sha256.is_empty() {
            return Done::Read(Addition::of(Id::of_rows(&piece), piece), None);
        }
        let packed = piece.pack();
        Done::Read(Addition::of(label.id(), piece), Some((label, packed)))
    }

    /// What was kept of an input whose file is as it was.
    fn unchanged(&self, input: &Input, key: &str, stamp: &str) -> Option<&Kept> {
        if self.verify || stamp.is_empty() {
            return None;
        }
        let same = |kept: &&Kept| {
            kept.stamp == stamp && kept.origin == digest(&self.origins(input, &kept.sha256))
        };
        self.store.of(key).find(same)
    }

    /// What an earlier run has kept; its rows too, unless the tables before have them.
    fn known(&self, key: &str, kept: &Kept, before: &Before) -> Option<Addition> {
        let id = Id::of(&[key, &kept.sha256, &kept.origin, self.setup]);
        if before.has(id) {
            let outline = self.store.outline(kept.frame)?;
            return Some(Addition { id, outline, rows: None });
        }
        Some(Addition::of(id, self.store.load(kept.frame)?))
    }

    /// The piece of a document whose rows the tables before have, where they are needed after all.
    pub(super) fn again(&self, inputs: &[Input], number: usize) -> Piece {
        let frame = self.frames().get(&number).copied();
        let kept = frame.and_then(|frame| self.store.load(frame));
        kept.or_else(|| {
            let (document, bytes, _) = self.opened(inputs.get(number)?);
            Some(self.how.read(&document, bytes))
        })
        .unwrap_or_default()
    }

    fn frames(&self) -> MutexGuard<'_, BTreeMap<usize, Frame>> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A document with where it was published, its bytes, and the digest of the former.
    fn opened(&self, input: &Input) -> (Document, Opened, String) {
        let (mut document, bytes) = open(input, self.how.limits.bytes);
        let origins = self.origins(input, &document.sha256);
        let origin = digest(&origins);
        document.set_origins(origins);
        (document, bytes, origin)
    }

    /// Where a document was published: what its archive says, then what the table of addresses says.
    fn origins(&self, input: &Input, sha256: &str) -> Vec<Origin> {
        origins::together(input.origins(), self.origins.of(input.source(), sha256))
    }

    /// The bytes of a document that may have killed a run, where a process of its own can read them.
    fn tried(&self, document: &Document, bytes: Vec<u8>) -> Opened {
        match trial(document, &bytes, self.flags) {
            None => Ok(bytes),
            Some(end) => {
                let message = Message::new("killed-a-run", &[("end", &end)]);
                Err(Box::new(error(Code::KilledARun, message)))
            }
        }
    }
}
