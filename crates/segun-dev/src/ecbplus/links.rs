//! How often the links of a ledger are right: that a claim is about the event of most claims that were in its thread.

use super::mentions::Readings;
use crate::stories::filled;
use segun::ledger::query::Filter;
use std::collections::BTreeMap;

/// A link's probability, as the ledger gives it, and whether it is right.
pub(super) type Linked = (f64, bool);

/// The links of gold mentions to threads that held gold mentions before, in a ledger to which the documents were added in
/// `order`.
pub(super) fn of(readings: &Readings, order: &[usize]) -> anyhow::Result<Vec<Linked>> {
    let (_folder, ledger) = filled(order.iter().map(|&n| &readings.documents[n]))?;
    let claimed = |m: &'_ super::mentions::Mention| Some((m.document, m.claim.as_ref()?.claim.event.clone()));
    let gold: BTreeMap<(usize, String), &str> =
        readings.mentions.iter().filter_map(|m| Some((claimed(m)?, m.cluster.as_str()))).collect();
    let mut claims = ledger.claims(&Filter::default())?;
    claims.sort_by_key(|claim| claim.id);
    let mut threads: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    let mut links = Vec::new();
    for claim in claims {
        // Reports are numbered as they come in.
        let document = order[usize::try_from(claim.report)? - 1];
        let (Some(thread), Some(event)) = (claim.thread, gold.get(&(document, claim.event.clone()))) else {
            continue;
        };
        let before = threads.entry(thread).or_default();
        if let (false, Some(confidence)) =
            (before.is_empty(), ledger.claim_evidence(claim.id)?.link_confidence)
        {
            let same = before.iter().filter(|other| *other == event).count();
            links.push((confidence, 2 * same >= before.len()));
        }
        before.push(event);
    }
    Ok(links)
}

/// What is to be added to the log-odds of `links`, and what to multiply them by first, so that they fit best (Platt 1999): the
/// constants of `segun_claims::link_confidence` follow from it. Newton's method, since the loss is convex.
pub(super) fn refitted(links: &[Linked]) -> [f64; 2] {
    let mut fit = [0.0, 1.0];
    for _ in 0..50 {
        let (mut slope, mut bend) = ([0.0; 2], [0.0; 3]);
        for &(confidence, right) in links {
            let x = (confidence / (1.0 - confidence)).ln();
            let p = 1.0 / (1.0 + (-(fit[0] + fit[1] * x)).exp());
            let (off, weight) = (p - f64::from(u8::from(right)), p * (1.0 - p));
            slope = [slope[0] + off, slope[1] + off * x];
            bend = [bend[0] + weight, bend[1] + weight * x, bend[2] + weight * x * x];
        }
        let determinant = bend[0] * bend[2] - bend[1] * bend[1];
        if determinant <= f64::EPSILON {
            break;
        }
        fit[0] -= (bend[2] * slope[0] - bend[1] * slope[1]) / determinant;
        fit[1] -= (bend[0] * slope[1] - bend[1] * slope[0]) / determinant;
    }
    fit
}

#[cfg(test)]
mod tests {
    use super::refitted;

    #[test]
    fn what_means_what_it_says_stays_and_what_does_not_is_mended() {
        let share = |confidence: f64, right: usize| (0..100).map(move |n| (confidence, n < right));
        let honest: Vec<_> = share(0.6, 60).chain(share(0.9, 90)).collect();
        let [added, times] = refitted(&honest);
        assert!(added.abs() < 1e-6 && (times - 1.0).abs() < 1e-6, "{added} {times}");
        let sure: Vec<_> = share(0.7, 60).chain(share(0.95, 90)).collect();
        let [added, times] = refitted(&sure);
        let odds = |p: f64| (p / (1.0 - p)).ln();
        assert!((added + times * odds(0.7) - odds(0.6)).abs() < 1e-6);
        assert!((added + times * odds(0.95) - odds(0.9)).abs() < 1e-6);
    }
}
