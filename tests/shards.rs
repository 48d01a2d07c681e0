//! A trunk and its heads as files of their own: together they are the single file, and what does not belong together is
//! refused.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

use crate::common;

use std::collections::{BTreeMap, HashMap};

use common::fixtures::Fixture;
use safetensors::SafeTensors;
use safetensors::tensor::TensorView;
use seqscope::checkpoint::{Checkpoint, FileKind, HeadFile, ModelFile, Precision, Shards};
use seqscope::error::Error;
use seqscope::nn::{AttentionType, Parameters, RnnType};
use serde_json::{Value, json};

const PRECISIONS: [Precision; 4] = [Precision::F32, Precision::F16, Precision::I8, Precision::I4];

/// The models of one trunk, each with the quality of its own.
fn models() -> Vec<Checkpoint> {
    let first = common::checkpoint(RnnType::Lstm, AttentionType::Dot, 1);
    let with_head = |attention: AttentionType| {
        let other = common::checkpoint(RnnType::Lstm, attention, 2);
        let mut checkpoint = first.clone();
        checkpoint.model = first.model.with_head(&other.model.decoder.head);
        checkpoint.metadata.model = checkpoint.model.config().clone();
        checkpoint.metadata.quality = BTreeMap::from([("exactMatch".to_string(), 0.1)]);
        checkpoint
    };
    std::iter::once(first.clone())
        .chain(AttentionType::ALL[1..].iter().map(|&each| with_head(each)))
        .collect()
}

fn general() -> Shards {
    models()[1].to_shards(Precision::F32).unwrap()
}

fn read(files: &[&[u8]]) -> Result<Checkpoint, Error> {
    Checkpoint::from_files(files)
}

#[track_caller]
fn refused_with(files: &[&[u8]], message: &str) {
    assert_eq!(read(files).expect_err("the files should have been refused").to_string(), message);
}

/// The file with another config or other tensors.
fn changed(bytes: &[u8], change: impl FnOnce(&mut Value, &mut BTreeMap<String, TensorView>)) -> Vec<u8> {
    let (_, header) = SafeTensors::read_metadata(bytes).unwrap();
    let mut config = serde_json::from_str(&header.metadata().as_ref().unwrap()["config"]).unwrap();
    let file = SafeTensors::deserialize(bytes).unwrap();
    let mut tensors = file.tensors().into_iter().collect();
    change(&mut config, &mut tensors);
    let metadata = HashMap::from([("config".to_string(), config.to_string())]);
    safetensors::serialize(tensors, Some(metadata)).unwrap()
}

fn with_config(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    changed(bytes, |config, _| change(config))
}

#[test]
fn trunk_and_head_together_are_the_single_file() {
    for precision in PRECISIONS {
        for rnn_type in [RnnType::Rnn, RnnType::Gru, RnnType::Lstm] {
            for attention in AttentionType::ALL {
                let checkpoint = common::checkpoint(rnn_type, attention, 3);
                let Shards { trunk, head, id } = checkpoint.to_shards(precision).unwrap();
                let in_one = |bits| Checkpoint::from_bytes(&checkpoint.to_bytes(bits).unwrap()).unwrap();
                let mut single = in_one(precision);
                if precision == Precision::I4 {
                    // A head has at least 8 bits.
                    single.model = single.model.with_head(&in_one(Precision::I8).model.decoder.head);
                }
                assert_eq!(read(&[&trunk, &head]).unwrap(), single);
                let file = ModelFile::read_files(&[&trunk, &head]).unwrap();
                assert_eq!(file.trunk, Some(id));
                assert_eq!(file.parameter_count(), single.model.parameter_count());
                assert_eq!(file.head_parameter_count(), single.model.decoder.head.parameter_count());
                // In the model's order, as in the single file.
                let names: Vec<&str> = file.tensors().iter().map(|tensor| tensor.name()).collect();
                let parameters = single.model.parameters();
                assert!(parameters.iter().map(|(name, _)| &**name).eq(names));
            }
        }
    }
}

/// What PyTorch computed with these models is computed with them from a trunk and a head as well.
#[test]
fn the_recorded_models_of_pytorch_are_the_same_from_a_trunk_and_a_head() {
    for fixture in Fixture::all() {
        let mut checkpoint = common::checkpoint(fixture.config.rnn_type, fixture.config.attention, 1);
        let vocabulary = |words: usize| {
            let letters = (0..words - 4).map(|k| char::from_u32(0x4e00 + k as u32).unwrap());
            seqscope::tokens::Tokenizer::Characters(seqscope::tokens::CharacterVocabulary::new(letters))
        };
        checkpoint.metadata.source = vocabulary(fixture.config.n_src_words);
        checkpoint.metadata.target = vocabulary(fixture.config.n_tgt_words);
        checkpoint.metadata.model = fixture.config.clone();
        checkpoint.model = fixture.model();
        let Shards { trunk, head, .. } = checkpoint.to_shards(Precision::F32).unwrap();
        let merged = read(&[&trunk, &head]).unwrap();
        assert_eq!(merged.model, fixture.model(), "{}", fixture.name);
    }
}

#[test]
fn all_heads_of_a_trunk_have_the_same_trunk_file_and_nothing_stands_in_both() {
    let shards: Vec<Shards> = models().iter().map(|model| model.to_shards(Precision::I8).unwrap()).collect();
    for (one, model) in shards.iter().zip(models()) {
        assert_eq!((&one.trunk, &one.id), (&shards[0].trunk, &shards[0].id));
        assert!(one.id.len() == 16 && one.id.chars().all(|digit| digit.is_ascii_hexdigit()), "{}", one.id);
        let kinds = [&one.trunk, &one.head].map(|bytes| FileKind::of(bytes).unwrap());
        assert_eq!(kinds, [FileKind::Trunk, FileKind::Head]);
        let names = |bytes: &[u8]| -> Vec<String> {
            let file = SafeTensors::deserialize(bytes).unwrap();
            file.names().into_iter().map(|name| name.replace(".scale", "")).collect()
        };
        let (of_trunk, of_head) = (names(&one.trunk), names(&one.head));
        let of_model = model.model.parameters();
        assert!(of_head.iter().all(|name| name.contains("attention") || name.contains("W_context")));
        assert!(of_model.iter().all(|(name, _)| of_trunk.contains(name) != of_head.contains(name)));
        let single = Checkpoint::from_bytes(&model.to_bytes(Precision::I8).unwrap()).unwrap();
        assert_eq!(read(&[&shards[0].trunk, &one.head]).unwrap(), single);
    }
    assert_eq!(FileKind::of(&models()[0].to_bytes(Precision::F32).unwrap()).unwrap(), FileKind::Model);
}

#[test]
fn trunk_and_head_may_be_stored_in_different_numbers() {
    let model = &models()[1];
    let [small, exact] = [Precision::I4, Precision::F32].map(|bits| model.to_shards(bits).unwrap());
    assert_eq!(small.id, exact.id);
    let mixed = read(&[&small.trunk, &exact.head]).unwrap();
    assert_eq!(mixed.model.decoder.head, model.model.decoder.head);
    let in_4_bits = Checkpoint::from_bytes(&model.to_bytes(Precision::I4).unwrap()).unwrap();
    assert_eq!(mixed.model.encoder, in_4_bits.model.encoder);
}

#[test]
fn another_number_or_field_of_the_trunk_gives_another_id_and_one_of_the_head_does_not() {
    let model = models().swap_remove(1);
    let id = |model: &Checkpoint| model.to_shards(Precision::F32).unwrap().id;
    let mut other = model.clone();
    other.model.decoder.head.w_context.weight[(0, 0)] += 1.0;
    other.metadata.quality.clear();
    assert_eq!(id(&other), id(&model));
    let mut other = model.clone();
    other.model.encoder.input_embedding.weight[(4, 0)] += 1.0;
    assert_ne!(id(&other), id(&model));
    let mut other = model.clone();
    other.metadata.task = "another".to_string();
    assert_ne!(id(&other), id(&model));
}

#[test]
fn the_head_of_another_trunk_is_refused() {
    let (ours, theirs) = (general(), common::checkpoint(RnnType::Lstm, AttentionType::General, 9));
    let theirs = theirs.to_shards(Precision::F32).unwrap();
    let message =
        format!("the head belongs to the trunk {}: expected a head of the trunk {}", theirs.id, ours.id);
    refused_with(&[&ours.trunk, &theirs.head], &message);
    let other = models()[0].model.config().clone();
    let refused = HeadFile::read(&theirs.head, &other, &ours.id).unwrap_err();
    assert_eq!(refused.to_string(), message);
}

#[test]
fn files_that_make_no_model_are_named() {
    let Shards { trunk, head, .. } = &general();
    let single = &models()[1].to_bytes(Precision::F32).unwrap();
    let expected = "the files of a model: expected a single model, or a trunk and then a head, found ";
    for (files, found) in [
        (&[&**trunk][..], "a trunk"),
        (&[head], "a head"),
        (&[head, trunk], "a head, a trunk"),
        (&[trunk, single], "a trunk, a single model"),
        (&[trunk, head, head], "a trunk, a head, a head"),
        (&[], ""),
    ] {
        refused_with(files, &format!("{expected}{found}"));
    }
    let (other, id) = (models()[0].model.config().clone(), general().id);
    let refused = HeadFile::read(single, &other, &id).unwrap_err();
    assert_eq!(refused.to_string(), format!("{expected}a single model beside a trunk"));
}

#[test]
fn a_tensor_in_the_wrong_file_or_in_none_is_named() {
    let Shards { trunk, head, .. } = &general();
    let w_align = "decoder.attention.W_align.weight";
    let short = changed(head, |_, tensors| drop(tensors.remove(w_align)));
    refused_with(&[trunk, &short], &format!("{w_align}: expected a tensor of shape [6, 6], found none"));
    let long = changed(trunk, |_, tensors| {
        let zeros = &[0; 144];
        tensors.insert(
            w_align.to_string(),
            TensorView::new(safetensors::Dtype::F32, vec![6, 6], zeros).unwrap(),
        );
    });
    refused_with(&[&long, head], &format!("{w_align}: expected no tensor of this name, found one"));
    let embedding = "encoder.input_embedding.weight";
    let short = changed(trunk, |_, tensors| drop(tensors.remove(embedding)));
    refused_with(&[&short, head], &format!("{embedding}: expected a tensor of shape [15, 6], found none"));
}

#[test]
fn a_config_that_is_no_trunks_or_no_heads_is_refused() {
    let Shards { trunk, head, .. } = &general();
    let said = |files: &[&[u8]]| read(files).unwrap_err().to_string();
    let twice = with_config(trunk, |config| config["model"]["attention"] = json!("dot"));
    refused_with(
        &[&twice, head],
        "the config of the file cannot be read: unknown field `attention` in a trunk",
    );
    let twice = with_config(trunk, |config| config["quality"] = json!({}));
    refused_with(
        &[&twice, head],
        "the config of the file cannot be read: unknown field `quality` in a trunk",
    );
    let more = with_config(trunk, |config| config["colour"] = json!("blue"));
    assert!(said(&[&more, head]).contains("unknown field `colour`"));
    let more = with_config(head, |config| config["task"] = json!("dates"));
    assert!(said(&[trunk, &more]).contains("unknown field `task`"));
    let less = with_config(head, |config| drop(config.as_object_mut().unwrap().remove("attention")));
    assert!(said(&[trunk, &less]).contains("missing field `attention`"));
    let less = with_config(trunk, |config| drop(config.as_object_mut().unwrap().remove("model")));
    assert!(said(&[&less, head]).contains("missing field `n_src_words`"));
    for old in [
        (&with_config(trunk, |config| config["format_version"] = json!(0)), head),
        (trunk, &with_config(head, |config| config["format_version"] = json!(0))),
    ] {
        refused_with(&[old.0, old.1], "format version: expected 1, found 0");
    }
}
