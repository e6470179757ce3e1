//! Parts of a run: which inputs belong to which shard.

use crate::input::Input;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// One of several parts of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// From 1.
    pub(super) number: u64,
    /// How many there are.
    pub(super) of: u64,
}

impl Shard {
    /// Whether the input belongs to it: its name alone decides, not the order of the inputs.
    pub(super) fn has(self, source: &str) -> bool {
        let digest = Sha256::digest(source.as_bytes());
        let number = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        number % self.of == self.number - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            Some(Self { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        parsed
            .filter(|shard| (1..=shard.of).contains(&shard.number) && shard.of <= 1_000_000)
            .ok_or_else(|| crate::messages::text("usage.shard").to_owned())
    }
}

/// The digest of the names of all inputs: shards belong together where theirs are the same.
pub(super) fn listing(inputs: &[Input]) -> String {
    let mut text = String::new();
    for input in inputs {
        text.push_str(input.source());
        text.push('\n');
    }
    crate::digest::sha256_hex(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_belongs_to_one_shard() {
        let shards: Vec<Shard> = (1..=5).map(|number| Shard { number, of: 5 }).collect();
        let mut sizes = [0; 5];
        for n in 0..1000 {
            let at: Vec<_> = (0..5).filter(|at| shards[*at].has(&format!("区/{n}.pdf"))).collect();
            assert_eq!(at.len(), 1);
            sizes[at[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (150..250).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_shard_is_named_by_two_numbers() {
        assert_eq!("3/16".parse(), Ok(Shard { number: 3, of: 16 }));
        assert_eq!("1/1".parse::<Shard>().map(|shard| shard.to_string()), Ok("1/1".into()));
        for bad in ["0/4", "5/4", "1", "1/0", "a/b", "-1/4", "1/99999999"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
