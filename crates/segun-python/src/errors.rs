//! Errors as Python's exceptions: classes of `segun.errors`, messages of the library.

use arrow_schema::ArrowError;
use pyo3::exceptions::{PyOSError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::PyType;
use segun::ledger::LedgerError;
use std::error::Error;
use std::fmt;
use std::io;

/// Why something could not be done, on its way to Python.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An exception of Python's own, such as that Ctrl-C was pressed.
    Python(PyErr),
    /// A report that cannot be read, or a word that is wrong.
    Read(String),
    /// Something with the ledger.
    Ledger(LedgerError),
    /// A fault of the system.
    Io(io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Python(error) => error.fmt(f),
            Self::Read(why) => f.write_str(why),
            Self::Ledger(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl Error for Failure {}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// An exception may come out of a stream of Arrow's, whose errors are its own.
impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        match error {
            ArrowError::ExternalError(inner) => match inner.downcast::<PyErr>() {
                Ok(error) => Self::Python(*error),
                Err(other) => match other.downcast::<Self>() {
                    Ok(failure) => *failure,
                    Err(other) => Self::Read(other.to_string()),
                },
            },
            other => Self::Read(other.to_string()),
        }
    }
}

impl From<Failure> for ArrowError {
    fn from(failure: Failure) -> Self {
        Self::ExternalError(Box::new(failure))
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        let message = failure.to_string();
        match failure {
            Failure::Python(error) => error,
            Failure::Io(error) => PyOSError::new_err(error.to_string()),
            Failure::Read(_) => exception("ReadError", message),
            Failure::Ledger(error) => exception(class(&error), message),
        }
    }
}

/// The class of `segun.errors` for an error of the ledger.
fn class(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::Missing(_) => "LedgerMissingError",
        LedgerError::Locked => "LedgerLockedError",
        LedgerError::Unknown(_) => "UnknownError",
        LedgerError::Query(_) => "QuestionError",
        LedgerError::Damaged(_) | LedgerError::Reading { .. } | LedgerError::NotALedger(_) => {
            "LedgerDamagedError"
        }
        _ => "LedgerError",
    }
}

fn exception(class: &str, message: String) -> PyErr {
    Python::attach(|py| {
        let found = py
            .import("segun.errors")
            .and_then(|module| module.getattr(class))
            .and_then(|class| Ok(class.cast_into::<PyType>()?));
        match found {
            Ok(class) => PyErr::from_type(class, message),
            // The native module without its package around it.
            Err(_) => PyRuntimeError::new_err(message),
        }
    })
}
