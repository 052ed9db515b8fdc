//! The loaded model.

use crate::ModelError;
use crate::alone::alone;
use crate::attributor::Attributor;
use crate::forward::{self, Transformer};
use crate::heads::{self, Found, Heads};
use crate::kernels::Kernels;
use crate::model_file::ModelFile;
use crate::participants::Participants;
use crate::pieces::Pieces;
use crate::window::{self, Window};
use segun_syntax::{Analysis, AttributionGuess, Range, Relation, Sentence};
use std::cell::RefCell;

/// A vector of each word of each sentence.
pub type WordVectors = Vec<Vec<Vec<f32>>>;

/// A loaded model. Shared by all threads.
#[derive(Debug)]
pub struct Encoder {
    version: String,
    languages: Vec<String>,
    max_pieces: usize,
    pieces: Pieces,
    transformer: Transformer,
    heads: Heads,
    attributor: Option<Attributor>,
    participants: Option<Participants>,
}

/// Room that a thread uses again for every batch.
#[derive(Debug, Default)]
struct Room {
    kernels: Kernels,
    forward: forward::Room,
    heads: heads::Room,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

impl Encoder {
    /// Reads a model file's bytes.
    ///
    /// # Errors
    /// [`ModelError::Format`] where the bytes are no model, truncated or of an unknown format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let file = ModelFile::open(bytes)?;
        let kernels = Kernels::default();
        let pieces = Pieces::load(&file)?;
        let transformer = Transformer::load(&file, &kernels, pieces.len())?;
        let heads = Heads::load(&file, &kernels)?;
        let attributor = Attributor::load(&file, &kernels)?;
        let participants = Participants::load(&file)?;
        let description = file.description;
        Ok(Self {
            version: description.version,
            languages: description.languages,
            max_pieces: description.max_positions,
            pieces,
            transformer,
            heads,
            attributor,
            participants,
        })
    }

    /// The model's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// ISO 639-1 codes of the languages that the model was made for.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// The network that reads source, cue and content of possible attributions, where the model has one.
    pub fn attributor(&self) -> Option<&Attributor> {
        self.attributor.as_ref()
    }

    /// The network that reads who takes part in a report's events, where the model has one.
    pub fn participants(&self) -> Option<&Participants> {
        self.participants.as_ref()
    }

    /// Analyses sentences; the answer has one item a sentence, in order.
    ///
    /// What is said of a sentence depends on that sentence alone, not on its neighbours.
    pub fn analyse(&self, sentences: Vec<Sentence>) -> Vec<Analysis> {
        self.analyse_batches(sentences, |_, _| {})
    }

    /// The same, with the last layer's row of each word of each sentence: what the word means there, as the heads
    /// see it. For measuring likeness; empty for a word that is in no window.
    pub fn analyse_with_vectors(&self, sentences: Vec<Sentence>) -> (Vec<Analysis>, WordVectors) {
        let mut vectors: WordVectors = sentences.iter().map(|s| vec![Vec::new(); s.words.len()]).collect();
        let analyses = self.analyse_batches(sentences, |members, rows| {
            let count: usize = members.iter().map(|w| w.rows.len() + 1).sum();
            let mut rows = rows.chunks(rows.len() / count.max(1));
            for window in members {
                // The first row of a window is the sentence's.
                let own = rows.by_ref().take(window.rows.len() + 1).skip(1);
                for (word, row) in window.words.clone().zip(own) {
                    vectors[window.sentence][word] = row.to_vec();
                }
            }
        });
        (analyses, vectors)
    }

    /// Analyses sentences; `each` sees the windows of every batch with the last layer's rows.
    fn analyse_batches(
        &self,
        sentences: Vec<Sentence>,
        mut each: impl FnMut(&[&Window], &[f32]) + Send,
    ) -> Vec<Analysis> {
        let windows = window::windows(&sentences, &self.pieces, self.max_pieces);
        let mut found: Vec<Option<Found>> = windows.iter().map(|_| None).collect();
        alone(|| {
            ROOM.with_borrow_mut(|room| {
                for batch in window::batches(&windows) {
                    let members: Vec<&Window> = batch.iter().map(|&i| &windows[i]).collect();
                    self.transformer.run(&room.kernels, &members, &mut room.forward);
                    each(&members, &room.forward.rows);
                    let read = self.heads.read(&room.kernels, &members, &room.forward.rows, &mut room.heads);
                    for (i, one) in batch.into_iter().zip(read) {
                        found[i] = Some(one);
                    }
                }
            });
        });
        let mut analyses: Vec<Analysis> =
            sentences.into_iter().map(|sentence| Analysis { sentence, ..Analysis::default() }).collect();
        for (window, found) in windows.iter().zip(found) {
            if let Some(found) = found {
                self.join(&mut analyses[window.sentence], window, found);
            }
        }
        analyses
    }

    /// Puts what was found in a window into its sentence.
    fn join(&self, analysis: &mut Analysis, window: &Window, found: Found) {
        let first = window.words.start;
        // The root of a later window of one sentence hangs on the first word without a head.
        let above = analysis.sentence.words[..first].iter().position(|w| w.head.is_none());
        for (i, tags) in found.words.iter().enumerate() {
            let word = &mut analysis.sentence.words[first + i];
            word.upos = tags.upos;
            word.features = tags.features;
            word.lemma = self.heads.lemma(tags.lemma, &word.form);
            (word.head, word.relation) = match found.heads[i] {
                0 if above.is_some() => (above, Relation::new("parataxis")),
                0 => (None, found.relations[i]),
                head => (Some(first + head - 1), found.relations[i]),
            };
        }
        let shift = |range: Range| range.start + first..range.end + first;
        analysis.events.extend(found.rest.events);
        analysis.speech.extend(found.rest.speech);
        analysis.voices.extend(found.rest.voices);
        analysis.meanings.extend(found.rest.meanings);
        analysis.arguments.extend(found.rest.arguments.into_iter().map(|mut guess| {
            guess.trigger += first;
            guess.first = first;
            guess
        }));
        analysis.entities.extend(found.rest.entities.into_iter().map(|mut entity| {
            entity.words = shift(entity.words);
            entity
        }));
        analysis.attributions.extend(found.rest.attributions.into_iter().map(|guess| AttributionGuess {
            cue: shift(guess.cue),
            source: guess.source.into_iter().map(shift).collect(),
            content: guess.content.into_iter().map(shift).collect(),
            ..guess
        }));
    }
}
