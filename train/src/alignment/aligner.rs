//! Which word translates which, learned from sentence pairs alone: IBM Model 2 with its positions reparametrised
//! (fast_align; Dyer, Chahuneau and Smith 2013), in both directions, put together by grow-diag-final-and (Koehn, Och
//! and Marcu 2003; Och and Ney 2003).
//!
//! In one direction each word f_j of one side (j of J) comes from one word e_i of the other (i of I) or from none:
//!
//! p(f_j) = p₀ θ(f_j | none) + (1 − p₀) Σ_i δ(i | j, I, J) θ(f_j | e_i), with δ ∝ exp(−λ |i/I − j/J|)
//!
//! θ and λ are learned by expectation maximisation, θ with a Dirichlet prior on it (their variational variant).

use std::collections::HashMap;
use std::ops::Range;

use anyhow::Result;
use ndarray::Array2;

use crate::parallel;

/// p₀: how probable it is beforehand that a word comes from none.
const OF_NONE: f64 = 0.08;
/// λ before the first iteration.
const INITIAL_TENSION: f64 = 4.0;
/// Where λ stays.
const TENSION: Range<f64> = 0.1..14.0;
/// The Dirichlet prior's parameter: below 1, so that a word has few translations.
const PRIOR: f64 = 0.01;
/// θ of words that never stood in a pair.
const UNSEEN: f64 = 1e-9;
const ITERATIONS: usize = 5;
/// Steps towards the best λ in an iteration, and how large they are.
const TENSION_STEPS: usize = 8;
const TENSION_RATE: f64 = 20.0;
/// The corpus is counted in this many parts, whatever the number of cores: sums are the same everywhere.
const PARTS: usize = 8;

/// The id of no word, on the side that words come from.
const NONE: u32 = 0;

/// The words of a sentence pair.
pub struct WordPair<T> {
    pub source: Vec<T>,
    pub target: Vec<T>,
}

/// A trained aligner.
pub struct Aligner {
    source_ids: HashMap<String, u32>,
    target_ids: HashMap<String, u32>,
    /// Target words that come from source words.
    forward: Model,
    /// Source words that come from target words.
    backward: Model,
}

/// Links between the words of a pair: [source words, target words].
pub type Links = Array2<bool>;

impl Aligner {
    /// Learns from `pairs` which words go together.
    pub fn train(pairs: &[WordPair<String>]) -> Result<Self> {
        let (mut source_ids, mut target_ids) = (HashMap::new(), HashMap::new());
        let corpus: Vec<WordPair<u32>> = pairs
            .iter()
            .map(|pair| WordPair {
                source: pair.source.iter().map(|word| intern(word, &mut source_ids)).collect(),
                target: pair.target.iter().map(|word| intern(word, &mut target_ids)).collect(),
            })
            .collect();
        let forward: Vec<(&[u32], &[u32])> =
            corpus.iter().map(|pair| (&*pair.source, &*pair.target)).collect();
        let backward: Vec<(&[u32], &[u32])> =
            forward.iter().map(|(source, target)| (*target, *source)).collect();
        Ok(Self {
            source_ids,
            target_ids,
            forward: Model::train(&forward)?,
            backward: Model::train(&backward)?,
        })
    }

    /// The links of a pair.
    pub fn align(&self, pair: &WordPair<String>) -> Links {
        let ids = |words: &[String], ids: &HashMap<String, u32>| -> Vec<u32> {
            words.iter().map(|word| ids.get(word).copied().unwrap_or(u32::MAX)).collect()
        };
        let source = ids(&pair.source, &self.source_ids);
        let target = ids(&pair.target, &self.target_ids);
        let mut forward = Links::default((source.len(), target.len()));
        for (j, i) in self.forward.most_probable(&source, &target).into_iter().enumerate() {
            i.into_iter().for_each(|i| forward[[i, j]] = true);
        }
        let mut backward = Links::default((source.len(), target.len()));
        for (i, j) in self.backward.most_probable(&target, &source).into_iter().enumerate() {
            j.into_iter().for_each(|j| backward[[i, j]] = true);
        }
        grow_diag_final_and(&forward, &backward)
    }
}

fn intern(word: &str, ids: &mut HashMap<String, u32>) -> u32 {
    match ids.get(word) {
        Some(&id) => id,
        None => {
            let id = ids.len() as u32 + NONE + 1;
            ids.insert(word.to_string(), id);
            id
        }
    }
}

/// One direction: words f that come from words e.
struct Model {
    /// For each e, and [`NONE`], where its f stand in `words` and `probabilities`.
    offsets: Vec<usize>,
    /// The f that stand in a pair with each e, in order.
    words: Vec<u32>,
    /// θ(f | e).
    probabilities: Vec<f64>,
    /// λ.
    tension: f64,
}

/// Sums of expectations over a part of the corpus.
struct Counts {
    /// Of each entry of θ.
    entries: Vec<f64>,
    /// Of −|i/I − j/J|.
    feature: f64,
    /// Of words that come from some word.
    of_some: f64,
}

impl Model {
    /// Learns from sentences (e, f).
    fn train(corpus: &[(&[u32], &[u32])]) -> Result<Self> {
        let mut model = Self::uniform(corpus);
        let part = corpus.len().div_ceil(PARTS).max(1);
        let parts: Vec<_> = corpus.chunks(part).collect();
        // Where the θ of each word with each other are: found once, used in every iteration.
        let places = parallel::map(parts.len(), |part| Ok(model.places(parts[part])))?;
        let mut lengths: HashMap<(usize, usize), usize> = HashMap::new();
        for (e, f) in corpus {
            *lengths.entry((e.len(), f.len())).or_default() += 1;
        }
        // In order, for the same sums every time.
        let mut lengths: Vec<_> = lengths.into_iter().collect();
        lengths.sort_unstable();
        for _ in 0..ITERATIONS {
            let counts = parallel::map(parts.len(), |part| Ok(model.expected(parts[part], &places[part])))?;
            let mut sums = Counts { entries: vec![0.0; model.words.len()], feature: 0.0, of_some: 0.0 };
            for of_part in counts {
                sums.feature += of_part.feature;
                sums.of_some += of_part.of_some;
                for (sum, count) in sums.entries.iter_mut().zip(&of_part.entries) {
                    *sum += count;
                }
            }
            model.maximise(&sums, &lengths);
        }
        Ok(model)
    }

    /// Every f as probable as another.
    fn uniform(corpus: &[(&[u32], &[u32])]) -> Self {
        let pair = |e: u32, f: u32| (u64::from(e) << 32) | u64::from(f);
        let mut pairs: Vec<u64> = Vec::new();
        for (e, f) in corpus {
            for &f in *f {
                pairs.push(pair(NONE, f));
                pairs.extend(e.iter().map(|&e| pair(e, f)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let of_e = |pair: u64| (pair >> 32) as usize;
        let sources = pairs.last().map_or(0, |&last| of_e(last) + 1);
        let mut offsets = vec![0; sources + 1];
        for &pair in &pairs {
            offsets[of_e(pair) + 1] += 1;
        }
        for e in 0..sources {
            offsets[e + 1] += offsets[e];
        }
        let words: Vec<u32> = pairs.into_iter().map(|pair| pair as u32).collect();
        Self { offsets, probabilities: vec![1.0; words.len()], words, tension: INITIAL_TENSION }
    }

    /// Where θ(f | e) is, if they stood in a pair.
    fn place(&self, e: u32, f: u32) -> Option<usize> {
        let e = e as usize;
        let first = *self.offsets.get(e)?;
        let end = *self.offsets.get(e.checked_add(1)?)?;
        self.words[first..end].binary_search(&f).ok().map(|index| first + index)
    }

    /// For each f of each sentence the places of its θ: that of no word, then that of each e.
    fn places(&self, corpus: &[(&[u32], &[u32])]) -> Vec<u32> {
        let mut places = Vec::new();
        for (e, f) in corpus {
            for &f in *f {
                let of_e = [NONE].into_iter().chain(e.iter().copied());
                places.extend(of_e.filter_map(|e| self.place(e, f)).map(|place| place as u32));
            }
        }
        places
    }

    /// Where the `j`th of `words` words comes from: the probability of no word, then that of each of the words that
    /// `thetas` goes with. `thetas` begins with that of no word; it becomes the result.
    fn posterior(&self, j: usize, words: usize, thetas: &mut [f64]) {
        let Some((none, thetas)) = thetas.split_first_mut() else { return };
        let count = thetas.len();
        let mut sum = 0.0;
        let mut normaliser = 0.0;
        for (i, theta) in thetas.iter_mut().enumerate() {
            let prior = (self.tension * feature(i, count, j, words)).exp();
            normaliser += prior;
            *theta *= prior;
            sum += *theta;
        }
        // Without a word to come from it comes from none.
        let (of_none, of_some) =
            if count == 0 { (1.0, 0.0) } else { (OF_NONE, (1.0 - OF_NONE) / normaliser) };
        *none *= of_none;
        let total = *none + of_some * sum;
        *none /= total;
        thetas.iter_mut().for_each(|theta| *theta *= of_some / total);
    }

    /// The E step.
    fn expected(&self, corpus: &[(&[u32], &[u32])], places: &[u32]) -> Counts {
        let mut counts = Counts { entries: vec![0.0; self.words.len()], feature: 0.0, of_some: 0.0 };
        let mut posterior = Vec::new();
        let mut rest = places;
        for (e, f) in corpus {
            for j in 0..f.len() {
                let (of_word, after) = rest.split_at(e.len() + 1);
                rest = after;
                posterior.clear();
                posterior.extend(of_word.iter().map(|&place| self.probabilities[place as usize]));
                self.posterior(j, f.len(), &mut posterior);
                for (&place, probability) in of_word.iter().zip(&posterior) {
                    counts.entries[place as usize] += probability;
                }
                for (i, probability) in posterior[1..].iter().enumerate() {
                    counts.feature += probability * feature(i, e.len(), j, f.len());
                    counts.of_some += probability;
                }
            }
        }
        counts
    }

    /// The M step. `lengths` has how many sentences have how many words e and f.
    fn maximise(&mut self, counts: &Counts, lengths: &[((usize, usize), usize)]) {
        for bounds in self.offsets.windows(2) {
            let entries = bounds[0]..bounds[1];
            let total: f64 = counts.entries[entries.clone()].iter().map(|count| count + PRIOR).sum();
            let normaliser = digamma(total);
            for entry in entries {
                self.probabilities[entry] = (digamma(counts.entries[entry] + PRIOR) - normaliser).exp();
            }
        }
        let words: usize =
            lengths.iter().map(|((e, f), sentences)| if *e > 0 { f * sentences } else { 0 }).sum();
        if words == 0 {
            return;
        }
        let (words, of_some) = (words as f64, counts.of_some);
        for _ in 0..TENSION_STEPS {
            // ∂/∂λ of what is expected of Σ ln δ, a word: what the feature is, less what δ would have it be.
            let under_prior: f64 = lengths
                .iter()
                .map(|((e, f), sentences)| *sentences as f64 * self.feature_of_lengths(*e, *f))
                .sum();
            let gradient = (counts.feature - under_prior * of_some / words) / words;
            self.tension = (self.tension + TENSION_RATE * gradient).clamp(TENSION.start, TENSION.end);
        }
    }

    /// The sum over f words of the feature's mean under δ.
    fn feature_of_lengths(&self, e: usize, f: usize) -> f64 {
        let of_word = |j| {
            let (mut normaliser, mut sum) = (0.0, 0.0);
            for i in 0..e {
                let of_pair = feature(i, e, j, f);
                let prior = (self.tension * of_pair).exp();
                normaliser += prior;
                sum += prior * of_pair;
            }
            if e == 0 { 0.0 } else { sum / normaliser }
        };
        (0..f).map(of_word).sum()
    }

    /// For each f the e that it most probably comes from, or none.
    fn most_probable(&self, e: &[u32], f: &[u32]) -> Vec<Option<usize>> {
        let of_word = |(j, &word): (usize, &u32)| {
            let sources = [NONE].into_iter().chain(e.iter().copied());
            let theta = |e| self.place(e, word).map_or(UNSEEN, |place| self.probabilities[place]);
            let mut posterior: Vec<f64> = sources.map(theta).collect();
            self.posterior(j, f.len(), &mut posterior);
            let mut best = 0;
            for (index, probability) in posterior.iter().enumerate() {
                if *probability > posterior[best] {
                    best = index;
                }
            }
            best.checked_sub(1)
        };
        f.iter().enumerate().map(of_word).collect()
    }
}

/// −|i/I − j/J|, for i and j from 0.
fn feature(i: usize, of_e: usize, j: usize, of_f: usize) -> f64 {
    -((i + 1) as f64 / of_e as f64 - (j + 1) as f64 / of_f as f64).abs()
}

/// ψ, the derivative of ln Γ, above 0 (Bernardo 1976).
fn digamma(x: f64) -> f64 {
    let mut x = x;
    let mut below = 0.0;
    // The series is exact to 1e-12 from here on.
    while x < 10.0 {
        below += 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square / 240.0)));
    x.ln() - 0.5 / x - series - below
}

/// The links of both directions, and those of one beside them as long as a word of theirs has none yet; then those of
/// one whose words both have none.
fn grow_diag_final_and(forward: &Links, backward: &Links) -> Links {
    let (sources, targets) = forward.dim();
    let mut links = Links::default((sources, targets));
    let (mut source_has, mut target_has) = (vec![false; sources], vec![false; targets]);
    let mut put = |links: &mut Links, i: usize, j: usize, both_free: bool| {
        let (source, target) = (source_has[i], target_has[j]);
        let fits = if both_free { !source && !target } else { !source || !target };
        if !links[[i, j]] && fits {
            links[[i, j]] = true;
            (source_has[i], target_has[j]) = (true, true);
            return true;
        }
        false
    };
    let all = || (0..sources).flat_map(|i| (0..targets).map(move |j| (i, j)));
    let mut common: Vec<(usize, usize)> =
        all().filter(|&(i, j)| forward[[i, j]] && backward[[i, j]]).collect();
    for &(i, j) in &common {
        // A word has one link at most in each direction, and so here.
        put(&mut links, i, j, true);
    }
    let mut next = 0;
    while let Some(&(i, j)) = common.get(next) {
        next += 1;
        for near_i in i.saturating_sub(1)..(i + 2).min(sources) {
            for near_j in j.saturating_sub(1)..(j + 2).min(targets) {
                let is_one = forward[[near_i, near_j]] || backward[[near_i, near_j]];
                if is_one && put(&mut links, near_i, near_j, false) {
                    common.push((near_i, near_j));
                }
            }
        }
    }
    for direction in [forward, backward] {
        for (i, j) in all().filter(|&(i, j)| direction[[i, j]]) {
            put(&mut links, i, j, true);
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;
    use seqscope::training::{Purpose, generator};

    fn pair(source: &str, target: &str) -> WordPair<String> {
        let words = |text: &str| text.split_whitespace().map(str::to_string).collect();
        WordPair { source: words(source), target: words(target) }
    }

    /// A language whose words have one translation each, and whose sentences swap neighbours now and then: for each
    /// sentence the pair, and for each target word the place of its source word.
    fn synthetic(sentences: usize) -> Vec<(WordPair<String>, Vec<usize>)> {
        let mut rng = generator(1, Purpose::Data, 0, 0);
        let sentence = |_| {
            let words: Vec<usize> = (0..rng.random_range(2..8)).map(|_| rng.random_range(0..30)).collect();
            let mut places: Vec<usize> = (0..words.len()).collect();
            if rng.random_bool(0.5) {
                let first = rng.random_range(0..words.len() - 1);
                places.swap(first, first + 1);
            }
            let source = words.iter().map(|word| format!("e{word}")).collect();
            let target = places.iter().map(|&place| format!("f{}", words[place])).collect();
            (WordPair { source, target }, places)
        };
        (0..sentences).map(sentence).collect()
    }

    #[test]
    fn the_words_of_a_language_with_one_translation_each_are_all_found() {
        let (pairs, places): (Vec<_>, Vec<_>) = synthetic(400).into_iter().unzip();
        let aligner = Aligner::train(&pairs).unwrap();
        let (mut right, mut all) = (0, 0);
        for (pair, places) in pairs.iter().zip(&places) {
            let links = aligner.align(pair);
            for (j, &place) in places.iter().enumerate() {
                // Where a word stands twice in a sentence either may be meant.
                let is_right = |i: usize| links[[i, j]] && pair.source[i] == pair.source[place];
                right += usize::from((0..pair.source.len()).any(is_right));
                all += 1;
            }
            let linked = links.iter().filter(|linked| **linked).count();
            assert!(linked <= places.len() + 1, "{linked} links of {} words", places.len());
        }
        assert!(right as f64 >= 0.99 * f64::from(all), "{right} of {all}");
    }

    #[test]
    fn a_word_that_nothing_translates_keeps_no_word_from_its_translation() {
        let mut rng = generator(2, Purpose::Data, 0, 0);
        let (mut pairs, mut places): (Vec<_>, Vec<_>) = synthetic(400).into_iter().unzip();
        for (pair, places) in pairs.iter_mut().zip(&mut places) {
            let well = rng.random_range(0..=pair.source.len());
            pair.source.insert(well, "well".to_string());
            places.iter_mut().filter(|place| **place >= well).for_each(|place| *place += 1);
        }
        let aligner = Aligner::train(&pairs).unwrap();
        let (mut right, mut all) = (0, 0);
        for (pair, places) in pairs.iter().zip(&places) {
            let links = aligner.align(pair);
            for (j, &place) in places.iter().enumerate() {
                let is_right = |i: usize| links[[i, j]] && pair.source[i] == pair.source[place];
                right += usize::from((0..pair.source.len()).any(is_right));
                all += 1;
            }
        }
        assert!(right as f64 >= 0.97 * f64::from(all), "{right} of {all}");
    }

    #[test]
    fn a_word_that_stands_beside_everything_comes_from_none() {
        // In one-word sentences `well` is all that any word could explain, but each explains one of its own.
        let mut pairs = Vec::new();
        for word in 0..40 {
            pairs.push(pair(&format!("e{word}"), &format!("f{word}")));
            pairs.push(pair(&format!("e{word}"), &format!("f{word} well")));
            pairs.push(pair("", "well"));
        }
        let aligner = Aligner::train(&pairs).unwrap();
        assert_eq!(aligner.align(&pair("e7", "f7 well")), ndarray::array![[true, false]]);
    }

    #[test]
    fn where_a_word_comes_from_sums_to_1() {
        let (pairs, _): (Vec<_>, Vec<_>) = synthetic(50).into_iter().unzip();
        let model = Aligner::train(&pairs).unwrap().forward;
        for e in 0..7_u32 {
            let f = [3, 1, 4, 1, 5, 9, 2, 6];
            for (j, &word) in f.iter().enumerate() {
                let theta = |e| model.place(e, word).map_or(UNSEEN, |place| model.probabilities[place]);
                let mut posterior: Vec<f64> = (0..=e).map(theta).collect();
                model.posterior(j, f.len(), &mut posterior);
                assert!((posterior.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{posterior:?}");
                assert!(posterior.iter().all(|probability| *probability >= 0.0), "{posterior:?}");
            }
        }
    }

    #[test]
    fn the_tension_is_one_that_makes_the_positions_most_probable() {
        // In a language that never swaps, nearer to the diagonal is better without end.
        let in_order: Vec<WordPair<String>> = synthetic(200)
            .into_iter()
            .map(|(pair, _)| WordPair {
                target: pair.source.iter().map(|word| word.replace('e', "f")).collect(),
                ..pair
            })
            .collect();
        assert_eq!(Aligner::train(&in_order).unwrap().forward.tension, TENSION.end);
        // In one that reads backwards, the diagonal says nothing.
        let backwards: Vec<WordPair<String>> = in_order
            .into_iter()
            .map(|pair| WordPair { target: pair.target.into_iter().rev().collect(), ..pair })
            .collect();
        assert_eq!(Aligner::train(&backwards).unwrap().forward.tension, TENSION.start);
    }

    #[test]
    fn unknown_words_and_empty_sides_are_taken() {
        let (pairs, _): (Vec<_>, Vec<_>) = synthetic(50).into_iter().unzip();
        let aligner = Aligner::train(&pairs).unwrap();
        assert_eq!(aligner.align(&pair("e1 new e2", "f1 neu f2")).dim(), (3, 3));
        assert_eq!(aligner.align(&pair("", "f1")).dim(), (0, 1));
        assert_eq!(aligner.align(&pair("e1", "")).dim(), (1, 0));
        let nothing = Aligner::train(&[]).unwrap();
        assert_eq!(nothing.align(&pair("a", "b")).dim(), (1, 1));
        assert!(Aligner::train(&[pair("", ""), pair("a", ""), pair("", "b")]).is_ok());
    }

    #[test]
    fn digamma_is_that_of_the_tables() {
        for (x, expected) in
            [(1.0, -0.577_215_664_901_532_9), (0.01, -100.560_885_457_868_67), (100.0, 4.600_161_852_738_087)]
        {
            assert!((digamma(x) - expected).abs() < 1e-10, "{x}: {}", digamma(x));
        }
    }

    #[test]
    fn links_grow_from_those_of_both_directions() {
        let links = |text: &str| {
            let rows: Vec<&str> = text.split('/').collect();
            Links::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i].as_bytes()[j] == b'x')
        };
        let grown = |forward, backward| grow_diag_final_and(&links(forward), &links(backward));
        // What both have.
        assert_eq!(grown("x./.x", "x./.x"), links("x./.x"));
        // A neighbour of it for a word that has none yet.
        assert_eq!(grown("xx/..", "x./.."), links("xx/.."));
        assert_eq!(grown("x../..x/...", "x../.x./..."), links("x../.xx/..."));
        // Not for words that have links already.
        assert_eq!(grown("x./.x", "xx/.x"), links("x./.x"));
        // Far from any link: only where both words have none.
        assert_eq!(grown("x.../..../...x", "x.../..../...."), links("x.../..../...x"));
        assert_eq!(grown("x..x/..../....", "x.../..../...."), links("x.../..../...."));
    }
}
