//! JSON as it is written: straight to bytes, the same that `serde_json` makes of the same values.

use serde::Serialize;

/// Writes a text.
pub(crate) fn text(text: &str, out: &mut Vec<u8>) {
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        out.reserve(text.len() + 2);
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        value(text, out);
    }
}

/// Whether `byte` stands in a string as it is. That each is looked at, whatever those before it are, is done for many at once.
fn is_plain(byte: u8) -> bool {
    (byte >= b' ') & (byte != b'"') & (byte != b'\\')
}

/// Writes anything else: a number, mostly.
pub(crate) fn value(value: impl Serialize, out: &mut Vec<u8>) {
    // Writing to memory cannot fail.
    let _ = serde_json::to_writer(out, &value);
}

/// An object in the making.
pub(crate) struct Object<'a> {
    out: &'a mut Vec<u8>,
    /// What stands before the next key.
    before: u8,
}

impl<'a> Object<'a> {
    /// Begins one, which will have a key at least.
    pub(crate) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, before: b'{' }
    }

    /// Writes a key, which needs no escapes, and has its value written.
    pub(crate) fn key(&mut self, key: &str, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let before = std::mem::replace(&mut self.before, b',');
        self.out.extend_from_slice(&[before, b'"']);
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        write(self.out);
        self
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.key(key, |out| text(value, out))
    }

    /// A text, where there is one.
    pub(crate) fn maybe(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// A number.
    pub(crate) fn number(&mut self, key: &str, number: impl Serialize) -> &mut Self {
        self.key(key, |out| value(number, out))
    }

    /// Ends it.
    pub(crate) fn end(&mut self) {
        self.out.push(b'}');
    }
}

/// Writes a list, whose `items` are each written by `write`.
pub(crate) fn list<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>),
) {
    let mut before = b'[';
    for item in items {
        out.push(std::mem::replace(&mut before, b','));
        write(item, out);
    }
    if before == b'[' {
        out.push(b'[');
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_serde_json_does() {
        for plain in ["", "a", "“Sí”, dijo.", "x\u{7f}\u{2028}", &"ñ".repeat(100)] {
            for c in ('\0'..'\u{80}').chain(['¿', '\u{fffd}']) {
                let (mut out, all) = (Vec::new(), format!("{plain}{c}{plain}"));
                text(&all, &mut out);
                assert_eq!(out, serde_json::to_vec(&all).unwrap());
            }
        }
        let mut out = Vec::new();
        let mut object = Object::new(&mut out);
        object.text("a", "b\n").maybe("c", None).maybe("d", Some("e")).number("f", 0.25_f64);
        object
            .key("none", |out| list::<i64>([], out, |_, _| ()))
            .key("two", |out| list([1, 2], out, value))
            .end();
        assert_eq!(out, br#"{"a":"b\n","d":"e","f":0.25,"none":[],"two":[1,2]}"#);
    }
}
