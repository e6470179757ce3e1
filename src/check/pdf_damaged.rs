//! # pdf-damaged
//!
//! **What it finds.** A PDF whose structure is broken, that was read all the same; or printed page numbers that pass some over,
//! go back, or are others than those around them; or a page that is there twice. Where each number is there once and only their order
//! is wrong, the pages are read in the order of the numbers.
//! **Why it matters.** Pages or characters may be missing, or a page may be of another document. Which reader read it is in the record. An excerpt passes over page numbers, too.
//! **Example.** A download that was cut off. Pages numbered 1, 2, 7, 8, 9.
