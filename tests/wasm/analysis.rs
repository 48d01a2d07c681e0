//! What is derived about a run crosses the boundary as the library computes it.

use js_sys::{Array, Float32Array, Function};
use ndarray::Array2;
use seqscope::analysis::{DropoutSite, Place, Reading, memory_parts};
use seqscope::checkpoint::Checkpoint;
use seqscope::nn::RnnType;
use seqscope::search::SearchOptions;
use seqscope::trace::{Component, Direction, LayerTrace};
use seqscope::web::{gru_memory_parts, lstm_memory_parts};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{assert_error, assert_tensor, checkpoint, elements, get, literal, number, study_of, text};

/// `study.name(...arguments)`.
fn call<const COUNT: usize>(
    checkpoint: &Checkpoint,
    name: &str,
    arguments: [JsValue; COUNT],
) -> Result<JsValue, JsValue> {
    let study = study_of(checkpoint);
    get(&study, name).unchecked_into::<Function>().apply(&study, &arguments.into_iter().collect::<Array>())
}

fn floats(object: &JsValue, key: &str) -> Vec<f32> {
    get(object, key).dyn_into::<Float32Array>().unwrap().to_vec()
}

fn integers(value: JsValue) -> Vec<usize> {
    value.dyn_into::<Array>().unwrap().iter().map(|number| number.as_f64().unwrap() as usize).collect()
}

#[wasm_bindgen_test]
fn terms_arrive_in_blocks_of_gates() {
    let checkpoint = checkpoint();
    let ids = || literal("[4, 5, 3]");
    for (component, name) in [(Component::Encoder, "encoder"), (Component::Decoder, "decoder")] {
        let place = Place { component, layer: 0, direction: Direction::Forward };
        let expected = checkpoint.terms("12", &[4, 5, 3], place).unwrap();
        let arguments = ["12".into(), ids(), name.into(), 0.into(), "forward".into()];
        let found = call(&checkpoint, "terms", arguments).unwrap();
        let gates: Vec<_> = elements(&found, "gates").iter().map(|gate| gate.as_string().unwrap()).collect();
        assert_eq!(gates, ["i", "f", "g", "o"]);
        assert_tensor(&get(&found, "input"), &expected.input);
        assert_tensor(&get(&found, "recurrent"), &expected.recurrent);
        assert_eq!(floats(&found, "bias"), expected.bias.to_vec());
        assert_eq!(floats(&found, "recurrentBias"), expected.recurrent_bias.to_vec());
    }
    let refused = |ids: &str, component: &str, layer: u32, direction: &str, expected: &str| {
        let arguments = ["12".into(), literal(ids), component.into(), layer.into(), direction.into()];
        assert_error(call(&checkpoint, "terms", arguments), expected);
    };
    refused("[3]", "generator", 0, "forward", "component: expected encoder or decoder, found generator");
    refused("[3]", "encoder", 0, "sideways", "direction: expected forward or backward, found sideways");
    refused("[3]", "encoder", 1, "backward", "layer: expected a number below 1, found 1");
    refused("[3]", "decoder", 0, "backward", "direction: expected forward, found backward");
    refused("{}", "decoder", 0, "forward", "ids: expected an array of ids");
    refused("[-1]", "decoder", 0, "forward", "ids: expected an array of ids");
}

#[wasm_bindgen_test]
fn parts_of_the_memory_need_no_model() {
    let parts = |layer: &LayerTrace, last: usize| -> Result<JsValue, JsError> {
        let direction = if layer.direction == Direction::Forward { "forward" } else { "backward" };
        let of = |name| {
            let signal = layer.signals.iter().find(|signal| signal.name == name).unwrap();
            signal.values.as_slice().unwrap()
        };
        let units = layer.signals[0].values.ncols();
        match layer.signals.len() {
            6 => lstm_memory_parts(of("i"), of("f"), of("g"), units, last, direction),
            _ => gru_memory_parts(of("z"), of("n"), units, last, direction),
        }
    };
    for rnn_type in [RnnType::Lstm, RnnType::Gru] {
        let checkpoint = super::common::checkpoint(rnn_type, seqscope::nn::AttentionType::Dot, 3);
        let trace = checkpoint.run("2021", &SearchOptions::default()).unwrap();
        for layer in &trace.encoder {
            let expected: Array2<f32> = memory_parts(layer, 2).unwrap().unwrap();
            assert_tensor(&parts(layer, 2).unwrap_or_else(|_| panic!("parts are refused")), &expected);
            assert_error(parts(layer, 4), "step: expected a number below 4, found 4");
        }
    }
    let found = gru_memory_parts(&[0.5; 4], &[0.5; 3], 2, 0, "forward");
    assert_error(found, "n: expected a number for each of 2 units at each step, found 3");
}

#[wasm_bindgen_test]
fn a_padded_batch_arrives_with_every_reading() {
    let checkpoint = checkpoint();
    let texts = ["12年", "3"];
    let expected = checkpoint.padding(&texts).unwrap();
    let argument: JsValue = texts.into_iter().map(JsValue::from).collect::<Array>().into();
    let found = call(&checkpoint, "padding", [argument]).unwrap();
    let ids: Vec<_> = elements(&found, "ids").into_iter().map(integers).collect();
    assert_eq!(ids, expected.ids.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    assert_eq!(integers(get(&found, "lengths")), expected.lengths);
    assert_eq!(integers(get(&found, "batchSizes")), expected.batch_sizes);
    let packed: Vec<_> = elements(&found, "packed").into_iter().map(integers).collect();
    assert_eq!(packed, expected.packed.iter().map(|&(text, token)| vec![text, token]).collect::<Vec<_>>());
    let sentences = elements(&found, "sentences");
    assert_eq!(sentences.len(), 2);
    for (found, expected) in sentences.iter().zip(&expected.sentences) {
        let tokens: Vec<_> =
            elements(found, "tokens").iter().map(|token| token.as_string().unwrap()).collect();
        assert!(tokens.iter().eq(expected.tokens.iter().map(|token| &token.text)));
        assert_reading(&get(found, "alone"), &expected.alone);
        assert_reading(&get(found, "batched"), &expected.batched);
        assert_reading(&get(found, "unpacked"), &expected.unpacked);
        assert_reading(&get(found, "unmasked"), &expected.unmasked);
    }
    let one: JsValue = Array::of1(&"1".into()).into();
    assert_error(call(&checkpoint, "padding", [one]), "texts: expected from 2 to 5, found 1");
}

#[track_caller]
fn assert_reading(found: &JsValue, expected: &Reading) {
    assert_eq!(text(found, "output"), expected.output);
    assert_tensor(&get(found, "weights"), &expected.weights);
    assert_eq!(floats(found, "memoryDifferences"), expected.memory_differences);
    for (key, expected) in [
        ("logProbability", expected.log_probability()),
        ("logProbabilityDifference", expected.log_probability_difference),
        ("memoryDifference", expected.memory_difference()),
    ] {
        assert_eq!(number(found, key) as f32, expected, "{key}");
    }
}

#[wasm_bindgen_test]
fn masks_arrive_with_their_sites() {
    let mut checkpoint = checkpoint();
    let config = &mut checkpoint.metadata.model;
    (config.encoder_layers, config.dropout) = (2, 0.5);
    checkpoint.model = super::common::random::random_model(config.clone(), 0.5, 4);
    let expected = checkpoint.dropout_masks("12", &[4, 3], 9).unwrap();
    let found = call(&checkpoint, "dropoutMasks", ["12".into(), literal("[4, 3]"), 9.into()]).unwrap();
    assert_eq!((number(&found, "p"), number(&found, "scale")), (0.5, 2.0));
    let sites = elements(&found, "sites");
    let named: Vec<_> = sites.iter().map(|site| (text(site, "component"), text(site, "place"))).collect();
    let names =
        [("encoder", "embedding"), ("encoder", "between"), ("decoder", "embedding"), ("decoder", "output")];
    assert!(named.iter().map(|(component, place)| (&**component, &**place)).eq(names));
    for (found, expected) in sites.iter().zip(&expected.sites) {
        assert_tensor(&get(found, "kept"), &expected.kept);
        let above = get(found, "above").as_f64();
        let between = matches!(expected.site, DropoutSite::Between { .. });
        assert_eq!(above, between.then_some(1.0));
    }
}
