//! Outputs drawn at random from what the model thinks possible: with a temperature (Ackley, Hinton and Sejnowski 1985), of
//! the k most probable tokens (Fan, Lewis and Dauphin 2018), of the nucleus (Holtzman et al. 2020).

use ndarray::Axis;
use rand::{RngExt, SeedableRng};

use crate::batch::Sequences;
use crate::error::Error;
use crate::nn::Rng;
use crate::nn::functional::log_softmax_in_place;
use crate::search::{longest_output, top};
use crate::seq2seq::Seq2Seq;
use crate::tokens::{END, START};

/// The most outputs that are drawn at once.
pub const MOST_SAMPLES: usize = 100;
/// The highest temperature.
const HOTTEST: f32 = 5.0;

/// How to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplingOptions {
    /// How many outputs, from 1 to [`MOST_SAMPLES`].
    pub count: usize,
    /// What logits are divided by, from 0 to 5; 0 takes the most probable token, of equal ones the first.
    pub temperature: f32,
    /// Only so many of the most probable tokens of a step may be drawn; 0 for all.
    pub top_k: usize,
    /// Only the fewest most probable tokens that come to this probability together may be drawn: above 0, at most 1.
    pub top_p: f32,
    /// The same seed draws the same; output number n does not depend on how many are drawn.
    pub seed: u32,
}

/// One output, however often it was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its ids, [`END`] last when it is complete.
    pub ids: Vec<usize>,
    /// ln p of the whole as the model has it, at temperature 1 and among all tokens.
    pub log_probability: f32,
    /// How many of the draws gave it.
    pub times: usize,
}

impl SamplingOptions {
    fn validate(&self) -> Result<(), Error> {
        let wrong = |what: &str, expected: &str, found: String| {
            Err(Error::Request { what: what.to_string(), expected: expected.to_string(), found })
        };
        if !(1..=MOST_SAMPLES).contains(&self.count) {
            return wrong("count", "a number from 1 to 100", self.count.to_string());
        }
        if !(0.0..=HOTTEST).contains(&self.temperature) {
            return wrong("temperature", "a number from 0 to 5", self.temperature.to_string());
        }
        if !(self.top_p > 0.0 && self.top_p <= 1.0) {
            return wrong("top p", "a number above 0, at most 1", self.top_p.to_string());
        }
        Ok(())
    }
}

/// Draws outputs for `source`; the one that was drawn most often comes first, of equal ones the more probable.
///
/// # Errors
/// [`Error::Request`] for an option out of its range, [`Error::SequenceLength`] for no source,
/// [`Error::TokenOutOfRange`] for an id that the vocabulary does not have.
pub fn samples(model: &Seq2Seq, source: &[usize], options: &SamplingOptions) -> Result<Vec<Sample>, Error> {
    options.validate()?;
    let sentence = Sequences::new(&[source])?;
    sentence.check(model.config().n_src_words)?;
    let encoded = model.encoder.forward(&sentence, None).memory;
    let memory = model.decoder.memory(encoded.index_axis_move(Axis(0), 0));
    let mut draws: Vec<Draw> = (0..options.count).map(|index| Draw::new(options.seed, index)).collect();
    let mut state = None;
    for _ in 0..longest_output(source.len()) {
        let tokens: Vec<usize> = draws.iter().map(|draw| draw.ids.last().copied().unwrap_or(START)).collect();
        let step = model.decoder.step(&tokens, state.as_ref(), &memory);
        let logits = model.logits(step.output.view());
        // What has ended is carried along: it is never read again.
        for (draw, row) in draws.iter_mut().zip(logits.rows()) {
            draw.go_on(&row.to_vec(), options);
        }
        if draws.iter().all(|draw| draw.ids.last() == Some(&END)) {
            break;
        }
        state = Some(step.state);
    }
    Ok(counted(draws))
}

/// An output as it is being drawn.
struct Draw {
    ids: Vec<usize>,
    log_probability: f32,
    rng: Rng,
}

impl Draw {
    fn new(seed: u32, index: usize) -> Self {
        let rng = Rng::seed_from_u64((u64::from(seed) << 32) | index as u64);
        Self { ids: Vec::new(), log_probability: 0.0, rng }
    }

    fn go_on(&mut self, logits: &[f32], options: &SamplingOptions) {
        if self.ids.last() == Some(&END) {
            return;
        }
        let id = drawn(logits, options, self.rng.random());
        let mut log_probabilities = logits.to_vec();
        log_softmax_in_place(ndarray::aview_mut1(&mut log_probabilities));
        self.log_probability += log_probabilities[id];
        self.ids.push(id);
    }
}

/// The token that `place`, from 0 to 1, falls on when those that may be drawn lie side by side, the most probable first.
fn drawn(logits: &[f32], options: &SamplingOptions, place: f32) -> usize {
    let count = match (options.temperature, options.top_k) {
        (0.0, _) => 1,
        (_, 0) => logits.len(),
        (_, k) => k.min(logits.len()),
    };
    let ids = top(ndarray::aview1(logits), count);
    if ids.len() == 1 {
        return ids[0];
    }
    let highest = logits[ids[0]];
    let weight = |logit: f32| ((logit - highest) / options.temperature).exp();
    let weights: Vec<f32> = ids.iter().map(|&id| weight(logits[id])).collect();
    let all: f32 = weights.iter().sum();
    let (mut nucleus, mut inside) = (0.0, 0);
    while inside < weights.len() && (inside == 0 || nucleus < options.top_p * all) {
        nucleus += weights[inside];
        inside += 1;
    }
    let mut left = place * nucleus;
    for (&id, weight) in ids[..inside].iter().zip(&weights) {
        left -= weight;
        if left < 0.0 {
            return id;
        }
    }
    // What rounding leaves over is of the last.
    ids[inside - 1]
}

fn counted(draws: Vec<Draw>) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    for Draw { ids, log_probability, .. } in draws {
        match samples.iter_mut().find(|sample| sample.ids == ids) {
            Some(sample) => sample.times += 1,
            None => samples.push(Sample { ids, log_probability, times: 1 }),
        }
    }
    // There are few; a sort would be code of its own.
    let mut ordered: Vec<Sample> = Vec::new();
    for sample in samples {
        let is_before =
            |other: &Sample| (other.times, other.log_probability) >= (sample.times, sample.log_probability);
        let place = ordered.iter().take_while(|other| is_before(other)).count();
        ordered.insert(place, sample);
    }
    ordered
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::tests::model;
    use super::*;
    use crate::search::greedy;

    fn options() -> SamplingOptions {
        SamplingOptions { count: 20, temperature: 1.0, top_k: 0, top_p: 1.0, seed: 1 }
    }

    /// ln of 0.5, 0.3 and 0.2.
    fn logits() -> [f32; 3] {
        [0.3_f32.ln(), 0.5_f32.ln(), 0.2_f32.ln()]
    }

    #[test]
    fn tokens_lie_side_by_side_by_their_probabilities() {
        let at = |place| drawn(&logits(), &options(), place);
        assert_eq!([at(0.0), at(0.49), at(0.51), at(0.79), at(0.81), at(1.0)], [1, 1, 0, 0, 2, 2]);
    }

    #[test]
    fn a_temperature_moves_the_shares_and_none_takes_the_best() {
        let at = |temperature, place| drawn(&logits(), &SamplingOptions { temperature, ..options() }, place);
        // At 0.5 the weights are squares: 0.25, 0.09, 0.04 of 0.38.
        assert_eq!([at(0.5, 0.65), at(0.5, 0.67), at(0.5, 0.88), at(0.5, 0.9)], [1, 0, 0, 2]);
        assert_eq!([at(0.0, 0.0), at(0.0, 1.0)], [1, 1]);
    }

    #[test]
    fn only_the_first_k_or_the_nucleus_can_be_drawn() {
        let of_k = |top_k, place| drawn(&logits(), &SamplingOptions { top_k, ..options() }, place);
        assert_eq!([of_k(1, 1.0), of_k(2, 0.62), of_k(2, 0.63), of_k(2, 1.0), of_k(9, 1.0)], [1, 1, 0, 0, 2]);
        let of_p = |top_p, place| drawn(&logits(), &SamplingOptions { top_p, ..options() }, place);
        assert_eq!([of_p(0.4, 1.0), of_p(0.6, 1.0), of_p(0.9, 1.0)], [1, 0, 2]);
    }

    #[test]
    fn without_a_temperature_every_sample_is_the_greedy_output() {
        let model = model();
        let encoded = model.encoder.forward(&Sequences::new(&[[4, 5, 6]]).unwrap(), None).memory;
        let memory = model.decoder.memory(encoded.index_axis_move(Axis(0), 0));
        let expected = greedy(&model, &memory, &[], |_, _| ());
        let found = samples(&model, &[4, 5, 6], &SamplingOptions { temperature: 0.0, ..options() }).unwrap();
        assert_eq!((found.len(), found[0].times), (1, 20));
        assert_eq!(found[0].ids, expected.ids);
        assert!((found[0].log_probability - expected.log_probability()).abs() < 1e-4);
    }

    #[test]
    fn a_seed_draws_the_same_and_another_one_something_else() {
        let model = model();
        let of_seed =
            |seed, count| samples(&model, &[4, 5], &SamplingOptions { seed, count, ..options() }).unwrap();
        let first = of_seed(1, 20);
        assert_eq!(first, of_seed(1, 20));
        assert_ne!(first, of_seed(2, 20));
        assert_eq!(first.iter().map(|sample| sample.times).sum::<usize>(), 20);
        assert!(first.is_sorted_by(|a, b| a.times >= b.times));
        let single = of_seed(1, 1);
        assert!(first.iter().any(|sample| sample.ids == single[0].ids));
    }

    #[test]
    fn options_out_of_their_range_are_refused() {
        let refused = |options: SamplingOptions| samples(&model(), &[4], &options).unwrap_err().to_string();
        assert_eq!(
            refused(SamplingOptions { count: 0, ..options() }),
            "count: expected a number from 1 to 100, found 0"
        );
        assert_eq!(
            refused(SamplingOptions { temperature: -1.0, ..options() }),
            "temperature: expected a number from 0 to 5, found -1"
        );
        assert_eq!(
            refused(SamplingOptions { top_p: 0.0, ..options() }),
            "top p: expected a number above 0, at most 1, found 0"
        );
    }
}
