//! # stream-damaged
//!
//! **What it finds.** Pages of a PDF whose data are damaged: a checksum does not hold, the end is missing, there are characters that do not belong there, text is set in a font that is not there, or operators are none or lack a part. The finding is on the record and on each value from such a page.
//! **Why it matters.** One changed byte can turn 再委託しない into 再委託する; nobody can tell which values were hit.
//! **Example.** A download that was cut off; a file from a failing disk.
//! **日本語。** 壊れたページから読んだ値。チェックサムが合わない、途中で切れているなど。文書を取得し直す。
