//! Parquet: a row a claim, a folder a day of publication.
//!
//! `day=2026-03-02/part-0.parquet` is what DuckDB, Spark, Polars and pandas read as a column `day`; claims without a day
//! of publication stand in `day=__HIVE_DEFAULT_PARTITION__`. The walk goes day by day, so that only one file is open.

use crate::claims::{ClaimRecord, Columns, schema};
use crate::pipeline::Walk;
use crate::target::Folder;
use crate::{Exported, Result};
use arrow_schema::DataType;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;

/// Rows of a batch.
const BATCH: usize = 4_096;

/// Rows of a row group: what is held in memory before it is written.
const GROUP: usize = 65_536;

/// The one file of a day.
pub(crate) const PART: &str = "part-0.parquet";

/// The day of claims that have none, as Hive writes it.
const NO_DAY: &str = "__HIVE_DEFAULT_PARTITION__";

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    folder: Folder,
) -> Result<Exported> {
    let mut days = Days { folder, open: None, rows: Columns::default(), held: 0 };
    walk.run(Ok, ClaimRecord::of, |records: Vec<ClaimRecord>| {
        records.iter().try_for_each(|record| days.push(record))
    })?;
    days.close()?;
    days.folder.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}

/// Columns of text that differs from row to row. All other columns are dictionaries or differences of numbers, which are
/// small as they are: a compressor for each of them would cost more than the rows of a day.
const COMPRESSED: &[&str] = &[
    "actors",
    "recipients",
    "places",
    "holder",
    "trigger",
    "sentence",
    "url",
    "report_key",
    "title",
    "actor_keys",
    "recipient_keys",
    "place_keys",
];

fn properties() -> WriterProperties {
    let schema = schema();
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_max_row_group_row_count(Some(GROUP));
    for field in schema.fields() {
        let name = field.name().as_str();
        properties = match field.data_type() {
            DataType::Int64 => properties
                .set_column_dictionary_enabled(name.into(), false)
                .set_column_encoding(name.into(), Encoding::DELTA_BINARY_PACKED),
            of if COMPRESSED.contains(&name) => {
                let mut column = vec![name.to_owned()];
                if matches!(of, DataType::List(_)) {
                    column.extend(["list", "item"].map(str::to_owned));
                }
                let column = ColumnPath::new(column);
                properties.set_column_compression(column, Compression::ZSTD(ZstdLevel::default()))
            }
            _ => properties,
        };
    }
    properties.build()
}

/// Days that are being written, one after the other.
struct Days {
    folder: Folder,
    open: Option<(String, ArrowWriter<BufWriter<File>>)>,
    rows: Columns,
    held: usize,
}

impl Days {
    fn push(&mut self, record: &ClaimRecord) -> Result<()> {
        let day = record.claim.published.as_deref().unwrap_or(NO_DAY);
        if self.open.as_ref().is_none_or(|(open, _)| open != day) {
            self.close()?;
            let file = self.folder.file(&format!("day={day}/{PART}"))?;
            let writer = ArrowWriter::try_new(file, schema(), Some(properties()))?;
            self.open = Some((day.to_owned(), writer));
        }
        self.rows.push(record);
        self.held += 1;
        if self.held == BATCH { self.write() } else { Ok(()) }
    }

    /// Writes the rows at hand to the open day.
    fn write(&mut self) -> Result<()> {
        if let Some((_, writer)) = self.open.as_mut().filter(|_| self.held > 0) {
            writer.write(&self.rows.batch()?)?;
            self.held = 0;
        }
        Ok(())
    }

    /// Ends the open day.
    fn close(&mut self) -> Result<()> {
        self.write()?;
        if let Some((_, writer)) = self.open.take() {
            writer.close()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn text_is_compressed_and_the_rest_is_small() {
        let home = tempfile::tempdir().unwrap();
        let target = crate::Target::Path { path: home.path().join("claims"), force: false };
        let mut days =
            Days { folder: target.folder().unwrap(), open: None, rows: Columns::default(), held: 0 };
        for id in 0..3 {
            let mut record = ClaimRecord::default();
            record.claim.id = id;
            record.claim.published = (id > 0).then(|| format!("2024-05-0{id}"));
            days.push(&record).unwrap();
        }
        days.close().unwrap();
        days.folder.finish().unwrap();
        for day in [NO_DAY, "2024-05-01", "2024-05-02"] {
            let path = home.path().join(format!("claims/day={day}/{PART}"));
            let file = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
            let group = file.metadata().row_group(0);
            assert_eq!(group.num_rows(), 1);
            let compressed: Vec<&str> = group
                .columns()
                .iter()
                .filter(|column| column.compression() != Compression::UNCOMPRESSED)
                .map(|column| column.column_path().parts()[0].as_str())
                .collect();
            assert_eq!(compressed.len(), COMPRESSED.len());
            assert!(compressed.iter().all(|name| COMPRESSED.contains(name)), "{compressed:?}");
        }
    }
}
