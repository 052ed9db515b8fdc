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

/// The day of claims that have none, as Hive writes it.
const NO_DAY: &str = "__HIVE_DEFAULT_PARTITION__";

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    folder: Folder,
) -> Result<Exported> {
    let mut days = Days { folder, open: None, rows: Columns::default(), held: 0 };
    walk.run(
        |_, report| Ok(report),
        ClaimRecord::of,
        |records: Vec<ClaimRecord>| records.iter().try_for_each(|record| days.push(record)),
    )?;
    days.close()?;
    days.folder.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}

/// Text is compressed. Whole numbers are written as differences, which makes them as small: a compressor for each
/// column would cost more than the rows of a small day.
fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP));
    for field in schema().fields().iter().filter(|field| *field.data_type() == DataType::Int64) {
        let column = || ColumnPath::from(field.name().as_str());
        properties = properties
            .set_column_dictionary_enabled(column(), false)
            .set_column_encoding(column(), Encoding::DELTA_BINARY_PACKED)
            .set_column_compression(column(), Compression::UNCOMPRESSED);
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
            let file = self.folder.file(&format!("day={day}/part-0.parquet"))?;
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
