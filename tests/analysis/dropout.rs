//! The masks are those that the training run of the same seed was multiplied with, at the model's sites and no others.

use ndarray::{Array2, Axis, concatenate, s};
use rand::SeedableRng;
use seqscope::analysis::DropoutSite;
use seqscope::batch::Sequences;
use seqscope::checkpoint::Checkpoint;
use seqscope::nn::recurrent::RecurrentRun;
use seqscope::nn::{Parameters, Rng};
use seqscope::seq2seq::{Seq2Seq, Seq2SeqRun};
use seqscope::tokens::{END, START};
use seqscope::trace::Component;

use super::{of_every_kind, run};

const TEXT: &str = "2021年4";
const OUTPUT: [usize; 4] = [4, 7, 5, END];
const SEED: u64 = 7;

fn with_dropout(mut checkpoint: Checkpoint, p: f32) -> Checkpoint {
    checkpoint.metadata.model.dropout = p;
    let mut model = Seq2Seq::zeros(checkpoint.metadata.model.clone()).unwrap();
    for ((_, mut values), (_, of_checkpoint)) in
        model.parameters_mut().into_iter().zip(checkpoint.model.parameters())
    {
        values.assign(&of_checkpoint);
    }
    checkpoint.model = model;
    checkpoint
}

/// A training run of the model itself.
fn trained(checkpoint: &Checkpoint) -> Seq2SeqRun {
    let source: Vec<usize> = checkpoint.metadata.source_ids(TEXT).unwrap();
    let source = Sequences::new(&[source]).unwrap();
    let input = Sequences::new(&[[&[START], &OUTPUT[..3]].concat()]).unwrap();
    checkpoint.model.forward(&source, &input, Some(&mut Rng::seed_from_u64(SEED)))
}

/// What a layer puts out: the states of its directions side by side.
fn states(run: &RecurrentRun, layer: usize) -> Array2<f32> {
    let directions: Vec<_> = run.layers[layer].directions.iter().map(|run| run.hidden.view()).collect();
    concatenate(Axis(1), &directions).unwrap()
}

#[test]
fn each_mask_is_what_its_site_was_multiplied_with() {
    let p = 0.4;
    for checkpoint in of_every_kind() {
        let checkpoint = with_dropout(checkpoint, p);
        let (model, run) = (&checkpoint.model, trained(&checkpoint));
        let masks = checkpoint.dropout_masks(TEXT, &OUTPUT, SEED).unwrap();
        assert_eq!((masks.p, masks.scale), (p, 1.0 / (1.0 - p)));
        let source: Vec<usize> = checkpoint.metadata.source_ids(TEXT).unwrap();
        let input = [&[START], &OUTPUT[..3]].concat();
        for mask in &masks.sites {
            let (before, after) = match mask.site {
                DropoutSite::Embedding(Component::Encoder) => {
                    (model.encoder.input_embedding.forward(&source), run.encoder.rnn.layers[0].input.clone())
                }
                DropoutSite::Embedding(Component::Decoder) => (
                    model.decoder.input_embedding.forward(&input),
                    run.decoder.recurrence.rnn.layers[0].input.clone(),
                ),
                DropoutSite::Between { component, above } => {
                    let run = match component {
                        Component::Encoder => &run.encoder.rnn,
                        Component::Decoder => &run.decoder.recurrence.rnn,
                    };
                    (states(run, above - 1), run.layers[above].input.clone())
                }
                DropoutSite::Output => {
                    let (context, state) =
                        (&run.decoder.head.attention.context, &run.decoder.recurrence.states);
                    let of_sentence = [context.slice(s![0, .., ..]), state.slice(s![0, .., ..])];
                    let joined: Array2<f32> = concatenate(Axis(1), &of_sentence).unwrap();
                    (joined.dot(&model.decoder.head.w_context.weight.t()), run.decoder.head.output.clone())
                }
            };
            let difference = &before * &mask.kept / (1.0 - p) - &after;
            assert!(difference.iter().all(|value| value.abs() < 1e-5), "{:?}", mask.site);
            let dropped = mask.kept.iter().filter(|&&kept| kept == 0.0).count();
            assert!(0 < dropped && dropped < mask.kept.len(), "{:?}: {dropped} dropped", mask.site);
        }
        // Nothing is dropped behind a stack's last layer nor from one step to the next.
        assert_eq!(states(&run.encoder.rnn, model.encoder.rnn.layers.len() - 1), run.encoder.rnn.output);
        assert_eq!(
            states(&run.decoder.recurrence.rnn, model.decoder.rnn.layers.len() - 1),
            run.decoder.recurrence.rnn.output
        );
        for layer in &run.decoder.recurrence.rnn.layers {
            let states = &layer.directions[0];
            let (previous, hidden) =
                (states.previous_hidden.slice(s![1.., ..]), states.hidden.slice(s![..-1, ..]));
            assert_eq!(previous, hidden);
        }
    }
}

#[test]
fn the_sites_are_the_embeddings_between_the_layers_and_the_output() {
    for checkpoint in of_every_kind() {
        let layers = checkpoint.model.config().encoder_layers;
        let masks = with_dropout(checkpoint, 0.5).dropout_masks(TEXT, &OUTPUT, SEED).unwrap();
        let found: Vec<_> = masks.sites.iter().map(|mask| (mask.site, mask.kept.dim())).collect();
        let of_stack = |component, steps| {
            let between = DropoutSite::Between { component, above: 1 };
            [(DropoutSite::Embedding(component), (steps, 6)), (between, (steps, 6))].into_iter().take(layers)
        };
        let expected: Vec<_> = of_stack(Component::Encoder, 6)
            .chain(of_stack(Component::Decoder, 4))
            .chain([(DropoutSite::Output, (4, 6))])
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn another_seed_drops_others_and_no_dropout_keeps_all() {
    let checkpoint = with_dropout(of_every_kind().last().unwrap(), 0.5);
    let masks = |seed| checkpoint.dropout_masks(TEXT, &OUTPUT, seed).unwrap();
    assert_eq!(masks(1), masks(1));
    assert_ne!(masks(1), masks(2));
    let checkpoint = with_dropout(checkpoint, 0.0);
    let masks = checkpoint.dropout_masks(TEXT, &OUTPUT, 1).unwrap();
    assert_eq!((masks.scale, masks.sites.len()), (1.0, 5));
    assert!(masks.sites.iter().all(|mask| mask.kept.iter().all(|&kept| kept == 1.0)));
    let (trace, ids) = run(&checkpoint, TEXT);
    let masks = checkpoint.dropout_masks(TEXT, &ids, 1).unwrap();
    assert_eq!(masks.sites.last().unwrap().kept.nrows(), trace.target.len());
}

#[test]
fn an_output_that_no_search_could_find_is_refused() {
    let checkpoint = with_dropout(of_every_kind().last().unwrap(), 0.5);
    let error = |length| checkpoint.dropout_masks(TEXT, &vec![4; length], SEED).unwrap_err().to_string();
    assert_eq!(error(0), "output ids: expected from 1 to 532 of them, found 0");
    assert_eq!(error(533), "output ids: expected from 1 to 532 of them, found 533");
    assert_eq!(
        checkpoint.dropout_masks(TEXT, &[4; 532], SEED).unwrap().sites.last().unwrap().kept.nrows(),
        532
    );
}
