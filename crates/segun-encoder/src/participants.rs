//! Who takes part in which event, and whether it is one, seen from the whole report.
//!
//! The encoder reads one sentence at a time. This small network reads a report's mentions and events together: each is a
//! node with its word's vector (`head.meaning`, a head of its own) and plain facts; one layer of attention lets nodes see
//! each other, nearer sentences and mentions of the same entity by weights of their own; then every event is held against
//! every mention, with facts about the two: what the event asks for in each part against what the mention offers, and a small
//! layer over all. An event's mentions share its parts with each other and with nobody (softmax), and an entity has what its
//! mentions have. Of every event it says too how likely its word names one of its type, how sure it is told and when it lies.
//! `training/participants.py` trains it; at some hundred nodes a report its products are too small to gain anything from int8.

use crate::ModelError;
use crate::model_file::ModelFile;
use crate::small::{Dense, Norm, Table, add, softmax};
use segun_report::{Certainty, When};

/// How the network is built: in the model file's description. Every list of counts says how many values each fact has.
#[derive(Clone, Debug, serde::Deserialize)]
pub(crate) struct Design {
    /// Length of a node's vector.
    pub(crate) width: usize,
    attention_heads: usize,
    feed_forward: usize,
    /// Length of the vector of an event and a mention together.
    pair: usize,
    /// Length of the vectors of what an event asks for and what a mention offers, in each part.
    #[serde(default)]
    asked: usize,
    node_facts: Vec<usize>,
    pair_facts: Vec<usize>,
    /// Lower edges of the buckets of (sentence of the node seen - sentence of the node that sees).
    distances: Vec<i32>,
}

/// What a node stands for, by its number in the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Whose {
    /// A mention of an entity.
    Entity(usize),
    /// An event's word.
    Event(usize),
}

/// A word that stands for an entity or names an event.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Node {
    /// Its sentence.
    pub sentence: usize,
    /// Its word there.
    pub word: usize,
    /// What it stands for.
    pub whose: Whose,
    /// Plain facts about it, each a small number.
    pub facts: [u8; Node::FACTS],
}

impl Node {
    /// How many facts are known of a node.
    pub const FACTS: usize = 17;
}

/// How many facts are known of an event and a mention together.
pub const PAIR_FACTS: usize = 7;

/// How many parts the network tells apart.
const PARTS: usize = 3;

/// How many scores say what an event is: one whether it is one, one a certainty, one a time.
const JUDGED: usize = 1 + Certainty::ALL.len() + When::ALL.len();

/// Shares in acting, in undergoing, and in being where it happens: what is left to 1 over all of an event's entities is the
/// probability that nobody plays the part.
pub type Shares = [f32; PARTS];

/// What the network makes of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Probability that its word names an event of its type.
    pub likely: f32,
    /// Probability of each certainty, in the order of [`Certainty::ALL`].
    pub certainty: [f32; Certainty::ALL.len()],
    /// The same of when it lies ([`When::ALL`]).
    pub when: [f32; When::ALL.len()],
    /// Entities, in the order of their first mention, with their share in each part.
    pub parts: Vec<(usize, Shares)>,
}

/// The network.
#[derive(Debug)]
pub struct Participants {
    design: Design,
    node: Table,
    norm: Norm,
    qkv: Dense,
    attention_out: Dense,
    attention_norm: Norm,
    ffn_in: Dense,
    ffn_out: Dense,
    ffn_norm: Norm,
    /// `[edges + 1, heads]`.
    distance: Vec<f32>,
    /// One a head: what being of the same entity is worth.
    same: Vec<f32>,
    event: Dense,
    mention: Dense,
    pair: Table,
    out: Dense,
    asks: Dense,
    offers: Dense,
    nobody: Dense,
    judge: Dense,
}

impl Participants {
    /// Reads the network of a model file; `None` where it has none.
    pub(crate) fn load(file: &ModelFile<'_>) -> Result<Option<Self>, ModelError> {
        let Some(design) = file.description.participants.clone() else { return Ok(None) };
        let Design { width, attention_heads: heads, feed_forward: wide, pair, asked, .. } = design;
        let sane = (1..=1024).contains(&width)
            && heads > 0
            && width.is_multiple_of(heads)
            && (1..=4096).contains(&wide)
            && (1..=1024).contains(&pair)
            && (1..=1024).contains(&asked)
            && design.node_facts.len() == Node::FACTS
            && design.pair_facts.len() == PAIR_FACTS;
        if !sane {
            return Err(ModelError::format("its network of participants has other facts or sizes"));
        }
        let name = |part: &str| format!("participants.{part}");
        let dense = |part: &str, inputs, outputs| Dense::load(file, &name(part), inputs, outputs);
        let norm = |part: &str| Norm::load(file, &name(part), width);
        Ok(Some(Self {
            node: Table::load(file, &name("node"), &design.node_facts, width)?,
            norm: norm("norm")?,
            qkv: dense("qkv", width, 3 * width)?,
            attention_out: dense("attention_out", width, width)?,
            attention_norm: norm("attention_norm")?,
            ffn_in: dense("ffn_in", width, wide)?,
            ffn_out: dense("ffn_out", wide, width)?,
            ffn_norm: norm("ffn_norm")?,
            distance: file.floats(&name("distance"), (design.distances.len() + 1) * heads)?,
            same: file.floats(&name("same"), heads)?,
            event: dense("event", width, pair)?,
            mention: dense("mention", width, pair)?,
            pair: Table::load(file, &name("pair"), &design.pair_facts, pair)?,
            out: dense("out", pair, PARTS)?,
            asks: dense("asks", width, PARTS * asked)?,
            offers: dense("offers", width, PARTS * asked)?,
            nobody: dense("nobody", width, PARTS)?,
            judge: dense("judge", width, JUDGED)?,
            design,
        }))
    }

    /// What each event that `nodes` name is, and how likely each entity plays each part in it: one item an event, in the
    /// order of the nodes.
    ///
    /// `meaning` gives a node's vector ([`segun_syntax::Analysis::meanings`]); `pairs` has facts of each event with each
    /// mention, both in the order of the nodes. Costs the square of the number of nodes.
    pub fn read<'m>(
        &self,
        nodes: &[Node],
        meaning: impl Fn(&Node) -> &'m [f32],
        pairs: &[Vec<[u8; PAIR_FACTS]>],
    ) -> Vec<Answer> {
        let width = self.design.width;
        let mut rows = Vec::with_capacity(nodes.len() * width);
        for node in nodes {
            let start = rows.len();
            rows.extend(meaning(node).iter().copied().chain(std::iter::repeat(0.0)).take(width));
            self.node.add(&node.facts, &mut rows[start..]);
            self.norm.apply(&mut rows[start..]);
        }
        self.layer(nodes, &mut rows);
        let row = |n: usize| &rows[n * width..(n + 1) * width];
        let mentions: Vec<Seen> = nodes
            .iter()
            .enumerate()
            .filter_map(|(n, node)| match node.whose {
                Whose::Entity(entity) => {
                    Some(Seen { entity, pair: self.mention.apply(row(n)), offers: self.offers.apply(row(n)) })
                }
                Whose::Event(_) => None,
            })
            .collect();
        let events = nodes.iter().enumerate().filter(|(_, node)| matches!(node.whose, Whose::Event(_)));
        events
            .zip(pairs)
            .map(|((n, _), pairs)| self.judged(row(n), shared(self.scores(row(n), &mentions, pairs))))
            .collect()
    }

    /// What each of `mentions` has for playing each part in the event of `row`, by entity; first what nobody has.
    fn scores(
        &self,
        row: &[f32],
        mentions: &[Seen],
        pairs: &[[u8; PAIR_FACTS]],
    ) -> Vec<(Option<usize>, Shares)> {
        let (event, asks) = (self.event.apply(row), self.asks.apply(row));
        let scale = (self.design.asked as f32).sqrt().recip();
        let mut scores = Vec::with_capacity(mentions.len() + 1);
        scores.push((None, parts(&self.nobody.apply(row))));
        for (mention, facts) in mentions.iter().zip(pairs) {
            let mut both: Vec<f32> = event.iter().zip(&mention.pair).map(|(a, b)| a + b).collect();
            self.pair.add(facts, &mut both);
            both.iter_mut().for_each(|v| *v = v.max(0.0));
            let mut said = parts(&self.out.apply(&both));
            let asked =
                asks.chunks_exact(self.design.asked).zip(mention.offers.chunks_exact(self.design.asked));
            for (score, (asks, offers)) in said.iter_mut().zip(asked) {
                *score += scale * asks.iter().zip(offers).map(|(a, b)| a * b).sum::<f32>();
            }
            scores.push((Some(mention.entity), said));
        }
        scores
    }

    /// The answer about the event of `row`.
    fn judged(&self, row: &[f32], parts: Vec<(usize, Shares)>) -> Answer {
        let mut scores = self.judge.apply(row);
        let likely = 1.0 / (1.0 + (-scores[0]).exp());
        let (certainty, when) = scores[1..].split_at_mut(Certainty::ALL.len());
        softmax(certainty);
        softmax(when);
        let mut answer = Answer { likely, parts, ..Answer::default() };
        answer.certainty.copy_from_slice(certainty);
        answer.when.copy_from_slice(when);
        answer
    }

    /// The layer of attention: every row sees every other one.
    fn layer(&self, nodes: &[Node], rows: &mut [f32]) {
        let Design { width, attention_heads: heads, .. } = self.design;
        let part = width / heads;
        let qkv: Vec<Vec<f32>> = rows.chunks_exact(width).map(|row| self.qkv.apply(row)).collect();
        let scale = (part as f32).sqrt().recip();
        let mut mixed = vec![0.0; width];
        let mut weights = vec![0.0f32; nodes.len()];
        for (n, row) in rows.chunks_exact_mut(width).enumerate() {
            mixed.fill(0.0);
            for head in 0..heads {
                let own = &qkv[n][head * part..][..part];
                for (m, weight) in weights.iter_mut().enumerate() {
                    let key = &qkv[m][width + head * part..][..part];
                    let product: f32 = own.iter().zip(key).map(|(a, b)| a * b).sum();
                    let apart = nodes[m].sentence as i32 - nodes[n].sentence as i32;
                    let bucket = self.design.distances.partition_point(|edge| *edge <= apart);
                    let same = if nodes[m].whose == nodes[n].whose { self.same[head] } else { 0.0 };
                    *weight = product * scale + self.distance[bucket * heads + head] + same;
                }
                softmax(&mut weights);
                let out = &mut mixed[head * part..][..part];
                for (weight, other) in weights.iter().zip(&qkv) {
                    let values = &other[2 * width + head * part..][..part];
                    out.iter_mut().zip(values).for_each(|(o, v)| *o += weight * v);
                }
            }
            add(row, &self.attention_out.apply(&mixed));
            self.attention_norm.apply(row);
            let mut inner = self.ffn_in.apply(row);
            inner.iter_mut().for_each(|v| *v = v.max(0.0));
            add(row, &self.ffn_out.apply(&inner));
            self.ffn_norm.apply(row);
        }
    }
}

/// A mention as every event sees it.
struct Seen {
    entity: usize,
    /// Its half of the vector of an event and a mention.
    pair: Vec<f32>,
    /// What it offers in each part.
    offers: Vec<f32>,
}

/// The numbers of each part.
fn parts(row: &[f32]) -> Shares {
    let mut parts = [0.0; PARTS];
    parts.copy_from_slice(row);
    parts
}

/// The shares that entities have by the scores of their mentions, in the order of their first mention. Those without an
/// entity have a share too, which nobody is given.
fn shared(mut scores: Vec<(Option<usize>, Shares)>) -> Vec<(usize, Shares)> {
    for part in 0..PARTS {
        let mut column: Vec<f32> = scores.iter().map(|(_, said)| said[part]).collect();
        softmax(&mut column);
        scores.iter_mut().zip(column).for_each(|((_, said), share)| said[part] = share);
    }
    let mut shares: Vec<(usize, Shares)> = Vec::new();
    for (entity, said) in scores {
        let Some(entity) = entity else { continue };
        match shares.iter_mut().find(|(known, _)| *known == entity) {
            Some((_, shares)) => add(shares, &said),
            None => shares.push((entity, said)),
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 2;

    fn dense(inputs: usize, weight: &[f32], bias: &[f32]) -> Dense {
        assert_eq!(weight.len(), inputs * bias.len());
        Dense { weight: weight.to_vec(), bias: bias.to_vec() }
    }

    /// A vector for each of two values of each fact; all zero but that of the first fact's second value.
    fn table(facts: usize, second: &[f32]) -> Table {
        let width = second.len();
        let mut vectors = vec![0.0; 2 * facts * width];
        vectors[width..2 * width].copy_from_slice(second);
        Table { starts: (0..=facts).map(|fact| 2 * fact).collect(), width, vectors }
    }

    /// A network in which the first fact of a pair counts for acting, and what the event looks at for undergoing.
    fn network() -> Participants {
        let norm = || Norm { weight: vec![1.0; WIDTH], bias: vec![0.0; WIDTH] };
        Participants {
            design: Design {
                width: WIDTH,
                attention_heads: 1,
                feed_forward: 1,
                pair: 2,
                asked: 1,
                node_facts: vec![2; Node::FACTS],
                pair_facts: vec![2; PAIR_FACTS],
                distances: vec![1],
            },
            node: table(Node::FACTS, &[4.0, 0.0]),
            norm: norm(),
            qkv: dense(
                WIDTH,
                &[0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0],
                &[0.0; 3 * WIDTH],
            ),
            attention_out: dense(WIDTH, &[1.0, 0.0, 0.0, 1.0], &[0.0; WIDTH]),
            attention_norm: norm(),
            ffn_in: dense(WIDTH, &[0.0; WIDTH], &[0.0]),
            ffn_out: dense(1, &[0.0; WIDTH], &[0.0; WIDTH]),
            ffn_norm: norm(),
            // Others are looked at rather than oneself, and not what stands in a later sentence.
            distance: vec![0.0, -1e4],
            same: vec![-100.0],
            event: dense(WIDTH, &[0.0, 1.0, 0.0, 0.0], &[0.0; 2]),
            mention: dense(WIDTH, &[0.0; 4], &[0.0; 2]),
            pair: table(PAIR_FACTS, &[3.0, 0.0]),
            out: dense(2, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0], &[-1.0, 0.0, 0.0]),
            asks: dense(WIDTH, &[0.0; WIDTH * PARTS], &[0.0, 0.0, 2.0]),
            offers: dense(WIDTH, &[0.0, 0.0, 1.0, 0.0, 0.0, 0.0], &[0.0; PARTS]),
            nobody: dense(WIDTH, &[0.0; WIDTH * PARTS], &[0.0; PARTS]),
            judge: dense(WIDTH, &[0.0; WIDTH * JUDGED], &[0.0; JUDGED]),
        }
    }

    fn node(sentence: usize, whose: Whose, fact: u8) -> Node {
        let mut facts = [0; Node::FACTS];
        facts[0] = fact;
        Node { sentence, word: 0, whose, facts }
    }

    fn fact(first: u8) -> [u8; PAIR_FACTS] {
        let mut facts = [0; PAIR_FACTS];
        facts[0] = first;
        facts
    }

    #[test]
    fn mentions_of_an_entity_add_up_and_share_with_nobody() {
        let nodes = [
            node(0, Whose::Entity(7), 0),
            node(0, Whose::Event(0), 0),
            node(0, Whose::Entity(2), 0),
            node(1, Whose::Entity(2), 0),
        ];
        let read = network().read(&nodes, |_| &[1.0, -1.0], &[vec![fact(0), fact(1), fact(1)]]);
        let [first, second] = read[0].parts[..] else { panic!("two entities") };
        assert_eq!((first.0, second.0), (7, 2));
        let [one, other, nobody] = [-1.0f32, 2.0, 0.0].map(f32::exp);
        let all = one + 2.0 * other + nobody;
        assert!((first.1[0] - one / all).abs() < 1e-5);
        assert!((second.1[0] - 2.0 * other / all).abs() < 1e-5);
    }

    #[test]
    fn who_offers_what_the_event_asks_for_has_more_of_the_part() {
        let asked = [
            Seen { entity: 0, pair: vec![0.0; 2], offers: vec![0.0, 0.0, 1.0] },
            Seen { entity: 1, pair: vec![0.0; 2], offers: vec![1.0, 1.0, 0.0] },
        ];
        let scores = network().scores(&[0.0; WIDTH], &asked, &[fact(0); 2]);
        assert_eq!(scores.iter().map(|(_, said)| said[2]).collect::<Vec<_>>(), [0.0, 2.0, 0.0]);
    }

    #[test]
    fn an_event_sees_its_own_sentence_and_not_what_is_shut_off() {
        let undergone = |sentence: usize, fact_of_other: u8| {
            let nodes = [node(0, Whose::Event(0), 0), node(sentence, Whose::Entity(0), fact_of_other)];
            let read = network().read(&nodes, |_| &[-1.0, 1.0], &[vec![fact(0)]]);
            read[0].parts[0].1[1]
        };
        assert_ne!(undergone(0, 0), undergone(0, 1));
        assert_eq!(undergone(1, 0), undergone(1, 1));
    }

    #[test]
    fn facts_and_words_that_are_not_known_do_no_harm() {
        let nodes = [node(0, Whose::Event(0), 200), node(0, Whose::Entity(0), 200)];
        let read = network().read(&nodes, |_| &[], &[vec![fact(200)]]);
        assert!(read[0].parts[0].1.iter().all(|share| share.is_finite()));
        assert!((read[0].certainty.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }
}
