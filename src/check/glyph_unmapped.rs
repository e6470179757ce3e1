//! # glyph-unmapped
//!
//! **What it finds.** Characters of a PDF that no table of the file explains.
//! **Why it matters.** They stand as U+FFFD in the values: what they look like may be told, what they are cannot.
//! **Example.** A subset font without a ToUnicode map.
