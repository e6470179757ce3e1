//! # no-text-layer
//!
//! **What it finds.** Pages of a PDF that are images, or whose characters have no map to text.
//! **Why it matters.** Nothing is read from them and nothing is invented; such a document gives no record.
//! **What to do.** With the model PP-OCRv6 small (21 MB, Apache-2.0) such pages are read. `tests/ocr/models.sh` takes it from the
//! Python package `rapidocr` 3.10.0; it is looked for in `--models DIR`, else in `$HYOKASHO_MODELS`, else in the user's data
//! folder (`~/.local/share/hyokasho/models`) and in `models/` beside the program.
//! **Example.** A scanned assessment.
