//! PLOVER's own rules (version 2.0 of its manual), applied here and nowhere else.
//!
//! The contract keeps the type of what is still to happen: a meeting that is announced is CONSULT with `when` future.
//! PLOVER has no future: it takes cooperation that is announced as a promise, AGREE, and a retreat that is announced as a
//! concession in words, CONCEDE. Conflict that is announced is no event of its own.

use crate::standing::Standing;
use segun_report::EventType;

/// Modes of the manual, by type. The contract's others are working modes, which its users do not know.
const MODES: &[(EventType, &[&str])] = &[
    (EventType::Consult, &["visit", "third-party", "multilateral", "phone"]),
    (EventType::Retreat, &["withdraw", "release", "disarm", "ceasefire", "access", "resign"]),
    (EventType::Request, &["assist", "change", "yield", "meet"]),
    (EventType::Reject, &["assist", "change", "yield", "meet"]),
    (EventType::Accuse, &["disapprove", "investigate", "allege"]),
    (EventType::Threaten, &["restrict", "arrest", "relations", "expel", "territory", "violence"]),
    (EventType::Protest, &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"]),
    (EventType::Sanction, &["convict", "expel", "withdraw", "discontinue"]),
    (EventType::Mobilize, &["troops", "weapons", "police", "militia"]),
    (
        EventType::Coerce,
        &[
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ],
    ),
    (
        EventType::Assault,
        &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ],
    ),
];

/// Type and mode of an event as PLOVER codes it; `None` where it codes none.
pub(crate) fn coded(
    kind: EventType,
    mode: Option<&str>,
    standing: Standing,
) -> Option<(EventType, Option<&str>)> {
    use EventType::{Agree, Aid, Concede, Consult, Cooperate, Retreat, Support};
    match (standing, kind) {
        (Standing::Happened, _) => Some((kind, mode.filter(|mode| is_mode(kind, mode)))),
        (Standing::Ahead, Agree | Consult | Support | Cooperate | Aid) => Some((Agree, None)),
        (Standing::Ahead, Concede | Retreat) => Some((Concede, None)),
        (Standing::Ahead, _) => None,
    }
}

fn is_mode(kind: EventType, mode: &str) -> bool {
    MODES.iter().any(|(of, modes)| *of == kind && modes.contains(&mode))
}

/// The quad category. Where the manual contradicts itself (SANCTION, ACCUSE) its sections count, not its tables.
pub(crate) fn quad(kind: EventType) -> &'static str {
    use EventType::{
        Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject, Request,
        Retreat, Sanction, Support, Threaten,
    };
    match kind {
        Agree | Consult | Support | Concede => "VERBAL COOPERATION",
        Cooperate | Aid | Retreat => "MATERIAL COOPERATION",
        Request | Reject | Accuse | Threaten => "VERBAL CONFLICT",
        Protest | Sanction | Mobilize | Coerce | Assault => "MATERIAL CONFLICT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventType::{Agree, Aid, Assault, Concede, Consult, Retreat, Sanction, Threaten};

    #[test]
    fn what_is_announced_is_a_promise_or_nothing() {
        let ahead = |kind| coded(kind, Some("visit"), Standing::Ahead);
        assert_eq!(ahead(Consult), Some((Agree, None)));
        assert_eq!(ahead(Aid), Some((Agree, None)));
        assert_eq!(ahead(Retreat), Some((Concede, None)));
        assert_eq!(ahead(Concede), Some((Concede, None)));
        for kind in EventType::ALL {
            // Nothing is ever coded as the deed that it announces.
            let coded = coded(*kind, None, Standing::Ahead).map(|(kind, _)| kind);
            assert!(matches!(coded, None | Some(Agree | Concede)), "{kind:?}");
            assert_eq!(coded.is_some(), quad(*kind).ends_with("COOPERATION"), "{kind:?}");
        }
    }

    #[test]
    fn what_happened_keeps_its_type_and_the_manual_s_modes() {
        let happened = |kind, mode| coded(kind, Some(mode), Standing::Happened);
        assert_eq!(happened(Consult, "visit"), Some((Consult, Some("visit"))));
        assert_eq!(happened(Consult, "meet"), Some((Consult, None)));
        assert_eq!(happened(Assault, "drone"), Some((Assault, Some("drone"))));
        assert_eq!((quad(Sanction), quad(Threaten)), ("MATERIAL CONFLICT", "VERBAL CONFLICT"));
    }
}
