//! A bzip2 archive block by block.
//!
//! Blocks are compressed one apart from the other, up to 900,000 bytes of text each, and begin, at any bit, with a number
//! of 48 bits (π in decimal digits); behind the last one stands another (√π). So the archive can be cut into blocks
//! without reading them, and each, with a head and an end of its own around it, decompressed by itself: by several
//! threads, and past a damaged one. The format is told by J. Tsai, "BZIP2: Format Specification" (2016).

use bzip2::read::BzDecoder;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::io::{self, Read};

const BLOCK: u64 = 0x3141_5926_5359;
const END: u64 = 0x1772_4538_5090;
const MARK: usize = 48;
/// Bytes read at a time.
const PART: usize = 1 << 18;
/// The longest that a block can be: somewhat more than its text. What is longer is no bzip2 archive.
const LONGEST: usize = 8 * (2 << 20);
/// Bytes of text in a block at most.
const TEXT: usize = 900_000;
/// Blocks for each thread that are on their way at a time.
const EACH: usize = 4;

/// A block, its first bit at the begin of a byte.
#[derive(Clone, Debug, Default)]
struct Block {
    bytes: Vec<u8>,
    bits: usize,
}

impl Block {
    fn push(&mut self, value: u64, bits: usize) {
        for n in (0..bits).rev() {
            if self.bits.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if value >> n & 1 == 1
                && let Some(last) = self.bytes.last_mut()
            {
                *last |= 128 >> (self.bits % 8);
            }
            self.bits += 1;
        }
    }

    /// The bits of `all` from `from` to `to`.
    fn cut(all: &[u8], from: usize, to: usize) -> Self {
        let (shift, first) = (from % 8, from / 8);
        let at = |n: usize| u16::from(all.get(n).copied().unwrap_or(0));
        let bits = to - from;
        let byte = |n: usize| ((at(first + n) << 8 | at(first + n + 1)) >> (8 - shift)) as u8;
        let mut bytes: Vec<u8> = (0..bits.div_ceil(8)).map(byte).collect();
        if let (Some(last), 1..) = (bytes.last_mut(), bits % 8) {
            *last &= !(255 >> (bits % 8));
        }
        Self { bytes, bits }
    }

    fn append(&mut self, other: &Block) {
        if self.bits.is_multiple_of(8) {
            self.bytes.extend_from_slice(&other.bytes);
            self.bits += other.bits;
        } else {
            for (n, byte) in other.bytes.iter().enumerate() {
                let bits = (other.bits - n * 8).min(8);
                self.push(u64::from(byte >> (8 - bits)), bits);
            }
        }
    }

    /// Its text.
    fn text(&self) -> io::Result<Vec<u8>> {
        let mut archive = Block { bytes: b"BZh9".to_vec(), bits: 32 };
        archive.append(self);
        archive.push(END, MARK);
        // The checksum of all blocks, which is that of the only one: it stands behind the block's mark.
        let sum = self.bytes.get(6..10).unwrap_or_default();
        sum.iter().for_each(|byte| archive.push(u64::from(*byte), 8));
        let mut text = Vec::with_capacity(TEXT);
        BzDecoder::new(archive.bytes.as_slice()).read_to_end(&mut text)?;
        Ok(text)
    }
}

/// Cuts an archive into its blocks.
struct Blocks<R> {
    input: R,
    buffer: Vec<u8>,
    /// Bit from which on marks are looked for.
    from: usize,
    /// Bit at which the block at hand begins.
    begin: Option<usize>,
    /// Whether the last mark was that of an end: an archive that is whole ends so.
    ended: bool,
}

impl<R: Read> Blocks<R> {
    fn next(&mut self) -> io::Result<Option<Block>> {
        loop {
            if let Some((at, mark)) = find(&self.buffer, self.from) {
                let block = self.begin.map(|begin| Block::cut(&self.buffer, begin, at));
                self.ended = mark == END;
                let done = at / 8;
                self.buffer.drain(..done);
                self.begin = (mark == BLOCK).then_some(at % 8);
                self.from = at % 8 + MARK;
                match block {
                    Some(block) => return Ok(Some(block)),
                    None => continue,
                }
            }
            self.from = self.from.max((self.buffer.len() * 8).saturating_sub(MARK - 1));
            match self.begin {
                None => {
                    let done = self.from / 8;
                    self.buffer.drain(..done.min(self.buffer.len()));
                    self.from %= 8;
                }
                Some(begin) if self.buffer.len() * 8 - begin > LONGEST => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "no bzip2 blocks where they should be",
                    ));
                }
                Some(_) => {}
            }
            let length = self.buffer.len();
            let read = Read::by_ref(&mut self.input).take(PART as u64).read_to_end(&mut self.buffer)?;
            if read == 0 {
                let rest = self.begin.take().map(|begin| Block::cut(&self.buffer, begin, length * 8));
                self.buffer.clear();
                self.from = 0;
                return Ok(rest);
            }
        }
    }
}

/// The first mark of `bytes` at bit `from` or behind it: where, and which.
fn find(bytes: &[u8], from: usize) -> Option<(usize, u64)> {
    const MASK: u64 = (1 << MARK) - 1;
    let mut window = 0u64;
    for (n, byte) in bytes.iter().enumerate().skip(from / 8) {
        window = window << 8 | u64::from(*byte);
        for shift in (0..8).rev() {
            let seen = window >> shift & MASK;
            if seen == BLOCK || seen == END {
                let end = (n + 1) * 8 - shift;
                if let Some(at) = end.checked_sub(MARK).filter(|at| *at >= from) {
                    return Some((at, seen));
                }
            }
        }
    }
    None
}

/// Decompresses `input`, in `pool`; `each` is given the text in order and says whether to go on. The answer is what could
/// not be read.
///
/// # Errors
/// Where `input` cannot be read, or is no archive.
pub(crate) fn decompress<R: Read>(
    input: R,
    pool: &ThreadPool,
    mut each: impl FnMut(Vec<u8>) -> bool,
) -> io::Result<Vec<String>> {
    let mut blocks = Blocks { input, buffer: Vec::new(), from: 0, begin: None, ended: false };
    let (mut damage, mut number) = (Vec::new(), 0u64);
    loop {
        let mut group = Vec::new();
        while group.len() < pool.current_num_threads() * EACH
            && let Some(block) = blocks.next()?
        {
            group.push(block);
        }
        if group.is_empty() {
            if !blocks.ended {
                damage.push("the archive breaks off".to_owned());
            }
            return Ok(damage);
        }
        let mut texts: Vec<io::Result<Vec<u8>>> =
            pool.install(|| group.par_iter().map(Block::text).collect());
        let mut n = 0;
        while n < texts.len() {
            number += 1;
            if texts[n].is_err() {
                // The mark may stand in a block by chance (one block in some billions): with the part behind it, it is whole.
                if n + 1 == group.len()
                    && let Some(next) = blocks.next()?
                {
                    texts.push(next.text());
                    group.push(next);
                }
                if n + 1 < group.len() {
                    let mut both = group[n].clone();
                    both.append(&group[n + 1]);
                    if let Ok(text) = both.text() {
                        texts[n + 1] = Ok(text);
                        n += 1;
                    }
                }
            }
            let text = match std::mem::replace(&mut texts[n], Ok(Vec::new())) {
                Ok(text) => text,
                Err(error) => {
                    damage.push(format!("block {number} of the archive: {error}"));
                    // The lines that it cuts are no lines any more.
                    b"\n".to_vec()
                }
            };
            if !each(text) {
                return Ok(damage);
            }
            n += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bzip2::Compression;
    use bzip2::write::BzEncoder;
    use std::io::Write;

    fn pool() -> ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap()
    }

    /// Text that does not compress well, so that there are many blocks.
    fn sample(bytes: usize) -> Vec<u8> {
        let mut state = 7u64;
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            b"abcdefghijklmnop\n"[(state >> 33) as usize % 17]
        };
        (0..bytes).map(next).collect()
    }

    fn compressed(text: &[u8], level: u32) -> Vec<u8> {
        let mut out = BzEncoder::new(Vec::new(), Compression::new(level));
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn read(archive: &[u8]) -> (Vec<u8>, Vec<String>) {
        let mut all = Vec::new();
        let damage = decompress(archive, &pool(), |text| {
            all.extend(text);
            true
        });
        (all, damage.unwrap())
    }

    #[test]
    fn many_blocks_and_archives_behind_each_other() {
        let (one, two) = (sample(1_500_000), sample(200_000));
        let mut archive = compressed(&one, 1);
        archive.extend(compressed(&two, 9));
        archive.extend(compressed(b"", 9));
        let (text, damage) = read(&archive);
        assert!(damage.is_empty(), "{damage:?}");
        assert!(text == [one, two].concat());
    }

    #[test]
    fn a_damaged_block_is_passed_over_and_an_early_end_is_said() {
        let text = sample(1_000_000);
        let mut archive = compressed(&text, 1);
        let middle = archive.len() / 2;
        let (whole, _) = read(&archive);
        assert!(whole == text);
        archive[middle] ^= 0x55;
        let (past, damage) = read(&archive);
        assert_eq!(damage.len(), 1);
        assert!(past.len() > 850_000 && past.len() < 950_000, "one block of 100,000 bytes is missing");
        archive[middle] ^= 0x55;
        let (begin, damage) = read(&archive[..middle]);
        assert!(damage.last().unwrap().contains("breaks off"));
        assert!(text.starts_with(begin.trim_ascii_end()) && begin.len() > 300_000);
    }

    #[test]
    fn nothing_is_read_of_what_is_no_archive() {
        assert_eq!(read(b"BZh9 and something else").0, b"");
    }
}
