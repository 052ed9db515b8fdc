//! Why a model file could not be used.

/// Why a model file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is not a model of a known format, or it is truncated.
    #[error("not a model file: {0}")]
    Format(String),
}

impl ModelError {
    /// A format error in the given words.
    pub(crate) fn format(message: impl Into<String>) -> Self {
        Self::Format(message.into())
    }
}
