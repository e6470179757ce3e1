//! # text-overprinted
//!
//! **What it finds.** Two texts of a PDF that stand over each other in one place.
//! **Why it matters.** Nobody can read either on the page; the value holds both, one after the other.
//! **Example.** A new name printed over an old one that was not taken away.
//! **日本語。** 二つの文字列が重なって印刷されている。値には両方が入っている。
