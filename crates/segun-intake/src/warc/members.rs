//! The bytes of an archive, unpacked, and where in the file they stand.
//!
//! [`Unpacked`] holds a window of them. Compressed archives are gzip members one after the other (usually
//! one a record). While a member is unpacked its packed bytes are kept ([`Replay`]), because damage is often
//! noticed only behind the begin of the next member: the search for it starts where the broken one began.

use super::Damage;
use flate2::bufread::GzDecoder;
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::mem;
use std::ops::RangeInclusive;

/// Packed bytes of one member kept for a second look; of a longer member, the last ones.
const KEPT: usize = 16 << 20;

/// Bytes taken from the input and from a decoder at a time.
const PIECE: usize = 64 << 10;

/// Packed bytes by which a member is looked into.
const PROBE: usize = 4096;

/// What opens a record, whatever its version.
pub(crate) const OPENING: &[u8] = b"WARC/";

const MAGIC: &[u8] = &[0x1F, 0x8B, 0x08];

/// Where a record begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Offset in the file: of the record, or of the gzip member that it is in.
    pub(crate) file: u64,
    /// Offset inside of the member, unpacked.
    pub(crate) inside: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.file)?;
        if self.inside > 0 { write!(f, "+{}", self.inside) } else { Ok(()) }
    }
}

/// An input that can be gone back in.
struct Replay<R> {
    input: R,
    held: Vec<u8>,
    at: usize,
    /// Offset of the first held byte in the file.
    start: u64,
    failure: Option<io::Error>,
}

impl<R: BufRead> Replay<R> {
    fn position(&self) -> u64 {
        self.start + self.at as u64
    }

    fn rest(&self) -> &[u8] {
        &self.held[self.at..]
    }

    /// Goes to `position`, or as near to it as bytes are held.
    fn go(&mut self, position: u64) {
        let at = position.saturating_sub(self.start);
        self.at = usize::try_from(at).unwrap_or(usize::MAX).min(self.held.len());
    }

    /// Lets go of what lies behind, once it is worth it.
    fn forget(&mut self, at_least: usize) {
        if self.at >= at_least {
            self.held.drain(..self.at);
            self.start += self.at as u64;
            self.at = 0;
        }
    }

    /// Takes another piece; false at the end.
    fn load(&mut self) -> bool {
        if self.failure.is_some() {
            return false;
        }
        if self.at > KEPT {
            self.held.drain(..KEPT / 2);
            self.start += (KEPT / 2) as u64;
            self.at -= KEPT / 2;
        }
        let taken = loop {
            match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failure = Some(error);
                    return false;
                }
                Ok(piece) => {
                    let taken = piece.len().min(PIECE);
                    self.held.extend_from_slice(&piece[..taken]);
                    break taken;
                }
            }
        };
        self.input.consume(taken);
        taken > 0
    }
}

impl<R: BufRead> Read for Replay<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Replay<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.held.len() {
            self.load();
        }
        Ok(&self.held[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.held.len());
    }
}

enum Source<R> {
    Plain(R),
    Member(Box<GzDecoder<Replay<R>>>),
    Between(Replay<R>),
    /// After damage in the member that began here.
    Broken(Replay<R>, u64),
    Ended,
}

/// What came of asking for more bytes. All that came before a member, or before the end, has kept its checksum.
#[derive(Debug)]
pub(crate) enum More {
    /// The window has grown, or may grow with the next call.
    Data,
    /// A member began, and opens with a record.
    Record,
    /// There is no more.
    End,
    /// The archive is broken here; [`Unpacked::resume`] goes on.
    Damage(Damage),
}

/// A window of unpacked bytes.
pub(crate) struct Unpacked<R> {
    source: Source<R>,
    packed: bool,
    window: Vec<u8>,
    at: usize,
    /// Position of the window's first byte among all unpacked ones.
    passed: u64,
    /// Begins of members: position among all unpacked bytes, and offset in the file.
    members: VecDeque<(u64, u64)>,
    /// What the next call has to say.
    pending: Option<More>,
}

impl<R: BufRead> Unpacked<R> {
    pub(crate) fn new(input: R, packed: bool) -> Self {
        let source = if packed {
            Source::Between(Replay { input, held: Vec::new(), at: 0, start: 0, failure: None })
        } else {
            Source::Plain(input)
        };
        Self { source, packed, window: Vec::new(), at: 0, passed: 0, members: VecDeque::new(), pending: None }
    }

    /// The unread bytes of the window.
    pub(crate) fn unread(&self) -> &[u8] {
        &self.window[self.at..]
    }

    /// Position of the first unread byte among all unpacked ones.
    pub(crate) fn position(&self) -> u64 {
        self.passed + self.at as u64
    }

    /// Where the unread byte number `ahead` stands.
    pub(crate) fn place(&self, ahead: usize) -> Place {
        let position = self.position() + ahead as u64;
        let member = self.members.iter().rev().find(|(begin, _)| *begin <= position);
        match member {
            Some((begin, file)) if self.packed => Place { file: *file, inside: position - begin },
            _ => Place { file: position, inside: 0 },
        }
    }

    /// Lets go of `count` unread bytes.
    pub(crate) fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.window.len());
        if self.at == self.window.len() || self.at > PIECE && self.at > self.window.len() / 2 {
            self.window.drain(..self.at);
            self.passed += self.at as u64;
            self.at = 0;
        }
        let position = self.position();
        while self.members.len() > 1 && self.members[1].0 <= position {
            self.members.pop_front();
        }
    }

    /// How many unread bytes lie before the member that began last.
    pub(crate) fn before_member(&self) -> usize {
        let begin = self.members.back().map_or(0, |(begin, _)| *begin);
        usize::try_from(begin.saturating_sub(self.position())).unwrap_or(usize::MAX).min(self.unread().len())
    }

    /// Whether a member begins within a range of unread bytes.
    pub(crate) fn member_begins(&self, ahead: RangeInclusive<usize>) -> bool {
        let position = self.position();
        let range = position + *ahead.start() as u64..=position + *ahead.end() as u64;
        self.members.iter().any(|(begin, _)| range.contains(begin))
    }

    /// Has [`Unpacked::more`] say `more` once again.
    pub(crate) fn put_back(&mut self, more: More) {
        self.pending = Some(more);
    }

    /// Whether the member being unpacked has grown to more than `least` bytes, and more than text does.
    pub(crate) fn is_bomb(&self, least: u64) -> bool {
        const RATIO: u64 = 200;
        let (Source::Member(decoder), Some((begin, file))) = (&self.source, self.members.back()) else {
            return false;
        };
        let unpacked = self.passed + self.window.len() as u64 - begin;
        let packed = decoder.get_ref().position() - file;
        unpacked > least && unpacked / RATIO > packed
    }

    /// Gives up the member being unpacked; [`Unpacked::resume`] goes on behind its begin.
    pub(crate) fn give_up(&mut self) {
        let begin = self.members.back().map_or(0, |(_, file)| *file);
        self.source = match mem::replace(&mut self.source, Source::Ended) {
            Source::Member(decoder) => Source::Broken(decoder.into_inner(), begin),
            other => other,
        };
    }

    /// Makes the window grow.
    pub(crate) fn more(&mut self) -> More {
        if let Some(pending) = self.pending.take() {
            return pending;
        }
        match mem::replace(&mut self.source, Source::Ended) {
            Source::Plain(mut input) => match self.take(&mut input) {
                Ok(0) => More::End,
                Ok(_) => {
                    self.source = Source::Plain(input);
                    More::Data
                }
                Err(error) => More::Damage(Damage::Read(error)),
            },
            Source::Between(mut replay) => {
                let ended = replay.fill_buf().map_or(true, <[u8]>::is_empty);
                if ended {
                    let failure = replay.failure.take();
                    return failure.map_or(More::End, |error| More::Damage(Damage::Read(error)));
                }
                replay.forget(1 << 20);
                self.members.push_back((self.passed + self.window.len() as u64, replay.position()));
                self.source = Source::Member(Box::new(GzDecoder::new(replay)));
                self.look_in()
            }
            Source::Member(mut decoder) => match self.take(&mut decoder) {
                Ok(0) => {
                    self.source = Source::Between(decoder.into_inner());
                    self.more()
                }
                Ok(_) => {
                    self.source = Source::Member(decoder);
                    More::Data
                }
                Err(error) => {
                    self.source = Source::Member(decoder);
                    More::Damage(self.broken(&error))
                }
            },
            Source::Broken(replay, begin) => {
                self.source = Source::Broken(replay, begin);
                self.resume().map_or(More::End, |_| More::Record)
            }
            Source::Ended => More::End,
        }
    }

    /// Reads on until the member that has just begun shows whether it opens with a record.
    fn look_in(&mut self) -> More {
        let begin = self.window.len();
        loop {
            let have = self.window.len() - begin;
            if have >= OPENING.len() {
                let opens = self.window[begin..].starts_with(OPENING);
                return if opens { More::Record } else { More::Data };
            }
            let Source::Member(mut decoder) = mem::replace(&mut self.source, Source::Ended) else {
                return More::Data;
            };
            let read = self.take(&mut decoder);
            self.source = Source::Member(decoder);
            // A member that ends or breaks says so again at the next call.
            if !matches!(read, Ok(1..)) {
                if let Err(error) = read {
                    self.pending = Some(More::Damage(self.broken(&error)));
                }
                return More::Data;
            }
        }
    }

    /// What broke the member being unpacked.
    fn broken(&mut self, error: &io::Error) -> Damage {
        self.give_up();
        let failure = match &mut self.source {
            Source::Broken(replay, _) => replay.failure.take(),
            _ => None,
        };
        match failure {
            Some(error) => Damage::Read(error),
            None if error.kind() == io::ErrorKind::UnexpectedEof => Damage::Cut,
            None => Damage::Gzip(error.to_string()),
        }
    }

    fn take(&mut self, input: &mut impl Read) -> io::Result<usize> {
        let len = self.window.len();
        self.window.resize(len + PIECE, 0);
        let read = loop {
            match input.read(&mut self.window[len..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.window.truncate(len + *read.as_ref().unwrap_or(&0));
        read
    }

    /// After damage: empties the window and goes to the next member that opens with a record.
    pub(crate) fn resume(&mut self) -> Option<Place> {
        let (mut replay, begin) = match mem::replace(&mut self.source, Source::Ended) {
            Source::Broken(replay, begin) => (replay, begin),
            // A plain file has no place to resume at but the one where it stands.
            other => {
                self.source = other;
                return None;
            }
        };
        self.pending = None;
        self.passed += self.window.len() as u64;
        self.window.clear();
        self.at = 0;
        let mut from = begin + 1;
        loop {
            replay.go(from);
            match memchr::memmem::find(replay.rest(), MAGIC) {
                None => {
                    from = replay.position() + replay.rest().len().saturating_sub(MAGIC.len() - 1) as u64;
                    replay.go(from);
                    replay.forget(PIECE);
                    if !replay.load() {
                        return None;
                    }
                }
                Some(found) => {
                    let candidate = replay.position() + found as u64;
                    replay.go(candidate);
                    replay.forget(KEPT);
                    while replay.rest().len() < PROBE && replay.load() {}
                    if opens(&replay.rest()[..replay.rest().len().min(PROBE)]) {
                        self.members.clear();
                        self.members.push_back((self.passed, candidate));
                        self.source = Source::Member(Box::new(GzDecoder::new(replay)));
                        return Some(Place { file: candidate, inside: 0 });
                    }
                    from = candidate + 1;
                }
            }
        }
    }
}

/// Whether packed bytes unpack to the begin of a record.
pub(crate) fn opens(packed: &[u8]) -> bool {
    // The three highest flags are reserved.
    if packed.get(3).is_none_or(|flags| flags & 0xE0 != 0) {
        return false;
    }
    let mut head = [0; OPENING.len()];
    GzDecoder::new(packed).read_exact(&mut head).is_ok() && head == OPENING
}
