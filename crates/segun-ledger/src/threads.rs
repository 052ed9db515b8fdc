//! Threads: claims about the same event in the world, and what became of it.
//!
//! What `segun_claims::Threads` does in memory, with threads looked up in the store. A report's claims are put into
//! threads as it comes in; the threads' status is worked out by [`Ledger::settle`], once for many reports.

use crate::derive::{Filed, NO_DAY};
use crate::parties::Parties;
use crate::profiles::Profiles;
use crate::store::{Row, Store, ToValue, values};
use crate::stories::Told;
use crate::{Ledger, Result, pack};
use segun_claims::{
    Claim, Context, Counted, DatedClaim, Day, Extractor, History, Holder, Key, Link, Outcome, Party,
    THREADS_PER_KEY, ThreadProfile, Turn, Whose, Window, assign, counted, events_of_report, history, keys,
    outcome, together,
};
use segun_report::{Certainty, EventType, Polarity, SourceKind, Span, Stance, Status, When};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Threads settled in one transaction.
const BATCH: usize = 200;

/// Threads that an event is compared with.
const COMPARED: usize = 48;

/// Reports that are opened again to make a thread's profile anew.
const RECALLED: i64 = 50;

/// A day after all others.
const FOR_EVER: Day = Day(2_000_000);

/// Puts the report's claims into threads.
pub(crate) fn derive(
    change: &dyn Store,
    profiles: &mut Profiles,
    filed: &Filed<'_>,
    told: &Told,
) -> Result<()> {
    let origins = origins(change, filed.report)?;
    let dated: Vec<DatedClaim> = filed
        .claims
        .iter()
        .map(|(id, claim)| DatedClaim {
            near_stories: told
                .near
                .iter()
                .map(|(story, like)| (story.unsigned_abs(), *like as f32))
                .collect(),
            ..dated(filed, claim.clone(), origins.get(id).copied().unwrap_or_default(), Some(told.story))
        })
        .collect();
    for event in events_of_report(&dated) {
        let Some(all) = together(&dated, &event) else { continue };
        let keys: Vec<i64> = keys(&all).into_iter().map(u64::cast_signed).collect();
        let near = near(change, &keys)?;
        profiles.fetch(change, &near)?;
        let candidates = near.into_iter().filter_map(|thread| Some((thread, profiles.get(thread)?)));
        let (found, link) = assign(&all, candidates).unzip();
        let mut profile = found.and_then(|thread| profiles.take(thread)).unwrap_or_default();
        event.iter().for_each(|&n| profile.absorb(&dated[n]));
        let thread = write(change, found, &profile, &all)?;
        profiles.put(thread, &profile);
        let sets: Vec<_> =
            keys.iter().map(|key| vec![thread.to_value(), key.to_value(), filed.report.to_value()]).collect();
        change.execute_each(
            "insert into thread_key (thread, key, used) values (?1, ?2, ?3)
             on conflict (thread, key) do update set used = excluded.used",
            &sets,
        )?;
        let why = link.as_ref().map(reasons);
        let sets: Vec<_> = event
            .iter()
            .map(|&n| vec![thread.to_value(), why.to_value(), filed.claims[n].0.to_value()])
            .collect();
        change.execute_each("update claim set thread = ?, why = ? where id = ?", &sets)?;
    }
    Ok(())
}

/// Takes the report's claims out of their threads. A thread without claims is gone; of the others the profile is
/// made anew from the claims left.
pub(crate) fn forget(
    change: &dyn Store,
    extractor: &Extractor,
    profiles: &mut Profiles,
    report: i64,
) -> Result<()> {
    let threads: Vec<i64> = change.all(
        "select distinct thread from claim where report = ? and thread is not null",
        values![report],
        |row| row.get(0),
    )?;
    change.execute("update claim set thread = null where report = ?", values![report])?;
    for thread in threads {
        profiles.take(thread);
        let left: bool =
            change.value("select exists (select 1 from claim where thread = ?)", values![thread])?;
        if !left {
            change.execute("delete from thread_key where thread = ?", values![thread])?;
            change.execute("delete from thread where id = ?", values![thread])?;
            continue;
        }
        let profile = recall(change, extractor, thread)?;
        change.execute(
            "update thread set profile = ?, stale = true where id = ?",
            values![as_json(&profile), thread],
        )?;
    }
    Ok(())
}

/// A thread's profile from its last reports.
fn recall(change: &dyn Store, extractor: &Extractor, thread: i64) -> Result<ThreadProfile> {
    let mut profile = ThreadProfile::default();
    let reports = "select id, reading, day, outlet, story from report where id in
        (select report from claim where thread = ?1 group by report order by report desc limit ?2) order by id";
    change.query(reports, values![thread, RECALLED], &mut |row| {
        let report: i64 = row.get(0)?;
        let reading = pack::unpack(report, &row.get::<Vec<u8>>(1)?)?;
        let of: Vec<(String, i64)> = change.all(
            "select event, coalesce(origin, 0) from claim where report = ? and thread = ?",
            values![report, thread],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let of: BTreeMap<String, i64> = of.into_iter().collect();
        let filed =
            Filed { report, reading: &reading, claims: Vec::new(), day: row.get(2)?, outlet: row.get(3)? };
        let story: Option<i64> = row.get(4)?;
        for claim in extractor.claims(&reading) {
            if let Some(origin) = of.get(&claim.event) {
                profile.absorb(&dated(&filed, claim, *origin, story));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(profile)
}

fn origins(change: &dyn Store, report: i64) -> Result<BTreeMap<i64, i64>> {
    let of = "select id, coalesce(origin, 0) from claim where report = ?";
    let rows = change.all(of, values![report], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// A claim with what it is filed under. Reports and outlets are told apart by their numbers.
fn dated(filed: &Filed<'_>, claim: Claim, origin: i64, story: Option<i64>) -> DatedClaim {
    DatedClaim {
        claim,
        report: filed.report.to_string(),
        published: filed.day.map(Day),
        language: filed.reading.report.language.clone(),
        origin: origin.unsigned_abs(),
        story: story.map(i64::unsigned_abs),
        near_stories: Vec::new(),
        outlet: filed.outlet.map(|o| o.to_string()),
    }
}

/// The threads that share most keys, of each key those that were taken up last.
fn near(change: &dyn Store, keys: &[i64]) -> Result<Vec<i64>> {
    // How many keys are shared, and when the thread was last taken up.
    let mut shared: BTreeMap<i64, (u32, i64)> = BTreeMap::new();
    let most = THREADS_PER_KEY as i64;
    let sets: Vec<_> = keys.iter().map(|key| vec![key.to_value(), most.to_value()]).collect();
    change.query_each(
        "select thread, used from thread_key indexed by thread_key_used where key = ?
         order by used desc, thread limit ?",
        &sets,
        &mut |_, row| {
            let of = shared.entry(row.get(0)?).or_insert((0, 0));
            *of = (of.0 + 1, of.1.max(row.get(1)?));
            Ok(())
        },
    )?;
    let mut order: Vec<(i64, (u32, i64))> = shared.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    Ok(order.into_iter().take(COMPARED).map(|(thread, _)| thread).collect())
}

/// Writes the thread's profile; gives its number.
fn write(
    change: &dyn Store,
    thread: Option<i64>,
    profile: &ThreadProfile,
    event: &DatedClaim,
) -> Result<i64> {
    let first = profile.first.map_or(NO_DAY, |d| d.0);
    let last = profile.last.map_or(NO_DAY, |d| d.0);
    let kind = profile.kind().unwrap_or(event.claim.kind).as_str();
    if let Some(thread) = thread {
        change.execute(
            "update thread set type = ?, first_day = ?, last_day = ?, profile = ?, stale = true where id = ?",
            values![kind, first, last, as_json(profile), thread],
        )?;
        return Ok(thread);
    }
    change.insert(
        "insert into thread (type, about, first_day, last_day, claims, reports, origins, profile, stale, lapsed)
         values (?, '', ?, ?, 0, 0, 0, ?, true, false)",
        values![kind, first, last, as_json(profile)],
    )
}

fn as_json(profile: &ThreadProfile) -> String {
    serde_json::to_string(profile).unwrap_or_default()
}

/// A link as the ledger keeps it.
fn reasons(link: &Link) -> String {
    let reasons: Vec<_> = link
        .reasons
        .iter()
        .map(|r| serde_json::json!({ "aspect": r.aspect.as_str(), "points": r.points, "evidence": r.evidence }))
        .collect();
    serde_json::json!({ "score": link.score, "reasons": reasons }).to_string()
}

impl Ledger {
    /// Works out anew what became of the threads that have new claims, and of those that have lapsed since.
    ///
    /// # Errors
    /// Where the ledger cannot be written to.
    pub fn settle(&mut self) -> Result<()> {
        let today: Option<i32> = self.db.value("select max(day) from report", values![])?;
        // A ledger in which nothing waits is not written to.
        while !waiting(&*self.db, today)?.is_empty() {
            let change = self.db.change()?;
            // Somebody else may have settled them meanwhile.
            for thread in waiting(&*change, today)? {
                settle(&*change, thread, today.map(Day))?;
            }
            change.commit()?;
        }
        Ok(())
    }
}

/// Threads that are to be settled, not all of them at once.
fn waiting(db: &dyn Store, today: Option<i32>) -> Result<Vec<i64>> {
    db.all(
        "select x.id from (select id from thread where stale limit ?2) x
         union select y.id from (select id from thread where lapses < ?1 and not lapsed limit ?2) y",
        values![today, BATCH as i64],
        |row| row.get(0),
    )
}

fn settle(change: &dyn Store, thread: i64, today: Option<Day>) -> Result<()> {
    let (ids, claims): (Vec<i64>, Vec<DatedClaim>) = change
        .all(
            "select c.id, c.event, c.same_as, c.type, c.mode, c.certainty, c.polarity, c.tense, c.from_day, c.to_day,
                    c.parties, s.key, c.holder, c.holder_kind, c.stance, c.affiliation, c.trigger, c.trigger_start,
                    c.trigger_end, c.sentence_start, c.sentence_end, c.turn, c.confidence, c.report, c.day, c.language,
                    c.origin, c.outlet
             from claim c left join source s on s.id = c.source where c.thread = ? order by c.day nulls first, c.id",
            values![thread],
            stored,
        )?
        .into_iter()
        .flatten()
        .unzip();
    let last = claims.iter().filter_map(|c| c.published).max().unwrap_or(Day(NO_DAY));
    let told = history(&claims, last);
    let ended = history(&claims, FOR_EVER);
    let lapses = ended.steps.get(told.steps.len()).and_then(|step| step.day).map(|d| d.0);
    // What has happened or is off has none.
    let open = matches!(
        told.status,
        Some(Status::Rumoured | Status::Announced | Status::Confirmed | Status::Postponed)
    );
    let window = || told.steps.iter().rev().find_map(|step| step.window?.to);
    let deadline = open.then(window).flatten().map(|day| day.0);
    change.execute("delete from step where thread = ?", values![thread])?;
    for (n, step) in told.steps.iter().enumerate() {
        let of: Vec<i64> = step.claims.iter().filter_map(|&n| ids.get(n).copied()).collect();
        change.execute(
            "insert into step (thread, number, day, kind, contradiction, status, from_day, to_day, claims, origins,
                               reports)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values![
                thread,
                n as i64 + 1,
                step.day.map(|d| d.0),
                step.kind.as_str(),
                step.contradiction.map(|c| c.as_str()),
                step.status.map(|s| s.as_str()),
                step.window.and_then(|w| w.from).map(|d| d.0),
                step.window.and_then(|w| w.to).map(|d| d.0),
                serde_json::Value::from(of).to_string(),
                step.origins as i64,
                step.reports as i64,
            ])?;
    }
    let lapsed = lapses.is_some_and(|day| today.is_some_and(|today| day < today.0));
    end_claims(change, thread, &ids, &claims, if lapsed { &ended } else { &told })?;
    change.execute(
        "update thread set status = ?2, lapses = ?3, deadline = ?4, about = ?5, stale = false, lapsed = ?6,
             (claims, reports, origins) =
                 (select count(*), count(distinct report), count(distinct origin) from claim where thread = ?1)
         where id = ?1",
        values![thread, told.status.map(|s| s.as_str()), lapses, deadline, about(&claims), lapsed],
    )?;
    Ok(())
}

/// Writes how each claim ended, and what the thread counts in the records of sources and outlets.
fn end_claims(
    change: &dyn Store,
    thread: i64,
    ids: &[i64],
    claims: &[DatedClaim],
    told: &History,
) -> Result<()> {
    let outcomes: Vec<Option<Outcome>> = (0..claims.len()).map(|n| outcome(claims, n, told)).collect();
    let words: Vec<Option<&str>> = outcomes.iter().map(|outcome| outcome.map(Outcome::as_str)).collect();
    let sets: Vec<_> = words.iter().zip(ids).map(|(word, id)| vec![word.to_value(), id.to_value()]).collect();
    change
        .execute_each("update claim set outcome = ?1 where id = ?2 and outcome is distinct from ?1", &sets)?;
    change.execute("delete from record where thread = ?", values![thread])?;
    for Counted { whose, manner, outcome } in counted(claims, &outcomes) {
        let (of, id): (&str, Option<i64>) = match whose {
            Whose::Source(key) => {
                let id =
                    change.first("select id from source where key = ?", values![key.as_str()], |row| {
                        row.get(0)
                    })?;
                ("source", id)
            }
            // Here outlets are told apart by their numbers.
            Whose::Outlet(number) => ("outlet", number.parse().ok()),
        };
        change.execute(
            "insert into record (of, id, thread, certainty, polarity, stance, outcome)
             values (?, ?, ?, ?, ?, ?, ?)",
            values![
                of,
                id,
                thread,
                manner.certainty,
                manner.polarity,
                manner.stance.unwrap_or_default(),
                outcome.as_str()
            ],
        )?;
    }
    Ok(())
}

/// What the thread is about, in the words of most claims.
fn about(claims: &[DatedClaim]) -> String {
    let most = |of: &dyn Fn(&Claim) -> &Vec<Party>| -> String {
        let mut count: BTreeMap<&Key, (usize, &str)> = BTreeMap::new();
        for party in claims.iter().flat_map(|c| of(&c.claim)) {
            count.entry(&party.key).or_insert((0, &party.name)).0 += 1;
        }
        let mut names: Vec<(usize, &str)> = count.into_values().collect();
        names.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        names.into_iter().take(2).map(|(_, name)| name).collect::<Vec<_>>().join(", ")
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for dated in claims {
        let mode = dated.claim.mode.as_ref().map_or_else(String::new, |m| format!(" {m}"));
        *kinds.entry(format!("{}{mode}", dated.claim.kind.as_str())).or_insert(0) += 1;
    }
    let kind = kinds.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(kind, _)| kind);
    let mut about = kind.unwrap_or_default();
    let (actors, recipients, places) = (most(&|c| &c.actors), most(&|c| &c.recipients), most(&|c| &c.places));
    if !actors.is_empty() || !recipients.is_empty() {
        about.push_str(&format!(": {actors}"));
    }
    if !recipients.is_empty() && recipients != actors {
        about.push_str(&format!(" → {recipients}"));
    }
    if !places.is_empty() {
        about.push_str(&format!(" @ {places}"));
    }
    about
}

/// A stored claim with its number; `None` where its words are not of the contract.
fn stored(row: &Row<'_>) -> Result<Option<(i64, DatedClaim)>> {
    let word = |i: usize| row.get::<String>(i);
    let span = |i: usize| -> Result<Span> {
        let (start, end): (i64, i64) = (row.get(i)?, row.get(i + 1)?);
        Ok(Span::new(usize::try_from(start).unwrap_or(0), usize::try_from(end.max(start)).unwrap_or(0)))
    };
    let Parties { actor, recipient, place } = row.get(10)?;
    let holder_kind: Option<String> = row.get(13)?;
    let holder =
        match (holder_kind.as_deref().and_then(SourceKind::from_word), row.get::<Option<String>>(14)?) {
            (Some(kind), Some(stance)) => Some(Holder {
                attribution: String::new(),
                key: row.get::<Option<String>>(11)?.map(|k| Key::from_text(&k)),
                name: row.get::<Option<String>>(12)?.unwrap_or_default(),
                kind,
                stance: Stance::from_word(&stance).unwrap_or(Stance::Assert),
                affiliation: row.get(15)?,
                cue: None,
            }),
            _ => None,
        };
    let (Some(kind), Some(certainty), Some(polarity), Some(when)) = (
        EventType::from_name(&word(3)?),
        Certainty::from_word(&word(5)?),
        Polarity::from_word(&word(6)?),
        When::from_word(&word(7)?),
    ) else {
        return Ok(None);
    };
    let claim = Claim {
        event: row.get(1)?,
        same_as: row.get(2)?,
        kind,
        mode: row.get(4)?,
        certainty,
        polarity,
        when,
        window: Window { from: row.get::<Option<i32>>(8)?.map(Day), to: row.get::<Option<i32>>(9)?.map(Day) },
        actors: actor,
        recipients: recipient,
        places: place,
        holder,
        trigger: span(17)?,
        word: segun_claims::folded(&word(16)?),
        sentence: span(19)?,
        context: Context {
            turn: row.get::<Option<String>>(21)?.as_deref().and_then(Turn::from_word),
            ..Context::default()
        },
        confidence: row.get::<f64>(22)? as f32,
    };
    let dated = DatedClaim {
        claim,
        report: row.get::<i64>(23)?.to_string(),
        published: row.get::<Option<i32>>(24)?.map(Day),
        language: row.get(25)?,
        origin: row.get::<Option<i64>>(26)?.unwrap_or_default().unsigned_abs(),
        // What the steps of a thread do not ask for.
        story: None,
        near_stories: Vec::new(),
        outlet: row.get::<Option<i64>>(27)?.map(|o| o.to_string()),
    };
    Ok(Some((row.get(0)?, dated)))
}
