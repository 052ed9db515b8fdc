//! Word forms to pieces of the vocabulary: a Unigram language model (Kudo 2018).

use crate::ModelError;
use crate::model_file::ModelFile;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// Begin of a sentence.
pub(crate) const BEGIN: u32 = 0;
/// End of a sentence.
pub(crate) const END: u32 = 2;
/// A character outside the vocabulary.
const UNKNOWN: u32 = 3;
/// Marks the begin of a word that follows white space.
const SPACE: char = '\u{2581}';
/// How far below the rarest piece an unknown character scores, as in SentencePiece.
const UNKNOWN_PENALTY: f32 = 10.0;
/// A word gives at most this many pieces: longer ones are no words.
const MAX_PIECES: usize = 48;
/// Characters of a word that are looked at, for the same reason.
const MAX_CHARACTERS: usize = 200;
/// Words kept by a thread with their pieces.
const CACHE: usize = 60_000;

/// The vocabulary.
#[derive(Debug)]
pub(crate) struct Pieces {
    ids: FxHashMap<Box<[u8]>, u32>,
    scores: Vec<f32>,
    longest: usize,
    unknown_score: f32,
    normalisation: FxHashMap<char, Box<str>>,
}

/// Pieces by form and by whether white space comes before it.
type Seen = FxHashMap<(String, bool), Box<[u32]>>;

thread_local! {
    /// Pieces of words already seen, for the vocabulary at the given address.
    static SEEN: RefCell<(usize, Seen)> = RefCell::default();
}

impl Pieces {
    /// Reads the vocabulary of a model file.
    pub(crate) fn load(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let text = file.bytes("pieces.text")?;
        let offsets = file.integers("pieces.offsets")?;
        let scores = file.all_floats("pieces.scores")?;
        if offsets.len() != scores.len() + 1 || scores.len() < 4 {
            return Err(ModelError::format("its vocabulary is inconsistent"));
        }
        let mut ids = FxHashMap::with_capacity_and_hasher(scores.len(), Default::default());
        let mut longest = 0;
        for (i, ends) in offsets.windows(2).enumerate() {
            let piece = text
                .get(ends[0] as usize..ends[1] as usize)
                .ok_or_else(|| ModelError::format("its vocabulary is inconsistent"))?;
            longest = longest.max(piece.len());
            // The first four are control symbols, never found in text.
            if i > UNKNOWN as usize {
                ids.insert(piece.into(), i as u32);
            }
        }
        let lowest = scores[4..].iter().copied().fold(f32::INFINITY, f32::min);
        let unknown_score = if lowest.is_finite() { lowest - UNKNOWN_PENALTY } else { -UNKNOWN_PENALTY };
        Ok(Self { ids, scores, longest, unknown_score, normalisation: normalisation(file)? })
    }

    /// Number of pieces.
    pub(crate) fn len(&self) -> usize {
        self.scores.len()
    }

    /// Appends the pieces of `form` to `out`; at least one, at most [`MAX_PIECES`].
    pub(crate) fn encode(&self, form: &str, space_before: bool, out: &mut Vec<u32>) {
        SEEN.with_borrow_mut(|(owner, seen)| {
            let this = std::ptr::from_ref(self) as usize;
            if *owner != this {
                *owner = this;
                seen.clear();
            }
            // Borrowing a pair of a slice and a flag is not possible, so the key is made each time.
            let key = (form.to_owned(), space_before);
            if let Some(pieces) = seen.get(&key) {
                out.extend_from_slice(pieces);
                return;
            }
            let pieces = self.segment(form, space_before);
            out.extend_from_slice(&pieces);
            if seen.len() >= CACHE {
                seen.clear();
            }
            if form.len() <= 64 {
                seen.insert(key, pieces.into());
            }
        });
    }

    /// The likeliest segmentation (Viterbi), runs of unknown characters as one piece.
    fn segment(&self, form: &str, space_before: bool) -> Vec<u32> {
        let mut text = String::with_capacity(form.len() + 3);
        if space_before {
            text.push(SPACE);
        }
        for c in form.chars().take(MAX_CHARACTERS) {
            match self.normalisation.get(&c) {
                Some(with) => text.extend(with.chars().filter(|c| *c != ' ')),
                None if c != ' ' => text.push(c),
                None => {}
            }
        }
        let bytes = text.as_bytes();
        // For each byte offset: best score, begin of the last piece, its id.
        let mut best: Vec<Option<(f32, usize, u32)>> = vec![None; bytes.len() + 1];
        best[0] = Some((0.0, 0, UNKNOWN));
        for (start, c) in text.char_indices() {
            let Some((before, _, _)) = best[start] else { continue };
            let single = start + c.len_utf8();
            let mut single_known = false;
            let limit = (start + self.longest).min(bytes.len());
            for end in single..=limit {
                if !text.is_char_boundary(end) {
                    continue;
                }
                if let Some(&id) = self.ids.get(&bytes[start..end]) {
                    single_known |= end == single;
                    relax(&mut best[end], before + self.scores[id as usize], start, id);
                }
            }
            if !single_known {
                relax(&mut best[single], before + self.unknown_score, start, UNKNOWN);
            }
        }
        let mut pieces = Vec::new();
        let mut at = bytes.len();
        while at > 0 {
            let Some((_, start, id)) = best[at] else { break };
            if !(id == UNKNOWN && pieces.last() == Some(&UNKNOWN)) {
                pieces.push(id);
            }
            at = start;
        }
        pieces.reverse();
        pieces.truncate(MAX_PIECES);
        if pieces.is_empty() {
            pieces.push(UNKNOWN);
        }
        pieces
    }
}

fn relax(slot: &mut Option<(f32, usize, u32)>, score: f32, start: usize, id: u32) {
    if slot.is_none_or(|(old, _, _)| score > old) {
        *slot = Some((score, start, id));
    }
}

/// The character map applied before segmentation.
fn normalisation(file: &ModelFile<'_>) -> Result<FxHashMap<char, Box<str>>, ModelError> {
    let keys = file.integers("normalisation.keys")?;
    let offsets = file.integers("normalisation.offsets")?;
    let values = file.integers("normalisation.values")?;
    if offsets.len() != keys.len() + 1 {
        return Err(ModelError::format("its normalisation is inconsistent"));
    }
    let mut map = FxHashMap::default();
    for (key, ends) in keys.iter().zip(offsets.windows(2)) {
        let with = values
            .get(ends[0] as usize..ends[1] as usize)
            .ok_or_else(|| ModelError::format("its normalisation is inconsistent"))?;
        if let Some(key) = char::from_u32(*key) {
            map.insert(key, with.iter().filter_map(|&c| char::from_u32(c)).collect::<String>().into());
        }
    }
    Ok(map)
}
