//! Dates as feeds write them: RFC 822 and its relatives, and ISO 8601.
//!
//! The publisher's own clock counts: offsets and zones are passed over.

use crate::page_metadata;
use segun_report::Moment;

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date as feeds write it.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    page_metadata::moment(text).or_else(|| rfc822(text))
}

/// Day and month (in either order), year, and perhaps the time; whatever else stands there is passed over.
fn rfc822(text: &str) -> Option<Moment> {
    let (mut day, mut month, mut year, mut clock) = (None, None, None, None);
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        if word.contains(':') {
            clock = clock.or_else(|| time(word));
        } else if let Some(found) =
            word.get(..3).and_then(|w| MONTHS.iter().position(|m| w.eq_ignore_ascii_case(m)))
        {
            month = month.or(i8::try_from(found + 1).ok());
        } else if let Ok(number) = word.parse::<i16>()
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            match number {
                1..=31 if day.is_none() && word.len() <= 2 => day = i8::try_from(number).ok(),
                0..=99 if year.is_none() && day.is_some() => {
                    year = Some(number + if number < 70 { 2000 } else { 1900 });
                }
                1900..=9999 if year.is_none() => year = Some(number),
                _ => {}
            }
        }
    }
    let date = jiff::civil::Date::new(year?, month?, day?).ok()?;
    match clock {
        Some((hour, minute, second)) => Some(Moment { at: date.at(hour, minute, second, 0), has_time: true }),
        None => Some(date.into()),
    }
}

fn time(word: &str) -> Option<(i8, i8, i8)> {
    let mut parts = word.splitn(3, ':').map(|part| part.get(..2).unwrap_or(part).parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().flatten().unwrap_or(0).min(59);
    ((0..=23).contains(&hour) && (0..=59).contains(&minute) && second >= 0).then_some((hour, minute, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_feeds() {
        let of = |text: &str| moment(text).map(|m| m.to_string()).unwrap_or_default();
        assert_eq!(of("Tue, 03 Feb 2026 20:30:05 -0500"), "2026-02-03T20:30:05");
        assert_eq!(of("Wednesday, 3 February 2026 8:05 GMT"), "2026-02-03T08:05:00");
        assert_eq!(of("Feb 3, 2026 23:59:60 EST"), "2026-02-03T23:59:59");
        assert_eq!(of("03 Feb 26"), "2026-02-03");
        assert_eq!(of("2026-02-03T20:30:00.123+01:00"), "2026-02-03T20:30:00");
        assert_eq!(of("2026-02-03"), "2026-02-03");
        for bad in ["", "mañana", "31 Feb 2026", "3 Feb", ":::", "é:é", "99:99 1 Jan"] {
            assert_eq!(of(bad), "", "{bad}");
        }
    }
}
