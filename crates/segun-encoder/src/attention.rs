//! Scaled dot-product attention of one window.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;
use rten_vecmath::Softmax;

/// Room for one head's scores and result.
#[derive(Debug, Default)]
pub(crate) struct Room {
    scores: Vec<f32>,
    mixed: Vec<f32>,
}

/// Attention of `rows` rows: `qkv` holds query, key and value of each row, `hidden` values
/// each; the heads' results go side by side into `out` (`rows` × `hidden`).
pub(crate) fn attend(
    gemm: &GemmExecutor<f32>,
    qkv: &[f32],
    out: &mut [f32],
    hidden: usize,
    heads: usize,
    room: &mut Room,
) {
    let width = hidden / heads;
    let rows = out.len() / hidden;
    let stride = 3 * hidden;
    let scale = (width as f32).powf(-0.5);
    room.scores.resize(room.scores.len().max(rows * rows), 0.0);
    room.mixed.resize(room.mixed.len().max(rows * width), 0.0);
    let (all_scores, all_mixed) = (&mut room.scores[..rows * rows], &mut room.mixed[..rows * width]);
    let all = NdTensorView::from_data([rows, stride], qkv);
    for head in 0..heads {
        let part = |k: usize| {
            let start = k * hidden + head * width;
            all.slice((.., start..start + width))
        };
        let (query, key, value) = (part(0), part(1), part(2));
        let product = gemm.gemm(
            all_scores,
            GemmInputA::Unpacked(query),
            GemmInputB::Unpacked(key.transposed()),
            GemmOptions { alpha: scale, ..Default::default() },
        );
        debug_assert!(product.is_ok());
        for row in all_scores.chunks_exact_mut(rows) {
            Softmax::new_mut(row).dispatch();
        }
        let scores = NdTensorView::from_data([rows, rows], &*all_scores);
        let product = gemm.gemm(
            all_mixed,
            GemmInputA::Unpacked(scores),
            GemmInputB::Unpacked(value),
            GemmOptions::default(),
        );
        debug_assert!(product.is_ok());
        for (row, mixed) in all_mixed.chunks_exact(width).enumerate() {
            let start = row * hidden + head * width;
            out[start..start + width].copy_from_slice(mixed);
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
            attend(&GemmExecutor::new(), &qkv, &mut out, hidden, heads, &mut Room::default());
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
