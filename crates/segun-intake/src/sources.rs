//! Paths, folders and standard input to a stream of reports.

use crate::consumed::Counted;
use crate::lines::{self, LIMIT, Lines};
use crate::parquet::{self, Rows};
use crate::warc::{self, Archive};
use crate::{Cause, Incoming, IntakeError, Options, complete, decode, feed, html};
use flate2::read::MultiGzDecoder;
use segun_report::Report;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text: one report.
    Text,
    /// A page: one report.
    Html,
    /// One JSON object a line: a report each.
    JsonLines,
    /// One JSON object, or a list of them; or a JSON Feed.
    Json,
    /// An RSS or Atom feed: a report an item.
    Feed,
    /// A web archive: a report a page.
    Warc,
    /// A table: a report a row.
    Parquet,
}

impl Format {
    /// By the name's ending, `.gz` aside.
    pub fn of_path(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "xml" | "rss" | "atom" | "rdf" => Some(Self::Feed),
            "warc" | "wet" => Some(Self::Warc),
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }

    /// By the first characters.
    pub fn of_content(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        match head.first() {
            Some(b'<') if feed::is_feed(head) => Self::Feed,
            Some(b'<') => Self::Html,
            Some(b'{') if memchr::memmem::find(head, b"//jsonfeed.org/").is_some() => Self::Json,
            Some(b'{') => Self::JsonLines,
            Some(b'W') if head.starts_with(b"WARC/") => Self::Warc,
            Some(b'P') if head.starts_with(parquet::MAGIC) => Self::Parquet,
            Some(b'[') if head[1..].trim_ascii_start().starts_with(b"{") => Self::Json,
            _ => Self::Text,
        }
    }
}

/// What is handed out in place of one report or file.
type Item = Result<Incoming, IntakeError>;

/// The reports of `paths`, in order: files, folders (their files in order of name, those of
/// other kinds passed over), or `-` for standard input.
pub fn open<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
    options: Options,
) -> impl Iterator<Item = Item> {
    let paths: Vec<PathBuf> = paths.into_iter().map(|p| p.as_ref().to_owned()).collect();
    paths.into_iter().flat_map(move |path| one_path(path, options.clone()))
}

fn one_path(path: PathBuf, options: Options) -> Box<dyn Iterator<Item = Item>> {
    if path.as_os_str() == "-" {
        return stream(io::stdin().lock(), "-".into(), None, options);
    }
    if !path.is_dir() {
        return file(&path, options);
    }
    let walk = walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name();
    Box::new(walk.into_iter().flat_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_file() && Format::of_path(entry.path()).is_some() => {
            file(entry.path(), options.clone())
        }
        Ok(_) => Box::new(std::iter::empty()) as Box<dyn Iterator<Item = Item>>,
        Err(error) => {
            let name = error.path().map_or_else(String::new, |p| p.display().to_string());
            let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"));
            failure(name, cause.into())
        }
    }))
}

fn failure(name: String, cause: Cause) -> Box<dyn Iterator<Item = Item>> {
    Box::new(std::iter::once(Err(IntakeError { name, cause })))
}

fn file(path: &Path, options: Options) -> Box<dyn Iterator<Item = Item>> {
    let name = path.display().to_string();
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return failure(name, error.into()),
    };
    match is_parquet(&mut file) {
        Ok(false) => {
            let counted = Counted { inner: file, consumed: options.consumed.clone() };
            stream(BufReader::new(counted), name, Format::of_path(path), options)
        }
        // Tables are read here and there: counted when they are opened.
        Ok(true) => match Rows::open(counted_whole(file, &options), name.clone(), options) {
            Ok(rows) => Box::new(rows),
            Err(cause) => failure(name, cause),
        },
        Err(error) => failure(name, error.into()),
    }
}

fn counted_whole(file: File, options: &Options) -> File {
    options.consumed.add(file.metadata().map_or(0, |m| m.len()));
    file
}

/// How many bytes the files of `paths` have, those in folders included; `None` where that is not known beforehand.
pub fn size<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Option<u64> {
    let mut all = 0;
    for path in paths {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            return None;
        }
        for entry in walkdir::WalkDir::new(path).follow_links(true).into_iter().flatten() {
            let named = entry.depth() == 0;
            if entry.file_type().is_file() && (named || Format::of_path(entry.path()).is_some()) {
                all += entry.metadata().map_or(0, |m| m.len());
            }
        }
    }
    Some(all)
}

/// Whether a file is a table, by its first bytes; only of files that can be gone back in.
fn is_parquet(file: &mut File) -> io::Result<bool> {
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut head = Vec::new();
    file.by_ref().take(parquet::MAGIC.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head == parquet::MAGIC)
}

/// Reports of a stream, unpacked where it is gzip.
fn stream(
    input: impl BufRead + 'static,
    name: String,
    format: Option<Format>,
    options: Options,
) -> Box<dyn Iterator<Item = Item>> {
    let mut input = input;
    match input.fill_buf() {
        // The members of a packed archive are its places to go on at after damage.
        Ok(head @ [0x1F, 0x8B, ..]) if is_packed_archive(head, format) => {
            Box::new(Archive::new(input, true, name, options))
        }
        Ok([0x1F, 0x8B, ..]) => unpacked(BufReader::new(MultiGzDecoder::new(input)), name, format, options),
        Ok(_) => unpacked(input, name, format, options),
        Err(error) => failure(name, error.into()),
    }
}

fn is_packed_archive(head: &[u8], format: Option<Format>) -> bool {
    format.map_or_else(|| warc::opens(head), |format| format == Format::Warc)
}

fn unpacked(
    mut input: impl BufRead + 'static,
    name: String,
    format: Option<Format>,
    options: Options,
) -> Box<dyn Iterator<Item = Item>> {
    let format = match (format, input.fill_buf()) {
        (Some(format), _) => format,
        (None, Ok(head)) => Format::of_content(head),
        (None, Err(error)) => return failure(name, error.into()),
    };
    match format {
        Format::JsonLines => return Box::new(Lines::new(input, name, options)),
        Format::Warc => return Box::new(Archive::new(input, false, name, options)),
        Format::Parquet => return failure(name, Cause::ParquetStream),
        Format::Text | Format::Html | Format::Json | Format::Feed => {}
    }
    let mut bytes = Vec::new();
    let end = input.take(LIMIT as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > LIMIT {
        return failure(name, Cause::TooLong(LIMIT));
    }
    // What was read before an archive broke off is a report all the same; the damage is said after it.
    let damage = end.err().map(|error| Err(IntakeError { name: name.clone(), cause: error.into() }));
    if bytes.is_empty() && damage.is_some() {
        return Box::new(damage.into_iter());
    }
    let items: Vec<Item> = match format {
        Format::Html => vec![page(&bytes, &name, &options)],
        Format::Json => objects(&bytes, &name, &options),
        Format::Feed => items(&bytes, &name, &options),
        _ => vec![Ok(plain(&bytes, &name, &options))],
    };
    Box::new(items.into_iter().chain(damage))
}

fn plain(bytes: &[u8], name: &str, options: &Options) -> Incoming {
    let (text, warnings) = decode::decode(bytes, false);
    let mut report = Report { id: name.to_owned(), text, ..Report::default() };
    complete(&mut report, options);
    Incoming { report, warnings }
}

fn page(bytes: &[u8], name: &str, options: &Options) -> Item {
    match html::html(bytes, name) {
        Ok(mut incoming) => {
            complete(&mut incoming.report, options);
            Ok(incoming)
        }
        Err(cause) => Err(IntakeError { name: name.to_owned(), cause }),
    }
}

/// The items of a feed; a page that was named like one is read as the page that it is.
fn items(bytes: &[u8], name: &str, options: &Options) -> Vec<Item> {
    match feed::reports(bytes, name, options) {
        Ok(items) => items.collect(),
        Err(Cause::NoFeed(_)) if feed::is_page(bytes) => vec![page(bytes, name, options)],
        Err(cause) => vec![Err(IntakeError { name: name.to_owned(), cause })],
    }
}

/// One object, a list of objects, or (files named .json that are not) JSON lines.
fn objects(bytes: &[u8], name: &str, options: &Options) -> Vec<Item> {
    let (text, warnings) = decode::decode(bytes, false);
    let values: Vec<serde_json::Value> = match serde_json::from_str(&text) {
        Ok(value) if feed::is_json_feed(&value) => return items(bytes, name, options),
        Ok(serde_json::Value::Array(values)) => values,
        Ok(value) => vec![value],
        Err(_) if text.trim_start().starts_with('{') && text.contains('\n') => {
            return Lines::new(io::Cursor::new(text), name.to_owned(), options.clone()).collect();
        }
        Err(error) => return vec![Err(IntakeError { name: name.to_owned(), cause: error.into() })],
    };
    let single = values.len() == 1;
    let item = |(i, value): (usize, &serde_json::Value)| {
        let name = if single { name.to_owned() } else { format!("{name}#{}", i + 1) };
        match lines::object(value, &name, options) {
            Ok(report) => Ok(Incoming { report, warnings: warnings.clone() }),
            Err(cause) => Err(IntakeError { name, cause }),
        }
    };
    values.iter().enumerate().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::gzip;

    fn read(bytes: Vec<u8>, format: Option<Format>) -> Vec<Item> {
        stream(io::Cursor::new(bytes), "in".into(), format, Options::default()).collect()
    }

    #[test]
    fn formats_are_told_apart() {
        assert_eq!(Format::of_path(Path::new("a/b.JSONL.gz")), Some(Format::JsonLines));
        assert_eq!(Format::of_path(Path::new("a/b.pdf")), None);
        assert_eq!(Format::of_content(b"  <!doctype html>"), Format::Html);
        assert_eq!(Format::of_content(b"{\"text\":1}"), Format::JsonLines);
        assert_eq!(Format::of_content(b"Lima. El"), Format::Text);
        assert_eq!(Format::of_path(Path::new("a/CC-NEWS-1.warc.gz")), Some(Format::Warc));
        assert_eq!(Format::of_path(Path::new("feed.atom")), Some(Format::Feed));
        assert_eq!(Format::of_path(Path::new("a.parquet")), Some(Format::Parquet));
        assert_eq!(Format::of_content(b"WARC/1.0\r\n"), Format::Warc);
        assert_eq!(Format::of_content(b"<?xml version='1.0'?>\n<rss version='2.0'>"), Format::Feed);
        assert_eq!(Format::of_content(b"<feed xmlns='x'>"), Format::Feed);
        assert_eq!(Format::of_content(b"<?xml version='1.0'?><!DOCTYPE html><html>"), Format::Html);
        assert_eq!(Format::of_content(b"{\"version\":\"https://jsonfeed.org/version/1\"}"), Format::Json);
    }

    #[test]
    fn several_gzip_members_are_one_stream() {
        let packed = [gzip(b"{\"text\":\"uno\"}\n"), gzip(b"{\"text\":\"dos\"}\n")].concat();
        let texts: Vec<String> =
            read(packed, Some(Format::JsonLines)).into_iter().map(|i| i.unwrap().report.text).collect();
        assert_eq!(texts, ["uno", "dos"]);
    }

    #[test]
    fn what_is_read_of_files_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "El principio.").unwrap();
        std::fs::write(folder.path().join("b.txt.gz"), gzip(b"El final.")).unwrap();
        std::fs::write(folder.path().join("c.pdf"), "x").unwrap();
        let options = Options::default();
        let count = open([folder.path()], options.clone()).count();
        assert_eq!((count, size([folder.path()])), (2, Some(options.consumed.bytes())));
        assert_eq!(size(["-"]), None);
    }

    #[test]
    fn a_broken_archive_gives_what_came_before() {
        let noise: Vec<u8> =
            (0..60_000u32).flat_map(|i| format!("{} ", i.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        let mut packed = gzip(&noise);
        packed.truncate(packed.len() / 2);
        let items = read(packed, Some(Format::Text));
        assert_eq!(items.len(), 2);
        assert!(items[0].as_ref().unwrap().report.text.len() > 1000);
        assert!(items[1].is_err());
    }

    const WARC: &[u8] = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nHabl\xc3\xb3 ayer.\r\n\r\n";

    #[test]
    fn archives_and_feeds_are_known_by_their_content() {
        let feed = b"<rss version='2.0'><channel><item><description>Call\xc3\xb3.</description></item></channel></rss>";
        let text = |bytes: &[u8]| {
            let mut items = read(bytes.to_vec(), None);
            assert_eq!(items.len(), 1);
            items.remove(0).unwrap().report.text
        };
        assert_eq!(text(WARC), "Habló ayer.");
        assert_eq!(text(&gzip(WARC)), "Habló ayer.");
        assert_eq!(text(feed), "Calló.");
        assert_eq!(text(&gzip(feed)), "Calló.");
        let error = read(b"PAR1xxxx".to_vec(), None).remove(0).unwrap_err();
        assert!(matches!(error.cause, Cause::ParquetStream));
        let page = b"<html><body><p>Una nota que alguien guard\xc3\xb3 con otro nombre, dijo la redacci\xc3\xb3n.</p></body></html>";
        assert!(read(page.to_vec(), Some(Format::Feed)).remove(0).is_ok());
    }

    #[test]
    fn folders_are_read_in_order_and_bad_files_named() {
        let folder = std::env::temp_dir().join(format!("segun-intake-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("b")).unwrap();
        std::fs::write(folder.join("z.txt"), "El final.").unwrap();
        std::fs::write(folder.join("b/a.txt"), "El principio.").unwrap();
        std::fs::write(folder.join("c.json"), "nonsense").unwrap();
        std::fs::write(folder.join("skipped.pdf"), "x").unwrap();
        let all: Vec<Item> = open([&folder], Options::default()).collect();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].as_ref().unwrap().report.text, "El principio.");
        assert!(all[1].as_ref().unwrap_err().name.ends_with("c.json"));
        assert_eq!(all[2].as_ref().unwrap().report.text, "El final.");
        assert!(open([Path::new("/no/such/file.txt")], Options::default()).next().unwrap().is_err());
    }
}
