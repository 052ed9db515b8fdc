//! PLOVER's own rules (version 2.0 of its manual), applied here and nowhere else.
//!
//! The contract keeps the type of what is still to happen: a meeting that is announced is CONSULT with `when` future.
//! PLOVER has no future: it takes cooperation that is announced as a promise, AGREE, and a retreat that is announced as a
//! concession in words, CONCEDE. Conflict that is announced is no event of its own. Where a CAMEO code says more than the
//! type, the type is the code's: an agreement that was reached is the signing of one (057), which is SUPPORT, and to impose
//! sanctions or an embargo (163) is COERCE.

use crate::standing::Standing;
use segun_report::{Event, EventType};

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

/// Type and mode of an event with CAMEO code `cameo` as PLOVER codes it; `None` where it codes none.
pub(crate) fn coded<'m>(
    kind: EventType,
    mode: Option<&'m str>,
    cameo: Option<&str>,
    standing: Standing,
) -> Option<(EventType, Option<&'m str>)> {
    use EventType::{Agree, Aid, Coerce, Concede, Consult, Cooperate, Retreat, Sanction, Support};
    match (standing, kind) {
        (Standing::Happened, Agree) if cameo == Some("057") => Some((Support, None)),
        (Standing::Happened, Sanction) if cameo == Some("163") => Some((Coerce, Some("restrict"))),
        (Standing::Happened, _) => Some((kind, mode.filter(|mode| is_mode(kind, mode)))),
        (Standing::Ahead, Agree | Consult | Support | Cooperate | Aid) => Some((Agree, None)),
        (Standing::Ahead, Concede | Retreat) => Some((Concede, None)),
        (Standing::Ahead, _) => None,
    }
}

/// The type that an event of a reading has in PLOVER's own coding, as an export of it would have, but for what claims and
/// threads add; `None` where it would have none, since the event is denied, unsure or wanted, or conflict that is only
/// announced.
pub fn coded_type(event: &Event) -> Option<EventType> {
    let (kind, _) = coded(event.kind?, None, event.cameo.as_deref(), Standing::of_event(event)?)?;
    Some(kind)
}

/// The type of a CAMEO code (PLOVER's conversion table, 2021, without the types that version 2.0 has given up); `None` of
/// statements and appeals, and of what is no code.
pub fn of_cameo(code: &str) -> Option<EventType> {
    use EventType::{
        Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject, Request,
        Retreat, Sanction, Support, Threaten,
    };
    match code {
        "0813" | "0814" => return Some(Retreat),
        "1712" => return Some(Assault),
        _ => {}
    }
    match code.get(..3) {
        Some("081" | "082" | "083") => return Some(Concede),
        Some("163" | "191" | "192") => return Some(Coerce),
        Some("175" | "201") => return Some(Assault),
        _ => {}
    }
    Some(match code.get(..2)? {
        "03" => Agree,
        "04" => Consult,
        "05" => Support,
        "06" => Cooperate,
        "07" => Aid,
        "08" => Retreat,
        "09" | "11" => Accuse,
        "10" => Request,
        "12" => Reject,
        "13" => Threaten,
        "14" => Protest,
        "15" => Mobilize,
        "16" => Sanction,
        "17" => Coerce,
        "18" | "19" | "20" => Assault,
        _ => return None,
    })
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
    use EventType::{Agree, Aid, Assault, Coerce, Concede, Consult, Retreat, Sanction, Support, Threaten};

    #[test]
    fn what_is_announced_is_a_promise_or_nothing() {
        let ahead = |kind| coded(kind, Some("visit"), None, Standing::Ahead);
        assert_eq!(ahead(Consult), Some((Agree, None)));
        assert_eq!(ahead(Aid), Some((Agree, None)));
        assert_eq!(ahead(Retreat), Some((Concede, None)));
        assert_eq!(ahead(Concede), Some((Concede, None)));
        for kind in EventType::ALL {
            // Nothing is ever coded as the deed that it announces.
            let coded = coded(*kind, None, None, Standing::Ahead).map(|(kind, _)| kind);
            assert!(matches!(coded, None | Some(Agree | Concede)), "{kind:?}");
            assert_eq!(coded.is_some(), quad(*kind).ends_with("COOPERATION"), "{kind:?}");
        }
    }

    #[test]
    fn what_happened_keeps_its_type_and_the_manual_s_modes() {
        let happened = |kind, mode| coded(kind, Some(mode), None, Standing::Happened);
        assert_eq!(happened(Consult, "visit"), Some((Consult, Some("visit"))));
        assert_eq!(happened(Consult, "meet"), Some((Consult, None)));
        assert_eq!(happened(Assault, "drone"), Some((Assault, Some("drone"))));
        assert_eq!((quad(Sanction), quad(Threaten)), ("MATERIAL CONFLICT", "VERBAL CONFLICT"));
    }

    #[test]
    fn a_code_may_say_more_than_the_type() {
        let coded = |kind, cameo, standing| {
            let (kind, mode) = coded(kind, Some("discontinue"), Some(cameo), standing)?;
            assert!(mode.is_none_or(|mode| is_mode(kind, mode)), "{kind:?} {mode:?}");
            Some(kind)
        };
        assert_eq!(coded(Agree, "057", Standing::Happened), Some(Support));
        assert_eq!(coded(Agree, "057", Standing::Ahead), Some(Agree));
        assert_eq!(coded(Agree, "030", Standing::Happened), Some(Agree));
        assert_eq!(coded(Sanction, "163", Standing::Happened), Some(Coerce));
        assert_eq!(coded(Sanction, "160", Standing::Happened), Some(Sanction));
    }

    #[test]
    fn codes_of_a_type_are_of_that_type() {
        for &kind in EventType::ALL {
            assert_eq!(of_cameo(kind.cameo()), Some(kind));
        }
        for (code, kind) in [("0813", Retreat), ("083", Concede), ("163", Coerce), ("1712", Assault)] {
            assert_eq!(of_cameo(code), Some(kind), "{code}");
        }
        for code in ["", "0", "01", "020", "año"] {
            assert_eq!(of_cameo(code), None, "{code}");
        }
    }
}
