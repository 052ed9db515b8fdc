//! What a cluster does for origins, on each of its machines: three steps over batches, with a shuffle between them.
//!
//! 1. [`fingerprints`]: of each report what recognises it elsewhere, and its keys.
//! 2. [`Links`]: the reports of one key after the other, in their order: which are alike.
//! 3. [`Origins`]: the reports that links hold together, in their order: to which origins they belong.
//!
//! Reports have numbers that say their order. Rows of one key, or of one such group, follow one another; a batch may
//! end amid them.

use crate::errors::Failure;
use crate::reading::known;
use crate::unpoisoned::unpoisoned;
use arrow_array::builder::{
    BinaryBuilder, BooleanBuilder, Float32Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BinaryArray, Int64Array, ListArray, RecordBatch, StringArray};
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatch;
use segun::intake::table;
use segun_language::Language;
use segun_origins::{Credits, Fingerprint, Grouping, KeyGroup, Reason, keys};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

static CREDITS: LazyLock<Credits> = LazyLock::new(Credits::default);

/// The fingerprint of each report of a batch: columns `number`, `id`, `fingerprint`, `wire` and `keys`. Rows that a ledger would
/// not take, because they have no text or no language that is served, have none.
#[pyfunction]
pub(crate) fn fingerprints(py: Python<'_>, batch: PyRecordBatch) -> PyResult<Bound<'_, PyAny>> {
    let batch = batch.into_inner();
    answer(py, || {
        let numbers = numbers(&batch, "number")?;
        table::columns(batch.schema_ref().fields()).map_err(|cause| Failure::Read(cause.to_string()))?;
        let options = known(None, None)?;
        let (mut number, mut ids) = (Int64Builder::new(), StringBuilder::new());
        let mut bytes = BinaryBuilder::new();
        let (mut wires, mut all_keys) = (StringBuilder::new(), ListBuilder::new(Int64Builder::new()));
        for row in 0..batch.num_rows() {
            let Ok(report) = table::row(&batch, row, "-", &options) else { continue };
            if report.language.as_deref().and_then(Language::by_code).is_none() {
                continue;
            }
            let print = Fingerprint::of(&report.text);
            let wire = CREDITS.wire(&report.text, report.publisher.as_deref(), report.language.as_deref());
            number.append_value(numbers.value(row));
            ids.append_value(&report.id);
            bytes.append_value(print.to_bytes());
            wires.append_option(wire.map(|credit| credit.source));
            keys(&print).iter().for_each(|key| all_keys.values().append_value(key.cast_signed()));
            all_keys.append(true);
        }
        made(vec![
            ("number", Arc::new(number.finish())),
            ("id", Arc::new(ids.finish())),
            ("fingerprint", Arc::new(bytes.finish())),
            ("wire", Arc::new(wires.finish())),
            ("keys", Arc::new(all_keys.finish())),
        ])
    })
}

/// Links between reports that share a key.
#[pyclass(frozen, module = "segun._native")]
#[derive(Default)]
pub(crate) struct Links(Mutex<OneKey>);

/// The key at hand.
#[derive(Default)]
struct OneKey {
    key: Option<i64>,
    group: KeyGroup,
    numbers: Vec<i64>,
}

#[pymethods]
impl Links {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Takes rows `key`, `number`, `fingerprint` and `wire`, sorted by the first two; gives the pairs of reports that
    /// are alike, `earlier` and `later`.
    fn add<'py>(&self, py: Python<'py>, batch: PyRecordBatch) -> PyResult<Bound<'py, PyAny>> {
        let batch = batch.into_inner();
        answer(py, || {
            let (of, numbers) = (numbers(&batch, "key")?, numbers(&batch, "number")?);
            let reports = Reports::of(&batch)?;
            let mut one = unpoisoned(&self.0);
            let (mut earlier, mut later) = (Int64Builder::new(), Int64Builder::new());
            for row in 0..batch.num_rows() {
                if one.key != Some(of.value(row)) {
                    *one = OneKey { key: Some(of.value(row)), ..OneKey::default() };
                }
                let number = numbers.value(row);
                for alike in one.group.add(reports.fingerprint(row)?, reports.wire(row)) {
                    earlier.append_value(one.numbers[alike as usize]);
                    later.append_value(number);
                }
                one.numbers.push(number);
            }
            made(vec![("earlier", Arc::new(earlier.finish())), ("later", Arc::new(later.finish()))])
        })
    }
}

/// Origins of reports that links hold together.
#[pyclass(frozen, module = "segun._native")]
#[derive(Default)]
pub(crate) struct Origins(Mutex<OneGroup>);

/// The group at hand.
#[derive(Default)]
struct OneGroup {
    group: Option<i64>,
    grouping: Grouping,
    /// The number of each report, and what it is most like, with how much.
    reports: Vec<(i64, Option<(u64, f32)>)>,
    places: BTreeMap<i64, u64>,
}

#[pymethods]
impl Origins {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Takes rows `component`, `number`, `fingerprint`, `wire` and `earlier` (the numbers of the earlier reports that it
    /// is linked to), sorted by the first two; gives the origins of the groups that are whole by now.
    fn add<'py>(&self, py: Python<'py>, batch: PyRecordBatch) -> PyResult<Bound<'py, PyAny>> {
        let batch = batch.into_inner();
        answer(py, || {
            let (of, numbers) = (numbers(&batch, "component")?, numbers(&batch, "number")?);
            let reports = Reports::of(&batch)?;
            let earlier: &ListArray =
                column(&batch, "earlier")?.as_list_opt().ok_or_else(|| other("earlier"))?;
            let mut one = unpoisoned(&self.0);
            let mut out = Rows::default();
            for row in 0..batch.num_rows() {
                if one.group != Some(of.value(row)) {
                    out.group(&one);
                    *one = OneGroup { group: Some(of.value(row)), ..OneGroup::default() };
                }
                let linked = earlier.is_valid(row).then(|| earlier.value(row));
                let linked = linked.as_ref().and_then(|list| list.as_primitive_opt::<Int64Type>());
                let linked = linked.map(Int64Array::values).map_or(&[][..], |values| values);
                one.add(numbers.value(row), reports.fingerprint(row)?, reports.wire(row), linked);
            }
            out.finish()
        })
    }

    /// The origins of the last group.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        answer(py, || {
            let mut out = Rows::default();
            out.group(&std::mem::take(&mut *unpoisoned(&self.0)));
            out.finish()
        })
    }
}

impl OneGroup {
    fn add(&mut self, number: i64, print: Fingerprint, wire: Option<&str>, linked: &[i64]) {
        let mut known: Vec<u64> = linked.iter().filter_map(|of| self.places.get(of).copied()).collect();
        known.sort_unstable();
        known.dedup();
        let decision = self.grouping.join(&number.to_string(), print, wire, &known);
        let like = match decision.reason {
            Reason::Text { report, likeness, .. } => Some((report, likeness.score)),
            _ => None,
        };
        self.places.insert(number, self.reports.len() as u64);
        self.reports.push((number, like));
    }
}

/// Memberships in the making.
#[derive(Default)]
struct Rows {
    number: Int64Builder,
    first: Int64Builder,
    nth: Int32Builder,
    main: BooleanBuilder,
    region: Int64Builder,
    like: Int64Builder,
    score: Float32Builder,
}

impl Rows {
    /// The memberships of a group. An origin is named by its first report; of several with the same one, by which of
    /// them it is.
    fn group(&mut self, of: &OneGroup) {
        let number = |place: u64| of.reports.get(place as usize).map(|report| report.0);
        let mut names: BTreeMap<u64, (i64, i32)> = BTreeMap::new();
        let mut begun: BTreeMap<i64, i32> = BTreeMap::new();
        let memberships = |number: i64| of.grouping.origins(&number.to_string());
        let mut origins: Vec<u64> =
            of.reports.iter().flat_map(|(number, _)| memberships(*number)).map(|m| m.origin).collect();
        origins.sort_unstable();
        origins.dedup();
        for origin in origins {
            let Some(first) = of.grouping.first(origin).and_then(number) else { continue };
            let nth = begun.entry(first).or_insert(0);
            names.insert(origin, (first, *nth));
            *nth += 1;
        }
        for (report, like) in &of.reports {
            for (n, membership) in memberships(*report).iter().enumerate() {
                let Some((first, nth)) = names.get(&membership.origin) else { continue };
                let like = like.filter(|_| n == 0);
                self.number.append_value(*report);
                self.first.append_value(*first);
                self.nth.append_value(*nth);
                self.main.append_value(n == 0);
                self.region.append_value(membership.region.0.cast_signed());
                self.like.append_option(like.and_then(|(place, _)| number(place)));
                self.score.append_option(like.map(|(_, score)| score));
            }
        }
    }

    fn finish(&mut self) -> Result<RecordBatch, Failure> {
        made(vec![
            ("number", Arc::new(self.number.finish())),
            ("first", Arc::new(self.first.finish())),
            ("nth", Arc::new(self.nth.finish())),
            ("main", Arc::new(self.main.finish())),
            ("region", Arc::new(self.region.finish())),
            ("like", Arc::new(self.like.finish())),
            ("score", Arc::new(self.score.finish())),
        ])
    }
}

/// What is known of the reports of a batch.
struct Reports<'a> {
    fingerprints: &'a BinaryArray,
    wires: &'a StringArray,
}

impl<'a> Reports<'a> {
    fn of(batch: &'a RecordBatch) -> Result<Self, Failure> {
        let fingerprints =
            column(batch, "fingerprint")?.as_binary_opt().ok_or_else(|| other("fingerprint"))?;
        let wires = column(batch, "wire")?.as_string_opt().ok_or_else(|| other("wire"))?;
        Ok(Self { fingerprints, wires })
    }

    fn fingerprint(&self, row: usize) -> Result<Fingerprint, Failure> {
        Fingerprint::from_bytes(self.fingerprints.value(row))
            .map_err(|error| Failure::Read(error.to_string()))
    }

    fn wire(&self, row: usize) -> Option<&'a str> {
        self.wires.is_valid(row).then(|| self.wires.value(row))
    }
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef, Failure> {
    batch.column_by_name(name).ok_or_else(|| Failure::Read(format!("there is no column \"{name}\"")))
}

fn numbers<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a Int64Array, Failure> {
    column(batch, name)?.as_primitive_opt::<Int64Type>().ok_or_else(|| other(name))
}

fn other(name: &str) -> Failure {
    Failure::Read(format!("column \"{name}\" is of another type"))
}

fn made(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, Failure> {
    Ok(RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, of)| (name, of, true)))?)
}

/// A batch made without Python's lock, as pyarrow's.
fn answer(
    py: Python<'_>,
    make: impl FnOnce() -> Result<RecordBatch, Failure> + Send,
) -> PyResult<Bound<'_, PyAny>> {
    PyRecordBatch::new(py.detach(make)?).into_pyarrow(py)
}
