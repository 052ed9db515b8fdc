//! Fingerprints as bytes.
//!
//! A version byte, then whole numbers as LEB128: words (those of the passages together), number of all phrases, the passages'
//! sizes, the phrases (the difference to the hash before, then the passage), the keys (the
//! difference to the key before). Nothing follows. What a version means never changes; readers
//! keep reading every version that was ever written.

use crate::fingerprint::{Phrase, SKETCH};
use crate::{Fingerprint, Region, keys};

const VERSION: u8 = 1;

/// Why bytes are no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FingerprintError {
    /// They end too early.
    #[error("the fingerprint ends too early")]
    Short,
    /// Something follows the fingerprint.
    #[error("{0} bytes follow the fingerprint")]
    Long(usize),
    /// They were written by another version of Segun.
    #[error("fingerprint version {0} is not known")]
    Version(u8),
    /// A number is out of its range.
    #[error("the fingerprint's {0} is out of range")]
    Range(&'static str),
}

impl Fingerprint {
    /// The fingerprint as bytes: about five a phrase and nine a key.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(16 + self.phrases.len() * 5 + self.keys.len() * 9);
        out.push(VERSION);
        write(&mut out, self.passages.iter().map(|&size| u64::from(size)).sum());
        write(&mut out, self.all.into());
        write(&mut out, self.passages.len() as u64);
        self.passages.iter().for_each(|&size| write(&mut out, size.into()));
        write(&mut out, self.phrases.len() as u64);
        let mut before = 0;
        for phrase in &self.phrases {
            write(&mut out, u64::from(phrase.hash - before));
            out.push(phrase.passage);
            before = phrase.hash;
        }
        write(&mut out, self.keys.len() as u64);
        let mut before = 0;
        for &key in &self.keys {
            write(&mut out, key - before);
            before = key;
        }
        out
    }

    /// The fingerprint that [`Fingerprint::to_bytes`] wrote.
    ///
    /// # Errors
    /// Where `bytes` are not those of a fingerprint of a known version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FingerprintError> {
        let mut input = Input { bytes };
        match input.byte()? {
            VERSION => {}
            other => return Err(FingerprintError::Version(other)),
        }
        input.small(u32::MAX as usize, "number of words")?;
        let all = input.small(u32::MAX as usize, "number of phrases")? as u32;
        let count = input.small(Region::PASSAGES, "number of passages")?;
        let size = |_| Ok(input.small(u16::MAX as usize, "size of a passage")? as u16);
        let passages: Vec<u16> = (0..count).map(size).collect::<Result<_, _>>()?;
        let count = input.small(SKETCH.min(all as usize), "number of kept phrases")?;
        let mut phrases = Vec::with_capacity(count.min(input.bytes.len()));
        let mut hash = 0;
        for i in 0..count {
            hash = input.next_after(hash, i == 0, u64::from(u32::MAX), "phrase")?;
            let passage = input.byte()?;
            if usize::from(passage) >= passages.len() {
                return Err(FingerprintError::Range("passage of a phrase"));
            }
            phrases.push(Phrase { hash: hash as u32, passage });
        }
        let count = input.small(keys::MOST, "number of keys")?;
        let mut keys = Vec::with_capacity(count.min(input.bytes.len()));
        let mut key = 0;
        for i in 0..count {
            key = input.next_after(key, i == 0, u64::MAX, "key")?;
            keys.push(key);
        }
        match input.bytes.len() {
            0 => Ok(Self { all, passages, phrases, keys }),
            left => Err(FingerprintError::Long(left)),
        }
    }
}

fn write(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

struct Input<'a> {
    bytes: &'a [u8],
}

impl Input<'_> {
    fn byte(&mut self) -> Result<u8, FingerprintError> {
        let (&first, rest) = self.bytes.split_first().ok_or(FingerprintError::Short)?;
        self.bytes = rest;
        Ok(first)
    }

    fn number(&mut self, what: &'static str) -> Result<u64, FingerprintError> {
        let mut number = 0u64;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                break;
            }
            number |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(FingerprintError::Range(what))
    }

    fn small(&mut self, most: usize, what: &'static str) -> Result<usize, FingerprintError> {
        match self.number(what)? {
            number if number <= most as u64 => Ok(number as usize),
            _ => Err(FingerprintError::Range(what)),
        }
    }

    /// The next of rising numbers.
    fn next_after(
        &mut self,
        before: u64,
        first: bool,
        most: u64,
        what: &'static str,
    ) -> Result<u64, FingerprintError> {
        let step = self.number(what)?;
        let next = before.checked_add(step).filter(|&next| next <= most && (first || step > 0));
        next.ok_or(FingerprintError::Range(what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "([a-zé]{1,8}[ ,.]{1,2}){0,200}") {
            let fingerprint = Fingerprint::of(&text);
            let bytes = fingerprint.to_bytes();
            prop_assert_eq!(Fingerprint::from_bytes(&bytes), Ok(fingerprint));
            for end in 0..bytes.len() {
                prop_assert!(Fingerprint::from_bytes(&bytes[..end]).is_err());
            }
        }

        #[test]
        fn any_bytes_give_a_fingerprint_or_an_error(mut bytes in prop::collection::vec(any::<u8>(), 0..400), v in 0..2u8) {
            if let (Some(first), 1) = (bytes.first_mut(), v) {
                *first = VERSION;
            }
            if let Ok(fingerprint) = Fingerprint::from_bytes(&bytes) {
                let again = Fingerprint::from_bytes(&fingerprint.to_bytes());
                prop_assert_eq!(again, Ok(fingerprint));
            }
        }

        #[test]
        fn a_changed_byte_never_panics(at in 0usize..500, value in any::<u8>()) {
            let text = "Ministers from eleven countries agreed late yesterday on cheaper grain transport. ".repeat(3);
            let mut bytes = Fingerprint::of(&text).to_bytes();
            let at = at % bytes.len();
            bytes[at] = value;
            if let Ok(fingerprint) = Fingerprint::from_bytes(&bytes) {
                let _ = crate::compare(&fingerprint, &Fingerprint::of(&text));
            }
        }
    }

    #[test]
    fn errors_say_what_is_wrong() {
        assert_eq!(Fingerprint::from_bytes(&[]), Err(FingerprintError::Short));
        assert_eq!(Fingerprint::from_bytes(&[9]), Err(FingerprintError::Version(9)));
        let mut bytes = Fingerprint::default().to_bytes();
        assert_eq!(Fingerprint::from_bytes(&bytes), Ok(Fingerprint::default()));
        bytes.push(0);
        assert_eq!(Fingerprint::from_bytes(&bytes), Err(FingerprintError::Long(1)));
    }
}
