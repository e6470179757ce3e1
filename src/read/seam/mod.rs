//! What goes from page to page: rows, repeated headers, furniture.

pub(crate) mod carry;
pub(crate) mod furniture;
pub(crate) mod note;
