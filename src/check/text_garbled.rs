//! # text-garbled
//!
//! **What it finds.** Characters of a PDF whose font maps them to others: letters that are as wide as kana and kanji are.
//! Where names of glyphs, a table of the font or the same outlines in another font of the file prove the characters, they are
//! put right, and only the others have the finding.
//! **Why it matters.** The value looks like text and is not what is printed. Rewriting a browser's PDF with some programs does this.
//! **Example.** `~` or `X` where the page shows `の`.
//! **日本語。** フォントの文字対応表が誤っていて、印刷された文字と違う文字になっている。ファイルの中で確かめられる文字は直してある。
