//! # text-covered
//!
//! **What it finds.** Text of a PDF that nobody sees: a later white area or a picture lies over it, it has the colour of its ground, or it is smaller than a point; text of a layer that is
//! not shown, at the place of another text.
//! **Why it matters.** The value is what shows; the hidden text is not part of it. It is quoted here, unless a picture hides it.
//! **Example.** A white patch over `三峰システム株式会社`, and `株式会社みなと情報` printed on it: the value is the second.
//! **日本語。** 白い四角や画像の下、地の色と同じ色、1ポイント未満の文字は、見えないので値に入れない。
