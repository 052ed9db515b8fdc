//! Parquet files: a report a row.
//!
//! Row groups are read one after the other, a few rows at a time and only the columns that are known. A row
//! group that is broken is said, and the next one is read.

use crate::{Cause, Incoming, IntakeError, Options, table};
use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a Parquet file opens with.
pub(crate) const MAGIC: &[u8] = b"PAR1";

/// Rows unpacked at a time.
const ROWS: usize = 32;

/// The reports of a Parquet file.
pub(crate) struct Rows {
    file: File,
    name: String,
    options: Options,
    metadata: ArrowReaderMetadata,
    /// The known columns: their number in the file.
    roots: Vec<usize>,
    group: usize,
    /// Rows before the current group.
    before: u64,
    reader: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    row: usize,
    /// Rows of the current group in batches before the current one.
    passed: u64,
}

impl Rows {
    /// # Errors
    /// Where it is no Parquet file or has no column "text".
    pub(crate) fn open(file: File, name: String, options: Options) -> Result<Self, Cause> {
        // The Arrow schema that a writer may add is not needed: without it there are fewer types.
        let reading = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = guarded(|| ArrowReaderMetadata::load(&file, reading))?;
        let roots = table::columns(metadata.schema().fields())?;
        Ok(Self {
            file,
            name,
            options,
            metadata,
            roots,
            group: 0,
            before: 0,
            reader: None,
            batch: None,
            row: 0,
            passed: 0,
        })
    }

    /// Begins the current row group.
    fn begin(&self) -> Result<ParquetRecordBatchReader, Cause> {
        let file = self.file.try_clone()?;
        guarded(|| {
            let mask = ProjectionMask::roots(self.metadata.parquet_schema(), self.roots.iter().copied());
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
                .with_row_groups(vec![self.group])
                .with_projection(mask)
                .with_batch_size(ROWS)
                .build()
        })
    }

    fn next_group(&mut self) {
        let rows = self.metadata.metadata().row_group(self.group).num_rows();
        self.before += u64::try_from(rows).unwrap_or(0);
        self.group += 1;
        self.passed = 0;
        self.reader = None;
    }
}

impl Iterator for Rows {
    type Item = Result<Incoming, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = &self.batch {
                if self.row < batch.num_rows() {
                    let number = self.before + self.passed + self.row as u64 + 1;
                    let name = format!("{}#{number}", self.name);
                    let result = table::row(batch, self.row, &name, &self.options);
                    self.row += 1;
                    return Some(match result {
                        Ok(report) => Ok(Incoming { report, warnings: Vec::new() }),
                        Err(cause) => Err(IntakeError { name, cause }),
                    });
                }
                self.passed += batch.num_rows() as u64;
                self.batch = None;
                self.row = 0;
            }
            if self.group >= self.metadata.metadata().num_row_groups() {
                return None;
            }
            let next = match self.reader.take() {
                Some(mut reader) => {
                    let next = guarded(|| reader.next().transpose());
                    self.reader = Some(reader);
                    next
                }
                None => match self.begin() {
                    Ok(reader) => {
                        self.reader = Some(reader);
                        continue;
                    }
                    Err(cause) => Err(cause),
                },
            };
            match next {
                Ok(Some(batch)) => self.batch = Some(batch),
                Ok(None) => self.next_group(),
                Err(cause) => {
                    let name = format!("{}#{}", self.name, self.before + self.passed + 1);
                    self.next_group();
                    return Some(Err(IntakeError { name, cause }));
                }
            }
        }
    }
}

/// What the library makes of a hostile file must not end the program.
fn guarded<T, E: ToString>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Cause> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| Cause::Parquet(error.to_string())),
        Err(_) => Err(Cause::Parquet("it contradicts itself".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, Date32Array, Int64Array, StringArray, TimestampMillisecondArray};
    use parquet::arrow::ArrowWriter;
    use parquet::file::properties::WriterProperties;
    use std::io::Write;
    use std::sync::Arc;

    fn packed(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
        let batch =
            RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, c)| (n, c, true))).unwrap();
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(2))
            .set_compression(parquet::basic::Compression::SNAPPY)
            .set_dictionary_enabled(false)
            .build();
        let mut out = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        out
    }

    fn open(bytes: &[u8]) -> Result<Rows, Cause> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Rows::open(file, "a.parquet".into(), Options::default())
    }

    fn strings(values: &[Option<&str>]) -> ArrayRef {
        Arc::new(StringArray::from(values.to_vec()))
    }

    fn five() -> Vec<u8> {
        packed(vec![
            ("Text", strings(&[Some("Habló ayer."), Some("Calló."), None, Some("Volvió."), Some("Se fue.")])),
            ("id", Arc::new(Int64Array::from(vec![Some(1), Some(2), Some(3), None, Some(5)]))),
            ("language", strings(&[Some("es"); 5])),
            (
                "published",
                Arc::new(TimestampMillisecondArray::from(vec![
                    Some(1_770_114_600_000),
                    None,
                    None,
                    None,
                    Some(i64::MAX),
                ])),
            ),
            ("publisher", strings(&[Some("Sur"), None, None, None, None])),
            ("other", strings(&[None; 5])),
        ])
    }

    #[test]
    fn rows_are_reports() {
        let items: Vec<_> = open(&five()).unwrap().collect();
        assert_eq!(items.len(), 5);
        let first = &items[0].as_ref().unwrap().report;
        assert_eq!((first.id.as_str(), first.text.as_str()), ("1", "Habló ayer."));
        assert_eq!(first.published.unwrap().to_string(), "2026-02-03T10:30:00");
        assert_eq!(first.publisher.as_deref(), Some("Sur"));
        assert!(matches!(items[2].as_ref().unwrap_err().cause, Cause::NoText));
        assert_eq!(items[3].as_ref().unwrap().report.id, "a.parquet#4");
        assert_eq!(items[4].as_ref().unwrap_err().name, "a.parquet#5");
        assert!(matches!(items[4].as_ref().unwrap_err().cause, Cause::Published(_)));
    }

    #[test]
    fn dates_as_text_and_days() {
        let text = strings(&[Some("Habló."), Some("Calló.")]);
        let dates = strings(&[Some("2026-02-03T10:30:00Z"), Some("soon")]);
        let items: Vec<_> =
            open(&packed(vec![("text", text.clone()), ("published", dates)])).unwrap().collect();
        assert_eq!(items[0].as_ref().unwrap().report.published.unwrap().to_string(), "2026-02-03T10:30:00");
        assert!(matches!(items[1].as_ref().unwrap_err().cause, Cause::Published(_)));
        let days: ArrayRef = Arc::new(Date32Array::from(vec![Some(20_487), Some(i32::MAX)]));
        let items: Vec<_> = open(&packed(vec![("text", text), ("published", days)])).unwrap().collect();
        assert_eq!(items[0].as_ref().unwrap().report.published.unwrap().to_string(), "2026-02-03");
        assert!(items[1].is_err());
    }

    #[test]
    fn other_tables_are_refused_by_name() {
        let refused = |columns| open(&packed(columns)).err().unwrap().to_string();
        let found = refused(vec![("body", strings(&[None])), ("id", strings(&[None]))]);
        assert_eq!(found, "there is no column \"text\"; the columns are body, id");
        let found = refused(vec![("text", Arc::new(Int64Array::from(vec![1])))]);
        assert_eq!(found, "column \"text\" is of type Int64; text is read");
        assert!(open(b"PAR1 and nothing else PAR1").is_err());
    }

    #[test]
    fn a_broken_row_group_loses_its_rows_only() {
        let whole = five();
        // Over the text of the first row group.
        let at = whole.windows(5).position(|w| w == b"Habl\xc3").unwrap();
        let mut broken = whole.clone();
        broken[at - 12..at + 8].fill(0xFF);
        let items: Vec<_> = open(&broken).unwrap().collect();
        assert!(items.iter().any(Result::is_err));
        assert!(items.iter().flatten().any(|item| item.report.text == "Volvió."));
    }

    #[test]
    fn any_harm_is_survived() {
        let whole = five();
        for at in (0..whole.len()).step_by(7) {
            let mut broken = whole.clone();
            broken[at] ^= 0x3C;
            if let Ok(rows) = open(&broken) {
                assert!(rows.take(100).count() <= 100);
            }
            if let Ok(rows) = open(&whole[..at]) {
                rows.take(100).for_each(drop);
            }
        }
    }
}
