//! # no-text-layer
//!
//! **What it finds.** Pages of a PDF that are images, or whose characters have no map to text.
//! **Why it matters.** Nothing is read from them and nothing is invented; such a document gives no record. It needs character recognition first.
//! **Example.** A scanned assessment.
