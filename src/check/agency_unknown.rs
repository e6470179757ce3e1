//! # agency-unknown
//!
//! **What it finds.** A 評価実施機関名 in which no known kind of body is recognised, or none at all; then the declaration's subject is used.
//! **Why it matters.** The assessment cannot be grouped with others of the same body.
//! **Example.** The cover's 評価実施機関名 is blank, the declaration begins `目黒区は、`.
