//! # sheet-of-pages
//!
//! **What it finds.** Sheets that show several pages each: two or four on one, or a booklet to be folded.
//! **Why it matters.** The pages are read one by one in the order of their printed numbers, or of their sections. A warning says that neither tells their order; what goes on over a page may be parted then.
//! **Example.** A first sheet with the pages 16 and 1 side by side.
