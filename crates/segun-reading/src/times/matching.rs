//! Patterns against atoms.

use super::atoms::{Atom, Kind};
use super::pattern::{Builtin, Case, Item, Literal, Rules};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::cell::RefCell;
use std::rc::Rc;

/// What a pattern matched: the rule with its captures, or a number.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// A row matched.
    Rule { rule: usize, captures: Captures },
    /// A built-in matched and gave a number.
    Number(f64),
}

/// What a row has captured so far, the last one first; shared by the ways to go on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captures(Option<Rc<Captured>>);

#[derive(Debug)]
struct Captured {
    capture: usize,
    node: Node,
    before: Captures,
}

impl Captures {
    /// Capture number `capture`, from 0.
    pub(crate) fn get(&self, capture: usize) -> Option<&Node> {
        let mut here = self;
        while let Some(captured) = &here.0 {
            if captured.capture == capture {
                return Some(&captured.node);
            }
            here = &captured.before;
        }
        None
    }

    /// All captures, first to last.
    pub(crate) fn all(&self) -> Vec<&Node> {
        let mut all = Vec::new();
        let mut here = self;
        while let Some(captured) = &here.0 {
            all.push(&captured.node);
            here = &captured.before;
        }
        all.reverse();
        all
    }

    fn with(self, capture: usize, node: Node) -> Self {
        Self(Some(Rc::new(Captured { capture, node, before: self })))
    }
}

/// A match's end (index of the atom after it) and what it is.
pub(crate) type Found = (usize, Node);

/// Added to a clock time of four digits, to tell "0015" from 15.
pub(crate) const FOUR_DIGIT_CLOCK: f64 = 10_000.0;

/// Names nested deeper than this do not match; only a row that begins with itself does so.
const DEEPEST: usize = 24;

type State = (usize, Captures);
/// The ways in which an item can match; mostly none or one.
type States = SmallVec<[State; 2]>;
/// What has been found for a name at an atom.
type Memory = RefCell<FxHashMap<(usize, usize), Rc<[Found]>>>;

/// The atoms of one sentence, to be matched.
pub(crate) struct Matcher<'a> {
    rules: &'a Rules,
    atoms: &'a [Atom],
    text: &'a str,
    memory: Memory,
}

impl<'a> Matcher<'a> {
    /// A matcher for the atoms of `text`.
    pub(crate) fn new(rules: &'a Rules, atoms: &'a [Atom], text: &'a str) -> Self {
        Self { rules, atoms, text, memory: Memory::default() }
    }

    /// The longest top match that begins at atom `at`.
    pub(crate) fn longest(&self, at: usize) -> Option<Found> {
        let all = self.name(self.rules.top, at, 0);
        all.iter().rev().filter(|(end, _)| self.whole(at, *end)).max_by_key(|(end, _)| *end).cloned()
    }

    /// Whether a match does not cut a number in two.
    fn whole(&self, start: usize, end: usize) -> bool {
        let glue = |i: usize| {
            self.atoms.get(i).is_some_and(|a| {
                a.glued && a.kind == Kind::Sign && matches!(a.span.of(self.text), "." | "," | "/" | ":")
            })
        };
        let digits = |i: usize| self.atoms.get(i).is_some_and(|a| a.kind == Kind::Digits);
        let glued = |i: usize| self.atoms.get(i).is_some_and(|a| a.glued);
        if digits(start) && start >= 2 && glued(start) && glue(start - 1) && digits(start - 2) {
            return false;
        }
        let last = end - 1;
        if digits(last) && digits(end + 1) && glued(end + 1) && glue(end) {
            return false;
        }
        if digits(start) && start >= 1 && glued(start) && self.atoms[start - 1].kind == Kind::Word {
            return false;
        }
        let sign = |i: usize| self.atoms.get(i).map_or("", |a| a.span.of(self.text));
        let money = |sign: &str| matches!(sign, "%" | "$" | "€" | "£" | "¥" | "#" | "°" | "º" | "ª");
        if digits(last) && money(sign(end)) || digits(start) && start >= 1 && money(sign(start - 1)) {
            return false;
        }
        // A word that goes on after a glued letter or digit is no whole word.
        !(glued(end) && self.atoms[end].kind != Kind::Sign && self.atoms[last].kind != Kind::Sign)
    }

    /// All matches of the rows named `name` at atom `at`, one for each end, first row first.
    fn name(&self, name: usize, at: usize, depth: usize) -> Rc<[Found]> {
        let Some(atom) = self.atoms.get(at) else { return Rc::default() };
        let alternatives = &self.rules.names[name];
        let empty: &[usize] = &[];
        let by_word = match atom.id {
            0 => empty,
            id => alternatives.by_word.get(&id).map_or(empty, Vec::as_slice),
        };
        let by_digits = if atom.kind == Kind::Digits { alternatives.by_digits.as_slice() } else { empty };
        if depth > DEEPEST || by_word.is_empty() && by_digits.is_empty() && alternatives.by_any.is_empty() {
            return Rc::default();
        }
        if let Some(found) = self.memory.borrow().get(&(name, at)) {
            return found.clone();
        }
        let mut candidates: SmallVec<[usize; 32]> =
            by_word.iter().chain(by_digits).chain(&alternatives.by_any).copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut found: Vec<Found> = Vec::new();
        for rule in candidates {
            let row = &self.rules.all[rule];
            for (end, captures) in self.sequence(&row.items, (at, Captures::default()), depth) {
                if end > at && found.iter().all(|(other, _)| *other != end) {
                    found.push((end, Node::Rule { rule, captures }));
                }
            }
        }
        let found: Rc<[Found]> = found.into();
        self.memory.borrow_mut().insert((name, at), found.clone());
        found
    }

    fn sequence(&self, items: &[Item], start: State, depth: usize) -> States {
        let mut states: States = smallvec![start];
        for item in items {
            let mut next = States::new();
            for state in states {
                for after in self.item(item, state, depth) {
                    if next.iter().all(|(end, _)| *end != after.0) {
                        next.push(after);
                    }
                }
            }
            if next.is_empty() {
                return next;
            }
            states = next;
        }
        states
    }

    fn item(&self, item: &Item, state: State, depth: usize) -> States {
        match item {
            Item::Words(alternatives) => {
                let mut ends: SmallVec<[usize; 4]> =
                    alternatives.iter().filter_map(|word| self.word(word, state.0)).collect();
                ends.sort_unstable_by(|a, b| b.cmp(a));
                ends.dedup();
                ends.into_iter().map(|end| (end, state.1.clone())).collect()
            }
            Item::Name { name, capture } => self
                .name(*name, state.0, depth + 1)
                .iter()
                .map(|(end, node)| (*end, state.1.clone().with(*capture, node.clone())))
                .collect(),
            Item::Builtin { builtin, capture } => match self.builtin(*builtin, state.0) {
                Some((end, number)) => smallvec![(end, state.1.with(*capture, Node::Number(number)))],
                None => States::new(),
            },
            Item::Optional(items) => {
                let mut all = self.sequence(items, state.clone(), depth);
                all.push(state);
                all
            }
            Item::OneOf(all) => {
                all.iter().flat_map(|items| self.sequence(items, state.clone(), depth)).collect()
            }
            Item::Glued(inner) => {
                if self.atoms.get(state.0).is_some_and(|a| a.glued) {
                    self.item(inner, state, depth)
                } else {
                    States::new()
                }
            }
            Item::Look { item, wanted, behind } => {
                if *behind {
                    return if self.behind(item, state.0) == *wanted {
                        smallvec![state]
                    } else {
                        States::new()
                    };
                }
                match (self.item(item, state.clone(), depth).into_iter().next(), *wanted) {
                    (Some((_, captures)), true) => smallvec![(state.0, captures)],
                    (None, false) => smallvec![state],
                    _ => States::new(),
                }
            }
        }
    }

    /// Whether `item` matches and ends at atom `at`.
    fn behind(&self, item: &Item, at: usize) -> bool {
        match item {
            Item::Words(words) => {
                words.iter().any(|word| at >= word.len() && self.word(word, at - word.len()) == Some(at))
            }
            Item::Builtin { builtin: Builtin::Edge, .. } => at == 0,
            Item::Builtin { builtin, .. } => {
                at > 0 && self.builtin(*builtin, at - 1).is_some_and(|(end, _)| end == at)
            }
            Item::OneOf(all) => all.iter().any(|items| items.len() == 1 && self.behind(&items[0], at)),
            Item::Name { name, .. } => (at.saturating_sub(4)..at)
                .any(|start| self.name(*name, start, 1).iter().any(|(end, _)| *end == at)),
            Item::Glued(inner) => self.atoms.get(at).is_some_and(|a| a.glued) && self.behind(inner, at),
            _ => false,
        }
    }

    fn word(&self, word: &[Literal], at: usize) -> Option<usize> {
        for (i, literal) in word.iter().enumerate() {
            let atom = self.atoms.get(at + i)?;
            let case = match literal.case {
                Case::Any => true,
                Case::Capital => atom.capital,
                Case::Lower => !atom.capital,
            };
            if atom.id != literal.id || !case || (literal.glued && !atom.glued) {
                return None;
            }
        }
        Some(at + word.len())
    }

    fn builtin(&self, builtin: Builtin, at: usize) -> Option<(usize, f64)> {
        if builtin == Builtin::Edge {
            return (at >= self.atoms.len()).then_some((at, 0.0));
        }
        let atom = self.atoms.get(at)?;
        let surface = atom.span.of(self.text);
        match builtin {
            Builtin::Word => return (atom.kind == Kind::Word).then_some((at + 1, 0.0)),
            Builtin::Cap => return (atom.kind == Kind::Word && atom.capital).then_some((at + 1, 0.0)),
            Builtin::Roman => {
                return (atom.kind == Kind::Word && atom.capitals)
                    .then(|| roman(surface))
                    .flatten()
                    .map(|n| (at + 1, f64::from(n)));
            }
            _ => {}
        }
        if atom.kind != Kind::Digits || surface.len() > 9 {
            return None;
        }
        let n = atom.number;
        let one = |ok: bool| ok.then_some((at + 1, f64::from(n)));
        match builtin {
            Builtin::Dd => one(surface.len() <= 2 && (1..=31).contains(&n)),
            Builtin::Mm => one(surface.len() <= 2 && (1..=12).contains(&n)),
            Builtin::Yy => one(surface.len() == 2),
            Builtin::Yyyy => one(surface.len() == 4 && (1200..=2199).contains(&n)),
            Builtin::Hh => one(surface.len() <= 2 && n <= 24),
            Builtin::Mi => one(surface.len() == 2 && n <= 59),
            Builtin::Hhmm => {
                let clock = surface.len() == 4 && n / 100 < 24 && n % 100 < 60;
                clock.then_some((at + 1, FOUR_DIGIT_CLOCK + f64::from(n)))
            }
            Builtin::Num => one(true),
            Builtin::Int => {
                let mut end = at + 1;
                let mut digits = surface.to_owned();
                // Groups of three after a glued sign: "1.500", "12,000".
                while digits.len() <= 12
                    && let (Some(sign), Some(group)) = (self.atoms.get(end), self.atoms.get(end + 1))
                    && sign.glued
                    && matches!(sign.span.of(self.text), "." | ",")
                    && group.glued
                    && group.kind == Kind::Digits
                    && group.span.len() == 3
                    && surface.len() <= 3
                {
                    digits.push_str(group.span.of(self.text));
                    end += 2;
                }
                digits.parse().ok().map(|value| (end, value))
            }
            Builtin::Dec => {
                let (sign, fraction) = (self.atoms.get(at + 1)?, self.atoms.get(at + 2)?);
                let ok = sign.glued
                    && matches!(sign.span.of(self.text), "." | ",")
                    && fraction.glued
                    && fraction.kind == Kind::Digits
                    && fraction.span.len() <= 2;
                let value = format!("{surface}.{}", fraction.span.of(self.text));
                if ok { value.parse().ok().map(|value| (at + 3, value)) } else { None }
            }
            _ => None,
        }
    }
}

/// The number that a Roman numeral in capitals writes.
fn roman(numeral: &str) -> Option<u32> {
    let value = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        _ => None,
    };
    if numeral.len() > 8 {
        return None;
    }
    let mut sum = 0;
    let mut highest = 0;
    for c in numeral.chars().rev() {
        let v = value(c)?;
        if v < highest {
            sum -= v;
        } else {
            sum += v;
            highest = v;
        }
    }
    u32::try_from(sum).ok()
}
