//! What the outputs of the tag layer stand for.

use super::lemma::Script;
use crate::ModelError;
use crate::model_file::Description;
use segun_report::{Certainty, EventType, Polarity, SourceKind, Stance, When};
use segun_syntax::{Feature, Upos};
use std::ops::Range;

/// One morphological feature of the tag layer.
#[derive(Debug)]
pub(super) struct FeatureLabels {
    /// `None` for a feature that the syntax types do not keep.
    pub(super) kind: Option<Feature>,
    pub(super) values: Vec<String>,
    pub(super) range: Range<usize>,
}

/// The label sets, and where the scores of each stand in a row of the tag layer.
#[derive(Debug)]
pub(super) struct Labels {
    pub(super) upos: Vec<Upos>,
    pub(super) features: Vec<FeatureLabels>,
    pub(super) lemma_scripts: Vec<Script>,
    pub(super) lemma_range: Range<usize>,
    pub(super) entity_tags: Vec<String>,
    pub(super) entity_range: Range<usize>,
    pub(super) cue_tags: Vec<String>,
    pub(super) cue_range: Range<usize>,
    pub(super) role_tags: Vec<String>,
    pub(super) stances: Vec<Stance>,
    pub(super) stance_range: Range<usize>,
    pub(super) source_kinds: Vec<SourceKind>,
    pub(super) source_kind_range: Range<usize>,
    pub(super) event_range: Range<usize>,
    /// Which event tag says that there is one.
    pub(super) event_index: usize,
    /// PLOVER type of each output of the type head; `None` where it is no event.
    pub(super) types: Vec<Option<EventType>>,
    pub(super) type_range: Range<usize>,
    pub(super) argument_tags: Vec<String>,
    pub(super) certainty: Vec<Certainty>,
    pub(super) certainty_range: Range<usize>,
    pub(super) polarity: Vec<Polarity>,
    pub(super) polarity_range: Range<usize>,
    pub(super) when: Vec<When>,
    pub(super) when_range: Range<usize>,
}

impl Labels {
    pub(super) fn new(d: &Description) -> Result<Self, ModelError> {
        let mut at = 0;
        let mut part = |len: usize| {
            at += len;
            at - len..at
        };
        let empty = d.upos.is_empty()
            || d.lemma_scripts.is_empty()
            || d.entity_tags.is_empty()
            || d.cue_tags.is_empty()
            || d.role_tags.is_empty()
            || d.deprels.is_empty()
            || d.features.iter().any(|(_, values)| values.is_empty());
        if empty {
            return Err(ModelError::format("a label set is empty"));
        }
        let unknown = |set: &str| ModelError::format(format!("an unknown label in its {set}"));
        part(d.upos.len());
        let features = d
            .features
            .iter()
            .map(|(name, values)| FeatureLabels {
                kind: Feature::from_name(name),
                values: values.clone(),
                range: part(values.len()),
            })
            .collect();
        Ok(Self {
            upos: d.upos.iter().map(|u| Upos::from_name(u)).collect(),
            features,
            lemma_range: part(d.lemma_scripts.len()),
            lemma_scripts: d
                .lemma_scripts
                .iter()
                .map(|s| Script::parse(s).ok_or_else(|| unknown("lemma scripts")))
                .collect::<Result<_, _>>()?,
            entity_range: part(d.entity_tags.len()),
            entity_tags: d.entity_tags.clone(),
            cue_range: part(d.cue_tags.len()),
            cue_tags: d.cue_tags.clone(),
            role_tags: d.role_tags.clone(),
            stance_range: part(d.stances.len()),
            stances: words(&d.stances, Stance::from_word).ok_or_else(|| unknown("stances"))?,
            source_kind_range: part(d.source_kinds.len()),
            source_kinds: words(&d.source_kinds, SourceKind::from_word)
                .ok_or_else(|| unknown("kinds of source"))?,
            event_range: part(d.event_tags.len()),
            event_index: d.event_tags.iter().position(|t| t != "O").unwrap_or_default(),
            type_range: part(d.event_types.len()),
            types: d.event_types.iter().map(|name| EventType::from_name(name)).collect(),
            argument_tags: d.argument_tags.clone(),
            certainty_range: part(d.certainty.len()),
            certainty: words(&d.certainty, Certainty::from_word).ok_or_else(|| unknown("certainties"))?,
            polarity_range: part(d.polarity.len()),
            polarity: words(&d.polarity, Polarity::from_word).ok_or_else(|| unknown("polarities"))?,
            when_range: part(d.when.len()),
            when: words(&d.when, When::from_word).ok_or_else(|| unknown("times"))?,
        })
    }

    pub(super) fn upos_range(&self) -> Range<usize> {
        0..self.upos.len()
    }

    /// Outputs of the tag layer.
    pub(super) fn width(&self) -> usize {
        self.when_range.end
    }
}

fn words<T>(names: &[String], read: fn(&str) -> Option<T>) -> Option<Vec<T>> {
    names.iter().map(|name| read(name)).collect()
}
