//! Embedding and transformer layers (post-norm BERT, Devlin et al. 2019) over packed rows.

use crate::ModelError;
use crate::attention::{self, Attention};
use crate::kernels::Kernels;
use crate::linear::{self, Linear, Quantised};
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

    fn apply(&self, row: &mut [f32]) {
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
    /// Layers that see pieces; the others see words.
    piece_layers: usize,
}

impl std::fmt::Debug for Transformer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Transformer({} layers)", self.layers.len())
    }
}

/// Room that one batch after the other uses again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// The result: for every window the vector of its begin mark, then one a word.
    pub(crate) rows: Vec<f32>,
    pieces: Vec<f32>,
    /// `rows` or `pieces`, quantised.
    input: Quantised,
    /// What comes between two products, quantised.
    inner: Quantised,
    wide: Vec<f32>,
    mixed: Vec<f32>,
    linear: linear::Room,
    attention: attention::Room,
}

impl Transformer {
    /// Reads the transformer of a model file whose vocabulary has `pieces` pieces.
    pub(crate) fn load(file: &ModelFile<'_>, kernels: &Kernels, pieces: usize) -> Result<Self, ModelError> {
        let d = &file.description;
        let hidden = d.hidden;
        let words = file.bytes("embedding.q4")?.to_vec();
        if words.len() != pieces * hidden / 32 * BLOCK {
            return Err(ModelError::format("its embedding does not fit its vocabulary"));
        }
        let layers = d
            .feed_forward
            .iter()
            .enumerate()
            .map(|(i, &wide)| {
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
            piece_layers: d.piece_layers,
        })
    }

    /// Runs `windows` through all layers; the vectors of their begin marks and words stand one after
    /// the other in `room.rows`.
    pub(crate) fn run(&self, kernels: &Kernels, windows: &[&Window], room: &mut Room) {
        let Room { rows, pieces, input, inner, wide, mixed, linear, attention } = room;
        self.embed(windows, pieces);
        input.fill(kernels, pieces, self.hidden);
        let (on_pieces, on_words) = self.layers.split_at(self.piece_layers);
        for layer in on_pieces {
            let lengths = windows.iter().map(|w| w.pieces.len());
            self.layer(
                layer,
                kernels,
                lengths,
                &mut Work { rows: pieces, input, inner, wide, mixed, linear, attention },
            );
        }
        self.pool(windows, pieces, rows);
        input.fill(kernels, rows, self.hidden);
        for layer in on_words {
            let lengths = windows.iter().map(|w| w.rows.len() + 1);
            self.layer(
                layer,
                kernels,
                lengths,
                &mut Work { rows, input, inner, wide, mixed, linear, attention },
            );
        }
    }

    /// One layer over the rows of windows of the given lengths.
    fn layer(
        &self,
        layer: &Layer,
        kernels: &Kernels,
        lengths: impl Iterator<Item = usize>,
        work: &mut Work<'_>,
    ) {
        let hidden = self.hidden;
        let Work { rows, input, inner, wide, mixed, linear, attention } = work;
        layer.qkv.apply(kernels, input, linear, wide);
        mixed.resize(rows.len().max(mixed.len()), 0.0);
        let mut row = 0;
        for length in lengths {
            let end = row + length;
            Attention {
                qkv: &wide[row * 3 * hidden..end * 3 * hidden],
                out: &mut mixed[row * hidden..end * hidden],
                hidden,
                heads: self.heads,
                room: attention,
            }
            .dispatch();
            row = end;
        }
        inner.fill(kernels, &mixed[..rows.len()], hidden);
        // Adds a row to its residual, normalises the sum and quantises it for what comes next.
        let mut finish = |input: &mut Quantised, norm: &Norm, row: usize, values: &[f32]| {
            let to = &mut rows[row * hidden..][..hidden];
            add(to, values);
            norm.apply(to);
            input.push(kernels, to);
        };
        input.begin(hidden);
        layer.attention_out.for_each_row(kernels, inner, linear, |row, values| {
            finish(input, &layer.attention_norm, row, values);
        });
        inner.begin(layer.ffn_in.outputs());
        layer.ffn_in.for_each_row(kernels, input, linear, |_, values| {
            Gelu {}.map_mut(values);
            inner.push(kernels, values);
        });
        input.begin(hidden);
        layer.ffn_out.for_each_row(kernels, inner, linear, |row, values| {
            finish(input, &layer.ffn_norm, row, values);
        });
    }

    /// Row 0 of a window is the vector of its begin mark, row `i` the mean over the pieces of word `i - 1`.
    fn pool(&self, windows: &[&Window], pieces: &[f32], rows: &mut Vec<f32>) {
        rows.clear();
        let mut first = 0;
        for window in windows {
            let row = |i: usize| &pieces[(first + i) * self.hidden..][..self.hidden];
            rows.extend_from_slice(row(0));
            for word in &window.rows {
                let start = rows.len();
                rows.extend_from_slice(row(word.start));
                for i in word.start + 1..word.end {
                    add(&mut rows[start..], row(i));
                }
                if word.len() > 1 {
                    let share = 1.0 / word.len() as f32;
                    rows[start..].iter_mut().for_each(|v| *v *= share);
                }
            }
            first += window.pieces.len();
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
                self.norm.apply(&mut rows[start..]);
            }
        }
    }
}

/// What a layer works on and with.
struct Work<'a> {
    rows: &'a mut [f32],
    input: &'a mut Quantised,
    inner: &'a mut Quantised,
    wide: &'a mut Vec<f32>,
    mixed: &'a mut Vec<f32>,
    linear: &'a mut linear::Room,
    attention: &'a mut attention::Room,
}

fn add(to: &mut [f32], what: &[f32]) {
    for (a, b) in to.iter_mut().zip(what) {
        *a += b;
    }
}
