//! The corpora that are measured on, and which figures of each are shown.

use crate::treebanks::HeldOut;

/// One annotated corpus.
#[derive(Debug)]
pub(crate) struct Corpus {
    /// Short name, as `--only` takes it.
    pub(crate) name: &'static str,
    /// What is measured, for the page's heading.
    pub(crate) layer: &'static str,
    /// Where its gold comes from and how it is measured.
    pub(crate) gold: Gold,
    /// Prefixes of the figures to show; all where empty.
    pub(crate) figures: &'static [&'static str],
    /// Whether events outside PLOVER's types are wanted.
    pub(crate) all_events: bool,
}

/// Where gold comes from. Paths are below the folder of shared data, those of annotations in the project.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Gold {
    /// A file in the contract's keys.
    File(&'static str),
    /// Our own annotations of a corpus' reports.
    Annotated {
        /// The annotations.
        offsets: &'static str,
        /// The corpus with the texts.
        texts: &'static str,
    },
    /// Our own sentences with their text.
    Written(&'static str),
    /// A treebank, read from its raw text.
    Treebank(&'static str, &'static str, HeldOut),
    /// Sentences with one event type.
    Types(&'static str),
}

const fn corpus(
    name: &'static str,
    layer: &'static str,
    gold: Gold,
    figures: &'static [&'static str],
) -> Corpus {
    Corpus { name, layer, gold, figures, all_events: false }
}

const fn factuality(name: &'static str, file: &'static str) -> Corpus {
    Corpus { name, layer: "factuality", gold: Gold::File(file), figures: &["factuality."], all_events: true }
}

/// All of them, in the order of the page.
pub(crate) const CORPORA: &[Corpus] = &[
    corpus("seed.es", "whole report", Gold::File("gold/seed.es.json"), &[]),
    corpus("report4.es", "whole report", Gold::File("gold/report4.es.json"), &[]),
    corpus("report5.es", "whole report", Gold::File("gold/report5.es.json"), &[]),
    corpus(
        "own.es.dev",
        "whole reports, our own annotation",
        Gold::Annotated { offsets: "training/annotations/reports.es.jsonl", texts: "data/news.es.jsonl.gz" },
        &[],
    ),
    corpus(
        "own.en.dev",
        "whole reports, our own annotation of names and events",
        Gold::Annotated {
            offsets: "training/annotations/reports.en.jsonl",
            texts: "data/polnear.train.jsonl",
        },
        &["entities.", "events."],
    ),
    corpus(
        "sentences.es.dev",
        "sentences written by us",
        Gold::Written("training/annotations/sentences.es.jsonl"),
        &[],
    ),
    corpus(
        "sentences.en.dev",
        "sentences written by us",
        Gold::Written("training/annotations/sentences.en.jsonl"),
        &[],
    ),
    corpus(
        "sentences.pt.dev",
        "sentences written by us",
        Gold::Written("training/annotations/sentences.pt.jsonl"),
        &[],
    ),
    corpus("polnear.dev", "attribution", Gold::File("data/polnear.dev.jsonl"), &["attribution."]),
    corpus("conll2002.es.dev", "entities", Gold::File("data/ner.es.conll2002.dev.jsonl"), &["entities."]),
    corpus("uner.en.dev", "entities", Gold::File("data/ner.en.uner.dev.jsonl"), &["entities."]),
    corpus("uner.pt.dev", "entities", Gold::File("data/ner.pt.uner.dev.jsonl"), &["entities."]),
    corpus(
        "ancora.es",
        "syntax on raw text, held-out part",
        Gold::Treebank("data/ud/es_ancora-ud-dev.conllu", "es", HeldOut::Last(300)),
        &[],
    ),
    corpus(
        "ewt.en",
        "syntax on raw text",
        Gold::Treebank("data/ud/en_ewt-ud-dev.conllu", "en", HeldOut::All),
        &[],
    ),
    corpus(
        "gum.en",
        "syntax on raw text",
        Gold::Treebank("data/ud/en_gum-ud-dev.conllu", "en", HeldOut::All),
        &[],
    ),
    corpus(
        "bosque.pt",
        "syntax on raw text, held-out part",
        Gold::Treebank("data/ud/pt_bosque-ud-dev.conllu", "pt", HeldOut::Every(4)),
        &[],
    ),
    corpus("timebank.es", "times", Gold::File("data/times.es.timebank.train.jsonl"), &["times."]),
    corpus("timebank.en", "times", Gold::File("data/times.en.timebank.train.jsonl"), &["times."]),
    factuality("factbank.dev", "data/factuality.en.factbank.dev.jsonl"),
    factuality("meantime.dev", "data/factuality.en.meantime.dev.jsonl"),
    factuality("uw.dev", "data/factuality.en.uw.dev.jsonl"),
    corpus("plv.en", "event types", Gold::Types("data/plv.en.train.jsonl"), &[]),
    corpus("petrarch.es", "event types", Gold::Types("data/plover.es.petrarch.dev.jsonl"), &[]),
    corpus("lgl.dev", "places", Gold::File("data/places.en.lgl.dev.jsonl"), &["places."]),
];

impl Corpus {
    /// Whether figure `name` is one of those that this corpus is for.
    pub(crate) fn shows(&self, name: &str) -> bool {
        self.figures.is_empty() || self.figures.iter().any(|prefix| name.starts_with(prefix))
    }
}
