//! From scores to an output: greedy and beam search, each able to start from a forced prefix.

use std::borrow::Cow;
use std::cmp::Ordering;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use crate::decoder::{DecoderStep, Memory};
use crate::error::Error;
use crate::nn::functional::log_softmax_in_place;
use crate::seq2seq::Seq2Seq;
use crate::tokens::{MAX_SOURCE_TOKENS, SpecialIds};

/// The widest beam.
pub const MAX_BEAM: usize = 64;

/// How to search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchOptions {
    /// Hypotheses kept at each step; 1 is greedy search. From 1 to [`MAX_BEAM`].
    pub beam: usize,
    /// α of the length normalisation ((5 + length) / 6)^α (Wu et al. 2016, equation 14); 0 for none. Only
    /// for beams wider than 1.
    pub length_penalty: f32,
    /// Ids that the output has to start with, at most [`LONGEST_OUTPUT`].
    pub prefix: Vec<usize>,
    /// How many of the most probable tokens of each step are put in the trace.
    pub candidates: usize,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { beam: 1, length_penalty: 0.6, prefix: Vec::new(), candidates: 5 }
    }
}

impl SearchOptions {
    /// Checks every option against a target vocabulary of `words`.
    ///
    /// # Errors
    /// [`Error::SearchOption`] or [`Error::TokenOutOfRange`].
    pub fn validate(&self, words: usize) -> Result<(), Error> {
        let wrong = |option, expected, found| Err(Error::SearchOption { option, expected, found });
        if !(1..=MAX_BEAM).contains(&self.beam) {
            return wrong("beam", "a width from 1 to 64", self.beam.to_string());
        }
        if !(0.0..=10.0).contains(&self.length_penalty) {
            return wrong("length penalty", "a number from 0 to 10", self.length_penalty.to_string());
        }
        if self.prefix.len() > LONGEST_OUTPUT {
            return wrong("prefix", "at most 532 ids", self.prefix.len().to_string());
        }
        match self.prefix.iter().find(|&&id| id >= words) {
            Some(&found) => Err(Error::TokenOutOfRange { found, limit: words }),
            None => Ok(()),
        }
    }

    fn normalised(&self, log_probability: f32, length: usize) -> f32 {
        log_probability / ((5.0 + length as f32) / 6.0).powf(self.length_penalty)
    }
}

/// The longest output for a source of `source` tokens.
pub const fn longest_output(source: usize) -> usize {
    2 * source + 20
}

/// The longest output for any source, and the longest that one may be forced to begin with.
pub const LONGEST_OUTPUT: usize = longest_output(MAX_SOURCE_TOKENS);

/// An output.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// Its ids, the end token last when it is complete.
    pub ids: Vec<usize>,
    /// ln p of each id given the ones before it.
    pub log_probabilities: Vec<f32>,
    /// Whether the model ended it.
    pub complete: bool,
}

impl Hypothesis {
    fn empty() -> Self {
        Self { ids: Vec::new(), log_probabilities: Vec::new(), complete: false }
    }

    fn extended(&self, id: usize, log_probability: f32, end: usize) -> Self {
        let mut longer = self.clone();
        longer.ids.push(id);
        longer.log_probabilities.push(log_probability);
        longer.complete = id == end;
        longer
    }

    /// ln p of the whole.
    pub fn log_probability(&self) -> f32 {
        self.log_probabilities.iter().sum()
    }
}

/// The id with the highest value; of equal ones the first, as PyTorch's `argmax`.
pub(crate) fn argmax(values: ArrayView1<f32>) -> usize {
    let mut best = 0;
    for (id, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = id;
        }
    }
    best
}

/// The ids of the `count` highest values, best first; of equal ones the first comes first.
pub fn top(values: ArrayView1<f32>, count: usize) -> Vec<usize> {
    let values = values.to_slice().map_or_else(|| Cow::Owned(values.to_vec()), Cow::Borrowed);
    highest_of(&values, 0..values.len(), count)
}

/// The `count` of `places` with the highest values, best first; of equal ones the first comes first.
pub(crate) fn highest_of(values: &[f32], places: impl Iterator<Item = usize>, count: usize) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::new();
    // Most values are lower than all of the best, which takes one comparison to see.
    let mut lowest = f32::NEG_INFINITY;
    for place in places {
        if values[place] < lowest {
            continue;
        }
        let is_better = |other: usize| match values[other].total_cmp(&values[place]) {
            Ordering::Equal => other < place,
            ordering => ordering.is_gt(),
        };
        if best.len() == count && best.last().is_none_or(|&last| is_better(last)) {
            continue;
        }
        best.insert(best.partition_point(|&other| is_better(other)), place);
        best.truncate(count);
        if best.len() == count {
            lowest = best.last().map_or(lowest, |&last| values[last]);
        }
    }
    best
}

/// A decoder that a search drives. It has read a source, and takes a step of every hypothesis at a time.
pub(crate) trait Stepper {
    /// What it begins and ends with.
    fn special_ids(&self) -> SpecialIds;
    /// Goes before the first step, with one hypothesis.
    fn start(&mut self);
    /// Each hypothesis reads its token.
    fn step(&mut self, tokens: &[usize]);
    /// The next token of a single hypothesis: the one that is `forced`, or the most probable one, of equal ones the first.
    fn choose(&mut self, forced: Option<usize>) -> usize;
    /// Makes ln p of what the last step has left.
    fn normalise(&mut self);
    /// ln p of every next token: [hypotheses, n_tgt_words].
    fn log_probabilities(&self) -> ArrayView2<'_, f32>;
    /// Keeps the hypotheses `rows` of the last step, in that order.
    fn select(&mut self, rows: &[usize]);
}

/// The ids that come of taking the most probable token at each step, behind `prefix`, for a source of `source` tokens.
/// `observe` sees every step with the id that was taken.
pub(crate) fn greedy_ids<S: Stepper>(
    stepper: &mut S,
    source: usize,
    prefix: &[usize],
    mut observe: impl FnMut(&mut S, usize),
) -> Vec<usize> {
    let longest = longest_output(source).max(prefix.len());
    let SpecialIds { start, end, .. } = stepper.special_ids();
    let mut ids = Vec::with_capacity(longest);
    stepper.start();
    while ids.last() != Some(&end) && ids.len() < longest {
        stepper.step(&[ids.last().copied().unwrap_or(start)]);
        let id = stepper.choose(prefix.get(ids.len()).copied());
        observe(stepper, id);
        ids.push(id);
    }
    ids
}

/// Keeps the `options.beam` best hypotheses at each step and returns the one whose normalised log-probability
/// is highest, for a source of `source` tokens. `observe` sees what each step weighed.
pub(crate) fn best_of_beam<S: Stepper>(
    stepper: &mut S,
    source: usize,
    options: &SearchOptions,
    mut observe: impl FnMut(&S, &Extensions),
) -> Hypothesis {
    let mut beam = Beam::new(source, options, stepper.special_ids());
    stepper.start();
    loop {
        stepper.step(&beam.tokens());
        stepper.normalise();
        let parents = beam.extend(stepper.log_probabilities(), |extensions| observe(stepper, extensions));
        if parents.is_empty() {
            return beam.best();
        }
        stepper.select(&parents);
    }
}

/// The model itself as a search drives it.
struct ModelSteps<'a> {
    model: &'a Seq2Seq,
    memory: &'a Memory,
    last: Option<DecoderStep>,
    /// Logits, then ln p: [hypotheses, n_tgt_words].
    of_tokens: Array2<f32>,
}

impl<'a> ModelSteps<'a> {
    fn new(model: &'a Seq2Seq, memory: &'a Memory) -> Self {
        Self { model, memory, last: None, of_tokens: Array2::zeros((0, 0)) }
    }
}

impl Stepper for ModelSteps<'_> {
    fn special_ids(&self) -> SpecialIds {
        self.model.config().special_ids
    }

    fn start(&mut self) {
        self.last = None;
    }

    fn step(&mut self, tokens: &[usize]) {
        let state = self.last.as_ref().map(|last| &last.state);
        let step = self.model.decoder.step(tokens, state, self.memory);
        self.of_tokens = self.model.logits(step.output.view());
        self.last = Some(step);
    }

    fn choose(&mut self, forced: Option<usize>) -> usize {
        forced.unwrap_or_else(|| argmax(self.of_tokens.row(0)))
    }

    fn normalise(&mut self) {
        self.of_tokens.rows_mut().into_iter().for_each(log_softmax_in_place);
    }

    fn log_probabilities(&self) -> ArrayView2<'_, f32> {
        self.of_tokens.view()
    }

    fn select(&mut self, rows: &[usize]) {
        for state in self.last.iter_mut().flat_map(|last| last.state.iter_mut().flatten()) {
            *state = state.select(rows);
        }
    }
}

/// Takes the most probable token at each step, behind `prefix`. `observe` sees every step: what the decoder
/// did and ln p of every token.
pub fn greedy(
    model: &Seq2Seq,
    memory: &Memory,
    prefix: &[usize],
    mut observe: impl FnMut(&DecoderStep, ArrayView1<f32>),
) -> Hypothesis {
    let mut log_probabilities = Vec::new();
    let mut steps = ModelSteps::new(model, memory);
    let ids = greedy_ids(&mut steps, memory.len(), prefix, |steps, id| {
        steps.normalise();
        let of_step = steps.of_tokens.row(0);
        log_probabilities.push(of_step[id]);
        if let Some(step) = &steps.last {
            observe(step, of_step);
        }
    });
    Hypothesis { complete: ids.last() == Some(&model.config().special_ids.end), ids, log_probabilities }
}

/// Keeps the `options.beam` best hypotheses at each step and returns the one whose normalised log-probability
/// is highest.
pub fn beam(model: &Seq2Seq, memory: &Memory, options: &SearchOptions) -> Hypothesis {
    best_of_beam(&mut ModelSteps::new(model, memory), memory.len(), options, |_, _| ())
}

/// What one step of a beam weighed.
pub(crate) struct Extensions<'a> {
    /// Every continuation, with the row of the hypothesis that it continues; row by row, the more probable token first.
    pub all: &'a [(usize, Hypothesis)],
    /// Indices of those that were kept, most probable first.
    pub kept: &'a [usize],
}

/// The hypotheses about one source.
struct Beam<'a> {
    options: &'a SearchOptions,
    special_ids: SpecialIds,
    /// The longest output.
    longest: usize,
    /// Those that go on, most probable first, all of the same length.
    alive: Vec<Hypothesis>,
    /// The best of the complete ones, with its normalised log-probability.
    complete: Option<(f32, Hypothesis)>,
    length: usize,
}

impl<'a> Beam<'a> {
    /// For a source of `source` tokens.
    fn new(source: usize, options: &'a SearchOptions, special_ids: SpecialIds) -> Self {
        let longest = longest_output(source).max(options.prefix.len());
        Self { options, special_ids, longest, alive: vec![Hypothesis::empty()], complete: None, length: 0 }
    }

    /// What each hypothesis reads next.
    fn tokens(&self) -> Vec<usize> {
        let last = |hypothesis: &Hypothesis| hypothesis.ids.last().copied();
        self.alive.iter().map(|hypothesis| last(hypothesis).unwrap_or(self.special_ids.start)).collect()
    }

    /// Takes a step, given ln p of every next token [alive, n_tgt_words]. Returns for each hypothesis that goes on the
    /// row that it continues; none when the search is done. `observe` sees what was weighed.
    fn extend(
        &mut self,
        log_probabilities: ArrayView2<f32>,
        observe: impl FnOnce(&Extensions),
    ) -> Vec<usize> {
        let options = self.options;
        let mut extended: Vec<(usize, Hypothesis)> = Vec::new();
        for (parent, hypothesis) in self.alive.iter().enumerate() {
            let of_parent = log_probabilities.row(parent);
            let ids = match options.prefix.get(self.length) {
                Some(&forced) => vec![forced],
                None => top(of_parent, options.beam),
            };
            let end = self.special_ids.end;
            extended.extend(ids.into_iter().map(|id| (parent, hypothesis.extended(id, of_parent[id], end))));
        }
        self.length += 1;
        let scores: Array1<f32> = extended.iter().map(|(_, longer)| longer.log_probability()).collect();
        let kept = top(scores.view(), options.beam);
        observe(&Extensions { all: &extended, kept: &kept });
        let kept = kept.into_iter().map(|index| extended[index].clone());
        let (complete, going_on): (Vec<_>, Vec<_>) = kept.partition(|(_, hypothesis)| hypothesis.complete);
        for (_, hypothesis) in complete {
            let score = options.normalised(hypothesis.log_probability(), hypothesis.ids.len());
            if self.complete.as_ref().is_none_or(|(highest, _)| score > *highest) {
                self.complete = Some((score, hypothesis));
            }
        }
        let Some((_, most_probable)) = going_on.first() else { return Vec::new() };
        // No continuation can come to more than this: ln p only falls, and the longest output divides most.
        let reachable = options.normalised(most_probable.log_probability(), self.longest);
        if self.complete.as_ref().is_some_and(|(highest, _)| *highest >= reachable) {
            return Vec::new();
        }
        let (parents, alive) = going_on.into_iter().unzip();
        self.alive = alive;
        if self.length < self.longest { parents } else { Vec::new() }
    }

    /// The best that was found; where none is complete the most probable one.
    fn best(mut self) -> Hypothesis {
        self.complete.map_or_else(|| self.alive.swap_remove(0), |(_, hypothesis)| hypothesis)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use ndarray::array;

    /// Wu et al. 2016, equation 14: lp(Y) = ((5 + |Y|) / (5 + 1))^α.
    #[test]
    fn an_output_is_compared_by_its_log_probability_over_the_length_penalty() {
        let normalised = |length_penalty, length| {
            SearchOptions { length_penalty, ..SearchOptions::default() }.normalised(-3.0, length)
        };
        for (alpha, length, expected) in
            [(0.0, 9, -3.0), (1.0, 1, -3.0), (1.0, 7, -1.5), (0.5, 19, -1.5), (2.0, 13, -1.0 / 3.0)]
        {
            let found: f32 = normalised(alpha, length);
            assert!((found - expected).abs() < 1e-6, "α {alpha}, {length} tokens: {found}");
        }
    }

    #[test]
    fn the_best_come_first_and_of_equal_ones_the_lower_id() {
        let values = array![1.0, 3.0, 2.0, 3.0, 2.0];
        let of_count = |count| top(values.view(), count);
        assert_eq!([of_count(0), of_count(1), of_count(3)], [vec![], vec![1], vec![1, 3, 2]]);
        assert_eq!(of_count(5), [1, 3, 2, 4, 0]);
        assert_eq!([of_count(99), of_count(usize::MAX)], [of_count(5), of_count(5)]);
    }

    #[test]
    fn the_best_of_many_are_those_of_a_stable_sort() {
        for (length, different) in [(128, 1_000), (700, 1_000), (700, 9), (1_000, 2)] {
            let values: Vec<f32> = (0..length).map(|k| (k * 7_919 % 1_009 % different) as f32).collect();
            let mut sorted: Vec<usize> = (0..length).collect();
            sorted.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
            let values = Array1::from(values);
            for count in [1, 5, 40, length] {
                assert_eq!(top(values.view(), count), sorted[..count], "{count} of {length}");
            }
        }
    }
}
