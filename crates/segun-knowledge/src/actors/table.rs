//! The bytes of a table of actors, read in place.
//!
//! `Packer` writes them, numbers in little endian:
//! 1. a head: `actors1\n`, the numbers (u32) of actors and of blocks, and where (u64) the blocks and their index begin;
//! 2. records, one after the other: a line each, with its end;
//! 3. blocks of sixteen keys of names, sorted, the last one shorter: bytes shared with the name before (none for the
//!    first of a block), bytes of its own, number of records, the own bytes, and where each record begins (u40);
//! 4. the index: where each block begins (u64), counted from the first.

use super::Actor;
use super::line::{self, Titles};
use super::packer::{PackError, Packer};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;

static BUNDLED: &[u8] = include_bytes!("../../../../data/actors.bin");

pub(super) const MAGIC: &[u8; 8] = b"actors1\n";
pub(super) const HEAD: usize = 32;
/// Names of a block.
pub(super) const BLOCK: usize = 16;
/// Bytes of a record's place.
pub(super) const PLACE: usize = 5;
/// Longest key of a name in bytes.
pub(super) const LONGEST: usize = 200;
/// Records kept for one name.
pub(super) const HOMONYMS: usize = 200;
/// Bytes of the largest block that there can be.
const LARGEST_BLOCK: u64 = (BLOCK * (3 + 255 + 255 * PLACE)) as u64;
/// Bytes read for a record at first; longer ones take more reads.
const RECORD: u64 = 1 << 10;
/// Longest record that is read.
const LARGEST_RECORD: u64 = 1 << 20;

/// Why a file of actors cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It cannot be read.
    #[error("cannot read the actors in {path}: {cause}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        cause: io::Error,
    },
    /// It is no table, or not whole.
    #[error(
        "{path} is no whole table of actors: make it anew with `segun knowledge import` or `segun knowledge pack`"
    )]
    NotATable {
        /// The file.
        path: PathBuf,
    },
    /// It is a list with a line that is not of the format.
    #[error("{path}: {cause}")]
    List {
        /// The file.
        path: PathBuf,
        /// Which line, and what is wrong with it.
        cause: PackError,
    },
}

/// Where the bytes are.
#[derive(Debug)]
enum Bytes {
    Embedded(&'static [u8]),
    Held(Vec<u8>),
    /// Read where they are needed: a table of millions costs neither time at the start nor memory.
    File(File),
}

impl Bytes {
    /// Up to `length` bytes from `at` on; fewer where the end comes before.
    fn read(&self, at: u64, length: u64) -> io::Result<Cow<'_, [u8]>> {
        let part = |all: &'static [u8]| Cow::Borrowed(slice(all, at, length));
        match self {
            Bytes::Embedded(all) => Ok(part(all)),
            Bytes::Held(all) => Ok(Cow::Borrowed(slice(all, at, length))),
            Bytes::File(file) => {
                let mut buffer = vec![0; length as usize];
                let mut filled = 0;
                while filled < buffer.len() {
                    match read_at(file, &mut buffer[filled..], at + filled as u64) {
                        Ok(0) => break,
                        Ok(n) => filled += n,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(error),
                    }
                }
                buffer.truncate(filled);
                Ok(Cow::Owned(buffer))
            }
        }
    }

    fn len(&self) -> io::Result<u64> {
        Ok(match self {
            Bytes::Embedded(all) => all.len() as u64,
            Bytes::Held(all) => all.len() as u64,
            Bytes::File(file) => file.metadata()?.len(),
        })
    }
}

fn slice(all: &[u8], at: u64, length: u64) -> &[u8] {
    let clamp = |n: u64| usize::try_from(n).map_or(all.len(), |n| n.min(all.len()));
    &all[clamp(at)..clamp(at.saturating_add(length))]
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

/// A table of actors.
#[derive(Debug)]
pub struct Table {
    name: Arc<str>,
    bytes: Bytes,
    actors: u32,
    blocks: u32,
    blocks_at: u64,
    index_at: u64,
}

impl Table {
    /// The one that comes with the program.
    #[must_use]
    pub fn bundled() -> Self {
        let broken = Self {
            name: "actors".into(),
            bytes: Bytes::Embedded(&[]),
            actors: 0,
            blocks: 0,
            blocks_at: 0,
            index_at: 0,
        };
        Self::of(Bytes::Embedded(BUNDLED), "actors").ok().flatten().unwrap_or(broken)
    }

    /// Opens a table, or packs a list (`.tsv`) in memory.
    ///
    /// # Errors
    /// Where the file cannot be read or is neither.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        let io = |cause| TableError::Io { path: path.to_owned(), cause };
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let bytes = if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("tsv")) {
            let list = std::fs::read_to_string(path).map_err(io)?;
            Bytes::Held(
                pack(&list, &Titles::default())
                    .map_err(|cause| TableError::List { path: path.to_owned(), cause })?,
            )
        } else {
            Bytes::File(File::open(path).map_err(io)?)
        };
        Self::of(bytes, &name).map_err(io)?.ok_or_else(|| TableError::NotATable { path: path.to_owned() })
    }

    /// The table in `bytes`, called `name` in explanations; `None` where they are none.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>, name: &str) -> Option<Self> {
        Self::of(Bytes::Held(bytes), name).ok().flatten()
    }

    fn of(bytes: Bytes, name: &str) -> io::Result<Option<Self>> {
        let head = bytes.read(0, HEAD as u64)?;
        if head.len() < HEAD || !head.starts_with(MAGIC) {
            return Ok(None);
        }
        let (actors, blocks) = (number(&head[8..12]) as u32, number(&head[12..16]) as u32);
        let (blocks_at, index_at) = (number(&head[16..24]), number(&head[24..32]));
        let end = index_at.checked_add(u64::from(blocks) * 8);
        let whole = end == Some(bytes.len()?) && (HEAD as u64) <= blocks_at && blocks_at <= index_at;
        drop(head);
        Ok(whole.then(|| Self { name: name.into(), bytes, actors, blocks, blocks_at, index_at }))
    }

    /// What it is called in explanations.
    #[must_use]
    pub fn name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// Number of its actors.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.actors
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actors == 0
    }

    /// The actors whose name has the key `key` ([`super::key`]), in the table's order. None where the file cannot be read any more.
    #[must_use]
    pub fn named(&self, key: &str) -> Vec<Actor> {
        self.places(key.as_bytes()).unwrap_or_default().into_iter().filter_map(|at| self.record(at)).collect()
    }

    /// Where block `n` begins, and the one after it.
    fn block(&self, n: u32) -> io::Result<(u64, u64)> {
        let two = self.bytes.read(self.index_at + u64::from(n) * 8, 16)?;
        let begin = |part: Option<&[u8]>| {
            part.map_or(self.index_at, |part| self.blocks_at.saturating_add(number(part)))
        };
        Ok((begin(two.get(..8)), begin(two.get(8..16))))
    }

    fn places(&self, key: &[u8]) -> io::Result<Vec<u64>> {
        // Invariant: blocks before `low` begin with a name not above the key, those from `high` on with one above.
        let (mut low, mut high) = (0, self.blocks);
        while low < high {
            let middle = low + (high - low) / 2;
            let first = self.bytes.read(self.block(middle)?.0, 3 + LONGEST as u64)?;
            let own = first.get(1).map_or(0, |own| usize::from(*own));
            if first.get(3..3 + own).is_some_and(|name| name <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let Some(block) = low.checked_sub(1) else { return Ok(Vec::new()) };
        let (begin, end) = self.block(block)?;
        let bytes = self.bytes.read(begin, end.saturating_sub(begin).min(LARGEST_BLOCK))?;
        Ok(find(&bytes, key).unwrap_or_default())
    }

    fn record(&self, at: u64) -> Option<Actor> {
        let mut length = RECORD;
        while length <= LARGEST_RECORD {
            let bytes = self.bytes.read(at, length.min(self.blocks_at.checked_sub(at)?)).ok()?;
            if let Some(end) = memchr::memchr(b'\n', &bytes) {
                let text = std::str::from_utf8(&bytes[..end]).ok()?;
                return line::parse(text, &Titles::default()).ok();
            }
            length *= 16;
        }
        None
    }
}

/// The places of the name `key` in a block; `None` where it does not hold it.
fn find(block: &[u8], key: &[u8]) -> Option<Vec<u64>> {
    let (mut at, mut name) = (0, Vec::new());
    loop {
        let &[shared, own, count] = block.get(at..at + 3)? else { return None };
        let list = at + 3 + usize::from(own);
        name.truncate(usize::from(shared));
        name.extend_from_slice(block.get(at + 3..list)?);
        at = list + usize::from(count) * PLACE;
        if name == key {
            return Some(block.get(list..at)?.chunks_exact(PLACE).map(number).collect());
        }
    }
}

/// A number of up to eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// The table of the actors of `list`.
///
/// # Errors
/// Where a line is not of the format.
pub fn pack(list: &str, titles: &Titles) -> Result<Vec<u8>, PackError> {
    let mut packer = Packer::new(Cursor::new(Vec::new()), &std::env::temp_dir())?;
    packer.add_list(list, titles)?;
    Ok(packer.finish()?.1.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{ActorKind, Actors, key};
    use proptest::prelude::*;

    const LIST: &str = "\
# two of one name, an organisation with an acronym
PER\tQ1\tUSA\t\tGeorge Bush|George H. W. Bush\t1989-01-20..1993-01-20||GOV|en:president
PER\tQ2\tUSA\t\tGeorge W. Bush|George Bush\t2001-01-20..2009-01-20||GOV|en:president
PER\t\tBRA\t\tLuiz Inácio Lula da Silva|pt:!Lula|Silva

ORG\tQ3\t\tUNO\ten:!United Nations|es:Naciones Unidas|es:!ONU
";

    fn names(actors: &[Actor]) -> Vec<&str> {
        actors.iter().map(|actor| actor.name("en")).collect()
    }

    #[test]
    fn actors_are_found_by_their_folded_names() {
        let table = Table::from_bytes(pack(LIST, &Titles::default()).unwrap(), "list").unwrap();
        assert_eq!(table.len(), 4);
        assert_eq!(names(&table.named("george bush")), ["George Bush", "George W. Bush"]);
        assert_eq!(names(&table.named(&key("NACIONES  UNIDAS"))), ["United Nations"]);
        assert_eq!(names(&table.named("lula")), ["Luiz Inácio Lula da Silva"]);
        assert!(table.named("silva").is_empty(), "a surname is nobody's");
        assert!(table.named("").is_empty() && table.named("zzz").is_empty() && table.named("a").is_empty());
    }

    #[test]
    fn a_file_is_read_in_place_and_damage_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("actors.bin");
        let bytes = pack(LIST, &Titles::default()).unwrap();
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(names(&Table::open(&path).unwrap().named("onu")), ["United Nations"]);
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(matches!(Table::open(&path), Err(TableError::NotATable { .. })));
        let list = folder.path().join("mine.tsv");
        std::fs::write(&list, LIST).unwrap();
        assert_eq!(Table::open(&list).unwrap().named("george bush").len(), 2);
        std::fs::write(&list, "PER\tQ1\n").unwrap();
        assert!(Table::open(&list).unwrap_err().to_string().contains("line 1"));
        assert!(matches!(Table::open(&folder.path().join("none")), Err(TableError::Io { .. })));
    }

    #[test]
    fn tables_are_asked_together() {
        let own = pack("PER\t\tBRA\tPTY\tLuiz Inácio Lula da Silva\nORG\tQ9\t\t\tONU\n", &Titles::default())
            .unwrap();
        let first = pack(LIST, &Titles::default()).unwrap();
        let actors = Actors::none()
            .with(Table::from_bytes(first, "first").unwrap())
            .with(Table::from_bytes(own, "own").unwrap());
        let found = actors.named(&["Luiz Inácio Lula da Silva"]);
        assert_eq!((found.len(), found[0].actor.sector.as_deref()), (1, Some("PTY")));
        assert_eq!(found[0].actor.names.len(), 3);
        assert_eq!(actors.named(&["Lula", "Luiz Inácio Lula da Silva"]), found, "by either name the same");
        assert_eq!(actors.named(&["onu"]).len(), 2, "two ids are two actors");
    }

    #[test]
    fn the_bundled_table_is_that_of_the_list() {
        let list = include_str!("../../../../data/actors.tsv");
        let titles = Titles::parse(include_str!("../../../../data/offices.tsv"));
        let packed = pack(list, &titles).unwrap_or_else(|error| panic!("data/actors.tsv: {error}"));
        assert!(packed == BUNDLED, "data/actors.bin is old: cargo run -p segun-dev -- actors");
        for name in ["Vladimir Putin", "Naciones Unidas", "OTAN"] {
            assert_eq!(Table::bundled().named(&key(name)).len(), 1, "{name}");
        }
    }

    /// An actor with made-up names.
    fn actor() -> impl Strategy<Value = Actor> {
        proptest::collection::vec("[a-cÁ-É] [a-c]{1,3}|[a-z]{1,9}", 1..5).prop_map(|names| Actor {
            kind: ActorKind::Organisation,
            wikidata: None,
            geonames: None,
            country: None,
            sector: None,
            names: names
                .into_iter()
                .map(|text| crate::actors::Text { language: None, text, alone: false })
                .collect(),
            offices: Vec::new(),
        })
    }

    proptest! {
        #[test]
        fn whatever_is_packed_is_found(actors in proptest::collection::vec(actor(), 0..60)) {
            let mut packer = Packer::new(Cursor::new(Vec::new()), &std::env::temp_dir()).unwrap();
            for actor in &actors {
                packer.add(actor).unwrap();
            }
            let table = Table::from_bytes(packer.finish().unwrap().1.into_inner(), "made up").unwrap();
            for actor in &actors {
                for name in &actor.names {
                    prop_assert!(table.named(&key(&name.text)).contains(actor), "{}", name.text);
                }
            }
        }

        #[test]
        fn damaged_bytes_are_read_past(mut bytes in Just(pack(LIST, &Titles::default()).unwrap()), at in 0usize..900, with: u8) {
            let at = at % bytes.len();
            bytes[at] = with;
            if let Some(table) = Table::from_bytes(bytes, "damaged") {
                for name in ["george bush", "onu", "lula", "zz", ""] {
                    let _ = table.named(name);
                }
            }
        }
    }
}
