//! Origins: which reports are one text reprinted, and which quotations one statement handed on.
//!
//! What `segun_origins::Grouping` does in memory, with the reports that share a key looked up in the store. A
//! report's claims have its main origin; those inside a quotation that another report had first have that
//! report's.

use crate::Result;
use crate::derive::Filed;
use crate::store::{Row, Store, ToValue, values};
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
pub(crate) fn derive(change: &dyn Store, filed: &Filed<'_>) -> Result<()> {
    let report = &filed.reading.report;
    let fingerprint = Fingerprint::of(&report.text);
    let credits = CREDITS.all(&report.text, report.publisher.as_deref(), report.language.as_deref());
    let wire = Credit::wire_of(&credits);
    for credit in &credits {
        change.execute(
            "insert into credit (report, source, name, kind, start, \"end\") values (?, ?, ?, ?, ?, ?)
             on conflict do nothing",
            values![
                filed.report,
                credit.source,
                credit.name,
                credit.kind.name(),
                credit.span.start as i64,
                credit.span.end as i64
            ],
        )?;
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
    let mut next: i64 = change.value("select coalesce(max(id), 0) from origin", values![])?;
    let decision = decide(new, &candidates, || {
        next += 1;
        next.unsigned_abs()
    });
    apply(change, filed.report, &decision)?;
    change.execute(
        "insert into fingerprint (report, bytes, wire, reason) values (?, ?, ?, ?)",
        values![filed.report, fingerprint.to_bytes(), decision.wire, decision.reason.to_string()],
    )?;
    let keys = signed(keys(&fingerprint));
    let sets: Vec<_> = keys.iter().map(|key| vec![key.to_value(), filed.report.to_value()]).collect();
    change
        .execute_each("insert into origin_key (key, report) values (?, ?) on conflict do nothing", &sets)?;
    let quoted = quotations(change, filed, decision.origin().cast_signed())?;
    // Of a report with one origin all passages have it.
    let several = decision.memberships.len() > 1;
    let passages = if several { Fingerprint::passage_spans(&report.text) } else { Vec::new() };
    let origin = |(id, claim): &(i64, Claim)| {
        let origin = quoted.get(id).copied().unwrap_or_else(|| of_passage(claim, &passages, &decision));
        (origin, *id)
    };
    let origins: Vec<(i64, i64)> = filed.claims.iter().map(origin).collect();
    let sets: Vec<_> = origins.iter().map(|(origin, id)| vec![origin.to_value(), id.to_value()]).collect();
    change.execute_each("update claim set origin = ? where id = ?", &sets)
}

/// Keys as databases have them.
fn signed(keys: &[u64]) -> Vec<i64> {
    keys.iter().map(|key| key.cast_signed()).collect()
}

/// The origin of the passage in which a claim stands: a report may be made of two texts.
fn of_passage(claim: &Claim, passages: &[Span], decision: &Decision) -> i64 {
    let passage = passages.iter().position(|p| p.contains(claim.trigger));
    let holds = |m: &&Membership| passage.is_some_and(|p| m.region.contains(p));
    let origin = decision.memberships.iter().find(holds).map_or_else(|| decision.origin(), |m| m.origin);
    origin.cast_signed()
}

/// Takes the report out of its origins; an origin without reports is gone.
pub(crate) fn forget(change: &dyn Store, report: i64) -> Result<()> {
    let bytes: Option<Vec<u8>> =
        change.first("select bytes from fingerprint where report = ?", values![report], |row| row.get(0))?;
    if let Some(Ok(fingerprint)) = bytes.map(|b| Fingerprint::from_bytes(&b)) {
        let keys = signed(keys(&fingerprint));
        let sets: Vec<_> = keys.iter().map(|key| vec![key.to_value(), report.to_value()]).collect();
        change.execute_each("delete from origin_key where key = ? and report = ?", &sets)?;
    }
    let origins: Vec<i64> =
        change.all("select origin from membership where report = ?", values![report], |row| row.get(0))?;
    for sql in [
        "delete from fingerprint where report = ?",
        "delete from credit where report = ?",
        "delete from quote where report = ?",
        "delete from membership where report = ?",
        "update report set origin = null where id = ?",
    ] {
        change.execute(sql, values![report])?;
    }
    for origin in origins {
        count(change, origin)?;
    }
    Ok(())
}

/// The reports that share a key with `fingerprint`, crowded keys left out.
fn known(change: &dyn Store, fingerprint: &Fingerprint) -> Result<Vec<Known>> {
    let mut found: BTreeMap<i64, Known> = BTreeMap::new();
    let (keys, most) = (signed(keys(fingerprint)), OF_A_KEY as i64);
    let sets: Vec<_> = keys.iter().map(|key| vec![key.to_value(), most.to_value()]).collect();
    let mut of_keys: Vec<Vec<(i64, Option<i64>)>> = vec![Vec::new(); keys.len()];
    change.query_each(
        "select k.report, r.origin from
             (select report from origin_key where key = ?1 order by report desc limit ?2) k
         join report r on r.id = k.report",
        &sets,
        &mut |n, row| {
            of_keys[n].push((row.get(0)?, row.get(1)?));
            Ok(())
        },
    )?;
    for sharing in of_keys {
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
fn known_report(change: &dyn Store, report: i64) -> Result<Option<Known>> {
    let filed: Option<(Vec<u8>, Option<String>)> =
        change.first("select bytes, wire from fingerprint where report = ?", values![report], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let Some((bytes, wire)) = filed else { return Ok(None) };
    let Ok(fingerprint) = Fingerprint::from_bytes(&bytes) else { return Ok(None) };
    Ok(Some(Known { report, fingerprint, wire, memberships: memberships(change, report)? }))
}

fn memberships(change: &dyn Store, report: i64) -> Result<Vec<Membership>> {
    let membership = |row: &Row<'_>| {
        let (origin, region): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok(Membership { origin: origin.unsigned_abs(), region: Region(region.cast_unsigned()) })
    };
    change.all(
        "select origin, region from membership where report = ? order by main desc, origin",
        values![report],
        membership,
    )
}

/// Writes what was decided.
fn apply(change: &dyn Store, report: i64, decision: &Decision) -> Result<()> {
    for &(kept, gone) in &decision.merged {
        merge(change, kept.cast_signed(), gone.cast_signed())?;
    }
    for membership in &decision.memberships {
        let origin = membership.origin.cast_signed();
        change.execute(
            "insert into origin (id, report, wire, reports) values (?, ?, ?, 0) on conflict do nothing",
            values![origin, report, decision.wire],
        )?;
        join(change, report, *membership)?;
    }
    for &(known, membership) in &decision.extended {
        join(change, known.cast_signed(), membership)?;
    }
    for membership in &decision.memberships {
        count(change, membership.origin.cast_signed())?;
    }
    let origin = decision.origin().cast_signed();
    change.execute("update membership set main = (origin = ?) where report = ?", values![origin, report])?;
    change.execute("update report set origin = ? where id = ?", values![origin, report])?;
    Ok(())
}

/// Adds passages of a report to an origin.
fn join(change: &dyn Store, report: i64, membership: Membership) -> Result<()> {
    change.execute(
        "insert into membership (report, origin, region, main) values (?1, ?2, ?3, false)
         on conflict (report, origin) do update set region = membership.region | excluded.region",
        values![report, membership.origin.cast_signed(), membership.region.0.cast_signed()],
    )?;
    Ok(())
}

/// Two origins turn out to be one.
fn merge(change: &dyn Store, kept: i64, gone: i64) -> Result<()> {
    let members: Vec<(i64, i64, bool)> =
        change.all("select report, region, main from membership where origin = ?", values![gone], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    for (report, region, main) in members {
        change.execute(
            "insert into membership (report, origin, region, main) values (?1, ?2, ?3, ?4)
             on conflict (report, origin) do update
                 set region = membership.region | excluded.region, main = (membership.main or excluded.main)",
            values![report, kept, region, main],
        )?;
    }
    change.execute(
        "update thread set stale = true where id in (select distinct thread from claim where origin = ?)",
        values![gone],
    )?;
    for sql in [
        "update report set origin = ?1 where origin = ?2",
        "update claim set origin = ?1 where origin = ?2",
        "update quote set origin = ?1 where origin = ?2",
    ] {
        change.execute(sql, values![kept, gone])?;
    }
    change.execute("delete from membership where origin = ?", values![gone])?;
    change.execute("delete from origin where id = ?", values![gone])?;
    Ok(())
}

/// Counts an origin's reports anew; one without any is gone, unless a quotation holds on to it.
fn count(change: &dyn Store, origin: i64) -> Result<()> {
    let (reports, first): (i64, Option<i64>) = change.one(
        "select count(*), min(report) from membership where origin = ?",
        values![origin],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let quoted: bool =
        change.value("select exists (select 1 from quote where origin = ?)", values![origin])?;
    if let Some(first) = first {
        change.execute(
            "update origin set reports = ?, report = ? where id = ?",
            values![reports, first, origin],
        )?;
    } else if quoted {
        change.execute("update origin set reports = 0 where id = ?", values![origin])?;
    } else {
        change.execute("delete from origin where id = ?", values![origin])?;
    }
    Ok(())
}

/// Files the report's quotations; the origins of the claims inside those that another report had first.
fn quotations(change: &dyn Store, filed: &Filed<'_>, own: i64) -> Result<BTreeMap<i64, i64>> {
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
            let keys = signed(&quote_keys(&[quote]));
            if keys.is_empty() {
                continue;
            }
            let earlier = earlier(change, filed.report, quote, &keys)?;
            let origin = earlier.unwrap_or(own);
            let id = change.insert(
                "insert into quote (report, attribution, speaker, text, origin) values (?, ?, ?, ?, ?)",
                values![filed.report, attribution.id, speaker, words, origin],
            )?;
            let sets: Vec<_> = keys.iter().map(|key| vec![key.to_value(), id.to_value()]).collect();
            change.execute_each(
                "insert into quote_key (key, quote) values (?, ?) on conflict do nothing",
                &sets,
            )?;
            if let Some(origin) = earlier {
                of.entry(&attribution.id).or_insert(origin);
            }
        }
    }
    let origin = |claim: &Claim| of.get(claim.holder.as_ref()?.attribution.as_str()).copied();
    Ok(filed.claims.iter().filter_map(|(id, claim)| Some((*id, origin(claim)?))).collect())
}

/// The origin of the first report that handed on the same statement.
fn earlier(change: &dyn Store, report: i64, quote: Quote<'_>, keys: &[i64]) -> Result<Option<i64>> {
    let mut best: Option<(i64, i64)> = None;
    let sets: Vec<_> =
        keys.iter().map(|key| vec![key.to_value(), report.to_value(), QUOTES_OF_A_KEY.to_value()]).collect();
    change.query_each(
        "select q.id, q.text, q.speaker, q.origin from
             (select quote from quote_key where key = ?1 order by quote limit ?3) k
         join quote q on q.id = k.quote where q.report <> ?2",
        &sets,
        &mut |_, row| {
            let (id, text, speaker, origin): (i64, String, Option<String>, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            if best.is_none_or(|(first, _)| id < first)
                && same_quote(quote, Quote { text: &text, holder_key: speaker.as_deref() })
            {
                best = Some((id, origin));
            }
            Ok(())
        },
    )?;
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
