//! What follows from a report: claims with who and where, words to search, its origin, story and threads.
//!
//! [`derive()`] writes all of it for one report, [`forget`] takes all of it back; nothing else writes these tables.

use crate::parties::{self, Partakers, Parties, filed_name};
use crate::profiles::Profiles;
use crate::store::{Store, ToValue, values};
use crate::{Result, origins, search_text, stories, threads};
use segun_claims::{Claim, Extractor, Holder};
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
    change: &dyn Store,
    extractor: &Extractor,
    profiles: &mut Profiles,
    report: i64,
    reading: &Reading,
) -> Result<()> {
    let (day, outlet) =
        change.one("select day, outlet from report where id = ?", values![report], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut filed = Filed { report, reading, claims: Vec::new(), day, outlet };
    let (mut parties, mut partakers) = (BTreeMap::new(), Partakers::default());
    for claim in extractor.claims(reading) {
        let (id, of_claim) = insert_claim(change, &filed, &claim, &mut partakers)?;
        of_claim.into_iter().for_each(|party| *parties.entry(party).or_insert(0) += 1);
        filed.claims.push((id, claim));
    }
    partakers.file(change, day.unwrap_or(NO_DAY))?;
    tally(change, report, &parties, 1)?;
    search_text::insert(change, &filed)?;
    origins::derive(change, &filed)?;
    let told = stories::derive(change, &filed)?;
    threads::derive(change, profiles, &filed, &told)
}

/// Takes back everything that was derived from `report`.
pub(crate) fn forget(
    change: &dyn Store,
    extractor: &Extractor,
    profiles: &mut Profiles,
    report: i64,
) -> Result<()> {
    threads::forget(change, extractor, profiles, report)?;
    stories::forget(change, report)?;
    origins::forget(change, report)?;
    search_text::forget(change, report)?;
    let claims: Vec<(i64, i32, Parties)> =
        change.all("select id, day, parties from claim where report = ?", values![report], |row| {
            Ok((row.get(0)?, row.get::<Option<i32>>(1)?.unwrap_or(NO_DAY), row.get(2)?))
        })?;
    let mut counted = BTreeMap::new();
    for (claim, day, parties) in claims {
        let mut of_claim = BTreeSet::new();
        for (_, party) in parties.all() {
            let number = parties::known(change, party)?;
            of_claim.extend(number);
            change.execute(
                "delete from claim_party where party = ? and day = ? and claim = ?",
                values![number, day, claim],
            )?;
            change.execute(
                "delete from claim_country where country = ? and day = ? and claim = ?",
                values![party.country, day, claim],
            )?;
        }
        of_claim.into_iter().for_each(|party| *counted.entry(party).or_insert(0) += 1);
    }
    tally(change, report, &counted, -1)?;
    change.execute("delete from claim where report = ?", values![report])?;
    Ok(())
}

/// Counts the report and its claims with their sources, outlet and language and with `parties`, each in so many of the
/// claims; or takes them off.
fn tally(change: &dyn Store, report: i64, parties: &BTreeMap<i64, i64>, sign: i64) -> Result<()> {
    let counts: Vec<(i64, i64)> = parties.iter().map(|(party, claims)| (*party, sign * claims)).collect();
    let counts: Vec<_> = counts.iter().map(|(party, more)| vec![party.to_value(), more.to_value()]).collect();
    change.execute_each("update party set claims = claims + ?2 where id = ?1", &counts)?;
    for of in ["source", "outlet"] {
        change.execute(
            &format!(
                "update {of} set claims = claims + ?2 * n from
                     (select {of} as of, count(*) as n from claim where report = ?1 and {of} is not null group by {of}) x
                 where {of}.id = x.of"
            ),
            values![report, sign],
        )?;
    }
    change.execute(
        "update outlet set reports = reports + ?2 where id = (select outlet from report where id = ?1)",
        values![report, sign],
    )?;
    change.execute(
        "insert into language (code, reports, claims)
             select coalesce(language, ''), cast(?2 as bigint),
                    cast(?2 as bigint) * (select count(*) from claim where report = ?1)
             from report where id = ?1
         on conflict (code) do update
             set reports = language.reports + excluded.reports, claims = language.claims + excluded.claims",
        values![report, sign],
    )?;
    Ok(())
}

/// Files a claim; gives its number, and those of who takes part.
fn insert_claim(
    change: &dyn Store,
    filed: &Filed<'_>,
    claim: &Claim,
    partakers: &mut Partakers,
) -> Result<(i64, BTreeSet<i64>)> {
    let report = &filed.reading.report;
    let source = claim.holder.as_ref().map(|h| source(change, h)).transpose()?.flatten();
    let parties = Parties::of(claim);
    let text = &report.text;
    let id = change.insert(
            "insert into claim (report, event, same_as, type, mode, certainty, polarity, tense, from_day, to_day,
                                source, holder, holder_kind, stance, parties, trigger, trigger_start, trigger_end,
                                sentence, sentence_start, sentence_end,
                                confidence, affiliation, turn, day, language, outlet)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
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
            parties.to_json(),
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
    let numbers = partakers.add(change, id, claim, &parties)?;
    Ok((id, numbers))
}

/// The number of a source, where it is known who it is.
fn source(change: &dyn Store, holder: &Holder) -> Result<Option<i64>> {
    let Some(key) = &holder.key else { return Ok(None) };
    if matches!(holder.kind, SourceKind::Anonymous | SourceKind::Impersonal) {
        return Ok(None);
    }
    let known =
        change.first("select id from source where key = ?", values![key.as_str()], |row| row.get(0))?;
    if known.is_some() {
        return Ok(known);
    }
    let new = change.insert(
        "insert into source (key, name, name_folded, kind, affiliation) values (?, ?, ?, ?, ?)",
        values![
            key.as_str(),
            holder.name,
            filed_name(&holder.name),
            holder.kind.as_str(),
            holder.affiliation
        ],
    )?;
    Ok(Some(new))
}
