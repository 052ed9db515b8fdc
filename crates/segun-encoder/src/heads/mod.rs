//! From word vectors to tags, trees, spans and links.

mod labels;
mod lemma;
mod roles;
mod softmax;
mod tree;
mod viterbi;

use crate::ModelError;
use crate::kernels::Kernels;
use crate::linear::{Linear, Quantised};
use crate::model_file::{LinearWeights, ModelFile};
use crate::window::Window;
use labels::Labels;
use rten_gemm::{GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdUnaryOp;
use rten_tensor::NdTensorView;
use rten_vecmath::Gelu;
use segun_report::{Certainty, Polarity, When};
use segun_syntax::{Analysis, EntityGuess, EventGuess};
use softmax::{best, probability};

/// The hidden layers of the bilinear heads, in the order of the joint layer; the tag scores follow.
const HIDDEN: [&str; 6] = ["arc_dep", "arc_head", "rel_dep", "rel_head", "cue", "role"];

/// All heads.
pub(crate) struct Heads {
    hidden: usize,
    labels: Labels,
    /// One product for all heads: the bilinear heads' hidden layers, then the tags.
    joint: Linear,
    widths: [usize; 6],
    /// `[arc + 1, arc]`.
    arc: PackedBMatrix<f32>,
    /// `[relation + 1, labels * (relation + 1)]`.
    relation: PackedBMatrix<f32>,
    roles: roles::Roles,
}

impl std::fmt::Debug for Heads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Heads({:?})", self.joint)
    }
}

/// Room used again by every batch.
#[derive(Debug, Default)]
pub(crate) struct Room {
    vectors: Vec<f32>,
    quantised: Quantised,
    sums: Vec<i32>,
    out: Vec<f32>,
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
        let mut widths = [0; 6];
        for (width, name) in widths.iter_mut().map(Some).chain([None]).zip(HIDDEN.iter().chain(&["tags"])) {
            let part = file.linear(&format!("head.{name}"), hidden)?;
            match width {
                Some(width) => *width = part.scale.len(),
                None if part.scale.len() != labels.width() => {
                    return Err(ModelError::format("its tag layer does not fit its labels"));
                }
                None => {}
            }
            all.weight.extend(part.weight);
            all.scale.extend(part.scale);
            all.bias.extend(part.bias);
        }
        let [arc, arc_head, relation, relation_head, cue, role] = widths;
        if arc != arc_head || relation != relation_head || cue != role {
            return Err(ModelError::format("its bilinear heads are inconsistent"));
        }
        let float = &kernels.float;
        let arc_weights = file.floats("head.arc.bilinear", (arc + 1) * arc)?;
        let arc = float.prepack_b(NdTensorView::from_data([arc + 1, arc], arc_weights.as_slice()));
        let one_more = relation + 1;
        let count = labels.relations.len();
        let weights = file.floats("head.rel.bilinear", count * one_more * one_more)?;
        // [labels, dependent, head] to [dependent, labels * head], so that one product serves all labels.
        let mut joined = vec![0.0; weights.len()];
        for label in 0..count {
            for i in 0..one_more {
                let from = (label * one_more + i) * one_more;
                let to = (i * count + label) * one_more;
                joined[to..to + one_more].copy_from_slice(&weights[from..from + one_more]);
            }
        }
        let relation =
            float.prepack_b(NdTensorView::from_data([one_more, count * one_more], joined.as_slice()));
        Ok(Self {
            hidden,
            joint: Linear::new(kernels, all),
            widths,
            arc,
            relation,
            roles: roles::Roles::load(file, role)?,
            labels,
        })
    }

    /// The lemma script number `script` applied to `form`.
    pub(crate) fn lemma(&self, script: usize, form: &str) -> String {
        self.labels.lemma_scripts[script].apply(form)
    }

    /// Reads the rows of `windows`, which stand one after the other in `rows`.
    pub(crate) fn read(
        &self,
        kernels: &Kernels,
        windows: &[&Window],
        rows: &[f32],
        room: &mut Room,
    ) -> Vec<Found> {
        self.pool(windows, rows, &mut room.vectors);
        room.quantised.fill(kernels, &room.vectors, self.hidden);
        self.joint.apply(kernels, &room.quantised, &mut room.sums, &mut room.out);
        let width = self.joint.outputs();
        let bilinear: usize = self.widths.iter().sum();
        let used = room.vectors.len() / self.hidden * width;
        for row in room.out[..used].chunks_exact_mut(width) {
            Gelu {}.map_mut(&mut row[..bilinear]);
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

    /// Row 0 of a window is the vector of its begin mark, row `i` the mean over the pieces of word `i - 1`.
    fn pool(&self, windows: &[&Window], rows: &[f32], vectors: &mut Vec<f32>) {
        vectors.clear();
        let mut first = 0;
        for window in windows {
            let row = |i: usize| &rows[(first + i) * self.hidden..(first + i + 1) * self.hidden];
            vectors.extend_from_slice(row(0));
            for pieces in &window.rows {
                let start = vectors.len();
                vectors.extend_from_slice(row(pieces.start));
                for i in pieces.start + 1..pieces.end {
                    for (a, b) in vectors[start..].iter_mut().zip(row(i)) {
                        *a += b;
                    }
                }
                if pieces.len() > 1 {
                    let share = 1.0 / pieces.len() as f32;
                    vectors[start..].iter_mut().for_each(|v| *v *= share);
                }
            }
            first += window.pieces.len();
        }
    }

    fn window(&self, kernels: &Kernels, rows: &Rows<'_>, room: &mut Room) -> Found {
        let words = rows.count() - 1;
        let heads = self.arcs(kernels, rows, room);
        let relations = self.relations(kernels, rows, &heads, room);
        let mut found = Found { heads, relations, ..Found::default() };
        let labels = &self.labels;
        let tags = |i: usize| &rows.row(i + 1)[self.widths.iter().sum::<usize>()..];
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
        for cue in viterbi::spans(&scores, &labels.cue_tags) {
            found.rest.attributions.push(self.roles.read(self, rows, cue, &labels.role_tags));
        }
        found
    }

    fn event(&self, scores: &[f32]) -> EventGuess {
        let labels = &self.labels;
        let choose = |range: &std::ops::Range<usize>| {
            let part = &scores[range.clone()];
            let index = best(part);
            (index, probability(part, index))
        };
        let certainty = choose(&labels.certainty_range);
        let polarity = choose(&labels.polarity_range);
        let when = choose(&labels.when_range);
        EventGuess {
            trigger: probability(&scores[labels.event_range.clone()], labels.event_index),
            certainty: (
                labels.certainty.get(certainty.0).copied().unwrap_or(Certainty::Certain),
                certainty.1,
            ),
            polarity: (labels.polarity.get(polarity.0).copied().unwrap_or(Polarity::Positive), polarity.1),
            when: (labels.when.get(when.0).copied().unwrap_or(When::Timeless), when.1),
        }
    }

    /// Head of every word: 0 is the root, `i` is word `i - 1`.
    fn arcs(&self, kernels: &Kernels, rows: &Rows<'_>, room: &mut Room) -> Vec<usize> {
        let n = rows.count();
        let arc = self.widths[0];
        let dependents = self.hidden_rows(rows, 0, true);
        let heads = self.hidden_rows(rows, 1, false);
        room.left.resize(room.left.len().max(n * arc), 0.0);
        product(kernels, &mut room.left[..n * arc], (&dependents, n, arc + 1), GemmInputB::Packed(&self.arc));
        room.scores.resize(room.scores.len().max(n * n), 0.0);
        let heads = NdTensorView::from_data([n, arc], heads.as_slice());
        product(
            kernels,
            &mut room.scores[..n * n],
            (&room.left, n, arc),
            GemmInputB::Unpacked(heads.transposed()),
        );
        tree::decode(&room.scores[..n * n], n)
    }

    fn relations(
        &self,
        kernels: &Kernels,
        rows: &Rows<'_>,
        heads: &[usize],
        room: &mut Room,
    ) -> Vec<segun_syntax::Relation> {
        let n = rows.count();
        let wide = self.widths[2] + 1;
        let count = self.labels.relations.len();
        let dependents = self.hidden_rows(rows, 2, true);
        let governors = self.hidden_rows(rows, 3, true);
        room.left.resize(room.left.len().max(n * count * wide), 0.0);
        product(
            kernels,
            &mut room.left[..n * count * wide],
            (&dependents, n, wide),
            GemmInputB::Packed(&self.relation),
        );
        heads
            .iter()
            .enumerate()
            .map(|(i, &head)| {
                let left = &room.left[(i + 1) * count * wide..(i + 2) * count * wide];
                let governor = &governors[head * wide..(head + 1) * wide];
                let scores: Vec<f32> = left
                    .chunks_exact(wide)
                    .enumerate()
                    .map(|(label, row)| {
                        // "root" belongs to the root's dependent alone.
                        if (head == 0) != (Some(label) == self.labels.root) {
                            return f32::NEG_INFINITY;
                        }
                        row.iter().zip(governor).map(|(a, b)| a * b).sum()
                    })
                    .collect();
                self.labels.relations[best(&scores)]
            })
            .collect()
    }

    /// The rows of hidden layer `which`, with a constant 1 appended to each where `one` is set.
    fn hidden_rows(&self, rows: &Rows<'_>, which: usize, one: bool) -> Vec<f32> {
        let start: usize = self.widths[..which].iter().sum();
        let end = start + self.widths[which];
        let mut out = Vec::with_capacity(rows.count() * (end - start + 1));
        for i in 0..rows.count() {
            out.extend_from_slice(&rows.row(i)[start..end]);
            if one {
                out.push(1.0);
            }
        }
        out
    }
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
