//! Claims that are asked for, found within a bounded number of steps.
//!
//! What an index does not answer is asked of each claim on the way ([`super::path`]). Where that holds of few, a page
//! would walk through the whole ledger; so a walk ends after so many claims, and says how far it came.

use super::After;
use super::asked::Asked;
use super::order::Order;
use super::path::Path;
use crate::store::{Row, Value, refs};
use crate::{Ledger, Result};
use std::ops::ControlFlow;

/// What a walk found.
pub(super) struct Walked<T> {
    /// Claims that are asked for, with their places, in order.
    pub(super) rows: Vec<(After, T)>,
    /// How far it came; `None` at the end.
    pub(super) reached: Option<After>,
}

impl Ledger {
    /// `column` of the claims that are asked for, in the order of their paths, after `after`: at most `most`, among the
    /// next `within` claims.
    pub(super) fn walk<T>(
        &self,
        asked: &Asked<'_>,
        after: Option<After>,
        (most, within): (usize, usize),
        column: &str,
        make: fn(&Row<'_>) -> Result<T>,
    ) -> Result<Walked<T>> {
        let paths = asked.paths();
        let order = paths.first().map_or_else(|| Order::dated("c.day", "c.id"), |path| path.order);
        let each = (within / paths.len().max(1)).max(1);
        let (mut rows, mut reached) = (Vec::new(), None::<After>);
        for path in paths {
            let walked = self.walk_path(asked, &path, after, (most, each), column, make)?;
            rows.extend(walked.rows);
            // All paths are known up to where the first of them stopped.
            reached = match (reached, walked.reached) {
                (Some(a), Some(b)) => Some(if order.compare(a, b).is_le() { a } else { b }),
                (a, b) => a.or(b),
            };
        }
        rows.sort_by(|a, b| order.compare(a.0, b.0));
        rows.dedup_by_key(|row| row.0.id);
        if let Some(reached) = reached {
            rows.retain(|row| order.compare(row.0, reached).is_le());
        }
        if rows.len() > most {
            rows.truncate(most);
            reached = rows.last().map(|row| row.0);
        }
        Ok(Walked { rows, reached })
    }

    /// The same along one path.
    fn walk_path<T>(
        &self,
        asked: &Asked<'_>,
        path: &Path,
        after: Option<After>,
        (most, within): (usize, usize),
        column: &str,
        make: fn(&Row<'_>) -> Result<T>,
    ) -> Result<Walked<T>> {
        let fits = asked.beside(path);
        let place = path.order.of_claims().columns();
        let mut walked = Walked { rows: Vec::new(), reached: after };
        let mut looked = 0;
        let dialect = self.db.dialect();
        let (kept, again) = path.order.kept(dialect);
        for part in path.order.behind(after) {
            let mut on = asked.along(path);
            on.add(part);
            let sql = format!(
                "select {column}, (true{}) as fits, {place} from
                     ({} {} as id{kept} from {} where true{} {} limit ?) p
                 cross join claim c indexed by claim_brief on c.id = p.id {again}",
                fits.sql,
                path.order.select(dialect),
                path.order.id(),
                path.table,
                on.sql,
                path.order.clause(dialect)
            );
            let limit = Value::from(i64::try_from(within + 1 - looked).unwrap_or(i64::MAX));
            let values = refs(fits.values.iter().chain(&on.values).chain([&limit]));
            let mut enough = false;
            self.db.stream(&sql, &values, &mut |row| {
                if walked.rows.len() == most || looked == within {
                    enough = true;
                    return Ok(ControlFlow::Break(()));
                }
                let at = Order::place(row)?;
                looked += 1;
                if row.named::<Option<bool>>("fits")? == Some(true) {
                    walked.rows.push((at, make(row)?));
                }
                walked.reached = Some(at);
                Ok(ControlFlow::Continue(()))
            })?;
            if enough {
                return Ok(walked);
            }
        }
        Ok(Walked { reached: None, ..walked })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::common::{bombing, meeting};
    use crate::query::{Filter, Role};

    #[test]
    fn however_short_the_walks_they_come_to_the_same_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        for n in 0..12 {
            let day = if n % 5 == 4 { String::new() } else { format!("2024-05-0{}", 1 + n % 3) };
            let url = format!("https://{n}.example");
            let made = if n % 2 == 0 { meeting(&url, "La Voz", &day) } else { bombing(&url, &day) };
            ledger.add(&made.0, "m").unwrap();
        }
        ledger.settle().unwrap();
        let party = |role, name: &str| Filter { parties: vec![(role, name.into())], ..Filter::default() };
        for filter in [
            Filter::default(),
            Filter { outlet: Some("El Faro".into()), ..party(None, "Chad") },
            Filter {
                certainty: Some(segun_report::Certainty::Possible),
                ..party(Some(Role::Actor), "duarte")
            },
            Filter { text: Some("posición".into()), language: Some("es".into()), ..Filter::default() },
            Filter { language: Some("en".into()), ..Filter::default() },
            Filter { origin: Some(1), ..Filter::default() },
            Filter { origin: Some(1), ..party(Some(Role::Recipient), "Luis Prado") },
            Filter { story: Some(1), ..Filter::default() },
            Filter { story: Some(1), ..party(None, "Chad") },
            Filter { story: Some(1), origin: Some(1), ..Filter::default() },
            Filter { country: Some("CHL".into()), holder: Some("La presidenta".into()), ..Filter::default() },
        ] {
            let asked = Asked::new(&ledger, &filter).unwrap();
            let whole: Vec<i64> = ledger.claims(&filter).unwrap().iter().map(|claim| claim.id).collect();
            for (most, within) in [(100, 1), (1, 100), (2, 3), (3, 2), (100, 100)] {
                let (mut ids, mut after, mut walks) = (Vec::new(), None, 0);
                loop {
                    let walked =
                        ledger.walk(&asked, after, (most, within), "c.id", |row| row.get::<i64>(0)).unwrap();
                    assert!(walked.rows.len() <= most);
                    ids.extend(walked.rows.into_iter().map(|row| row.1));
                    walks += 1;
                    assert!(walks < 100, "{filter:?}");
                    after = walked.reached;
                    if after.is_none() {
                        break;
                    }
                }
                assert_eq!(ids, whole, "{filter:?} {most} within {within}");
            }
        }
    }
}
