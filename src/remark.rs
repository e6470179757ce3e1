//! The remark that something goes on from the page before: `（つづき）`.

use crate::fold::fold;

/// Remarks, one a line.
const REMARKS: &str = include_str!("remark/data/remarks.txt");
/// What stands around a remark, folded.
const BRACKETS: [char; 6] = ['(', ')', '[', ']', '<', '>'];

/// A text, folded, without the remark in brackets at its end that it goes on.
pub(crate) fn without_remark(text: &str) -> String {
    let folded = fold(text);
    let bare = folded.trim_end_matches(BRACKETS);
    let start = REMARKS.lines().find_map(|remark| {
        let start = bare.strip_suffix(remark)?;
        Some(start.trim_end_matches(BRACKETS)).filter(|bare| bare.len() < start.len())
    });
    start.unwrap_or(&folded).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{fold, without_remark};

    #[test]
    fn only_a_remark_in_brackets_goes() {
        assert_eq!(without_remark("①名称（つづき）"), "①名称");
        assert_eq!(without_remark("介護 [続]"), "介護");
        for whole in ["ネットワーク接続", "各種手続き", "税(甲)"] {
            assert_eq!(without_remark(whole), fold(whole));
        }
    }
}
