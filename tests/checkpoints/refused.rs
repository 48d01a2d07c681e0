//! What is wrong with a file.

use super::*;

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
    refused_with(&parts.bytes(), &format!("{W_ALIGN}: expected type F32, F16, I8 or U8, found I64"));
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
