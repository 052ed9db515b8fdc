//! Embedding and transformer layers (post-norm BERT, Devlin et al. 2019) over packed rows.

use crate::ModelError;
use crate::attention::{self, attend};
use crate::kernels::Kernels;
use crate::linear::{Linear, Quantised};
use crate::model_file::ModelFile;
use crate::window::Window;
use rten_simd::{SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, Normalize, NormalizeOptions, Sum, SumSquareSub};

/// Bytes of 32 four-bit values with their half-precision scale.
const BLOCK: usize = 18;

/// Layer normalisation.
#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
    epsilon: f32,
}

impl Norm {
    fn load(file: &ModelFile<'_>, name: &str) -> Result<Self, ModelError> {
        let hidden = file.description.hidden;
        Ok(Self {
            weight: file.floats(&format!("{name}.weight"), hidden)?,
            bias: file.floats(&format!("{name}.bias"), hidden)?,
            epsilon: file.description.norm_epsilon,
        })
    }

    fn apply(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(self.weight.len()) {
            let n = row.len() as f32;
            let mean = Sum::new(row).dispatch() / n;
            let variance = SumSquareSub::new(row, mean).dispatch() / n;
            let options = NormalizeOptions {
                pre_scale_bias: mean,
                scale: (variance + self.epsilon).sqrt().recip(),
                element_scale: Some(&self.weight),
                bias: 0.0,
                element_bias: Some(&self.bias),
            };
            Normalize::new_mut(row, options).dispatch();
        }
    }
}

#[derive(Debug)]
struct Layer {
    qkv: Linear,
    attention_out: Linear,
    attention_norm: Norm,
    ffn_in: Linear,
    ffn_out: Linear,
    ffn_norm: Norm,
}

/// The transformer.
pub(crate) struct Transformer {
    hidden: usize,
    heads: usize,
    /// Four-bit word embeddings, `hidden / 32` blocks a piece.
    words: Vec<u8>,
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

impl std::fmt::Debug for Transformer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Transformer({} layers)", self.layers.len())
    }
}

/// Room that one batch after the other uses again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) rows: Vec<f32>,
    pub(crate) quantised: Quantised,
    pub(crate) sums: Vec<i32>,
    wide: Vec<f32>,
    mixed: Vec<f32>,
    narrow: Vec<f32>,
    attention: attention::Room,
}

impl Transformer {
    /// Reads the transformer of a model file whose vocabulary has `pieces` pieces.
    pub(crate) fn load(file: &ModelFile<'_>, kernels: &Kernels, pieces: usize) -> Result<Self, ModelError> {
        let d = &file.description;
        let (hidden, wide) = (d.hidden, d.feed_forward);
        let words = file.bytes("embedding.q4")?.to_vec();
        if words.len() != pieces * hidden / 32 * BLOCK {
            return Err(ModelError::format("its embedding does not fit its vocabulary"));
        }
        let layers = (0..d.layers)
            .map(|i| {
                let linear = |name: &str, inputs, outputs| {
                    Linear::load(file, kernels, &format!("layer.{i}.{name}"), inputs, outputs)
                };
                Ok(Layer {
                    qkv: linear("qkv", hidden, 3 * hidden)?,
                    attention_out: linear("attention_out", hidden, hidden)?,
                    attention_norm: Norm::load(file, &format!("layer.{i}.attention_norm"))?,
                    ffn_in: linear("ffn_in", hidden, wide)?,
                    ffn_out: linear("ffn_out", wide, hidden)?,
                    ffn_norm: Norm::load(file, &format!("layer.{i}.ffn_norm"))?,
                })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Self {
            hidden,
            heads: d.attention_heads,
            words,
            positions: file.halves("embedding.position", d.max_positions * hidden)?,
            norm: Norm::load(file, "embedding.norm")?,
            layers,
        })
    }

    /// Runs `windows` through all layers; their rows stand one after the other in `room.rows`.
    pub(crate) fn run(&self, kernels: &Kernels, windows: &[&Window], room: &mut Room) {
        self.embed(windows, &mut room.rows);
        for layer in &self.layers {
            room.quantised.fill(kernels, &room.rows, self.hidden);
            layer.qkv.apply(kernels, &room.quantised, &mut room.sums, &mut room.wide);
            room.mixed.resize(room.rows.len(), 0.0);
            let mut row = 0;
            for window in windows {
                let end = row + window.pieces.len();
                attend(
                    &kernels.float,
                    &room.wide[row * 3 * self.hidden..end * 3 * self.hidden],
                    &mut room.mixed[row * self.hidden..end * self.hidden],
                    self.hidden,
                    self.heads,
                    &mut room.attention,
                );
                row = end;
            }
            room.quantised.fill(kernels, &room.mixed, self.hidden);
            layer.attention_out.apply(kernels, &room.quantised, &mut room.sums, &mut room.narrow);
            add(&mut room.rows, &room.narrow);
            layer.attention_norm.apply(&mut room.rows);

            room.quantised.fill(kernels, &room.rows, self.hidden);
            layer.ffn_in.apply(kernels, &room.quantised, &mut room.sums, &mut room.wide);
            let wide = room.rows.len() / self.hidden * layer.ffn_in.outputs();
            Gelu {}.map_mut(&mut room.wide[..wide]);
            room.quantised.fill(kernels, &room.wide[..wide], layer.ffn_in.outputs());
            layer.ffn_out.apply(kernels, &room.quantised, &mut room.sums, &mut room.narrow);
            add(&mut room.rows, &room.narrow);
            layer.ffn_norm.apply(&mut room.rows);
        }
    }

    fn embed(&self, windows: &[&Window], rows: &mut Vec<f32>) {
        let blocks = self.hidden / 32;
        rows.clear();
        for window in windows {
            for (position, &piece) in window.pieces.iter().enumerate() {
                let start = rows.len();
                let at = piece as usize * blocks * BLOCK;
                for block in self.words[at..at + blocks * BLOCK].chunks_exact(BLOCK) {
                    let scale = half::f16::from_le_bytes([block[0], block[1]]).to_f32();
                    rows.extend(block[2..].iter().map(|b| (f32::from(b & 15) - 8.0) * scale));
                    rows.extend(block[2..].iter().map(|b| (f32::from(b >> 4) - 8.0) * scale));
                }
                let position = &self.positions[position * self.hidden..][..self.hidden];
                add(&mut rows[start..], position);
            }
        }
        self.norm.apply(rows);
    }
}

fn add(to: &mut [f32], what: &[f32]) {
    for (a, b) in to.iter_mut().zip(what) {
        *a += b;
    }
}
