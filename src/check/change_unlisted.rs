//! # change-unlisted
//!
//! **What it finds.** An answer that differs from the version before, although no row of the table of changes (変更箇所) speaks of it: neither the item's name nor the words that changed.
//! **Why it matters.** The table is how readers learn what was changed. Either the body forgot a row, or one of the two versions was read wrongly. `hyokasho history` finds it.
//! **Example.** The ③対象人数 goes from `1万人以上10万人未満` to `10万人以上30万人未満`, and the new version's table lists other items only.
