//! # agency-unknown
//!
//! **What it finds.** A 評価実施機関名 in which no known kind of body is recognised, although it is more than a title or a
//! dash; the subject of the declaration is used, where it has one.
//! **Why it matters.** The assessment cannot be grouped with others of the same body.
//! **Example.** `架空町長`, or the cover's 評価実施機関名 is blank and nothing is declared.
