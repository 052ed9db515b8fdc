//! A dump as chunks of text.

use crate::blocks;
use flate2::read::MultiGzDecoder;
use rayon::ThreadPool;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of text in a chunk, where they are not a bzip2 block's.
const CHUNK: usize = 1 << 20;

/// Why a dump cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("cannot open {path}: {cause}")]
pub struct SourceError {
    path: PathBuf,
    cause: io::Error,
}

/// A dump, compressed or not.
pub struct Source {
    input: Box<dyn Read + Send>,
    packed: Packed,
    size: Option<u64>,
    consumed: Arc<AtomicU64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packed {
    Not,
    Gzip,
    Bzip2,
}

impl Source {
    /// Opens the file at `path`, or standard input for `-`. Its first bytes tell whether it is compressed.
    ///
    /// # Errors
    /// Where it cannot be opened or read.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let error = |cause| SourceError { path: path.to_owned(), cause };
        if path.as_os_str() == "-" {
            return Self::of(Box::new(io::stdin()), None).map_err(error);
        }
        let file = File::open(path).map_err(error)?;
        let metadata = file.metadata().map_err(error)?;
        if metadata.is_dir() {
            return Err(error(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        Self::of(Box::new(file), metadata.is_file().then_some(metadata.len())).map_err(error)
    }

    /// The dump that `input` holds, `size` bytes long where that is known.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of(mut input: Box<dyn Read + Send>, size: Option<u64>) -> io::Result<Self> {
        let mut head = Vec::new();
        Read::by_ref(&mut input).take(3).read_to_end(&mut head)?;
        let packed = match head.as_slice() {
            [0x1F, 0x8B, ..] => Packed::Gzip,
            b"BZh" => Packed::Bzip2,
            _ => Packed::Not,
        };
        let consumed = Arc::<AtomicU64>::default();
        let input = Counted { inner: io::Cursor::new(head).chain(input), consumed: Arc::clone(&consumed) };
        Ok(Self { input: Box::new(input), packed, size, consumed })
    }

    /// Bytes of the file, where they are known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Bytes of the file read so far.
    pub(crate) fn consumed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    /// Gives `each` the text, chunk by chunk; it says whether to go on. The answer is what could not be read.
    ///
    /// # Errors
    /// Where the file cannot be read; what is damaged in it is no error.
    pub(crate) fn read(
        self,
        pool: &ThreadPool,
        mut each: impl FnMut(Vec<u8>) -> bool,
    ) -> io::Result<Vec<String>> {
        let mut text: Box<dyn Read> = match self.packed {
            Packed::Bzip2 => return blocks::decompress(self.input, pool, each),
            Packed::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 18, self.input))),
            Packed::Not => self.input,
        };
        loop {
            let mut chunk = Vec::with_capacity(CHUNK);
            let read = Read::by_ref(&mut text).take(CHUNK as u64).read_to_end(&mut chunk);
            let more = chunk.len() == CHUNK;
            // What was read before something went wrong is in the chunk.
            let go_on = chunk.is_empty() || each(chunk);
            match read {
                Ok(_) if more && go_on => {}
                Ok(_) => return Ok(Vec::new()),
                Err(error) if self.packed == Packed::Gzip => {
                    return Ok(vec![format!("the archive breaks off: {error}")]);
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// Counts what is read through it.
struct Counted<R> {
    inner: R,
    consumed: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn read(bytes: Vec<u8>) -> (Vec<u8>, Vec<String>) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let source = Source::of(Box::new(io::Cursor::new(bytes)), None).unwrap();
        let mut all = Vec::new();
        let damage = source.read(&pool, |chunk| {
            all.extend(chunk);
            true
        });
        (all, damage.unwrap())
    }

    #[test]
    fn text_is_the_same_plain_and_compressed() {
        let text = b"one line\n".repeat(300_000);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&text).unwrap();
        let gzip = gzip.finish().unwrap();
        assert_eq!(read(text.clone()), (text.clone(), Vec::new()));
        assert_eq!(read(gzip.clone()), (text.clone(), Vec::new()));
        let (begin, damage) = read(gzip[..gzip.len() / 2].to_vec());
        assert!(text.starts_with(&begin) && begin.len() > text.len() / 3);
        assert!(damage[0].contains("breaks off"), "{damage:?}");
        assert_eq!(read(Vec::new()), (Vec::new(), Vec::new()));
    }
}
