//! Parquet: a row a claim, a folder a day of publication.
//!
//! `day=2026-03-02/part-0.parquet` is what DuckDB, Spark, Polars and pandas read as a column `day`; claims without a day
//! of publication stand in `day=__HIVE_DEFAULT_PARTITION__`. The walk goes day by day, so that only one file is open. The
//! reports of a day become one row group, or several where they have many claims; each is made by one core.

use crate::claims::{Columns, each_record, schema};
use crate::pipeline::Walk;
use crate::target::Folder;
use crate::{Exported, Result};
use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, TypePtr};
use segun_claims::Day;
use segun_ledger::query::BulkReport;
use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Rows of a batch.
const BATCH: usize = 4_096;

/// Rows of a row group, about: a report is never divided. So many are held in memory, several times.
const GROUP: usize = 16_384;

/// The one file of a day.
pub(crate) const PART: &str = "part-0.parquet";

/// The day of claims that have none, as Hive writes it.
const NO_DAY: &str = "__HIVE_DEFAULT_PARTITION__";

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    folder: Folder,
) -> Result<Exported> {
    let table = Table::new()?;
    let mut gathered = Gathered::default();
    let mut days = Days { table: &table, folder, open: None };
    walk.run(|report| Ok(gathered.add(report)), |group| table.group(&group), |group| days.add(group))?;
    days.close()?;
    days.folder.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}

/// Reports that become one row group.
#[derive(Default)]
struct Gathered {
    reports: Vec<BulkReport>,
    claims: usize,
}

impl Gathered {
    /// Adds a report, or `None` at the end; those before it where they are a row group.
    fn add(&mut self, report: Option<BulkReport>) -> Option<Vec<BulkReport>> {
        let next = report.as_ref().map(|report| (report.day, report.claim_count()));
        let whole = self.reports.last().is_some_and(|last| {
            next.is_none_or(|(day, claims)| day != last.day || self.claims + claims > GROUP)
        });
        let group = whole.then(|| {
            self.claims = 0;
            std::mem::take(&mut self.reports)
        });
        self.claims += next.map_or(0, |(_, claims)| claims);
        self.reports.extend(report);
        group
    }
}

/// A row group that is to be written.
struct Group {
    day: Option<Day>,
    columns: Vec<ArrowColumnChunk>,
}

/// What all files have in common.
struct Table {
    schema: SchemaRef,
    root: TypePtr,
    properties: WriterPropertiesPtr,
    columns: ArrowRowGroupWriterFactory,
}

impl Table {
    fn new() -> Result<Self> {
        let schema = schema();
        let writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties()))?;
        let (file, columns) = writer.into_serialized_writer()?;
        Ok(Self {
            schema,
            root: file.schema_descr().root_schema_ptr(),
            properties: Arc::clone(file.properties()),
            columns,
        })
    }

    /// The row group of the claims of `reports`, which are of one day.
    fn group(&self, reports: &[BulkReport]) -> Result<Group> {
        let mut writers = self.columns.create_column_writers(0)?;
        let (mut rows, mut held) = (Columns::default(), 0);
        for report in reports {
            each_record(report, |record| {
                rows.push(record);
                held += 1;
                if held < BATCH {
                    return Ok(());
                }
                held = 0;
                self.write(&mut rows, &mut writers)
            })?;
        }
        if held > 0 {
            self.write(&mut rows, &mut writers)?;
        }
        let columns = writers.into_iter().map(|writer| Ok(writer.close()?)).collect::<Result<_>>()?;
        Ok(Group { day: reports.first().and_then(|report| report.day), columns })
    }

    /// Writes the rows at hand to their columns.
    fn write(&self, rows: &mut Columns, writers: &mut [ArrowColumnWriter]) -> Result<()> {
        let batch = rows.batch(&self.schema)?;
        let mut writers = writers.iter_mut();
        for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
            for (leaf, writer) in compute_leaves(field, column)?.iter().zip(&mut writers) {
                writer.write(leaf)?;
            }
        }
        Ok(())
    }
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
struct Days<'a> {
    table: &'a Table,
    folder: Folder,
    open: Option<(Option<Day>, SerializedFileWriter<BufWriter<File>>)>,
}

impl Days<'_> {
    /// Adds a row group to the file of its day.
    fn add(&mut self, Group { day, columns }: Group) -> Result<()> {
        let mut file = match self.open.take() {
            Some((open, file)) if open == day => file,
            before => {
                self.open = before;
                self.close()?;
                let name = day.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
                let file = self.folder.file(&format!("day={name}/{PART}"))?;
                SerializedFileWriter::new(
                    file,
                    Arc::clone(&self.table.root),
                    Arc::clone(&self.table.properties),
                )?
            }
        };
        let mut group = file.next_row_group()?;
        for column in columns {
            column.append_to_row_group(&mut group)?;
        }
        group.close()?;
        self.open = Some((day, file));
        Ok(())
    }

    /// Ends the open day.
    fn close(&mut self) -> Result<()> {
        if let Some((_, file)) = self.open.take() {
            file.close()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::ClaimRecord;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn text_is_compressed_and_the_rest_is_small() {
        let home = tempfile::tempdir().unwrap();
        let target = crate::Target::Path { path: home.path().join("claims"), force: false };
        let table = Table::new().unwrap();
        let mut days = Days { table: &table, folder: target.folder().unwrap(), open: None };
        for (n, groups) in [(None, 1), (Some(1), 2), (Some(2), 1)] {
            for _ in 0..groups {
                let mut writers = table.columns.create_column_writers(0).unwrap();
                let mut rows = Columns::default();
                rows.push(&ClaimRecord { id: 7, ..ClaimRecord::default() });
                table.write(&mut rows, &mut writers).unwrap();
                let columns = writers.into_iter().map(|writer| writer.close().unwrap()).collect();
                let day = n.and_then(|n| Day::parse(&format!("2024-05-0{n}")));
                days.add(Group { day, columns }).unwrap();
            }
        }
        days.close().unwrap();
        days.folder.finish().unwrap();
        for (day, groups) in [(NO_DAY, 1), ("2024-05-01", 2), ("2024-05-02", 1)] {
            let path = home.path().join(format!("claims/day={day}/{PART}"));
            let file = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
            assert_eq!(file.metadata().num_row_groups(), groups);
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
