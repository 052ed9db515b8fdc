//! Conditions: the same words as the options of the command.

use super::{AtLeast, Between, Country, Date, Name, Word};
use crate::problem::Problem;
use segun::{Certainty, EventType, Polarity, Status, When};
use segun_ledger::query::{Filter, Question};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

// The derived descriptions take types of one name only.
type TypeWord = Word<EventType>;
type CertaintyWord = Word<Certainty>;
type PolarityWord = Word<Polarity>;
type WhenWord = Word<When>;
type StatusWord = Word<Status>;
type Number = Between<1, { u32::MAX }>;

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
    /// Number of the origin that it has.
    #[param(inline)]
    #[schema(inline)]
    origin: Option<Number>,
    /// Number of the story that its report belongs to.
    #[param(inline)]
    #[schema(inline)]
    story: Option<Number>,
    /// Words of the sentence or of who says it.
    #[param(inline)]
    #[schema(inline)]
    text: Option<Name>,
}

impl FilterParams {
    /// In the words of the ledger's questions, as alerts keep it.
    ///
    /// # Errors
    /// Never, as long as both have the same conditions.
    pub(crate) fn question(&self) -> Result<Question, Problem> {
        Ok(serde_json::from_value(serde_json::to_value(self)?)?)
    }

    /// As the ledger takes it.
    ///
    /// # Errors
    /// As [`FilterParams::question`].
    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        Ok(self.question()?.filter()?)
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
