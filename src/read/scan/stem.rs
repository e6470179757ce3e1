//! The first layers of the model, multiplied here: its runtime, which reads small squares of few channels number by
//! number, takes two fifths of its time for them.
//!
//! ```text
//! strip ─conv 3×3, every 2nd─▶ a ─conv 2×2─▶ ─conv 2×2─▶ b        a ─largest of 2×2─▶ c
//! c and b ─conv 3×3, every 2nd─▶ what the runtime goes on with      (after each conv what is below nought is nought)
//! ```

use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedAMatrix};
use rten_tensor::NdTensorView;

/// Numbers by row, channel and column.
pub(super) struct Rows {
    pub(super) channels: usize,
    pub(super) height: usize,
    pub(super) width: usize,
    pub(super) data: Vec<f32>,
}

impl Rows {
    fn new(channels: usize, height: usize, width: usize) -> Self {
        Self { channels, height, width, data: vec![0.0; channels * height * width] }
    }

    /// A row of all channels.
    fn row(&self, y: usize) -> &[f32] {
        let size = self.channels * self.width;
        self.data.get(y * size..(y + 1) * size).unwrap_or_default()
    }

    /// The largest of each number, those beside and below it.
    fn largest(&self) -> Self {
        let mut out = Self { data: self.data.clone(), ..*self };
        let size = self.channels * self.width;
        for (y, row) in out.data.chunks_exact_mut(size).enumerate() {
            let below = self.row(y + 1);
            row.iter_mut().zip(below).for_each(|(here, below)| *here = here.max(*below));
            for channel in row.chunks_exact_mut(self.width) {
                for x in 1..channel.len() {
                    channel[x - 1] = channel[x - 1].max(channel[x]);
                }
            }
        }
        out
    }

    /// The channels of both, those of the other behind.
    fn with(&self, other: &Self) -> Self {
        let rows = (0..self.height).flat_map(|y| [self.row(y), other.row(y)]);
        let data = rows.flatten().copied().collect();
        Self { channels: self.channels + other.channels, data, ..*self }
    }
}

/// A convolution with squares of numbers; what is below nought becomes nought.
pub(super) struct Conv {
    weights: PackedAMatrix<f32>,
    bias: Vec<f32>,
    side: usize,
    stride: usize,
}

impl Conv {
    /// Of weights by output, input, row and column.
    pub(super) fn new(weights: &[f32], bias: Vec<f32>, side: usize, stride: usize) -> Self {
        let matrix = NdTensorView::from_data([bias.len(), weights.len() / bias.len()], weights);
        Self { weights: GemmExecutor::<f32>::new().prepack_a(matrix), bias, side, stride }
    }

    fn run(&self, gemm: &GemmExecutor, input: &Rows) -> Option<Rows> {
        let (height, width) =
            (input.height.div_ceil(self.stride), input.width.div_ceil(self.stride));
        let mut out = Rows::new(self.bias.len(), height, width);
        let depth = input.channels * self.side * self.side;
        let mut squares = vec![0.0; depth * width];
        for (y, row) in out.data.chunks_exact_mut(self.bias.len() * width).enumerate() {
            self.gather(input, y, &mut squares, width);
            let squares = NdTensorView::from_data([depth, width], &squares[..]);
            let bias = Some(BiasVector::Column(&self.bias));
            gemm.gemm(
                row,
                GemmInputA::Packed(&self.weights),
                GemmInputB::Unpacked(squares),
                GemmOptions { bias, ..GemmOptions::default() },
            )
            .ok()?;
            row.iter_mut().for_each(|value| *value = value.max(0.0));
        }
        Some(out)
    }

    /// The numbers around each place of a row; outside they are nought.
    fn gather(&self, input: &Rows, y: usize, squares: &mut [f32], width: usize) {
        // Squares of three have their place in the middle, those of two at their beginning.
        let before = (self.side - 1) / 2;
        let mut places = squares.chunks_exact_mut(width);
        for channel in 0..input.channels {
            for (down, across) in
                (0..self.side * self.side).map(|at| (at / self.side, at % self.side))
            {
                let Some(place) = places.next() else { return };
                let row = (y * self.stride + down).checked_sub(before);
                let row = row.map_or(&[][..], |row| input.row(row));
                let row = row.get(channel * input.width..(channel + 1) * input.width);
                let Some(row) = row else {
                    place.fill(0.0);
                    continue;
                };
                shifted(row, across, before, self.stride, place);
            }
        }
    }
}

/// Every so many numbers of a row, from `across` behind what is `before`.
fn shifted(row: &[f32], across: usize, before: usize, stride: usize, place: &mut [f32]) {
    let outside = before.saturating_sub(across).min(place.len());
    let (left, inside) = place.split_at_mut(outside);
    left.fill(0.0);
    let from = outside * stride + across - before;
    let row = row.get(from..).unwrap_or_default();
    let count = row.len().div_ceil(stride).min(inside.len());
    let (inside, right) = inside.split_at_mut(count);
    right.fill(0.0);
    if stride == 1 {
        inside.copy_from_slice(&row[..count]);
    } else {
        inside.iter_mut().zip(row.iter().step_by(stride)).for_each(|(to, from)| *to = *from);
    }
}

/// The four convolutions, in their order.
pub(super) struct Stem(pub(super) [Conv; 4]);

impl Stem {
    /// What becomes of a strip of one channel with rows of so many numbers.
    pub(super) fn run(&self, strip: Vec<f32>, width: usize) -> Option<Rows> {
        let gemm = GemmExecutor::new();
        let [first, second, third, last] = &self.0;
        let strip = Rows { channels: 1, height: strip.len() / width, width, data: strip };
        let begun = first.run(&gemm, &strip)?;
        let deep = third.run(&gemm, &second.run(&gemm, &begun)?)?;
        last.run(&gemm, &begun.largest().with(&deep))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(width: usize, data: &[f32]) -> Rows {
        Rows { channels: 1, height: data.len() / width, width, data: data.to_vec() }
    }

    /// What a convolution makes of rows of five numbers.
    fn run(weights: &[f32], side: usize, stride: usize, data: &[f32]) -> Vec<f32> {
        let conv = Conv::new(weights, vec![0.0], side, stride);
        conv.run(&GemmExecutor::new(), &rows(5, data)).unwrap().data
    }

    #[test]
    fn squares_of_three_have_their_place_in_the_middle() {
        let data: Vec<f32> = (1u8..=15).map(f32::from).collect();
        let at =
            |place: usize| (0..9).map(|at| f32::from(u8::from(at == place))).collect::<Vec<_>>();
        assert_eq!(run(&at(4), 3, 2, &data), [1.0, 3.0, 5.0, 11.0, 13.0, 15.0]);
        assert_eq!(
            run(&at(0), 3, 2, &data),
            [0.0, 0.0, 0.0, 0.0, 7.0, 9.0],
            "outside it is nought"
        );
        assert_eq!(run(&at(8), 3, 2, &data), [7.0, 9.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(run(&at(5), 3, 2, &data), [2.0, 4.0, 0.0, 12.0, 14.0, 0.0]);
    }

    #[test]
    fn squares_of_two_have_their_place_at_their_beginning() {
        let data: Vec<f32> = (1u8..=10).map(f32::from).collect();
        let sums = [16.0, 20.0, 24.0, 28.0, 15.0, 13.0, 15.0, 17.0, 19.0, 10.0];
        assert_eq!(run(&[1.0; 4], 2, 1, &data), sums);
        assert_eq!(run(&[-1.0; 4], 2, 1, &data), [0.0; 10], "nothing is below nought");
    }

    #[test]
    fn the_largest_of_neighbours_is_taken_and_channels_stand_behind_one_another() {
        let small = rows(3, &[1.0, 5.0, 2.0, 4.0, 3.0, 0.0]);
        let largest = small.largest();
        assert_eq!(largest.data, [5.0, 5.0, 2.0, 4.0, 3.0, 0.0]);
        let both = small.with(&largest);
        assert_eq!((both.channels, both.height, both.width), (2, 2, 3));
        assert_eq!(both.row(1), [4.0, 3.0, 0.0, 4.0, 3.0, 0.0]);
    }
}
