//! Keys of parties, as fast as summaries of many claims need them.

use crate::store::ValueRef;
use crate::{LedgerError, Result};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;

/// A party of which only the key is read.
#[derive(Deserialize)]
pub(super) struct Keyed<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
}

/// Who acts and undergoes.
#[derive(Deserialize)]
pub(super) struct Sides<'a> {
    #[serde(borrow)]
    pub(super) actor: Vec<Keyed<'a>>,
    #[serde(borrow)]
    pub(super) recipient: Vec<Keyed<'a>>,
}

/// Where.
#[derive(Deserialize)]
pub(super) struct Where<'a> {
    #[serde(borrow)]
    pub(super) place: Vec<Keyed<'a>>,
}

/// The part of the stored parties that `T` reads.
pub(super) fn read<'a, T: Deserialize<'a>>(stored: ValueRef<'a>) -> Result<T> {
    serde_json::from_str(stored.as_str()?).map_err(|e| LedgerError::Sql(e.into()))
}

/// Keys with a number each, in the order in which they were met.
#[derive(Default)]
pub(super) struct Numbers {
    of: HashMap<String, usize>,
    keys: Vec<String>,
}

impl Numbers {
    /// The numbers of the keys of `parties`, each once.
    pub(super) fn of(&mut self, parties: &[Keyed<'_>]) -> Vec<usize> {
        let mut all = Vec::with_capacity(parties.len());
        for Keyed { key } in parties {
            let number = match self.of.get(key.as_ref()) {
                Some(number) => *number,
                None => {
                    self.of.insert(key.clone().into_owned(), self.keys.len());
                    self.keys.push(key.clone().into_owned());
                    self.keys.len() - 1
                }
            };
            if !all.contains(&number) {
                all.push(number);
            }
        }
        all
    }

    /// The key of a number.
    pub(super) fn key(&self, number: usize) -> &str {
        self.keys.get(number).map_or("", String::as_str)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// Counts by word of a fixed list, such as the types of events.
#[derive(Clone, Default)]
pub(super) struct Words(Vec<(String, i64)>);

impl Words {
    /// Counts one more of `word`.
    pub(super) fn count(&mut self, word: &str) {
        match self.0.iter_mut().find(|(known, _)| known == word) {
            Some((_, count)) => *count += 1,
            None => self.0.push((word.to_owned(), 1)),
        }
    }

    /// The counts by word.
    pub(super) fn into_map<M: FromIterator<(String, i64)>>(self) -> M {
        self.0.into_iter().collect()
    }
}
