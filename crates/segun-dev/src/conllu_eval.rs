//! `segun-dev conllu-eval`: tokens, tags and trees against a treebank.

use crate::conllu::{self, Sentence, Token, Word};
use crate::parse_eval;
use anyhow::Context;
use segun_language::Language;
use segun_syntax::Sentence as Parsed;
use segun_tokens::Tokenizer;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// Options of `segun-dev conllu-eval`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The treebank
    gold: PathBuf,
    /// A CoNLL-U file of the same text; without it Segun reads the gold's raw text itself
    system: Option<PathBuf>,
    /// Code of the treebank's language, where Segun itself is measured
    #[arg(long, default_value = "es")]
    language: String,
    /// Only tokens and sentences: the model is not used
    #[arg(long)]
    tokens: bool,
    /// Print the sentences and tokens that differ, at most this many
    #[arg(long, default_value_t = 0)]
    show: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let load = |path: &PathBuf| -> anyhow::Result<Vec<Sentence>> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok(conllu::read(&text))
    };
    let gold = load(&arguments.gold)?;
    let system = match &arguments.system {
        Some(path) => load(path)?,
        None => read(&conllu::raw_text(&gold), arguments)?,
    };
    if arguments.show > 0 {
        show(&gold, &system, arguments.show);
    }
    for (name, count) in parse_eval::compare(&gold, &system)? {
        println!("{name:10} {:7.2}   {}/{}/{}", 100.0 * count.f1(), count.right, count.system, count.gold);
    }
    Ok(())
}

/// What Segun makes of `text`.
fn read(text: &str, arguments: &Arguments) -> anyhow::Result<Vec<Sentence>> {
    let language = Language::by_code(&arguments.language).context("the language is not served")?;
    if !arguments.tokens {
        let reader = segun::reader()?;
        return parsed(&reader, text, &arguments.language);
    }
    let tokenizer = Tokenizer::new(language);
    let begin = Instant::now();
    let sentences = tokenizer.sentences(text);
    let seconds = begin.elapsed().as_secs_f64();
    println!("{:.1} MB/s", text.len() as f64 / 1e6 / seconds);
    Ok(sentences.iter().map(|sentence| convert(sentence, text)).collect())
}

/// The sentences that `reader` makes of raw text.
///
/// # Errors
/// Where the language is not served.
pub(crate) fn parsed(reader: &segun::Reader, text: &str, language: &str) -> anyhow::Result<Vec<Sentence>> {
    let report = segun::Report {
        id: "gold".into(),
        language: Some(language.to_owned()),
        text: text.to_owned(),
        ..segun::Report::default()
    };
    Ok(reader.parse(&report)?.iter().map(|analysis| convert(&analysis.sentence, text)).collect())
}

fn convert(parsed: &Parsed, text: &str) -> Sentence {
    let mut sentence = Sentence::default();
    let mut multiwords = parsed.multiwords.iter().peekable();
    let mut at = 0;
    while at < parsed.words.len() {
        let (last, span) = match multiwords.next_if(|m| m.first == at) {
            Some(multiword) => (multiword.last, multiword.span),
            None => (at, parsed.words[at].span),
        };
        let surface = span.of(text).to_owned();
        sentence.tokens.push(Token { surface, first: at, last, space_after: true });
        at = last + 1;
    }
    sentence.words = parsed
        .words
        .iter()
        .map(|word| Word {
            form: word.form.clone(),
            lemma: word.lemma.clone(),
            upos: word.upos.as_str().to_owned(),
            features: word.features.to_string(),
            head: word.head.map_or(0, |head| head + 1),
            relation: word.relation.as_str().to_owned(),
        })
        .collect();
    sentence
}

/// Prints where the two sides cut differently.
fn show(gold: &[Sentence], system: &[Sentence], most: usize) {
    let cuts = |sentences: &[Sentence]| {
        let mut at = 0;
        let mut tokens = Vec::new();
        for sentence in sentences {
            for (i, token) in sentence.tokens.iter().enumerate() {
                let words = &sentence.words[token.first..=token.last.min(sentence.words.len() - 1)];
                let forms: Vec<&str> = words.iter().map(|word| word.form.as_str()).collect();
                let begins = if i == 0 { "‖" } else { "" };
                tokens.push((at, format!("{begins}{}", forms.join("+"))));
                at += token.surface.chars().filter(|c| !c.is_whitespace()).count();
            }
        }
        tokens
    };
    let (gold, system) = (cuts(gold), cuts(system));
    let (mut g, mut s) = (0, 0);
    let mut shown = 0;
    while g < gold.len() && s < system.len() && shown < most {
        let same = gold[g].1.to_lowercase() == system[s].1.to_lowercase() && gold[g].0 == system[s].0;
        if same {
            g += 1;
            s += 1;
            continue;
        }
        // Print both sides up to the next place where they meet.
        let (g0, s0) = (g, s);
        g += 1;
        s += 1;
        while g < gold.len() && s < system.len() && gold[g].0 != system[s].0 {
            if gold[g].0 < system[s].0 { g += 1 } else { s += 1 }
        }
        let join = |side: &[(usize, String)]| {
            side.iter().map(|(_, form)| form.as_str()).collect::<Vec<_>>().join(" ")
        };
        println!(
            "… {} [{}] not [{}] {} …",
            join(&gold[g0.saturating_sub(3)..g0]),
            join(&gold[g0..g]),
            join(&system[s0..s]),
            join(&gold[g..(g + 3).min(gold.len())])
        );
        shown += 1;
    }
}
