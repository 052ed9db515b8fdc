//! What the small networks behind the encoder are built of, in floats.

use crate::ModelError;
use crate::model_file::ModelFile;

pub(crate) fn softmax(values: &mut [f32]) {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for value in values.iter_mut() {
        *value = (*value - most).exp();
        total += *value;
    }
    values.iter_mut().for_each(|v| *v /= total);
}

pub(crate) fn add(to: &mut [f32], what: &[f32]) {
    to.iter_mut().zip(what).for_each(|(a, b)| *a += b);
}

/// A linear layer in floats.
#[derive(Debug)]
pub(crate) struct Dense {
    /// `[inputs, outputs]`: the product is a sum of rows.
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

impl Dense {
    /// Reads `NAME.weight` (`[outputs, inputs]`) and `NAME.bias`.
    pub(crate) fn load(
        file: &ModelFile<'_>,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, ModelError> {
        let given = file.floats(&format!("{name}.weight"), inputs * outputs)?;
        let weight = (0..inputs * outputs).map(|i| given[i % outputs * inputs + i / outputs]).collect();
        Ok(Self { weight, bias: file.floats(&format!("{name}.bias"), outputs)? })
    }

    pub(crate) fn apply(&self, row: &[f32]) -> Vec<f32> {
        let mut out = self.bias.clone();
        for (value, weights) in row.iter().zip(self.weight.chunks_exact(out.len())) {
            out.iter_mut().zip(weights).for_each(|(o, w)| *o += value * w);
        }
        out
    }
}

/// A vector for each value of each of several facts.
#[derive(Debug)]
pub(crate) struct Table {
    /// Where each fact's vectors begin, in vectors; then where the last one's end.
    pub(crate) starts: Vec<usize>,
    pub(crate) width: usize,
    pub(crate) vectors: Vec<f32>,
}

impl Table {
    pub(crate) fn load(
        file: &ModelFile<'_>,
        name: &str,
        counts: &[usize],
        width: usize,
    ) -> Result<Self, ModelError> {
        let mut starts = vec![0];
        for count in counts.iter().filter(|count| (1..=256).contains(*count)) {
            starts.push(starts[starts.len() - 1] + count);
        }
        if starts.len() != counts.len() + 1 {
            return Err(ModelError::format("a network has facts without values"));
        }
        let vectors = file.floats(name, starts[counts.len()] * width)?;
        Ok(Self { starts, width, vectors })
    }

    /// Adds the vectors of `facts` to `row`; a value beyond those known counts as the last one.
    pub(crate) fn add(&self, facts: &[u8], row: &mut [f32]) {
        for (bounds, &fact) in self.starts.windows(2).zip(facts) {
            let at = (bounds[0] + usize::from(fact)).min(bounds[1] - 1);
            add(row, &self.vectors[at * self.width..][..self.width]);
        }
    }
}

/// Layer normalisation.
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

impl Norm {
    pub(crate) fn load(file: &ModelFile<'_>, name: &str, width: usize) -> Result<Self, ModelError> {
        Ok(Self {
            weight: file.floats(&format!("{name}.weight"), width)?,
            bias: file.floats(&format!("{name}.bias"), width)?,
        })
    }

    pub(crate) fn apply(&self, row: &mut [f32]) {
        /// PyTorch's.
        const EPSILON: f32 = 1e-5;
        let n = row.len() as f32;
        let mean = row.iter().sum::<f32>() / n;
        let variance = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
        let scale = (variance + EPSILON).sqrt().recip();
        for ((value, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
            *value = (*value - mean) * scale * weight + bias;
        }
    }
}
