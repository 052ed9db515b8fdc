//! Names that users type to what the ledger knows by key.

use crate::parties::filed_name;
use crate::store::values;
use crate::{Ledger, LedgerError, Result};

/// At most so many parties or sources of one name.
const NAMESAKES: i64 = 16;

impl Ledger {
    /// The parties that `name` may mean: by key, by the whole name in any language, else by its last or first
    /// words ("Putin").
    pub(crate) fn parties(&self, name: &str) -> Result<Vec<i64>> {
        let found = self.ids("select id from party where key = ?1 limit ?2", name)?;
        if !found.is_empty() {
            return Ok(found);
        }
        let plain = filed_name(name);
        let whole = self.ids("select party from alias where name = ?1 order by party limit ?2", &plain)?;
        if !whole.is_empty() {
            return Ok(whole);
        }
        let part = self.ids(
            "select distinct party from alias where name like ?1 || ' %' or name like '% ' || ?1
             order by party limit ?2",
            &plain,
        )?;
        if part.is_empty() {
            Err(LedgerError::Unknown(format!("nobody and no place called “{name}” is in the ledger")))
        } else {
            Ok(part)
        }
    }

    /// The sources that `name` may mean.
    pub(crate) fn sources_named(&self, name: &str) -> Result<Vec<i64>> {
        let found = self.ids("select id from source where key = ?1 limit ?2", name)?;
        if !found.is_empty() {
            return Ok(found);
        }
        let plain = filed_name(name);
        let whole = self.ids("select id from source where name_folded = ?1 order by id limit ?2", &plain)?;
        if !whole.is_empty() {
            return Ok(whole);
        }
        let part = self.ids(
            "select id from source where name_folded like ?1 || ' %' or name_folded like '% ' || ?1
             or name_folded like '% ' || ?1 || ' %' order by id limit ?2",
            &plain,
        )?;
        if part.is_empty() {
            Err(LedgerError::Unknown(format!("no source called “{name}” is in the ledger")))
        } else {
            Ok(part)
        }
    }

    /// The outlet called `name`, whatever the case of its letters of ASCII.
    pub(crate) fn outlet_named(&self, name: &str) -> Result<i64> {
        // Databases lower ASCII alone in the same way.
        let plain = name.to_ascii_lowercase();
        let found = self.ids("select id from outlet where lower(name) = ?1 order by id limit ?2", &plain)?;
        found
            .first()
            .copied()
            .ok_or_else(|| LedgerError::Unknown(format!("no outlet called “{name}” is in the ledger")))
    }

    fn ids(&self, sql: &str, name: &str) -> Result<Vec<i64>> {
        self.db.all(sql, values![name, NAMESAKES], |row| row.get(0))
    }
}
