//! The main path: a report in, its reading out.

use crate::{Document, attributions, entities, events, threads, times};
use segun_encoder::{Encoder, ModelError, WordVectors};
use segun_knowledge::actors::Actors;
use segun_language::Language;
use segun_report::{Attribution, Event, Reading, Report, Thread, Time};
use segun_syntax::Analysis;
use segun_tokens::Tokenizer;

/// What to look for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Also events outside PLOVER's types.
    pub all_events: bool,
}

/// Why a report could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The report's language is unknown: neither given nor detected.
    #[error("the report's language is not known; give it with the report")]
    NoLanguage,
    /// The language is not served.
    #[error("language '{0}' is not served; `segun languages` lists those that are")]
    UnknownLanguage(String),
}

/// Everything needed to read one language.
#[derive(Debug)]
struct LanguageReader {
    language: Language,
    tokenizer: Tokenizer,
    times: times::Grammar,
    entities: entities::Lexicon,
    attributions: attributions::Lexicon,
    events: events::Lexicon,
}

impl LanguageReader {
    fn load(language: Language) -> Self {
        Self {
            language,
            tokenizer: Tokenizer::new(language),
            times: times::Grammar::load(language),
            entities: entities::Lexicon::load(language),
            attributions: attributions::Lexicon::load(language),
            events: events::Lexicon::load(language),
        }
    }
}

/// Reads reports. Loaded once, shared by all threads.
#[derive(Debug)]
pub struct Reader {
    encoder: Encoder,
    languages: Vec<LanguageReader>,
    actors: Actors,
}

impl Reader {
    /// A reader around the model in `model`, with the actors that come with the program.
    ///
    /// # Errors
    /// Where the bytes are no model.
    pub fn from_model(model: &[u8]) -> Result<Self, ModelError> {
        let encoder = Encoder::from_bytes(model)?;
        let languages = Language::all().into_iter().map(LanguageReader::load).collect();
        Ok(Self { encoder, languages, actors: Actors::bundled() })
    }

    /// The same reader, with `actors` in place of those that come with the program.
    #[must_use]
    pub fn with_actors(self, actors: Actors) -> Self {
        Self { actors, ..self }
    }

    /// The model's version.
    pub fn model_version(&self) -> &str {
        self.encoder.version()
    }

    /// Tags and trees of a report, without the later steps.
    ///
    /// # Errors
    /// Where the report's language is missing or not served.
    pub fn parse(&self, report: &Report) -> Result<Vec<Analysis>, ReadError> {
        let tools = self.tools(report)?;
        Ok(self.encoder.analyse(tools.tokenizer.sentences(&report.text)))
    }

    /// The same, with the encoder's vector of each word of each sentence.
    ///
    /// # Errors
    /// Where the report's language is missing or not served.
    pub fn parse_with_vectors(&self, report: &Report) -> Result<(Vec<Analysis>, WordVectors), ReadError> {
        let tools = self.tools(report)?;
        Ok(self.encoder.analyse_with_vectors(tools.tokenizer.sentences(&report.text)))
    }

    /// Reads one report.
    ///
    /// # Errors
    /// Where the report's language is missing or not served.
    pub fn read(&self, report: Report, options: Options) -> Result<Reading, ReadError> {
        let sentences = self.parse(&report)?;
        self.read_parsed(report, sentences, options)
    }

    /// Reads one report of which [`Reader::parse`] gave `sentences`.
    ///
    /// # Errors
    /// Where the report's language is missing or not served.
    pub fn read_parsed(
        &self,
        report: Report,
        sentences: Vec<Analysis>,
        options: Options,
    ) -> Result<Reading, ReadError> {
        let read = self.up_to_events(report, sentences)?;
        let events = events::find(read.sources(), self.encoder.participants(), options.all_events);
        let threads = threads::find(&read.document, &read.entities, &read.times, &read.attributions, &events);
        Ok(read.reading(events, threads))
    }

    /// Reads one report by rules up to its events, and says what the network of participants is told of them, with the
    /// encoder's vector of each word: for training that network.
    ///
    /// # Errors
    /// Where the report's language is missing or not served.
    pub fn graphs(&self, report: Report) -> Result<(Reading, Vec<events::Graph>, WordVectors), ReadError> {
        let (sentences, vectors) = self.parse_with_vectors(&report)?;
        let read = self.up_to_events(report, sentences)?;
        let (events, graphs) = events::graphs(read.sources());
        Ok((read.reading(events, Vec::new()), graphs, vectors))
    }

    /// What the network of attributions is told of each possible cue of a report, by its sentence, with the analysed sentences
    /// and the encoder's vector of each word: for training that network.
    ///
    /// # Errors
    /// Where the report's language is missing or not served.
    pub fn sayings(
        &self,
        report: Report,
    ) -> Result<(attributions::Sayings, Vec<Analysis>, WordVectors), ReadError> {
        let tools = self.tools(&report)?;
        let (sentences, vectors) = self.parse_with_vectors(&report)?;
        let document = Document { report, language: tools.language, sentences };
        let sayings = attributions::sayings(&document, &tools.attributions);
        Ok((sayings, document.sentences, vectors))
    }

    fn up_to_events(&self, report: Report, sentences: Vec<Analysis>) -> Result<HalfRead<'_>, ReadError> {
        let tools = self.tools(&report)?;
        let document = Document { report, language: tools.language, sentences };
        let times = times::find(&document, &tools.times);
        let entities = entities::find(&document, &tools.entities, &self.actors);
        let attributions =
            attributions::find(&document, &entities, &times, &tools.attributions, self.encoder.attributor());
        Ok(HalfRead { document, times, entities, attributions, lexicon: &tools.events })
    }

    fn tools(&self, report: &Report) -> Result<&LanguageReader, ReadError> {
        let code = report.language.as_deref().ok_or(ReadError::NoLanguage)?;
        let language = Language::by_code(code).ok_or_else(|| ReadError::UnknownLanguage(code.to_owned()))?;
        self.languages
            .iter()
            .find(|tools| tools.language.code() == language.code())
            .ok_or_else(|| ReadError::UnknownLanguage(code.to_owned()))
    }
}

/// A report read up to its attributions.
struct HalfRead<'r> {
    document: Document,
    times: Vec<Time>,
    entities: entities::Entities,
    attributions: Vec<Attribution>,
    lexicon: &'r events::Lexicon,
}

impl HalfRead<'_> {
    fn sources(&self) -> events::Sources<'_> {
        events::Sources {
            document: &self.document,
            entities: &self.entities,
            times: &self.times,
            attributions: &self.attributions,
            lexicon: self.lexicon,
        }
    }

    fn reading(self, events: Vec<Event>, threads: Vec<Thread>) -> Reading {
        let Self { document, times, entities, attributions, .. } = self;
        Reading { report: document.report, entities: entities.all, times, attributions, events, threads }
    }
}
