//! # not-an-assessment
//!
//! **What it finds.** A document in which none of the official forms is recognised.
//! **Why it matters.** It gives no record. It may be a notice, a law or a report about assessments.
//! **Example.** A page that explains what a 特定個人情報保護評価 is.
