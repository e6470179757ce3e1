//! # ocr-low-resolution
//!
//! **What it finds.** Pages that are pictures of less than 180 dots per inch.
//! **Why it matters.** Small characters melt together; more is lost and misread than on a scan of 200 or 300 dots per inch.
//! **Example.** A fax.
