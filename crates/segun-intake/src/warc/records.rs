//! Records in the unpacked bytes of an archive (WARC 1.1, "File and record model").
//!
//! A record is a version line, fields, an empty line, as many bytes as `Content-Length` says, and two line
//! ends. What follows it proves that length: the next version line, a new gzip member, or the end. Where
//! none of them does, the record is not believed, and the next version line behind its head is looked for.

use super::members::{More, OPENING, Place, Unpacked};
use super::{Damage, HEAD_LIMIT, Kind, Limits, kind};
use crate::http;
use std::io::BufRead;

/// A whole record.
pub(crate) struct Record {
    pub(crate) place: Place,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) block: Vec<u8>,
}

impl Record {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        http::field(&self.fields, name)
    }
}

/// What an archive yields next.
pub(crate) enum Found {
    Record(Record),
    /// Damage at a place, and where reading goes on.
    Damage {
        place: Place,
        damage: Damage,
        resumed: Option<Place>,
    },
}

/// Line ends after a record that are taken to be its own.
const ENDS: usize = 16;

/// The records of an archive.
pub(crate) struct Records<R> {
    bytes: Unpacked<R>,
    limits: Limits,
    ended: bool,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(input: R, packed: bool, limits: Limits) -> Self {
        Self { bytes: Unpacked::new(input, packed), limits, ended: false }
    }

    fn damage(&mut self, place: Place, damage: Damage, resumed: Option<Place>) -> Option<Found> {
        self.ended = resumed.is_none();
        Some(Found::Damage { place, damage, resumed })
    }

    /// Damage after which the next begin of a record is looked for from the unread byte `from` on.
    fn damage_and_scan(&mut self, place: Place, damage: Damage, from: usize) -> Option<Found> {
        let resumed = self.scan(from);
        self.damage(place, damage, resumed)
    }

    /// Goes to the next version line.
    fn scan(&mut self, from: usize) -> Option<Place> {
        self.bytes.consume(from);
        // Unread bytes before it open no record.
        let mut at = 0;
        let mut exhausted = false;
        loop {
            let unread = self.bytes.unread();
            let found = memchr::memmem::find(&unread[at..], OPENING).map(|found| at + found);
            if let Some(found) = found.filter(|found| exhausted || unread.len() - found >= LONGEST_VERSION) {
                if version(&unread[found..]) {
                    self.bytes.consume(found);
                    return Some(self.bytes.place(0));
                }
                at = found + 1;
                continue;
            }
            // What may yet become a begin is kept.
            let gone = found.unwrap_or(unread.len().saturating_sub(OPENING.len() - 1)).max(at);
            self.bytes.consume(gone);
            at = 0;
            match self.bytes.more() {
                More::Data if self.bytes.is_bomb(self.limits.bomb) => {
                    self.bytes.give_up();
                    return self.bytes.resume();
                }
                More::Data => {}
                More::Record => {
                    let before = self.bytes.before_member();
                    self.bytes.consume(before);
                    return Some(self.bytes.place(0));
                }
                More::Damage(_) => return self.bytes.resume(),
                More::End if exhausted => return None,
                More::End => exhausted = true,
            }
        }
    }

    /// Makes at least `count` bytes unread, where there are so many before any boundary or damage.
    fn load(&mut self, count: usize) -> usize {
        while self.bytes.unread().len() < count {
            match self.bytes.more() {
                More::Data => {}
                other => {
                    self.bytes.put_back(other);
                    break;
                }
            }
        }
        self.bytes.unread().len()
    }
}

/// `WARC/1.1` and its line end, with room for longer numbers.
const LONGEST_VERSION: usize = 12;

/// Whether `bytes` open with a version line.
fn version(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(OPENING) else { return false };
    let line = &rest[..memchr::memchr(b'\n', &rest[..rest.len().min(LONGEST_VERSION)]).unwrap_or(0)];
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    matches!(line, [b'0'..=b'9', b'.', minor @ ..] if !minor.is_empty() && minor.iter().all(u8::is_ascii_digit))
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.ended {
            if let Some(found) = self.step() {
                return Some(found);
            }
        }
        None
    }
}

/// Why a record is not read to its end.
enum Stop {
    /// It contradicts itself.
    At(Damage),
    /// Another gzip member with another record has begun.
    Member(Damage),
    /// The gzip member is broken.
    Broken(Damage),
}

impl<R: BufRead> Records<R> {
    /// Takes one record or damage; nothing where a record was passed over, or at the end.
    fn step(&mut self) -> Option<Found> {
        // Line ends between records.
        loop {
            let ends = self.bytes.unread().iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            self.bytes.consume(ends);
            if !self.bytes.unread().is_empty() {
                break;
            }
            match self.bytes.more() {
                More::Data | More::Record => {}
                More::End => {
                    self.ended = true;
                    return None;
                }
                More::Damage(damage) => {
                    let place = self.bytes.place(0);
                    let resumed = self.bytes.resume();
                    return self.damage(place, damage, resumed);
                }
            }
        }
        let place = self.bytes.place(0);
        self.load(LONGEST_VERSION);
        if !version(self.bytes.unread()) {
            return self.damage_and_scan(place, Damage::Garbage, 1);
        }
        let (fields, head) = match self.head() {
            Ok(found) => found,
            Err(Stop::At(damage)) => return self.damage_and_scan(place, damage, OPENING.len()),
            Err(Stop::Member(damage)) => return self.at_member(place, damage),
            Err(Stop::Broken(damage)) => return self.broken(place, damage),
        };
        let Some(length) = http::field(&fields, "content-length").and_then(|value| value.parse::<u64>().ok())
        else {
            return self.damage_and_scan(place, Damage::NoLength, head);
        };
        let Some(length) = usize::try_from(length).ok().filter(|length| *length <= self.limits.record) else {
            self.load(head + HEAD_LIMIT);
            let unread = self.bytes.unread();
            if kind(&fields, &unread[head..unread.len().min(head + HEAD_LIMIT)]) == Kind::Other {
                // A film is no damage.
                self.ended = self.scan(head).is_none();
                return None;
            }
            return self.damage_and_scan(place, Damage::Huge(length), head);
        };
        let end = head + length;
        match self.block(end) {
            Ok(next) => {
                let block = self.bytes.unread()[head..end].to_vec();
                self.bytes.consume(next);
                Some(Found::Record(Record { place, fields, block }))
            }
            Err(Stop::At(damage)) => self.damage_and_scan(place, damage, head),
            Err(Stop::Member(damage)) => self.at_member(place, damage),
            Err(Stop::Broken(damage)) => self.broken(place, damage),
        }
    }

    fn at_member(&mut self, place: Place, damage: Damage) -> Option<Found> {
        let before = self.bytes.before_member();
        self.bytes.consume(before);
        let resumed = Some(self.bytes.place(0));
        self.damage(place, damage, resumed)
    }

    fn broken(&mut self, place: Place, damage: Damage) -> Option<Found> {
        let resumed = self.bytes.resume();
        self.damage(place, damage, resumed)
    }

    /// The fields of the record that opens the window, and how long its head is.
    fn head(&mut self) -> Result<(Vec<(String, String)>, usize), Stop> {
        let mut seen = 0;
        loop {
            let unread = self.bytes.unread();
            let head = &unread[..unread.len().min(HEAD_LIMIT)];
            if let Some(end) = end_of_head(head, seen) {
                let lines = http::split_head(&head[..end]).map(|(lines, _)| lines).unwrap_or_default();
                // Another record's version line: this head broke off.
                if lines.iter().skip(1).any(|line| version(format!("{line}\n").as_bytes())) {
                    return Err(Stop::At(Damage::NoHeadEnd));
                }
                return Ok((http::fields(lines.into_iter().skip(1)), end));
            }
            if unread.len() >= HEAD_LIMIT {
                return Err(Stop::At(Damage::NoHeadEnd));
            }
            seen = head.len().saturating_sub(3);
            match self.bytes.more() {
                More::Data => {}
                More::Record => return Err(Stop::Member(Damage::NoHeadEnd)),
                More::End => return Err(Stop::At(Damage::Cut)),
                More::Damage(damage) => return Err(Stop::Broken(damage)),
            }
        }
    }

    /// Loads the record that ends at the unread byte `end`, and tells where the next one begins.
    fn block(&mut self, end: usize) -> Result<usize, Stop> {
        while self.bytes.unread().len() < end {
            match self.bytes.more() {
                More::Data => {}
                More::Record => return Err(Stop::Member(Damage::Length)),
                More::End => return Err(Stop::At(Damage::Cut)),
                More::Damage(damage) => return Err(Stop::Broken(damage)),
            }
        }
        loop {
            let rest = &self.bytes.unread()[end..];
            let ends = rest.iter().take(ENDS).take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let next = end + ends;
            let left = rest.len() - ends;
            // Behind the two line ends of a whole record, what is wrong is the next one.
            let closed = rest.starts_with(b"\r\n\r\n");
            let new_member = self.bytes.member_begins(end..=next);
            if left >= LONGEST_VERSION || ends == ENDS || new_member {
                let proven = new_member || ends == ENDS || closed || version(&rest[ends..]);
                return if proven { Ok(next) } else { Err(Stop::At(Damage::Length)) };
            }
            match self.bytes.more() {
                More::Data => {}
                More::Record if self.bytes.before_member() <= next => return Ok(next),
                More::Record => return Err(Stop::Member(Damage::Length)),
                More::End if left == 0 || closed => return Ok(next),
                More::End => return Err(Stop::At(Damage::Length)),
                More::Damage(damage) => return Err(Stop::Broken(damage)),
            }
        }
    }
}

/// Where the bytes behind the first empty line begin; `seen` of them hold none.
fn end_of_head(head: &[u8], seen: usize) -> Option<usize> {
    memchr::memchr_iter(b'\n', &head[seen..]).map(|at| seen + at).find_map(|at| match &head[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}
