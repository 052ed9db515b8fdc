//! Items in a temporary file, compressed: written once, read twice.

use crate::item::Item;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

/// Fast, and text of this kind becomes a fifth of its size all the same.
const LEVEL: i32 = 1;

/// A file that items are written to. The system takes it away however the program ends.
pub(crate) struct Writing(zstd::Encoder<'static, BufWriter<File>>);

/// The same, once all are written.
pub(crate) struct Spill(File);

impl Writing {
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        let file = BufWriter::new(tempfile::tempfile_in(folder)?);
        Ok(Self(zstd::Encoder::new(file, LEVEL)?))
    }

    /// Adds items as [`encode`] writes them.
    pub(crate) fn add(&mut self, encoded: &[u8]) -> io::Result<()> {
        self.0.write_all(encoded)
    }

    pub(crate) fn finish(self) -> io::Result<Spill> {
        let file = self.0.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Spill(file))
    }
}

/// Adds `item` to `encoded`.
pub(crate) fn encode(item: &Item, encoded: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *encoded, item)?;
    encoded.push(b'\n');
    Ok(())
}

impl Spill {
    /// Bytes on the disk.
    pub(crate) fn size(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    /// Calls `each` with every item, in the order in which they were written.
    pub(crate) fn read<E: From<io::Error>>(
        &mut self,
        mut each: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        self.0.rewind()?;
        let mut lines = BufReader::new(zstd::Decoder::new(&mut self.0)?);
        let mut line = Vec::new();
        loop {
            line.clear();
            if lines.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            each(serde_json::from_slice(&line).map_err(io::Error::from)?)?;
        }
    }
}
