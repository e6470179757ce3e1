//! # agency-ambiguous
//!
//! **What it finds.** A body whose name exists in several prefectures, where nothing in the document says which.
//! **Why it matters.** No municipality code is given; a guess would attribute the assessment to another town.
//! **Example.** `池田町長` without an address, a telephone number or a prefecture anywhere.
