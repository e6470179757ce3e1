//! # assessment-unread
//!
//! **What it finds.** A document that begins with the title of an assessment but in which too few of the form's labels are recognised.
//! **Why it matters.** It gives no record although it seems to be one: most of it may be lost. The run ends with exit code 1.
//! **Example.** A page with `特定個人情報保護評価書（重点項目評価書）` and nothing behind it but pictures.
