//! From scores to an output: greedy and beam search, each able to start from a forced prefix.

use std::borrow::Cow;
use std::cmp::Ordering;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, s};

use crate::decoder::{DecoderStep, Memory};
use crate::error::Error;
use crate::nn::functional::log_softmax_in_place;
use crate::nn::recurrent::{StackState, State};
use crate::seq2seq::Seq2Seq;
use crate::tokens::{END, START};

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
    /// Ids that the output has to start with.
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
pub fn longest_output(source: usize) -> usize {
    2 * source + 20
}

/// An output.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// Its ids, [`END`] last when it is complete.
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

    fn extended(&self, id: usize, log_probability: f32) -> Self {
        let mut longer = self.clone();
        longer.push(id, log_probability);
        longer
    }

    fn push(&mut self, id: usize, log_probability: f32) {
        self.ids.push(id);
        self.log_probabilities.push(log_probability);
        self.complete = id == END;
    }

    fn last(&self) -> usize {
        self.ids.last().copied().unwrap_or(START)
    }

    /// ln p of the whole.
    pub fn log_probability(&self) -> f32 {
        self.log_probabilities.iter().sum()
    }
}

/// One step of every hypothesis, and ln p of every next token: [hypotheses, n_tgt_words].
fn step(
    model: &Seq2Seq,
    tokens: &[usize],
    state: Option<&StackState>,
    memory: &Memory,
) -> (DecoderStep, Array2<f32>) {
    let step = model.decoder.step(tokens, state, memory);
    let log_probabilities = log_probabilities(model, step.output.view());
    (step, log_probabilities)
}

/// ln p of every token: [rows, d_model] → [rows, n_tgt_words].
fn log_probabilities(model: &Seq2Seq, output: ArrayView2<f32>) -> Array2<f32> {
    let mut log_probabilities = model.logits(output);
    log_probabilities.rows_mut().into_iter().for_each(log_softmax_in_place);
    log_probabilities
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

/// Takes the most probable token at each step, behind `prefix`. `observe` sees every step: what the decoder
/// did and ln p of every token.
pub fn greedy(
    model: &Seq2Seq,
    memory: &Memory,
    prefix: &[usize],
    mut observe: impl FnMut(&DecoderStep, ArrayView1<f32>),
) -> Hypothesis {
    let mut hypothesis = Hypothesis::empty();
    let mut state = None;
    while !hypothesis.complete && hypothesis.ids.len() < longest_output(memory.len()).max(prefix.len()) {
        let (step, log_probabilities) = step(model, &[hypothesis.last()], state.as_ref(), memory);
        let of_step = log_probabilities.row(0);
        let id = prefix.get(hypothesis.ids.len()).copied().unwrap_or_else(|| argmax(of_step));
        hypothesis.push(id, of_step[id]);
        observe(&step, of_step);
        state = Some(step.state);
    }
    hypothesis
}

/// Keeps the `options.beam` best hypotheses at each step and returns the one whose normalised log-probability
/// is highest.
pub fn beam(model: &Seq2Seq, memory: &Memory, options: &SearchOptions) -> Hypothesis {
    let mut beam = Beam::new(memory.len(), options);
    let mut state: Option<StackState> = None;
    loop {
        let (step, log_probabilities) = step(model, &beam.tokens(), state.as_ref(), memory);
        let parents = beam.extend(log_probabilities.view(), |_| ());
        if parents.is_empty() {
            return beam.best();
        }
        state = Some(selected(&step.state, &parents));
    }
}

/// What [`greedy`], or for wider beams [`beam`], finds for each memory. All are searched at once, which reads the
/// weights once a step and not once a step and sentence.
pub fn search_all(model: &Seq2Seq, memories: &[Memory], options: &SearchOptions) -> Vec<Hypothesis> {
    let mut beams: Vec<Beam> = memories.iter().map(|memory| Beam::new(memory.len(), options)).collect();
    // Those that are not done yet; the rows of `state` are their hypotheses, one beam after the other.
    let mut searching: Vec<usize> = (0..memories.len()).collect();
    let mut state: Option<StackState> = None;
    while !searching.is_empty() {
        let rows: Vec<(usize, usize)> = searching
            .iter()
            .flat_map(|&index| beams[index].tokens().into_iter().map(move |token| (index, token)))
            .collect();
        let tokens: Vec<usize> = rows.iter().map(|(_, token)| *token).collect();
        let of_rows: Vec<&Memory> = rows.iter().map(|(index, _)| &memories[*index]).collect();
        let (next, output) = model.decoder.step_each(&tokens, state.as_ref(), &of_rows);
        let log_probabilities = log_probabilities(model, output.view());
        let (mut parents, mut first) = (Vec::new(), 0);
        searching.retain(|&index| {
            let end = first + beams[index].alive.len();
            let of_beam = beams[index].extend(log_probabilities.slice(s![first..end, ..]), |_| ());
            parents.extend(of_beam.iter().map(|parent| first + parent));
            first = end;
            !of_beam.is_empty()
        });
        state = Some(selected(&next, &parents));
    }
    beams.into_iter().map(Beam::best).collect()
}

fn selected(state: &StackState, rows: &[usize]) -> StackState {
    let select = |layer: &Vec<State>| layer.iter().map(|state| state.select(rows)).collect();
    state.iter().map(select).collect()
}

/// What one step of a beam weighed.
pub(crate) struct Extensions<'a> {
    /// Every continuation, with the row of the hypothesis that it continues; row by row, the more probable token first.
    pub all: &'a [(usize, Hypothesis)],
    /// Indices of those that were kept, most probable first.
    pub kept: &'a [usize],
}

/// The hypotheses about one source.
pub(crate) struct Beam<'a> {
    options: &'a SearchOptions,
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
    pub(crate) fn new(source: usize, options: &'a SearchOptions) -> Self {
        let longest = longest_output(source).max(options.prefix.len());
        Self { options, longest, alive: vec![Hypothesis::empty()], complete: None, length: 0 }
    }

    /// What each hypothesis reads next.
    pub(crate) fn tokens(&self) -> Vec<usize> {
        self.alive.iter().map(Hypothesis::last).collect()
    }

    /// Takes a step, given ln p of every next token [alive, n_tgt_words]. Returns for each hypothesis that goes on the
    /// row that it continues; none when the search is done. `observe` sees what was weighed.
    pub(crate) fn extend(
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
            extended.extend(ids.into_iter().map(|id| (parent, hypothesis.extended(id, of_parent[id]))));
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
    pub(crate) fn best(mut self) -> Hypothesis {
        self.complete.map_or_else(|| self.alive.swap_remove(0), |(_, hypothesis)| hypothesis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

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
