//! Files: what is written is read back, and what is wrong with a file is said exactly.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod common;

use std::collections::HashMap;

use safetensors::tensor::{Dtype, TensorView};
use seqscope::checkpoint::{Checkpoint, Json, Precision};
use seqscope::error::Error;
use seqscope::nn::{AttentionType, Parameters, RnnType};

/// A file taken apart, to be put together wrongly.
struct Parts {
    config: Option<String>,
    tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl Parts {
    fn good() -> Self {
        let checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::General, 1);
        let tensors = checkpoint.model.parameters().into_iter().map(|(name, values)| {
            let data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            (name, Dtype::F32, values.shape().to_vec(), data)
        });
        Self {
            config: Some(serde_json::to_string(&checkpoint.metadata).unwrap()),
            tensors: tensors.collect(),
        }
    }

    fn with_config(change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
        let mut parts = Self::good();
        let mut config = serde_json::from_str(parts.config.as_ref().unwrap()).unwrap();
        change(&mut config);
        parts.config = Some(config.to_string());
        parts.bytes()
    }

    fn tensor(&mut self, name: &str) -> &mut (String, Dtype, Vec<usize>, Vec<u8>) {
        self.tensors.iter_mut().find(|tensor| tensor.0 == name).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        let views = self.tensors.iter().map(|(name, dtype, shape, data)| {
            (name.clone(), TensorView::new(*dtype, shape.clone(), data).unwrap())
        });
        let metadata = self.config.clone().map(|config| HashMap::from([("config".to_string(), config)]));
        safetensors::serialize(views, metadata).unwrap()
    }
}

#[track_caller]
fn refused(bytes: &[u8]) -> Error {
    Checkpoint::from_bytes(bytes).expect_err("the file should have been refused")
}

#[track_caller]
fn refused_with(bytes: &[u8], message: &str) {
    assert_eq!(refused(bytes).to_string(), message);
}

const W_ALIGN: &str = "decoder.attention.W_align.weight";

#[test]
fn a_checkpoint_is_read_back_bit_for_bit() {
    for rnn_type in [RnnType::Rnn, RnnType::Gru, RnnType::Lstm] {
        for attention in AttentionType::ALL {
            let checkpoint = common::checkpoint(rnn_type, attention, 2);
            let bytes = checkpoint.to_bytes(Precision::F32).unwrap();
            assert_eq!(Checkpoint::from_bytes(&bytes).unwrap(), checkpoint);
        }
    }
}

#[test]
fn what_is_said_of_the_training_is_kept_to_the_letter() {
    let mut checkpoint = common::checkpoint(RnnType::Rnn, AttentionType::Dot, 6);
    checkpoint.metadata.training =
        Json::new(&serde_json::json!({"seed": 1, "adam": {"beta1": 0.9}})).unwrap();
    let bytes = checkpoint.to_bytes(Precision::F32).unwrap();
    assert!(
        String::from_utf8_lossy(&bytes).contains(r#"\"training\":{\"adam\":{\"beta1\":0.9},\"seed\":1}"#)
    );
    assert_eq!(Checkpoint::from_bytes(&bytes).unwrap(), checkpoint);
}

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
fn the_same_checkpoint_gives_the_same_bytes() {
    let checkpoint = common::checkpoint(RnnType::Gru, AttentionType::Dot, 4);
    assert_eq!(checkpoint.to_bytes(Precision::F16).unwrap(), checkpoint.to_bytes(Precision::F16).unwrap());
}

#[test]
fn a_number_too_large_for_sixteen_bits_is_not_written() {
    let mut checkpoint = common::checkpoint(RnnType::Rnn, AttentionType::Dot, 5);
    checkpoint.model.generator.as_mut().unwrap().weight[[0, 2]] = 1e6;
    let error = checkpoint.to_bytes(Precision::F16).unwrap_err();
    assert_eq!(error.to_string(), "generator.weight: expected finite numbers, found 1000000 at index 2");
}

#[test]
fn bytes_that_are_no_safetensors_file_are_refused() {
    let good = Parts::good().bytes();
    let other_format =
        [b"PK\x03\x04 this is a zip archive, as torch.save writes".as_slice(), &[0; 64]].concat();
    let mut lying_header = good.clone();
    lying_header[..8].copy_from_slice(&u64::MAX.to_le_bytes());
    for bytes in [&[], &good[..7], &good[..100], &good[..good.len() - 1], &other_format, &lying_header] {
        let error = refused(bytes);
        assert!(matches!(error, Error::NotSafetensors { .. }), "{error:?}");
    }
}

#[test]
fn every_cut_and_every_changed_header_byte_gives_an_error_or_a_model_but_no_panic() {
    let good = Parts::good().bytes();
    for length in (0..good.len()).step_by(97) {
        refused(&good[..length]);
    }
    let header = 8 + u64::from_le_bytes(good[..8].try_into().unwrap()) as usize;
    for position in 0..header {
        for flip in [0x01, 0x20, 0x80] {
            let mut bytes = good.clone();
            bytes[position] ^= flip;
            let _ = Checkpoint::from_bytes(&bytes);
        }
    }
}

#[test]
fn tensors_that_point_outside_of_the_file_are_refused() {
    let header = r#"{"x":{"dtype":"F32","shape":[1000000],"data_offsets":[0,4000000]}}"#;
    let bytes = [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &[0; 16]].concat();
    assert!(matches!(refused(&bytes), Error::NotSafetensors { .. }));
}

#[test]
fn a_file_without_a_config_is_refused() {
    let mut parts = Parts::good();
    parts.config = None;
    refused_with(
        &parts.bytes(),
        "the file has no seqscope config: expected the key `config` in `__metadata__`",
    );
}

#[test]
fn a_config_that_is_no_config_is_refused() {
    for config in ["", "{", "[]", "{}", r#"{"format_version":1}"#, &"[".repeat(100_000)] {
        let mut parts = Parts::good();
        parts.config = Some(config.to_string());
        let error = refused(&parts.bytes());
        assert!(matches!(error, Error::UnreadableConfig { .. }), "{error:?}");
    }
    let bytes = Parts::with_config(|config| config["model"]["colour"] = "red".into());
    let message = refused(&bytes).to_string();
    assert!(message.contains("unknown field `colour`"), "{message}");
}

#[test]
fn another_format_version_is_named_before_anything_else_is_read() {
    let mut parts = Parts::good();
    parts.config = Some(r#"{"format_version":7,"something":"new"}"#.to_string());
    refused_with(&parts.bytes(), "format version: expected 1, found 7");
}

#[test]
fn sizes_that_cannot_be_are_refused() {
    let change =
        |field: &str, value: serde_json::Value| Parts::with_config(|config| config["model"][field] = value);
    refused_with(&change("d_model", 0.into()), "config: d_model: expected a number from 1 to 65536, found 0");
    refused_with(
        &change("d_model", 5.into()),
        "config: d_model: expected an even number for two directions, found 5",
    );
    refused_with(
        &change("encoder_layers", 65.into()),
        "config: encoder_layers: expected a number from 1 to 64, found 65",
    );
    refused_with(
        &change("dropout", 1.into()),
        "config: dropout: expected a number from 0 to below 1, found 1",
    );
    refused_with(
        &change("n_tgt_words", 9.into()),
        "n_tgt_words: expected the 8 tokens of the vocabulary, found 9",
    );
}

#[test]
fn sizes_that_the_tensors_do_not_have_are_refused_before_anything_of_that_size_is_made() {
    let bytes = Parts::with_config(|config| config["model"]["d_model"] = 65_536.into());
    refused_with(&bytes, "encoder.input_embedding.weight: expected shape [15, 65536], found [15, 6]");
}

#[test]
fn a_missing_an_unknown_and_a_misshapen_tensor_are_named() {
    let mut parts = Parts::good();
    parts.tensors.retain(|tensor| tensor.0 != W_ALIGN);
    refused_with(&parts.bytes(), &format!("{W_ALIGN}: expected a tensor of shape [6, 6], found none"));

    let mut parts = Parts::good();
    let mut extra = parts.tensor(W_ALIGN).clone();
    extra.0 = "decoder.attention.W_extra.weight".to_string();
    parts.tensors.push(extra);
    let message = "decoder.attention.W_extra.weight: expected no tensor of this name, found one";
    refused_with(&parts.bytes(), message);

    let mut parts = Parts::good();
    parts.tensor(W_ALIGN).2 = vec![9, 4];
    refused_with(&parts.bytes(), &format!("{W_ALIGN}: expected shape [6, 6], found [9, 4]"));
}

#[test]
fn a_tensor_of_another_type_is_refused() {
    let mut parts = Parts::good();
    let tensor = parts.tensor(W_ALIGN);
    (tensor.1, tensor.3) = (Dtype::I64, vec![0; 6 * 6 * 8]);
    refused_with(&parts.bytes(), &format!("{W_ALIGN}: expected type F32, F16 or I8, found I64"));
}

#[test]
fn not_a_number_and_infinity_are_refused() {
    for (value, shown) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf"), (f32::NEG_INFINITY, "-inf")] {
        let mut parts = Parts::good();
        parts.tensor(W_ALIGN).3[4 * 7..4 * 8].copy_from_slice(&value.to_le_bytes());
        refused_with(
            &parts.bytes(),
            &format!("{W_ALIGN}: expected finite numbers, found {shown} at index 7"),
        );
    }
}

#[test]
fn a_vocabulary_with_a_token_twice_is_refused() {
    let bytes = Parts::with_config(|config| config["target"]["characters"] = "abca".into());
    let message = refused(&bytes).to_string();
    assert!(message.contains("character 'a' stands twice in the vocabulary"), "{message}");
}
