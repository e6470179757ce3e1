//! # text-struck
//!
//! **What it finds.** Text that is struck out (見え消し): a rule or two (二重取消線) through the middle of the characters, or a StrikeOut annotation. An underline is no strike.
//! **Why it matters.** The value is what is left; the struck text is kept here.
//! **Example.** `高齢福祉課` with a line through it, `健康福祉部高齢者福祉課` behind it: the value is the second.
//! **日本語。** 取消線を引かれた文字は値に入れず、ここに示す。下線は取消線ではない。
