//! The remark that something goes on from the page before: `（つづき）`.

use crate::fold::fold;

/// Remarks that a row goes on from the page before, longest first.
const GOES_ON: [&str; 3] = ["つづき", "続き", "続"];
/// What stands around a remark, folded.
const BRACKETS: [char; 6] = ['(', ')', '[', ']', '<', '>'];

/// A text, folded, without the remark at its end that it goes on.
pub(crate) fn without_remark(text: &str) -> String {
    let folded = fold(text);
    let bare = folded.trim_end_matches(BRACKETS);
    let noted = GOES_ON.iter().find_map(|note| bare.strip_suffix(note));
    noted.map_or(bare, |start| start.trim_end_matches(BRACKETS)).to_owned()
}
