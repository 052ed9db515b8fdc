//! Origins: which reports are one text reprinted, and which quotations one statement handed on.
//!
//! What `segun_origins::Grouping` does in memory, with the reports that share a key looked up in the store. A
//! report's claims have its main origin; those inside a quotation that another report had first have that
//! report's.

use crate::Result;
use crate::derive::Filed;
use rusqlite::{OptionalExtension, Transaction, params};
use segun_claims::Claim;
use segun_origins::{
    CROWDED, Candidate, Credit, Credits, Decision, Fingerprint, Membership, OF_A_KEY, Quote, Region, decide,
    keys, quote_keys, same_quote,
};
use segun_report::{Attribution, Mode, Span};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Quotations of one key that are looked at.
const QUOTES_OF_A_KEY: i64 = 32;

static CREDITS: LazyLock<Credits> = LazyLock::new(Credits::default);

/// A known report as it takes part in the decision.
struct Known {
    report: i64,
    fingerprint: Fingerprint,
    wire: Option<String>,
    memberships: Vec<Membership>,
}

/// Finds the report's origins and gives them to its claims.
pub(crate) fn derive(change: &Transaction<'_>, filed: &Filed<'_>) -> Result<()> {
    let report = &filed.reading.report;
    let fingerprint = Fingerprint::of(&report.text);
    let credits = CREDITS.all(&report.text, report.publisher.as_deref(), report.language.as_deref());
    let wire = Credit::wire_of(&credits);
    for credit in &credits {
        change
            .prepare_cached("insert or ignore into credit (report, source, name, kind, start, \"end\") values (?, ?, ?, ?, ?, ?)")?
            .execute(params![
                filed.report,
                credit.source,
                credit.name,
                credit.kind.name(),
                credit.span.start as i64,
                credit.span.end as i64
            ])?;
    }
    let known = known(change, &fingerprint)?;
    let candidates: Vec<Candidate<'_>> = known
        .iter()
        .map(|k| Candidate {
            report: k.report.unsigned_abs(),
            fingerprint: &k.fingerprint,
            wire: k.wire.as_deref(),
            memberships: &k.memberships,
        })
        .collect();
    let new = Candidate {
        report: filed.report.unsigned_abs(),
        fingerprint: &fingerprint,
        wire: wire.map(|credit| credit.source.as_str()),
        memberships: &[],
    };
    let mut next: i64 =
        change.prepare_cached("select ifnull(max(id), 0) from origin")?.query_row([], |row| row.get(0))?;
    let decision = decide(new, &candidates, || {
        next += 1;
        next.unsigned_abs()
    });
    apply(change, filed.report, &decision)?;
    change
        .prepare_cached("insert into fingerprint (report, bytes, wire, reason) values (?, ?, ?, ?)")?
        .execute(params![filed.report, fingerprint.to_bytes(), decision.wire, decision.reason.to_string()])?;
    for key in keys(&fingerprint) {
        change
            .prepare_cached("insert or ignore into origin_key (key, report) values (?, ?)")?
            .execute(params![key.cast_signed(), filed.report])?;
    }
    let quoted = quotations(change, filed, decision.origin().cast_signed())?;
    // Of a report with one origin all passages have it.
    let several = decision.memberships.len() > 1;
    let passages = if several { Fingerprint::passage_spans(&report.text) } else { Vec::new() };
    for (id, claim) in &filed.claims {
        let origin = quoted.get(id).copied().unwrap_or_else(|| of_passage(claim, &passages, &decision));
        change.prepare_cached("update claim set origin = ? where id = ?")?.execute(params![origin, id])?;
    }
    Ok(())
}

/// The origin of the passage in which a claim stands: a report may be made of two texts.
fn of_passage(claim: &Claim, passages: &[Span], decision: &Decision) -> i64 {
    let passage = passages.iter().position(|p| p.contains(claim.trigger));
    let holds = |m: &&Membership| passage.is_some_and(|p| m.region.contains(p));
    let origin = decision.memberships.iter().find(holds).map_or_else(|| decision.origin(), |m| m.origin);
    origin.cast_signed()
}

/// Takes the report out of its origins; an origin without reports is gone.
pub(crate) fn forget(change: &Transaction<'_>, report: i64) -> Result<()> {
    let bytes: Option<Vec<u8>> = change
        .prepare_cached("select bytes from fingerprint where report = ?")?
        .query_row([report], |row| row.get(0))
        .optional()?;
    if let Some(Ok(fingerprint)) = bytes.map(|b| Fingerprint::from_bytes(&b)) {
        for key in keys(&fingerprint) {
            change
                .prepare_cached("delete from origin_key where key = ? and report = ?")?
                .execute(params![key.cast_signed(), report])?;
        }
    }
    let origins: Vec<i64> = change
        .prepare_cached("select origin from membership where report = ?")?
        .query_map([report], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for sql in [
        "delete from fingerprint where report = ?",
        "delete from credit where report = ?",
        "delete from quote where report = ?",
        "delete from membership where report = ?",
        "update report set origin = null where id = ?",
    ] {
        change.prepare_cached(sql)?.execute([report])?;
    }
    for origin in origins {
        count(change, origin)?;
    }
    Ok(())
}

/// The reports that share a key with `fingerprint`, crowded keys left out.
fn known(change: &Transaction<'_>, fingerprint: &Fingerprint) -> Result<Vec<Known>> {
    let mut found: BTreeMap<i64, Known> = BTreeMap::new();
    for key in keys(fingerprint) {
        let mut statement = change.prepare_cached(
            "select k.report, r.origin from
                 (select report from origin_key where key = ?1 order by report desc limit ?2) k
             join report r on r.id = k.report",
        )?;
        let sharing: Vec<(i64, Option<i64>)> = statement
            .query_map(params![key.cast_signed(), OF_A_KEY as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let crowd: BTreeSet<i64> = sharing.iter().filter_map(|(_, origin)| *origin).collect();
        if crowd.len() > CROWDED {
            continue;
        }
        for (report, _) in sharing {
            if let Entry::Vacant(place) = found.entry(report)
                && let Some(known) = known_report(change, report)?
            {
                place.insert(known);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// A known report; `None` where its fingerprint is of an older program and cannot be read any more: it takes no part.
fn known_report(change: &Transaction<'_>, report: i64) -> Result<Option<Known>> {
    let filed: Option<(Vec<u8>, Option<String>)> = change
        .prepare_cached("select bytes, wire from fingerprint where report = ?")?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((bytes, wire)) = filed else { return Ok(None) };
    let Ok(fingerprint) = Fingerprint::from_bytes(&bytes) else { return Ok(None) };
    Ok(Some(Known { report, fingerprint, wire, memberships: memberships(change, report)? }))
}

fn memberships(change: &Transaction<'_>, report: i64) -> Result<Vec<Membership>> {
    let mut statement = change.prepare_cached(
        "select origin, region from membership where report = ? order by main desc, origin",
    )?;
    let rows = statement.query_map([report], |row| {
        let (origin, region): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok(Membership { origin: origin.unsigned_abs(), region: Region(region.cast_unsigned()) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes what was decided.
fn apply(change: &Transaction<'_>, report: i64, decision: &Decision) -> Result<()> {
    for &(kept, gone) in &decision.merged {
        merge(change, kept.cast_signed(), gone.cast_signed())?;
    }
    for membership in &decision.memberships {
        let origin = membership.origin.cast_signed();
        change
            .prepare_cached("insert or ignore into origin (id, report, wire, reports) values (?, ?, ?, 0)")?
            .execute(params![origin, report, decision.wire])?;
        join(change, report, *membership)?;
    }
    for &(known, membership) in &decision.extended {
        join(change, known.cast_signed(), membership)?;
    }
    for membership in &decision.memberships {
        count(change, membership.origin.cast_signed())?;
    }
    change
        .prepare_cached("update membership set main = (origin = ?) where report = ?")?
        .execute(params![decision.origin().cast_signed(), report])?;
    change
        .prepare_cached("update report set origin = ? where id = ?")?
        .execute(params![decision.origin().cast_signed(), report])?;
    Ok(())
}

/// Adds passages of a report to an origin.
fn join(change: &Transaction<'_>, report: i64, membership: Membership) -> Result<()> {
    change
        .prepare_cached(
            "insert into membership (report, origin, region, main) values (?1, ?2, ?3, 0)
             on conflict (report, origin) do update set region = region | ?3",
        )?
        .execute(params![report, membership.origin.cast_signed(), membership.region.0.cast_signed()])?;
    Ok(())
}

/// Two origins turn out to be one.
fn merge(change: &Transaction<'_>, kept: i64, gone: i64) -> Result<()> {
    let members: Vec<(i64, i64, bool)> = change
        .prepare_cached("select report, region, main from membership where origin = ?")?
        .query_map([gone], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (report, region, main) in members {
        change
            .prepare_cached(
                "insert into membership (report, origin, region, main) values (?1, ?2, ?3, ?4)
                 on conflict (report, origin) do update set region = region | ?3, main = max(main, ?4)",
            )?
            .execute(params![report, kept, region, main])?;
    }
    change
        .prepare_cached(
            "update thread set stale = 1 where id in (select distinct thread from claim where origin = ?)",
        )?
        .execute([gone])?;
    for sql in [
        "update report set origin = ?1 where origin = ?2",
        "update claim set origin = ?1 where origin = ?2",
        "update quote set origin = ?1 where origin = ?2",
    ] {
        change.prepare_cached(sql)?.execute(params![kept, gone])?;
    }
    change.prepare_cached("delete from membership where origin = ?")?.execute([gone])?;
    change.prepare_cached("delete from origin where id = ?")?.execute([gone])?;
    Ok(())
}

/// Counts an origin's reports anew; one without any is gone, unless a quotation holds on to it.
fn count(change: &Transaction<'_>, origin: i64) -> Result<()> {
    let (reports, first): (i64, Option<i64>) = change
        .prepare_cached("select count(*), min(report) from membership where origin = ?")?
        .query_row([origin], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let quoted: bool = change
        .prepare_cached("select exists (select 1 from quote where origin = ?)")?
        .query_row([origin], |row| row.get(0))?;
    if let Some(first) = first {
        change
            .prepare_cached("update origin set reports = ?, report = ? where id = ?")?
            .execute(params![reports, first, origin])?;
    } else if quoted {
        change.prepare_cached("update origin set reports = 0 where id = ?")?.execute([origin])?;
    } else {
        change.prepare_cached("delete from origin where id = ?")?.execute([origin])?;
    }
    Ok(())
}

/// Files the report's quotations; the origins of the claims inside those that another report had first.
fn quotations(change: &Transaction<'_>, filed: &Filed<'_>, own: i64) -> Result<BTreeMap<i64, i64>> {
    let text = &filed.reading.report.text;
    let mut of: BTreeMap<&str, i64> = BTreeMap::new();
    for attribution in &filed.reading.attributions {
        let speaker = filed
            .claims
            .iter()
            .filter_map(|(_, claim)| claim.holder.as_ref())
            .find(|holder| holder.attribution == attribution.id)
            .and_then(|holder| holder.key.as_ref())
            .map(|key| key.as_str());
        for words in quoted(attribution, text) {
            let quote = Quote { text: words, holder_key: speaker };
            let keys = quote_keys(&[quote]);
            if keys.is_empty() {
                continue;
            }
            let earlier = earlier(change, filed.report, quote, &keys)?;
            let origin = earlier.unwrap_or(own);
            change
                .prepare_cached(
                    "insert into quote (report, attribution, speaker, text, origin) values (?, ?, ?, ?, ?)",
                )?
                .execute(params![filed.report, attribution.id, speaker, words, origin])?;
            let id = change.last_insert_rowid();
            for key in keys {
                change
                    .prepare_cached("insert or ignore into quote_key (key, quote) values (?, ?)")?
                    .execute(params![key.cast_signed(), id])?;
            }
            if let Some(origin) = earlier {
                of.entry(&attribution.id).or_insert(origin);
            }
        }
    }
    let origin = |claim: &Claim| of.get(claim.holder.as_ref()?.attribution.as_str()).copied();
    Ok(filed.claims.iter().filter_map(|(id, claim)| Some((*id, origin(claim)?))).collect())
}

/// The origin of the first report that handed on the same statement.
fn earlier(change: &Transaction<'_>, report: i64, quote: Quote<'_>, keys: &[u64]) -> Result<Option<i64>> {
    let mut best: Option<(i64, i64)> = None;
    for key in keys {
        let mut statement = change.prepare_cached(
            "select q.id, q.text, q.speaker, q.origin from
                 (select quote from quote_key where key = ?1 order by quote limit ?3) k
             join quote q on q.id = k.quote where q.report <> ?2",
        )?;
        let mut rows = statement.query(params![key.cast_signed(), report, QUOTES_OF_A_KEY])?;
        while let Some(row) = rows.next()? {
            let (id, text, speaker, origin): (i64, String, Option<String>, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            if best.is_none_or(|(first, _)| id < first)
                && same_quote(quote, Quote { text: &text, holder_key: speaker.as_deref() })
            {
                best = Some((id, origin));
            }
        }
    }
    Ok(best.map(|(_, origin)| origin))
}

/// The words between quotation marks of what an attribution hands on.
fn quoted<'t>(attribution: &Attribution, text: &'t str) -> Vec<&'t str> {
    let contents = attribution.content.iter().map(|span| span.of(text));
    match attribution.mode {
        Mode::Direct => contents.collect(),
        Mode::Mixed => contents.flat_map(between_marks).collect(),
        Mode::Indirect => Vec::new(),
    }
}

/// What stands between pairs of quotation marks.
fn between_marks(text: &str) -> Vec<&str> {
    const MARKS: &[char] = &['"', '“', '”', '«', '»', '„', '‘', '’'];
    let marks: Vec<(usize, &str)> = text.match_indices(MARKS).collect();
    let pairs = marks.chunks_exact(2);
    pairs.filter_map(|pair| text.get(pair[0].0 + pair[0].1.len()..pair[1].0)).collect()
}
