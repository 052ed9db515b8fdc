//! Conditions: the same words as the options of the command.

use super::{AtLeast, Country, Date, Name, Word};
use segun::{Certainty, EventType, Polarity, Status, When};
use segun_ledger::query::{Filter, Question, Role};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

// The derived descriptions take types of one name only.
type TypeWord = Word<EventType>;
type CertaintyWord = Word<Certainty>;
type PolarityWord = Word<Polarity>;
type WhenWord = Word<When>;
type StatusWord = Word<Status>;

/// Conditions on claims and threads; all have to hold.
#[derive(Clone, Debug, Default, Deserialize, IntoParams, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilterParams {
    /// Who acts: a name in any language, or a key (`iso3:FRA`).
    #[param(inline)]
    #[schema(inline)]
    actor: Vec<Name>,
    /// Who undergoes or receives.
    #[param(inline)]
    #[schema(inline)]
    recipient: Vec<Name>,
    /// Who takes part in whatever way.
    #[param(inline)]
    #[schema(inline)]
    party: Vec<Name>,
    /// Where.
    #[param(inline)]
    #[schema(inline)]
    place: Vec<Name>,
    /// Country of somebody who takes part or of the place (ISO 3166-1 alpha-3).
    #[param(inline)]
    #[schema(inline)]
    country: Option<Country>,
    /// PLOVER type.
    #[param(inline)]
    #[schema(inline)]
    r#type: Option<TypeWord>,
    /// How sure the holder is.
    #[param(inline)]
    #[schema(inline)]
    certainty: Option<CertaintyWord>,
    /// Affirmed (+, in addresses %2B) or denied (-).
    #[param(inline)]
    #[schema(inline)]
    polarity: Option<PolarityWord>,
    /// Against the publication.
    #[param(inline)]
    #[schema(inline)]
    when: Option<WhenWord>,
    /// Who says it: a name or a key.
    #[param(inline)]
    #[schema(inline)]
    holder: Option<Name>,
    /// Who published it.
    #[param(inline)]
    #[schema(inline)]
    outlet: Option<Name>,
    /// Language of the reports.
    #[param(inline)]
    #[schema(inline)]
    language: Option<Name>,
    /// Published on this day or later.
    #[param(inline)]
    #[schema(inline)]
    since: Option<Date>,
    /// Published on this day or before.
    #[param(inline)]
    #[schema(inline)]
    until: Option<Date>,
    /// What became of it.
    #[param(inline)]
    #[schema(inline)]
    status: Option<StatusWord>,
    /// At least so many independent origins stand behind its thread.
    #[param(inline)]
    #[schema(inline)]
    origins: Option<AtLeast>,
    /// Words of the sentence or of who says it.
    #[param(inline)]
    #[schema(inline)]
    text: Option<Name>,
}

impl FilterParams {
    /// As alerts keep it.
    pub(crate) fn question(&self) -> Result<Question, serde_json::Error> {
        serde_json::from_value(serde_json::to_value(self)?)
    }

    /// As the ledger takes it.
    pub(crate) fn filter(&self) -> Filter {
        let of = |role: Option<Role>, names: &[Name]| -> Vec<(Option<Role>, String)> {
            names.iter().map(|name| (role, name.0.clone())).collect()
        };
        let mut parties = of(Some(Role::Actor), &self.actor);
        parties.extend(of(Some(Role::Recipient), &self.recipient));
        parties.extend(of(None, &self.party));
        parties.extend(of(Some(Role::Place), &self.place));
        let name = |name: &Option<Name>| name.as_ref().map(|name| name.0.clone());
        Filter {
            parties,
            country: self.country.as_ref().map(|code| code.0.clone()),
            kind: self.r#type.map(|word| word.0),
            certainty: self.certainty.map(|word| word.0),
            polarity: self.polarity.map(|word| word.0),
            when: self.when.map(|word| word.0),
            holder: name(&self.holder),
            outlet: name(&self.outlet),
            language: name(&self.language),
            since: self.since.map(|day| day.0),
            until: self.until.map(|day| day.0),
            status: self.status.map(|word| word.0),
            origins: self.origins.map(|least| least.0),
            text: name(&self.text),
            ..Filter::default()
        }
    }
}

/// Conditions on reports.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct TimeParams {
    /// Who published it.
    #[param(inline)]
    outlet: Option<Name>,
    /// Language of the reports.
    #[param(inline)]
    language: Option<Name>,
    /// Published on this day or later.
    #[param(inline)]
    since: Option<Date>,
    /// Published on this day or before.
    #[param(inline)]
    until: Option<Date>,
    /// Words of the report.
    #[param(inline)]
    text: Option<Name>,
}

impl TimeParams {
    /// As the ledger takes it.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            outlet: self.outlet.as_ref().map(|name| name.0.clone()),
            language: self.language.as_ref().map(|name| name.0.clone()),
            since: self.since.map(|day| day.0),
            until: self.until.map(|day| day.0),
            text: self.text.as_ref().map(|name| name.0.clone()),
            ..Filter::default()
        }
    }
}

/// A time and a language.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct SpanParams {
    /// Published on this day or later.
    #[param(inline)]
    since: Option<Date>,
    /// Published on this day or before.
    #[param(inline)]
    until: Option<Date>,
    /// Language of the reports.
    #[param(inline)]
    language: Option<Name>,
}

impl SpanParams {
    /// As the ledger takes it.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            language: self.language.as_ref().map(|name| name.0.clone()),
            since: self.since.map(|day| day.0),
            until: self.until.map(|day| day.0),
            ..Filter::default()
        }
    }
}
