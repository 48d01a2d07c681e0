//! Several heads on one trunk.

#![allow(clippy::unwrap_used, reason = "a model that cannot be made fails the test, as it should")]

use crate::common;

use common::random::{config, random_model, started};
use ndarray::Array2;
use rand::{RngExt, SeedableRng};
use seqscope::batch::Sequences;
use seqscope::config::ModelConfig;
use seqscope::joint::Joint;
use seqscope::nn::{AttentionType, Parameters, Rng, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::END;
use seqscope::training::{
    AdamOptions, Batch, Decay, Pair, Schedule, Trainer, TrainerOptions, cross_entropy, validate,
    validate_heads,
};

const ALL: [AttentionType; 5] = AttentionType::ALL;

fn sizes() -> ModelConfig {
    ModelConfig {
        context_tanh: true,
        dropout: 0.2,
        tied_embeddings: true,
        ..config(RnnType::Lstm, 2, true, ALL[0], 8)
    }
}

/// All four heads with random numbers.
fn all_heads() -> Joint {
    let mut rng = Rng::seed_from_u64(3);
    let mut joint = Joint::new(sizes(), &ALL[1..], &mut rng).unwrap();
    for (_, mut values) in joint.parameters_mut() {
        values.mapv_inplace(|_| rng.random_range(-0.5..=0.5));
    }
    joint
}

fn batch() -> Batch {
    let pair = |source: &[usize], target: &[usize]| Pair { source: source.to_vec(), target: target.to_vec() };
    Batch::new(&[pair(&[6, 4, 4, 8], &[4, 7]), pair(&[5], &[]), pair(&[7, 8], &[8, 5, 4])]).unwrap()
}

fn options(threads: usize) -> TrainerOptions {
    TrainerOptions {
        seed: 7,
        threads,
        label_smoothing: 0.1,
        clip: Some(1.0),
        schedule: Schedule { peak: 2e-2, warm_up: 5, decay: Decay::Linear { steps: 100 } },
        adam: AdamOptions::default(),
    }
}

#[test]
fn one_head_learns_bit_for_bit_as_the_model_alone() {
    let (source, input) = (
        Sequences::new(&[&[6, 4, 4, 8][..], &[5, 7], &[6]]).unwrap(),
        Sequences::new(&[&[4, 7][..], &[], &[8]].map(started)).unwrap(),
    );
    let output = Sequences::new(&[&[4, 7, END][..], &[END], &[8, END]]).unwrap();
    for attention in ALL {
        for tied_embeddings in [false, true] {
            let config = ModelConfig { attention, tied_embeddings, ..sizes() };
            let mut alone = random_model(config.clone(), 0.5, 11);
            let mut joint = Joint::new(config, &[], &mut Rng::seed_from_u64(1)).unwrap();
            assert_eq!(joint.take_over(&[alone.clone()], |_| true), alone.parameters().len());

            let run = alone.forward(&source, &input, Some(&mut Rng::seed_from_u64(5)));
            let loss = cross_entropy(run.logits.view(), &output, 0.1);
            let mut gradients = alone.zeros_like();
            alone.backward(&run, &loss.grad_logits, &mut gradients);

            let mut of_joint = joint.zeros_like();
            let of_head = |_, logits: Array2<f32>| {
                assert_eq!(logits, run.logits);
                cross_entropy(logits.view(), &output, 0.1).grad_logits
            };
            joint.learn(&source, &input, &[0], Some(&mut Rng::seed_from_u64(5)), of_head, &mut of_joint);
            assert_eq!(of_joint.parameters(), gradients.parameters());
            // Under the names that a model alone has, so that saved trainings go on.
            alone.fill(0.0);
            joint.fill(0.0);
            assert_eq!(joint.parameters(), alone.parameters());
        }
    }
}

#[test]
fn each_head_computes_what_its_model_computes_alone() {
    let (joint, batch) = (all_heads(), batch());
    let models = joint.models();
    let attentions: Vec<AttentionType> = models.iter().map(|model| model.config().attention).collect();
    assert_eq!(attentions, ALL);
    let mut seen = 0;
    joint.forward(&batch.source, &batch.input, |head, logits| {
        assert_eq!(logits, models[head].forward(&batch.source, &batch.input, None).logits);
        seen += 1;
    });
    assert_eq!(seen, 5);
    let alone: Vec<_> = models.iter().map(|model| validate(model, std::slice::from_ref(&batch))).collect();
    assert_eq!(validate_heads(&joint, std::slice::from_ref(&batch)), alone);
}

#[test]
fn heads_begin_with_those_of_the_given_models_and_else_with_what_fits_of_the_first() {
    let given: Vec<Seq2Seq> = [AttentionType::General, AttentionType::Concat]
        .iter()
        .map(|&attention| random_model(ModelConfig { attention, ..sizes() }, 0.5, 1 + attention as u64))
        .collect();
    let mut joint = Joint::new(sizes(), &ALL[1..], &mut Rng::seed_from_u64(1)).unwrap();
    let untouched = joint.models();
    joint.take_over(&given, |_| true);
    let [dot, general, concat, without_tanh, none] = &joint.models()[..] else { panic!("five heads") };
    assert_eq!(general, &given[0]);
    // The trunk is that of the first; the head its own.
    assert_eq!(concat.decoder.head, given[1].decoder.head);
    assert_eq!(concat.encoder, given[0].encoder);
    assert_eq!(dot.decoder.head.w_context, given[0].decoder.head.w_context);
    assert_eq!(without_tanh.decoder.head.w_context, given[0].decoder.head.w_context);
    assert_eq!(without_tanh.decoder.head.attention, untouched[3].decoder.head.attention);
    assert_eq!(none.decoder.head.w_context, given[0].decoder.head.w_context);
}

#[test]
fn a_score_function_has_one_head() {
    let repeated = Joint::new(sizes(), &[ALL[1], ALL[0]], &mut Rng::seed_from_u64(1)).unwrap_err();
    assert_eq!(repeated.to_string(), "config: heads: expected each score function once, found dot twice");
}

#[test]
fn a_training_of_several_heads_resumes_bit_for_bit_and_brings_every_loss_down() {
    for threads in [1, 2] {
        let new = || Trainer::with_heads(sizes(), &ALL[1..], options(threads)).unwrap();
        let steps = |trainer: &mut Trainer, count: u64| {
            for _ in 0..count {
                trainer.step(&batch());
            }
        };
        let mut straight = new();
        let before = validate_heads(straight.joint(), &[batch()]);
        steps(&mut straight, 80);
        let mut stopped = new();
        steps(&mut stopped, 40);
        let mut resumed = new();
        resumed.restore(&stopped.state()).unwrap();
        steps(&mut resumed, 40);
        assert_eq!(resumed.state(), straight.state(), "{threads} threads");
        let after = validate_heads(straight.joint(), &[batch()]);
        for (before, after) in before.iter().zip(after) {
            assert!(after.loss < 0.7 * before.loss, "{before:?}, then {after:?}");
        }
    }
}

#[test]
fn heads_that_take_turns_learn_one_in_each_step() {
    let mut trainer = Trainer::with_heads(sizes(), &ALL[1..], options(1)).unwrap();
    // The first twice as often as the others.
    let turns = [ALL[0], ALL[1], ALL[0], ALL[2], ALL[3], ALL[0], ALL[4]];
    trainer.take_turns(&turns).unwrap();
    let mut learned: Vec<AttentionType> = Vec::new();
    for turn in turns {
        let heads = |trainer: &Trainer| trainer.joint().heads().cloned().collect::<Vec<_>>();
        let before = heads(&trainer);
        let expected = ALL.iter().position(|&attention| attention == turn).unwrap();
        let loss = trainer.step(&batch()).loss;
        assert!(loss > 0.0);
        let of_turn = |head: &seqscope::head::Head| head.attention.attention_type();
        // Adam goes on moving what has had a gradient before; what has had none stays.
        for (before, after) in before.iter().zip(heads(&trainer)) {
            let has_learned = of_turn(before) == turn || learned.contains(&of_turn(before));
            assert_eq!(*before != after, has_learned, "{turn:?}: {:?}", of_turn(before));
        }
        assert!(!learned.contains(&turn) || expected == 0);
        learned.push(turn);
    }
    for wrong in [&ALL[1..], &[]] {
        let error = trainer.take_turns(wrong).unwrap_err().to_string();
        let expected = "config: turns: expected each of the heads dot, general, concat, concat_without_tanh, none, and no other";
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn the_loss_of_a_step_is_the_mean_over_the_heads() {
    let config = ModelConfig { dropout: 0.0, ..sizes() };
    let options = TrainerOptions { label_smoothing: 0.0, ..options(1) };
    let mut trainer = Trainer::with_heads(config, &ALL[1..], options).unwrap();
    let heads = validate_heads(trainer.joint(), &[batch()]);
    let mean = heads.iter().map(|head| head.loss).sum::<f64>() / ALL.len() as f64;
    let found = trainer.step(&batch()).loss;
    assert!((found - mean).abs() < 1e-6, "{found} and {mean}");
}
