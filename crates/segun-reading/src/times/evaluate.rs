//! From what a phrase means to when it is.

use super::calendar::{Grain, Period, Unit, add, easter};
use super::matching::{Captures, FOUR_DIGIT_CLOCK, Node};
use super::meaning::{Expr, Function};
use super::pattern::Rules;
use super::tense::Direction;
use jiff::civil::{Date, DateTime};
use segun_report::{Modifier, Moment, TimeType};
use std::cell::Cell;

/// A time that a phrase means.
#[derive(Clone, Debug)]
pub(crate) struct Meant {
    pub(crate) kind: TimeType,
    pub(crate) value: Option<String>,
    pub(crate) modifier: Option<Modifier>,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    /// The calendar period, for what refers back to it.
    pub(crate) period: Option<Period>,
    /// Whether it only compares ("a year earlier"): nothing refers back to it.
    pub(crate) aside: bool,
    length: Vec<(Count, Unit)>,
}

/// A number, or one that the phrase leaves open ("several").
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Count {
    Exactly(f64),
    Some,
}

enum Value<'a> {
    Nothing,
    Count(Count),
    Symbol(&'a str),
    Time(Box<Meant>),
}

/// What relative phrases count from.
pub(crate) struct Context<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) published: Option<Moment>,
    /// The date last mentioned in the report.
    pub(crate) last: Option<Period>,
    /// The day last mentioned, in this sentence or the one before.
    pub(crate) last_day: Option<Date>,
    pub(crate) direction: &'a dyn Fn() -> Direction,
    /// Set once the tense has decided something.
    pub(crate) by_tense: Cell<bool>,
}

impl Meant {
    fn plain(kind: TimeType, value: Option<String>) -> Self {
        Self {
            kind,
            value,
            modifier: None,
            from: None,
            to: None,
            period: None,
            aside: false,
            length: Vec::new(),
        }
    }

    fn unresolved() -> Self {
        Self::plain(TimeType::Date, None)
    }

    fn of_period(period: Option<Period>) -> Self {
        let Some(period) = period else { return Self::unresolved() };
        Self {
            from: Some(period.start.to_string()),
            to: period.end().map(|d| d.to_string()),
            period: Some(period),
            ..Self::plain(TimeType::Date, Some(period.value()))
        }
    }

    fn of_length(length: Vec<(Count, Unit)>) -> Self {
        let value = duration_value(&length);
        Self { length, ..Self::plain(TimeType::Duration, Some(value)) }
    }
}

/// The TIMEX3 value of a duration.
fn duration_value(length: &[(Count, Unit)]) -> String {
    let (mut days, mut clock) = (String::new(), String::new());
    for &(count, unit) in length {
        let (text, letters, in_clock) = match count {
            Count::Exactly(n) => {
                let (n, letters, in_clock) = unit.in_letters(n);
                ((n * 100.0).round() / 100.0).to_string().pipe(|n| (n, letters, in_clock))
            }
            Count::Some => {
                let (letters, in_clock) = unit.vague_letters();
                ("X".to_owned(), letters, in_clock)
            }
        };
        let part = if in_clock { &mut clock } else { &mut days };
        part.push_str(&text);
        part.push_str(letters);
    }
    let t = if clock.is_empty() { "" } else { "T" };
    format!("P{days}{t}{clock}")
}

trait Pipe: Sized {
    fn pipe<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}
impl Pipe for String {}

/// The hours before morning: TIMEX3 has no value for them, they are part of the morning.
const DAWN: &str = "DA";

/// Clock hours of the parts of a day.
fn hours_of(part: &str) -> (i64, i64) {
    match part {
        DAWN => (0, 6),
        "MO" => (6, 12),
        "MI" => (12, 14),
        "AF" => (12, 18),
        "EV" | "NI" => (18, 24),
        _ => (6, 18),
    }
}

fn modifier_of(symbol: &str) -> Option<Modifier> {
    Modifier::from_word(symbol)
}

fn at_hour(date: Date, hour: i64) -> Option<String> {
    let date = add(date, hour.div_euclid(24), Unit::Day)?;
    Some(format!("{date}T{:02}:00", hour.rem_euclid(24)))
}

impl<'a> Context<'a> {
    /// What `node` means; `None` where it is no time after all.
    pub(crate) fn time(&self, node: &Node) -> Option<Meant> {
        match self.node(node) {
            Value::Time(meant) => Some(*meant),
            _ => None,
        }
    }

    fn now(&self) -> Option<Date> {
        self.published.map(Moment::date)
    }

    fn tense(&self) -> Direction {
        let direction = (self.direction)();
        if direction != Direction::Unknown {
            self.by_tense.set(true);
        }
        direction
    }

    fn node(&self, node: &Node) -> Value<'a> {
        match node {
            Node::Number(n) => Value::Count(Count::Exactly(*n)),
            Node::Rule { rule, captures } => self.expr(&self.rules.all[*rule].meaning, captures),
        }
    }

    fn expr(&self, expr: &'a Expr, captures: &Captures) -> Value<'a> {
        match expr {
            Expr::Nothing => Value::Nothing,
            Expr::Number(n) => Value::Count(Count::Exactly(*n)),
            Expr::Symbol(symbol) if symbol == "X" => Value::Count(Count::Some),
            Expr::Symbol(symbol) => Value::Symbol(symbol),
            Expr::Capture(i) => captures.get(*i).map_or(Value::Nothing, |n| self.node(n)),
            Expr::Call(function, arguments) => {
                let values: Vec<_> = arguments.iter().map(|a| self.expr(a, captures)).collect();
                self.call(*function, &values)
            }
        }
    }

    fn call(&self, function: Function, values: &[Value<'a>]) -> Value<'a> {
        use Function as F;
        let arguments = Arguments(values);
        let boxed = |meant: Meant| Value::Time(Box::new(meant));
        let dated = |period: Option<Period>| boxed(Meant::of_period(period));
        match function {
            F::Sum | F::Product => arguments.fold(function == F::Product),
            F::NoTime => Value::Nothing,
            F::Day => dated(self.day(&arguments)),
            F::Month => {
                let Some(month) = arguments.integer(0) else { return Value::Nothing };
                dated(self.in_year(arguments.get(1), 80, |year| Period::month(year, month)))
            }
            F::Year => dated(arguments.integer(0).and_then(|y| Period::year(self.full_year(y)))),
            F::Decade => dated(arguments.integer(0).and_then(decade)),
            F::Century => dated(arguments.integer(0).and_then(|n| {
                Some(Period { grain: Grain::Century, ..Period::year(n.checked_sub(1)?.checked_mul(100)?)? })
            })),
            F::Quarter => {
                let Some(n) = arguments.integer(0) else { return Value::Nothing };
                dated(self.begun_in_year(arguments.get(1), |year| Period::quarter(year, n)))
            }
            F::Half => {
                let Some(n) = arguments.integer(0) else { return Value::Nothing };
                dated(self.in_year(arguments.get(1), 150, |year| Period::half(year, n)))
            }
            F::Season => {
                let Some(season) = arguments.symbol(0) else { return Value::Nothing };
                dated(self.in_year(arguments.get(1), 120, |year| Period::season(year, season)))
            }
            F::Weekday => dated(self.weekday(&arguments)),
            F::Easter => {
                let days = arguments.integer(0).unwrap_or(0);
                dated(self.in_year(arguments.get(1), 90, |year| {
                    Some(Period { grain: Grain::Day, start: add(easter(year)?, days, Unit::Day)? })
                }))
            }
            F::Now => dated(arguments.unit(0).and_then(|unit| {
                let here = Period::containing(unit.grain(), self.now()?)?;
                here.shifted(arguments.integer(1).unwrap_or(0), unit)
            })),
            F::Ref => dated(arguments.unit(0).and_then(|unit| {
                let here = Period::containing(unit.grain(), self.reference(unit.grain())?)?;
                here.shifted(arguments.integer(1).unwrap_or(0), unit)
            })),
            F::Same => dated(match arguments.unit(0) {
                Some(unit) => {
                    self.reference(unit.grain()).and_then(|date| Period::containing(unit.grain(), date))
                }
                None if self.last.is_none() => {
                    return boxed(Meant::plain(TimeType::Date, Some("PAST_REF".into())));
                }
                None => self.last,
            }),
            F::IfLast => {
                let same = arguments.unit(0).map(Unit::grain) == self.last.map(|last| last.grain);
                match values.get(if same { 1 } else { 2 }) {
                    Some(Value::Time(meant)) => Value::Time(meant.clone()),
                    _ => Value::Nothing,
                }
            }
            F::Latest => dated(arguments.unit(0).and_then(|unit| match self.last {
                Some(last) if last.grain == unit.grain() => Some(last),
                _ => Period::containing(unit.grain(), self.now()?)?.shifted(-1, unit),
            })),
            F::Shift => boxed(Meant { aside: true, ..Meant::of_period(self.shifted_reference(&arguments)) }),
            F::Ago => self.ago(&arguments),
            F::In => match arguments.time(0) {
                Some(length) if length.length.iter().any(|(count, _)| *count == Count::Some) => {
                    boxed(Meant { from: self.now().map(|d| d.to_string()), ..length.clone() })
                }
                Some(length) => dated(self.ahead_or_back(&length.length, 1.0, false)),
                None => Value::Nothing,
            },
            F::Coming => self.coming(&arguments),
            F::Dur => match (arguments.count(0).unwrap_or(Count::Some), arguments.unit(1)) {
                (count, Some(unit)) => boxed(Meant::of_length(vec![(count, unit)])),
                _ => Value::Nothing,
            },
            F::Plus => match (arguments.time(0), arguments.time(1)) {
                (Some(a), Some(b)) => {
                    boxed(Meant::of_length(a.length.iter().chain(&b.length).copied().collect()))
                }
                _ => Value::Nothing,
            },
            F::Past | F::Next => arguments.time(0).map_or(Value::Nothing, |length| {
                let mut length = length.clone();
                let ahead = function == F::Next;
                let other = self.exact_shift(&length.length, if ahead { 1.0 } else { -1.0 });
                if let (Some(now), Some(other)) = (self.published, other) {
                    let (from, to) = if ahead { (now.at, other) } else { (other, now.at) };
                    let clock = length.length.iter().any(|(_, unit)| *unit < Unit::Day);
                    length.from = Some(instant(from, clock));
                    length.to = Some(instant(to, clock));
                } else if let Some(now) = self.now() {
                    *if ahead { &mut length.from } else { &mut length.to } = Some(now.to_string());
                }
                boxed(length)
            }),
            F::Set => arguments.time(0).map_or(Value::Nothing, |length| {
                boxed(Meant { kind: TimeType::Set, length: Vec::new(), ..length.clone() })
            }),
            F::EachWeekday | F::EachMonth | F::EachPart | F::EachSeason | F::EachDay => {
                let value = match function {
                    F::EachWeekday => match arguments.symbol(0) {
                        Some(symbol) => Some(format!("XXXX-WXX-{symbol}")),
                        None => arguments.integer(0).map(|n| format!("XXXX-WXX-{n}")),
                    },
                    F::EachMonth => arguments.integer(0).map(|n| format!("XXXX-{n:02}")),
                    F::EachSeason => arguments.symbol(0).map(|s| format!("XXXX-{s}")),
                    F::EachPart => arguments.symbol(0).map(|p| format!("XXXX-XX-XXT{p}")),
                    _ => arguments.integer(1).map(|day| match arguments.integer(0) {
                        Some(month) => format!("XXXX-{month:02}-{day:02}"),
                        None => format!("XXXX-XX-{day:02}"),
                    }),
                };
                value.map_or(Value::Nothing, |value| boxed(Meant::plain(TimeType::Set, Some(value))))
            }
            F::Vague => arguments
                .symbol(0)
                .map_or(Value::Nothing, |value| boxed(Meant::plain(TimeType::Date, Some(value.to_owned())))),
            F::Part => self.part(&arguments),
            F::Clock => self.clock(&arguments),
            F::Mod => match (arguments.time(0), arguments.symbol(1).and_then(modifier_of)) {
                (Some(meant), Some(modifier)) => boxed(self.modified(meant.clone(), modifier)),
                (Some(meant), None) => boxed(meant.clone()),
                _ => Value::Nothing,
            },
            F::Since | F::Until | F::Before | F::After | F::By => {
                arguments.time(0).map_or(Value::Nothing, |meant| boxed(self.opened(function, meant.clone())))
            }
            F::Of => self.of(&arguments),
            F::Typed => match (arguments.time(0), arguments.symbol(1).and_then(TimeType::from_word)) {
                (Some(meant), Some(kind)) => boxed(Meant { kind, ..meant.clone() }),
                _ => Value::Nothing,
            },
            F::Either => {
                let ahead = self.tense() == Direction::Future;
                match values.get(usize::from(ahead)) {
                    Some(Value::Time(meant)) => Value::Time(meant.clone()),
                    Some(Value::Symbol(symbol)) => Value::Symbol(symbol),
                    _ => Value::Nothing,
                }
            }
        }
    }

    /// What a phrase that refers back refers to; publication where nothing as fine was mentioned.
    fn reference(&self, grain: Grain) -> Option<Date> {
        match self.last {
            Some(last) if last.grain <= grain => Some(last.start),
            _ => self.now(),
        }
    }

    fn shifted_reference(&self, arguments: &Arguments<'_, 'a>) -> Option<Period> {
        let (count, unit) = (arguments.integer(0)?, arguments.unit(1)?);
        if let Some(grain) = arguments.unit(2).map(Unit::grain) {
            return Period::containing(grain, self.reference(grain)?)?.shifted(count, unit);
        }
        match self.last {
            Some(last) if last.grain <= unit.grain() => last.shifted(count, unit),
            _ => Period::containing(unit.grain(), self.now()?)?.shifted(count, unit),
        }
    }

    /// A year of two digits lies between 80 years before publication and 20 after.
    fn full_year(&self, year: i64) -> i64 {
        if !(0..100).contains(&year) {
            return year;
        }
        let now = self.now().map_or(2000, |d| i64::from(d.year()));
        let same = now.div_euclid(100) * 100 + year;
        if same > now + 20 {
            same - 100
        } else if same <= now - 80 {
            same + 100
        } else {
            same
        }
    }

    /// The year that an argument names.
    fn year_of(&self, value: &Value<'a>) -> Option<i64> {
        match value {
            Value::Count(Count::Exactly(year)) => Some(self.full_year(*year as i64)),
            Value::Time(meant) => meant.period.map(|p| i64::from(p.start.year())),
            _ => None,
        }
    }

    /// Of the periods that `make` gives for the years around publication, the one meant by
    /// the direction, or by the tense; else the nearest. A tense that contradicts the nearest
    /// one counts only where that lies more than `doubt` days away.
    fn in_year(
        &self,
        year: Option<&Value<'a>>,
        doubt: i32,
        make: impl Fn(i64) -> Option<Period>,
    ) -> Option<Period> {
        if let Some(year) = year.and_then(|y| self.year_of(y)) {
            return make(year);
        }
        let now = self.now()?;
        let this = i64::from(now.year());
        let candidates: Vec<Period> = (this - 1..=this + 1).filter_map(make).collect();
        self.likeliest(candidates, year, doubt)
    }

    /// As [`Self::in_year`], but without direction the last one that has begun, unless the
    /// clause looks ahead.
    fn begun_in_year(
        &self,
        year: Option<&Value<'a>>,
        make: impl Fn(i64) -> Option<Period>,
    ) -> Option<Period> {
        if let Some(Value::Nothing) | None = year {
            let now = self.now()?;
            let this = i64::from(now.year());
            let begun = (this - 1..=this).filter_map(&make).rfind(|p| p.start <= now);
            let ahead = (this..=this + 1).filter_map(&make).find(|p| p.start > now);
            return match (begun, ahead) {
                (Some(begun), Some(ahead))
                    if days(begun.start, now) > 200 && self.tense() == Direction::Future =>
                {
                    Some(ahead)
                }
                _ => begun,
            };
        }
        self.in_year(year, 60, make)
    }

    fn likeliest(&self, all: Vec<Period>, direction: Option<&Value<'a>>, doubt: i32) -> Option<Period> {
        let now = self.now()?;
        let last = || all.iter().rev().find(|p| p.start < now && p.end().is_some_and(|end| end <= now));
        let next = || all.iter().find(|p| p.start > now);
        let found = match direction {
            Some(Value::Symbol("LAST")) => last(),
            Some(Value::Symbol("NEXT")) => next(),
            Some(Value::Symbol("THIS")) => all.iter().find(|p| p.start.year() == now.year()),
            _ => {
                let nearest = all.iter().min_by_key(|p| distance(**p, now))?;
                let away = distance(*nearest, now);
                match self.tense() {
                    Direction::Past if away > doubt && nearest.start > now => last(),
                    Direction::Future if away > doubt && nearest.end().is_some_and(|end| end <= now) => {
                        next()
                    }
                    _ => Some(nearest),
                }
            }
        };
        found.copied()
    }

    fn day(&self, arguments: &Arguments<'_, 'a>) -> Option<Period> {
        let day = arguments.integer(0)?;
        let year = arguments.get(2);
        let month = match arguments.get(1) {
            Some(Value::Count(Count::Exactly(month))) => Some(*month as i64),
            Some(Value::Time(meant)) => {
                let period = meant.period?;
                return Period::day(period.start.year().into(), period.start.month().into(), day);
            }
            _ => None,
        };
        if let Some(month) = month {
            return self.in_year(year, 80, |year| Period::day(year, month, day));
        }
        // The day of a month that is not named: around publication.
        let now = self.now()?;
        let here = Period::containing(Grain::Month, now)?;
        let all = (-2..=2)
            .filter_map(|i| here.shifted(i, Unit::Month))
            .filter_map(|m| Period::day(m.start.year().into(), m.start.month().into(), day))
            .collect();
        self.likeliest(all, year, 7)
    }

    fn weekday(&self, arguments: &Arguments<'_, 'a>) -> Option<Period> {
        let number = arguments.integer(0)?;
        let now = self.now()?;
        let today = i64::from(now.weekday().to_monday_one_offset());
        let back = (today - number).rem_euclid(7);
        let ahead = (number - today).rem_euclid(7);
        let days = match arguments.symbol(1) {
            Some("LAST") => -(if back == 0 { 7 } else { back }),
            Some("NEXT") => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            Some("THIS") => number - today,
            Some("BACK") => -back,
            Some("AHEAD") => ahead,
            Some(other @ ("BEFORE" | "AFTER")) => {
                let from = self.last.filter(|last| last.grain == Grain::Day);
                let from = from.map_or(0, |last| i64::from(days(now, last.start)));
                if other == "AFTER" {
                    from + 1 + (ahead - from - 1).rem_euclid(7)
                } else {
                    from - 1 - (from - 1 + back).rem_euclid(7)
                }
            }
            Some("ONWARD") => match self.last_day.map(|day| i64::from(days(now, day))) {
                // Of a range that has just begun: the first such day after it.
                Some(from) if (-7..=7).contains(&from) => from + (ahead - from).rem_euclid(7),
                _ => ahead,
            },
            _ if back == 0 => 0,
            _ => match self.tense() {
                Direction::Future => ahead,
                Direction::Past | Direction::Unknown => -back,
            },
        };
        Some(Period { grain: Grain::Day, start: add(now, days, Unit::Day)? })
    }

    /// The instant `sign` times `length` from publication.
    fn exact_shift(&self, length: &[(Count, Unit)], sign: f64) -> Option<DateTime> {
        let mut at = self.published?.at;
        for &(count, unit) in length {
            let Count::Exactly(n) = count else { return None };
            at = shift_instant(at, n * sign, unit)?;
        }
        Some(at)
    }

    /// The period `length` from publication, as long as the finest unit of `length`.
    fn ahead_or_back(&self, length: &[(Count, Unit)], sign: f64, days: bool) -> Option<Period> {
        let finest = length.iter().map(|(_, unit)| *unit).min()?;
        let whole = length.iter().all(|(c, _)| matches!(c, Count::Exactly(n) if n.fract() == 0.0));
        let mut grain = match finest.grain() {
            Grain::Week | Grain::Weekend if days => Grain::Day,
            Grain::Weekend => Grain::Week,
            Grain::Half | Grain::Quarter => Grain::Month,
            Grain::Decade | Grain::Century => Grain::Year,
            other => other,
        };
        if !whole {
            grain = match grain {
                Grain::Year => Grain::Month,
                _ => Grain::Day,
            };
        }
        Period::containing(grain, self.exact_shift(length, sign)?.date())
    }

    fn ago(&self, arguments: &Arguments<'_, 'a>) -> Value<'a> {
        let Some(length) = arguments.time(0) else { return Value::Nothing };
        if length.length.iter().any(|(count, _)| *count == Count::Some) {
            return Value::Time(Box::new(match arguments.symbol(1) {
                Some("REF") => Meant::plain(TimeType::Date, Some("PAST_REF".into())),
                _ => Meant { to: self.now().map(|d| d.to_string()), ..length.clone() },
            }));
        }
        let days = arguments.symbol(2) == Some("D");
        let mut meant = Meant::of_period(self.ahead_or_back(&length.length, -1.0, days));
        meant.modifier = length.modifier;
        if length.length.iter().all(|(_, unit)| *unit < Unit::Day)
            && let Some(at) = self.exact_shift(&length.length, -1.0)
            && self.published.is_some_and(|p| p.has_time)
        {
            meant = Meant {
                kind: TimeType::Time,
                value: Some(instant(at, true)),
                from: Some(instant(at, true)),
                to: at.checked_add(jiff::Span::new().minutes(1)).ok().map(|at| instant(at, true)),
                ..meant
            };
        }
        Value::Time(Box::new(meant))
    }

    /// The future window: from publication to half as long again as the phrase says.
    fn coming(&self, arguments: &Arguments<'_, 'a>) -> Value<'a> {
        let Some(length) = arguments.time(0) else { return Value::Nothing };
        if length.length.iter().any(|(count, _)| *count == Count::Some) {
            return Value::Time(Box::new(Meant {
                from: self.now().map(|d| d.to_string()),
                ..length.clone()
            }));
        }
        let mut meant = Meant::of_period(self.ahead_or_back(&length.length, 1.0, false));
        meant.modifier = arguments.symbol(1).and_then(modifier_of).or(length.modifier);
        let once = self.exact_shift(&length.length, 1.0);
        let half = once.and_then(|mut at| {
            for &(count, unit) in &length.length {
                let Count::Exactly(n) = count else { return None };
                // Half a month is fifteen days, half a year six months.
                at = match unit {
                    Unit::Month => shift_instant(at, (n * 15.0).round(), Unit::Day)?,
                    _ => shift_instant(at, n * 0.5, unit)?,
                };
            }
            Some(at)
        });
        meant.from = self.now().map(|d| d.to_string());
        meant.to = half.map(|at| at.date().to_string());
        Value::Time(Box::new(meant))
    }

    /// The day that a part of day or a clock time belongs to.
    fn day_of(&self, value: Option<&Value<'a>>) -> Option<Date> {
        match value {
            Some(Value::Time(meant)) => match meant.period {
                Some(period) if period.grain == Grain::Day => Some(period.start),
                Some(_) => None,
                None => None,
            },
            _ => self.last_day.or_else(|| self.now()),
        }
    }

    fn part(&self, arguments: &Arguments<'_, 'a>) -> Value<'a> {
        let Some(part) = arguments.symbol(0) else { return Value::Nothing };
        if let Some(Value::Time(meant)) = arguments.get(1)
            && let Some(period) = meant.period
            && period.grain == Grain::Weekend
        {
            return Value::Time(Box::new((**meant).clone()));
        }
        let day = self.day_of(arguments.get(1));
        let (from, to) = match (arguments.integer(2), arguments.integer(3)) {
            (Some(from), Some(to)) => (from, to),
            _ => hours_of(part),
        };
        let part = if part == DAWN { "MO" } else { part };
        let value = day.map(|day| format!("{day}T{part}"));
        Value::Time(Box::new(Meant {
            from: day.and_then(|day| at_hour(day, from)),
            to: day.and_then(|day| at_hour(day, to)),
            period: day.map(|start| Period { grain: Grain::Day, start }),
            ..Meant::plain(TimeType::Time, value)
        }))
    }

    fn clock(&self, arguments: &Arguments<'_, 'a>) -> Value<'a> {
        let Some(mut hour) = arguments.integer(0) else { return Value::Nothing };
        let minute = match arguments.integer(1) {
            Some(minute) => minute,
            None if hour >= FOUR_DIGIT_CLOCK as i64 => {
                let digits = hour - FOUR_DIGIT_CLOCK as i64;
                hour = digits / 100;
                digits % 100
            }
            None => 0,
        };
        match arguments.symbol(2) {
            Some("PM" | "AF" | "EV") if hour < 12 => hour += 12,
            Some("NI") if (6..12).contains(&hour) => hour += 12,
            Some("NI") if hour == 12 => hour = 24,
            Some("AM" | "MO" | DAWN) if hour == 12 => hour = 0,
            _ => {}
        }
        if !(0..=24).contains(&hour) || !(0..60).contains(&minute) {
            return Value::Nothing;
        }
        let day = self.day_of(arguments.get(3));
        let zone = if arguments.symbol(4) == Some("Z") { "Z" } else { "" };
        let clock = format!("T{hour:02}:{minute:02}");
        let value = day.map_or_else(|| format!("{clock}{zone}"), |day| format!("{day}{clock}{zone}"));
        let from = day.and_then(|day| {
            let day = add(day, hour / 24, Unit::Day)?;
            Some(day.to_datetime(jiff::civil::Time::new((hour % 24) as i8, minute as i8, 0, 0).ok()?))
        });
        let to = from.and_then(|at| at.checked_add(jiff::Span::new().minutes(1)).ok());
        Value::Time(Box::new(Meant {
            from: from.map(|at| instant(at, true)),
            to: to.map(|at| instant(at, true)),
            period: day.map(|start| Period { grain: Grain::Day, start }),
            ..Meant::plain(TimeType::Time, Some(value))
        }))
    }

    /// `meant` with a modifier, its interval cut to the third that START, MID and END mean.
    fn modified(&self, mut meant: Meant, modifier: Modifier) -> Meant {
        meant.modifier = Some(modifier);
        if let (Some(period), TimeType::Date) = (meant.period, meant.kind)
            && period.grain != Grain::Day
            && let Some(end) = period.end()
        {
            let third = |i: i32| add(period.start, i64::from(days(period.start, end) * i / 3), Unit::Day);
            let (from, to) = match modifier {
                Modifier::Start => (Some(period.start), third(1)),
                Modifier::Mid => (third(1), third(2)),
                Modifier::End => (third(2), Some(end)),
                _ => return meant,
            };
            meant.from = from.map(|d| d.to_string());
            meant.to = to.map(|d| d.to_string());
        }
        meant
    }

    /// `meant` as one end of an interval.
    fn opened(&self, function: Function, mut meant: Meant) -> Meant {
        let now = self.published.map(|p| p.date().to_string());
        let earlier = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a < b);
        match function {
            Function::Since => meant.to = None,
            Function::After => {
                meant.modifier = meant.modifier.or(Some(Modifier::After));
                meant.from = meant.to.take();
            }
            Function::Until | Function::By | Function::Before => {
                if function == Function::Before {
                    meant.modifier = meant.modifier.or(Some(Modifier::Before));
                    if meant.modifier != Some(Modifier::End) {
                        meant.to = meant.from.take();
                    }
                }
                // A limit that lies ahead leaves the time from publication to it.
                meant.from = if earlier(&now, &meant.to) { now } else { None };
            }
            _ => {}
        }
        meant
    }

    /// A time placed in the period of another.
    fn of(&self, arguments: &Arguments<'_, 'a>) -> Value<'a> {
        let (inner, outer) = match (arguments.time(0), arguments.time(1)) {
            (Some(inner), Some(outer)) => (inner, outer),
            (Some(only), None) | (None, Some(only)) => return Value::Time(Box::new(only.clone())),
            (None, None) => return Value::Nothing,
        };
        let moved = inner.period.zip(outer.period).and_then(|(inner, outer)| {
            let (month, day) = (inner.start.month(), inner.start.day());
            let year = outer.start.year();
            Some(Period { grain: inner.grain, start: Date::new(year, month, day).ok()? })
        });
        if inner.period.is_none() {
            return Value::Time(Box::new(outer.clone()));
        }
        Value::Time(Box::new(Meant { modifier: inner.modifier, ..Meant::of_period(moved) }))
    }
}

/// The decade that begins in `n`: a full year, or the tens as they are spoken of. A year
/// that begins no decade is itself.
fn decade(n: i64) -> Option<Period> {
    if n >= 100 && n % 10 != 0 {
        return Period::year(n);
    }
    let year = match n {
        0..20 => 2000 + n,
        20..100 => 1900 + n,
        _ => n,
    };
    Some(Period { grain: Grain::Decade, ..Period::year(year.div_euclid(10) * 10)? })
}

/// Days from `a` to `b`.
fn days(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}

/// Days between `now` and the nearest day of `period`.
fn distance(period: Period, now: Date) -> i32 {
    let end = period.end().and_then(|end| add(end, -1, Unit::Day)).unwrap_or(period.start);
    if now < period.start {
        days(now, period.start)
    } else if now > end {
        days(end, now)
    } else {
        0
    }
}

fn instant(at: DateTime, clock: bool) -> String {
    if clock { format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute()) } else { at.date().to_string() }
}

/// `at` moved by `count` units, fractions included.
fn shift_instant(at: DateTime, count: f64, unit: Unit) -> Option<DateTime> {
    if !count.is_finite() || count.abs() > 4_000_000.0 {
        return None;
    }
    let whole = count.trunc();
    let moved = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let seconds = (count * unit.seconds()).round() as i64;
            return at.checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok();
        }
        _ => add(at.date(), whole as i64, unit)?.to_datetime(at.time()),
    };
    let rest = count - whole;
    if rest == 0.0 {
        return Some(moved);
    }
    match unit {
        Unit::Year => {
            Some(add(moved.date(), (rest * 12.0).round() as i64, Unit::Month)?.to_datetime(at.time()))
        }
        Unit::Decade => {
            Some(add(moved.date(), (rest * 10.0).round() as i64, Unit::Year)?.to_datetime(at.time()))
        }
        _ => {
            let seconds = (rest * unit.seconds()).round() as i64;
            moved.checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()
        }
    }
}

struct Arguments<'v, 'a>(&'v [Value<'a>]);

impl<'v, 'a> Arguments<'v, 'a> {
    fn get(&self, i: usize) -> Option<&'v Value<'a>> {
        self.0.get(i)
    }

    fn count(&self, i: usize) -> Option<Count> {
        match self.get(i)? {
            Value::Count(count) => Some(*count),
            _ => None,
        }
    }

    fn integer(&self, i: usize) -> Option<i64> {
        match self.count(i)? {
            Count::Exactly(n) if n.is_finite() && n.abs() < 1e15 => Some(n as i64),
            _ => None,
        }
    }

    fn symbol(&self, i: usize) -> Option<&'a str> {
        match self.get(i)? {
            Value::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    fn unit(&self, i: usize) -> Option<Unit> {
        Unit::from_symbol(self.symbol(i)?)
    }

    fn time(&self, i: usize) -> Option<&'v Meant> {
        match self.get(i)? {
            Value::Time(meant) => Some(meant),
            _ => None,
        }
    }

    fn fold(&self, product: bool) -> Value<'a> {
        let mut result = if product { 1.0 } else { 0.0 };
        for value in self.0 {
            match value {
                Value::Count(Count::Exactly(n)) if product => result *= n,
                Value::Count(Count::Exactly(n)) => result += n,
                Value::Count(Count::Some) => return Value::Count(Count::Some),
                _ => {}
            }
        }
        Value::Count(Count::Exactly(result))
    }
}
