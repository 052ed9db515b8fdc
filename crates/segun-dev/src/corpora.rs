//! The corpora that are measured on, and which figures of each are shown.

/// One annotated corpus in the contract's keys.
#[derive(Debug)]
pub(crate) struct Corpus {
    /// Short name, as `--only` takes it.
    pub(crate) name: &'static str,
    /// File below the folder of shared data; for our own annotations, the corpus with their texts.
    pub(crate) file: &'static str,
    /// Our own annotations (a file of the project) and which split of them, where the corpus has only texts.
    pub(crate) annotations: Option<(&'static str, &'static str)>,
    /// What is measured, for the page's heading.
    pub(crate) layer: &'static str,
    /// Prefixes of the scorer's figures to show; all where empty.
    pub(crate) figures: &'static [&'static str],
    /// Whether events outside PLOVER's types are wanted.
    pub(crate) all_events: bool,
}

const fn corpus(
    name: &'static str,
    file: &'static str,
    layer: &'static str,
    figures: &'static [&'static str],
) -> Corpus {
    Corpus { name, file, layer, figures, annotations: None, all_events: false }
}

const fn factuality(name: &'static str, file: &'static str) -> Corpus {
    Corpus { name, file, layer: "factuality", figures: &["factuality."], annotations: None, all_events: true }
}

/// All of them, in the order of the page.
pub(crate) const CORPORA: &[Corpus] = &[
    corpus("seed.es", "gold/seed.es.json", "whole report", &[]),
    corpus("report4.es", "gold/report4.es.json", "whole report", &[]),
    corpus("report5.es", "gold/report5.es.json", "whole report", &[]),
    corpus("polnear.dev", "data/polnear.dev.jsonl", "attribution", &["attribution."]),
    Corpus {
        annotations: Some(("training/annotations/attributions.es.jsonl", "dev")),
        ..corpus("own.es.dev", "data/news.es.jsonl.gz", "attribution", &["attribution."])
    },
    corpus("conll2002.es.dev", "data/ner.es.conll2002.dev.jsonl", "entities", &["entities."]),
    corpus("uner.en.dev", "data/ner.en.uner.dev.jsonl", "entities", &["entities."]),
    corpus("uner.pt.dev", "data/ner.pt.uner.dev.jsonl", "entities", &["entities."]),
    corpus("timebank.es", "data/times.es.timebank.train.jsonl", "times", &["times."]),
    corpus("timebank.en", "data/times.en.timebank.train.jsonl", "times", &["times."]),
    factuality("factbank.dev", "data/factuality.en.factbank.dev.jsonl"),
    factuality("meantime.dev", "data/factuality.en.meantime.dev.jsonl"),
    factuality("uw.dev", "data/factuality.en.uw.dev.jsonl"),
    corpus("lgl.dev", "data/places.en.lgl.dev.jsonl", "places", &["places."]),
];

impl Corpus {
    /// Whether figure `name` is one of those that this corpus is for.
    pub(crate) fn shows(&self, name: &str) -> bool {
        self.figures.is_empty() || self.figures.iter().any(|prefix| name.starts_with(prefix))
    }
}
