//! # pdf-unreadable
//!
//! **What it finds.** A PDF in which no page was found.
//! **Why it matters.** Nothing is read from it.
//! **Example.** A web page saved under the name of a PDF.
