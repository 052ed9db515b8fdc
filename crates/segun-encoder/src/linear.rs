//! Linear layers in int8.
//!
//! Weights are symmetric int8 with one scale an output; each row of the input is quantised
//! when it comes, to unsigned 8 bits with a zero point. A row's result depends on that row
//! alone, so it is the same in whatever batch it stands.

use crate::ModelError;
use crate::kernels::Kernels;
use crate::model_file::{LinearWeights, ModelFile};
use rten_gemm::{GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::{Isa, SimdOp};
use rten_tensor::NdTensorView;
use rten_vecmath::{ExtendInit, MinMax, Quantize};

/// Rows quantised for one or several layers.
#[derive(Debug, Default)]
pub(crate) struct Quantised {
    columns: usize,
    values: Vec<u8>,
    zeros: Vec<u8>,
    steps: Vec<f32>,
}

impl Quantised {
    /// Forgets all rows; the next ones have `columns` values.
    pub(crate) fn begin(&mut self, columns: usize) {
        self.columns = columns;
        self.values.clear();
        self.zeros.clear();
        self.steps.clear();
    }

    /// Quantises one more row.
    pub(crate) fn push(&mut self, kernels: &Kernels, row: &[f32]) {
        debug_assert_eq!(row.len(), self.columns);
        let (low, high) = MinMax::new(row).dispatch();
        let (low, high) = (low.min(0.0), high.max(0.0));
        let step = ((high - low) / kernels.top).max(1e-12);
        let zero = (-low / step).round();
        self.zeros.push(zero as u8);
        self.steps.push(step);
        self.values.reserve(row.len());
        self.values.extend_init(|free| {
            Quantize::new(row, &mut free[..row.len()], 1.0 / step, zero as u8).dispatch()
        });
    }

    /// Quantises `input`, rows of `columns` values.
    pub(crate) fn fill(&mut self, kernels: &Kernels, input: &[f32], columns: usize) {
        self.begin(columns);
        self.values.reserve(input.len());
        for row in input.chunks_exact(columns) {
            self.push(kernels, row);
        }
    }
}

/// Room that one layer after the other uses again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    sums: Vec<i32>,
    row: Vec<f32>,
}

/// A linear layer.
pub(crate) struct Linear {
    weight: PackedBMatrix<i8>,
    /// Sum of each output's weights: what a zero point of 1 adds to its sum.
    totals: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl std::fmt::Debug for Linear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Linear({} outputs)", self.scale.len())
    }
}

impl Linear {
    /// Reads layer `name`, which has `inputs` inputs and `outputs` outputs.
    pub(crate) fn load(
        file: &ModelFile<'_>,
        kernels: &Kernels,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, ModelError> {
        let weights = file.linear(name, inputs)?;
        if weights.scale.len() != outputs {
            return Err(ModelError::format(format!("layer {name} has another size")));
        }
        Ok(Self::new(kernels, weights))
    }

    /// Packs weights for the matrix product.
    pub(crate) fn new(kernels: &Kernels, weights: LinearWeights) -> Self {
        let outputs = weights.scale.len();
        let view = NdTensorView::from_data([outputs, weights.inputs], weights.weight.as_slice());
        let weight = kernels.int8.prepack_b(view.transposed());
        let totals =
            weights.weight.chunks_exact(weights.inputs).map(|row| row.iter().map(|w| i32::from(*w)).sum());
        Self { weight, totals: totals.collect(), scale: weights.scale, bias: weights.bias }
    }

    /// Number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.scale.len()
    }

    /// Applies the layer to quantised rows.
    pub(crate) fn apply(&self, kernels: &Kernels, input: &Quantised, room: &mut Room, out: &mut Vec<f32>) {
        let outputs = self.outputs();
        let size = input.steps.len() * outputs;
        // Never shrunk: growing again would fill with zeros what is overwritten anyway.
        out.resize(out.len().max(size), 0.0);
        let sums = self.sums(kernels, input, &mut room.sums);
        for (row, out) in out[..size].chunks_exact_mut(outputs).enumerate() {
            self.dequantise(input, sums, row, out);
        }
    }

    /// Applies the layer and hands each row of the result to `then`, while it is near.
    pub(crate) fn for_each_row(
        &self,
        kernels: &Kernels,
        input: &Quantised,
        room: &mut Room,
        mut then: impl FnMut(usize, &mut [f32]),
    ) {
        let sums = self.sums(kernels, input, &mut room.sums);
        room.row.resize(self.outputs(), 0.0);
        for row in 0..input.steps.len() {
            self.dequantise(input, sums, row, &mut room.row);
            then(row, &mut room.row);
        }
    }

    /// The integer products of all rows.
    fn sums<'a>(&self, kernels: &Kernels, input: &Quantised, sums: &'a mut Vec<i32>) -> &'a [i32] {
        let rows = input.steps.len();
        let size = rows * self.outputs();
        sums.resize(sums.len().max(size), 0);
        let a = NdTensorView::from_data([rows, input.columns], input.values.as_slice());
        let product = kernels.int8.gemm(
            &mut sums[..size],
            GemmInputA::Unpacked(a),
            GemmInputB::Packed(&self.weight),
            GemmOptions::default(),
        );
        debug_assert!(product.is_ok(), "sizes were checked when the model was loaded");
        &sums[..size]
    }

    /// One row of the sums as floats.
    fn dequantise(&self, input: &Quantised, sums: &[i32], row: usize, out: &mut [f32]) {
        // The zero points are taken off here: the library's own correction (version 0.27, AVX-512) gives
        // wrong sums from the ninth row on.
        let sums = &sums[row * out.len()..][..out.len()];
        let (step, zero) = (input.steps[row], i32::from(input.zeros[row]));
        Dequantise { sums, out, layer: self, step, zero }.dispatch();
    }
}

/// One row of integer sums to floats: `(sum - zero * total) * step * scale + bias`.
struct Dequantise<'a> {
    sums: &'a [i32],
    out: &'a mut [f32],
    layer: &'a Linear,
    step: f32,
    zero: i32,
}

impl SimdOp for Dequantise<'_> {
    type Output = ();

    // Inlined into the library's copy for each instruction set, where the compiler vectorises it.
    #[inline(always)]
    fn eval<I: Isa>(self, _isa: I) {
        let Self { sums, out, layer, step, zero } = self;
        let n = out.len().min(sums.len()).min(layer.scale.len());
        let (sums, out) = (&sums[..n], &mut out[..n]);
        let (totals, scale, bias) = (&layer.totals[..n], &layer.scale[..n], &layer.bias[..n]);
        for i in 0..n {
            out[i] = (sums[i] - zero * totals[i]) as f32 * (step * scale[i]) + bias[i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows, inputs and outputs that are no multiples of any kernel's tile.
    #[test]
    fn is_the_quantised_product() {
        let kernels = Kernels::default();
        for (rows, inputs, outputs) in [(29, 96, 50), (1, 384, 384), (28, 384, 1152), (70, 1536, 384)] {
            let value = |i: usize| ((i * 7919 % 1013) as f32 / 506.0) - 1.0;
            let input: Vec<f32> =
                (0..rows * inputs).map(|i| value(i) * (1.0 + (i / inputs) as f32)).collect();
            let weight: Vec<i8> = (0..outputs * inputs).map(|i| (value(i + 5) * 127.0) as i8).collect();
            let scale: Vec<f32> = (0..outputs).map(|i| 0.01 + i as f32 * 1e-4).collect();
            let bias: Vec<f32> = (0..outputs).map(|i| i as f32 * 0.1).collect();
            let layer = Linear::new(
                &kernels,
                LinearWeights { inputs, weight: weight.clone(), scale: scale.clone(), bias: bias.clone() },
            );
            let (mut quantised, mut room, mut out) = (Quantised::default(), Room::default(), Vec::new());
            quantised.fill(&kernels, &input, inputs);
            layer.apply(&kernels, &quantised, &mut room, &mut out);
            layer.for_each_row(&kernels, &quantised, &mut room, |row, values| {
                assert_eq!(values, &out[row * outputs..][..outputs]);
            });
            for r in 0..rows {
                let (step, zero) = (quantised.steps[r], i32::from(quantised.zeros[r]));
                for o in 0..outputs {
                    let mut sum = 0;
                    for i in 0..inputs {
                        let value = i32::from(quantised.values[r * inputs + i]) - zero;
                        let exact = input[r * inputs + i];
                        assert!((value as f32 * step - exact).abs() <= 0.51 * step, "row {r} input {i}");
                        sum += value * i32::from(weight[o * inputs + i]);
                    }
                    let want = sum as f32 * step * scale[o] + bias[o];
                    let got = out[r * outputs + o];
                    assert!(
                        (got - want).abs() <= want.abs() * 1e-5 + 1e-4,
                        "row {r} output {o}: {got} for {want}"
                    );
                }
            }
        }
    }
}
