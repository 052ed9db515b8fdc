//! From word vectors to tags, trees, spans and links.

mod labels;
mod lemma;
mod relation;
mod roles;
mod seen_from;
mod softmax;
mod tree;
pub(crate) mod viterbi;

use crate::ModelError;
use crate::kernels::Kernels;
use crate::linear::{self, Linear, Quantised};
use crate::model_file::{LinearWeights, ModelFile};
use crate::window::Window;
use labels::Labels;
use relation::Relations;
use rten_gemm::{GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdUnaryOp;
use rten_tensor::NdTensorView;
use rten_vecmath::Gelu;
use seen_from::SeenFrom;
use segun_report::{Certainty, Polarity, SourceKind, Stance, When};
use segun_syntax::{Analysis, ArgumentGuess, EntityGuess, EventGuess, Parts, SpeechGuess};
use softmax::{best, probability};
use std::ops::Range;

/// The hidden layers in the order of the joint layer; the tag scores follow.
const HIDDEN: [&str; 8] =
    ["rel_dep", "rel_head", "arc_dep", "arc_head", "cue", "role", "trigger", "argument"];

/// The first hidden layers, which are activated only after they were added up.
const ADDED: usize = 2;

/// Probability of an event from which the parts in it are read.
const LEAST_EVENT: f32 = 0.05;

/// How much less likely than no cue a cue may be (difference of the scores) and still be told: whether it is one is
/// decided by all that is seen of it.
const LESS_LIKELY: f32 = 2.2;

/// All heads.
pub(crate) struct Heads {
    hidden: usize,
    labels: Labels,
    /// One product for all heads: the hidden layers, then the tags.
    joint: Linear,
    /// Columns of each hidden layer.
    columns: [Range<usize>; HIDDEN.len()],
    /// Columns of the words' vectors for the network of participants, behind the tags.
    meaning: Option<Range<usize>>,
    /// The same for the network of attributions.
    voice: Option<Range<usize>>,
    relations: Relations,
    /// `[arc + 1, arc]`.
    arc: PackedBMatrix<f32>,
    roles: SeenFrom,
    arguments: SeenFrom,
}

impl std::fmt::Debug for Heads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Heads({:?})", self.joint)
    }
}

/// Room used again by every batch.
#[derive(Debug, Default)]
pub(crate) struct Room {
    quantised: Quantised,
    linear: linear::Room,
    out: Vec<f32>,
    relations: relation::Room,
    dependents: Vec<f32>,
    heads: Vec<f32>,
    left: Vec<f32>,
    scores: Vec<f32>,
}

/// What the heads say of one window, word indices counted from the window's begin.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) words: Vec<WordTags>,
    pub(crate) heads: Vec<usize>,
    pub(crate) relations: Vec<segun_syntax::Relation>,
    pub(crate) rest: Analysis,
}

/// Tags of one word.
#[derive(Debug)]
pub(crate) struct WordTags {
    pub(crate) upos: segun_syntax::Upos,
    pub(crate) features: segun_syntax::Features,
    pub(crate) lemma: usize,
}

impl Heads {
    pub(crate) fn load(file: &ModelFile<'_>, kernels: &Kernels) -> Result<Self, ModelError> {
        let hidden = file.description.hidden;
        let labels = Labels::new(&file.description)?;
        let mut all =
            LinearWeights { inputs: hidden, weight: Vec::new(), scale: Vec::new(), bias: Vec::new() };
        let mut add = |name: &str| -> Result<Range<usize>, ModelError> {
            let part = file.linear(&format!("head.{name}"), hidden)?;
            let start = all.scale.len();
            all.weight.extend(part.weight);
            all.scale.extend(part.scale);
            all.bias.extend(part.bias);
            Ok(start..all.scale.len())
        };
        let mut columns = [const { 0..0 }; HIDDEN.len()];
        for (columns, name) in columns.iter_mut().zip(HIDDEN) {
            *columns = add(name)?;
        }
        if add("tags")?.len() != labels.width() {
            return Err(ModelError::format("its tag layer does not fit its labels"));
        }
        let mut vectors = |name: &str, width: Option<usize>| match width.map(|width| (width, add(name))) {
            Some((width, Ok(columns))) if columns.len() == width => Ok(Some(columns)),
            Some((_, Ok(_))) => Err(ModelError::format(format!("its {name} head does not fit its network"))),
            Some((_, Err(error))) => Err(error),
            None => Ok(None),
        };
        let meaning = vectors("meaning", file.description.participants.as_ref().map(|design| design.width))?;
        let voice = vectors("voice", file.description.attributor.as_ref().map(|design| design.width))?;
        let [rel_dep, rel_head, arc_dep, arc_head, cue, role, trigger, argument] = columns.clone();
        if arc_dep.len() != arc_head.len() {
            return Err(ModelError::format("its arc head is inconsistent"));
        }
        let arc = arc_dep.len();
        let weights = file.floats("head.arc.bilinear", (arc + 1) * arc)?;
        let weights = NdTensorView::from_data([arc + 1, arc], weights.as_slice());
        Ok(Self {
            hidden,
            joint: Linear::new(kernels, all),
            columns,
            meaning,
            voice,
            relations: Relations::load(file, kernels, rel_dep, rel_head)?,
            arc: kernels.float.prepack_b(weights),
            roles: SeenFrom::load(file, "role", labels.role_tags.len(), cue, role)?,
            arguments: SeenFrom::load(file, "argument", labels.argument_tags.len(), trigger, argument)?,
            labels,
        })
    }

    /// The lemma script number `script` applied to `form`.
    pub(crate) fn lemma(&self, script: usize, form: &str) -> String {
        self.labels.lemma_scripts[script].apply(form)
    }

    /// Reads `windows`, whose vectors (begin mark, then words) stand one after the other in `rows`.
    pub(crate) fn read(
        &self,
        kernels: &Kernels,
        windows: &[&Window],
        rows: &[f32],
        room: &mut Room,
    ) -> Vec<Found> {
        room.quantised.fill(kernels, rows, self.hidden);
        self.joint.apply(kernels, &room.quantised, &mut room.linear, &mut room.out);
        let width = self.joint.outputs();
        let activated = self.columns[ADDED].start..self.tags_start();
        let used = rows.len() / self.hidden * width;
        for row in room.out[..used].chunks_exact_mut(width) {
            Gelu {}.map_mut(&mut row[activated.clone()]);
        }
        let out = std::mem::take(&mut room.out);
        let mut start = 0;
        let found = windows
            .iter()
            .map(|window| {
                let end = start + window.rows.len() + 1;
                let rows = Rows { all: &out[start * width..end * width], width };
                start = end;
                self.window(kernels, &rows, room)
            })
            .collect();
        room.out = out;
        found
    }

    /// Where the tags begin in a row of the joint layer.
    fn tags_start(&self) -> usize {
        self.columns[HIDDEN.len() - 1].end
    }

    fn window(&self, kernels: &Kernels, rows: &Rows<'_>, room: &mut Room) -> Found {
        let words = rows.count() - 1;
        let heads = self.arcs(kernels, rows, room);
        let relations = self.relations.read(kernels, rows, &heads, &mut room.relations);
        let mut found = Found { heads, relations, ..Found::default() };
        let labels = &self.labels;
        let tags = |i: usize| &rows.row(i + 1)[self.tags_start()..];
        for i in 0..words {
            let scores = tags(i);
            let mut features = segun_syntax::Features::default();
            for feature in &labels.features {
                let value = best(&scores[feature.range.clone()]);
                if let (Some(kind), true) = (feature.kind, value > 0) {
                    features.set(kind, &feature.values[value]);
                }
            }
            found.words.push(WordTags {
                upos: labels.upos[best(&scores[labels.upos_range()])],
                features,
                lemma: best(&scores[labels.lemma_range.clone()]),
            });
            found.rest.events.push(self.event(scores));
            found.rest.speech.push(self.speech(scores));
            if let Some(columns) = &self.meaning {
                found.rest.meanings.push(rows.row(i + 1)[columns.clone()].to_vec());
            }
        }
        let collect = |range: std::ops::Range<usize>| -> Vec<&[f32]> {
            (0..words).map(|i| &tags(i)[range.clone()]).collect()
        };
        let scores = collect(labels.entity_range.clone());
        for span in viterbi::spans(&scores, &labels.entity_tags) {
            if let Some(kind) = segun_report::EntityType::from_word(&span.label) {
                found.rest.entities.push(EntityGuess { words: span.words, kind, score: span.score });
            }
        }
        let scores = collect(labels.cue_range.clone());
        for cue in viterbi::with_less_likely(&scores, &labels.cue_tags, LESS_LIKELY) {
            found.rest.attributions.push(roles::read(&self.roles, rows, cue, &labels.role_tags));
        }
        if let Some(columns) = &self.voice {
            // A sentence without a possible cue is not read again.
            let needed = !found.rest.attributions.is_empty();
            let voice =
                |i: usize| if needed { rows.row(i + 1)[columns.clone()].to_vec() } else { Vec::new() };
            found.rest.voices.extend((0..words).map(voice));
        }
        // Where there is a network of participants, it does this head's work.
        if self.meaning.is_none() {
            for trigger in 0..words {
                if found.rest.events[trigger].typed >= LEAST_EVENT {
                    found.rest.arguments.push(self.parts(rows, trigger));
                }
            }
        }
        found
    }

    /// What every word may be in the event that word `trigger` names.
    fn parts(&self, rows: &Rows<'_>, trigger: usize) -> ArgumentGuess {
        let tags = &self.labels.argument_tags;
        let words = self.arguments.scores(rows, trigger).into_iter().map(|scores| {
            let mut parts = Parts::default();
            for (i, tag) in tags.iter().enumerate() {
                let share = probability(&scores, i);
                match tag.as_str() {
                    "ACTOR" => parts.actor = share,
                    "RECIPIENT" => parts.recipient = share,
                    "BOTH" => parts.both = share,
                    "PLACE" => parts.place = share,
                    _ => {}
                }
            }
            parts
        });
        ArgumentGuess { trigger, first: 0, words: words.collect() }
    }

    /// What the attribution heads say of the word as the begin of a cue.
    fn speech(&self, scores: &[f32]) -> SpeechGuess {
        let labels = &self.labels;
        let (stances, kinds) =
            (&scores[labels.stance_range.clone()], &scores[labels.source_kind_range.clone()]);
        let (stance, kind) = (best(stances), best(kinds));
        SpeechGuess {
            stance: (
                labels.stances.get(stance).copied().unwrap_or(Stance::Assert),
                probability(stances, stance),
            ),
            source_kind: (
                labels.source_kinds.get(kind).copied().unwrap_or(SourceKind::Anonymous),
                probability(kinds, kind),
            ),
        }
    }

    fn event(&self, scores: &[f32]) -> EventGuess {
        let labels = &self.labels;
        let types = &scores[labels.type_range.clone()];
        let likeliest = (0..types.len())
            .filter(|&i| labels.types[i].is_some())
            .max_by(|&a, &b| types[a].total_cmp(&types[b]).then(b.cmp(&a)));
        EventGuess {
            trigger: probability(&scores[labels.event_range.clone()], labels.event_index),
            typed: labels
                .types
                .iter()
                .position(Option::is_none)
                .map_or(1.0, |none| 1.0 - probability(types, none)),
            kind: likeliest.and_then(|i| labels.types[i]),
            kind_score: likeliest.map_or(0.0, |i| probability(types, i)),
            certainty: shares(&scores[labels.certainty_range.clone()], &labels.certainty, Certainty::ALL),
            negative: shares::<_, 2>(&scores[labels.polarity_range.clone()], &labels.polarity, Polarity::ALL)
                [1],
            when: shares(&scores[labels.when_range.clone()], &labels.when, When::ALL),
        }
    }

    /// Head of every word: 0 is the root, `i` is word `i - 1`.
    fn arcs(&self, kernels: &Kernels, rows: &Rows<'_>, room: &mut Room) -> Vec<usize> {
        let n = rows.count();
        let [_, _, dependent, head, ..] = &self.columns;
        let arc = head.len();
        room.dependents.clear();
        room.heads.clear();
        for i in 0..n {
            room.dependents.extend_from_slice(&rows.row(i)[dependent.clone()]);
            room.dependents.push(1.0);
            room.heads.extend_from_slice(&rows.row(i)[head.clone()]);
        }
        room.left.resize(room.left.len().max(n * arc), 0.0);
        product(
            kernels,
            &mut room.left[..n * arc],
            (&room.dependents, n, arc + 1),
            GemmInputB::Packed(&self.arc),
        );
        room.scores.resize(room.scores.len().max(n * n), 0.0);
        let heads = NdTensorView::from_data([n, arc], room.heads.as_slice());
        product(
            kernels,
            &mut room.scores[..n * n],
            (&room.left, n, arc),
            GemmInputB::Unpacked(heads.transposed()),
        );
        tree::decode(&room.scores[..n * n], n)
    }
}

/// Probability of each of `all`, by the scores of `labels`; 0 where there is no such label.
fn shares<T: PartialEq, const N: usize>(scores: &[f32], labels: &[T], all: &[T]) -> [f32; N] {
    std::array::from_fn(|i| {
        labels.iter().position(|label| *label == all[i]).map_or(0.0, |at| probability(scores, at))
    })
}

/// `out = a · b`, where `a` is given with its rows and columns.
fn product(
    kernels: &Kernels,
    out: &mut [f32],
    (a, rows, columns): (&[f32], usize, usize),
    b: GemmInputB<'_, f32>,
) {
    let a = NdTensorView::from_data([rows, columns], &a[..rows * columns]);
    let done = kernels.float.gemm(out, GemmInputA::Unpacked(a), b, GemmOptions::default());
    debug_assert!(done.is_ok(), "sizes were checked when the model was loaded");
}

/// The joint layer's rows of one window.
struct Rows<'a> {
    all: &'a [f32],
    width: usize,
}

impl Rows<'_> {
    fn count(&self) -> usize {
        self.all.len() / self.width
    }

    fn row(&self, i: usize) -> &[f32] {
        &self.all[i * self.width..(i + 1) * self.width]
    }
}
