//! What holds of any claims.

use crate::samples::{claim, country, date};
use crate::{Context, DatedClaim, Day, History, MOST_KEYS, ThreadProfile, Threads, Window, history, keys};
use proptest::prelude::*;
use segun_report::{Certainty, EventType, Polarity, When};

const COUNTRIES: [&str; 5] = ["FRA", "CHL", "PER", "ESP", "BRA"];

prop_compose! {
    fn any_claim()(
        kind in 0..EventType::ALL.len(),
        parties in prop::collection::vec(0..COUNTRIES.len(), 0..4),
        place in prop::option::of(0..COUNTRIES.len()),
        published in 0..60i32,
        due in prop::option::of((0..90i32, 1..20i32)),
        when in 0..4usize,
        certainty in 0..4usize,
        negative in any::<bool>(),
        words in prop::collection::vec("[a-e]{6}", 0..6),
        report in 0..1000u32,
    ) -> DatedClaim {
        let parties: Vec<_> = parties.into_iter().map(|n| country(COUNTRIES[n])).collect();
        let mut dated = claim(EventType::ALL[kind], "2024-01-01", &parties);
        let begin = dated.published.unwrap().0;
        dated.published = Some(Day(begin + published));
        dated.report = report.to_string();
        dated.claim.places = place.map(|n| country(COUNTRIES[n])).into_iter().collect();
        dated.claim.when = [When::Past, When::Present, When::Future, When::Timeless][when];
        dated.claim.certainty =
            [Certainty::Certain, Certainty::Probable, Certainty::Possible, Certainty::Uncommitted][certainty];
        dated.claim.polarity = if negative { Polarity::Negative } else { Polarity::Positive };
        dated.claim.window = match due {
            Some((from, long)) => Window { from: Some(Day(begin + from)), to: Some(Day(begin + from + long)) },
            None => Window::default(),
        };
        dated.claim.context = Context { words, ..Context::default() };
        dated
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A profile stays small, and reads back from JSON as it was.
    #[test]
    fn profiles_are_bounded(claims in prop::collection::vec(any_claim(), 0..200)) {
        let mut profile = ThreadProfile::default();
        claims.iter().for_each(|c| profile.absorb(c));
        let json = serde_json::to_string(&profile).unwrap();
        prop_assert!(json.len() < 10_000, "{}", json.len());
        prop_assert_eq!(serde_json::from_str::<ThreadProfile>(&json).unwrap(), profile);
    }

    /// Claims about something else altogether change nothing.
    #[test]
    fn grouping_does_not_depend_on_the_unrelated(
        claims in prop::collection::vec(any_claim(), 1..20),
        at in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
    ) {
        let grouped = |reports: &[DatedClaim]| -> Vec<usize> {
            let mut threads = Threads::new();
            reports.iter().map(|c| threads.add(std::slice::from_ref(c))[0]).collect()
        };
        let same = |of: &[usize]| -> Vec<usize> {
            of.iter().map(|t| of.iter().position(|u| u == t).unwrap()).collect()
        };
        let alone = same(&grouped(&claims));
        let mut mixed: Vec<(bool, DatedClaim)> = claims.iter().cloned().map(|c| (true, c)).collect();
        for (n, index) in at.iter().enumerate() {
            let mut stranger = claim(EventType::Consult, "2024-02-01", &[country("JPN"), country("KOR")]);
            stranger.report = format!("stranger {n}");
            mixed.insert(index.index(mixed.len() + 1), (false, stranger));
        }
        let threads = grouped(&mixed.iter().map(|(_, c)| c.clone()).collect::<Vec<_>>());
        let own: Vec<usize> = threads.into_iter().zip(&mixed).filter(|(_, (own, _))| *own).map(|(t, _)| t).collect();
        prop_assert_eq!(same(&own), alone);
    }

    /// Keys are few, sorted and the same each time.
    #[test]
    fn keys_are_bounded(dated in any_claim()) {
        let all = keys(&dated);
        prop_assert!(!all.is_empty() || dated.claim.context.words.is_empty());
        prop_assert!(all.len() <= MOST_KEYS && all.is_sorted());
        prop_assert_eq!(keys(&dated), all);
    }

    /// A history does not depend on the order in which the ledger hands claims over, and never looks ahead.
    #[test]
    fn histories_are_in_order(mut claims in prop::collection::vec(any_claim(), 0..20), day in 0..200i32) {
        claims.iter_mut().enumerate().for_each(|(n, c)| c.report = n.to_string());
        let as_of = Day(date("2024-01-01").unwrap().0 + day);
        let told = history(&claims, as_of);
        prop_assert!(told.steps.is_sorted_by_key(|s| s.day));
        prop_assert!(told.steps.iter().all(|s| s.day.is_none_or(|d| d <= as_of)));
        prop_assert_eq!(told.steps.last().and_then(|s| s.status), told.status);
        let known = |c: &&DatedClaim| c.published.is_none_or(|p| p <= as_of);
        let earlier: Vec<DatedClaim> = claims.iter().filter(known).cloned().collect();
        prop_assert_eq!(history(&earlier, as_of).status, told.status);
        let shown = |told: &History| told.steps.iter().map(|s| (s.day, s.kind, s.window)).collect::<Vec<_>>();
        let turned: Vec<DatedClaim> = claims.iter().rev().cloned().collect();
        prop_assert_eq!(shown(&history(&turned, as_of)), shown(&told));
    }
}
