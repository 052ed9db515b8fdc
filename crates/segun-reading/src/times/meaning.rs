//! The third field of a row: what a phrase means.
//!
//! `$1` is the first capture of the pattern, `_` nothing, a number or a word in capitals
//! itself, `name(a, b)` a function. The functions, with `?` after what may be left out:
//!
//! | function | gives |
//! | --- | --- |
//! | `sum(a, b…)`, `product(a, b…)` | a number |
//! | `day(d, m?, y?)`, `month(m, y?)`, `year(y)`, `decade(n)`, `century(n)` | that period |
//! | `quarter(n, y?)`, `half(n, y?)`, `season(S, y?)`, `weekday(n, dir?)` | that period; without year the likeliest |
//! | `easter(days, y?)` | the day so far from Easter Sunday |
//! | `now(UNIT, n)` | the period of publication, moved by n |
//! | `ref(UNIT, n)` | the same from the date last mentioned |
//! | `shift(n, UNIT, GRAIN?)` | the date last mentioned, moved, as precise as it was or as GRAIN |
//! | `same(UNIT?)` | the date last mentioned, or the period in which it lies |
//! | `if_last(UNIT, a, b)` | `a` where the date last mentioned is such a period, else `b` |
//! | `latest(UNIT)` | the date last mentioned where it is such a period, else the last full one |
//! | `ago(dur, vague?, week?)`, `in(dur)` | the period so far back or ahead; `vague` is REF or DUR, `week` D or W |
//! | `coming(dur, MOD)` | the future window "in about a month": its end, open to half as long again |
//! | `dur(n, UNIT)`, `plus(dur, dur)` | a duration |
//! | `past(dur)`, `next(dur)` | the duration that ends, or begins, at publication |
//! | `set(dur)`, `each_weekday(n)` (or WE), `each_month(m)`, `each_part(PART)`, `each_season(S)`, `each_day(m, d)` | a recurring time |
//! | `vague(VALUE)` | PAST_REF, PRESENT_REF or FUTURE_REF |
//! | `part(PART, day?, from?, to?)` | a part of a day, between the clock hours; DA, before morning, has the value of MO |
//! | `clock(h, min?, HALF?, day?, ZONE?)` | a time of day; HALF is AM, PM or a part |
//! | `mod(time, MOD)` | with that TIMEX3 mod |
//! | `since(t)`, `until(t)`, `before(t)`, `after(t)`, `by(t)` | the open interval |
//! | `of(t, y)` | `t` in the year or month of `y` |
//! | `typed(t, TYPE)` | with that TIMEX3 type |
//! | `either(PAST, FUTURE)` | by the tense of the clause |
//! | `none()` | nothing: the phrase is no time |
//!
//! A year `y` is a number, a period, or LAST, THIS or NEXT; so is a direction `dir`, which for a
//! weekday may also be BACK or AHEAD (publication's own day included) or ONWARD (from the day
//! last mentioned), BEFORE or AFTER (that day).

/// What a phrase means, before it is known when.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Nothing,
    Capture(usize),
    Number(f64),
    Symbol(String),
    Call(Function, Vec<Expr>),
}

macro_rules! functions {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// The functions by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function { $($variant),* }

        impl Function {
            fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

functions! {
    Sum = "sum", Product = "product",
    Day = "day", Month = "month", Year = "year", Decade = "decade", Century = "century",
    Quarter = "quarter", Half = "half", Season = "season", Weekday = "weekday", Easter = "easter",
    Now = "now", Ref = "ref", Shift = "shift", Same = "same", Latest = "latest", IfLast = "if_last",
    Ago = "ago", In = "in", Coming = "coming",
    Dur = "dur", Plus = "plus", Past = "past", Next = "next",
    Set = "set", EachWeekday = "each_weekday", EachMonth = "each_month", EachPart = "each_part",
    EachSeason = "each_season", EachDay = "each_day",
    Vague = "vague", Part = "part", Clock = "clock",
    Mod = "mod", Since = "since", Until = "until", Before = "before", After = "after", By = "by",
    Of = "of", Typed = "typed", Either = "either", NoTime = "none",
}

impl Expr {
    /// The highest capture that it speaks of, from 1; 0 for none.
    pub(crate) fn highest_argument(&self) -> usize {
        match self {
            Self::Capture(i) => i + 1,
            Self::Call(_, arguments) => arguments.iter().map(Self::highest_argument).max().unwrap_or(0),
            _ => 0,
        }
    }
}

/// Reads a meaning.
pub(crate) fn parse(text: &str) -> Result<Expr, String> {
    let mut rest = text.trim();
    let expr = expression(&mut rest)?;
    if rest.is_empty() { Ok(expr) } else { Err(format!("unexpected '{rest}' in the meaning")) }
}

fn expression(rest: &mut &str) -> Result<Expr, String> {
    let end = rest.find(['(', ')', ',']).unwrap_or(rest.len());
    let word = rest[..end].trim();
    let after = &rest[end..];
    if let Some(inside) = after.strip_prefix('(') {
        let function = Function::from_name(word).ok_or_else(|| format!("no function '{word}'"))?;
        let mut arguments = Vec::new();
        *rest = inside.trim_start();
        while !rest.starts_with(')') {
            arguments.push(expression(rest)?);
            *rest = rest.trim_start();
            match rest.strip_prefix(',') {
                Some(next) => *rest = next.trim_start(),
                None if rest.starts_with(')') => {}
                None => return Err("')' is missing in the meaning".into()),
            }
        }
        *rest = rest[1..].trim_start();
        return Ok(Expr::Call(function, arguments));
    }
    *rest = after;
    if word == "_" {
        Ok(Expr::Nothing)
    } else if let Some(number) = word.strip_prefix('$') {
        match number.parse::<usize>() {
            Ok(n) if n > 0 => Ok(Expr::Capture(n - 1)),
            _ => Err(format!("'{word}' is no capture")),
        }
    } else if let Ok(number) = word.parse() {
        Ok(Expr::Number(number))
    } else if !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
        Ok(Expr::Symbol(word.to_owned()))
    } else {
        Err(format!("'{word}' has no meaning"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_calls_captures_and_symbols() {
        assert_eq!(
            parse("mod( now(Y, -1), END)").unwrap(),
            Expr::Call(
                Function::Mod,
                vec![
                    Expr::Call(Function::Now, vec![Expr::Symbol("Y".into()), Expr::Number(-1.0)]),
                    Expr::Symbol("END".into())
                ]
            )
        );
        assert_eq!(parse("$2").unwrap(), Expr::Capture(1));
        assert!(parse("now(Y").is_err());
        assert!(parse("nonsense(1)").is_err());
    }
}
