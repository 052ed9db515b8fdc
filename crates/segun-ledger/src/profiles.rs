//! Profiles of threads, kept in memory between reports.
//!
//! Each event of a report is compared with the profiles of some dozens of threads, and reports that come in one after
//! the other ask for much the same ones: reading them anew from the file took a quarter of a report's time. What is
//! kept is what the file says: it is forgotten as soon as somebody else has written to the ledger, or a change of
//! our own was not committed.

use crate::Result;
use crate::store::{Store, ToValue};
use segun_claims::ThreadProfile;
use std::collections::HashMap;
use std::mem;

/// Profiles of one generation. There are two, so that twice as many are kept: some ten megabytes.
const GENERATION: usize = 5_000;

/// Profiles of the threads that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct Profiles {
    young: HashMap<i64, ThreadProfile>,
    /// Those that were young before the generation was full.
    old: HashMap<i64, ThreadProfile>,
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
                Some(profile) => self.put(thread, profile),
                None => missing.push(thread),
            }
        }
        let sets: Vec<_> = missing.iter().map(|thread| vec![thread.to_value()]).collect();
        db.query_each("select profile from thread where id = ?", &sets, &mut |n, row| {
            if let Ok(profile) = serde_json::from_str(row.get_ref(0)?.as_str()?) {
                self.put(missing[n], profile);
            }
            Ok(())
        })
    }

    /// The profile of `thread`, as far as it was fetched.
    pub(crate) fn get(&self, thread: i64) -> Option<&ThreadProfile> {
        self.young.get(&thread).or_else(|| self.old.get(&thread))
    }

    /// Takes the profile of `thread` out, to be changed and put back.
    pub(crate) fn take(&mut self, thread: i64) -> Option<ThreadProfile> {
        let old = self.old.remove(&thread);
        self.young.remove(&thread).or(old)
    }

    /// The profile of `thread` is `profile` from now on.
    pub(crate) fn put(&mut self, thread: i64, profile: ThreadProfile) {
        if self.young.len() >= GENERATION {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(thread, profile);
    }
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
        profiles.get(thread).map(|profile| profile.claims)
    }

    #[test]
    fn what_was_committed_is_kept() {
        let (_folder, db) = ledger();
        let mut profiles = Profiles::default();
        profiles.begin(&db).unwrap();
        profiles.fetch(&db, &[1, 9]).unwrap();
        assert_eq!((claims(&profiles, 1), claims(&profiles, 2), claims(&profiles, 9)), (Some(1), None, None));
        profiles.put(1, profile(10));
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
        profiles.put(1, profile(10));
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
        for thread in 0..5 * GENERATION as i64 {
            profiles.put(10 + thread, profile(1));
            profiles.fetch(&db, &[3]).unwrap();
        }
        assert!(profiles.young.len() + profiles.old.len() <= 2 * GENERATION);
        db.execute("delete from thread", values![]).unwrap();
        profiles.fetch(&db, &[3]).unwrap();
        assert_eq!(claims(&profiles, 3), Some(3));
    }
}
