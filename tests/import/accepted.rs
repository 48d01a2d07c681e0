//! What is read although it is not quite as in the post.

use seqscope::checkpoint::Checkpoint;
use seqscope::import::{Inspection, NamedBytes, Settings, Vocabularies, convert, inspect};
use seqscope::nn::AttentionType;

use super::bytes::Tensors;

fn inspected(tensors: &Tensors) -> Inspection {
    let bytes = tensors.safetensors();
    let file = NamedBytes { name: "model.safetensors", bytes: &bytes };
    inspect(&[file], &Vocabularies::default(), &Settings::default()).unwrap()
}

fn converted(tensors: &Tensors) -> Checkpoint {
    let bytes = tensors.safetensors();
    let file = NamedBytes { name: "model.safetensors", bytes: &bytes };
    let bytes = convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap();
    Checkpoint::from_bytes(&bytes).unwrap()
}

#[test]
fn prefixes_are_taken_off_and_said() {
    for prefix in ["module.", "_orig_mod.", "model.", "module._orig_mod.model."] {
        let tensors = Tensors::of_post().renamed("encoder.", &format!("{prefix}encoder."));
        let found = inspected(&tensors);
        for part in prefix.trim_end_matches('.').split('.') {
            assert!(found.value("prefix").unwrap().contains(part), "{prefix}");
        }
        assert_eq!(found.value("recurrence"), Some("lstm"));
    }
}

#[test]
fn an_output_layer_of_another_name_is_taken_for_the_generator_and_said() {
    for name in ["generator", "decoder.out", "decoder.fc_out", "out_vocab_proj", "decoder.generator", "fc"] {
        let tensors = Tensors::of_post().without("generator.weight");
        let tensors = tensors.with(&format!("{name}.weight"), &[6, 4]).with(&format!("{name}.bias"), &[6]);
        let found = inspected(&tensors);
        assert_eq!(found.value("generator"), Some(&*format!("{name}.weight [6, 4]")));
        assert_eq!(found.value("generatorBias"), Some("true"));
    }
    let tensors = Tensors::of_post().without("generator.weight").with("decoder.zur_sprache.weight", &[6, 4]);
    let found = inspected(&tensors);
    assert_eq!(
        found.notes,
        [
            "decoder.zur_sprache.weight [6, 4] is taken for the output layer, as its shape is that of the decoder's \
          embedding."
        ]
    );
}

#[test]
fn a_tied_model_that_holds_the_matrix_twice_is_tied() {
    let whole = Tensors::of_post().safetensors_of("F32", |_, count| vec![0; 4 * count]);
    let file = NamedBytes { name: "model.safetensors", bytes: &whole };
    let bytes = convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap();
    assert!(Checkpoint::from_bytes(&bytes).unwrap().metadata.model.tied_embeddings);
    let other = Tensors::of_post();
    assert!(!converted(&other).metadata.model.tied_embeddings);
}

#[test]
fn halves_in_files_of_their_own_make_a_model() {
    let halves = ["encoder", "decoder", "generator"].map(|half| {
        let tensors = Tensors::of_post().only(half).renamed(&format!("{half}."), "");
        (format!("my_{half}.safetensors"), tensors.safetensors())
    });
    let files: Vec<_> = halves.iter().map(|(name, bytes)| NamedBytes { name, bytes }).collect();
    let bytes = convert(&files, &Vocabularies::default(), &Settings::default()).unwrap();
    assert_eq!(Checkpoint::from_bytes(&bytes).unwrap().metadata.model.n_tgt_words, 6);
}

#[test]
fn a_checkpoint_of_ours_is_handed_back_as_it_is() {
    let bytes = std::fs::read("tests/fixtures/pieces.safetensors").unwrap();
    let file = NamedBytes { name: "pieces.safetensors", bytes: &bytes };
    assert_eq!(convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap(), bytes);
}

#[test]
fn without_a_matrix_it_is_dot_and_can_be_none() {
    let tensors = Tensors::of_post().without("decoder.attention.W_align.weight");
    assert_eq!(converted(&tensors).metadata.model.attention, AttentionType::Dot);
    let found = inspected(&tensors);
    let guess = found.guesses.iter().find(|guess| guess.key == "attention").unwrap();
    assert_eq!((&*guess.value, &guess.choices[..]), ("dot", &["dot", "none"][..]));
}

#[test]
fn the_bias_of_w_context_goes_into_that_of_the_output_layer() {
    let model = converted(&Tensors::of_post().with("decoder.W_context.bias", &[4])).model;
    let generator = model.generator.unwrap();
    // The bias is the first tensor but one by name: 1, 0.5, 0.5, 0.5.
    let bias = [1.0, 0.5, 0.5, 0.5];
    for (row, &found) in generator.weight.rows().into_iter().zip(generator.bias.as_ref().unwrap()) {
        let expected: f32 = row.iter().zip(bias).map(|(weight, bias)| weight * bias).sum();
        assert_eq!(found, expected);
    }
}
