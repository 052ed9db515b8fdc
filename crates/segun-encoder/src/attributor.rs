//! Source, cue and content of a possible attribution, seen from its whole sentence.
//!
//! The cue head says where a cue may stand, and the role head tags each word by itself. This small network reads the
//! sentence once more for each such cue: every word is its vector (`head.voice`, a head of its own) and plain facts about
//! it as seen from the cue; layers of attention let the words see each other, by how far apart they stand and by how the
//! tree links them; then every word is tagged as part of source, cue or content, and the cue's own words say how likely
//! it is one. `training/attributor.py` trains it.

use crate::ModelError;
use crate::alone::alone;
use crate::heads::viterbi;
use crate::kernels::Kernels;
use crate::model_file::ModelFile;
use crate::small::{Norm, Table, add, softmax};
use rten_gemm::{GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;
use segun_syntax::Range;

/// How many facts are known of a word.
pub const WORD_FACTS: usize = 12;

/// How many facts are known of a cue.
pub const CUE_FACTS: usize = 4;

/// Words of the longest sentence that is read: the work grows with the square.
const MOST_WORDS: usize = 256;

/// How the tree may link two words: not, the same word, the first hangs on the second, the second on the first, both on a
/// third.
const LINKS: usize = 5;

/// How the network is built: in the model file's description. Every list of counts says how many values each fact has.
#[derive(Clone, Debug, serde::Deserialize)]
pub(crate) struct Design {
    /// Length of a word's vector.
    pub(crate) width: usize,
    layers: usize,
    attention_heads: usize,
    feed_forward: usize,
    word_facts: Vec<usize>,
    cue_facts: Vec<usize>,
    /// Lower edges of the buckets of (word seen - word that sees).
    distances: Vec<i32>,
    tags: Vec<String>,
}

/// A possible cue in its sentence.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Saying {
    /// Words of the cue.
    pub cue: Range,
    /// What each word of the sentence hangs on.
    pub heads: Vec<Option<usize>>,
    /// Plain facts about each word, each a small number.
    pub words: Vec<[u8; WORD_FACTS]>,
    /// The same of the cue.
    pub facts: [u8; CUE_FACTS],
}

/// What the network makes of a possible cue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Words of the parts of the source.
    pub source: Vec<Range>,
    /// Words of the parts of the cue.
    pub cue: Vec<Range>,
    /// Words of the parts of what is said.
    pub content: Vec<Range>,
    /// Mean probability of the tags of source and content; 0 without any.
    pub score: f32,
    /// Probability that somebody says something here.
    pub likely: f32,
}

/// The network.
#[derive(Debug)]
pub struct Attributor {
    design: Design,
    word: Table,
    cue: Table,
    cue_word: Product,
    norm: Norm,
    layers: Vec<Layer>,
    tag: Product,
    valid: Product,
}

/// A layer of attention.
#[derive(Debug)]
struct Layer {
    qkv: Product,
    out: Product,
    norm: Norm,
    ffn_in: Product,
    ffn_out: Product,
    ffn_norm: Norm,
    /// `[heads, edges + 1, links]`: what it is worth to stand so far apart and to be linked so.
    bias: Vec<f32>,
}

impl Attributor {
    /// Reads the network of a model file; `None` where it has none.
    pub(crate) fn load(file: &ModelFile<'_>, kernels: &Kernels) -> Result<Option<Self>, ModelError> {
        let Some(design) = file.description.attributor.clone() else { return Ok(None) };
        let Design { width, layers, attention_heads: heads, feed_forward: wide, .. } = design;
        let sane = (1..=1024).contains(&width)
            && layers <= 12
            && heads > 0
            && width.is_multiple_of(heads)
            && (1..=4096).contains(&wide)
            && design.word_facts.len() == WORD_FACTS
            && design.cue_facts.len() == CUE_FACTS
            && (1..=64).contains(&design.tags.len())
            && design.tags[0] == "O";
        if !sane {
            return Err(ModelError::format("its network of attributions has other facts or sizes"));
        }
        let product = |part: &str, inputs, outputs| {
            Product::load(file, kernels, &format!("attributor.{part}"), inputs, outputs)
        };
        let norm = |part: &str| Norm::load(file, &format!("attributor.{part}"), width);
        let layer = |i: usize| -> Result<Layer, ModelError> {
            let name = |part: &str| format!("layer.{i}.{part}");
            Ok(Layer {
                qkv: product(&name("qkv"), width, 3 * width)?,
                out: product(&name("out"), width, width)?,
                norm: norm(&name("norm"))?,
                ffn_in: product(&name("ffn_in"), width, wide)?,
                ffn_out: product(&name("ffn_out"), wide, width)?,
                ffn_norm: norm(&name("ffn_norm"))?,
                bias: bias(
                    heads,
                    &file.floats(
                        &format!("attributor.layer.{i}.distance"),
                        (design.distances.len() + 1) * heads,
                    )?,
                    &file.floats(&format!("attributor.layer.{i}.link"), LINKS * heads)?,
                ),
            })
        };
        Ok(Some(Self {
            word: Table::load(file, "attributor.word", &design.word_facts, width)?,
            cue: Table::load(file, "attributor.cue", &design.cue_facts, width)?,
            cue_word: product("cue_word", width, width)?,
            norm: norm("norm")?,
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
            tag: product("tag", width, design.tags.len())?,
            valid: product("valid", width, 1)?,
            design,
        }))
    }

    /// Reads possible cues, each with the vectors of its sentence's words ([`segun_syntax::Analysis::voices`]); one answer
    /// each, `None` where the sentence is too long.
    pub fn read(&self, sayings: &[(&Saying, &[Vec<f32>])]) -> Vec<Option<Said>> {
        thread_local! {
            static KERNELS: Kernels = Kernels::default();
        }
        let read = |kernels: &Kernels| {
            let one = |&(saying, voices): &(&Saying, &[Vec<f32>])| {
                let sane = (1..=MOST_WORDS).contains(&saying.words.len())
                    && saying.heads.len() == saying.words.len()
                    && !saying.cue.is_empty()
                    && saying.cue.end <= saying.words.len();
                sane.then(|| self.read_one(kernels, saying, voices))
            };
            sayings.iter().map(one).collect()
        };
        alone(|| KERNELS.with(read))
    }

    fn read_one(&self, kernels: &Kernels, saying: &Saying, voices: &[Vec<f32>]) -> Said {
        let width = self.design.width;
        let n = saying.words.len();
        let mut rows = Vec::with_capacity(n * width);
        for w in 0..n {
            let voice = voices.get(w).map_or(&[][..], Vec::as_slice);
            rows.extend(voice.iter().copied().chain(std::iter::repeat(0.0)).take(width));
        }
        let mut of_cue = self.cue_word.apply(kernels, &mean(&rows, width, &saying.cue), 1);
        self.cue.add(&saying.facts, &mut of_cue);
        for (row, facts) in rows.chunks_exact_mut(width).zip(&saying.words) {
            self.word.add(facts, row);
            add(row, &of_cue);
            self.norm.apply(row);
        }
        let places = places(&self.design, &saying.heads);
        for layer in &self.layers {
            layer.apply(kernels, &self.design, &places, &mut rows);
        }
        let tags = self.design.tags.len();
        let scores = self.tag.apply(kernels, &rows, n);
        let scores: Vec<&[f32]> = scores.chunks_exact(tags).collect();
        let valid = self.valid.apply(kernels, &mean(&rows, width, &saying.cue), 1)[0];
        let mut said = Said { likely: 1.0 / (1.0 + (-valid).exp()), ..Said::default() };
        let (mut total, mut count) = (0.0, 0);
        for span in viterbi::spans(&scores, &self.design.tags) {
            if span.label != "CUE" {
                total += span.score * span.words.len() as f32;
                count += span.words.len();
            }
            match span.label.as_str() {
                "SOURCE" => said.source.push(span.words),
                "CUE" => said.cue.push(span.words),
                "CONTENT" => said.content.push(span.words),
                _ => {}
            }
        }
        said.score = total / count.max(1) as f32;
        said
    }
}

impl Layer {
    /// Every row sees every other one; `places` says how they stand to each other ([`places`]).
    fn apply(&self, kernels: &Kernels, design: &Design, places: &[u16], rows: &mut [f32]) {
        let Design { width, attention_heads: heads, .. } = *design;
        let part = width / heads;
        let n = rows.len() / width;
        let qkv = self.qkv.apply(kernels, rows, n);
        let scale = (part as f32).sqrt().recip();
        let mut mixed = vec![0.0f32; n * width];
        let mut weights = vec![0.0f32; n];
        for (head, bias) in self.bias.chunks_exact(self.bias.len() / heads).enumerate() {
            let of = |which: usize| {
                qkv.chunks_exact(3 * width).map(move |row| &row[which * width + head * part..][..part])
            };
            let out = mixed.chunks_exact_mut(width).map(|row| &mut row[head * part..][..part]);
            for ((own, out), places) in of(0).zip(out).zip(places.chunks_exact(n)) {
                for ((weight, key), &place) in weights.iter_mut().zip(of(1)).zip(places) {
                    *weight = dot(own, key) * scale + bias[usize::from(place)];
                }
                softmax(&mut weights);
                for (&weight, values) in weights.iter().zip(of(2)) {
                    out.iter_mut().zip(values).for_each(|(o, v)| *o += weight * v);
                }
            }
        }
        add(rows, &self.out.apply(kernels, &mixed, n));
        rows.chunks_exact_mut(width).for_each(|row| self.norm.apply(row));
        let mut inner = self.ffn_in.apply(kernels, rows, n);
        inner.iter_mut().for_each(|v| *v = v.max(0.0));
        add(rows, &self.ffn_out.apply(kernels, &inner, n));
        rows.chunks_exact_mut(width).for_each(|row| self.ffn_norm.apply(row));
    }
}

/// How every two words stand to each other: bucket of their distance and link, as a number into [`Layer::bias`].
fn places(design: &Design, heads: &[Option<usize>]) -> Vec<u16> {
    let n = heads.len();
    // Of (other - word), from 1 - n on.
    let buckets: Vec<usize> = (1 - n as i32..n as i32)
        .map(|apart| design.distances.partition_point(|edge| *edge <= apart))
        .collect();
    let place = |word: usize, other: usize| {
        let bucket = buckets[other + n - 1 - word];
        (bucket * LINKS + link(heads, word, other)) as u16
    };
    (0..n * n).map(|at| place(at / n, at % n)).collect()
}

/// [`Layer::bias`] of `[edges + 1, heads]` and `[links, heads]`.
fn bias(heads: usize, distance: &[f32], link: &[f32]) -> Vec<f32> {
    let of =
        |values: &[f32], head: usize| values.iter().skip(head).step_by(heads).copied().collect::<Vec<_>>();
    let sums = (0..heads).flat_map(|head| {
        let link = of(link, head);
        of(distance, head).into_iter().flat_map(move |d| link.clone().into_iter().map(move |l| d + l))
    });
    sums.collect()
}

/// The scalar product, in sums of their own that the processor can take together.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    let mut sums = [0.0f32; LANES];
    for (a, b) in a.zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// How the tree links `word` with `other`, as a number below [`LINKS`].
fn link(heads: &[Option<usize>], word: usize, other: usize) -> usize {
    if word == other {
        1
    } else if heads[word] == Some(other) {
        2
    } else if heads[other] == Some(word) {
        3
    } else if heads[word].is_some() && heads[word] == heads[other] {
        4
    } else {
        0
    }
}

/// The mean of the rows of `words`.
fn mean(rows: &[f32], width: usize, words: &Range) -> Vec<f32> {
    let mut out = vec![0.0; width];
    rows[words.start * width..words.end * width].chunks_exact(width).for_each(|row| add(&mut out, row));
    out.iter_mut().for_each(|v| *v /= words.len() as f32);
    out
}

/// A linear layer of many rows at once.
struct Product {
    inputs: usize,
    weight: PackedBMatrix<f32>,
    bias: Vec<f32>,
}

impl std::fmt::Debug for Product {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Product({} x {})", self.inputs, self.bias.len())
    }
}

impl Product {
    /// Reads `NAME.weight` (`[outputs, inputs]`) and `NAME.bias`.
    fn load(
        file: &ModelFile<'_>,
        kernels: &Kernels,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, ModelError> {
        let weight = file.floats(&format!("{name}.weight"), inputs * outputs)?;
        let weight = NdTensorView::from_data([outputs, inputs], weight.as_slice());
        let bias = file.floats(&format!("{name}.bias"), outputs)?;
        Ok(Self { inputs, weight: kernels.float.prepack_b(weight.transposed()), bias })
    }

    /// The product of `count` rows.
    fn apply(&self, kernels: &Kernels, rows: &[f32], count: usize) -> Vec<f32> {
        let mut out = vec![0.0; count * self.bias.len()];
        let a = NdTensorView::from_data([count, self.inputs], rows);
        let done = kernels.float.gemm(
            &mut out,
            GemmInputA::Unpacked(a),
            GemmInputB::Packed(&self.weight),
            GemmOptions::default(),
        );
        debug_assert!(done.is_ok(), "sizes were checked when the model was loaded");
        out.chunks_exact_mut(self.bias.len()).for_each(|row| add(row, &self.bias));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 2;

    fn product(kernels: &Kernels, inputs: usize, weight: &[f32], bias: &[f32]) -> Product {
        let weight = NdTensorView::from_data([bias.len(), inputs], weight);
        Product { inputs, weight: kernels.float.prepack_b(weight.transposed()), bias: bias.to_vec() }
    }

    fn table(facts: usize, second: [f32; WIDTH]) -> Table {
        let mut vectors = vec![0.0; 2 * facts * WIDTH];
        vectors[WIDTH..2 * WIDTH].copy_from_slice(&second);
        Table { starts: (0..=facts).map(|fact| 2 * fact).collect(), width: WIDTH, vectors }
    }

    /// A network that takes a word for content where its first fact says so, or where it sees the word that it hangs on
    /// say so.
    fn network() -> Attributor {
        let kernels = Kernels::default();
        let norm = || Norm { weight: vec![1.0; WIDTH], bias: vec![0.0; WIDTH] };
        let none = [0.0; WIDTH * WIDTH];
        let mut qkv = vec![0.0; 3 * WIDTH * WIDTH];
        // Values are the rows themselves.
        qkv[4 * WIDTH] = 4.0;
        qkv[5 * WIDTH + 1] = 4.0;
        let mut link = vec![-100.0; LINKS];
        link[2] = 100.0;
        link[1] = 0.0;
        Attributor {
            design: Design {
                width: WIDTH,
                layers: 1,
                attention_heads: 1,
                feed_forward: 1,
                word_facts: vec![2; WORD_FACTS],
                cue_facts: vec![2; CUE_FACTS],
                distances: vec![0],
                tags: ["O", "B-CONTENT", "I-CONTENT"].map(str::to_owned).into(),
            },
            word: table(WORD_FACTS, [2.0, -2.0]),
            cue: table(CUE_FACTS, [0.0, 0.0]),
            cue_word: product(&kernels, WIDTH, &none, &[0.0; WIDTH]),
            norm: norm(),
            layers: vec![Layer {
                qkv: product(&kernels, WIDTH, &qkv, &[0.0; 3 * WIDTH]),
                out: product(&kernels, WIDTH, &[1.0, 0.0, 0.0, 1.0], &[0.0; WIDTH]),
                norm: norm(),
                ffn_in: product(&kernels, WIDTH, &[0.0; WIDTH], &[0.0]),
                ffn_out: product(&kernels, 1, &[0.0; WIDTH], &[0.0; WIDTH]),
                ffn_norm: norm(),
                bias: bias(1, &[0.0; 2], &link),
            }],
            tag: product(&kernels, WIDTH, &[0.0, 0.0, 1.0, 0.0, 1.0, 0.0], &[0.5, 0.0, 0.1]),
            valid: product(&kernels, WIDTH, &[1.0, 0.0], &[0.0]),
        }
    }

    /// Words of which those in `marked` have the first fact.
    fn saying(heads: &[Option<usize>], marked: &[usize]) -> Saying {
        let words = (0..heads.len()).map(|w| {
            let mut facts = [0; WORD_FACTS];
            facts[0] = u8::from(marked.contains(&w));
            facts
        });
        Saying { cue: 0..1, heads: heads.to_vec(), words: words.collect(), facts: [0; CUE_FACTS] }
    }

    /// First word and end of each part of what is said.
    fn content(saying: &Saying) -> Vec<(usize, usize)> {
        let voices = vec![vec![-0.5, 0.5]; saying.words.len()];
        let said = network().read(&[(saying, &voices)]).remove(0).unwrap();
        said.content.iter().map(|part| (part.start, part.end)).collect()
    }

    #[test]
    fn facts_and_what_a_word_hangs_on_decide() {
        assert_eq!(content(&saying(&[Some(2), Some(2), None], &[])), []);
        assert_eq!(content(&saying(&[Some(1), None, None], &[2])), [(2, 3)]);
        // The words that hang on the marked one are drawn along.
        assert_eq!(content(&saying(&[Some(2), Some(2), None], &[2])), [(0, 3)]);
    }

    #[test]
    fn the_cue_says_how_likely_it_is() {
        let likely = |marked: &[usize]| {
            let saying = saying(&[None, Some(0)], marked);
            network().read(&[(&saying, &vec![vec![-0.5, 0.5]; 2])]).remove(0).unwrap().likely
        };
        assert!(likely(&[0]) > 0.5 && likely(&[1]) < 0.5);
    }

    #[test]
    fn what_is_not_known_does_no_harm() {
        let mut odd = saying(&[None, Some(0)], &[]);
        odd.words[1] = [200; WORD_FACTS];
        odd.facts = [200; CUE_FACTS];
        let long = saying(&vec![None; MOST_WORDS + 1], &[]);
        let mut beyond = saying(&[None], &[]);
        beyond.cue = 3..5;
        let read = network().read(&[(&odd, &[]), (&long, &[]), (&beyond, &[])]);
        assert!(read[0].as_ref().is_some_and(|said| said.likely.is_finite()));
        assert_eq!((&read[1], &read[2]), (&None, &None));
    }
}
