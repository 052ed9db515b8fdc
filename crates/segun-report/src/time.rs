//! Time expressions (TIMEX3) and instants.

use crate::{Span, Why};
use jiff::civil::{Date, DateTime};
use std::fmt;
use std::str::FromStr;

/// A publication date, with the clock time where the report gives one.
///
/// Clock times are kept as written by the publisher; no time zone is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The date and time; midnight where only the date is known.
    pub at: DateTime,
    /// Whether the clock time is known.
    pub has_time: bool,
}

impl Moment {
    /// The calendar date.
    pub fn date(self) -> Date {
        self.at.date()
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self { at: date.to_datetime(jiff::civil::Time::midnight()), has_time: false }
    }
}

impl FromStr for Moment {
    type Err = jiff::Error;

    /// Reads `YYYY-MM-DD`, or an ISO 8601 date and time whose offset is ignored.
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        let text = text.trim();
        if text.len() <= 10 {
            return text.parse::<Date>().map(Into::into);
        }
        let at: DateTime = match text.parse() {
            Ok(at) => at,
            Err(error) => {
                // An offset or `Z` follows the seconds: the publisher's own clock counts.
                let cut = text
                    .char_indices()
                    .skip(11)
                    .find(|&(_, c)| matches!(c, 'Z' | 'z' | '+' | '-'))
                    .map(|(i, _)| i);
                match cut {
                    Some(cut) => text[..cut].parse()?,
                    None => return Err(error),
                }
            }
        };
        Ok(Self { at, has_time: true })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_time { self.at.fmt(f) } else { self.at.date().fmt(f) }
    }
}

/// TIMEX3 type (ISO-TimeML).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeType {
    /// A calendar date of any granularity, vague ones included.
    Date,
    /// A time of day.
    Time,
    /// A stretch of time.
    Duration,
    /// A recurring time.
    Set,
}

/// TIMEX3 `mod` (ISO-TimeML).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the standard's own words
pub enum Modifier {
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Start,
    Mid,
    End,
    Approx,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// `t1`, `t2`, … in text order.
    pub id: String,
    /// The whole phrase.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeType,
    /// TIMEX3 value; `None` where it cannot be resolved (no publication time).
    pub value: Option<String>,
    /// TIMEX3 modifier.
    pub modifier: Option<Modifier>,
    /// Begin of the half-open interval, ISO 8601; `None` where unbounded or vague.
    pub from: Option<String>,
    /// End of the half-open interval, ISO 8601; `None` where unbounded or vague.
    pub to: Option<String>,
    /// What decided.
    pub why: Vec<Why>,
}
