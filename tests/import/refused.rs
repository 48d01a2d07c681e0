//! Files that are no such model, or broken: each says what it is, what was expected and what to do.

use seqscope::import::{NamedBytes, Settings, Vocabularies, convert, inspect};

use super::bytes::{Tensors, pickled_tensor, safetensors_with, torch, zip, zip_with};

#[track_caller]
fn assert_refused(name: &str, bytes: &[u8], expected: &str) {
    let file = NamedBytes { name, bytes };
    let error = inspect(&[file], &Vocabularies::default(), &Settings::default()).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[track_caller]
fn assert_tensors_refused(tensors: &Tensors, expected: &str) {
    assert_refused("model.safetensors", &tensors.safetensors(), expected);
}

#[track_caller]
fn assert_pickle_refused(pickle: &[u8], expected: &str) {
    assert_refused("model.pt", &torch(pickle), expected);
}

const SAVE: &str = "torch.save(model.state_dict(), \"model.pt\")";

#[test]
fn no_file_and_an_empty_one() {
    let error = inspect(&[], &Vocabularies::default(), &Settings::default()).unwrap_err();
    assert_eq!(error.to_string(), "no file was given: expected the file or files of a model");
    assert_refused("model.pt", b"", "model.pt: the file is empty: save or download it again");
    let file = NamedBytes { name: "model.pt", bytes: b"" };
    let error = inspect(&[file; 9], &Vocabularies::default(), &Settings::default()).unwrap_err();
    assert_eq!(error.to_string(), "9 files: expected at most 8");
}

#[test]
fn what_stands_in_the_place_of_a_file() {
    assert_refused(
        "model.safetensors",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "model.safetensors: a Git LFS pointer, which stands for a file and is not the file: run `git lfs pull`, or \
         download the file itself (on GitHub and Hugging Face: \"download\")",
    );
    let page = "an HTML page: the address of a page was saved in the place of that of the file: download the file itself";
    assert_refused("model.pt", b"<!DOCTYPE html><html><title>Sign in</title>", &format!("model.pt: {page}"));
    assert_refused("model.pt", b"\xef\xbb\xbf\n <html>\xe4", &format!("model.pt: {page}"));
    assert_refused("model.pt", b"<?xml version=\"1.0\"?><Error>", &format!("model.pt: {page}"));
    let unpack = "unpack it and choose the file that is in it";
    assert_refused("model.pt.gz", b"\x1f\x8b\x08\0\0", &format!("model.pt.gz: packed with gzip: {unpack}"));
    assert_refused("m.7z", b"7z\xbc\xaf\x27\x1c\0", &format!("m.7z: an archive: {unpack}"));
    let mut tar = vec![0; 257];
    tar[..8].copy_from_slice(b"model.pt");
    tar.extend(b"ustar\x0000");
    assert_refused("model.tar", &tar, &format!("model.tar: an archive: {unpack}"));
    assert_refused("m.xz", b"\xfd7zXZ\0", &format!("m.xz: an archive: {unpack}"));
}

#[test]
fn models_of_other_programs() {
    let in_python = format!("in Python, save the weights of the model that it was made from: {SAVE}");
    assert_refused(
        "model.onnx",
        b"\x08\x07\x12\x07pytorch\x1a\x052.1.0",
        &format!("model.onnx: an ONNX model: {in_python}"),
    );
    let keras = "expected a PyTorch model: its gates are in another order than those of Keras";
    assert_refused(
        "model.h5",
        b"\x89HDF\r\n\x1a\n\0\0",
        &format!("model.h5: an HDF5 file, as Keras writes them: {keras}"),
    );
    assert_refused(
        "model.keras",
        &zip(&[("metadata.json", b"{}"), ("config.json", b"{}"), ("model.weights.h5", b"\x89HDF")]),
        &format!("model.keras: a Keras model: {keras}"),
    );
    assert_refused(
        "model.tflite",
        b"\x1c\0\0\0TFL3",
        &format!("model.tflite: a TensorFlow Lite model: {keras}"),
    );
    assert_refused(
        "saved_model.pb",
        b"\x0a\xff\x01\x12",
        &format!("saved_model.pb: a file of TensorFlow: {keras}"),
    );
    let expected = format!("expected .safetensors, or what {SAVE} writes");
    assert_refused(
        "llama.gguf",
        b"GGUF\x03\0\0\0",
        &format!("llama.gguf: a GGUF file, as llama.cpp reads them: {expected}"),
    );
    assert_refused(
        "weights.npz",
        &zip(&[("encoder.npy", b"\x93NUMPY"), ("decoder.npy", b"\x93NUMPY")]),
        &format!("weights.npz: arrays of NumPy (.npz): {expected}"),
    );
    assert_refused(
        "weights.npy",
        b"\x93NUMPY\x01\0",
        &format!("weights.npy: an array of NumPy (.npy): {expected}"),
    );
    assert_refused(
        "program.pt2",
        &zip(&[("program/archive_format", b"pt2"), ("program/models/model.json", b"{}")]),
        &format!("program.pt2: a program of torch.export: {in_python}"),
    );
    assert_refused(
        "model.bin",
        b"\xde\xad\xbe\xef\0\x01",
        &format!("model.bin: no file of a kind that is known here: {expected}"),
    );
}

#[test]
fn files_that_go_beside_a_model() {
    let beside = "as a vocabulary it goes beside a model: expected .safetensors, or what torch.save writes of a state_dict";
    assert_refused(
        "vocab.json",
        b"{\"<pad>\": 0}",
        &format!("vocab.json: JSON, which holds no weights: {beside}"),
    );
    assert_refused("vocab.txt", b"<pad>\n<unk>\nthe\n", &format!("vocab.txt: text: {beside}"));
    assert_refused(
        "model.py",
        b"import torch\n",
        &format!("model.py: a Python program: programs are not run here: expected what {SAVE} writes in one"),
    );
    assert_refused(
        "map.png",
        b"\x89PNG\r\n\x1a\n",
        "map.png: a picture or a document: expected .safetensors, or what torch.save writes of a state_dict",
    );
    assert_refused(
        "model.zip",
        &zip(&[("model.pt", b"")]),
        "model.zip: a zip archive without a PyTorch model in it: unpack it and choose the files of the model that are in \
         it",
    );
}

#[test]
fn other_files_of_pytorch() {
    assert_refused(
        "old.pt",
        b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.",
        "old.pt: a file of torch.save in the form from before PyTorch 1.6: in PyTorch 1.6 or newer: \
         torch.save(torch.load(\"old.pt\", map_location=\"cpu\"), \"model.pt\")",
    );
    assert_refused(
        "model.pkl",
        b"\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94.",
        &format!("model.pkl: a pickle of Python's own: pickles are programs and are not run here: {SAVE}"),
    );
    assert_refused(
        "scripted.pt",
        &zip(&[("m/data.pkl", b"."), ("m/code/__torch__.py", b""), ("m/constants.pkl", b".")]),
        &format!(
            "scripted.pt: a TorchScript archive, which is a program: in Python, save the weights of the model that it was \
             made from: {SAVE}"
        ),
    );
    assert_refused(
        "packed.pt",
        &zip_with(&[("m/data.pkl", b"\x80\x02}.")], 8),
        "packed.pt: a file of torch.save that was compressed afterwards: torch.load reads it: load it and save it again \
         with torch.save",
    );
    assert_refused(
        "big.pt",
        &zip(&[("m/data.pkl", b"\x80\x02}."), ("m/byteorder", b"big")]),
        "big.pt: a file of torch.save with its bytes in big-endian order: load and save it on another machine, or save \
         it as .safetensors",
    );
}

#[test]
fn pickles_that_would_run_something() {
    assert_pickle_refused(
        b"\x80\x02c__main__\nEncoder\n)\x81}b.",
        &format!(
            "model.pt: a whole object of the class __main__.Encoder, which only its own program can load: save its \
             weights alone, {SAVE}"
        ),
    );
    assert_pickle_refused(
        b"\x80\x02}X\x05\0\0\0vocabc__main__\nLang\n)\x81s.",
        &format!(
            "model.pt: beside the tensors it holds __main__.Lang, which only Python can load: save the weights alone, {SAVE}"
        ),
    );
    assert_pickle_refused(
        b"cos\nsystem\nX\x04\0\0\0lsssR.",
        &format!(
            "model.pt: a whole object of the class os.system, which only its own program can load: save its weights \
             alone, {SAVE}"
        ),
    );
    // By way of the stack, as protocol 4 names things.
    assert_pickle_refused(
        b"\x80\x04}\x8c\x01a\x8c\x08builtins\x8c\x04eval\x93.",
        &format!(
            "model.pt: beside the tensors it holds builtins.eval, which only Python can load: save the weights alone, {SAVE}"
        ),
    );
    let instruction = |name: &str| {
        format!(
            "model.pt: its pickle has the instruction {name}, which no state_dict has, and is not run: {SAVE}"
        )
    };
    assert_pickle_refused(b"\x80\x02(ios\nsystem\n.", &instruction("INST"));
    assert_pickle_refused(
        b"\x80\x02(co.",
        "model.pt: its pickle is broken: it ends in the middle of an instruction",
    );
    assert_pickle_refused(b"\x80\x02ccollections\nOrderedDict\n)\x81.", &instruction("NEWOBJ"));
    assert_pickle_refused(b"\x80\x02ccollections\nOrderedDict\n}b.", &instruction("BUILD"));
    assert_pickle_refused(b"\x80\x02ccollections\nOrderedDict\nK\x01\x85R.", &instruction("REDUCE"));
    assert_pickle_refused(b"\x80\x02\x82\x01.", &instruction("EXT1"));
    assert_pickle_refused(b"\x80\x02\xff.", &instruction("0xff"));
}

#[test]
fn broken_pickles() {
    let broken = |reason: &str| format!("model.pt: its pickle is broken: {reason}");
    assert_pickle_refused(b"\x80\x02}", &broken("it ends in the middle of an instruction"));
    assert_pickle_refused(b"\x80\x02t.", &broken("values without the mark that they begin with"));
    assert_pickle_refused(b"\x80\x02s.", &broken("an instruction without the values that it takes"));
    assert_pickle_refused(b"\x80\x02h\x05.", &broken("a memo that was never made"));
    assert_pickle_refused(b"\x80\x02Nr\xff\xff\xff\xff.", &broken("a memo out of order"));
    assert_pickle_refused(b"\x80\x02X\x01\0\0\0\xff.", &broken("text that is not UTF-8"));
    assert_pickle_refused(b"\x80\x02NQ.", &broken("an object outside of the pickle that is no storage"));
    assert_pickle_refused(
        b"\x80\x02K\x01.",
        "model.pt: there is no tensor in it: expected the state_dict of a model",
    );
    assert_pickle_refused(
        b"\x80\x02}.",
        "model.pt: there is no tensor in it: expected the state_dict of a model",
    );
    let mut bomb = b"\x80\x02".to_vec();
    bomb.extend(vec![b'}'; 20_000]);
    assert_pickle_refused(&bomb, "model.pt: its pickle has more values than a state_dict has use for");
    // A dictionary that holds itself.
    assert_pickle_refused(
        b"\x80\x02}q\0X\x01\0\0\0ah\0s.",
        "model.pt: its pickle has more values than a state_dict has use for",
    );
    assert_pickle_refused(&pickled_tensor("a", "1", 4, 1), "model.pt: the numbers of a are not in it");
    for (shape, stride) in [(17, 1), (9, 2), (200, 0)] {
        assert_pickle_refused(
            &pickled_tensor("a", "0", shape, stride),
            "model.pt: a has more numbers than there are bytes for",
        );
    }
}

#[test]
fn files_that_were_cut_off() {
    let whole = Tensors::of_post().safetensors();
    assert_refused(
        "model.safetensors",
        &whole[..whole.len() - 1],
        "model.safetensors: its header speaks of more or fewer bytes than follow: the file was cut off",
    );
    assert_refused(
        "model.safetensors",
        &safetensors_with("{}", b"")[..9],
        "model.safetensors: its header should have 2 bytes and only 1 follow: the file was cut off",
    );
    assert_refused(
        "model.safetensors",
        &safetensors_with("{\"a\":", b""),
        "model.safetensors: invalid JSON in header: EOF while parsing a value at line 1 column 5",
    );
    assert_refused(
        "model.safetensors",
        &safetensors_with("{}", b""),
        "model.safetensors: there is no tensor in it: expected the state_dict of a model",
    );
    let whole = torch(b"\x80\x02}.");
    assert_refused(
        "model.pt",
        &whole[..whole.len() - 30],
        "model.pt: the directory at the end of the zip is not there or not right: the file was cut off",
    );
    assert_refused(
        "model.pt",
        b"PK\x03\x04",
        "model.pt: the directory at the end of the zip is not there or not right: the file was cut off",
    );
}

#[test]
fn other_kinds_of_models() {
    let mut transformer = Tensors::of(&[("model.embed_tokens.weight", &[9, 4])]);
    for layer in 0..12 {
        transformer =
            transformer.with(&format!("model.encoder.layers.{layer}.self_attn.in_proj_weight"), &[12, 4]);
    }
    let expected = "expected an encoder and a decoder of RNN, GRU or LSTM layers with Luong attention";
    assert_tensors_refused(
        &transformer,
        &format!("these are a Transformer's tensors: 12 layers of self-attention: {expected}"),
    );
    assert_tensors_refused(
        &Tensors::of(&[("transformer.h.0.attn.c_attn.weight", &[4, 12])]),
        &format!("these are a Transformer's tensors: 1 layer of self-attention: {expected}"),
    );
    assert_tensors_refused(
        &Tensors::of_post().with("encoder.conv.weight", &[4, 4, 3]),
        "encoder.conv.weight [4, 4, 3]: a model with convolutions: expected embeddings, recurrent layers and Luong \
         attention",
    );
    assert_tensors_refused(
        &Tensors::of_post().with("decoder.rnn.weight_ih_l0", &[16, 8]),
        "decoder.rnn.weight_ih_l0 [16, 8]: the decoder reads 8 numbers a step where its embedding has 4: the context is \
         fed into the recurrence, as in Bahdanau et al. 2015 or with input feeding, and in the post it is not",
    );
    assert_tensors_refused(
        &Tensors::of_post().with("decoder.attention.W_align.weight", &[10, 8]),
        "decoder.attention.W_align.weight [10, 8]: without a vector v beside it, it scores 10 positions whatever stands \
         there, as PyTorch's first translation tutorial did: expected Luong's dot, general or concat",
    );
    assert_tensors_refused(
        &Tensors::of_post().without("decoder.W_context.weight").with("generator.weight", &[6, 8]),
        "generator.weight [6, 8]: the output layer reads [context; state] itself: expected W_context [4, 8] before it",
    );
    assert_tensors_refused(
        &Tensors::of_post()
            .with("decoder.rnn.weight_ih_l0", &[12, 4])
            .with("decoder.rnn.weight_hh_l0", &[12, 4])
            .with("decoder.rnn.bias_ih_l0", &[12])
            .with("decoder.rnn.bias_hh_l0", &[12]),
        "decoder.rnn.weight_hh_l0 [12, 4]: the decoder is of GRU layers, and the encoder of LSTM layers, as \
         encoder.rnn.weight_hh_l0 [16, 4] says: expected the same of both",
    );
    assert_tensors_refused(
        &Tensors::of_post().with("encoder.bridge.weight", &[4, 8]),
        "encoder.bridge.weight [4, 8]: a model as in the post has no such tensor: embeddings, recurrent layers, an \
         attention, W_context and an output layer are all of it",
    );
    assert_tensors_refused(
        &Tensors::of_post()
            .with("decoder.rnn.weight_ih_l0_reverse", &[16, 4])
            .with("decoder.rnn.weight_hh_l0_reverse", &[16, 4])
            .with("decoder.rnn.bias_ih_l0_reverse", &[16])
            .with("decoder.rnn.bias_hh_l0_reverse", &[16]),
        "decoder.rnn.weight_hh_l0 [16, 4]: the decoder reads both ways, and what it has yet to write cannot be read",
    );
}

#[test]
fn parts_that_are_missing() {
    for (name, expected) in [
        (
            "encoder.input_embedding.weight",
            "the encoder's embedding: found none: expected encoder.input_embedding.weight [words, d_model]",
        ),
        (
            "decoder.input_embedding.weight",
            "the decoder's embedding: found none: expected decoder.input_embedding.weight [words, d_model]",
        ),
        (
            "encoder.rnn.weight_hh_l0",
            "weight_hh of layer 0 of the encoder: found none: expected encoder.rnn.weight_hh_l0, as nn.RNN, nn.GRU and \
             nn.LSTM have it",
        ),
        (
            "encoder.rnn.weight_ih_l0",
            "weight_ih of layer 0 of the encoder: found none: expected shape [16, 4], as encoder.rnn.weight_hh_l0 [16, 4] \
             has 4 units",
        ),
        (
            "decoder.rnn.bias_hh_l0",
            "bias_hh of layer 0 of the decoder: found none: expected shape [16], as decoder.rnn.weight_hh_l0 [16, 4] has \
             4 units",
        ),
        (
            "decoder.W_context.weight",
            "W_context: found none: expected decoder.W_context.weight [4, 8], as d_model is 4, as \
             encoder.input_embedding.weight [5, 4] says",
        ),
    ] {
        assert_tensors_refused(&Tensors::of_post().without(name), expected);
    }
    for (name, expected) in [
        (
            "decoder.attention.v_align.weight",
            "the attention's vector v: found none: expected decoder.attention.v_align.weight [1, d_model]",
        ),
        (
            "decoder.attention.W_align_source.weight",
            "the attention's matrix for the decoder's states: found none: expected \
             decoder.attention.W_align_source.weight [d_model, d_model]",
        ),
        (
            "decoder.attention.W_align_memory.weight",
            "the attention's matrix for the encoder's outputs: found none: expected \
             decoder.attention.W_align_memory.weight [d_model, d_model]",
        ),
    ] {
        assert_tensors_refused(&Tensors::with_concat().without(name), expected);
    }
    assert_tensors_refused(
        &Tensors::of_post().with("encoder.rnn.weight_hh_l2", &[16, 4]),
        "weight_hh of layer 1 of the encoder: found none: expected weight_hh_l0 to weight_hh_l2, as there is a layer 2 in \
         the encoder",
    );
    assert_tensors_refused(
        &Tensors::of_post().with("encoder.rnn.weight_hh_l999999999999", &[16, 4]),
        "weight_hh of layer 1 of the encoder: found none: expected weight_hh_l0 to weight_hh_l999999999999, as there is a \
         layer 999999999999 in the encoder",
    );
    assert_refused(
        "encoder.safetensors",
        &Tensors::of_post().only("encoder").safetensors(),
        "the decoder's embedding: found none: expected decoder.input_embedding.weight [words, d_model]",
    );
    assert_tensors_refused(
        &Tensors::of_post().renamed("encoder.", "").only("rnn"),
        "rnn.bias_hh_l0 [16]: the names do not say whether it is the encoder's or the decoder's: name the files \
         encoder.pt and decoder.pt",
    );
}

#[test]
fn a_generator_that_is_not_there_is_asked_for() {
    let bytes = Tensors::of_post().without("generator.weight").safetensors();
    let file = NamedBytes { name: "model.safetensors", bytes: &bytes };
    let (vocabularies, mut settings) = (Vocabularies::default(), Settings::default());
    let inspection = inspect(&[file], &vocabularies, &settings).unwrap();
    assert_eq!(inspection.missing, ["sourceVocabulary", "targetVocabulary", "generator"]);
    assert_eq!(inspection.answer("tied"), Some("false"));
    let error = convert(&[file], &vocabularies, &settings).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the output layer: found none: expected generator.weight [6, 4] in a file beside these, or the setting tied=true \
         where the decoder's embedding is the output layer"
    );
    settings.set("tied", "true").unwrap();
    convert(&[file], &vocabularies, &settings).unwrap();
}

#[test]
fn shapes_that_do_not_fit() {
    let d_model = "d_model is 4, as encoder.input_embedding.weight [5, 4] says";
    for (name, shape, expected) in [
        (
            "decoder.input_embedding.weight",
            &[6, 5][..],
            format!("decoder.input_embedding.weight: expected shape [6, 4], found [6, 5]: {d_model}"),
        ),
        (
            "encoder.rnn.weight_hh_l0",
            &[16, 5],
            "encoder.rnn.weight_hh_l0 [16, 5]: expected 1 time (RNN), 3 times (GRU) or 4 times (LSTM) as many rows as \
             columns"
                .to_string(),
        ),
        (
            "encoder.rnn.weight_ih_l0",
            &[16, 3],
            format!("encoder.rnn.weight_ih_l0: expected shape [16, 4], found [16, 3]: {d_model}"),
        ),
        (
            "encoder.rnn.weight_ih_l0",
            &[12, 4],
            "encoder.rnn.weight_ih_l0: expected shape [16, 4], found [12, 4]: encoder.rnn.weight_hh_l0 [16, 4] has 4 units"
                .to_string(),
        ),
        (
            "encoder.rnn.bias_ih_l0",
            &[15],
            "encoder.rnn.bias_ih_l0: expected shape [16], found [15]: encoder.rnn.weight_hh_l0 [16, 4] has 4 units"
                .to_string(),
        ),
        (
            "decoder.attention.W_align.weight",
            &[4, 5],
            format!("decoder.attention.W_align.weight: expected shape [4, 4], found [4, 5]: {d_model}"),
        ),
        (
            "decoder.W_context.weight",
            &[4, 12],
            format!("decoder.W_context.weight: expected shape [4, 8], found [4, 12]: {d_model}"),
        ),
        (
            "generator.weight",
            &[7, 4],
            format!(
                "generator.weight: expected shape [6, 4], found [7, 4]: decoder.input_embedding.weight [6, 4] has 6 words; \
                 {d_model}"
            ),
        ),
        (
            "generator.bias",
            &[7],
            "generator.bias: expected shape [6], found [7]: decoder.input_embedding.weight [6, 4] has 6 words".to_string(),
        ),
        (
            "encoder.input_embedding.weight",
            &[5, 4, 1],
            "encoder.input_embedding.weight [5, 4, 1]: expected an embedding of shape [words, d_model]".to_string(),
        ),
        (
            "encoder.input_embedding.weight",
            &[5, 6],
            "decoder.input_embedding.weight: expected shape [6, 6], found [6, 4]: d_model is 6, as \
             encoder.input_embedding.weight [5, 6] says"
                .to_string(),
        ),
    ] {
        assert_tensors_refused(&Tensors::of_post().with(name, shape), &expected);
    }
    let wide = |side: &str| {
        Tensors::of_post()
            .with(&format!("{side}.rnn.weight_ih_l0"), &[32, 4])
            .with(&format!("{side}.rnn.weight_hh_l0"), &[32, 8])
            .with(&format!("{side}.rnn.bias_ih_l0"), &[32])
            .with(&format!("{side}.rnn.bias_hh_l0"), &[32])
    };
    for side in ["encoder", "decoder"] {
        assert_tensors_refused(
            &wide(side),
            &format!("{side}.rnn.weight_hh_l0 [32, 8]: expected 4 units, found 8: {d_model}"),
        );
    }
    assert_tensors_refused(
        &Tensors::with_concat().with("decoder.attention.v_align.weight", &[1, 5]),
        &format!("decoder.attention.v_align.weight: expected shape [1, 4], found [1, 5]: {d_model}"),
    );
    assert_tensors_refused(
        &Tensors::of_post()
            .with("encoder.rnn.weight_ih_l0_reverse", &[16, 4])
            .with("encoder.rnn.weight_hh_l0_reverse", &[16, 4])
            .with("encoder.rnn.bias_ih_l0_reverse", &[16])
            .with("encoder.rnn.bias_hh_l0_reverse", &[16]),
        &format!("encoder.rnn.weight_hh_l0 [16, 4]: expected 2 units in each direction, found 4: {d_model}"),
    );
}

#[test]
fn numbers_that_are_none() {
    let not_finite = Tensors::of_post().safetensors_of("F32", |index, count| {
        (0..count).flat_map(|at| if (index, at) == (1, 3) { f32::NAN } else { 0.5 }.to_le_bytes()).collect()
    });
    let file = NamedBytes { name: "model.safetensors", bytes: &not_finite };
    let error = convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "decoder.W_context.weight: expected finite numbers, found NaN at index 3: the training has diverged"
    );
    let integers = Tensors::of_post().safetensors_of("I64", |_, count| vec![0; 8 * count]);
    assert_refused(
        "model.safetensors",
        &integers,
        "encoder.input_embedding.weight: expected numbers of type F64, F32, F16 or BF16, found I64",
    );
}

#[test]
fn biases_that_luongs_attention_has_not() {
    assert_tensors_refused(
        &Tensors::of_post().with("decoder.attention.W_align.bias", &[4]),
        "decoder.attention.W_align.bias [4]: (W s + b)·m is not Luong's general, which has no bias",
    );
    let concat = Tensors::with_concat().with("decoder.attention.W_align_source.bias", &[4]);
    // The post's concat has no tanh, and without one a bias changes nothing.
    let bytes = concat.safetensors();
    let file = NamedBytes { name: "model.safetensors", bytes: &bytes };
    let mut settings = Settings::default();
    let notes = inspect(&[file], &Vocabularies::default(), &settings).unwrap().notes;
    assert_eq!(
        notes,
        [
            "decoder.attention.W_align_source.bias [4] is left out: it adds the same to the score of every position, which \
          changes no weight."
        ]
    );
    settings.set("concatTanh", "true").unwrap();
    let error = inspect(&[file], &Vocabularies::default(), &settings).unwrap_err();
    assert_eq!(
        error.to_string(),
        "decoder.attention.W_align_source.bias [4]: v·tanh(W s + U m + b) is not Luong's concat, which has no bias; where \
         there is no tanh, set concatTanh to false"
    );
}

#[test]
fn two_tensors_for_one_place() {
    assert_tensors_refused(
        &Tensors::of_post().with("decoder.out.weight", &[6, 4]),
        "the output layer: found decoder.out.weight [6, 4] and generator.weight [6, 4]: expected one",
    );
    assert_tensors_refused(
        &Tensors::of_post().with("encoder.lstm.weight_hh_l0", &[16, 4]),
        "weight_hh of layer 0 of the encoder: found encoder.lstm.weight_hh_l0 [16, 4] and encoder.rnn.weight_hh_l0 [16, \
         4]: expected one",
    );
}

#[test]
fn answers_that_cannot_be() {
    let mut settings = Settings::default();
    let error = settings.set("attention", "cosine").unwrap_err();
    assert_eq!(
        error.to_string(),
        "setting attention: expected dot, general, concat, concat_without_tanh or none, found cosine"
    );
    let error = settings.set("source.pad", "-1").unwrap_err();
    assert_eq!(error.to_string(), "setting source.pad: expected an id from 0 to 65535, found -1");
    let error = settings.set("contextTanh", "yes").unwrap_err();
    assert_eq!(error.to_string(), "setting contextTanh: expected true or false, found yes");
    assert!(settings.set("colour", "red").is_err());
    settings.set("attention", "dot").unwrap();
    let bytes = Tensors::of_post().safetensors();
    let file = NamedBytes { name: "model.safetensors", bytes: &bytes };
    let error = inspect(&[file], &Vocabularies::default(), &settings).unwrap_err();
    assert_eq!(
        error.to_string(),
        "setting attention: expected general, as there is decoder.attention.W_align.weight [4, 4], found dot"
    );
}

#[test]
fn markup_and_long_names_do_not_get_into_messages_as_they_are() {
    let name = format!("encoder.<b>\u{1b}{}", "x".repeat(500));
    let error = inspect(
        &[NamedBytes {
            name: "model.safetensors",
            bytes: &Tensors::of_post().with(&name, &[3]).safetensors(),
        }],
        &Vocabularies::default(),
        &Settings::default(),
    );
    let text = error.unwrap_err().to_string();
    assert!(text.starts_with("encoder.<b>\\u{1b}xxx") && text.len() < 300, "{text}");
}
