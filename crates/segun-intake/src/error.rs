//! What could not be read, and why.

/// What could not be read, and why.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {cause}")]
pub struct IntakeError {
    /// The input: a path, `path#line`, or `-`.
    pub name: String,
    /// Why.
    pub cause: Cause,
}

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The system says no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A line that is no JSON.
    #[error("not a JSON object: {0}")]
    Json(#[from] serde_json::Error),
    /// An object without the key that matters.
    #[error("the object has no \"text\" (a string); every line needs one")]
    NoText,
    /// A value that is not of its key's form.
    #[error("\"published\" is '{0}', which is no date such as 2026-03-02 or 2026-03-02T18:30")]
    Published(String),
    /// A line or page above the limit.
    #[error("longer than {} MiB; split it or leave it out", .0 >> 20)]
    TooLong(usize),
    /// A page nested deeper than any real one.
    #[error("its tags are nested more than {0} deep; this is no news page")]
    TooDeep(usize),
    /// A page in which no text was found.
    #[error("no main text found in the page")]
    NoMainText,
    /// The extraction failed in a way that it should not.
    #[error("the page could not be taken apart")]
    Broken,
    /// A file of a kind that is not read.
    #[error("not a .txt, .html, .jsonl or .json file (or one of them as .gz)")]
    UnknownFormat,
}
