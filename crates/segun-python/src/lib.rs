//! What is native in the Python package `segun`: this crate is its module `segun._native`.
//!
//! Python holds the interface that people see (`python/src/segun`: types, docstrings, defaults); here is what must be
//! fast, each function a thin way to the Rust library: [`reading`] reads one report, [`many`] a table of them from a
//! [`source`], [`ledger`] fills a ledger and asks it;
//! [`origins`] has the kernels of a cluster. Nothing here holds Python's lock (the GIL) while it reads or asks; while it
//! works, it looks again and again whether Ctrl-C was pressed ([`interrupt`]).
//!
//! Errors are made in [`errors`]; their classes are Python's (`segun.errors`), their messages the Rust library's.

mod errors;
mod interrupt;
mod ledger;
mod many;
mod origins;
mod reading;
mod rows;
mod source;
mod unpoisoned;

use pyo3::prelude::*;

/// The module.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::ledger::Ledger;
    #[pymodule_export]
    use super::many::{Readings, read_many, schema};
    #[pymodule_export]
    use super::origins::{Links, Origins, fingerprints};
    #[pymodule_export]
    use super::reading::{html, languages, model_version, read, version};
    #[pymodule_export]
    use super::rows::Rows;
}
