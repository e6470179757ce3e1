//! What goes from page to page: rows, repeated headers, furniture.

pub(crate) mod carry;
pub(crate) mod furniture;
mod merged;
pub(crate) mod note;
