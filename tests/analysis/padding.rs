//! Padding moves nothing, unless packing or mask is left out; then it moves what a direct computation says.

use ndarray::{Array2, Axis, array, s};
use seqscope::analysis::Reading;
use seqscope::checkpoint::Checkpoint;
use seqscope::nn::RnnType;
use seqscope::search;
use seqscope::tokens::PAD;

use super::{checkpoint, of_every_kind, run};

const TEXTS: [&str; 3] = ["12年", "3", "45"];
const LENGTHS: [usize; 3] = [3, 1, 2];

#[test]
fn the_batch_is_padded_and_packed_longest_first() {
    let batch = checkpoint(RnnType::Lstm, 1, true).padding(&TEXTS).unwrap();
    assert_eq!(batch.ids, array![[5, 6, 14], [7, PAD, PAD], [8, 9, PAD]]);
    assert_eq!((&batch.lengths[..], &batch.batch_sizes[..]), (&LENGTHS[..], &[3, 2, 1][..]));
    assert_eq!(batch.packed, [(0, 0), (2, 0), (1, 0), (0, 1), (2, 1), (0, 2)]);
    let texts: Vec<String> =
        batch.sentences.iter().map(|sentence| sentence.tokens.iter().map(|t| &*t.text).collect()).collect();
    assert_eq!(texts, TEXTS);
}

#[test]
fn a_text_alone_is_what_a_run_of_it_observes() {
    for checkpoint in of_every_kind() {
        let batch = checkpoint.padding(&TEXTS).unwrap();
        for ((sentence, text), length) in batch.sentences.iter().zip(TEXTS).zip(LENGTHS) {
            let (trace, ids) = run(&checkpoint, text);
            let alone = &sentence.alone;
            assert_eq!(alone.output, trace.output);
            assert_eq!(alone.weights.dim(), (ids.len(), 3));
            assert_close(&alone.weights.slice(s![.., ..length]).to_owned(), &trace.weights);
            assert!((alone.log_probability() - trace.log_probability()).abs() < 1e-4);
            assert_eq!((alone.memory_difference(), alone.log_probability_difference), (0.0, 0.0));
        }
    }
}

#[test]
fn packed_and_masked_padding_moves_nothing() {
    for checkpoint in of_every_kind() {
        for (sentence, length) in checkpoint.padding(&TEXTS).unwrap().sentences.iter().zip(LENGTHS) {
            assert_unmoved(&sentence.batched, &sentence.alone);
            assert_eq!(sentence.batched.memory_differences.len(), length);
            assert!(sentence.batched.weights.slice(s![.., length..]).iter().all(|&weight| weight == 0.0));
        }
    }
}

#[test]
fn without_packing_a_backward_direction_comes_from_the_padding() {
    for checkpoint in of_every_kind() {
        let batch = checkpoint.padding(&TEXTS).unwrap();
        let bidirectional = checkpoint.model.config().bidirectional;
        for (index, (sentence, length)) in batch.sentences.iter().zip(LENGTHS).enumerate() {
            // A forward direction has read the text before it comes to the padding.
            if length == 3 || !bidirectional {
                assert_unmoved(&sentence.unpacked, &sentence.alone);
                continue;
            }
            let ids = batch.ids.row(index).to_vec();
            let with_padding = checkpoint.memory(&ids).unwrap().values;
            let alone = checkpoint.memory(&ids[..length]).unwrap().values;
            for (token, &found) in sentence.unpacked.memory_differences.iter().enumerate() {
                let difference = &with_padding.row(token) - &alone.row(token);
                let expected = difference.fold(0.0, |largest: f32, value| largest.max(value.abs()));
                assert!((found - expected).abs() < 1e-6 && expected > 1e-3, "{found}, expected {expected}");
            }
            assert_forced(
                &checkpoint,
                &sentence.unpacked,
                TEXTS[index],
                with_padding.slice(s![..length, ..]),
            );
            assert!(sentence.unpacked.log_probability_difference > 1e-4);
        }
    }
}

#[test]
fn without_the_mask_padding_takes_weight() {
    for checkpoint in of_every_kind() {
        let batch = checkpoint.padding(&TEXTS).unwrap();
        for (index, (sentence, length)) in batch.sentences.iter().zip(LENGTHS).enumerate() {
            assert!(sentence.unmasked.memory_difference() < 1e-6);
            if length == 3 {
                assert_unmoved(&sentence.unmasked, &sentence.alone);
                continue;
            }
            let weights = &sentence.unmasked.weights;
            assert!(weights.sum_axis(Axis(1)).iter().all(|sum| (sum - 1.0).abs() < 1e-6));
            assert!(weights.slice(s![.., length..]).iter().all(|&weight| weight > 0.01));
            let mut memory = Array2::zeros((3, checkpoint.model.config().d_model));
            let alone = checkpoint.memory(&batch.ids.row(index).to_vec()[..length]).unwrap().values;
            memory.slice_mut(s![..length, ..]).assign(&alone);
            assert_forced(&checkpoint, &sentence.unmasked, TEXTS[index], memory.view());
            assert!(sentence.unmasked.log_probability_difference > 1e-4);
        }
    }
}

/// The reading has the weights and probabilities of a decoder that steps over `memory` and is made to emit what it emits
/// for the text alone.
#[track_caller]
fn assert_forced(checkpoint: &Checkpoint, reading: &Reading, text: &str, memory: ndarray::ArrayView2<f32>) {
    let (_, ids) = run(checkpoint, text);
    let memory = checkpoint.model.decoder.memory(memory.to_owned());
    let mut weights: Vec<f32> = Vec::new();
    let forced = search::greedy(&checkpoint.model, &memory, &ids, |step, _| weights.extend(&step.weights));
    // A complete output ends there; one that was cut off may go on over a longer memory.
    let weights = &weights[..ids.len() * memory.len()];
    let found = reading.weights.slice(s![.., ..memory.len()]);
    assert!(found.iter().zip(weights).all(|(found, expected)| (found - expected).abs() < 1e-6));
    let log_probabilities = reading.log_probabilities.iter().zip(&forced.log_probabilities);
    assert!(log_probabilities.into_iter().all(|(found, expected)| (found - expected).abs() < 1e-5));
}

#[track_caller]
fn assert_unmoved(reading: &Reading, alone: &Reading) {
    assert_close(&reading.weights, &alone.weights);
    assert!(reading.memory_difference() <= 1e-6, "{}", reading.memory_difference());
    assert!(reading.log_probability_difference <= 2e-6, "{}", reading.log_probability_difference);
    assert_eq!(reading.output, alone.output);
}

#[track_caller]
fn assert_close(found: &Array2<f32>, expected: &Array2<f32>) {
    assert_eq!(found.dim(), expected.dim());
    let difference = (found - expected).fold(0.0, |largest: f32, value| largest.max(value.abs()));
    assert!(difference <= 1e-6, "differs by {difference}");
}

#[test]
fn a_batch_of_too_few_or_too_many_texts_is_refused() {
    let checkpoint = checkpoint(RnnType::Rnn, 1, false);
    for (texts, found) in [(&["1"; 1][..], 1), (&["1"; 6][..], 6)] {
        let error = checkpoint.padding(texts).unwrap_err().to_string();
        assert_eq!(error, format!("texts: expected from 2 to 5, found {found}"));
    }
    assert!(checkpoint.padding(&["1"; 5]).is_ok());
}
