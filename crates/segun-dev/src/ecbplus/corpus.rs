//! The corpus: documents with gold event mentions and their clusters.

use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// One document.
pub(crate) struct Document {
    pub(crate) topic: usize,
    /// `36_1ecb`; its end says to which of the topic's two happenings it belongs.
    pub(crate) name: String,
    /// Its sentences, one a line; tokens with spaces between them.
    pub(crate) text: String,
    /// Gold event mentions of its validated sentences.
    pub(crate) mentions: Vec<Mention>,
}

impl Document {
    /// Which of its topic's two happenings it is about; known for the training topics, and for judging.
    pub(crate) fn happening(&self) -> String {
        format!("{} {}", self.topic, self.name.ends_with("plus"))
    }
}

/// One gold mention.
pub(crate) struct Mention {
    /// Bytes in the text, from its first token to its last.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The gold cluster's name.
    pub(super) cluster: String,
}

/// The topics that nothing is chosen on.
pub(crate) const TEST: std::ops::RangeInclusive<usize> = 36..=45;
/// The topics of the training part on which thresholds are chosen (Cybulska and Vossen 2015).
pub(super) const DEV: [usize; 8] = [2, 5, 12, 18, 21, 23, 34, 35];

/// Reads all documents, in the order of their topics and names.
pub(crate) fn load(folder: &Path) -> anyhow::Result<Vec<Document>> {
    let validated = validated(&folder.join("ECBplus_coreference_sentences.csv"))?;
    let mut documents = Vec::new();
    for topic in fs::read_dir(folder.join("ECB+"))? {
        let topic = topic?.path();
        let Some(number) = topic.file_name().and_then(|n| n.to_str()?.parse().ok()) else { continue };
        for file in fs::read_dir(&topic)? {
            let file = file?.path();
            if file.extension().is_some_and(|e| e == "xml") {
                let document =
                    document(number, &file, &validated).with_context(|| file.display().to_string());
                documents.push(document?);
            }
        }
    }
    documents.sort_by(|a, b| (a.topic, &a.name).cmp(&(b.topic, &b.name)));
    Ok(documents)
}

/// The sentences whose annotation was checked, by document.
fn validated(path: &Path) -> anyhow::Result<BTreeMap<String, BTreeSet<usize>>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut all: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [topic, file, sentence] = fields[..] else { anyhow::bail!("three fields expected: {line}") };
        all.entry(format!("{topic}_{file}")).or_default().insert(sentence.trim().parse()?);
    }
    Ok(all)
}

fn document(
    topic: usize,
    path: &Path,
    validated: &BTreeMap<String, BTreeSet<usize>>,
) -> anyhow::Result<Document> {
    let name = path.file_stem().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
    let xml = fs::read_to_string(path)?;
    let xml = roxmltree::Document::parse(&xml)?;
    let nodes = || xml.root_element().descendants();
    let (mut text, mut sentence) = (String::new(), None);
    let mut tokens: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for token in nodes().filter(|n| n.has_tag_name("token")) {
        let number: usize = token.attribute("sentence").context("sentence")?.parse()?;
        if !text.is_empty() {
            text.push(if sentence == Some(number) { ' ' } else { '\n' });
        }
        sentence = Some(number);
        let start = text.len();
        text.push_str(token.text().unwrap_or_default());
        tokens.insert(token.attribute("t_id").context("t_id")?, (number, start, text.len()));
    }
    // Across documents the cluster has a name; within one, a relation's number; else the mention is alone.
    let mut clusters: BTreeMap<&str, String> = BTreeMap::new();
    for relation in nodes().filter(|n| n.has_tag_name("CROSS_DOC_COREF") || n.has_tag_name("INTRA_DOC_COREF"))
    {
        let own = || format!("{name} {}", relation.attribute("r_id").unwrap_or_default());
        let cluster = match relation.attribute("note") {
            Some(note) if relation.has_tag_name("CROSS_DOC_COREF") => note.to_owned(),
            _ => own(),
        };
        for source in relation.children().filter(|n| n.has_tag_name("source")) {
            clusters.insert(source.attribute("m_id").context("m_id")?, cluster.clone());
        }
    }
    let mut mentions = Vec::new();
    let checked = validated.get(&name);
    for node in nodes() {
        let tag = node.tag_name().name();
        if !tag.starts_with("ACTION") && !tag.starts_with("NEG_ACTION") {
            continue;
        }
        let anchors: Vec<_> =
            node.children().filter_map(|n| n.attribute("t_id").and_then(|id| tokens.get(id))).collect();
        let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else { continue };
        if !checked.is_some_and(|s| s.contains(&first.0)) {
            continue;
        }
        let id = node.attribute("m_id").context("m_id")?;
        let cluster = clusters.get(id).cloned().unwrap_or_else(|| format!("{name} alone {id}"));
        mentions.push(Mention { start: first.1, end: last.2.max(first.2), cluster });
    }
    Ok(Document { topic, name, text, mentions })
}
