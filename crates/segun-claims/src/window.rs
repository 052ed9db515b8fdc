//! Half-open intervals of days.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day of an ISO 8601 date or time ("2024-05-01", "2024-05-01T10:00").
    pub fn parse(text: &str) -> Option<Self> {
        let date: Date = text.get(..10)?.parse().ok()?;
        Some(Self::of(date))
    }

    /// The day of `date`.
    pub fn of(date: Date) -> Self {
        let since = date.duration_since(jiff::civil::date(1970, 1, 1));
        Self((since.as_hours() / 24) as i32)
    }

    /// The calendar date; days beyond the calendar's ends are the ends.
    pub fn date(self) -> Date {
        let span = jiff::Span::new().days(self.0.clamp(-700_000, 2_900_000));
        jiff::civil::date(1970, 1, 1).saturating_add(span)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

/// From a day to the day before which it ends; `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// The first day.
    pub from: Option<Day>,
    /// The day after the last one.
    pub to: Option<Day>,
}

impl Window {
    /// From ISO 8601 bounds as the contract writes them. A bound with a time of day ends within its day, so that
    /// day still belongs to the window.
    pub fn parse(from: Option<&str>, to: Option<&str>) -> Self {
        let end = |text: &str| {
            let day = Day::parse(text)?;
            let within = text.get(10..).is_some_and(|rest| rest.bytes().any(|b| matches!(b, b'1'..=b'9')));
            Some(if within { Day(day.0 + 1) } else { day })
        };
        Self { from: from.and_then(Day::parse), to: to.and_then(end) }
    }

    /// Whether nothing is known of it.
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Days between two windows: 0 where they touch or overlap, or where either is open on that side.
    pub fn distance(self, other: Self) -> i32 {
        let gap = |a: Self, b: Self| match (a.to, b.from) {
            (Some(to), Some(from)) => (from.0 - to.0).max(0),
            _ => 0,
        };
        gap(self, other).max(gap(other, self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_one_another() {
        for text in ["1970-01-01", "2024-02-29", "1969-12-31", "2300-07-04"] {
            let day = Day::parse(text).unwrap();
            assert_eq!(day.date().to_string(), text);
        }
        assert_eq!(Day::parse("1970-01-11T23:00"), Some(Day(10)));
        assert_eq!(Day::parse("1970"), None);
    }

    #[test]
    fn windows_know_how_far_apart_they_are() {
        let window = |from, to| Window::parse(Some(from), Some(to));
        let may = window("2024-05-01", "2024-06-01");
        assert_eq!(may.distance(window("2024-05-31", "2024-06-02")), 0);
        assert_eq!(may.distance(window("2024-06-11", "2024-06-12")), 10);
        assert_eq!(window("2024-06-11", "2024-06-12").distance(may), 10);
        assert_eq!(may.distance(Window::default()), 0);
        assert_eq!(window("2024-05-01T10:00", "2024-05-01T11:00").to, Day::parse("2024-05-02"));
    }
}
