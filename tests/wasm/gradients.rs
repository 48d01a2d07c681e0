//! Gradients, occlusion and correlation cross the boundary as the library computes them.

use js_sys::{Array, Float64Array, Function};
use seqscope::analysis::gradient_norms::gradient_norms;
use seqscope::analysis::input_gradients::input_gradients;
use seqscope::analysis::occlusion::occlusion;
use seqscope::analysis::sampling::{SamplingOptions, samples};
use seqscope::nn::{AttentionType, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::trace::Direction;
use seqscope::training::{Purpose, generator};
use seqscope::web::rank_correlation;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{assert_error, assert_tensor, checkpoint, common, elements, get, literal, number, study_of};

/// `study[method](...arguments)`.
fn call(study: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    get(study, method).unchecked_into::<Function>().apply(study, &arguments.iter().cloned().collect())
}

#[track_caller]
fn assert_norms(found: &JsValue, expected: Option<&Vec<f64>>) {
    match expected {
        Some(expected) => assert_eq!(&found.clone().dyn_into::<Float64Array>().unwrap().to_vec(), expected),
        None => assert!(found.is_null()),
    }
}

#[wasm_bindgen_test]
fn gradient_norms_are_those_of_the_library() {
    for rnn_type in [RnnType::Lstm, RnnType::Gru, RnnType::Rnn] {
        let checkpoint = common::checkpoint(rnn_type, AttentionType::General, 11);
        let study = study_of(&checkpoint);
        for (name, direction) in [("forward", Direction::Forward), ("backward", Direction::Backward)] {
            for last in [None, Some(1)] {
                let arguments =
                    ["123".into(), 0.into(), name.into(), last.map_or(JsValue::UNDEFINED, JsValue::from)];
                let found = call(&study, "gradientNorms", &arguments).unwrap();
                let last = last.map(|last: u32| last as usize);
                let expected = gradient_norms(&checkpoint.model, &[5, 6, 7], 0, direction, last).unwrap();
                assert_eq!(number(&found, "last"), expected.last as f64);
                assert_norms(&get(&found, "input"), Some(&expected.input));
                assert_norms(&get(&found, "hidden"), Some(&expected.hidden));
                assert_norms(&get(&found, "cell"), expected.cell.as_ref());
                assert_norms(&get(&found, "carry"), expected.carry.as_ref());
            }
        }
    }
    let study = study_of(&checkpoint());
    let refused = |layer: u32, direction: &str, expected| {
        assert_error(
            call(&study, "gradientNorms", &["123".into(), layer.into(), direction.into()]),
            expected,
        );
    };
    refused(1, "forward", "layer: expected a number below 1, found 1");
    refused(0, "sideways", "direction: expected forward or backward, found sideways");
}

#[wasm_bindgen_test]
fn with_a_seed_gradient_norms_are_those_of_the_weights_that_training_begins_with() {
    let checkpoint = checkpoint();
    let study = study_of(&checkpoint);
    let arguments = ["123".into(), 0.into(), "forward".into(), JsValue::UNDEFINED, 7.into()];
    let found = call(&study, "gradientNorms", &arguments).unwrap();
    let config = checkpoint.model.config().clone();
    let initial = Seq2Seq::new(config, &mut generator(7, Purpose::Initialisation, 0, 0)).unwrap();
    let expected = gradient_norms(&initial, &[5, 6, 7], 0, Direction::Forward, None).unwrap();
    assert_norms(&get(&found, "hidden"), Some(&expected.hidden));
    assert_ne!(
        expected.hidden,
        gradient_norms(&checkpoint.model, &[5, 6, 7], 0, Direction::Forward, None).unwrap().hidden
    );
}

#[wasm_bindgen_test]
fn samples_are_those_of_the_library() {
    let checkpoint = checkpoint();
    let study = study_of(&checkpoint);
    let arguments = ["123".into(), 20.into(), 1.0.into(), 0.into(), 1.0.into(), 3.into()];
    let found = call(&study, "samples", &arguments).unwrap();
    let options = SamplingOptions { count: 20, temperature: 1.0, top_k: 0, top_p: 1.0, seed: 3 };
    let expected = samples(&checkpoint.model, &[5, 6, 7], &options).unwrap();
    let found = found.unchecked_into::<Array>().to_vec();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(number(found, "times"), expected.times as f64);
        assert_eq!(number(found, "logProbability"), f64::from(expected.log_probability));
        let ids: Vec<usize> = elements(found, "ids").iter().map(|id| id.as_f64().unwrap() as usize).collect();
        assert_eq!(ids, expected.ids);
    }
    assert_error(
        call(&study, "samples", &["123".into(), 0.into(), 1.0.into(), 0.into(), 1.0.into(), 3.into()]),
        "count: expected a number from 1 to 100, found 0",
    );
}

#[wasm_bindgen_test]
fn occlusion_and_input_gradients_are_those_of_the_library() {
    let checkpoint = checkpoint();
    let (study, ids) = (study_of(&checkpoint), literal("[4, 6, 3]"));
    let found = call(&study, "occlusion", &["123".into(), ids.clone()]).unwrap();
    let expected = occlusion(&checkpoint.model, &[5, 6, 7], &[4, 6, 3]).unwrap();
    assert_tensor(&get(&found, "differences"), &expected.differences);
    let log_probabilities = elements(&found, "logProbabilities");
    let log_probabilities: Vec<f32> =
        log_probabilities.iter().map(|value| value.as_f64().unwrap() as f32).collect();
    assert_eq!(log_probabilities, expected.log_probabilities);

    let found = call(&study, "inputGradients", &["123".into(), ids.clone()]).unwrap();
    let expected = input_gradients(&checkpoint.model, &[5, 6, 7], &[4, 6, 3]).unwrap();
    assert_tensor(&get(&found, "norms"), &expected.norms);
    assert_tensor(&get(&found, "products"), &expected.products);

    let nothing_left =
        "the input has one token: expected at least two, so that something is left without one of them";
    assert_error(call(&study, "occlusion", &["1".into(), ids]), nothing_left);
    let unknown = "token id 8: expected an id below 8";
    assert_error(call(&study, "inputGradients", &["1".into(), literal("[8]")]), unknown);
}

#[wasm_bindgen_test]
fn a_correlation_that_is_not_defined_is_null() {
    let (a, b) = ([1.0, 2.0, 3.0, 0.5, 0.5, 0.5], [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]);
    let found = rank_correlation(&a, &b, 2, 3).unwrap_or_else(|_| panic!("the same shapes are refused"));
    assert_eq!((number(&found, "kendall"), number(&found, "pearson")), (1.0, 1.0));
    let rows = elements(&found, "perRow");
    assert_eq!(number(&rows[0], "kendall"), 1.0);
    assert!(get(&rows[1], "kendall").is_null() && get(&rows[1], "pearson").is_null());
    assert_error(rank_correlation(&a, &b, 2, 2), "values: expected 4 of them, found 6");
}
