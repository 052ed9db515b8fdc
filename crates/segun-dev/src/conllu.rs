//! CoNLL-U files as sentences of surface tokens and words.

/// A syntactic word of a CoNLL-U file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    pub(crate) upos: String,
    pub(crate) features: String,
    /// 1-based, 0 for the root.
    pub(crate) head: usize,
    pub(crate) relation: String,
}

/// A surface token: one word, or several.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) surface: String,
    /// Index of its first word in the sentence.
    pub(crate) first: usize,
    /// Index of its last word.
    pub(crate) last: usize,
    pub(crate) space_after: bool,
}

/// A sentence of a CoNLL-U file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) words: Vec<Word>,
    pub(crate) tokens: Vec<Token>,
    /// The `# text` line, where there is one.
    pub(crate) text: Option<String>,
    /// Whether a document or paragraph begins here.
    pub(crate) begins_paragraph: bool,
    /// The document: its `# newdoc id`, or the sentence's id without its number.
    pub(crate) document: String,
}

impl Sentence {
    /// The raw text: the `# text` line, or the tokens' surfaces.
    pub(crate) fn raw(&self) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let mut raw = String::new();
        for token in &self.tokens {
            raw.push_str(&token.surface);
            if token.space_after {
                raw.push(' ');
            }
        }
        raw.trim_end().to_owned()
    }
}

/// Reads a CoNLL-U file's text. Empty nodes and what cannot be read are skipped.
pub(crate) fn read(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut document = None;
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if let Some(text) = comment.strip_prefix("text = ") {
                sentence.text = Some(text.to_owned());
            } else if let Some(id) = comment.strip_prefix("newdoc id = ") {
                document = Some(id.to_owned());
                sentence.document = id.to_owned();
                sentence.begins_paragraph = true;
            } else if let Some(id) = comment.strip_prefix("sent_id = ") {
                let own = || id.rsplit_once('-').map_or(id, |(document, _)| document).to_owned();
                sentence.document = document.clone().unwrap_or_else(own);
            } else if comment.starts_with("newdoc") || comment.starts_with("newpar") {
                sentence.begins_paragraph = true;
            }
        } else {
            word_line(line, &mut sentence);
        }
    }
    sentences
}

fn word_line(line: &str, sentence: &mut Sentence) {
    let columns: Vec<&str> = line.split('\t').collect();
    let column = |i: usize| columns.get(i).copied().unwrap_or("_");
    let space_after = !column(9).split('|').any(|m| m == "SpaceAfter=No");
    let id = column(0);
    if let Some((first, last)) = id.split_once('-') {
        if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>())
            && first >= 1
            && last >= first
        {
            let surface = column(1).to_owned();
            sentence.tokens.push(Token { surface, first: first - 1, last: last - 1, space_after });
        }
        return;
    }
    if id.parse::<usize>().is_err() {
        return; // an empty node
    }
    let index = sentence.words.len();
    sentence.words.push(Word {
        form: column(1).to_owned(),
        lemma: column(2).to_owned(),
        upos: column(3).to_owned(),
        features: column(5).to_owned(),
        head: column(6).parse().unwrap_or(0),
        relation: column(7).to_owned(),
    });
    if sentence.tokens.last().is_none_or(|token| token.last < index) {
        sentence.tokens.push(Token { surface: column(1).to_owned(), first: index, last: index, space_after });
    }
}

/// The raw text of a file: sentences joined by a space, paragraphs by an empty line.
pub(crate) fn raw_text(sentences: &[Sentence]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        if !text.is_empty() {
            text.push_str(if sentence.begins_paragraph { "\n\n" } else { " " });
        }
        text.push_str(&sentence.raw());
    }
    text
}
