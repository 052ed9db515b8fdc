//! A file of actors that is being written: there whole, or not at all.

use crate::beside;
use anyhow::Context;
use segun::actors::{Actor, Packer, write};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is written beside its place and put there once it is whole.
pub(super) struct Writing {
    to: PathBuf,
    file: NamedTempFile,
    out: Out,
    line: String,
}

/// A table, or a list by the end of its name.
enum Out {
    Table(Box<Packer<BufWriter<File>>>),
    List(BufWriter<File>),
}

impl Writing {
    pub(super) fn new(to: &Path) -> anyhow::Result<Self> {
        let named = || format!("cannot write {}", to.display());
        let file = beside::file(to).with_context(named)?;
        let handle = BufWriter::new(file.as_file().try_clone().with_context(named)?);
        let out = if to.extension().is_some_and(|end| end.eq_ignore_ascii_case("tsv")) {
            Out::List(handle)
        } else {
            Out::Table(Box::new(Packer::new(handle, beside::folder(to)).with_context(named)?))
        };
        Ok(Self { to: to.to_owned(), file, out, line: String::new() })
    }

    pub(super) fn add(&mut self, actor: &Actor) -> io::Result<()> {
        match &mut self.out {
            Out::Table(packer) => packer.add(actor),
            Out::List(list) => {
                self.line.clear();
                write(actor, &mut self.line);
                self.line.push('\n');
                list.write_all(self.line.as_bytes())
            }
        }
    }

    /// Puts the file in its place.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        let named = || format!("cannot write {}", self.to.display());
        let mut out = match self.out {
            Out::Table(packer) => packer.finish().with_context(named)?.1,
            Out::List(list) => list,
        };
        out.flush().with_context(named)?;
        self.file.persist(&self.to).map_err(|error| error.error).with_context(named)?;
        Ok(())
    }
}
