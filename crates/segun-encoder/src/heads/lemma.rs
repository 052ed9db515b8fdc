//! Lemma scripts: a lemma as a string rule over its form.
//!
//! `l2|ar`: lowercase the form, drop its last two characters, add "ar"; `k0|`: the form as
//! it stands. The training recipe (`training/lemma.py`) makes the same rules.

/// One rule.
#[derive(Debug)]
pub(super) struct Script {
    lowercase: bool,
    strip: usize,
    suffix: String,
}

impl Script {
    /// Reads a rule; `None` where it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (head, suffix) = text.split_once('|')?;
        let lowercase = match head.get(..1)? {
            "l" => true,
            "k" => false,
            _ => return None,
        };
        Some(Self { lowercase, strip: head[1..].parse().ok()?, suffix: suffix.to_owned() })
    }

    /// The lemma; a form too short for the rule is its own.
    pub(super) fn apply(&self, form: &str) -> String {
        let mut base = if self.lowercase { form.to_lowercase() } else { form.to_owned() };
        let length = base.chars().count();
        if self.strip > length {
            return base;
        }
        if let Some((cut, _)) = base.char_indices().nth(length - self.strip) {
            base.truncate(cut);
        }
        base + &self.suffix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_strip_and_add() {
        let apply = |rule: &str, form: &str| Script::parse(rule).unwrap().apply(form);
        assert_eq!(apply("l2|ar", "Negó"), "near");
        assert_eq!(apply("l1|ar", "Llegó"), "llegar");
        assert_eq!(apply("k0|", "EE"), "EE");
        assert_eq!(apply("l5|x", "de"), "de");
        assert_eq!(apply("l0|", "ÉL"), "él");
        assert!(Script::parse("x").is_none());
        assert!(Script::parse("l|a").is_none());
    }
}
