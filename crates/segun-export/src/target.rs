//! Where an export goes: a stream, a file or a folder.
//!
//! Files and folders are written under a name of their own beside the place asked for, and get their name at the end.
//! What is dropped before, whatever the reason, is deleted.

use crate::parquet::PART;
use crate::{ExportError, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 20;

/// Where an export goes.
pub enum Target {
    /// To whoever reads it.
    Stream(Box<dyn Write + Send>),
    /// To a path.
    Path {
        /// Name of the file or folder.
        path: PathBuf,
        /// Whether what has the name is replaced.
        force: bool,
    },
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stream(_) => f.write_str("Stream"),
            Self::Path { path, .. } => f.debug_tuple("Path").field(path).finish(),
        }
    }
}

impl Target {
    /// As one stream.
    pub(crate) fn stream(self) -> Result<Stream> {
        match self {
            Self::Stream(out) => Ok(Stream { out: Some(BufWriter::with_capacity(BUFFER, out)), file: None }),
            Self::Path { path, force } => {
                free(&path, force)?;
                if path.is_dir() {
                    return Err(ExportError::IsFolder(path));
                }
                let part = tempfile::Builder::new()
                    .prefix(".segun-export-")
                    // With the rights that any new file has: a temporary one is its owner's alone.
                    .make_in(parent(&path), |part| File::create_new(part))
                    .map_err(at(&path))?;
                let out: Box<dyn Write + Send> = Box::new(part.as_file().try_clone().map_err(at(&path))?);
                Ok(Stream { out: Some(BufWriter::with_capacity(BUFFER, out)), file: Some((part, path)) })
            }
        }
    }

    /// As a folder.
    pub(crate) fn folder(self) -> Result<Folder> {
        let Self::Path { path, force } = self else { return Err(ExportError::NeedsFolder) };
        free(&path, force)?;
        if path.is_dir() && !is_export(&path).map_err(at(&path))? {
            return Err(ExportError::NotOurs(path));
        }
        let part =
            tempfile::Builder::new().prefix(".segun-export-").tempdir_in(parent(&path)).map_err(at(&path))?;
        Ok(Folder { part, path })
    }
}

fn free(path: &Path, force: bool) -> Result<()> {
    if !force && path.symlink_metadata().is_ok() {
        return Err(ExportError::Exists(path.to_owned()));
    }
    Ok(())
}

/// Whether a folder holds nothing but what exports write: whatever it is told, an export deletes no other files.
fn is_export(folder: &Path) -> std::io::Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = if name.starts_with("day=") {
            is_day(&entry.path())?
        } else {
            name.starts_with("segun.") || name.starts_with("polecat.")
        };
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a folder of a day holds nothing but the file that an export writes there.
fn is_day(folder: &Path) -> std::io::Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    for entry in std::fs::read_dir(folder)? {
        if entry?.file_name() != PART {
            return Ok(false);
        }
    }
    Ok(true)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The error of what happens to `path`.
fn at(path: &Path) -> impl FnOnce(std::io::Error) -> ExportError {
    let path = path.to_owned();
    |cause| ExportError::File { path, cause }
}

/// One stream that is being written.
pub(crate) struct Stream {
    out: Option<BufWriter<Box<dyn Write + Send>>>,
    file: Option<(NamedTempFile, PathBuf)>,
}

impl Stream {
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.out {
            Some(out) => Ok(out.write_all(bytes)?),
            None => Ok(()),
        }
    }

    /// Writes what is left, and gives a file its name.
    pub(crate) fn finish(mut self) -> Result<()> {
        if let Some(mut out) = self.out.take() {
            out.flush()?;
        }
        if let Some((part, path)) = self.file.take() {
            part.persist(&path).map_err(|error| at(&path)(error.error))?;
        }
        Ok(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // What was gathered of an export that failed goes nowhere.
        if let Some(out) = self.out.take() {
            let _ = out.into_parts();
        }
    }
}

/// A folder that is being written.
pub(crate) struct Folder {
    part: TempDir,
    path: PathBuf,
}

impl Folder {
    /// A new file in it, its folders made.
    pub(crate) fn file(&self, name: &str) -> Result<BufWriter<File>> {
        let path = self.part.path().join(name);
        std::fs::create_dir_all(parent(&path)).map_err(at(&path))?;
        let file = File::create(&path).map_err(at(&path))?;
        Ok(BufWriter::with_capacity(BUFFER, file))
    }

    /// Gives it its name.
    pub(crate) fn finish(self) -> Result<()> {
        let Self { part, path } = self;
        let failed = at(&path);
        let done = (|| {
            if path.symlink_metadata().is_err() {
                return std::fs::rename(part.path(), &path);
            }
            // What is replaced is kept until there is something in its place, and put back where that fails.
            let aside = tempfile::Builder::new().prefix(".segun-export-").tempdir_in(parent(&path))?;
            let old = aside.path().join("old");
            std::fs::rename(&path, &old)?;
            std::fs::rename(part.path(), &path).inspect_err(|_| {
                if std::fs::rename(&old, &path).is_err() {
                    let _ = aside.keep();
                }
            })
        })();
        done.map_err(failed)?;
        let _ = part.keep();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn target(path: &Path, force: bool) -> Target {
        Target::Path { path: path.to_owned(), force }
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("claims");
        let mut stream = target(&place, false).stream().unwrap();
        stream.write(b"half").unwrap();
        drop(stream);
        let folder = target(&place, false).folder().unwrap();
        folder.file("day=x/part.parquet").unwrap().write_all(b"half").unwrap();
        drop(folder);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_finished_has_its_name_and_replaces_only_when_told() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("claims");
        for (text, force) in [("one", false), ("two", true)] {
            let mut stream = target(&place, force).stream().unwrap();
            stream.write(text.as_bytes()).unwrap();
            stream.finish().unwrap();
            assert_eq!(fs::read_to_string(&place).unwrap(), text);
        }
        assert!(matches!(target(&place, false).stream(), Err(ExportError::Exists(_))));
        assert!(matches!(target(&place, false).folder(), Err(ExportError::Exists(_))));
        let folder = target(&place, true).folder().unwrap();
        folder.file("day=a/b").unwrap().write_all(b"x").unwrap();
        folder.finish().unwrap();
        assert_eq!(fs::read_to_string(place.join("day=a/b")).unwrap(), "x");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        assert!(matches!(Target::Stream(Box::new(Vec::new())).folder(), Err(ExportError::NeedsFolder)));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_exported_has_the_rights_of_any_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let rights = |name: &str| fs::metadata(home.path().join(name)).unwrap().permissions().mode();
        fs::write(home.path().join("any"), "").unwrap();
        target(&home.path().join("file"), false).stream().unwrap().finish().unwrap();
        assert_eq!(rights("file"), rights("any"));
        fs::create_dir(home.path().join("any.folder")).unwrap();
        target(&home.path().join("folder"), false).folder().unwrap().finish().unwrap();
        assert_eq!(rights("folder"), rights("any.folder"));
    }

    #[test]
    fn other_files_are_never_deleted() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("thesis");
        fs::create_dir_all(place.join("day=2024-05-01")).unwrap();
        fs::write(place.join("chapter.txt"), "years of work").unwrap();
        assert!(matches!(target(&place, true).folder(), Err(ExportError::NotOurs(_))));
        assert!(matches!(target(&place, true).stream(), Err(ExportError::IsFolder(_))));
        fs::remove_file(place.join("chapter.txt")).unwrap();
        // Days of somebody else's table.
        let part = place.join("day=2024-05-01/part-00000.snappy.parquet");
        fs::write(&part, "rows").unwrap();
        assert!(matches!(target(&place, true).folder(), Err(ExportError::NotOurs(_))));
        fs::rename(&part, part.with_file_name(PART)).unwrap();
        let folder = target(&place, true).folder().unwrap();
        folder.file("polecat.txt").unwrap();
        folder.finish().unwrap();
        assert!(!place.join("day=2024-05-01").exists());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
