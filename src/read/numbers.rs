//! What the finders measure by. `data/numbers.csv` of each room says of each number what it means and where it comes
//! from; `build.rs` makes the constants of them.

include!(concat!(env!("OUT_DIR"), "/numbers.rs"));
