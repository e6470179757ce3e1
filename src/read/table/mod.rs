//! Tables: what lines enclose, and what white keeps apart.

pub(crate) mod ruled;
pub(crate) mod white;
