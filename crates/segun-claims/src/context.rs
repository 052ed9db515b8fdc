//! What the sentence around an event says beside it.

use crate::turn::{Turn, Turns};
use crate::words::EventWords;
use crate::{Day, Key, Window, folded};
use segun_report::{Entity, EventType, Reading, Span};
use serde::{Deserialize, Serialize};

/// What the sentence around an event says beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Names, numbers and long words of the sentence, folded and sorted; at most [`Context::MOST`].
    pub words: Vec<String>,
    /// What it says of the event's course.
    pub turn: Option<Turn>,
    /// Whom and what the report names most, countries left out: their keys, sorted; at most [`Context::MOST_ABOUT`].
    #[serde(default)]
    pub about: Vec<String>,
    /// The stems of the event's words, with spaces between them; `None` where they are not known.
    #[serde(default)]
    pub stem: Option<String>,
    /// What that word means, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub senses: Vec<String>,
}

impl Context {
    /// How many words are kept.
    pub const MOST: usize = 16;
    /// How many names are kept.
    pub const MOST_ABOUT: usize = 8;
}

/// Words shorter than this are kept only as names and numbers.
const LONG: usize = 6;

/// How many words may stand between a turn and its event.
const TURN_REACH: usize = 24;

/// One word with where it stands.
struct Word {
    span: Span,
    folded: String,
    /// Begins with a capital.
    capital: bool,
}

/// The sentences of a reading with what stands in them.
pub(crate) struct Contexts<'a> {
    reading: &'a Reading,
    sentences: &'a [Span],
    /// All turns with where they stand, and the trigger that each belongs to.
    turns: Vec<(Turn, Span, Span)>,
    about: Vec<String>,
    event_words: Option<&'a EventWords>,
}

impl<'a> Contexts<'a> {
    pub(crate) fn of(
        reading: &'a Reading,
        sentences: &'a [Span],
        turns: Option<&Turns>,
        event_words: Option<&'a EventWords>,
    ) -> Self {
        let mut all = Self { reading, sentences, turns: Vec::new(), about: about(reading), event_words };
        let Some(turns) = turns else { return all };
        for &sentence in sentences {
            let triggers: Vec<Span> = reading
                .events
                .iter()
                .filter(|e| e.kind.is_some() && sentence.contains(e.trigger))
                .map(|e| e.trigger)
                .collect();
            if triggers.is_empty() {
                continue;
            }
            let words = words(&reading.report.text, sentence);
            let texts: Vec<&str> = words.iter().map(|w| w.folded.as_str()).collect();
            for (turn, start, end) in turns.find(&texts) {
                let span = Span::new(words[start].span.start, words[end - 1].span.end);
                let at = |trigger: Span| words.partition_point(|w| w.span.end <= trigger.start);
                let away = |trigger: Span| {
                    let at = at(trigger);
                    if at < start { start - at } else { (at + 1).saturating_sub(end) }
                };
                let nearest = triggers
                    .iter()
                    .copied()
                    .filter(|t| !t.overlaps(span) && away(*t) <= TURN_REACH)
                    .min_by_key(|t| away(*t));
                if let Some(trigger) = nearest {
                    all.turns.push((turn, span, trigger));
                }
            }
        }
        all
    }

    /// The sentence that holds `trigger`; the trigger itself where none does.
    pub(crate) fn sentence(&self, trigger: Span) -> Span {
        let after = self.sentences.partition_point(|s| s.start <= trigger.start);
        after.checked_sub(1).map(|i| self.sentences[i]).filter(|s| s.contains(trigger)).unwrap_or(trigger)
    }

    pub(crate) fn around(&self, trigger: Span, kind: EventType) -> Context {
        let sentence = self.sentence(trigger);
        let telling = |(n, word): &(usize, Word)| {
            let named = word.capital && *n > 0 || word.folded.bytes().any(|b| b.is_ascii_digit());
            !word.span.overlaps(trigger) && (named || word.folded.chars().count() >= LONG)
        };
        let words = words(&self.reading.report.text, sentence);
        let mut telling: Vec<(usize, Word)> = words.into_iter().enumerate().filter(telling).collect();
        telling.sort_by_key(|(n, word)| (!word.capital, *n));
        let mut words: Vec<String> = telling.into_iter().map(|(_, w)| w.folded).collect();
        let mut kept = std::collections::BTreeSet::new();
        words.retain(|w| kept.len() < Context::MOST && kept.insert(w.clone()));
        words.sort();
        let text = trigger.of(&self.reading.report.text);
        let stem = self.event_words.map_or_else(|| folded(text), |known| known.stem(text));
        let senses = self.event_words.map(|known| known.senses(&stem, kind));
        Context {
            words,
            turn: self.turn(trigger).map(|t| t.0),
            about: self.about.clone(),
            stem: Some(stem),
            senses: senses.unwrap_or_default(),
        }
    }

    fn turn(&self, trigger: Span) -> Option<(Turn, Span)> {
        self.turns.iter().find(|t| t.2 == trigger).map(|t| (t.0, t.1))
    }

    /// The time to which the event at `trigger` is put off: the first one ahead that the sentence names behind the
    /// words that put it off; nothing known but that it lies ahead, where it names none.
    pub(crate) fn new_window(&self, trigger: Span) -> Option<Window> {
        let (_, turn) = self.turn(trigger)?;
        let published = Day::of(self.reading.report.published?.date());
        let sentence = self.sentence(trigger);
        let text = &self.reading.report.text;
        let ahead = self
            .reading
            .times
            .iter()
            .filter(|t| sentence.contains(t.span) && t.span.start >= turn.end)
            .map(|t| {
                let mut window = Window::parse(t.from.as_deref(), t.to.as_deref());
                // "Until May 14" ends with the new day.
                window.from = window.from.or(window.to.map(|to| Day(to.0 - 1)));
                let year = t.span.of(text).split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 4);
                if year { window } else { ahead_of(window, published) }
            })
            .find(|w| w.from.is_some() && w.to.is_some_and(|to| to > published));
        Some(ahead.unwrap_or(Window { from: Some(published), to: None }))
    }
}

/// What a report names most often; of equals what comes first.
fn about(reading: &Reading) -> Vec<String> {
    let mut named: Vec<&Entity> = reading.entities.iter().filter(|e| e.ids.iso3.is_none()).collect();
    named.sort_by_key(|e| std::cmp::Reverse(e.mentions.len()));
    let mut about: Vec<String> =
        named.into_iter().take(Context::MOST_ABOUT).map(|e| Key::of_entity(e).as_str().to_owned()).collect();
    about.sort();
    about.dedup();
    about
}

/// A day of the year without its year, which the past tense of "was put off until" set in the past: the next one.
fn ahead_of(window: Window, published: Day) -> Window {
    let (Some(from), Some(to)) = (window.from, window.to) else { return window };
    let back = published.0 - to.0;
    if !(0..366).contains(&back) || to.0 - from.0 > 31 {
        return window;
    }
    let next = |day: Day| Day::of(day.date().saturating_add(jiff::Span::new().years(1)));
    Window { from: Some(next(from)), to: Some(next(to)) }
}

/// The words of `span`: runs of letters and digits.
fn words(text: &str, span: Span) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let inside = span.of(text);
    for (at, c) in inside.char_indices().chain([(inside.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = &inside[from..at];
                words.push(Word {
                    span: Span::new(span.start + from, span.start + at),
                    folded: folded(word),
                    capital: word.chars().next().is_some_and(char::is_uppercase),
                });
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_put_off_to_lies_ahead() {
        let window = |from, to| Window::parse(Some(from), Some(to));
        let published = Day::parse("2026-02-06").unwrap();
        let may = ahead_of(window("2025-05-14", "2025-05-15"), published);
        assert_eq!(may, window("2026-05-14", "2026-05-15"));
        assert_eq!(
            ahead_of(window("2026-03-01", "2026-03-02"), published),
            window("2026-03-01", "2026-03-02")
        );
    }
}
