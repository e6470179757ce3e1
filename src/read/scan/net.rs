//! The model taken apart: its first and its last layers are multiplied here, what lies between by its runtime.
//!
//! ```text
//! strip ─stem─▶ 48 channels, a quarter as large ─trunk─▶ 120 features a step ─head─▶ characters
//! ```

use super::classes::Classes;
use super::head::Head;
use super::seen::Seen;
use super::stem::{Conv, Stem};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use std::sync::Arc;

/// Names in the file of the weights and biases of the first layers, and the sides of their squares and their steps.
const STEM: [(&str, &str, usize, usize); 4] = [
    ("conv2d_68.w_0", "p2o.pd_op.reshape.0.0", 3, 2),
    ("conv2d_69.w_0", "p2o.pd_op.reshape.1.0", 2, 1),
    ("conv2d_70.w_0", "p2o.pd_op.reshape.2.0", 2, 1),
    ("conv2d_71.w_0", "p2o.pd_op.reshape.3.0", 3, 2),
];
/// Names in the file of what goes into the trunk and what comes out of it …
const TRUNK: (&str, &str) = ("p2o.pd_op.relu.3.0", "p2o.pd_op.squeeze.0.0");
/// … and of the weights and biases of the last layer.
const HEAD: (&str, &str) = ("linear_8.w_0", "linear_8.b_0");
/// The model was made for pictures in colour.
const COLOURS: usize = 3;

/// The model, ready to read.
pub(super) struct Net {
    stem: Stem,
    trunk: Model,
    ends: (NodeId, NodeId),
    head: Head,
}

impl Net {
    /// Of the bytes of the model's file.
    pub(super) fn load(bytes: Vec<u8>) -> Option<Self> {
        // The weights are laid out once as they are multiplied: each strip uses all of them.
        let trunk = ModelOptions::with_all_ops().prepack_weights(true).load(bytes).ok()?;
        let weights = |name: &str| -> Option<Vec<f32>> {
            let values = trunk.run(vec![], &[trunk.find_node(name)?], None).ok()?;
            Some(Tensor::<f32>::try_from(values.into_iter().next()?).ok()?.to_vec())
        };
        let [first, second, third, last] = STEM.map(|(name, bias, side, stride)| {
            let (mut weights, bias) = (weights(name)?, weights(bias)?);
            if name == STEM[0].0 {
                weights = grey(&weights, side * side);
            }
            Some(Conv::new(&weights, bias, side, stride))
        });
        let classes = Classes::of(trunk.metadata().get("character")?);
        Some(Self {
            stem: Stem([first?, second?, third?, last?]),
            ends: (trunk.find_node(TRUNK.0)?, trunk.find_node(TRUNK.1)?),
            head: Head::new(&weights(HEAD.0)?, &weights(HEAD.1)?, &classes),
            trunk,
        })
    }

    /// The characters of a strip of one channel with rows of so many numbers; `None` where the model gives up.
    pub(super) fn read(
        &self,
        pool: &Arc<ThreadPool>,
        strip: Vec<f32>,
        width: usize,
    ) -> Option<Vec<Seen>> {
        let begun = pool.run(|| self.stem.run(strip, width))?;
        let size = [1, begun.height, begun.channels, begun.width];
        let input = NdTensor::from_data(size, begun.data);
        let input = input.permuted([0, 2, 1, 3]).to_tensor();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let (from, to) = self.ends;
        let values = self.trunk.run(vec![(from, input.into())], &[to], Some(options)).ok()?;
        let steps = NdTensor::<f32, 3>::try_from(values.into_iter().next()?).ok()?;
        let steps = steps.slice(0);
        pool.run(|| Some(self.head.seen(steps.transposed())))
    }
}

/// The weights of colours added up, so many for each: a grey picture has the same number for all of them.
fn grey(weights: &[f32], size: usize) -> Vec<f32> {
    let sum = |of_output: &[f32]| -> Vec<f32> {
        (0..size).map(|at| of_output.iter().skip(at).step_by(size).sum()).collect()
    };
    weights.chunks_exact(size * COLOURS).flat_map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_colours_are_added_up() {
        assert_eq!(
            grey(&[1.0, 2.0, 10.0, 20.0, 100.0, 200.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0], 2),
            [111.0, 222.0, 3.0, 0.0]
        );
    }
}
