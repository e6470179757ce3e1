//! # correction-unfit
//!
//! **What it finds.** A line of `--corrections` that does not fit the document any more: its item is gone, the program reads something else there than it did when it was corrected, or the new value is of another kind.
//! **Why it matters.** The correction is not applied; the value is the program's own.
//! **Example.** A line corrects `cover.number` from 2 to 4, and the new version of the document has a 3 there.
