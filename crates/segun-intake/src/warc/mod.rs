//! Web archives (WARC 0.17 to 1.1; ISO 28500), plain or gzipped: reports of the pages that they keep.
//!
//! [`Archive`] is the main path: it takes records ([`records`]) from unpacked bytes ([`members`]) and reads
//! those that hold a page or text: responses with status 200 (their chunks and content encodings undone),
//! resources, and conversions (the plain text of WET files). Requests, metadata, revisits and records of
//! other media are passed over in silence.
//!
//! Damage is said with the place, and reading goes on behind it: at the next gzip member that opens with a
//! record, or at the next version line. Only records that the damage lies in are lost.

mod members;
mod records;

pub(crate) use members::opens;

use crate::lines::LIMIT;
use crate::{Cause, Incoming, IntakeError, Options, complete, decode, html, http};
use records::{Found, Record, Records};
use segun_report::Report;
use std::io::{self, BufRead};

/// What is wrong with an archive.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The file itself cannot be read on.
    #[error("{0}")]
    Read(io::Error),
    /// A gzip member that does not unpack, or not to what its checksum says.
    #[error("the gzip data is broken ({0})")]
    Gzip(String),
    /// The file, or a gzip member, ends too early.
    #[error("the archive ends inside of the record")]
    Cut,
    /// Bytes that are no record.
    #[error("what stands here is no WARC record")]
    Garbage,
    /// A head that goes on and on.
    #[error("the head of the record has no end")]
    NoHeadEnd,
    /// A head without a usable length.
    #[error("the record has no Content-Length that is a number")]
    NoLength,
    /// A length after which no record, member or end follows.
    #[error("the record is not as long as its Content-Length says")]
    Length,
    /// A record above the limit.
    #[error("the record claims {0} bytes, more than is read")]
    Huge(u64),
}

/// Longest head of a record, or of the message in it.
const HEAD_LIMIT: usize = 64 << 10;

/// What is not gone beyond.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Longest record, and longest page in it, in bytes.
    pub(crate) record: usize,
    /// Bytes to which a gzip member may grow without a record being found, where it grows more than text does.
    pub(crate) bomb: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: LIMIT, bomb: 1 << 30 }
    }
}

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Text,
    /// Nothing that is read.
    Other,
}

/// What a record with these fields and this begin of its block holds.
fn kind(fields: &[(String, String)], block: &[u8]) -> Kind {
    let field = |name: &str| http::field(fields, name);
    let content = |value: Option<&str>, body: &[u8]| match value.map(|value| http::media_type(value).0) {
        Some(media) => match media.as_str() {
            "text/html" | "application/xhtml+xml" => Kind::Page,
            "text/plain" => Kind::Text,
            _ => Kind::Other,
        },
        None if body.trim_ascii_start().starts_with(b"<") => Kind::Page,
        None => Kind::Other,
    };
    let url = field("warc-target-uri").unwrap_or_default();
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('>');
    if path.ends_with("/robots.txt") {
        return Kind::Other;
    }
    match field("warc-type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "response" => match http::response(block) {
            Some((head, body)) if head.status == 200 => content(head.field("content-type"), body),
            _ => Kind::Other,
        },
        "resource" | "conversion" => content(field("content-type"), block),
        // Among the others, later segments of a page in several records: no page of their own.
        _ => Kind::Other,
    }
}

/// The reports of a web archive, gzipped or not; `name` is the first part of theirs.
pub fn warc(
    mut input: impl BufRead,
    name: impl Into<String>,
    options: Options,
) -> impl Iterator<Item = Result<Incoming, IntakeError>> {
    // What cannot be read is said by the iterator.
    let packed = input.fill_buf().is_ok_and(|head| head.starts_with(&[0x1F, 0x8B]));
    Archive::new(input, packed, name.into(), options)
}

/// The reports of an archive.
pub(crate) struct Archive<R> {
    records: Records<R>,
    name: String,
    options: Options,
    limits: Limits,
}

impl<R: BufRead> Archive<R> {
    pub(crate) fn new(input: R, packed: bool, name: String, options: Options) -> Self {
        Self::with_limits(input, packed, name, options, Limits::default())
    }

    fn with_limits(input: R, packed: bool, name: String, options: Options, limits: Limits) -> Self {
        Self { records: Records::new(input, packed, limits), name, options, limits }
    }

    /// The report of a record that holds one.
    fn report(&self, record: &Record) -> Option<Result<Incoming, IntakeError>> {
        let kind = kind(&record.fields, &record.block);
        if kind == Kind::Other {
            return None;
        }
        let name = format!("{}{}", self.name, record.place);
        Some(match self.read(record, kind, &name) {
            Ok(incoming) => Ok(incoming),
            Err(cause) => Err(IntakeError { name, cause }),
        })
    }

    fn read(&self, record: &Record, kind: Kind, name: &str) -> Result<Incoming, Cause> {
        let mut warnings = Vec::new();
        if let Some(why) = record.field("warc-truncated") {
            warnings.push(format!("the crawler cut it off ({why})"));
        }
        let block = record.block.as_slice();
        let mut body = block.into();
        let mut content_type = record.field("content-type").map(str::to_owned);
        if let Some((head, rest)) = http::response(block) {
            content_type = head.field("content-type").map(str::to_owned);
            let chunked =
                head.field("transfer-encoding").is_some_and(|e| e.to_ascii_lowercase().contains("chunked"));
            let (whole, warning) = if chunked { http::dechunk(rest) } else { (rest.into(), None) };
            warnings.extend(warning);
            body = whole;
            if let Some(encodings) = head.field("content-encoding") {
                let (decoded, warning) = http::decode_content(encodings, &body, self.limits.record)?;
                warnings.extend(warning);
                body = decoded.into_owned().into();
            }
        }
        let charset = content_type.and_then(|value| http::media_type(&value).1);
        let mut incoming = match kind {
            Kind::Page => html::page(&body, name, charset.as_deref())?,
            _ => {
                let (text, warnings) = decode::decode_as(&body, false, charset.as_deref());
                if text.trim().is_empty() {
                    return Err(Cause::NoMainText);
                }
                let report = Report { id: name.to_owned(), text, ..Report::default() };
                Incoming { report, warnings }
            }
        };
        // The address that was fetched; a page's own is sometimes its home page's.
        let url = record.field("warc-target-uri").map(|url| url.trim_matches(['<', '>']));
        incoming.report.url = url.filter(|url| !url.is_empty()).map(str::to_owned).or(incoming.report.url);
        complete(&mut incoming.report, &self.options);
        warnings.append(&mut incoming.warnings);
        Ok(Incoming { report: incoming.report, warnings })
    }
}

impl<R: BufRead> Iterator for Archive<R> {
    type Item = Result<Incoming, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.records.next()? {
                Found::Record(record) => {
                    if let Some(item) = self.report(&record) {
                        return Some(item);
                    }
                }
                Found::Damage { place, damage, resumed } => {
                    let resumed = resumed.map(|place| place.to_string());
                    let cause = Cause::Damaged { damage, resumed };
                    return Some(Err(IntakeError { name: format!("{}{place}", self.name), cause }));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::gzip;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-02-03T10:00:00Z\r\n{fields}Content-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn response(url: &str, fields: &str, body: &[u8]) -> Vec<u8> {
        let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat();
        let fields =
            format!("WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n");
        record("response", &fields, &block)
    }

    /// A record of text that says its number.
    fn numbered(number: usize) -> Vec<u8> {
        let noise: String =
            (0..60).map(|i| format!("{:x} ", (number + 7) * (i + 3) * 2_654_435_761)).collect();
        let text = format!("Noticia número {number}. {noise}");
        response(&format!("https://a.example/{number}"), "Content-Type: text/plain\r\n", text.as_bytes())
    }

    fn read(bytes: &[u8]) -> Vec<Result<Incoming, IntakeError>> {
        read_within(bytes, Limits::default())
    }

    fn read_within(bytes: &[u8], limits: Limits) -> Vec<Result<Incoming, IntakeError>> {
        let packed = bytes.starts_with(&[0x1F, 0x8B]);
        let input = Cursor::new(bytes.to_vec());
        Archive::with_limits(input, packed, "a.warc".into(), Options::default(), limits).collect()
    }

    /// Numbers of the records that were read, and what was said of damage.
    fn numbers(items: &[Result<Incoming, IntakeError>]) -> (Vec<usize>, Vec<String>) {
        let mut read = Vec::new();
        let mut said = Vec::new();
        for item in items {
            match item {
                Ok(incoming) => {
                    let url = incoming.report.url.as_deref().unwrap_or_default();
                    read.extend(url.strip_prefix("https://a.example/").and_then(|n| n.parse::<usize>().ok()));
                }
                Err(error) => said.push(error.to_string()),
            }
        }
        (read, said)
    }

    const PAGE: &str = "<html><head><title>El puerto reabre</title><meta property=\"article:published_time\" content=\"2026-02-03T08:30:00-05:00\">\
<link rel=\"canonical\" href=\"https://otra.example/\"></head><body><article><h1>El puerto reabre</h1>\
<p>El puerto de Matarani reabrió este martes después de nueve días de huelga, informó la autoridad portuaria en un comunicado.</p>\
<p>Los estibadores aceptaron un aumento del seis por ciento y una prima anual, según la secretaria del sindicato, Rosa Mamani.</p>\
<p>“Volvemos al trabajo, pero seguiremos vigilantes”, dijo Mamani a la prensa en la puerta principal del muelle.</p></article></body></html>";

    #[test]
    fn pages_are_read_and_the_rest_is_passed_over() {
        let chunked = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(PAGE);
        let html = "Content-Type: text/html; charset=windows-1252\r\n";
        let archive = [
            record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: x\r\n"),
            record("request", "WARC-Target-URI: https://a.example/1\r\n", b"GET /1 HTTP/1.1\r\n\r\n"),
            response(
                "<https://a.example/1>",
                "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n",
                chunked.as_bytes(),
            ),
            record(
                "revisit",
                "WARC-Target-URI: https://a.example/1\r\n",
                b"HTTP/1.1 304 Not Modified\r\n\r\n",
            ),
            response("https://a.example/2", &format!("{html}Content-Encoding: gzip\r\n"), &gzip(&latin)),
            response("https://a.example/3", "Content-Type: image/png\r\n", b"\x89PNG"),
            response("https://a.example/robots.txt", "Content-Type: text/plain\r\n", b"User-agent: *\r\n"),
            record(
                "response",
                "WARC-Target-URI: https://a.example/4\r\n",
                b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>no",
            ),
            record(
                "resource",
                "WARC-Target-URI: https://a.example/5\r\nContent-Type: text/html\r\n",
                PAGE.as_bytes(),
            ),
            record(
                "conversion",
                "WARC-Target-URI: https://a.example/6\r\nContent-Type: text/plain\r\n",
                "Habló ayer.".as_bytes(),
            ),
            record("metadata", "", b"fetchTimeMs: 3\r\n"),
        ];
        let by_record: Vec<u8> = archive.iter().flat_map(|record| gzip(record)).collect();
        for bytes in [archive.concat(), by_record, gzip(&archive.concat())] {
            let items = read(&bytes);
            assert_eq!(numbers(&items), (vec![1, 2, 5, 6], vec![]));
            let reports: Vec<&Report> = items.iter().map(|item| &item.as_ref().unwrap().report).collect();
            for report in &reports[..3] {
                assert_eq!(report.title.as_deref(), Some("El puerto reabre"));
                assert_eq!(report.published.unwrap().to_string(), "2026-02-03T08:30:00");
                assert!(report.text.contains("“Volvemos al trabajo") && report.text.contains("según"));
            }
            assert_eq!(reports[3].text, "Habló ayer.");
            assert_eq!(reports[3].published, None);
            assert!(reports.iter().all(|report| report.id.starts_with("a.warc@")));
        }
    }

    #[test]
    fn records_are_named_by_the_place_of_their_member() {
        let (one, two) = (numbered(1), numbered(2));
        let ids = |bytes: &[u8]| -> Vec<String> {
            read(bytes).into_iter().map(|item| item.unwrap().report.id).collect()
        };
        assert_eq!(
            ids(&[one.clone(), two.clone()].concat()),
            ["a.warc@0".to_owned(), format!("a.warc@{}", one.len())]
        );
        let first = gzip(&one);
        assert_eq!(
            ids(&[first.clone(), gzip(&two)].concat()),
            ["a.warc@0".to_owned(), format!("a.warc@{}", first.len())]
        );
        let whole = gzip(&[one.clone(), two].concat());
        assert_eq!(ids(&whole), ["a.warc@0".to_owned(), format!("a.warc@0+{}", one.len())]);
    }

    #[test]
    fn members_may_begin_anywhere() {
        let plain: Vec<u8> = (0..6).flat_map(numbered).collect();
        let blocks: Vec<u8> = plain.chunks(333).flat_map(gzip).chain(gzip(b"")).collect();
        assert_eq!(numbers(&read(&blocks)), ((0..6).collect(), vec![]));
    }

    #[test]
    fn wrong_lengths_lose_one_record() {
        let length = |record: Vec<u8>, new: &str| {
            let text = String::from_utf8(record).unwrap();
            let (before, after) = text.split_once("Content-Length: ").unwrap();
            format!("{before}Content-Length: {new}{}", &after[after.find("\r\n").unwrap()..]).into_bytes()
        };
        for (new, said) in [
            ("10", "is not as long as"),
            ("1100", "is not as long as"),
            ("99999", "is not as long as|ends inside of"),
            ("99999999999999", "claims 99999999999999 bytes"),
            ("many", "no Content-Length"),
            ("-1", "no Content-Length"),
        ] {
            let records = [numbered(0), length(numbered(1), new), numbered(2), numbered(3)];
            let by_record: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
            for bytes in [records.concat(), by_record, gzip(&records.concat())] {
                let (read, damage) = numbers(&read(&bytes));
                assert_eq!(read, [0, 2, 3], "{new}: {damage:?}");
                assert_eq!(damage.len(), 1, "{new}: {damage:?}");
                assert!(said.split('|').any(|said| damage[0].contains(said)), "{new}: {damage:?}");
                assert!(damage[0].contains("reading went on at @"), "{damage:?}");
            }
        }
    }

    #[test]
    fn heads_without_end_and_garbage_lose_nothing_else() {
        let endless = [b"WARC/1.0\r\nX: ".as_slice(), &vec![b'x'; 200_000], b"\r\n"].concat();
        for garbage in [
            endless.as_slice(),
            b"\0\0garbage\r\n",
            b"WARC/1.0\r\nWARC-Type: response\r\n",
            b"WARC/x\r\n\r\n",
        ] {
            let records = [numbered(0), garbage.to_vec(), numbered(1)];
            let by_record: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
            let packed_only = [gzip(&records[0]), garbage.to_vec(), gzip(&records[2])].concat();
            for bytes in [records.concat(), by_record, packed_only] {
                let (read, damage) = numbers(&read(&bytes));
                assert_eq!(read, [0, 1]);
                assert_eq!(damage.len(), 1, "{damage:?}");
            }
        }
    }

    #[test]
    fn records_and_pages_above_the_limit_are_said_and_passed_over() {
        let film = response("https://a.example/9", "Content-Type: video/mp4\r\n", &vec![7; 300_000]);
        let long = response("https://a.example/8", "Content-Type: text/plain\r\n", &vec![b'a'; 300_000]);
        let bomb = response(
            "https://a.example/7",
            "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n",
            &gzip(&vec![b'a'; 3_000_000]),
        );
        let records = [numbered(0), film, numbered(1), long, numbered(2), bomb, numbered(3)];
        let by_record: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
        for bytes in [records.concat(), by_record] {
            let (read, damage) =
                numbers(&read_within(&bytes, Limits { record: 100_000, ..Limits::default() }));
            assert_eq!(read, [0, 1, 2, 3]);
            assert_eq!(damage.len(), 2, "{damage:?}");
            assert!(damage[0].contains("claims 300"), "{damage:?}");
            assert!(damage[1].contains("longer than"), "{damage:?}");
        }
    }

    #[test]
    fn many_records_above_the_limit_do_not_pile_up() {
        let film = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n";
        let bytes = [film.repeat(20_000), numbered(0)].concat();
        assert_eq!(
            numbers(&read_within(&bytes, Limits { record: 100_000, ..Limits::default() })),
            (vec![0], vec![])
        );
    }

    #[test]
    fn bombs_are_given_up() {
        let head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 99999999999\r\n\r\n";
        let zeros = [head.as_slice(), &vec![0; 20_000_000]].concat();
        let bytes = [gzip(&numbered(0)), gzip(&zeros), gzip(&numbered(1))].concat();
        let (read, damage) = numbers(&read_within(&bytes, Limits { bomb: 1_000_000, ..Limits::default() }));
        assert_eq!(read, [0, 1]);
        assert_eq!(damage.len(), 1, "{damage:?}");
    }

    #[test]
    fn a_broken_member_is_named_and_the_next_one_read() {
        let members: Vec<Vec<u8>> = (0..4).map(|n| gzip(&numbered(n))).collect();
        let mut bytes = members.concat();
        let at = members[0].len();
        bytes[at + members[1].len() / 2] ^= 0x55;
        let items = read(&bytes);
        assert_eq!(numbers(&items).0, [0, 2, 3]);
        let error = items[1].as_ref().unwrap_err();
        assert_eq!(error.name, format!("a.warc@{at}"));
        assert!(
            matches!(&error.cause, Cause::Damaged { resumed: Some(to), .. } if *to == format!("@{}", at + members[1].len()))
        );
        // In one big member, all that came before is read.
        let mut whole = gzip(&(0..40).flat_map(numbered).collect::<Vec<u8>>());
        let middle = whole.len() / 2;
        whole[middle] ^= 0x55;
        let (read, said) = numbers(&read(&whole));
        assert!(read.len() > 10 && read.iter().copied().eq(0..read.len()), "{read:?}");
        assert!(said.last().unwrap().ends_with("nothing readable follows"), "{said:?}");
    }

    /// What is done to an archive.
    #[derive(Clone, Debug)]
    enum Harm {
        Set(u8),
        Remove(usize),
        Insert(Vec<u8>),
    }

    fn harm() -> impl Strategy<Value = Harm> {
        prop_oneof![
            any::<u8>().prop_map(Harm::Set),
            (1usize..40).prop_map(Harm::Remove),
            prop::collection::vec(any::<u8>(), 1..40).prop_map(Harm::Insert),
        ]
    }

    /// The archive with harm done at `at`, and the first and last record that it touches.
    fn harmed(records: &[Vec<u8>], at: usize, harm: &Harm) -> (Vec<u8>, usize, usize) {
        let mut bytes = records.concat();
        let at = at % bytes.len();
        let end = match harm {
            Harm::Remove(count) => (at + count).min(bytes.len()),
            _ => at + 1,
        };
        match harm {
            Harm::Set(byte) => bytes[at] = *byte,
            Harm::Remove(_) => drop(bytes.drain(at..end)),
            Harm::Insert(garbage) => drop(bytes.splice(at..at, garbage.iter().copied())),
        }
        let record_at = |at: usize| {
            let mut begin = 0;
            records.iter().position(|record| {
                begin += record.len();
                at < begin
            })
        };
        (bytes, record_at(at).unwrap(), record_at(end - 1).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn harm_loses_only_the_records_that_it_touches(at: prop::sample::Index, harm in harm(), packed: bool) {
            let records: Vec<Vec<u8>> = (0..5)
                .map(|n| if packed { gzip(&numbered(n)) } else { numbered(n) })
                .collect();
            let (bytes, first, last) = harmed(&records, at.index(records.concat().len()), &harm);
            // A file that no longer looks packed is none.
            prop_assume!(!packed || bytes.starts_with(&[0x1F, 0x8B]));
            let (read, said) = numbers(&read(&bytes));
            let mut in_order = read.clone();
            in_order.dedup();
            prop_assert_eq!(&in_order, &read);
            for number in (0..5).filter(|n| *n < first || *n > last) {
                prop_assert!(read.contains(&number), "{} of {:?}, {:?}, harm in {}", number, read, said, first);
            }
        }

        #[test]
        fn a_cut_loses_only_what_is_behind_it(at: prop::sample::Index, packed: bool) {
            let records: Vec<Vec<u8>> = (0..5)
                .map(|n| if packed { gzip(&numbered(n)) } else { numbered(n) })
                .collect();
            let mut bytes = records.concat();
            let at = at.index(bytes.len());
            bytes.truncate(at);
            let mut begin = 0;
            let whole = records.iter().take_while(|record| { begin += record.len(); begin <= at }).count();
            let (read, said) = numbers(&read(&bytes));
            prop_assert!(read.len() >= whole && read.iter().copied().eq(0..read.len()), "{:?}", read);
            prop_assert!(said.len() <= 1);
        }

        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300), packed: bool, opens: bool) {
            let begin: &[u8] = if opens { b"WARC/1.0\r\nContent-Length: 5\r\n" } else { b"" };
            let bytes = [begin, &bytes].concat();
            let bytes = if packed { gzip(&bytes) } else { bytes };
            read(&bytes);
            read(&bytes[..bytes.len() * 2 / 3]);
        }
    }
}
