//! Bytes to text.
//!
//! A byte order mark decides; then valid UTF-8; then what the sender or a page declares; then a guess
//! by the frequencies of bytes. Bytes that fit no character are replaced, and it is said.

use chardetng::{EncodingDetector, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How far into a page its declared encoding is looked for, in bytes (the HTML standard asks for 1024).
const HEAD: usize = 4096;

/// `bytes` as text, with warnings.
pub fn decode(bytes: &[u8], is_html: bool) -> (String, Vec<String>) {
    decode_as(bytes, is_html, None)
}

/// `bytes` as text, where whoever sent them says that they are `charset`: believed where they are no valid
/// UTF-8, or where it is an encoding whose texts all look like valid UTF-8.
pub fn decode_as(bytes: &[u8], is_html: bool, charset: Option<&str>) -> (String, Vec<String>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], None);
    }
    let charset = charset.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    if let Some(encoding) = charset.filter(|e| !e.is_ascii_compatible()) {
        return with(encoding, bytes, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), Vec::new());
    }
    if let Some(encoding) = charset {
        return with(encoding, bytes, None);
    }
    if let Some(encoding) = is_html.then(|| declared(bytes)).flatten() {
        return with(encoding, bytes, None);
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    with(encoding, bytes, Some(format!("not UTF-8; read as {}", encoding.name())))
}

fn with(encoding: &'static Encoding, bytes: &[u8], guessed: Option<String>) -> (String, Vec<String>) {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut warnings: Vec<String> = guessed.into_iter().collect();
    if damaged {
        let count = text.matches('\u{FFFD}').count();
        warnings.push(format!(
            "{count} places are no valid {}; each is marked U+FFFD in the text",
            encoding.name()
        ));
    }
    (text.into_owned(), warnings)
}

/// The encoding that a page declares in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = head.windows(8).position(|w| w.eq_ignore_ascii_case(b"charset="))? + 8;
    let name: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    // A page that says UTF-8 and is not has damaged places; a guess would damage all of it.
    Encoding::for_label(&name).or(Some(UTF_8).filter(|_| name.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodings_are_told_apart() {
        let text = "La reunión será mañana, según el señor Muñoz.";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let (decoded, warnings) = decode(&latin, false);
        assert_eq!(decoded, text);
        assert_eq!(warnings.len(), 1);
        let page = [b"<meta charset=\"iso-8859-1\"><p>".as_slice(), &latin].concat();
        assert!(decode(&page, true).0.ends_with(text));
        let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        assert_eq!(decode(&marked, false), (text.to_owned(), Vec::new()));
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&wide, false).0, text);
    }

    #[test]
    fn damage_is_said() {
        let (text, warnings) = decode(b"<meta charset=utf-8>a\xFFb", true);
        assert!(text.contains('\u{FFFD}'));
        assert_eq!(warnings.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in prop::collection::vec(any::<u8>(), 0..200), html: bool) {
            decode(&bytes, html);
        }

        #[test]
        fn utf8_is_kept_exactly(text in "(?s).{0,100}") {
            prop_assume!(!text.starts_with('\u{FEFF}'));
            prop_assert_eq!(decode(text.as_bytes(), false), (text, Vec::new()));
        }
    }
}
