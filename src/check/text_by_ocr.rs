//! # text-by-ocr
//!
//! **What it finds.** Pages of a PDF that are pictures, with invisible text behind them that a recognition program has put there; or a text with white between its words, as such programs write. The finding is on the record and on each value from such a page.
//! **Why it matters.** Recognition takes characters for others (減失 for 滅失), and marks for letters or for nothing: boxes of such pages are `unknown`. Blanks between Japanese words are taken out.
//! **Example.** A scan made searchable.
//! **日本語。** 画像のページの裏にある OCR の文字、または語と語の間が空いた OCR のテキストを読んだ値。文字の誤りがありうる。チェック欄は「不明」とする。
