//! Calendar periods and their TIMEX3 values.
//!
//! A [`Period`] is a stretch of the calendar with a name in ISO 8601 or TIMEX3: a day,
//! a week, a month, a season, a year, a century. jiff does the counting of days.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// Units that phrases count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The unit that the time files write as `symbol`.
    pub(crate) fn from_symbol(symbol: &str) -> Option<Self> {
        Some(match symbol {
            "S" => Self::Second,
            "MIN" => Self::Minute,
            "H" => Self::Hour,
            "D" => Self::Day,
            "WE" => Self::Weekend,
            "W" => Self::Week,
            "FN" => Self::Fortnight,
            "M" => Self::Month,
            "Q" => Self::Quarter,
            "HY" => Self::Half,
            "Y" => Self::Year,
            "DE" => Self::Decade,
            "CE" => Self::Century,
            "ML" => Self::Millennium,
            _ => return None,
        })
    }

    /// The calendar period as long as the unit; hours and less fall into days.
    pub(crate) fn grain(self) -> Grain {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day => Grain::Day,
            Self::Weekend => Grain::Weekend,
            Self::Week | Self::Fortnight => Grain::Week,
            Self::Month => Grain::Month,
            Self::Quarter => Grain::Quarter,
            Self::Half => Grain::Half,
            Self::Year => Grain::Year,
            Self::Decade => Grain::Decade,
            Self::Century | Self::Millennium => Grain::Century,
        }
    }

    /// `count` units in TIMEX3's duration letters, and whether they stand after the `T`.
    pub(crate) fn in_letters(self, count: f64) -> (f64, &'static str, bool) {
        match self {
            Self::Second => (count, "S", true),
            Self::Minute => (count, "M", true),
            Self::Hour => (count, "H", true),
            Self::Day => (count, "D", false),
            Self::Weekend => (count, "WE", false),
            Self::Week => (count, "W", false),
            Self::Fortnight => (count * 2.0, "W", false),
            Self::Month => (count, "M", false),
            Self::Quarter => (count * 3.0, "M", false),
            Self::Half => (count * 6.0, "M", false),
            Self::Year => (count, "Y", false),
            Self::Decade => (count * 10.0, "Y", false),
            Self::Century => (count * 100.0, "Y", false),
            Self::Millennium => (count * 1000.0, "Y", false),
        }
    }

    /// The letters of an unknown number of units, and whether they stand after the `T`.
    pub(crate) fn vague_letters(self) -> (&'static str, bool) {
        match self {
            Self::Fortnight => ("W", false),
            Self::Quarter => ("Q", false),
            Self::Half => ("M", false),
            Self::Decade => ("DE", false),
            Self::Century => ("CE", false),
            Self::Millennium => ("ML", false),
            other => {
                let (_, letters, clock) = other.in_letters(1.0);
                (letters, clock)
            }
        }
    }

    /// Seconds in a mean unit.
    pub(crate) fn seconds(self) -> f64 {
        const DAY: f64 = 86_400.0;
        match self {
            Self::Second => 1.0,
            Self::Minute => 60.0,
            Self::Hour => 3_600.0,
            Self::Day => DAY,
            Self::Weekend => 2.0 * DAY,
            Self::Week => 7.0 * DAY,
            Self::Fortnight => 14.0 * DAY,
            Self::Month => 30.436_875 * DAY,
            Self::Quarter => 91.310_625 * DAY,
            Self::Half => 182.621_25 * DAY,
            Self::Year => 365.242_5 * DAY,
            Self::Decade => 3_652.425 * DAY,
            Self::Century => 36_524.25 * DAY,
            Self::Millennium => 365_242.5 * DAY,
        }
    }
}

/// A named stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) grain: Grain,
    /// Its first day.
    pub(crate) start: Date,
}

/// `date` moved by `count` units; `None` outside the calendar (years -9999 to 9999).
pub(crate) fn add(date: Date, count: i64, unit: Unit) -> Option<Date> {
    if count.abs() > 4_000_000 {
        return None;
    }
    let span: Span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(date),
        Unit::Day => Span::new().try_days(count).ok()?,
        Unit::Week | Unit::Weekend => Span::new().try_weeks(count).ok()?,
        Unit::Fortnight => Span::new().try_weeks(count * 2).ok()?,
        Unit::Month => Span::new().try_months(count).ok()?,
        Unit::Quarter => Span::new().try_months(count * 3).ok()?,
        Unit::Half => Span::new().try_months(count * 6).ok()?,
        Unit::Year => Span::new().try_years(count).ok()?,
        Unit::Decade => Span::new().try_years(count * 10).ok()?,
        Unit::Century => Span::new().try_years(count * 100).ok()?,
        Unit::Millennium => Span::new().try_years(count * 1000).ok()?,
    };
    date.checked_add(span).ok()
}

/// A season's first month, by its TIMEX3 letters.
fn season_month(letters: &str) -> Option<i8> {
    Some(match letters {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        "WI" => 12,
        _ => return None,
    })
}

impl Period {
    /// The period of length `grain` in which `date` lies.
    pub(crate) fn containing(grain: Grain, date: Date) -> Option<Self> {
        let (year, month) = (date.year(), date.month());
        let first = |year: i16, month: i8| Date::new(year, month, 1).ok();
        let start = match grain {
            Grain::Day => date,
            Grain::Week | Grain::Weekend => {
                let monday =
                    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
                if grain == Grain::Week { monday } else { monday.checked_add(5.days()).ok()? }
            }
            Grain::Month => first(year, month)?,
            Grain::Season => match month {
                1 | 2 => first(year - 1, 12)?,
                _ => first(year, month / 3 * 3)?,
            },
            Grain::Quarter => first(year, (month - 1) / 3 * 3 + 1)?,
            Grain::Half => first(year, (month - 1) / 6 * 6 + 1)?,
            Grain::Year => first(year, 1)?,
            Grain::Decade => first(year.div_euclid(10) * 10, 1)?,
            Grain::Century => first(year.div_euclid(100) * 100, 1)?,
        };
        Some(Self { grain, start })
    }

    pub(crate) fn day(year: i64, month: i64, day: i64) -> Option<Self> {
        let start =
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(Self { grain: Grain::Day, start })
    }

    pub(crate) fn month(year: i64, month: i64) -> Option<Self> {
        Some(Self { grain: Grain::Month, ..Self::day(year, month, 1)? })
    }

    pub(crate) fn year(year: i64) -> Option<Self> {
        Some(Self { grain: Grain::Year, ..Self::day(year, 1, 1)? })
    }

    /// Quarter `number` (1–4) of `year`.
    pub(crate) fn quarter(year: i64, number: i64) -> Option<Self> {
        if !(1..=4).contains(&number) {
            return None;
        }
        Some(Self { grain: Grain::Quarter, ..Self::day(year, number * 3 - 2, 1)? })
    }

    /// Half `number` (1–2) of `year`.
    pub(crate) fn half(year: i64, number: i64) -> Option<Self> {
        if !(1..=2).contains(&number) {
            return None;
        }
        Some(Self { grain: Grain::Half, ..Self::day(year, number * 6 - 5, 1)? })
    }

    /// The season with TIMEX3 letters `letters` that begins in `year`.
    pub(crate) fn season(year: i64, letters: &str) -> Option<Self> {
        Some(Self { grain: Grain::Season, ..Self::day(year, i64::from(season_month(letters)?), 1)? })
    }

    /// The first day after the period.
    pub(crate) fn end(self) -> Option<Date> {
        let unit = match self.grain {
            Grain::Day => Unit::Day,
            Grain::Weekend => return add(self.start, 2, Unit::Day),
            Grain::Week => Unit::Week,
            Grain::Month => Unit::Month,
            Grain::Season | Grain::Quarter => Unit::Quarter,
            Grain::Half => Unit::Half,
            Grain::Year => Unit::Year,
            Grain::Decade => Unit::Decade,
            Grain::Century => Unit::Century,
        };
        add(self.start, 1, unit)
    }

    /// The period of the same length `count` of `unit` later.
    pub(crate) fn shifted(self, count: i64, unit: Unit) -> Option<Self> {
        Self::containing(self.grain, add(self.start, count, unit)?)
    }

    /// The TIMEX3 value.
    pub(crate) fn value(self) -> String {
        let (year, month) = (self.start.year(), self.start.month());
        match self.grain {
            Grain::Day => self.start.to_string(),
            Grain::Week | Grain::Weekend => {
                let week = self.start.iso_week_date();
                let end = if self.grain == Grain::Weekend { "-WE" } else { "" };
                format!("{:04}-W{:02}{end}", week.year(), week.week())
            }
            Grain::Month => format!("{year:04}-{month:02}"),
            Grain::Season => {
                let letters = match month {
                    3..=5 => "SP",
                    6..=8 => "SU",
                    9..=11 => "FA",
                    _ => "WI",
                };
                format!("{year:04}-{letters}")
            }
            Grain::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Grain::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Grain::Year => format!("{year:04}"),
            Grain::Decade => format!("{:03}", year.div_euclid(10)),
            Grain::Century => format!("{:02}", year.div_euclid(100)),
        }
    }
}

/// Easter Sunday of `year` in the Gregorian calendar (the anonymous algorithm printed in
/// Nature, 1876, as Meeus gives it).
pub(crate) fn easter(year: i64) -> Option<Date> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Some(Period::day(year, month, day)?.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn values_of_the_grains() {
        let day = date("2001-01-01");
        let values: Vec<_> = [
            Grain::Day,
            Grain::Weekend,
            Grain::Week,
            Grain::Month,
            Grain::Season,
            Grain::Quarter,
            Grain::Half,
            Grain::Year,
            Grain::Decade,
            Grain::Century,
        ]
        .into_iter()
        .map(|g| Period::containing(g, day).unwrap().value())
        .collect();
        assert_eq!(
            values,
            [
                "2001-01-01",
                "2001-W01-WE",
                "2001-W01",
                "2001-01",
                "2000-WI",
                "2001-Q1",
                "2001-H1",
                "2001",
                "200",
                "20"
            ]
        );
    }

    #[test]
    fn week_and_month_cross_the_year() {
        let week = Period::containing(Grain::Week, date("2021-01-03")).unwrap();
        assert_eq!(week.value(), "2020-W53");
        assert_eq!(week.shifted(1, Unit::Week).unwrap().value(), "2021-W01");
        let month = Period::containing(Grain::Month, date("2024-01-31")).unwrap();
        assert_eq!(month.shifted(-1, Unit::Month).unwrap().value(), "2023-12");
        assert_eq!(month.shifted(1, Unit::Month).unwrap().end().unwrap(), date("2024-03-01"));
    }

    #[test]
    fn easter_sundays() {
        for (year, day) in
            [(1999, "1999-04-04"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2019, "2019-04-21")]
        {
            assert_eq!(easter(year).unwrap(), date(day));
        }
    }
}
