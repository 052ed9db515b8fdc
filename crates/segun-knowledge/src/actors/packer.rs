//! Writes a table of actors; its format is told in [`table`](super::table), which reads it.

use super::line::{self, LineError, Titles};
use super::sorter::Sorter;
use super::table::{BLOCK, HEAD, HOMONYMS, LONGEST, MAGIC, PLACE};
use super::{Actor, ActorKind, key};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// Why a list could not be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A line is not of the format.
    #[error("line {line}: {cause}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong.
        cause: LineError,
    },
    /// The table could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Packs actors into a table, one after the other, in bounded memory.
#[derive(Debug)]
pub struct Packer<W> {
    out: W,
    at: u64,
    actors: u32,
    names: Sorter,
    line: String,
}

impl<W: Write + Seek> Packer<W> {
    /// A packer that writes to `out`, which is empty. Names that memory does not hold are put into temporary files
    /// in `folder`.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(mut out: W, folder: &Path) -> io::Result<Self> {
        out.write_all(&[0; HEAD])?;
        Ok(Self {
            out,
            at: HEAD as u64,
            actors: 0,
            names: Sorter::new(folder.to_owned()),
            line: String::new(),
        })
    }

    /// Adds `actor`.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(&mut self, actor: &Actor) -> io::Result<()> {
        self.line.clear();
        line::write(actor, &mut self.line);
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())?;
        for name in actor.names.iter().filter(|name| finds(actor.kind, name)) {
            let folded = key(&name.text).into_bytes();
            if !folded.is_empty() && folded.len() <= LONGEST {
                self.names.push(folded, self.at)?;
            }
        }
        self.at += self.line.len() as u64;
        self.actors += 1;
        Ok(())
    }

    /// Adds the actors of a list; empty lines and those that begin with `#` are skipped.
    ///
    /// # Errors
    /// Where a line is not of the format, or the table cannot be written.
    pub fn add_list(&mut self, list: &str, titles: &Titles) -> Result<(), PackError> {
        for (n, text) in list.lines().enumerate() {
            if !text.trim().is_empty() && !text.starts_with('#') {
                let actor =
                    line::parse(text, titles).map_err(|cause| PackError::Line { line: n + 1, cause })?;
                self.add(&actor)?;
            }
        }
        Ok(())
    }

    /// Writes the index; the number of actors, and what was written to.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self) -> io::Result<(u32, W)> {
        let Self { mut out, at: blocks_at, actors, names, .. } = self;
        let mut begins: Vec<u64> = Vec::new();
        let (mut at, mut in_block) = (0, 0);
        let mut before: Vec<u8> = Vec::new();
        let mut put = |out: &mut W, name: Vec<u8>, places: &[u64]| -> io::Result<()> {
            if in_block == 0 {
                begins.push(at);
                before.clear();
            }
            in_block = (in_block + 1) % BLOCK;
            let shared = before.iter().zip(&name).take_while(|(a, b)| a == b).count();
            let own = &name[shared..];
            // All three fit: names are no longer than LONGEST, and no more places than HOMONYMS are kept.
            out.write_all(&[shared as u8, own.len() as u8, places.len() as u8])?;
            out.write_all(own)?;
            for place in places {
                out.write_all(&place.to_le_bytes()[..PLACE])?;
            }
            at += (3 + own.len() + places.len() * PLACE) as u64;
            before = name;
            Ok(())
        };
        let mut current: Option<(Vec<u8>, Vec<u64>)> = None;
        for entry in names.sorted()? {
            let (name, place) = entry?;
            match &mut current {
                Some((same, places)) if *same == name => {
                    if places.len() < HOMONYMS {
                        places.push(place);
                    }
                }
                _ => {
                    if let Some((done, places)) = current.replace((name, vec![place])) {
                        put(&mut out, done, &places)?;
                    }
                }
            }
        }
        if let Some((done, places)) = current {
            put(&mut out, done, &places)?;
        }
        for begin in &begins {
            out.write_all(&begin.to_le_bytes())?;
        }
        out.seek(SeekFrom::Start(0))?;
        out.write_all(MAGIC)?;
        out.write_all(&actors.to_le_bytes())?;
        out.write_all(&(begins.len() as u32).to_le_bytes())?;
        out.write_all(&blocks_at.to_le_bytes())?;
        out.write_all(&(blocks_at + at).to_le_bytes())?;
        out.flush()?;
        Ok((actors, out))
    }
}

/// Whether an actor is looked up by this name: a person by no single word (a surname, mostly) that does not mean them alone.
fn finds(kind: ActorKind, name: &super::Text) -> bool {
    kind != ActorKind::Person || name.alone || name.text.split_whitespace().nth(1).is_some()
}
