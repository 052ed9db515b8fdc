//! Morphological features, packed.

macro_rules! features {
    ($($name:ident [$($value:literal),*]),* $(,)?) => {
        /// Morphological features kept (UD v2); others are dropped on reading.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // the standard's own names
        pub enum Feature { $($name),* }

        impl Feature {
            /// All features, in the alphabetical order in which CoNLL-U writes them.
            pub const ALL: &'static [Feature] = &[$(Feature::$name),*];

            /// The standard's name.
            pub fn as_str(self) -> &'static str {
                match self { $(Feature::$name => stringify!($name)),* }
            }

            /// The feature named `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                $(if name == stringify!($name) { return Some(Feature::$name); })*
                None
            }

            /// Its values; a packed value `v` stands for `values()[v - 1]`.
            pub fn values(self) -> &'static [&'static str] {
                match self { $(Feature::$name => &[$($value),*]),* }
            }
        }
    };
}

features! {
    Abbr ["Yes"],
    AdpType ["Prep", "Preppron"],
    AdvType ["Tim"],
    Case ["Acc", "Com", "Dat", "Gen", "Nom", "Acc,Dat", "Acc,Nom"],
    Definite ["Def", "Ind"],
    Degree ["Abs", "Cmp", "Dim", "Pos", "Sup", "Aug"],
    ExtPos ["ADJ", "ADP", "ADV", "CCONJ", "PRON", "PROPN", "SCONJ"],
    Foreign ["Yes"],
    Gender ["Fem", "Masc", "Neut", "Fem,Masc"],
    Mood ["Cnd", "Imp", "Ind", "Sub"],
    NumForm ["Digit", "Roman", "Word", "Combi"],
    NumType ["Card", "Frac", "Mult", "Ord", "Range", "Sets"],
    Number ["Plur", "Sing"],
    Person ["1", "2", "3"],
    Polarity ["Neg", "Pos"],
    Polite ["Form", "Infm"],
    Poss ["Yes"],
    PrepCase ["Npr", "Pre"],
    PronType ["Art", "Dem", "Emp", "Exc", "Ind", "Int", "Int,Rel", "Neg", "Prs", "Rcp", "Rel", "Tot"],
    PunctSide ["Fin", "Ini"],
    PunctType ["Brck", "Colo", "Comm", "Dash", "Excl", "Peri", "Qest", "Quot", "Semi"],
    Reflex ["Yes"],
    Tense ["Fut", "Imp", "Past", "Pqp", "Pres"],
    Typo ["Yes"],
    VerbForm ["Fin", "Ger", "Inf", "Part"],
    Voice ["Pass"],
}

/// The features of one word: a byte each, 0 where absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Features([u8; Feature::ALL.len()]);

impl Features {
    /// The value of `feature`.
    pub fn get(&self, feature: Feature) -> Option<&'static str> {
        let value = self.0[feature as usize];
        (value > 0).then(|| feature.values()[usize::from(value) - 1])
    }

    /// Whether `feature` has `value`.
    pub fn is(&self, feature: Feature, value: &str) -> bool {
        self.get(feature) == Some(value)
    }

    /// Sets `feature` to `value`; a value outside the set is dropped.
    pub fn set(&mut self, feature: Feature, value: &str) {
        if let Some(i) = feature.values().iter().position(|v| *v == value) {
            self.0[feature as usize] = i as u8 + 1;
        }
    }

    /// Reads CoNLL-U's `A=B|C=D` (or `_`).
    pub fn parse(text: &str) -> Self {
        let mut features = Self::default();
        for pair in text.split('|') {
            if let Some((name, value)) = pair.split_once('=')
                && let Some(feature) = Feature::from_name(name)
            {
                features.set(feature, value);
            }
        }
        features
    }
}

impl std::fmt::Display for Features {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut first = true;
        for &feature in Feature::ALL {
            if let Some(value) = self.get(feature) {
                write!(f, "{}{}={value}", if first { "" } else { "|" }, feature.as_str())?;
                first = false;
            }
        }
        if first { f.write_str("_") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_columns_text() {
        let text = "Gender=Masc|Number=Plur|VerbForm=Part";
        assert_eq!(Features::parse(text).to_string(), text);
        assert_eq!(Features::parse("_").to_string(), "_");
        assert!(Features::parse("Mood=Cnd|Nonsense=1").is(Feature::Mood, "Cnd"));
    }
}
