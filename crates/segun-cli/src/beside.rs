//! Files made beside the one that they become: it is there whole, or not at all.

use std::fs::File;
use std::io;
use std::path::Path;
use tempfile::NamedTempFile;

/// The folder of the file `path`.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A new file beside `path`, with the rights that any new file has; gone with the answer, unless it is put in the
/// place of `path`.
pub(crate) fn file(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".segun-").make_in(folder(path), |path| File::create_new(path))
}
