//! Values that are more than text: words of the contract, days, names.

use segun::claims::Day;
use segun::{Certainty, EventType, Polarity, Status, When};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A type that is written as one of a few words.
pub(crate) trait Words: Copy + 'static {
    /// All that there are.
    const ALL: &'static [Self];

    /// Its word.
    fn word(self) -> &'static str;

    /// What `word` means.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// All words.
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|one| one.word()).collect()
    }
}

macro_rules! contract {
    ($($name:ident),*) => {
        $(impl Words for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn word(self) -> &'static str {
                self.as_str()
            }
        })*
    };
}

contract!(Certainty, EventType, Polarity, Status, When);

/// One of a few words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word<T>(pub(crate) T);

impl<'de, T: Words> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = Cow::<str>::deserialize(from)?;
        T::from_word(&word)
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("“{word}” is none of {}", T::words().join(", "))))
    }
}

impl<T: Words> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.word())
    }
}

impl<T: Words> PartialSchema for Word<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(T::words())).into()
    }
}

impl<T: Words> ToSchema for Word<T> {}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Date(pub(crate) Day);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        let whole = (text.len() == 10).then(|| Day::parse(&text)).flatten();
        whole.map(Self).ok_or_else(|| D::Error::custom(format!("“{text}” is no day: write it as 2026-03-02")))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0.date())
    }
}

impl PartialSchema for Date {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .into()
    }
}

impl ToSchema for Date {}

/// The most characters of a name or of words to look for.
const LONGEST: usize = 400;

/// A name, a key, or words to look for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Name(pub(crate) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        match text.chars().count() {
            0 => Err(D::Error::custom("a name is empty")),
            1..=LONGEST => Ok(Self(text)),
            _ => Err(D::Error::custom(format!("a name is longer than {LONGEST} characters"))),
        }
    }
}

impl PartialSchema for Name {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .min_length(Some(1))
            .max_length(Some(LONGEST))
            .into()
    }
}

impl ToSchema for Name {}

/// Code of a country: ISO 3166-1 alpha-3.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Country(pub(crate) String);

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            Ok(Self(code.to_ascii_uppercase()))
        } else {
            Err(D::Error::custom(format!("“{code}” is no code of a country: write it as FRA")))
        }
    }
}

impl PartialSchema for Country {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).pattern(Some("^[A-Za-z]{3}$")).into()
    }
}

impl ToSchema for Country {}
