//! Scaled dot-product attention of one window.
//!
//! A window has some dozens of rows and a head some dozens of values a row: too small for a
//! matrix library, which would spend its time on packing. The products are written out here over
//! the machine's vectors, several rows at a time.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};
use rten_vecmath::Softmax;

/// Values of a head must be a multiple of this: the widest vector of any machine.
pub(crate) const LANES: usize = 16;

/// Rows that share what is loaded of the keys or values.
const TILE: usize = 4;

/// Room that one window after the other uses again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// Keys of one head, transposed: `[width, rows]`, rows padded to whole vectors.
    keys: Vec<f32>,
    /// Scores of [`TILE`] rows.
    scores: Vec<f32>,
}

/// Attention of one window.
pub(crate) struct Attention<'a> {
    /// Query, key and value of each row, `hidden` values each.
    pub(crate) qkv: &'a [f32],
    /// The heads' results side by side, `hidden` values a row.
    pub(crate) out: &'a mut [f32],
    pub(crate) hidden: usize,
    pub(crate) heads: usize,
    pub(crate) room: &'a mut Room,
}

impl SimdOp for Attention<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { qkv, out, hidden, heads, room } = self;
        let ops = isa.f32();
        let lanes = ops.len();
        let width = hidden / heads;
        let stride = 3 * hidden;
        let rows = out.len() / hidden;
        let padded = rows.next_multiple_of(lanes);
        let scale = (width as f32).powf(-0.5);
        room.keys.clear();
        room.keys.resize(width * padded, 0.0);
        room.scores.resize(TILE * padded, 0.0);
        let (keys, scores) = (&mut room.keys[..], &mut room.scores[..TILE * padded]);
        for head in 0..heads {
            let at = head * width;
            for row in 0..rows {
                let key = &qkv[row * stride + hidden + at..][..width];
                for (i, value) in key.iter().enumerate() {
                    keys[i * padded + row] = value * scale;
                }
            }
            for first in (0..rows).step_by(TILE) {
                // The last tile repeats the last row where there are no more.
                let tile: [usize; TILE] = std::array::from_fn(|i| (first + i).min(rows - 1));
                let query = tile.map(|row| &qkv[row * stride + at..][..width]);
                for column in (0..padded).step_by(lanes) {
                    let mut sums = [ops.zero(); TILE];
                    for i in 0..width {
                        let key = ops.load(&keys[i * padded + column..]);
                        for (sum, query) in sums.iter_mut().zip(&query) {
                            *sum = ops.mul_add(ops.splat(query[i]), key, *sum);
                        }
                    }
                    for (i, sum) in sums.into_iter().enumerate() {
                        ops.store(sum, &mut scores[i * padded + column..]);
                    }
                }
                for i in 0..TILE {
                    Softmax::new_mut(&mut scores[i * padded..][..rows]).eval(isa);
                }
                for column in (0..width).step_by(lanes) {
                    let mut sums = [ops.zero(); TILE];
                    for row in 0..rows {
                        let value = ops.load(&qkv[row * stride + 2 * hidden + at + column..]);
                        for (i, sum) in sums.iter_mut().enumerate() {
                            *sum = ops.mul_add(ops.splat(scores[i * padded + row]), value, *sum);
                        }
                    }
                    for (row, sum) in tile.into_iter().zip(sums) {
                        ops.store(sum, &mut out[row * hidden + at + column..]);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_definition() {
        let (hidden, heads) = (96, 3);
        let width = hidden / heads;
        for rows in [1, 2, 5, 28, 70] {
            let qkv: Vec<f32> =
                (0..rows * 3 * hidden).map(|i| ((i * 7919 % 1013) as f32 / 250.0) - 2.0).collect();
            let mut out = vec![0.0; rows * hidden];
            let room = &mut Room::default();
            Attention { qkv: &qkv, out: &mut out, hidden, heads, room }.dispatch();
            let at = |row: usize, part: usize, i: usize| qkv[row * 3 * hidden + part * hidden + i];
            for row in 0..rows {
                for head in 0..heads {
                    let inner = head * width..(head + 1) * width;
                    let weights: Vec<f32> = (0..rows)
                        .map(|other| {
                            let dot: f32 = inner.clone().map(|i| at(row, 0, i) * at(other, 1, i)).sum();
                            (dot / (width as f32).sqrt()).exp()
                        })
                        .collect();
                    let total: f32 = weights.iter().sum();
                    for i in inner {
                        let want: f32 = (0..rows).map(|other| weights[other] / total * at(other, 2, i)).sum();
                        let got = out[row * hidden + i];
                        assert!((got - want).abs() < 1e-3, "{rows} rows, row {row}, {i}: {got} for {want}");
                    }
                }
            }
        }
    }
}
