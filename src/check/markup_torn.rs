//! # markup-torn
//!
//! **What it finds.** Pieces of tags (`<td sty`, `e="checkbox"/>`) in a text that is written in tags.
//! **Why it matters.** Whoever writes tags writes them whole: something was taken out, put in or exchanged here. Values around it may be cut or belong elsewhere.
//! **Example.** `<ol style=てはならない` where `<ol style="list-style-type: none">` began a list.
