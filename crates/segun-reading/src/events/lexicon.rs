//! The language files of events, read once: `events.tsv`, `event_words.tsv`, `certainty.tsv`,
//! and the verb forms of `cue_forms.tsv`.

use crate::plurals::Plurals;
use rustc_hash::{FxHashMap, FxHashSet};
use segun_language::forms::{self, VerbForms};
use segun_language::{Language, table};
use segun_report::{Certainty, EventType, Polarity, When};
use segun_syntax::{Feature, Sentence, Upos, Word};
use smallvec::SmallVec;

/// What may be asked of the words around a trigger, and who plays which part.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) symmetric: bool,
    pub(super) recipient: Vec<String>,
    pub(super) by: Vec<String>,
    pub(super) no_object: bool,
    pub(super) place: bool,
    pub(super) object: Option<String>,
    pub(super) under: Option<String>,
    pub(super) reflexive: bool,
    pub(super) itself: bool,
    pub(super) personal: bool,
    pub(super) seen: bool,
}

impl Frame {
    /// Whether it asks for something of the words around the trigger that says which sense is meant.
    pub(super) fn asks(&self) -> bool {
        self.object.is_some() || self.under.is_some()
    }
}

/// The class of objects that are places by name, which no list has.
pub(super) const PLACES: &str = "@place";

/// One entry of `events.tsv`.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) line: usize,
    /// Folded words, matched one after the other.
    pub(super) words: Vec<String>,
    /// Which of them is the trigger; `None` where the whole phrase is.
    pub(super) only: Option<usize>,
    pub(super) verb: bool,
    /// `None` where the phrase is no event although it holds a word that names one.
    pub(super) kind: Option<EventType>,
    pub(super) mode: Option<String>,
    pub(super) cameo: String,
    pub(super) frame: Frame,
}

/// Where a marker of certainty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Auxiliary,
    /// An auxiliary that says it only of an infinitive ("va a volver", but "fue visto").
    InfinitiveAuxiliary,
    Adverb,
    Adjective,
    Governor,
    Mark,
    /// A conjunction that makes its clause, and what hangs on that, conditional.
    Condition,
    /// The same where its verb is an infinitive.
    InfinitiveCondition,
    Mood,
}

/// What a marker says; `None` where it says nothing of that axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker {
    pub(super) line: usize,
    pub(super) certainty: Option<Certainty>,
    pub(super) negative: bool,
    pub(super) when: Option<When>,
}

/// Event triggers with frames, certainty markers and the like, of one language.
#[derive(Debug)]
pub struct Lexicon {
    code: &'static str,
    entries: Vec<Entry>,
    by_first: FxHashMap<String, Vec<usize>>,
    classes: FxHashMap<String, FxHashSet<String>>,
    plurals: Plurals,
    markers: FxHashMap<Place, FxHashMap<String, Marker>>,
    forms: VerbForms,
    /// For events that only the type head finds: an entry for each type, verbs first, then nouns.
    by_type: Vec<Entry>,
}

/// The keys under which one word is known: folded lemma, folded form, singular, infinitives.
pub(super) type Keys = SmallVec<[String; 4]>;

impl Lexicon {
    /// Reads the language's files.
    pub fn load(language: Language) -> Self {
        let classes = classes(language);
        let suffixes: Vec<String> = classes.get("reflexive").into_iter().flatten().cloned().collect();
        let entries = entries(language, &suffixes);
        let markers = markers(language);
        let verbs = entries
            .iter()
            .filter(|e| e.verb)
            .map(|e| e.words[0].as_str())
            .chain(markers.values().flat_map(|m| m.keys()).map(String::as_str))
            .chain(classes.values().flatten().map(String::as_str));
        let forms = VerbForms::load(language, verbs);
        let mut by_first: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (i, entry) in entries.iter().enumerate() {
            by_first.entry(entry.words[0].clone()).or_default().push(i);
        }
        let mut plurals = Plurals::default();
        let mut ends: Vec<String> = classes.get("plural").into_iter().flatten().cloned().collect();
        ends.sort_unstable();
        plurals.extend(ends.into_iter());
        let by_type = by_type();
        Self { code: language.code(), entries, by_first, classes, plurals, markers, forms, by_type }
    }

    /// The entry of an event of which no more is known than its type.
    pub(super) fn of_type(&self, kind: EventType, verb: bool) -> Option<&Entry> {
        self.by_type.iter().find(|e| e.kind == Some(kind) && e.verb == verb)
    }

    /// The keys of every word of `sentence`.
    pub(super) fn keys(&self, sentence: &Sentence) -> Vec<Keys> {
        sentence.words.iter().map(|word| self.word_keys(word)).collect()
    }

    fn word_keys(&self, word: &Word) -> Keys {
        let mut keys = Keys::new();
        let mut add = |key: String| {
            if !key.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        };
        let form = forms::fold(&word.form);
        let verbal =
            matches!(word.upos, Upos::Verb | Upos::Aux) || word.features.get(Feature::VerbForm).is_some();
        if verbal {
            for infinitive in self.forms.of(&form) {
                add(infinitive.clone());
            }
        }
        add(forms::fold(&word.lemma));
        if matches!(word.upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Det | Upos::Pron) {
            self.plurals.singulars(&form).for_each(&mut add);
        }
        add(form);
        keys
    }

    /// Whether one of `keys` belongs to class `name`.
    pub(super) fn is(&self, name: &str, keys: &Keys) -> bool {
        self.classes.get(name).is_some_and(|class| keys.iter().any(|key| class.contains(key)))
    }

    /// The entries whose words begin at word `at`, longest first, then those that ask for an object or a governor, since
    /// they know the sense, in file order among equals.
    pub(super) fn matches<'a>(&'a self, keys: &[Keys], at: usize) -> Vec<&'a Entry> {
        let mut found: Vec<(usize, &Entry)> = Vec::new();
        for key in &keys[at] {
            for &i in self.by_first.get(key).into_iter().flatten() {
                let entry = &self.entries[i];
                let all = entry
                    .words
                    .iter()
                    .enumerate()
                    .skip(1)
                    .all(|(k, word)| keys.get(at + k).is_some_and(|keys| keys.contains(word)));
                if all && !found.iter().any(|(j, _)| *j == i) {
                    found.push((i, entry));
                }
            }
        }
        found.sort_by_key(|(i, entry)| (std::cmp::Reverse(entry.words.len()), !entry.frame.asks(), *i));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The marker at `place` for a word with `keys`.
    pub(super) fn marker(&self, place: Place, keys: &Keys) -> Option<(&str, Marker)> {
        let markers = self.markers.get(&place)?;
        keys.iter().find_map(|key| markers.get_key_value(key).map(|(word, marker)| (word.as_str(), *marker)))
    }

    /// The marker at `place` for the words that begin at `at`, several words first.
    pub(super) fn phrase(&self, place: Place, keys: &[Keys], at: usize) -> Option<(&str, Marker)> {
        const LONGEST: usize = 4;
        let markers = self.markers.get(&place)?;
        for length in (2..=LONGEST.min(keys.len() - at)).rev() {
            let hit = markers.iter().filter(|(words, _)| words.contains(' ')).find(|(words, _)| {
                let mut n = 0;
                words.split(' ').enumerate().all(|(k, word)| {
                    n += 1;
                    keys.get(at + k).is_some_and(|keys| keys.iter().any(|key| key == word))
                }) && n == length
            });
            if let Some((words, marker)) = hit {
                return Some((words, *marker));
            }
        }
        self.marker(place, &keys[at])
    }

    /// How an entry of `events.tsv` is named in explanations.
    pub(super) fn entry_name(&self, entry: &Entry) -> String {
        if entry.words.is_empty() {
            return "type head".to_owned();
        }
        format!("{}/events.tsv:{} {}", self.code, entry.line, entry.words.join(" "))
    }

    /// How a marker of `certainty.tsv` is named in explanations.
    pub(super) fn marker_name(&self, word: &str, marker: Marker) -> String {
        format!("{}/certainty.tsv:{} {word}", self.code, marker.line)
    }
}

fn classes(language: Language) -> FxHashMap<String, FxHashSet<String>> {
    let mut classes: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
    for row in table::rows(language.file("event_words.tsv")) {
        classes.entry(row.get(0).to_owned()).or_default().extend(row.list(1).map(forms::fold));
    }
    classes
}

fn entries(language: Language, reflexive: &[String]) -> Vec<Entry> {
    let mut all = Vec::new();
    for row in table::rows(language.file("events.tsv")) {
        let kind = EventType::from_name(row.get(0));
        if kind.is_none() && row.get(0) != "-" {
            continue;
        }
        let some = |text: &str| (text != "-" && !text.is_empty()).then(|| text.to_owned());
        let verb = row.get(3) == "verb";
        let frame = frame(row.list(5));
        for phrase in row.list(4) {
            let mut frame = frame.clone();
            let mut only = None;
            let mut words: Vec<String> = Vec::new();
            for (k, word) in phrase.split_whitespace().enumerate() {
                if let Some(word) = word.strip_suffix('*') {
                    only = Some(k);
                    words.push(forms::fold(word));
                } else {
                    words.push(forms::fold(word));
                }
            }
            let Some(first) = words.first_mut() else { continue };
            if verb && let Some(suffix) = reflexive.iter().find(|s| first.ends_with(s.as_str())) {
                first.truncate(first.len() - suffix.len());
                // "reunir-se": where the pronoun is written apart.
                first.truncate(first.trim_end_matches('-').len());
                frame.reflexive = true;
            }
            all.push(Entry {
                line: row.line,
                words,
                only,
                verb,
                kind,
                mode: some(row.get(1)),
                cameo: row.get(2).to_owned(),
                frame,
            });
        }
    }
    all
}

/// One entry for each type, of verbs and of nouns, without words or conditions.
fn by_type() -> Vec<Entry> {
    let entry = |verb: bool, kind: EventType| Entry {
        line: 0,
        words: Vec::new(),
        only: None,
        verb,
        kind: Some(kind),
        mode: None,
        cameo: kind.cameo().to_owned(),
        frame: Frame {
            symmetric: matches!(kind, EventType::Consult | EventType::Cooperate),
            ..Frame::default()
        },
    };
    [true, false]
        .into_iter()
        .flat_map(|verb| EventType::ALL.iter().map(move |kind| entry(verb, *kind)))
        .collect()
}

fn frame<'a>(parts: impl Iterator<Item = &'a str>) -> Frame {
    let mut frame = Frame::default();
    let several = |text: &str| text.split('|').map(forms::fold).collect();
    for part in parts {
        match part.split_once(':') {
            Some(("rec", words)) => frame.recipient = several(words),
            Some(("by", words)) => frame.by = several(words),
            Some(("obj", class)) => frame.object = Some(class.to_owned()),
            Some(("under", class)) => frame.under = Some(class.to_owned()),
            _ => match part {
                "sym" => frame.symmetric = true,
                "noobj" => frame.no_object = true,
                "place" => frame.place = true,
                "refl" => frame.reflexive = true,
                "self" => frame.itself = true,
                "personal" => frame.personal = true,
                "seen" => frame.seen = true,
                _ => {}
            },
        }
    }
    frame
}

fn markers(language: Language) -> FxHashMap<Place, FxHashMap<String, Marker>> {
    let mut all: FxHashMap<Place, FxHashMap<String, Marker>> = FxHashMap::default();
    for row in table::rows(language.file("certainty.tsv")) {
        let place = match row.get(0) {
            "aux" => Place::Auxiliary,
            "aux_infinitive" => Place::InfinitiveAuxiliary,
            "adverb" => Place::Adverb,
            "adjective" => Place::Adjective,
            "governor" => Place::Governor,
            "mark" => Place::Mark,
            "condition" => Place::Condition,
            "condition_infinitive" => Place::InfinitiveCondition,
            "mood" => Place::Mood,
            _ => continue,
        };
        let marker = Marker {
            line: row.line,
            certainty: Certainty::from_word(row.get(1)),
            negative: Polarity::from_word(row.get(2)) == Some(Polarity::Negative),
            when: When::from_word(row.get(3)),
        };
        for word in row.list(4) {
            // The first entry of a word counts.
            all.entry(place).or_default().entry(forms::fold(word)).or_insert(marker);
        }
    }
    all
}
