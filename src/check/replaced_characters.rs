//! # replaced-characters
//!
//! **What it finds.** Bytes that are no characters in the encoding of the text.
//! **Why it matters.** They stand as U+FFFD in the values; a byte of a Japanese character is a whole character lost.
//! **Example.** A Shift_JIS file cut in the middle of a character.
