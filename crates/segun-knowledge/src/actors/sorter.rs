//! Names with the places of their records, sorted in bounded memory: sorted runs go to temporary files.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::PathBuf;

/// A name with where the record of its actor begins.
pub(super) type Entry = (Vec<u8>, u64);

/// Bytes of names and places held in memory before they go to a file.
const HELD: usize = 64 << 20;
/// What an entry takes beside its name.
const BESIDE: usize = size_of::<Entry>();

/// Takes entries in any order and gives them back sorted.
#[derive(Debug)]
pub(super) struct Sorter {
    folder: PathBuf,
    held: Vec<Entry>,
    bytes: usize,
    most: usize,
    runs: Vec<File>,
}

impl Sorter {
    /// Temporary files are made in `folder`, and taken away by the system however the program ends.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, held: Vec::new(), bytes: 0, most: HELD, runs: Vec::new() }
    }

    pub(super) fn push(&mut self, name: Vec<u8>, at: u64) -> io::Result<()> {
        self.bytes += name.len() + BESIDE;
        self.held.push((name, at));
        if self.bytes > self.most { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for (name, at) in self.held.drain(..) {
            out.write_all(&(name.len() as u32).to_le_bytes())?;
            out.write_all(&at.to_le_bytes())?;
            out.write_all(&name)?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.bytes = 0;
        Ok(())
    }

    /// All entries in order.
    pub(super) fn sorted(mut self) -> io::Result<Sorted> {
        self.held.sort_unstable();
        let mut sources = vec![Run::Held(self.held.into_iter())];
        sources
            .extend(self.runs.into_iter().map(|file| Run::Spilled(BufReader::with_capacity(1 << 18, file))));
        let mut heads = BinaryHeap::new();
        for (n, source) in sources.iter_mut().enumerate() {
            if let Some(entry) = source.next()? {
                heads.push(Reverse((entry, n)));
            }
        }
        Ok(Sorted { sources, heads })
    }
}

#[derive(Debug)]
enum Run {
    Held(std::vec::IntoIter<Entry>),
    Spilled(BufReader<File>),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        let file = match self {
            Run::Held(entries) => return Ok(entries.next()),
            Run::Spilled(file) => file,
        };
        let (mut length, mut at) = ([0; 4], [0; 8]);
        match file.read_exact(&mut length) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            result => result?,
        }
        file.read_exact(&mut at)?;
        let mut name = vec![0; u32::from_le_bytes(length) as usize];
        file.read_exact(&mut name)?;
        Ok(Some((name, u64::from_le_bytes(at))))
    }
}

/// Entries in order, each once.
#[derive(Debug)]
pub(super) struct Sorted {
    sources: Vec<Run>,
    heads: BinaryHeap<Reverse<(Entry, usize)>>,
}

impl Iterator for Sorted {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Reverse((entry, n)) = self.heads.pop()?;
            match self.sources[n].next() {
                Ok(Some(following)) => self.heads.push(Reverse((following, n))),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
            if self.heads.peek().is_none_or(|Reverse((other, _))| *other != entry) {
                return Some(Ok(entry));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_any_size_give_the_same_order() {
        let entry = |n: u64| (format!("name {}", n * 7919 % 1000).into_bytes(), n % 3);
        let sorted = |most: usize| -> Vec<Entry> {
            let mut sorter = Sorter { most, ..Sorter::new(std::env::temp_dir()) };
            for (name, at) in (0..2000).map(entry) {
                sorter.push(name, at).unwrap();
            }
            sorter.sorted().unwrap().collect::<io::Result<_>>().unwrap()
        };
        let whole = sorted(HELD);
        assert!(whole.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
        assert_eq!(whole, sorted(4096));
    }
}
