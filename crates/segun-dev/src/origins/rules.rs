//! Rewriting by the rules of a language (`data/origins/CODE.tsv`), as an editor does it in a hurry.

use crate::random::Random;
use segun_language::table;
use std::collections::BTreeMap;

/// Words in the longest phrase that is replaced.
const LONGEST: usize = 5;
/// Words that an opening clause or a closing attribution has at most when it changes place.
const CLAUSE: usize = 12;

/// The rules of one language.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// What stands for a phrase, in lower case; empty where it is left out.
    instead: BTreeMap<String, String>,
    /// Verbs of attribution.
    say: Vec<String>,
    /// Lines that outlets add.
    pub(super) boilerplate: Vec<String>,
    /// Headlines with a place for words of the report.
    pub(super) headlines: Vec<String>,
    /// Credits with a place for an agency's name.
    pub(super) credits: Vec<String>,
}

impl Rules {
    /// The rules for language `code`.
    pub(super) fn load(code: &str) -> Self {
        let text = match code {
            "es" => include_str!("../../data/origins/es.tsv"),
            "pt" => include_str!("../../data/origins/pt.tsv"),
            _ => "",
        };
        let mut rules = Self::default();
        for row in table::rows(text) {
            match row.get(0) {
                "boilerplate" => rules.boilerplate.push(row.get(1).to_owned()),
                "headline" => rules.headlines.push(row.get(1).to_owned()),
                "credit" => rules.credits.push(row.get(1).to_owned()),
                "drop" => rules.instead.extend(row.list(1).map(|word| (word.to_owned(), String::new()))),
                "say" => {
                    let verbs: Vec<&str> = row.list(1).collect();
                    for (i, verb) in verbs.iter().enumerate() {
                        let next = verbs[(i + 1) % verbs.len()];
                        rules.instead.insert((*verb).to_owned(), next.to_owned());
                        rules.say.push((*verb).to_owned());
                    }
                }
                _ => {
                    for (a, b) in row.list(1).filter_map(|pair| pair.split_once('=')) {
                        rules.instead.entry(a.to_owned()).or_insert_with(|| b.to_owned());
                        rules.instead.entry(b.to_owned()).or_insert_with(|| a.to_owned());
                    }
                }
            }
        }
        rules
    }

    /// The sentence in other words: attribution, clauses and asides changed, then words and phrases.
    pub(super) fn rewritten(&self, sentence: &str, random: &mut Random) -> String {
        let mut sentence = without_asides(sentence, random);
        sentence = self.attribution_first(&sentence).unwrap_or(sentence);
        if random.chance(0.7) {
            sentence = opening_last(&sentence).unwrap_or(sentence);
        }
        self.in_other_words(&sentence)
    }

    /// "A, said B." becomes "B said: A."
    fn attribution_first(&self, sentence: &str) -> Option<String> {
        let body = sentence.strip_suffix('.')?;
        let (said, rest) = body.rsplit_once(", ")?;
        let (verb, who) = rest.split_once(' ')?;
        let fits = self.say.iter().any(|say| say == verb) && who.split_whitespace().count() <= CLAUSE;
        fits.then(|| format!("{} {verb}: {said}.", capitalised(who)))
    }

    fn in_other_words(&self, sentence: &str) -> String {
        let words: Vec<&str> = sentence.split(' ').collect();
        let mut out: Vec<String> = Vec::with_capacity(words.len());
        let mut i = 0;
        while i < words.len() {
            let fits = (1..=LONGEST.min(words.len() - i)).rev().find_map(|length| {
                let phrase = words[i..i + length].join(" ");
                let core = phrase.trim_matches(|c: char| !c.is_alphanumeric());
                let instead = self.instead.get(&core.to_lowercase())?;
                let (before, after) = phrase.split_once(core)?;
                let instead =
                    if core.starts_with(char::is_uppercase) { capitalised(instead) } else { instead.clone() };
                Some((length, format!("{before}{instead}{after}")))
            });
            match fits {
                Some((length, word)) => {
                    out.push(word);
                    i += length;
                }
                None => {
                    out.push(words[i].to_owned());
                    i += 1;
                }
            }
        }
        out.retain(|word| !word.is_empty());
        out.join(" ")
    }
}

/// "In June, the mill burned." becomes "The mill burned, in June."
fn opening_last(sentence: &str) -> Option<String> {
    let body = sentence.strip_suffix('.')?;
    let (opening, rest) = body.split_once(", ")?;
    let words = opening.split_whitespace().count();
    let long = rest.split_whitespace().count() >= 4;
    (words <= CLAUSE && long).then(|| format!("{}, {}.", capitalised(rest), lowered(opening)))
}

/// Leaves out half of what stands in brackets and some short asides between commas.
fn without_asides(sentence: &str, random: &mut Random) -> String {
    let mut out = sentence.to_owned();
    if let (Some(start), true) = (out.find(" ("), random.chance(0.5))
        && let Some(length) = out[start..].find(')')
    {
        out.replace_range(start..start + length + 1, "");
    }
    let parts: Vec<&str> = out.split(", ").collect();
    if parts.len() >= 3 && random.chance(0.4) {
        let at = 1 + random.below(parts.len() - 2);
        if parts[at].split_whitespace().count() <= 6 {
            let rest = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| *part);
            return rest.collect::<Vec<_>>().join(", ");
        }
    }
    out
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_said_in_other_words() {
        let rules = Rules::load("es");
        assert_eq!(
            rules.attribution_first("El puente abrirá hoy, dijo el alcalde.").unwrap(),
            "El alcalde dijo: El puente abrirá hoy."
        );
        assert_eq!(rules.in_other_words("Debido a la crisis, el presidente dijo que 7 muy bien."), {
            "A causa de la emergencia, el mandatario señaló que siete bien."
        });
        assert_eq!(
            opening_last("En junio, ardió el viejo molino.").unwrap(),
            "Ardió el viejo molino, en junio."
        );
    }

    #[test]
    fn every_language_has_all_rules() {
        for code in ["es", "pt"] {
            let rules = Rules::load(code);
            assert!(rules.instead.len() > 400 && rules.say.len() > 20, "{code}");
            assert!(rules.boilerplate.len() > 5 && rules.headlines.len() > 3 && !rules.credits.is_empty());
        }
    }
}
