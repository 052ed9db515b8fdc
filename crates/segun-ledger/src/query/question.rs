//! A question in the words of whoever asks it.
//!
//! [`Question`] is what the command's options, the parameters of an address and a kept alert have in common: loose words,
//! none of which need be right. [`Question::filter`] lowers them once to a [`Filter`], or says which word is wrong.

use super::{Filter, Role};
use crate::{LedgerError, Result};
use segun_claims::Day;
use segun_report::{Certainty, EventType, Polarity, Status, When};
use serde::{Deserialize, Deserializer, Serialize};

/// Conditions that all have to hold, as somebody wrote them; those left out say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// Who acts: names in any language, or keys (`iso3:FRA`).
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<String>,
    /// Who undergoes or receives.
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub recipient: Vec<String>,
    /// Who takes part in whatever way.
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub party: Vec<String>,
    /// Where.
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// Country of somebody who takes part or of the place: ISO 3166-1 alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// PLOVER type.
    #[serde(alias = "kind", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// How sure the holder is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certainty: Option<String>,
    /// `+` or `-`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polarity: Option<String>,
    /// Against the publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Who says it: a name or a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Language of the reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Published on this day or later: ISO 8601.
    #[serde(deserialize_with = "day_or_number", skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Published on this day or before.
    #[serde(deserialize_with = "day_or_number", skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// At least so many independent origins stand behind its thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origins: Option<u32>,
    /// Number of the origin that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<i64>,
    /// Number of the story that its report belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<i64>,
    /// Words of the sentence or of who says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Earlier programs kept it with alerts; it says nothing.
    #[serde(skip_serializing)]
    pub limit: Option<usize>,
}

impl Question {
    /// As the ledger takes it, without a limit.
    ///
    /// # Errors
    /// Where a word is none of those that its condition knows.
    pub fn filter(&self) -> Result<Filter> {
        let part = |role: Option<Role>, names: &[String]| -> Vec<(Option<Role>, String)> {
            names.iter().map(|name| (role, name.clone())).collect()
        };
        let mut parties = part(Some(Role::Actor), &self.actor);
        parties.extend(part(Some(Role::Recipient), &self.recipient));
        parties.extend(part(None, &self.party));
        parties.extend(part(Some(Role::Place), &self.place));
        let kind = |word: &str| EventType::from_name(&word.to_ascii_uppercase());
        let code = |word: &str| {
            (word.len() == 3 && word.bytes().all(|b| b.is_ascii_alphabetic()))
                .then(|| word.to_ascii_uppercase())
        };
        let day = |word: &str| (word.len() == 10).then(|| Day::parse(word)).flatten();
        const DATE: &str = "a date such as 2026-03-02";
        Ok(Filter {
            parties,
            country: word("country", &self.country, code, "a code such as FRA")?,
            kind: word("type", &self.r#type, kind, &listed(EventType::ALL, |w| w.as_str()))?,
            certainty: word(
                "certainty",
                &self.certainty,
                Certainty::from_word,
                &listed(Certainty::ALL, |w| w.as_str()),
            )?,
            polarity: word(
                "polarity",
                &self.polarity,
                Polarity::from_word,
                &listed(Polarity::ALL, |w| w.as_str()),
            )?,
            when: word("when", &self.when, When::from_word, &listed(When::ALL, |w| w.as_str()))?,
            holder: self.holder.clone(),
            outlet: self.outlet.clone(),
            language: self.language.clone(),
            since: word("since", &self.since, day, DATE)?,
            until: word("until", &self.until, day, DATE)?,
            status: word("status", &self.status, Status::from_word, &listed(Status::ALL, |w| w.as_str()))?,
            origins: self.origins,
            origin: self.origin,
            story: self.story,
            text: self.text.clone(),
            ..Filter::default()
        })
    }
}

/// The value that `text` stands for.
fn word<T>(
    name: &str,
    text: &Option<String>,
    known: impl Fn(&str) -> Option<T>,
    words: &str,
) -> Result<Option<T>> {
    let Some(text) = text else { return Ok(None) };
    known(text).map(Some).ok_or_else(|| wrong(name, text, words))
}

/// The words of the contract for `all`.
fn listed<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> String {
    all.iter().map(|&one| word(one)).collect::<Vec<_>>().join(", ")
}

fn wrong(name: &str, text: &str, words: &str) -> LedgerError {
    LedgerError::Query(format!("“{text}” is wrong as {name}: {words}"))
}

/// A list, or its only member.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        One(String),
        More(Vec<String>),
    }
    Ok(match Either::deserialize(from)? {
        Either::One(name) => vec![name],
        Either::More(names) => names,
    })
}

/// A date, or the number of a day, which is how alerts were once kept.
fn day_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Day(String),
        Number(i32),
    }
    Ok(Option::<Either>::deserialize(from)?.map(|day| match day {
        Either::Day(day) => day,
        Either::Number(number) => Day(number).to_string(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_of_earlier_programs_are_understood() {
        let kept = r#"{"actor":["Ana Duarte"],"recipient":[],"party":[],"place":[],"country":null,
            "kind":"CONSULT","certainty":"possible","polarity":"-","when":null,"holder":null,"outlet":null,
            "status":null,"origins":2,"text":null,"since":19844,"until":null,"language":"es","limit":50}"#;
        let filter = serde_json::from_str::<Question>(kept).unwrap().filter().unwrap();
        let expected = Filter {
            parties: vec![(Some(Role::Actor), "Ana Duarte".into())],
            kind: Some(EventType::Consult),
            certainty: Some(Certainty::Possible),
            polarity: Some(Polarity::Negative),
            origins: Some(2),
            since: Day::parse("2024-05-01"),
            language: Some("es".into()),
            ..Filter::default()
        };
        assert_eq!(filter, expected);
    }

    #[test]
    fn a_question_is_read_as_it_is_kept() {
        let question = Question {
            actor: vec!["Ana".into(), "Luis".into()],
            place: vec!["iso3:CHL".into()],
            r#type: Some("consult".into()),
            polarity: Some("+".into()),
            since: Some("2024-05-01".into()),
            origins: Some(3),
            ..Question::default()
        };
        let kept = serde_json::to_string(&question).unwrap();
        assert_eq!(
            kept,
            r#"{"actor":["Ana","Luis"],"place":["iso3:CHL"],"type":"consult","polarity":"+","since":"2024-05-01","origins":3}"#
        );
        assert_eq!(serde_json::from_str::<Question>(&kept).unwrap(), question);
        assert_eq!(question.filter().unwrap().parties.len(), 3);
        assert_eq!(serde_json::from_str::<Question>(r#"{"party":"Ana"}"#).unwrap().party, ["Ana"]);
    }

    #[test]
    fn wrong_words_are_said_so() {
        for (name, value) in [
            ("type", "DANCE"),
            ("certainty", "sure"),
            ("polarity", "0"),
            ("when", "tomorrow"),
            ("status", "open"),
            ("since", "2024-13-01"),
            ("until", "2024-05-01T10:00"),
            ("country", "Chile"),
        ] {
            let asked = serde_json::json!({ name: value });
            let refused = serde_json::from_value::<Question>(asked).unwrap().filter();
            assert!(
                matches!(&refused, Err(LedgerError::Query(why)) if why.contains(value) && why.contains(name)),
                "{name}: {refused:?}"
            );
        }
        assert!(serde_json::from_str::<Question>(r#"{"colour":"red"}"#).is_err());
    }
}
