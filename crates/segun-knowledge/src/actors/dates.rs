//! Days, and periods whose ends may be known to the day, the month or the year only.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year of our era.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Day {
    /// The day of a calendar's date; `None` for numbers that no date has.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let part = |n: i8, last: u8| u8::try_from(n).ok().filter(|n| (1..=last).contains(n));
        Some(Self { year, month: part(month, 12)?, day: part(day, 31)? })
    }
}

/// A date of which the month or the day may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year of our era.
    pub year: i16,
    /// 1 to 12, 0 where only the year is known.
    pub month: u8,
    /// 1 to 31, 0 where only the month is known.
    pub day: u8,
}

impl Date {
    /// The first day that it may be.
    fn earliest(self) -> Day {
        Day { year: self.year, month: self.month.max(1), day: self.day.max(1) }
    }

    /// The last day that it may be, the 31st of any month.
    fn latest(self) -> Day {
        let unknown = |part: u8, last: u8| if part == 0 { last } else { part };
        Day { year: self.year, month: unknown(self.month, 12), day: unknown(self.day, 31) }
    }
}

impl FromStr for Date {
    type Err = ();

    /// Reads `2019`, `2019-05` or `2019-05-07`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('-');
        let year = parts.next().ok_or(())?.parse().map_err(|_| ())?;
        let mut part = |last: u8| match parts.next() {
            None => Ok(0),
            Some(text) => text.parse().ok().filter(|n| (1..=last).contains(n)).ok_or(()),
        };
        let date = Self { year, month: part(12)?, day: part(31)? };
        if parts.next().is_none() && year > 0 { Ok(date) } else { Err(()) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

/// From when to when; without an end it goes on, without a begin it is not known since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
}

/// Whether an office is held on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It is.
    Yes,
    /// The dates are too coarse to say, or unknown.
    Perhaps,
    /// It is not.
    No,
}

impl Period {
    /// Whether the period holds `day`. The last day counts as too coarse: an office is handed over in its course.
    pub fn held(&self, day: Day) -> Held {
        if self.from.is_some_and(|from| day < from.earliest()) || self.ended(day) {
            return Held::No;
        }
        let began = self.from.is_some_and(|from| day >= from.latest());
        let lasts = self.to.is_none_or(|to| day < to.earliest());
        if began && lasts { Held::Yes } else { Held::Perhaps }
    }

    /// Whether it was over before `day` for certain.
    pub fn ended(&self, day: Day) -> bool {
        self.to.is_some_and(|to| day > to.latest())
    }
}

impl FromStr for Period {
    type Err = ();

    /// Reads `2012-05-07..2016`, either end left out where it is open or unknown.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (from, to) = text.split_once("..").ok_or(())?;
        let end = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        Ok(Self { from: end(from)?, to: end(to)? })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            write!(f, "{from}")?;
        }
        f.write_str("..")?;
        if let Some(to) = self.to {
            write!(f, "{to}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(period: &str, year: i16, month: u8, day: u8) -> Held {
        period.parse::<Period>().unwrap().held(Day { year, month, day })
    }

    #[test]
    fn an_office_is_held_between_its_days() {
        assert_eq!(held("2012-05-07..2016-01-01", 2012, 5, 6), Held::No);
        assert_eq!(held("2012-05-07..2016-01-01", 2012, 5, 7), Held::Yes);
        assert_eq!(held("2012-05-07..2016-01-01", 2016, 1, 1), Held::Perhaps);
        assert_eq!(held("2012-05-07..2016-01-01", 2016, 1, 2), Held::No);
        assert_eq!(held("2012-05-07..", 2100, 1, 1), Held::Yes);
    }

    #[test]
    fn coarse_dates_leave_it_open() {
        assert_eq!(held("2019..2022", 2018, 12, 31), Held::No);
        assert_eq!(held("2019..2022", 2019, 6, 1), Held::Perhaps);
        assert_eq!(held("2019..2022", 2020, 1, 1), Held::Yes);
        assert_eq!(held("2019..2022", 2022, 3, 1), Held::Perhaps);
        assert_eq!(held("2019..2022", 2023, 1, 1), Held::No);
        assert_eq!(held("2019-05..", 2019, 5, 20), Held::Perhaps);
        assert_eq!(held("..2022", 2000, 1, 1), Held::Perhaps, "nobody says since when");
    }

    #[test]
    fn dates_are_written_as_they_are_read() {
        for text in ["2012-05-07..2016", "..2019-12", "1999..", ".."] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for wrong in ["2012", "2012-13..", "x..", "2012-05-07-01..", "-5..", "0.."] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }
}
