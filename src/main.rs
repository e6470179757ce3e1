//! The `hyokasho` command.

fn main() {}
