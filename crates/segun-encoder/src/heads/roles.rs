//! Source and content of a cue: every word's role, given the cue's first word.

use super::softmax::probability;
use super::viterbi::{self, Span};
use super::{Heads, Rows};
use crate::ModelError;
use crate::model_file::ModelFile;
use segun_syntax::AttributionGuess;

/// The bilinear role head.
#[derive(Debug)]
pub(super) struct Roles {
    /// `[roles, width + 1, width + 1]`: cue by word.
    bilinear: Vec<f32>,
    /// `[roles, edges + 1]`.
    distance: Vec<f32>,
    /// Lower edges of the buckets of (word index - cue index).
    edges: Vec<i32>,
    roles: usize,
}

impl Roles {
    pub(super) fn load(file: &ModelFile<'_>, width: usize) -> Result<Self, ModelError> {
        let d = &file.description;
        let roles = d.role_tags.len();
        Ok(Self {
            bilinear: file.floats("head.role.bilinear", roles * (width + 1) * (width + 1))?,
            distance: file.floats("head.role.distance", roles * (d.distance_buckets.len() + 1))?,
            edges: d.distance_buckets.clone(),
            roles,
        })
    }

    /// The attribution whose cue is `cue`.
    pub(super) fn read(
        &self,
        heads: &Heads,
        rows: &Rows<'_>,
        cue: Span,
        tags: &[String],
    ) -> AttributionGuess {
        let [.., cue_width, role_width] = heads.widths;
        let start: usize = heads.widths[..4].iter().sum();
        let cue_row = &rows.row(cue.words.start + 1)[start..start + cue_width];
        let one_more = role_width + 1;
        // [roles, width + 1]: the cue's side of the product, once for all words.
        let mut left = vec![0.0f32; self.roles * one_more];
        for (role, out) in left.chunks_exact_mut(one_more).enumerate() {
            let matrix = &self.bilinear[role * one_more * one_more..(role + 1) * one_more * one_more];
            for (value, row) in cue_row.iter().chain(&[1.0]).zip(matrix.chunks_exact(one_more)) {
                for (o, r) in out.iter_mut().zip(row) {
                    *o += value * r;
                }
            }
        }
        let buckets = self.edges.len() + 1;
        let scores: Vec<Vec<f32>> = (0..rows.count() - 1)
            .map(|word| {
                let vector = &rows.row(word + 1)[start + cue_width..start + cue_width + role_width];
                let distance = word as i32 - cue.words.start as i32;
                let bucket = self.edges.partition_point(|edge| *edge <= distance);
                (0..self.roles)
                    .map(|role| {
                        let side = &left[role * one_more..(role + 1) * one_more];
                        let product: f32 = side.iter().zip(vector).map(|(a, b)| a * b).sum();
                        product + side[role_width] + self.distance[role * buckets + bucket]
                    })
                    .collect()
            })
            .collect();
        let mut guess = AttributionGuess {
            cue: cue.words,
            source: Vec::new(),
            content: Vec::new(),
            cue_score: cue.score,
            role_score: 0.0,
        };
        let path = viterbi::path(&scores, tags);
        let named: Vec<f32> = path
            .iter()
            .zip(&scores)
            .filter(|(tag, _)| tags[**tag] != "O")
            .map(|(tag, scores)| probability(scores, *tag))
            .collect();
        if !named.is_empty() {
            guess.role_score = named.iter().sum::<f32>() / named.len() as f32;
        }
        for span in viterbi::spans(&scores, tags) {
            match span.label.as_str() {
                "SOURCE" => guess.source.push(span.words),
                "CONTENT" => guess.content.push(span.words),
                _ => {}
            }
        }
        guess
    }
}
