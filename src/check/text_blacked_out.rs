//! # text-blacked-out
//!
//! **What it finds.** Text under a dark area (黒塗り): painted over in a PDF, or in the dark colour of its ground in a PDF, workbook or Word document. Text that an annotation
//! only marks to be blacked out is still seen, and is the value.
//! **Why it matters.** A person sees a bar; the characters are still in the file. They may be what a body meant to hide, so they are written to no output: the finding says where they are, never what they are. The publisher should be told.
//! **Example.** A black rectangle over the name of a contractor: the value is empty.
//! **日本語。** 黒塗りの下に残っている文字は、どの出力にも書かない。場所だけを示す。
