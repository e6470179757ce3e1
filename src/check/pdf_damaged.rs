//! # pdf-damaged
//!
//! **What it finds.** A PDF whose structure is broken, that was read all the same; or printed page numbers that pass some over;
//! or a page that is there twice.
//! **Why it matters.** Pages or characters may be missing. Which reader read it is in the record. An excerpt passes over page numbers, too.
//! **Example.** A download that was cut off. Pages numbered 1, 2, 7, 8, 9.
