//! Files: what is written is read back, and what is wrong with a file is said exactly.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

use crate::common;
mod four_bits;
mod precision;
mod refused;

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
fn the_same_checkpoint_gives_the_same_bytes() {
    let checkpoint = common::checkpoint(RnnType::Gru, AttentionType::Dot, 4);
    for precision in [Precision::F16, Precision::I8, Precision::I4] {
        assert_eq!(checkpoint.to_bytes(precision).unwrap(), checkpoint.to_bytes(precision).unwrap());
    }
}
