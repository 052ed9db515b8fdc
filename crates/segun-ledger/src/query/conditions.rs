//! Conditions of a select statement, in the making.

use crate::store::Value;
use std::fmt::Write;

/// Conditions with their values, in the making.
#[derive(Clone, Default)]
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Conditions {
    pub(super) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        let _ = write!(self.sql, " and {condition}");
        self.values.extend(values);
    }

    /// Those of `other` too.
    pub(super) fn add(&mut self, other: Self) {
        self.sql.push_str(&other.sql);
        self.values.extend(other.values);
    }

    pub(super) fn and_some(&mut self, condition: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.and(condition, [value]);
        }
    }
}

/// `count` question marks.
pub(super) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
