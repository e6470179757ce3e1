//! What one document may still cost, counted where the work is done.
//!
//! [`within`] sets the time and the memory that a document may take. Every loop over input takes a [`step`], and
//! whatever is kept of a document is counted by [`take`]. What is used up ends the work under way by unwinding to the
//! stage that has begun it ([`caught`]): what is half done is dropped, so that no value stands on half of its input.
//! Outside of [`within`] nothing is bounded.

use crate::finding::{Code, Finding, Message, Severity};
use crate::source::Source;
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, UnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// The clock is read once in so many steps: reading it takes as long as twenty of the cheapest.
const EVERY: u32 = 64;

/// What was used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// The time.
    Time,
    /// The memory.
    Memory,
}

/// What is left.
#[derive(Clone, Copy)]
struct Budget {
    end: Option<Instant>,
    bytes: usize,
}

thread_local! {
    static LEFT: Cell<Budget> = const { Cell::new(Budget { end: None, bytes: usize::MAX }) };
    static STEPS: Cell<u32> = const { Cell::new(0) };
}

/// Puts back what was left before, however the work ends.
struct Before(Budget);

impl Drop for Before {
    fn drop(&mut self) {
        LEFT.set(self.0);
    }
}

/// Does some work that may take so much time and so many bytes, and no more than is left where it is part of other work.
///
/// # Errors
/// What was used up before the work was done.
pub(crate) fn within<T>(time: Duration, bytes: usize, work: impl FnOnce() -> T) -> Result<T, Over> {
    let before = Before(LEFT.get());
    let end = Instant::now().checked_add(time).into_iter().chain(before.0.end).min();
    LEFT.set(Budget { end, bytes: bytes.min(before.0.bytes) });
    caught(work)
}

/// Does a piece of work by itself: where it costs too much, what was done before it is kept, and its bytes are free again.
///
/// # Errors
/// What was used up before the work was done.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Over> {
    let before = LEFT.get().bytes;
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let Some(over) = over(&*panic) else { resume_unwind(panic) };
        LEFT.set(Budget { bytes: before, ..LEFT.get() });
        over
    })
}

/// Does some work of which hardly anything is kept: the bytes that it took are free again.
pub(crate) fn passing<T>(work: impl FnOnce() -> T) -> T {
    let before = LEFT.get().bytes;
    let done = work();
    LEFT.set(Budget { bytes: before, ..LEFT.get() });
    done
}

/// Does the work of a library; `None` where it gives up in a panic.
pub(crate) fn rescued<T>(work: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    match catch_unwind(work) {
        Ok(done) => Some(done),
        Err(panic) if over(&*panic).is_some() => resume_unwind(panic),
        Err(_) => None,
    }
}

/// So many bytes are no longer kept.
pub(crate) fn give_back(bytes: usize) {
    extend(Duration::ZERO, bytes);
}

/// Allows more time and bytes.
pub(crate) fn extend(time: Duration, bytes: usize) {
    let left = LEFT.get();
    let end = left.end.and_then(|end| end.checked_add(time));
    LEFT.set(Budget { end, bytes: left.bytes.saturating_add(bytes) });
}

/// For work that is done in another thread: what sets there what is left here.
pub(crate) fn handed<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let left = LEFT.get();
    move || {
        let _before = Before(LEFT.replace(left));
        work()
    }
}

/// A piece of work is done that takes some microseconds at most.
#[inline]
pub(crate) fn step() {
    STEPS.with(|steps| match steps.get() {
        done if done < EVERY => steps.set(done + 1),
        _ => look(),
    });
}

/// So many pieces of work are done in one.
#[inline]
pub(crate) fn steps(count: usize) {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    STEPS.with(|steps| match steps.get().saturating_add(count) {
        done if done < EVERY => steps.set(done + 1),
        _ => look(),
    });
}

/// So many bytes of a document are kept.
#[inline]
pub(crate) fn take(bytes: usize) {
    let is_left = LEFT.with(|all| {
        let left = all.get();
        let bytes = left.bytes.checked_sub(bytes);
        bytes.is_some_and(|bytes| {
            all.set(Budget { bytes, ..left });
            true
        })
    });
    if !is_left {
        Over::Memory.end();
    }
}

/// How many bytes may still be kept.
pub(crate) fn left() -> usize {
    LEFT.get().bytes
}

/// Whether the time is up.
pub(crate) fn is_late() -> bool {
    LEFT.get().end.is_some_and(|end| Instant::now() > end)
}

#[cold]
fn look() {
    STEPS.set(0);
    if is_late() {
        Over::Time.end();
    }
}

/// What was used up, where that is what a panic says.
pub(crate) fn over(panic: &(dyn Any + Send)) -> Option<Over> {
    panic.downcast_ref().copied()
}

impl Over {
    /// Ends the work under way.
    pub(crate) fn end(self) -> ! {
        resume_unwind(Box::new(self))
    }

    /// What there is to say of a document of which so many assessments were read before.
    pub(crate) fn finding(self, count: usize) -> Finding {
        let (code, some, nothing) = match self {
            Self::Time => (Code::LimitTime, "limit-time", "limit-time.nothing"),
            Self::Memory => (Code::LimitMemory, "limit-memory", "limit-memory.nothing"),
        };
        let key = if count == 0 { nothing } else { some };
        let message = Message::new(key, &[("count", &count)]);
        let (severity, item, source) = (Severity::Error, String::new(), Source::default());
        Finding { code, severity, item, source, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    #[test]
    fn work_ends_where_its_time_does() {
        let begun = Instant::now();
        let endless = || -> () {
            loop {
                step();
            }
        };
        assert_eq!(within(Duration::from_millis(5), 0, endless), Err(Over::Time));
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert!(!is_late());
    }

    #[test]
    fn bytes_are_counted_until_they_are_given_back() {
        let taken = |bytes| within(LONG, 100, || take(bytes));
        assert_eq!((taken(100), taken(101)), (Ok(()), Err(Over::Memory)));
        let again = || {
            (0..9).for_each(|_| {
                take(90);
                give_back(90);
            });
        };
        assert_eq!(within(LONG, 100, again), Ok(()));
        let passed = || (0..9).for_each(|_| passing(|| take(90)));
        assert_eq!(within(LONG, 100, passed), Ok(()));
        let tried = || (0..9).filter(|_| caught(|| (take(90), take(90))).is_err()).count();
        assert_eq!(within(LONG, 100, tried), Ok(9));
        take(usize::MAX / 2);
    }

    #[test]
    fn a_part_has_no_more_than_the_whole_and_the_whole_goes_on_without_it() {
        let parts =
            || (within(LONG, 1000, || take(60)), caught(|| take(60)), within(LONG, 9, || 7));
        let parts = within(LONG, 50, parts);
        assert_eq!(parts, Ok((Err(Over::Memory), Err(Over::Memory), Ok(7))));
    }

    #[test]
    fn another_thread_has_what_is_left() {
        let other = || {
            let work = handed(|| caught(|| take(60)));
            std::thread::scope(|scope| scope.spawn(work).join().unwrap())
        };
        assert_eq!(within(LONG, 50, other), Ok(Err(Over::Memory)));
    }

    #[test]
    fn a_fault_is_no_limit() {
        let fault = || catch_unwind(|| within(LONG, 9, || resume_unwind(Box::new("fault"))));
        assert!(fault().is_err_and(|panic: Box<dyn Any + Send>| over(&*panic).is_none()));
    }
}
