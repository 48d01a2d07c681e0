//! Numbers in 16 and in 8 bits.

use super::*;

#[test]
fn sixteen_bits_keep_eleven_significant_ones() {
    let checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::Concat, 3);
    let read = Checkpoint::from_bytes(&checkpoint.to_bytes(Precision::F16).unwrap()).unwrap();
    for ((name, before), (_, after)) in checkpoint.model.parameters().into_iter().zip(read.model.parameters())
    {
        for (before, after) in before.iter().zip(after) {
            let bound = before.abs() * 2f32.powi(-11) + 2f32.powi(-25);
            assert!((before - after).abs() <= bound, "{name}: {before} became {after}");
        }
    }
}

#[test]
fn eight_bits_keep_every_number_to_half_a_step_of_its_row() {
    let checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::Concat, 3);
    let read = Checkpoint::from_bytes(&checkpoint.to_bytes(Precision::I8).unwrap()).unwrap();
    for ((name, before), (_, after)) in checkpoint.model.parameters().into_iter().zip(read.model.parameters())
    {
        for (before, after) in before.rows().into_iter().zip(after.rows()) {
            let largest = before.fold(0.0_f32, |largest, value| largest.max(value.abs()));
            for (before, after) in before.iter().zip(after) {
                let bound = largest / 254.0 * 1.0001;
                assert!((before - after).abs() <= bound, "{name}: {before} became {after}");
            }
        }
    }
}

#[test]
fn what_has_been_rounded_to_eight_bits_is_not_rounded_again() {
    let checkpoint = common::checkpoint(RnnType::Gru, AttentionType::General, 3);
    let once = Checkpoint::from_bytes(&checkpoint.to_bytes(Precision::I8).unwrap()).unwrap();
    let twice = Checkpoint::from_bytes(&once.to_bytes(Precision::I8).unwrap()).unwrap();
    for ((name, once), (_, twice)) in once.model.parameters().into_iter().zip(twice.model.parameters()) {
        for (once, twice) in once.iter().zip(twice) {
            assert!((once - twice).abs() <= once.abs() * 1e-6, "{name}: {once} became {twice}");
        }
    }
}

#[test]
fn scales_that_do_not_fit_their_tensor_are_refused() {
    let with_scale = |dtype, shape: Vec<usize>| {
        let mut parts = Parts::good();
        let tensor = parts.tensor(W_ALIGN);
        (tensor.1, tensor.3) = (Dtype::I8, vec![1; 36]);
        let bytes = shape.iter().product::<usize>() * if dtype == Dtype::F32 { 4 } else { 2 };
        parts.tensors.push((format!("{W_ALIGN}.scale"), dtype, shape, vec![0; bytes]));
        parts
    };
    assert!(Checkpoint::from_bytes(&with_scale(Dtype::F32, vec![6]).bytes()).is_ok());
    let message = format!("{W_ALIGN}.scale: expected shape [6], found [3]");
    refused_with(&with_scale(Dtype::F32, vec![3]).bytes(), &message);
    let message = format!("{W_ALIGN}.scale: expected type F32, found F16");
    refused_with(&with_scale(Dtype::F16, vec![6]).bytes(), &message);
    let mut without = with_scale(Dtype::F32, vec![6]);
    without.tensors.pop();
    refused_with(&without.bytes(), &format!("{W_ALIGN}.scale: expected a tensor of shape [6], found none"));
    let mut of_no_tensor = Parts::good();
    of_no_tensor.tensors.push((format!("{W_ALIGN}.scale"), Dtype::F32, vec![6], vec![0; 24]));
    refused_with(
        &of_no_tensor.bytes(),
        &format!("{W_ALIGN}.scale: expected no tensor of this name, found one"),
    );
}

#[test]
fn a_number_too_large_for_sixteen_bits_is_not_written() {
    let mut checkpoint = common::checkpoint(RnnType::Rnn, AttentionType::Dot, 5);
    checkpoint.model.generator.as_mut().unwrap().weight[[0, 2]] = 1e6;
    let error = checkpoint.to_bytes(Precision::F16).unwrap_err();
    assert_eq!(error.to_string(), "generator.weight: expected finite numbers, found 1000000 at index 2");
}
