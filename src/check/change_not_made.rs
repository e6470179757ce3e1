//! # change-not-made
//!
//! **What it finds.** A new row of the table of changes (変更箇所) whose 変更後の記載 stands nowhere in the version that lists it, while its 変更前の記載 still does.
//! **Why it matters.** The body announced a change that its text does not show, or the page with the change was read wrongly. `hyokasho history` finds it.
//! **Example.** The table says that the 委託先 became `株式会社乙`, and the form still names `株式会社甲`.
