//! Dropout left on in a run: where it stands, and what it does over many seeds.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be made fails the test, as it should")]

use crate::common;

use common::changed::{Running, checkpoint, models, with_dropout};
use common::plain::Hooks;
use ndarray::Array2;
use rand::{RngExt, SeedableRng};
use seqscope::batch::Sequences;
use seqscope::checkpoint::Checkpoint;
use seqscope::inference::Interventions;
use seqscope::nn::{AttentionType, Parameters, Rng, RnnType};
use seqscope::search::SearchOptions;
use seqscope::tokens::END;
use seqscope::trace::Trace;

fn dropping(seed: u64) -> Interventions {
    Interventions { dropout: Some(seed), ..Interventions::default() }
}

#[test]
fn dropout_stands_where_it_stands_in_training() {
    for (name, checkpoint) in models() {
        let mut running = Running::new(&with_dropout(checkpoint, 0.3));
        let mut rng = Rng::seed_from_u64(5);
        let hooks = Hooks {
            dropout: Box::new(move |x| {
                let kept = 1.0 / (1.0 - 0.3);
                x.iter_mut().for_each(|x| *x *= if rng.random::<f32>() < 0.3 { 0.0 } else { kept });
            }),
            ..Hooks::default()
        };
        running.assert_equals(&name, &dropping(5), &[], hooks);
        // And number for number in the encoder, whose pass is the same in training.
        let ids = running.source();
        let source = Sequences::new(&[ids]).unwrap();
        let trained = running.checkpoint.model.encoder.forward(&source, Some(&mut Rng::seed_from_u64(5)));
        let trace = running.run(&SearchOptions::default(), &dropping(5));
        for (trained, found) in
            trained.rnn.layers.iter().flat_map(|layer| &layer.directions).zip(&trace.encoder)
        {
            let difference = &trained.hidden - &found.signals.last().unwrap().values;
            assert!(difference.iter().all(|difference| difference.abs() < 1e-5), "{name}");
        }
    }
}

#[test]
fn the_same_seed_drops_the_same_and_another_one_something_else() {
    let checkpoint = with_dropout(checkpoint(RnnType::Lstm, 2, true, AttentionType::General), 0.4);
    let mut running = Running::new(&checkpoint);
    for beam in [1, 3] {
        let options = SearchOptions { beam, ..SearchOptions::default() };
        let first = running.run(&options, &dropping(1));
        assert_ne!(running.run(&options, &dropping(2)), first);
        assert_eq!(running.run(&options, &dropping(1)), first);
    }
}

#[test]
fn a_rate_of_0_drops_nothing() {
    for (name, checkpoint) in models() {
        let mut running = Running::new(&checkpoint);
        let without = running.run(&SearchOptions::default(), &Interventions::default());
        assert_eq!(running.run(&SearchOptions::default(), &dropping(7)), without, "{name}");
    }
}

/// An RNN whose h is tanh of what it reads, and that reads nothing else.
fn reading_only() -> Checkpoint {
    let mut checkpoint = with_dropout(checkpoint(RnnType::Rnn, 1, false, AttentionType::Dot), 0.25);
    for (name, mut values) in checkpoint.model.parameters_mut() {
        if name.contains("rnn.") {
            values.fill(0.0);
        }
    }
    let (encoder, decoder) = (&mut checkpoint.model.encoder.rnn, &mut checkpoint.model.decoder.rnn);
    for stack in [encoder, decoder] {
        stack.layers[0][0].weight_ih = Array2::eye(6);
    }
    checkpoint
}

#[test]
fn a_quarter_is_dropped_and_the_rest_is_as_much_larger() {
    let checkpoint = reading_only();
    let mut running = Running::new(&checkpoint);
    // One step of the decoder is enough.
    let options = SearchOptions { prefix: vec![END], candidates: 8, ..SearchOptions::default() };
    let without = running.run(&options, &Interventions::default());
    let of = |trace: &Trace, encoder: bool| -> Vec<f32> {
        let layer = if encoder { &trace.encoder[0] } else { &trace.decoder[0] };
        layer.signals[0].values.iter().map(|h| h.atanh()).collect()
    };
    let seeds = 2_000;
    for encoder in [true, false] {
        let embedded = of(&without, encoder);
        let (mut dropped, mut count) = (0, 0);
        for seed in 0..seeds {
            for (x, embedded) in of(&running.run(&options, &dropping(seed)), encoder).iter().zip(&embedded) {
                count += 1;
                if *x == 0.0 {
                    dropped += 1;
                } else {
                    assert!((x / embedded - 4.0 / 3.0).abs() < 1e-3, "expected 4/3 of {embedded}, found {x}");
                }
            }
        }
        let share = f64::from(dropped) / f64::from(count);
        assert!((share - 0.25).abs() < 0.02, "encoder {encoder}: dropped {share}");
    }
}

#[test]
fn over_many_seeds_the_mean_of_the_outputs_is_what_there_is_without_dropout() {
    let mut checkpoint = reading_only();
    // States that no embedding moves: what is left is dropout on W_context's output, and logits are linear in it.
    for direction in [&mut checkpoint.model.encoder.rnn, &mut checkpoint.model.decoder.rnn] {
        direction.layers[0][0].weight_ih.fill(0.0);
        direction.layers[0][0].bias_ih.fill(0.7);
    }
    let mut running = Running::new(&checkpoint);
    let options = SearchOptions { prefix: vec![END], candidates: 8, ..SearchOptions::default() };
    let mut difference = |interventions: &Interventions| {
        let trace = running.run(&options, interventions);
        let of =
            |id| trace.candidates[0].iter().find(|candidate| candidate.id == id).unwrap().log_probability;
        f64::from(of(4) - of(5))
    };
    let without = difference(&Interventions::default());
    let seeds = 4_000;
    let values: Vec<f64> = (0..seeds).map(|seed| difference(&dropping(seed))).collect();
    let mean = values.iter().sum::<f64>() / seeds as f64;
    let deviation = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / seeds as f64;
    let allowed = 4.0 * (deviation / seeds as f64).sqrt();
    assert!(deviation > 1e-3, "nothing is dropped");
    assert!((mean - without).abs() < allowed, "expected {without} ± {allowed}, found {mean}");
}
