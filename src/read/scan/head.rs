//! The last layer of the model, multiplied here: only for those of its classes that Japanese text has, two fifths of all.

use super::classes::Classes;
use super::seen::Seen;
use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::{Layout, NdTensorView};

/// Less likely look-alikes do not count.
const ALIKE: f32 = 0.01;
/// A class is told by the logarithm of its likelihood; what is so much less likely than the likeliest is not added up.
const FAINT: f32 = 20.0;

/// The last layer: from what a step of a strip is like to its character.
pub(super) struct Head {
    weights: PackedBMatrix<f32>,
    bias: Vec<f32>,
    /// What the first columns stand for.
    chars: Vec<Option<char>>,
    /// The column that each of those behind them counts for.
    aliases: Vec<usize>,
}

impl Head {
    /// Of weights by feature and class.
    pub(super) fn new(weights: &[f32], bias: &[f32], classes: &Classes) -> Self {
        let own = classes.chars.iter().map(|(class, _)| *class);
        let foreign = classes.aliases.iter().map(|(class, _)| *class);
        let taken: Vec<usize> = [0].into_iter().chain(own).chain(foreign).collect();
        let columns = |row: &[f32]| -> Vec<f32> {
            taken.iter().filter_map(|class| row.get(*class).copied()).collect()
        };
        let matrix: Vec<f32> = weights.chunks_exact(bias.len().max(1)).flat_map(columns).collect();
        let depth = matrix.len() / taken.len();
        let matrix = NdTensorView::from_data([depth, taken.len()], &matrix[..]);
        let chars = classes.chars.iter().map(|(_, char)| Some(*char));
        Self {
            weights: GemmExecutor::<f32>::new().prepack_b(matrix),
            bias: columns(bias),
            chars: [None].into_iter().chain(chars).collect(),
            // The first column is "no character".
            aliases: classes.aliases.iter().map(|(_, place)| place + 1).collect(),
        }
    }

    /// The characters of so many steps; nothing where their numbers are not those that the layer takes.
    pub(super) fn seen(&self, steps: NdTensorView<f32, 2>) -> Vec<Seen> {
        let columns = self.bias.len();
        let mut rows = vec![0.0; steps.shape()[0] * columns];
        let done = GemmExecutor::new().gemm(
            &mut rows,
            GemmInputA::Unpacked(steps),
            GemmInputB::Packed(&self.weights),
            GemmOptions { bias: Some(BiasVector::Row(&self.bias)), ..GemmOptions::default() },
        );
        done.map_or_else(|_| Vec::new(), |()| self.decode(&rows))
    }

    /// CTC: of each step the likeliest class; equal neighbours are one character.
    fn decode(&self, rows: &[f32]) -> Vec<Seen> {
        let mut found: Vec<Seen> = Vec::new();
        let mut last = None;
        let mut run = (0.0, 0.0);
        for (step, row) in rows.chunks_exact(self.bias.len()).enumerate() {
            let (column, sure) = self.best(row);
            let char = self.chars.get(column).copied().flatten();
            if last != Some(column) {
                run = (0.0, 0.0);
                found.extend(char.map(|char| Seen { char, sure, step: 0.0 }));
            }
            if let (Some(_), Some(seen)) = (char, found.last_mut()) {
                run = (run.0 + sure, run.1 + sure * step as f32);
                seen.sure = seen.sure.max(sure);
                seen.step = run.1 / run.0.max(1e-6);
            }
            last = Some(column);
        }
        found
    }

    /// The likeliest column, and its share of the likelihood of all. What looks like a character counts for it.
    fn best(&self, row: &[f32]) -> (usize, f32) {
        let (own, foreign) = row.split_at(self.chars.len());
        let (mut best, mut top) = (0, f32::NEG_INFINITY);
        for (column, value) in own.iter().enumerate() {
            if *value > top {
                (best, top) = (column, *value);
            }
        }
        let likely = |value: &f32| if *value > top - FAINT { (value - top).exp() } else { 0.0 };
        let mut sum: f32 = own.iter().map(likely).sum();
        let least = ALIKE * (sum + foreign.iter().map(likely).sum::<f32>());
        let mut most = 1.0;
        for (value, column) in foreign.iter().map(likely).zip(&self.aliases) {
            if value > least {
                sum += value;
                let together = value
                    + if *column == best { most } else { own.get(*column).map_or(0.0, likely) };
                if *column == best || together > most {
                    (best, most) = (*column, together);
                }
            }
        }
        (best, most / sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is seen of steps with one feature for each of the classes 0 to 4: none, 本, none here, 項, and a look-alike of it.
    fn seen(steps: &[[f32; 5]]) -> Vec<(char, f32)> {
        let classes = Classes { chars: vec![(1, '本'), (3, '項')], aliases: vec![(4, 1)] };
        let one: Vec<f32> = (0..25).map(|at| f32::from(u8::from(at % 6 == 0))).collect();
        let head = Head::new(&one, &[0.0; 5], &classes);
        let data = steps.as_flattened();
        let found = head.seen(NdTensorView::from_data([steps.len(), 5], data));
        found.iter().map(|seen| (seen.char, seen.sure)).collect()
    }

    #[test]
    fn neighbours_that_are_equal_are_one_character() {
        let (none, book) = ([9.0, 0.0, 0.0, 0.0, 0.0], [0.0, 9.0, 0.0, 0.0, 0.0]);
        let chars =
            |steps: &[[f32; 5]]| seen(steps).iter().map(|(char, _)| *char).collect::<String>();
        assert_eq!(chars(&[none, book, book, none]), "本");
        assert_eq!(chars(&[book, none, book]), "本本");
        assert_eq!(chars(&[none, none]), "");
    }

    #[test]
    fn what_no_japanese_text_has_is_left_out_and_look_alikes_count() {
        let found = seen(&[[0.0, 9.0, 20.0, 0.0, 0.0]]);
        assert_eq!(found[0].0, '本');
        assert!(found[0].1 > 0.99);
        let found = seen(&[[0.0, 5.0, 0.0, 4.5, 4.8]]);
        assert_eq!(
            found[0].0, '項',
            "more than half of the likelihood is its own and its look-alike's"
        );
        assert!((0.5..0.7).contains(&found[0].1), "{found:?}");
    }
}
