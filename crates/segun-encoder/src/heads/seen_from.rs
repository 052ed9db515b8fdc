//! Tags of all words of a window, seen from one of its words.
//!
//! A bilinear form of two vectors, one of the word that the others are seen from and one of each
//! other word, with a term for their distance: roles seen from a cue, arguments seen from an event.

use super::Rows;
use crate::ModelError;
use crate::model_file::ModelFile;
use std::ops::Range;

/// One such head.
#[derive(Debug)]
pub(super) struct SeenFrom {
    /// Columns of the joint layer that hold the vector of the word seen from.
    centre: Range<usize>,
    /// Columns that hold the vector of each other word.
    other: Range<usize>,
    /// `[tags, width + 1, width + 1]`: word seen from by other word.
    bilinear: Vec<f32>,
    /// `[tags, edges + 1]`.
    distance: Vec<f32>,
    /// Lower edges of the buckets of (word index - index of the word seen from).
    edges: Vec<i32>,
    tags: usize,
}

impl SeenFrom {
    /// Reads head `name` with `tags` tags, whose vectors stand in the given columns.
    pub(super) fn load(
        file: &ModelFile<'_>,
        name: &str,
        tags: usize,
        centre: Range<usize>,
        other: Range<usize>,
    ) -> Result<Self, ModelError> {
        if centre.len() != other.len() {
            return Err(ModelError::format(format!("its {name} head is inconsistent")));
        }
        let edges = file.description.distance_buckets.clone();
        let one_more = centre.len() + 1;
        Ok(Self {
            bilinear: file.floats(&format!("head.{name}.bilinear"), tags * one_more * one_more)?,
            distance: file.floats(&format!("head.{name}.distance"), tags * (edges.len() + 1))?,
            centre,
            other,
            edges,
            tags,
        })
    }

    /// Scores of every word's tags, seen from word `word`.
    pub(super) fn scores(&self, rows: &Rows<'_>, word: usize) -> Vec<Vec<f32>> {
        let width = self.centre.len();
        let one_more = width + 1;
        let centre = &rows.row(word + 1)[self.centre.clone()];
        // [tags, width + 1]: this word's side of the product, once for all others.
        let mut left = vec![0.0f32; self.tags * one_more];
        for (tag, out) in left.chunks_exact_mut(one_more).enumerate() {
            let matrix = &self.bilinear[tag * one_more * one_more..(tag + 1) * one_more * one_more];
            for (value, row) in centre.iter().chain(&[1.0]).zip(matrix.chunks_exact(one_more)) {
                for (o, r) in out.iter_mut().zip(row) {
                    *o += value * r;
                }
            }
        }
        let buckets = self.edges.len() + 1;
        (0..rows.count() - 1)
            .map(|other| {
                let vector = &rows.row(other + 1)[self.other.clone()];
                let distance = other as i32 - word as i32;
                let bucket = self.edges.partition_point(|edge| *edge <= distance);
                (0..self.tags)
                    .map(|tag| {
                        let side = &left[tag * one_more..(tag + 1) * one_more];
                        let product: f32 = side.iter().zip(vector).map(|(a, b)| a * b).sum();
                        product + side[width] + self.distance[tag * buckets + bucket]
                    })
                    .collect()
            })
            .collect()
    }
}
