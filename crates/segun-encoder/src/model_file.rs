//! The model file: one `safetensors` file with a JSON description in its metadata.
//!
//! Linear layer `NAME` is `NAME.weight` (int8, `[outputs, inputs]`, row-major), `NAME.scale`
//! (one float an output) and `NAME.bias`. See `training/export.py`, which writes it.

use crate::ModelError;
use crate::attention::LANES;
use crate::{attributor, participants};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

/// The format that is read.
const FORMAT: u32 = 2;

/// The first thing that is read of a description.
#[derive(serde::Deserialize)]
struct Format {
    format: u32,
}

/// The description under the metadata key `segun`.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Description {
    pub(crate) version: String,
    pub(crate) languages: Vec<String>,
    pub(crate) layers: usize,
    /// How many of them see pieces; the others see words.
    pub(crate) piece_layers: usize,
    pub(crate) hidden: usize,
    pub(crate) attention_heads: usize,
    /// Inner width of each layer.
    pub(crate) feed_forward: Vec<usize>,
    pub(crate) norm_epsilon: f32,
    pub(crate) max_positions: usize,
    pub(crate) upos: Vec<String>,
    pub(crate) features: Vec<(String, Vec<String>)>,
    pub(crate) deprels: Vec<String>,
    pub(crate) lemma_scripts: Vec<String>,
    pub(crate) entity_tags: Vec<String>,
    pub(crate) cue_tags: Vec<String>,
    pub(crate) role_tags: Vec<String>,
    pub(crate) stances: Vec<String>,
    pub(crate) source_kinds: Vec<String>,
    pub(crate) event_tags: Vec<String>,
    pub(crate) event_types: Vec<String>,
    pub(crate) argument_tags: Vec<String>,
    pub(crate) certainty: Vec<String>,
    pub(crate) polarity: Vec<String>,
    pub(crate) when: Vec<String>,
    pub(crate) distance_buckets: Vec<i32>,
    /// Models before 2026.11.4 have no network of participants, and the encoder's argument head does its work; those of
    /// 2026.11.4 and 2026.11.5 are built otherwise, and are refused.
    #[serde(default)]
    pub(crate) participants: Option<participants::Design>,
    /// Models before 2026.11.5 have no network of attributions: the role head does its work, less well.
    #[serde(default)]
    pub(crate) attributor: Option<attributor::Design>,
}

/// An opened model file.
pub(crate) struct ModelFile<'a> {
    tensors: SafeTensors<'a>,
    pub(crate) description: Description,
}

/// The weights of a linear layer as they stand in the file.
pub(crate) struct LinearWeights {
    pub(crate) inputs: usize,
    /// `[outputs, inputs]`, row-major.
    pub(crate) weight: Vec<i8>,
    pub(crate) scale: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

impl<'a> ModelFile<'a> {
    /// Opens the bytes of a model file.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let bad = |error: safetensors::SafeTensorError| ModelError::format(error.to_string());
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(bad)?;
        let text = metadata
            .metadata()
            .as_ref()
            .and_then(|m| m.get("segun"))
            .ok_or_else(|| ModelError::format("no description in its metadata"))?;
        let bad_description = |error: serde_json::Error| ModelError::format(error.to_string());
        let Format { format } = serde_json::from_str(text).map_err(bad_description)?;
        if format != FORMAT {
            return Err(ModelError::format(format!(
                "it has format {format}; this program reads format {FORMAT}"
            )));
        }
        let description: Description = serde_json::from_str(text).map_err(bad_description)?;
        let sane = (1..=48).contains(&description.layers)
            && (32..=4096).contains(&description.hidden)
            && description.hidden.is_multiple_of(32)
            && description.attention_heads > 0
            && description.hidden.is_multiple_of(description.attention_heads * LANES)
            && description.piece_layers <= description.layers
            && description.feed_forward.len() == description.layers
            && description.feed_forward.iter().all(|width| (1..=16384).contains(width))
            && (16..=8192).contains(&description.max_positions);
        if !sane {
            return Err(ModelError::format("sizes out of range"));
        }
        let tensors = SafeTensors::deserialize(bytes).map_err(bad)?;
        Ok(Self { tensors, description })
    }

    fn view(&self, name: &str, dtype: Dtype) -> Result<TensorView<'a>, ModelError> {
        let view =
            self.tensors.tensor(name).map_err(|_| ModelError::format(format!("tensor {name} is missing")))?;
        if view.dtype() != dtype {
            return Err(ModelError::format(format!("tensor {name} has another type")));
        }
        Ok(view)
    }

    /// A float tensor of exactly `len` values.
    pub(crate) fn floats(&self, name: &str, len: usize) -> Result<Vec<f32>, ModelError> {
        let values: Vec<f32> = words(self.view(name, Dtype::F32)?.data(), f32::from_le_bytes);
        sized(name, values, len)
    }

    /// A half-precision tensor of exactly `len` values.
    pub(crate) fn halves(&self, name: &str, len: usize) -> Result<Vec<f32>, ModelError> {
        let data = self.view(name, Dtype::F16)?.data();
        let values = data.chunks_exact(2).map(|b| half::f16::from_le_bytes([b[0], b[1]]).to_f32()).collect();
        sized(name, values, len)
    }

    /// A float tensor of any size.
    pub(crate) fn all_floats(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        Ok(words(self.view(name, Dtype::F32)?.data(), f32::from_le_bytes))
    }

    /// An unsigned 32-bit tensor.
    pub(crate) fn integers(&self, name: &str) -> Result<Vec<u32>, ModelError> {
        Ok(words(self.view(name, Dtype::U32)?.data(), u32::from_le_bytes))
    }

    /// A byte tensor.
    pub(crate) fn bytes(&self, name: &str) -> Result<&'a [u8], ModelError> {
        Ok(self.view(name, Dtype::U8)?.data())
    }

    /// The weights of linear layer `name`, which must have `inputs` inputs.
    pub(crate) fn linear(&self, name: &str, inputs: usize) -> Result<LinearWeights, ModelError> {
        let tensor = format!("{name}.weight");
        let view = self.view(&tensor, Dtype::I8)?;
        let outputs = match view.shape() {
            [outputs, i] if *i == inputs && *outputs > 0 => *outputs,
            _ => return Err(ModelError::format(format!("tensor {tensor} has another shape"))),
        };
        Ok(LinearWeights {
            inputs,
            weight: view.data().iter().map(|&b| b as i8).collect(),
            scale: self.floats(&format!("{name}.scale"), outputs)?,
            bias: self.floats(&format!("{name}.bias"), outputs)?,
        })
    }
}

fn words<T>(data: &[u8], read: fn([u8; 4]) -> T) -> Vec<T> {
    data.chunks_exact(4).map(|b| read([b[0], b[1], b[2], b[3]])).collect()
}

fn sized(name: &str, values: Vec<f32>, len: usize) -> Result<Vec<f32>, ModelError> {
    if values.len() == len {
        Ok(values)
    } else {
        Err(ModelError::format(format!("tensor {name} has another size")))
    }
}
