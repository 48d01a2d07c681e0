//! The largest that is read: d_model 1,024, vocabularies of 65,536 tokens.

use seqscope::checkpoint::{Checkpoint, ModelFile};
use seqscope::import::{NamedBytes, Settings, Vocabularies, convert};
use seqscope::inference::{Engine, Workspace};
use seqscope::search::SearchOptions;

use super::bytes::Tensors;

const TOKENS: usize = 65_536;

/// Numbers between -`most` and `most` that look random, in 16 bits.
fn halves(most: f32) -> impl Fn(usize, usize) -> Vec<u8> {
    move |index, count| {
        (0..count as u32)
            .flat_map(|at| {
                let mixed = (at + index as u32 * 7_919).wrapping_mul(2_654_435_761);
                let number = ((mixed >> 8) as f32 / 8_388_608.0 - 1.0) * most;
                half::f16::from_f32(number).to_le_bytes()
            })
            .collect()
    }
}

/// The engine of the page writes what the model says, for ids that are typed.
fn assert_runs(tensors: &Tensors, most: f32, text: &str) {
    let bytes = tensors.safetensors_of("F16", halves(most));
    let file = NamedBytes { name: "model.safetensors", bytes: &bytes };
    let converted = convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap();
    let file = ModelFile::read(&converted).unwrap();
    let options = SearchOptions::default();
    let trace = Engine::read(&file).run(&file.metadata, text, &options, &mut Workspace::default()).unwrap();
    let expected = Checkpoint::from_bytes(&converted).unwrap().run(text, &options).unwrap();
    let ids = |trace: &seqscope::trace::Trace| trace.target.iter().map(|token| token.id).collect::<Vec<_>>();
    assert_eq!(ids(&trace), ids(&expected));
    assert!(!trace.target.is_empty());
    let difference = (trace.log_probability() - expected.log_probability()).abs();
    assert!(difference < 1e-3, "{} for {}", trace.log_probability(), expected.log_probability());
}

#[test]
fn a_model_of_1024_units_runs() {
    let d = 1_024;
    assert_runs(
        &Tensors::of(&[
            ("encoder.input_embedding.weight", &[9, d]),
            ("encoder.rnn.weight_ih_l0", &[4 * d, d]),
            ("encoder.rnn.weight_hh_l0", &[4 * d, d]),
            ("encoder.rnn.bias_ih_l0", &[4 * d]),
            ("encoder.rnn.bias_hh_l0", &[4 * d]),
            ("decoder.input_embedding.weight", &[11, d]),
            ("decoder.rnn.weight_ih_l0", &[4 * d, d]),
            ("decoder.rnn.weight_hh_l0", &[4 * d, d]),
            ("decoder.rnn.bias_ih_l0", &[4 * d]),
            ("decoder.rnn.bias_hh_l0", &[4 * d]),
            ("decoder.attention.W_align.weight", &[d, d]),
            ("decoder.W_context.weight", &[d, 2 * d]),
            ("generator.weight", &[11, d]),
        ]),
        0.08,
        "4 8 5",
    );
}

#[test]
fn vocabularies_of_65536_tokens_are_read() {
    let tensors = Tensors::of_post()
        .with("encoder.input_embedding.weight", &[TOKENS, 4])
        .with("decoder.input_embedding.weight", &[TOKENS, 4])
        .with("generator.weight", &[TOKENS, 4]);
    assert_runs(&tensors, 1.0, "65535 40000 7");
}

#[test]
fn one_token_more_is_refused() {
    let tensors = Tensors::of_post().with("encoder.input_embedding.weight", &[TOKENS + 1, 4]);
    let bytes = tensors.safetensors_of("F16", halves(1.0));
    let file = NamedBytes { name: "model.safetensors", bytes: &bytes };
    let message = convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap_err().to_string();
    assert_eq!(message, "config: n_src_words: expected a number from 1 to 65536, found 65537");
}
