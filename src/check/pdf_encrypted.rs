//! # pdf-encrypted
//!
//! **What it finds.** A PDF that needs a password.
//! **Why it matters.** Nothing is read from it. Files that open without a password are read though they are encrypted.
//! **Example.** A file protected for reading.
