//! Many documents: read in parallel, written in input order, never more than a few in memory.

use super::progress::Progress;
use super::stop::Stop;
use super::under_way::{UnderWay, trial};
use crate::documents::{self, Opened, Reader, STACK, caught, error, guarded, open, unread};
use crate::error::{ErrorKind, Result};
use crate::export::store::{Frame, Kept, Label, Log, Store};
use crate::export::{Addition, Before, Id, Output, Piece, Tally, encode};
use crate::finding::{Code, Message};
use crate::input::Input;
use crate::limits::Limits;
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

/// How documents are read.
#[derive(Clone, Copy)]
pub(super) struct How<'r> {
    /// The stages; the tests put their own here.
    pub(super) reader: Reader<'r>,
    /// How much a document may cost.
    pub(super) limits: &'r Limits,
}

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

impl How<'_> {
    /// What a document adds to the output. Whatever happens, there is something to say of it.
    fn read(&self, document: &Document, bytes: Opened) -> Piece {
        let outcome = match bytes {
            Ok(bytes) => guarded(self.reader, document, &bytes),
            Err(finding) => unread(*finding),
        };
        let whole = || {
            let piece = encode(document, &outcome);
            if piece.size() <= self.limits.output {
                return piece;
            }
            let message = Message::new("limit-output", &[("bytes", &piece.size())]);
            let refused = unread(documents::error(Code::LimitOutput, message));
            encode(document, &refused)
        };
        caught(whole).unwrap_or_else(|fault| encode(document, &unread(*fault)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Outcome;
    use crate::cli::args::LogFormat;
    use crate::digest::record_id;
    use crate::documents::error;
    use crate::export::{EXPORTERS, Folder, Layout, Total, sample, store};
    use crate::finding::{Finding, Severity};
    use crate::input::find;
    use std::fs;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    /// A record for each line, slow ones first, a panic, an error, nothing.
    fn reader(document: Document, bytes: &[u8]) -> Outcome {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut outcome = Outcome::default();
        match text.trim() {
            "panic" => panic!("index out of bounds"),
            "nothing" => outcome.findings.push(nothing()),
            "lost" => outcome.findings.push(error(Code::NoTextLayer, Message::default())),
            _ => {}
        }
        if text.starts_with("slow") {
            std::thread::sleep(Duration::from_millis(20));
        }
        for line in text.lines().filter(|line| line.starts_with("slow") || line.starts_with("ok")) {
            let mut record = sample::record();
            record.document = document.clone();
            record.agency.name = line.into();
            record.id = record_id(&record, outcome.records.len() + 1);
            outcome.records.push(record);
        }
        outcome
    }

    fn nothing() -> Finding {
        Finding { severity: Severity::Note, ..error(Code::NotAnAssessment, Message::default()) }
    }

    fn ran(files: &Path, output: &Path, jobs: usize, reader: Reader<'_>, stop: &Stop) -> Ran {
        let formats: Vec<_> =
            EXPORTERS.iter().filter(|one| ["csv", "json"].contains(&one.format)).collect();
        let folder = Folder::claim(output).unwrap();
        let (store, mut log) = store::open(&folder.store(), "1").unwrap();
        let mut out = Output::begin(folder, &formats, Layout::Whole).unwrap();
        let inputs = find(&[files.to_owned()]).unwrap();
        let progress = Progress::new(inputs.len(), true, LogFormat::Text);
        let limits = Limits::default();
        let under_way = UnderWay::open(output.join("under-way")).unwrap();
        let batch = Batch {
            how: How { reader, limits: &limits },
            jobs,
            verify: false,
            setup: "1",
            origins: &Origins::default(),
            store: &store,
            progress: &progress,
            stop,
            under_way: &under_way,
            flags: &[],
            frames: Mutex::default(),
        };
        let ran = batch.run(&inputs, &mut out, &mut log).unwrap();
        out.finish(&Total::default(), &|number| batch.again(&inputs, number)).unwrap();
        under_way.end();
        ran
    }

    fn extract(files: &Path, output: &Path, jobs: usize) -> Tally {
        ran(files, output, jobs, &reader, &Stop::default()).tally
    }

    fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut all = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name == ".hyokasho" {
                continue;
            }
            match path.is_dir() {
                true => all.extend(contents(&path)),
                false => drop(all.insert(name, fs::read(&path).unwrap())),
            }
        }
        all
    }

    #[test]
    fn any_number_of_threads_writes_the_same_bytes() {
        let files = tempfile::tempdir().unwrap();
        for n in 0..150 {
            let text = if n % 40 == 0 { format!("slow {n}\nok") } else { format!("ok {}", n % 7) };
            fs::write(files.path().join(format!("{n:03}.txt")), text).unwrap();
        }
        let runs: Vec<_> = [1, 2, 5]
            .map(|jobs| {
                let output = tempfile::tempdir().unwrap();
                let tally = extract(files.path(), output.path(), jobs);
                (tally, contents(output.path()))
            })
            .into();
        assert_eq!(runs[0].0.records, 154);
        assert!(runs.iter().all(|run| *run == runs[0]));
        let table = String::from_utf8(runs[0].1["assessments.csv"].clone()).unwrap();
        let sources: Vec<_> = table.lines().filter_map(|line| line.split(',').nth(1)).collect();
        let files: Vec<_> = sources.iter().filter(|name| name.ends_with(".txt")).collect();
        assert!(files.len() == 154 && files.is_sorted());
        assert!(table.contains("-2,000.txt,"));
    }

    #[test]
    fn every_document_gives_a_record_or_a_reason() {
        let files = tempfile::tempdir().unwrap();
        let texts = ["ok", "panic", "nothing", "lost", "", "lost\nok"];
        for (n, text) in texts.iter().enumerate() {
            fs::write(files.path().join(format!("{n}.txt")), text).unwrap();
        }
        let output = tempfile::tempdir().unwrap();
        let tally = extract(files.path(), output.path(), 2);
        assert_eq!((tally.documents, tally.records), (6, 2));
        assert_eq!((tally.without_record, tally.failed), (4, 3));
        let failed: Vec<_> =
            tally.failures.iter().map(|one| (one.source.as_str(), one.code.as_str())).collect();
        assert_eq!(
            failed,
            [("1.txt", "internal-error"), ("3.txt", "no-text-layer"), ("4.txt", "empty-input")]
        );
        let findings = String::from_utf8(contents(output.path())["findings.csv"].clone()).unwrap();
        assert!(
            findings.contains(
                ",1.txt,internal-error,error,,,,,,,,the program failed on it: index out of bounds,この文書の処理中にプログラムの異常が起きました: index out of bounds,,\n"
            ),
            "{findings}"
        );
        assert!(findings.contains(",2.txt,not-an-assessment,note,"));
    }

    /// Counts the documents it reads; asks for the end at the fortieth.
    fn counting<'c>(
        count: &'c AtomicUsize,
        stop: &'c Stop,
    ) -> impl Fn(Document, &[u8]) -> Outcome + Sync + 'c {
        move |document, bytes| {
            if count.fetch_add(1, Ordering::Relaxed) + 1 == 40 {
                stop.ask();
            }
            reader(document, bytes)
        }
    }

    #[test]
    fn a_run_goes_on_where_one_was_stopped() {
        let files = tempfile::tempdir().unwrap();
        for n in 0..200 {
            fs::write(files.path().join(format!("{n:03}.txt")), format!("ok {n}")).unwrap();
        }
        let whole = tempfile::tempdir().unwrap();
        extract(files.path(), whole.path(), 2);
        let output = tempfile::tempdir().unwrap();
        let (count, stop) = (AtomicUsize::new(0), Stop::default());
        let first = ran(files.path(), output.path(), 2, &counting(&count, &stop), &stop);
        let read = count.load(Ordering::Relaxed);
        assert!((40..=44).contains(&read), "{read}");
        assert_eq!((first.left, first.tally.documents), (200 - read, read));
        let stop = Stop::default();
        let again = AtomicUsize::new(40);
        let second = ran(files.path(), output.path(), 2, &counting(&again, &stop), &stop);
        assert_eq!((second.left, again.load(Ordering::Relaxed)), (0, 240 - read));
        assert!(contents(output.path()) == contents(whole.path()));
    }

    #[test]
    fn only_what_has_changed_is_read_again() {
        let files = tempfile::tempdir().unwrap();
        let write = |n: usize, text: &str| {
            fs::write(files.path().join(format!("{n:03}.txt")), text).unwrap();
        };
        (0..50).for_each(|n| write(n, &format!("ok {n}")));
        let output = tempfile::tempdir().unwrap();
        extract(files.path(), output.path(), 2);
        write(7, "ok new");
        write(8, "ok 8"); // written again, not changed
        write(99, "ok more");
        fs::remove_file(files.path().join("020.txt")).unwrap();
        let (count, stop) = (AtomicUsize::new(100), Stop::default());
        let second = ran(files.path(), output.path(), 2, &counting(&count, &stop), &stop);
        assert_eq!((second.tally.documents, count.load(Ordering::Relaxed)), (50, 102));
        let fresh = tempfile::tempdir().unwrap();
        extract(files.path(), fresh.path(), 2);
        assert!(contents(output.path()) == contents(fresh.path()));
    }
}
