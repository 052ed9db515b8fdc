//! Pronouns written onto the end of a verb form ("reunirse", "dárselo"), or into it ("dar-se-á").
//!
//! A token is opened where its end is a known pronoun or group of pronouns and what is
//! left has the shape of a verb form that can carry them. Both are data, `clitics.tsv`;
//! so are the words that only look like it.

use crate::characters::is_hyphen;
use rustc_hash::{FxHashMap, FxHashSet};
use segun_language::{Language, table};

/// The shape of a verb form that can carry pronouns.
#[derive(Debug)]
struct Host {
    /// How it ends before the pronouns.
    written: String,
    /// How it ends without them.
    alone: String,
    /// Whether an accent must stand before the end, and goes when the pronouns go.
    stressed: bool,
    /// Whether two pronouns or more are needed.
    several: bool,
    /// Pronouns that it does not carry first.
    without: Vec<String>,
}

/// How a verb form with pronouns inside it is made up.
#[derive(Debug)]
struct Frame {
    /// How the stem ends before the pronouns.
    written: String,
    /// How it ends without them.
    alone: String,
    /// Ends of the form behind the pronouns.
    ends: Vec<String>,
}

/// Verbs with pronouns attached.
#[derive(Debug, Default)]
pub(crate) struct Clitics {
    /// Pronouns and groups of pronouns, with the single pronouns of each.
    groups: FxHashMap<String, Vec<String>>,
    /// Longest group, in bytes.
    longest: usize,
    hosts: Vec<Host>,
    frames: Vec<Frame>,
    /// Ends of what is left that are no verb forms.
    not_hosts: Vec<String>,
    /// Whole words that are no verb with pronouns.
    not: FxHashSet<String>,
    /// Ends of words that are no verb with pronouns.
    not_ending: Vec<String>,
}

/// Fewest letters of a verb form.
const SHORTEST_HOST: usize = 2;

impl Clitics {
    pub(crate) fn load(language: Language) -> Self {
        let mut clitics = Self::default();
        for row in table::rows(language.file("clitics.tsv")) {
            match row.get(0) {
                "pronoun" | "group" => {
                    let parts: Vec<String> = row.get(1).split_whitespace().map(str::to_owned).collect();
                    let written = parts.concat();
                    clitics.longest = clitics.longest.max(written.len());
                    clitics.groups.insert(written, parts);
                }
                "host" => clitics.hosts.push(Host {
                    written: row.get(1).to_owned(),
                    alone: row.get(2).to_owned(),
                    stressed: row.list(3).any(|flag| flag == "stressed"),
                    several: row.list(3).any(|flag| flag == "several"),
                    without: row.list(4).map(str::to_owned).collect(),
                }),
                "between" => clitics.frames.push(Frame {
                    written: row.get(1).to_owned(),
                    alone: row.get(2).to_owned(),
                    ends: row.list(3).map(str::to_owned).collect(),
                }),
                "no-host" => clitics.not_hosts.extend(row.list(1).map(str::to_owned)),
                "not" => {
                    for word in row.get(1).split_whitespace() {
                        match word.strip_prefix('-') {
                            Some(end) => clitics.not_ending.push(end.to_owned()),
                            None => {
                                clitics.not.insert(word.to_owned());
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        clitics.hosts.sort_by_key(|host| std::cmp::Reverse(host.written.len()));
        clitics
    }

    /// The parts of `word` (in lower case): the verb form alone, the number of bytes that it
    /// takes up in `word`, and the pronouns. `None` where it is a word by itself.
    pub(crate) fn split(&self, word: &str) -> Option<(String, usize, &[String])> {
        if self.hosts.is_empty() || word.len() > 40 {
            return None;
        }
        // Longest group first: "dárselo" is "dar" + "se" + "lo", not "darse" + "lo".
        let shortest = word.len().saturating_sub(self.longest);
        for at in (shortest..word.len()).filter(|&at| word.is_char_boundary(at)) {
            let Some(group) = self.groups.get(&word[at..]) else { continue };
            if self.not.contains(word) || self.not_ending.iter().any(|end| word.ends_with(end.as_str())) {
                return None;
            }
            let left = &word[..at];
            if self.not_hosts.iter().any(|end| left.ends_with(end.as_str())) {
                continue;
            }
            if let Some(host) = self.hosts.iter().find_map(|host| host.alone(left, group)) {
                return Some((host, at, group));
            }
        }
        None
    }
}

impl Clitics {
    /// The verb form that `word` (in lower case) is without the pronouns between its stem and its end, and
    /// where they stand.
    pub(crate) fn split_between(&self, word: &str) -> Option<(String, Vec<(usize, usize)>)> {
        if self.frames.is_empty() || word.len() > 40 {
            return None;
        }
        let hyphens: Vec<(usize, &str)> = word.match_indices(is_hyphen).collect();
        let (&(first, _), &(last, hyphen)) = (hyphens.first()?, hyphens.last()?);
        let (stem, end) = (&word[..first], &word[last + hyphen.len()..]);
        let mut pronouns = Vec::with_capacity(hyphens.len());
        for pair in hyphens.windows(2) {
            let (begin, end) = (pair[0].0 + pair[0].1.len(), pair[1].0);
            if !self.groups.contains_key(&word[begin..end]) {
                return None;
            }
            pronouns.push((begin, end));
        }
        let frame = self.frames.iter().find(|frame| {
            stem.len() > frame.written.len()
                && stem.ends_with(&frame.written)
                && frame.ends.iter().any(|e| e == end)
        })?;
        let stem = &stem[..stem.len() - frame.written.len()];
        (!pronouns.is_empty()).then(|| (format!("{stem}{}{end}", frame.alone), pronouns))
    }
}

impl Host {
    /// The verb form that `left` is without pronouns, where it has this shape.
    fn alone(&self, left: &str, pronouns: &[String]) -> Option<String> {
        let stem = left.strip_suffix(self.written.as_str())?;
        if left.chars().count() < SHORTEST_HOST || (self.several && pronouns.len() < 2) {
            return None;
        }
        if pronouns.first().is_some_and(|first| self.without.contains(first)) {
            return None;
        }
        if !self.stressed {
            return Some(format!("{stem}{}", self.alone));
        }
        let plain: String = stem.chars().map(without_acute).collect();
        (plain != stem).then(|| format!("{plain}{}", self.alone))
    }
}

fn without_acute(c: char) -> char {
    match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' => 'u',
        other => other,
    }
}
