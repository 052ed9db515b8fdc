//! The contract's words in serialised summaries.

/// PLOVER types by the manual's names.
pub(crate) mod kind {
    use segun_report::EventType;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(kind: &EventType, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(kind.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<EventType, D::Error> {
        let name = String::deserialize(d)?;
        EventType::from_name(&name).ok_or_else(|| D::Error::custom(format!("no event type: {name}")))
    }
}
