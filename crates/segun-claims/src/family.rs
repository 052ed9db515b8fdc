//! Which types of events may be one event, read differently.

use segun_report::EventType;

/// A group of types that reports and readers mix up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Family {
    Talk,
    Deal,
    Help,
    Yield,
    Demand,
    Refusal,
    Blame,
    Threat,
    Protest,
    Punish,
    Forces,
    Violence,
}

/// The families of `kind`; a type on a border belongs to two.
pub(crate) fn families(kind: EventType) -> &'static [Family] {
    match kind {
        EventType::Consult => &[Family::Talk],
        EventType::Agree => &[Family::Deal, Family::Yield],
        EventType::Support => &[Family::Deal],
        EventType::Cooperate => &[Family::Deal, Family::Help],
        EventType::Aid => &[Family::Help],
        EventType::Concede | EventType::Retreat => &[Family::Yield],
        EventType::Request => &[Family::Demand],
        EventType::Reject => &[Family::Refusal],
        EventType::Accuse => &[Family::Blame],
        EventType::Threaten => &[Family::Threat],
        EventType::Protest => &[Family::Protest],
        EventType::Sanction => &[Family::Punish],
        EventType::Coerce => &[Family::Punish, Family::Violence],
        EventType::Mobilize => &[Family::Forces],
        EventType::Assault => &[Family::Violence],
    }
}

/// Whether the two types may be one event.
pub(crate) fn related(a: EventType, b: EventType) -> bool {
    a == b || families(a).iter().any(|f| families(b).contains(f))
}

/// Whether those who take part act on each other, so that it does not matter who is named first.
pub(crate) fn symmetric(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_related_and_strangers_are_not() {
        assert!(related(EventType::Retreat, EventType::Agree));
        assert!(related(EventType::Coerce, EventType::Sanction));
        assert!(!related(EventType::Consult, EventType::Assault));
        assert!(EventType::ALL.iter().all(|&k| related(k, k) && families(k).len() <= 2));
    }
}
