//! HTTP messages as archives keep them and clients get them: head, chunks, content encodings.
//!
//! Archives hold messages with and without the encodings that their heads tell of (crawlers often store a
//! decoded body under the original head), so an encoding that the body does not show is passed over.

use crate::Cause;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::Read;

/// The head of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The status code.
    pub status: u16,
    /// Names in small letters, and values.
    pub fields: Vec<(String, String)>,
}

impl Head {
    /// The first value of the field `name` (in small letters).
    pub fn field(&self, name: &str) -> Option<&str> {
        field(&self.fields, name)
    }
}

/// The first value of the field `name` (in small letters).
pub(crate) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

/// A response's head and the bytes behind it; `None` where this is none.
pub fn response(block: &[u8]) -> Option<(Head, &[u8])> {
    let (lines, body) = split_head(block)?;
    let mut lines = lines.into_iter();
    let first = lines.next()?;
    let status = first.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some((Head { status, fields: fields(lines) }, body))
}

/// The lines before the first empty one, lines that continue others joined to them, and what follows.
pub(crate) fn split_head(block: &[u8]) -> Option<(Vec<String>, &[u8])> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = block;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        rest = &rest[end + 1..];
        if line.is_empty() {
            return Some((lines, rest));
        }
        let text = String::from_utf8_lossy(line);
        match lines.last_mut() {
            Some(last) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                last.push(' ');
                last.push_str(text.trim());
            }
            _ => lines.push(text.into_owned()),
        }
    }
}

/// Names in small letters with their values; lines without a colon are passed over.
pub(crate) fn fields(lines: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    let field = |line: String| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    lines.into_iter().filter_map(field).collect()
}

/// The media type of a `Content-Type` in small letters, and its charset.
pub fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media, charset)
}

/// `body` without its chunks, where it has them, and what was wrong with them.
pub(crate) fn dechunk(body: &[u8]) -> (Cow<'_, [u8]>, Option<String>) {
    let mut out = Vec::new();
    let mut rest = body;
    let mut first = true;
    loop {
        let line = memchr::memchr(b'\n', &rest[..rest.len().min(1024)]);
        let size = line.and_then(|end| {
            let digits = rest[..end].split(|b| *b == b';').next()?.trim_ascii();
            usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        });
        let (Some(line), Some(size)) = (line, size) else {
            // A body that does not begin with a chunk was stored without them.
            return if first {
                (Cow::Borrowed(body), None)
            } else {
                (Cow::Owned(out), Some("its chunks break off; what came before is read".to_owned()))
            };
        };
        first = false;
        rest = &rest[line + 1..];
        if size == 0 {
            return (Cow::Owned(out), None);
        }
        let taken = size.min(rest.len());
        out.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// `body` with its content encodings (`gzip`, `deflate`, `br`, `zstd`, also several) undone, and what was
/// wrong with them.
///
/// # Errors
/// Where it grows beyond `limit` bytes, or is of an encoding that is not read.
pub fn decode_content<'a>(
    encodings: &str,
    body: &'a [u8],
    limit: usize,
) -> Result<(Cow<'a, [u8]>, Option<String>), Cause> {
    let mut body = Cow::Borrowed(body);
    let mut warning = None;
    for encoding in encodings.rsplit(',') {
        let encoding = encoding.trim().to_ascii_lowercase();
        let unpacked = match encoding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => {
                unpack(MultiGzDecoder::new(&*body), limit)?
            }
            "deflate" if is_zlib(&body) => unpack(ZlibDecoder::new(&*body), limit)?,
            "deflate" => unpack(DeflateDecoder::new(&*body), limit)?,
            "br" => unpack(brotli_decompressor::Decompressor::new(&*body, 1 << 14), limit)?,
            "zstd" if body.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) => {
                unpack(zstd::stream::read::Decoder::new(&*body)?, limit)?
            }
            _ => continue,
        };
        match unpacked {
            // Nothing of it is of that encoding: stored decoded.
            (bytes, true) if bytes.is_empty() => {}
            (bytes, broken) => {
                if broken {
                    warning = Some(format!("its {encoding} encoding breaks off; what came before is read"));
                }
                body = Cow::Owned(bytes);
            }
        }
    }
    Ok((body, warning))
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [a, b, ..] if a & 0x0F == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0)
}

/// What comes out, and whether it broke off.
fn unpack(reader: impl Read, limit: usize) -> Result<(Vec<u8>, bool), Cause> {
    let mut out = Vec::new();
    let end = reader.take(limit as u64 + 1).read_to_end(&mut out);
    if out.len() > limit {
        return Err(Cause::TooLong(limit));
    }
    Ok((out, end.is_err()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::gzip;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};
    use proptest::prelude::*;
    use std::io::Write;

    #[test]
    fn heads() {
        let (head, body) =
            response(b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=\"UTF-8\"\r\nX\r\n\r\nbody")
                .unwrap();
        assert_eq!((head.status, body), (200, b"body".as_slice()));
        let of = media_type(head.field("content-type").unwrap());
        assert_eq!(of, ("text/html".to_owned(), Some("UTF-8".to_owned())));
        assert!(response(b"HTTP/1.1 200 OK\r\nno end").is_none());
        assert!(response(b"GET / HTTP/1.1\r\n\r\n").is_none());
    }

    #[test]
    fn chunks() {
        assert_eq!(
            dechunk(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"),
            (Cow::Borrowed(b"abcde".as_slice()), None)
        );
        assert_eq!(dechunk(b"<p>no chunks</p>").0, b"<p>no chunks</p>".as_slice());
        let (body, warning) = dechunk(b"3\r\nabc\r\n9\r\nde");
        assert_eq!((&*body, warning.is_some()), (b"abcde".as_slice(), true));
        assert_eq!(dechunk(b"ffffffffffffffff\r\nabc").0, b"abc".as_slice());
    }

    #[test]
    fn encodings_stored_and_not() {
        let text = b"Lima. El puerto. ".repeat(50);
        let gzip = gzip(&text);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&text).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(&text).unwrap();
        let decoded = |name: &str, body: &[u8]| decode_content(name, body, 1 << 20).unwrap().0.into_owned();
        assert_eq!(decoded("gzip", &gzip), text);
        assert_eq!(decoded("GZIP, identity", &text), text);
        assert_eq!(decoded("deflate", &zlib.finish().unwrap()), text);
        assert_eq!(decoded("deflate", &raw.finish().unwrap()), text);
        assert_eq!(decoded("br", b"\x0b\x02\x80Hello\x03"), b"Hello");
        assert_eq!(decoded("zstd", &zstd::encode_all(&text[..], 1).unwrap()), text);
        let (cut, warning) = decode_content("gzip", &gzip[..gzip.len() - 9], 1 << 20).unwrap();
        assert!(warning.is_some() && text.starts_with(&cut));
        assert!(matches!(decode_content("gzip", &gzip, 100), Err(Cause::TooLong(100))));
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            dechunk(&bytes);
            response(&bytes);
            for encoding in ["gzip", "deflate", "br", "zstd"] {
                let _ = decode_content(encoding, &bytes, 1 << 16);
            }
        }
    }
}
