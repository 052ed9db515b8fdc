//! How the tree links an event's word with another word of its sentence, as a small number.

use segun_syntax::{Sentence, Word};

/// Relations that are told apart; all others are one more.
const RELATIONS: [&str; 7] = ["nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod"];

/// How many numbers a relation takes.
const KINDS: u8 = RELATIONS.len() as u8 + 1;

/// Where each kind of link begins; 0 is that of words in different sentences.
const CHILD: u8 = 1;
const BELOW_CHILD: u8 = CHILD + KINDS;
const BESIDE: u8 = BELOW_CHILD + KINDS;
const BELOW_BESIDE: u8 = BESIDE + KINDS;
const ABOVE: u8 = BELOW_BESIDE + KINDS;
const SUBJECT_FURTHER_UP: u8 = ABOVE + 1;
const FURTHER_UP: u8 = ABOVE + 2;
const ELSEWHERE: u8 = ABOVE + 3;
const SAME_WORD: u8 = ABOVE + 4;

/// How `word` is linked with the event at `event`: by which relation it, or what is above it, hangs on the event's word, on
/// the word above that, or one further up.
pub(super) fn between(sentence: &Sentence, event: usize, word: usize) -> u8 {
    if event == word {
        return SAME_WORD;
    }
    let above = |w: usize| sentence.words[w].head;
    // The word on the way up from `word` that hangs on `head`.
    let hanging =
        |head: usize| std::iter::once(word).chain(sentence.ancestors(word)).find(|&w| above(w) == Some(head));
    if let Some(child) = hanging(event) {
        return relation(&sentence.words[child]) + if child == word { CHILD } else { BELOW_CHILD };
    }
    if sentence.is_below(event, word) {
        return ABOVE;
    }
    let Some(head) = above(event) else { return ELSEWHERE };
    if let Some(sibling) = hanging(head) {
        return relation(&sentence.words[sibling]) + if sibling == word { BESIDE } else { BELOW_BESIDE };
    }
    match above(head).and_then(hanging) {
        Some(child) if sentence.words[child].relation.is("nsubj") => SUBJECT_FURTHER_UP,
        Some(_) => FURTHER_UP,
        None => ELSEWHERE,
    }
}

/// The number of the word's relation: with its subtype where that is told apart.
fn relation(word: &Word) -> u8 {
    let whole = RELATIONS.iter().position(|r| *r == word.relation.as_str());
    whole.or_else(|| RELATIONS.iter().position(|r| word.relation.is(r))).unwrap_or(RELATIONS.len()) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_syntax::Relation;

    /// "Ana said that Juan bought bread": heads and relations by hand.
    fn sentence() -> Sentence {
        let word = |head: Option<usize>, relation| Word {
            head,
            relation: Relation::new(relation),
            ..Word::default()
        };
        let words = vec![
            word(Some(1), "nsubj"),
            word(None, "root"),
            word(Some(4), "mark"),
            word(Some(4), "nsubj"),
            word(Some(1), "ccomp"),
            word(Some(4), "obj"),
        ];
        Sentence { words, ..Sentence::default() }
    }

    #[test]
    fn links_are_told_apart() {
        let sentence = sentence();
        let link = |event, word| between(&sentence, event, word);
        assert_eq!(link(4, 3), CHILD);
        assert_eq!(link(4, 5), CHILD + 2);
        assert_eq!(link(4, 0), BESIDE);
        assert_eq!(link(4, 1), ABOVE);
        assert_eq!(link(1, 3), BELOW_CHILD + KINDS - 1);
        assert_eq!(link(5, 0), SUBJECT_FURTHER_UP);
        assert_eq!(link(4, 4), SAME_WORD);
    }
}
