//! Greedy and beam search.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be made fails the test, as it should")]

use crate::common;

use proptest::prelude::*;
use seqscope::checkpoint::Checkpoint;
use seqscope::decoder::Memory;
use seqscope::error::Error;
use seqscope::nn::functional::log_softmax_in_place;
use seqscope::nn::recurrent::StackState;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::search::{Hypothesis, LONGEST_OUTPUT, SearchOptions, beam, greedy, longest_output};
use seqscope::tokens::{END, START};

/// An untrained model that likes to end soon, so that its best outputs are short enough to list.
fn short_spoken(seed: u64) -> (Checkpoint, Memory) {
    let mut checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::General, seed);
    let generator = checkpoint.model.generator.as_mut().unwrap();
    generator.weight *= 4.0;
    generator.bias.as_mut().unwrap()[END] = 0.5;
    let memory = checkpoint.memory(&[4, 7, 9]).unwrap();
    (checkpoint, memory)
}

fn options(beam: usize) -> SearchOptions {
    SearchOptions { beam, length_penalty: 0.0, ..SearchOptions::default() }
}

/// The most probable complete output behind `ids`, by trying every token that can still beat
/// `best`.
fn exhaustive(
    checkpoint: &Checkpoint,
    memory: &Memory,
    ids: &mut Vec<usize>,
    log_probability: f32,
    state: Option<&StackState>,
    best: &mut (f32, Vec<usize>),
) {
    if ids.last() == Some(&END) {
        if log_probability > best.0 {
            *best = (log_probability, ids.clone());
        }
        return;
    }
    let last = ids.last().copied().unwrap_or(START);
    let step = checkpoint.model.decoder.step(&[last], state, memory);
    let mut of_tokens = checkpoint.model.logits(step.output.view()).row(0).to_owned();
    log_softmax_in_place(of_tokens.view_mut());
    for (id, of_token) in of_tokens.iter().enumerate() {
        if log_probability + of_token > best.0 {
            ids.push(id);
            exhaustive(checkpoint, memory, ids, log_probability + of_token, Some(&step.state), best);
            ids.pop();
        }
    }
}

#[test]
fn a_wide_beam_finds_the_most_probable_output_of_all() {
    for seed in 0..10 {
        let (checkpoint, memory) = short_spoken(seed);
        let found = beam(&checkpoint.model, &memory, &options(64));
        let mut best = (found.log_probability() - 1e-4, Vec::new());
        exhaustive(&checkpoint, &memory, &mut Vec::new(), 0.0, None, &mut best);
        assert_eq!(found.ids, best.1, "seed {seed}");
    }
}

#[test]
fn the_length_penalty_favours_longer_outputs() {
    let lengths = |penalty| -> usize {
        let length = |seed| {
            let (checkpoint, memory) = short_spoken(seed);
            let options = SearchOptions { beam: 16, length_penalty: penalty, ..SearchOptions::default() };
            beam(&checkpoint.model, &memory, &options).ids.len()
        };
        (0..10).map(length).sum()
    };
    assert!(lengths(0.0) < lengths(2.0));
}

#[test]
fn an_output_that_never_ends_is_cut_off_and_says_so() {
    let mut checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::General, 1);
    checkpoint.model.generator.as_mut().unwrap().bias.as_mut().unwrap()[END] = -100.0;
    let memory = checkpoint.memory(&[4, 5]).unwrap();
    for hypothesis in
        [greedy(&checkpoint.model, &memory, &[], |_, _| {}), beam(&checkpoint.model, &memory, &options(3))]
    {
        assert_eq!((hypothesis.ids.len(), hypothesis.complete), (longest_output(2), false));
    }
}

#[test]
fn options_out_of_range_are_refused() {
    let checkpoint = common::checkpoint(RnnType::Gru, AttentionType::Dot, 1);
    let error = |options| checkpoint.run("12", &options).unwrap_err().to_string();
    assert_eq!(error(options(0)), "beam: expected a width from 1 to 64, found 0");
    assert_eq!(error(options(65)), "beam: expected a width from 1 to 64, found 65");
    let forced = SearchOptions { prefix: vec![4, 8], ..SearchOptions::default() };
    assert_eq!(error(forced), "token id 8: expected an id below 8");
    let forced = |length| SearchOptions { prefix: vec![4; length], ..SearchOptions::default() };
    assert_eq!(LONGEST_OUTPUT, 532);
    assert_eq!(error(forced(533)), "prefix: expected at most 532 ids, found 533");
    assert_eq!(checkpoint.run("12", &forced(532)).unwrap().target.len(), 532);
}

#[test]
fn text_without_tokens_or_with_too_many_is_refused() {
    let checkpoint = common::checkpoint(RnnType::Rnn, AttentionType::Dot, 1);
    let run = |text: &str| checkpoint.run(text, &SearchOptions::default());
    assert_eq!(run("").unwrap_err(), Error::EmptyInput);
    let error = run(&"1".repeat(10_000)).unwrap_err();
    assert_eq!(error.to_string(), "the input has 10000 tokens: expected at most 256");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_gives_a_trace_whose_parts_fit_together(
        text in "\\PC{1,40}", beam in 1usize..4, seed in 0u64..100
    ) {
        let checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::Concat, seed);
        let run = checkpoint.run(&text, &SearchOptions { beam, ..SearchOptions::default() });
        // What cannot be seen is no token: text of nothing else is none.
        let Ok(expected) = checkpoint.metadata.source_tokens(&text) else {
            prop_assert_eq!(run.unwrap_err(), Error::EmptyInput);
            return Ok(());
        };
        let trace = run.unwrap();
        let (src, tgt) = (expected.len(), trace.target.len());
        prop_assert_eq!(&trace.source, &expected);
        // One token a character, but for what is read with the one before it or taken apart.
        if text.is_ascii() {
            prop_assert_eq!(src, text.chars().count());
        }
        let mut end = 0;
        for token in &trace.source {
            prop_assert!(end <= token.span.end && token.span.start <= token.span.end);
            prop_assert_eq!(text.get(token.span.clone()), Some(&*token.text));
            end = token.span.end;
        }
        prop_assert_eq!(trace.weights.dim(), (tgt, src));
        prop_assert_eq!(trace.scores.dim(), (tgt, src));
        prop_assert_eq!(trace.context.dim(), (tgt, 6));
        prop_assert_eq!(trace.candidates.len(), tgt);
        prop_assert_eq!(trace.encoder.len(), 2);
        prop_assert!(trace.encoder.iter().flat_map(|l| &l.signals).all(|s| s.values.dim() == (src, 3)));
        prop_assert!(trace.decoder.iter().flat_map(|l| &l.signals).all(|s| s.values.dim() == (tgt, 6)));
        prop_assert!(trace.target.iter().all(|t| trace.output.get(t.span.clone()).is_some()));
        prop_assert!(trace.log_probability() <= 0.0);
    }

    #[test]
    fn a_forced_prefix_starts_the_output_and_the_rest_is_what_greedy_search_gives_behind_it(
        prefix in prop::collection::vec(4usize..8, 0..6), seed in 0u64..100
    ) {
        let (checkpoint, memory) = short_spoken(seed);
        let with = |prefix: &[usize]| greedy(&checkpoint.model, &memory, prefix, |_, _| {});
        let forced = with(&prefix);
        prop_assert_eq!(&forced.ids[..prefix.len()], &prefix[..]);
        prop_assert_eq!(with(&forced.ids), forced);
        let beamed = beam(&checkpoint.model, &memory, &SearchOptions { prefix: prefix.clone(), ..options(4) });
        prop_assert_eq!(&beamed.ids[..prefix.len()], &prefix[..]);
    }

    #[test]
    fn a_beam_of_one_is_greedy_search(seed in 0u64..1000) {
        let (checkpoint, memory) = short_spoken(seed);
        let greedy: Hypothesis = greedy(&checkpoint.model, &memory, &[], |_, _| {});
        let beam = beam(&checkpoint.model, &memory, &options(1));
        prop_assert_eq!(greedy.ids, beam.ids);
    }
}
