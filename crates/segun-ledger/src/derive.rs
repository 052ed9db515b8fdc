//! What follows from a report: claims with who and where, words to search, its origin, story and threads.
//!
//! [`derive()`] writes all of it for one report, [`forget`] takes all of it back; nothing else writes these tables.

use crate::parties::{self, Parties};
use crate::profiles::Profiles;
use crate::{Result, origins, search_text, stories, threads};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use segun_claims::{Claim, Extractor, Holder, folded};
use segun_report::{Reading, SourceKind};
use std::collections::{BTreeMap, BTreeSet};

/// The day of what has no publication time, before all others.
pub(crate) const NO_DAY: i32 = -1_000_000;

/// What a report's claims are filed under.
pub(crate) struct Filed<'a> {
    /// The report's number.
    pub(crate) report: i64,
    /// What was read in it.
    pub(crate) reading: &'a Reading,
    /// Its claims with their numbers.
    pub(crate) claims: Vec<(i64, Claim)>,
    /// Day of publication.
    pub(crate) day: Option<i32>,
    /// Its outlet.
    pub(crate) outlet: Option<i64>,
}

/// Derives everything of `report`.
pub(crate) fn derive(
    change: &Transaction<'_>,
    extractor: &Extractor,
    profiles: &mut Profiles,
    report: i64,
    reading: &Reading,
) -> Result<()> {
    let (day, outlet) = change
        .prepare_cached("select day, outlet from report where id = ?")?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut filed = Filed { report, reading, claims: Vec::new(), day, outlet };
    let mut parties = BTreeMap::new();
    for claim in extractor.claims(reading) {
        let (id, of_claim) = insert_claim(change, &filed, &claim)?;
        of_claim.into_iter().for_each(|party| *parties.entry(party).or_insert(0) += 1);
        filed.claims.push((id, claim));
    }
    tally(change, report, &parties, 1)?;
    search_text::insert(change, &filed)?;
    origins::derive(change, &filed)?;
    let told = stories::derive(change, &filed)?;
    threads::derive(change, profiles, &filed, &told)
}

/// Takes back everything that was derived from `report`.
pub(crate) fn forget(
    change: &Transaction<'_>,
    extractor: &Extractor,
    profiles: &mut Profiles,
    report: i64,
) -> Result<()> {
    threads::forget(change, extractor, profiles, report)?;
    stories::forget(change, report)?;
    origins::forget(change, report)?;
    search_text::forget(change, report)?;
    let claims: Vec<(i64, i32, Parties)> = change
        .prepare_cached("select id, ifnull(day, ?2), parties from claim where report = ?1")?
        .query_map(params![report, NO_DAY], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut counted = BTreeMap::new();
    for (claim, day, parties) in claims {
        let mut of_claim = BTreeSet::new();
        for (_, party) in parties.all() {
            let number = parties::known(change, party)?;
            of_claim.extend(number);
            change
                .prepare_cached("delete from claim_party where party = ? and day = ? and claim = ?")?
                .execute(params![number, day, claim])?;
            change
                .prepare_cached("delete from claim_country where country = ? and day = ? and claim = ?")?
                .execute(params![party.country, day, claim])?;
        }
        of_claim.into_iter().for_each(|party| *counted.entry(party).or_insert(0) += 1);
    }
    tally(change, report, &counted, -1)?;
    change.prepare_cached("delete from claim where report = ?")?.execute([report])?;
    Ok(())
}

/// Counts the report and its claims with their sources, outlet and language and with `parties`, each in so many of the
/// claims; or takes them off.
fn tally(change: &Transaction<'_>, report: i64, parties: &BTreeMap<i64, i64>, sign: i64) -> Result<()> {
    for (party, claims) in parties {
        change
            .prepare_cached("update party set claims = claims + ?2 where id = ?1")?
            .execute([*party, sign * claims])?;
    }
    for of in ["source", "outlet"] {
        change
            .prepare_cached(&format!(
                "update {of} set claims = claims + ?2 * n from
                     (select {of} as of, count(*) as n from claim where report = ?1 and {of} is not null group by {of}) x
                 where {of}.id = x.of"
            ))?
            .execute([report, sign])?;
    }
    change
        .prepare_cached(
            "update outlet set reports = reports + ?2 where id = (select outlet from report where id = ?1)",
        )?
        .execute([report, sign])?;
    change
        .prepare_cached(
            "insert into language (code, reports, claims)
                 select ifnull(language, ''), ?2, ?2 * (select count(*) from claim where report = ?1)
                 from report where id = ?1
             on conflict (code) do update
                 set reports = reports + excluded.reports, claims = claims + excluded.claims",
        )?
        .execute([report, sign])?;
    Ok(())
}

/// Files a claim; gives its number, and those of who takes part.
fn insert_claim(change: &Transaction<'_>, filed: &Filed<'_>, claim: &Claim) -> Result<(i64, BTreeSet<i64>)> {
    let report = &filed.reading.report;
    let source = claim.holder.as_ref().map(|h| source(change, h)).transpose()?.flatten();
    let parties = Parties::of(claim);
    let text = &report.text;
    change
        .prepare_cached(
            "insert into claim (report, event, same_as, type, mode, certainty, polarity, tense, from_day, to_day,
                                source, holder, holder_kind, stance, parties, trigger, trigger_start, trigger_end,
                                sentence, sentence_start, sentence_end,
                                confidence, affiliation, turn, day, language, outlet)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            filed.report,
            claim.event,
            claim.same_as,
            claim.kind.as_str(),
            claim.mode,
            claim.certainty.as_str(),
            claim.polarity.as_str(),
            claim.when.as_str(),
            claim.window.from.map(|d| d.0),
            claim.window.to.map(|d| d.0),
            source,
            claim.holder.as_ref().map(|h| &h.name),
            claim.holder.as_ref().map(|h| h.kind.as_str()),
            claim.holder.as_ref().map(|h| h.stance.as_str()),
            parties,
            claim.trigger.of(text),
            claim.trigger.start as i64,
            claim.trigger.end as i64,
            claim.sentence.of(text),
            claim.sentence.start as i64,
            claim.sentence.end as i64,
            // Three decimals, as in the contract's JSON.
            (f64::from(claim.confidence) * 1000.0).round() / 1000.0,
            claim.holder.as_ref().and_then(|h| h.affiliation.as_ref()),
            claim.context.turn.map(|t| t.as_str()),
            filed.day,
            report.language,
            filed.outlet,
        ])?;
    let id = change.last_insert_rowid();
    let day = filed.day.unwrap_or(NO_DAY);
    let mut numbers = BTreeSet::new();
    for (role, one) in parties.all() {
        let file = |table: &str, column: &str, key: &dyn rusqlite::ToSql| -> Result<()> {
            change
                .prepare_cached(&format!(
                    "insert or ignore into {table} ({column}, day, claim, role, type, certainty, polarity, tense)
                     values (?, ?, ?, ?, ?, ?, ?, ?)"
                ))?
                .execute(params![
                    key,
                    day,
                    id,
                    role,
                    claim.kind.as_str(),
                    claim.certainty.as_str(),
                    claim.polarity.as_str(),
                    claim.when.as_str(),
                ])?;
            Ok(())
        };
        let number = parties::number(change, one)?;
        numbers.insert(number);
        file("claim_party", "party", &number)?;
        if let Some(country) = &one.country {
            file("claim_country", "country", country)?;
        }
    }
    Ok((id, numbers))
}

/// The number of a source, where it is known who it is.
fn source(change: &Connection, holder: &Holder) -> Result<Option<i64>> {
    let Some(key) = &holder.key else { return Ok(None) };
    if matches!(holder.kind, SourceKind::Anonymous | SourceKind::Impersonal) {
        return Ok(None);
    }
    let known = change
        .prepare_cached("select id from source where key = ?")?
        .query_row([key.as_str()], |row| row.get(0))
        .optional()?;
    if known.is_some() {
        return Ok(known);
    }
    change
        .prepare_cached(
            "insert into source (key, name, name_folded, kind, affiliation) values (?, ?, ?, ?, ?)",
        )?
        .execute(params![
            key.as_str(),
            holder.name,
            folded(&holder.name),
            holder.kind.as_str(),
            holder.affiliation
        ])?;
    Ok(Some(change.last_insert_rowid()))
}
