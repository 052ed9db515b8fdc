//! What became of an event: rumoured, announced, confirmed, happened, denied, postponed, lapsed.
//!
//! The claims of a thread are taken day by day. Each says one thing of the event's course (`saying.rs`), by one
//! kind of voice (`sides.rs`). What decides, in this order:
//!
//! 1. **Happened**: said as fact, not by somebody unnamed. After a side's denial it takes two independent origins, or
//!    a side's own word; after that no denial undoes it (it is recorded as disputed). Before that, a side's
//!    denial, a correction or a cancellation does; what an origin corrects no longer counts.
//! 2. **Denied**: by a side, by a source that may be one, or by the paper as fact; called off. A denial by
//!    somebody outside is recorded as disputed. A denial of another place or another time is recorded as narrowed.
//!    That something has not happened yet denies no plan for later.
//! 3. **Postponed**: a word for it near the event, or a later time given by the same side. It stays until a confirmation,
//!    a new date for what had none, or the event.
//! 4. **Confirmed**: a side confirms it, or a second side announces it. It revives what was denied; so does a
//!    side's own announcement.
//! 5. **Announced**: by a side or the paper. **Rumoured**: by others, or as possible or likely only.
//! 6. **Lapsed**: the last time given is over by more than its inexactness and [`GRACE`], and nobody said that it happened;
//!    without a time ahead, after [`FORGOTTEN`] days of silence.

mod saying;
mod sides;
mod step;

use crate::due::Due;
use crate::{DatedClaim, Day};
use saying::{Saying, saying};
use segun_report::{Status, When};
use sides::{Sides, Voice};
use std::collections::BTreeSet;
pub use step::{Contradiction, History, Step, StepKind};

/// Days after the last time given (and its inexactness) that reports may take.
const GRACE: i32 = 5;

/// Days of silence after which a plan without any time has lapsed.
const FORGOTTEN: i32 = 365;

/// What became of the event that `claims` are about, as known at the end of `as_of`.
pub fn history(claims: &[DatedClaim], as_of: Day) -> History {
    let known = |c: &DatedClaim| c.published.is_none_or(|p| p <= as_of);
    let mut order: Vec<usize> = (0..claims.len()).filter(|&n| known(&claims[n])).collect();
    order.sort_by(|&a, &b| {
        let place = |n: usize| (claims[n].published, &claims[n].report, claims[n].claim.trigger);
        place(a).cmp(&place(b))
    });
    let mut course = Course {
        claims,
        sides: Sides::of(order.iter().map(|&n| &claims[n])),
        history: History::default(),
        plan: None,
        withdrawn: BTreeSet::new(),
    };
    for day in order.chunk_by(|&a, &b| claims[a].published == claims[b].published) {
        if let Some(day) = claims[day[0]].published {
            course.lapse(Day(day.0 - 1));
        }
        course.day(day);
    }
    course.lapse(as_of);
    course.history
}

/// A time given to the event.
#[derive(Clone, Copy)]
struct Plan {
    claim: usize,
    due: Due,
    published: Option<Day>,
}

struct Course<'a> {
    claims: &'a [DatedClaim],
    sides: Sides,
    history: History,
    /// The time that holds for now.
    plan: Option<Plan>,
    /// Origins that took back what they said.
    withdrawn: BTreeSet<u64>,
}

impl Course<'_> {
    /// Takes the claims of one day.
    fn day(&mut self, day: &[usize]) {
        let mut said: Vec<(Saying, usize)> =
            day.iter().filter_map(|&n| Some((saying(&self.claims[n], &self.sides)?, n))).collect();
        said.sort_by_key(|s| s.0);
        // What affirms most speaks for the day; the weaker words of the same day support it.
        let affirms = |s: Saying| s <= Saying::Confirmation;
        let strongest = said.iter().map(|s| s.0).filter(|s| affirms(*s)).max();
        let has = |kind: Saying| said.iter().any(|s| s.0 == kind);
        let (cancelled, put_off, fact) =
            (has(Saying::Cancellation), has(Saying::Postponement), has(Saying::Fact));
        // A report that says that it is not so, or not yet, does not say that it is.
        let against = |s: Saying| matches!(s, Saying::Denial | Saying::Cancellation | Saying::Postponement);
        let reports: BTreeSet<&str> = said
            .iter()
            .filter(|(s, n)| against(*s) && self.sides.voice(&self.claims[*n]) != Voice::Outsider)
            .map(|(_, n)| self.claims[*n].report.as_str())
            .collect();
        for &(saying, n) in &said {
            match saying {
                Saying::Fact if reports.contains(self.claims[n].report.as_str()) => {}
                // The day's reports retell the plan that they say is off, or that was carried out.
                Saying::Rumour | Saying::Plan | Saying::Confirmation
                    if (cancelled || put_off || fact) && self.history.status.is_some() => {}
                Saying::Rumour if strongest == Some(Saying::Rumour) => self.rumour(n),
                Saying::Plan if strongest == Some(Saying::Plan) => self.announce(n),
                Saying::Plan | Saying::Rumour => self.support(n, saying),
                Saying::Confirmation => self.confirm(n),
                Saying::Correction => self.correct(n),
                Saying::Denial if put_off => {}
                Saying::Denial => self.deny(n),
                Saying::Cancellation => self.call_off(n),
                Saying::Postponement => self.put_off(n, None),
                Saying::Fact => self.happen(n),
            }
        }
    }

    fn rumour(&mut self, n: usize) {
        let again = self.history.status == Some(Status::Lapsed) && self.newer(n);
        if self.history.status.is_none() || again {
            self.enter(StepKind::Rumoured, Status::Rumoured, n);
            self.plan_by(n);
        } else {
            self.support(n, Saying::Rumour);
            if self.history.status == Some(Status::Rumoured) {
                self.plan_by(n);
            }
        }
    }

    fn announce(&mut self, n: usize) {
        let voice = self.sides.voice(&self.claims[n]);
        let dated = Due::of(&self.claims[n]).said;
        match self.history.status {
            None | Some(Status::Rumoured) => self.enter(StepKind::Announced, Status::Announced, n),
            Some(Status::Lapsed) if self.newer(n) => self.enter(StepKind::Announced, Status::Announced, n),
            Some(Status::Postponed) if dated && self.plan.is_none_or(|p| !p.due.said) => {
                self.enter(StepKind::Announced, Status::Announced, n);
            }
            Some(Status::Denied) if voice == Voice::Side => {
                self.enter(StepKind::Announced, Status::Announced, n);
                self.contradict(Contradiction::Superseded);
            }
            Some(Status::Announced | Status::Confirmed) if self.moves_plan(n) => {
                return self.put_off(n, Some(Contradiction::Superseded));
            }
            Some(Status::Announced) if self.is_second_side(n) => {
                self.enter(StepKind::Confirmed, Status::Confirmed, n);
            }
            Some(Status::Announced | Status::Confirmed | Status::Postponed) => self.support(n, Saying::Plan),
            Some(_) => return,
        }
        self.plan_by(n);
    }

    fn confirm(&mut self, n: usize) {
        if self.history.status == Some(Status::Happened) {
            return;
        }
        if self.history.status == Some(Status::Confirmed) {
            self.support(n, Saying::Confirmation);
        } else {
            self.enter(StepKind::Confirmed, Status::Confirmed, n);
        }
        self.plan_by(n);
    }

    fn deny(&mut self, n: usize) {
        let dated = &self.claims[n];
        let voice = self.sides.voice(dated);
        let pending = self.plan.is_some_and(|p| p.due.window.from > dated.published);
        let stance = dated.claim.holder.as_ref().map(|h| h.stance);
        // That it has not happened yet says nothing of what lies ahead.
        if pending && dated.claim.when == When::Past && stance != Some(segun_report::Stance::Deny) {
            return;
        }
        let contradiction = self.contradiction(n);
        if contradiction == Contradiction::DifferentScope {
            self.note(StepKind::Narrowed, n);
            return self.contradict(contradiction);
        }
        let corrects = contradiction == Contradiction::Correction;
        if corrects {
            let same = |c: &&DatedClaim| {
                c.origin == dated.origin || dated.outlet.is_some() && c.outlet == dated.outlet
            };
            self.withdrawn.extend(self.claims.iter().filter(same).map(|c| c.origin));
        }
        let outside = matches!(voice, Voice::Outsider | Voice::Unnamed) && !corrects;
        let stands = self.history.status == Some(Status::Happened) && self.is_firm();
        if outside || stands {
            self.note(StepKind::Disputed, n);
        } else if self.history.status == Some(Status::Denied) {
            return self.support(n, Saying::Denial);
        } else {
            self.enter(StepKind::Denied, Status::Denied, n);
        }
        self.contradict(contradiction);
    }

    fn call_off(&mut self, n: usize) {
        match self.history.status {
            Some(Status::Happened) => {}
            Some(Status::Denied) => self.support(n, Saying::Cancellation),
            _ => {
                self.enter(StepKind::Cancelled, Status::Denied, n);
                self.contradict(Contradiction::Superseded);
            }
        }
    }

    fn put_off(&mut self, n: usize, contradiction: Option<Contradiction>) {
        match self.history.status {
            Some(Status::Happened) => return,
            Some(Status::Postponed) if !self.moves_plan(n) => self.support(n, Saying::Postponement),
            _ => {
                self.enter(StepKind::Postponed, Status::Postponed, n);
                if let Some(contradiction) = contradiction {
                    self.contradict(contradiction);
                }
            }
        }
        let due = Due::of(&self.claims[n]);
        if due.said || self.plan.is_none_or(|p| p.published < self.claims[n].published) {
            self.plan = Some(Plan { claim: n, due, published: self.claims[n].published });
        }
    }

    fn correct(&mut self, n: usize) {
        self.note(StepKind::Corrected, n);
        self.contradict(Contradiction::Correction);
        if Due::of(&self.claims[n]).said {
            self.plan_by(n);
        }
    }

    fn happen(&mut self, n: usize) {
        if self.history.status == Some(Status::Happened) {
            return self.support(n, Saying::Fact);
        }
        if self.history.status == Some(Status::Denied) && !self.is_firm_with(n) {
            return self.note(StepKind::Disputed, n);
        }
        self.enter(StepKind::Happened, Status::Happened, n);
    }

    /// Whether what happened is said by two origins, or by a side.
    fn is_firm(&self) -> bool {
        let steps = self.history.steps.iter().filter(|s| s.kind == StepKind::Happened);
        let claims: Vec<usize> = steps.flat_map(|s| s.claims.iter().copied()).collect();
        self.are_firm(&claims)
    }

    /// The same of what is said to have happened since it was denied, with claim `n`.
    fn is_firm_with(&self, n: usize) -> bool {
        let said = |c: &usize| saying(&self.claims[*c], &self.sides) == Some(Saying::Fact);
        let mut claims: Vec<usize> =
            self.history.steps.iter().flat_map(|s| s.claims.iter().copied()).collect();
        claims.retain(said);
        claims.push(n);
        self.are_firm(&claims)
    }

    fn are_firm(&self, claims: &[usize]) -> bool {
        let stand =
            || claims.iter().map(|&n| &self.claims[n]).filter(|c| !self.withdrawn.contains(&c.origin));
        let origins: BTreeSet<u64> = stand().map(|c| c.origin).collect();
        origins.len() > 1 || stand().any(|c| self.sides.voice(c) == Voice::Side)
    }

    /// How the denial `n` stands to what was said before.
    fn contradiction(&self, n: usize) -> Contradiction {
        let dated = &self.claims[n];
        let claim = &dated.claim;
        if claim.context.turn == Some(crate::Turn::Corrected) {
            return Contradiction::Correction;
        }
        let before = || self.history.steps.iter().flat_map(|s| s.claims.iter().map(|&c| &self.claims[c]));
        let places: Vec<_> = before().flat_map(|c| &c.claim.places).collect();
        let elsewhere = !claim.places.is_empty()
            && !places.is_empty()
            && !claim.places.iter().any(|p| places.iter().any(|q| p.key == q.key || same_area(p, q)));
        let due = Due::of(dated);
        let other_time = self.plan.is_some_and(|plan| {
            plan.due.said && due.said && due.window.distance(plan.due.window) > due.slack.max(plan.due.slack)
        });
        if elsewhere || other_time {
            return Contradiction::DifferentScope;
        }
        let own = claim.holder.as_ref().and_then(|h| h.key.as_ref());
        let turns = own.is_some()
            && before().any(|c| {
                c.claim.polarity == segun_report::Polarity::Positive
                    && c.claim.holder.as_ref().and_then(|h| h.key.as_ref()) == own
            });
        if turns { Contradiction::Superseded } else { Contradiction::Denial }
    }

    /// Whether claim `n` gives a later time than the one that holds, by the word of the same side.
    fn moves_plan(&self, n: usize) -> bool {
        let Some(plan) = self.plan else { return false };
        let due = Due::of(&self.claims[n]);
        let later = matches!((due.window.from, plan.due.window.to), (Some(from), Some(to))
            if from.0 - to.0 > plan.due.slack.max(due.slack));
        let side = |n: usize| self.claims[n].claim.holder.as_ref().map(|h| self.sides.side(h));
        due.said && plan.due.said && later && side(n) == side(plan.claim)
    }

    /// Whether claim `n` is the word of a side, after that of another side.
    fn is_second_side(&self, n: usize) -> bool {
        let side = |n: usize| self.claims[n].claim.holder.as_ref().and_then(|h| self.sides.side(h));
        let Some(own) = side(n) else { return false };
        let announced = self.history.steps.iter().filter(|s| s.kind == StepKind::Announced);
        let mut sides = announced.flat_map(|s| &s.claims).filter_map(|&c| side(c));
        sides.any(|other| other != own)
    }

    /// Whether claim `n` gives a time behind the one that has lapsed.
    fn newer(&self, n: usize) -> bool {
        let to = Due::of(&self.claims[n]).window.to;
        self.plan.is_none_or(|plan| to.is_none() || to > plan.due.window.to)
    }

    /// Lets the time of claim `n` hold, where it gives one, or none was given before.
    fn plan_by(&mut self, n: usize) {
        let due = Due::of(&self.claims[n]);
        if due.said && !due.past || self.plan.is_none_or(|p| !p.due.said) {
            self.plan = Some(Plan { claim: n, due, published: self.claims[n].published });
        }
    }

    /// Lapses what is pending, where its time is over at the end of `today`.
    fn lapse(&mut self, today: Day) {
        use Status::{Announced, Confirmed, Postponed, Rumoured};
        if !matches!(self.history.status, Some(Rumoured | Announced | Confirmed | Postponed)) {
            return;
        }
        let Some(plan) = self.plan else { return };
        let told =
            self.history.steps.iter().flat_map(|s| &s.claims).filter_map(|&c| self.claims[c].published);
        let last = told.max();
        let after = |day: Day, days: i32| Day(day.0 + days);
        // A rumour of what is past already waits for nothing but word of it.
        let over = match plan.due.window.to {
            Some(to) if plan.due.said && !plan.due.past => {
                Some(after(to, plan.due.slack + GRACE)).max(last.map(|day| after(day, GRACE)))
            }
            _ => last.map(|day| after(day, FORGOTTEN)),
        };
        let Some(over) = over.filter(|over| *over <= today) else { return };
        self.history.status = Some(Status::Lapsed);
        self.history.steps.push(Step {
            day: Some(over),
            kind: StepKind::Lapsed,
            contradiction: None,
            status: Some(Status::Lapsed),
            window: plan.due.said.then_some(plan.due.window),
            claims: vec![plan.claim],
            origins: 0,
            reports: 0,
        });
    }

    /// A step that changes the status.
    fn enter(&mut self, kind: StepKind, status: Status, n: usize) {
        self.history.status = Some(status);
        self.push(kind, n);
    }

    /// A step that leaves the status as it is; the same said again joins it.
    fn note(&mut self, kind: StepKind, n: usize) {
        if self.history.steps.last().is_some_and(|s| s.kind == kind) {
            let last = self.history.steps.len() - 1;
            self.join(last, n);
        } else {
            self.push(kind, n);
        }
    }

    fn push(&mut self, kind: StepKind, n: usize) {
        let window = self.claims[n].claim.window;
        self.history.steps.push(Step {
            day: self.claims[n].published,
            kind,
            contradiction: None,
            status: self.history.status,
            window: (!window.is_open()).then_some(window),
            claims: Vec::new(),
            origins: 0,
            reports: 0,
        });
        let last = self.history.steps.len() - 1;
        self.join(last, n);
    }

    fn contradict(&mut self, contradiction: Contradiction) {
        if let Some(step) = self.history.steps.last_mut() {
            step.contradiction = Some(contradiction);
        }
    }

    /// Adds claim `n` to the last step that says the same.
    fn support(&mut self, n: usize, saying: Saying) {
        let says = |kind: StepKind| match saying {
            Saying::Rumour => kind == StepKind::Rumoured,
            Saying::Plan => matches!(kind, StepKind::Announced | StepKind::Postponed),
            Saying::Confirmation => kind == StepKind::Confirmed,
            Saying::Denial | Saying::Cancellation => matches!(kind, StepKind::Denied | StepKind::Cancelled),
            Saying::Postponement => kind == StepKind::Postponed,
            Saying::Fact => kind == StepKind::Happened,
            Saying::Correction => kind == StepKind::Corrected,
        };
        if let Some(step) = self.history.steps.iter().rposition(|s| says(s.kind)) {
            self.join(step, n);
        }
    }

    fn join(&mut self, step: usize, n: usize) {
        let claims = self.claims;
        let step = &mut self.history.steps[step];
        if !step.claims.contains(&n) {
            step.claims.push(n);
        }
        let origins: BTreeSet<u64> = step.claims.iter().map(|&c| claims[c].origin).collect();
        let reports: BTreeSet<&str> = step.claims.iter().map(|&c| claims[c].report.as_str()).collect();
        (step.origins, step.reports) = (origins.len(), reports.len());
    }
}

/// Whether one of the places may lie in the other.
fn same_area(a: &crate::Party, b: &crate::Party) -> bool {
    let country = |p: &crate::Party| p.key.value_in("iso3").is_some();
    a.country.is_some() && a.country == b.country && (country(a) || country(b))
}

#[cfg(test)]
mod tests;
