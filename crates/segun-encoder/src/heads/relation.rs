//! The relation of every word to its head: a hidden layer over the sum of both words' vectors.

use super::Rows;
use super::softmax::best;
use crate::ModelError;
use crate::kernels::Kernels;
use crate::linear::{self, Linear, Quantised};
use crate::model_file::ModelFile;
use rten_simd::SimdUnaryOp;
use rten_vecmath::Gelu;
use segun_syntax::Relation;
use std::ops::Range;

/// The relation head.
#[derive(Debug)]
pub(super) struct Relations {
    /// Columns of the joint layer that hold the vector of the dependent.
    dependent: Range<usize>,
    /// Columns that hold the vector of the head.
    head: Range<usize>,
    out: Linear,
    labels: Vec<Relation>,
    /// The relation of the root's dependent.
    root: Option<usize>,
}

/// Room used again by every window.
#[derive(Debug, Default)]
pub(super) struct Room {
    hidden: Vec<f32>,
    quantised: Quantised,
    linear: linear::Room,
}

impl Relations {
    /// Reads the head, whose vectors stand in the given columns.
    pub(super) fn load(
        file: &ModelFile<'_>,
        kernels: &Kernels,
        dependent: Range<usize>,
        head: Range<usize>,
    ) -> Result<Self, ModelError> {
        if dependent.len() != head.len() {
            return Err(ModelError::format("its relation head is inconsistent"));
        }
        let labels: Vec<Relation> = file.description.deprels.iter().map(|r| Relation::intern(r)).collect();
        let out = Linear::load(file, kernels, "head.rel_out", dependent.len(), labels.len())?;
        let root = file.description.deprels.iter().position(|r| r == "root");
        Ok(Self { dependent, head, out, labels, root })
    }

    /// The relation of every word of a window to its head in `heads` (0 is the root, `i` is word `i - 1`).
    pub(super) fn read(
        &self,
        kernels: &Kernels,
        rows: &Rows<'_>,
        heads: &[usize],
        room: &mut Room,
    ) -> Vec<Relation> {
        room.quantised.begin(self.dependent.len());
        for (i, &head) in heads.iter().enumerate() {
            room.hidden.clear();
            let dependent = &rows.row(i + 1)[self.dependent.clone()];
            let governor = &rows.row(head)[self.head.clone()];
            room.hidden.extend(dependent.iter().zip(governor).map(|(a, b)| a + b));
            Gelu {}.map_mut(&mut room.hidden);
            room.quantised.push(kernels, &room.hidden);
        }
        let mut relations = Vec::with_capacity(heads.len());
        self.out.for_each_row(kernels, &room.quantised, &mut room.linear, |i, scores| {
            // "root" belongs to the root's dependent alone.
            let label = match self.root {
                Some(root) if heads[i] == 0 => root,
                root => {
                    if let Some(root) = root {
                        scores[root] = f32::NEG_INFINITY;
                    }
                    best(scores)
                }
            };
            relations.push(self.labels[label]);
        });
        relations
    }
}
