//! # agency-ambiguous
//!
//! **What it finds.** A body whose name exists in several prefectures, where nothing in the document says which; a cell
//! that names several bodies; a cover that prints one body and a declaration of another, or an office for requests that
//! is another body's. The office of a city, prefecture or member that the body belongs to contradicts nothing.
//! **Why it matters.** A guess would attribute the assessment to another body.
//! **Example.** `池田町長` without an address, a telephone number or a prefecture anywhere; `飯能市・日高市`.
