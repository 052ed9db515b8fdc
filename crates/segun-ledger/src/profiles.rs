//! Profiles of threads, kept in memory between reports.
//!
//! Each event of a report is compared with the profiles of some dozens of threads, and reports that come in one after
//! the other ask for much the same ones: to read them anew from the file is what would make a report cost the more, the
//! larger the ledger is. So they are kept in few bytes each, those of a ledger of a million claims nearly all of
//! them. What is kept is what the file says: it is forgotten as soon as somebody else has written to the ledger, or a
//! change of our own was not committed.

use crate::Result;
use crate::store::{Store, ToValue};
use segun_claims::{PackedProfile, ProfileView, ThreadProfile};
use std::collections::HashMap;
use std::mem;

/// Bytes of one generation. There are two, so that twice as many are kept.
const GENERATION: usize = 96 << 20;

/// What a profile takes beside its own bytes: its place in a table that is half empty at worst, and the allocator's.
const BESIDE: usize = 160;

/// Profiles of the threads that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct Profiles {
    young: HashMap<i64, PackedProfile>,
    /// What the young ones take.
    bytes: usize,
    /// Those that were young before the generation was full.
    old: HashMap<i64, PackedProfile>,
    /// What is counted up when somebody else has written.
    version: i64,
    /// Whether a change has begun that was not committed yet.
    changing: bool,
}

impl Profiles {
    /// A change begins on `db`: what no longer holds is forgotten.
    pub(crate) fn begin(&mut self, db: &dyn Store) -> Result<()> {
        let version = db.written_by_others()?;
        if self.changing || version != self.version {
            *self = Self { version, ..Self::default() };
        }
        self.changing = true;
        Ok(())
    }

    /// The change is in the file.
    pub(crate) fn committed(&mut self) {
        self.changing = false;
    }

    /// Reads the profiles of `threads` as far as they are not there. One that cannot be read is left out: its thread takes
    /// up no more claims.
    pub(crate) fn fetch(&mut self, db: &dyn Store, threads: &[i64]) -> Result<()> {
        let mut missing = Vec::new();
        for &thread in threads {
            if self.young.contains_key(&thread) {
                continue;
            }
            match self.old.remove(&thread) {
                Some(profile) => self.keep(thread, profile),
                None => missing.push(thread),
            }
        }
        let sets: Vec<_> = missing.iter().map(|thread| vec![thread.to_value()]).collect();
        db.query_each("select profile from thread where id = ?", &sets, &mut |n, row| {
            if let Ok(profile) = serde_json::from_str(row.get_ref(0)?.as_str()?) {
                self.put(missing[n], &profile);
            }
            Ok(())
        })
    }

    /// The profile of `thread`, as far as it was fetched.
    pub(crate) fn get(&self, thread: i64) -> Option<ProfileView<'_>> {
        self.young.get(&thread).or_else(|| self.old.get(&thread)).map(PackedProfile::view)
    }

    /// Takes the profile of `thread` out, to be changed and put back.
    pub(crate) fn take(&mut self, thread: i64) -> Option<ThreadProfile> {
        let old = self.old.remove(&thread);
        let young = self.young.remove(&thread);
        self.bytes -= young.as_ref().map_or(0, taken);
        Some(young.or(old)?.unpack())
    }

    /// The profile of `thread` is `profile` from now on.
    pub(crate) fn put(&mut self, thread: i64, profile: &ThreadProfile) {
        self.keep(thread, PackedProfile::of(profile));
    }

    fn keep(&mut self, thread: i64, profile: PackedProfile) {
        if self.bytes >= GENERATION {
            self.old = mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += taken(&profile);
        let before = self.young.insert(thread, profile);
        self.bytes -= before.as_ref().map_or(0, taken);
    }
}

/// The bytes that a profile takes.
fn taken(profile: &PackedProfile) -> usize {
    profile.bytes() + BESIDE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Sqlite, values};

    fn profile(claims: u32) -> ThreadProfile {
        let mut profile = ThreadProfile::default();
        profile.claims = claims;
        profile
    }

    /// A ledger of which only the threads matter.
    fn ledger() -> (tempfile::TempDir, Sqlite) {
        let folder = tempfile::tempdir().unwrap();
        let db = Sqlite::open(&folder.path().join("db"), true).unwrap();
        for thread in 1..=3 {
            let json = serde_json::to_string(&profile(thread)).unwrap();
            let sql = "insert into thread (id, type, about, first_day, last_day, claims, reports, origins, profile, stale,
                           lapsed) values (?, '', '', 0, 0, 0, 0, 0, ?, false, false)";
            db.execute(sql, values![i64::from(thread), json]).unwrap();
        }
        (folder, db)
    }

    fn claims(profiles: &Profiles, thread: i64) -> Option<u32> {
        profiles.get(thread).map(|profile| profile.to_profile().claims)
    }

    #[test]
    fn what_was_committed_is_kept() {
        let (_folder, db) = ledger();
        let mut profiles = Profiles::default();
        profiles.begin(&db).unwrap();
        profiles.fetch(&db, &[1, 9]).unwrap();
        assert_eq!((claims(&profiles, 1), claims(&profiles, 2), claims(&profiles, 9)), (Some(1), None, None));
        profiles.put(1, &profile(10));
        profiles.committed();
        profiles.begin(&db).unwrap();
        profiles.fetch(&db, &[1]).unwrap();
        assert_eq!(claims(&profiles, 1), Some(10));
        assert_eq!(profiles.take(1).map(|profile| profile.claims), Some(10));
        assert_eq!(claims(&profiles, 1), None);
    }

    #[test]
    fn what_was_not_committed_is_forgotten() {
        let (_folder, db) = ledger();
        let mut profiles = Profiles::default();
        profiles.begin(&db).unwrap();
        profiles.put(1, &profile(10));
        profiles.begin(&db).unwrap();
        profiles.fetch(&db, &[1]).unwrap();
        assert_eq!(claims(&profiles, 1), Some(1));
    }

    #[test]
    fn what_others_have_written_is_read_anew() {
        let (folder, db) = ledger();
        let mut profiles = Profiles::default();
        profiles.begin(&db).unwrap();
        profiles.fetch(&db, &[2]).unwrap();
        profiles.committed();
        let other = Sqlite::open(&folder.path().join("db"), false).unwrap();
        let json = serde_json::to_string(&profile(20)).unwrap();
        other.execute("update thread set profile = ? where id = 2", values![json]).unwrap();
        profiles.begin(&db).unwrap();
        profiles.fetch(&db, &[2]).unwrap();
        assert_eq!(claims(&profiles, 2), Some(20));
    }

    #[test]
    fn it_stays_small_and_keeps_what_is_asked_for() {
        let (_folder, db) = ledger();
        let mut profiles = Profiles::default();
        let most = 2 * GENERATION / BESIDE;
        for thread in 0..2 * most as i64 {
            profiles.put(10 + thread, &profile(1));
            profiles.fetch(&db, &[3]).unwrap();
        }
        assert!(profiles.young.len() + profiles.old.len() <= most);
        db.execute("delete from thread", values![]).unwrap();
        profiles.fetch(&db, &[3]).unwrap();
        assert_eq!(claims(&profiles, 3), Some(3));
    }
}
