//! # versions-beside
//!
//! **What it finds.** Sheets that show two versions of a document side by side.
//! **Why it matters.** The record holds the new one only; the other counts as furniture. Where no heading tells which is new, the left one is read.
//! **Example.** （新） on the left and （旧） on the right of each sheet.
