//! # pdf-damaged
//!
//! **What it finds.** A PDF whose structure is broken, that was read all the same.
//! **Why it matters.** Pages or characters may be missing. Which reader read it is in the record.
//! **Example.** A download that was cut off.
