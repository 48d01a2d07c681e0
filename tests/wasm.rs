//! The module as JavaScript sees it, and that WebAssembly computes what a native build computes.
//!
//! These tests run in node, without a browser. They call the exported class the way a page does, through its
//! JavaScript object: strings and errors cross the boundary as they do there.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

#[path = "wasm/analysis.rs"]
mod analysis;
mod common;
#[path = "wasm/gradients.rs"]
mod gradients;
#[path = "wasm/import.rs"]
mod import;
#[path = "wasm/interventions.rs"]
mod interventions;
#[path = "wasm/room.rs"]
mod room;

use common::fixtures::Fixture;
use js_sys::{Array, Error, Float32Array, Function, JsString, Object, Reflect, Uint8Array};
use ndarray::Array2;
use seqscope::checkpoint::{Checkpoint, Precision};
use seqscope::inference::{Engine, Interventions, Numbers, Workspace};
use seqscope::nn::{AttentionType, Parameters, RnnType};
use seqscope::search::SearchOptions;
use seqscope::tokens::{Token, UNKNOWN};
use seqscope::trace::{Direction, LayerTrace};
use seqscope::web::{Model, Study, paint_matrix, scale_stops};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// Stands in for a canvas, which node does not have, where nothing may be painted.
fn canvas() -> web_sys::HtmlCanvasElement {
    Object::new().unchecked_into()
}

fn checkpoint() -> Checkpoint {
    common::checkpoint(RnnType::Lstm, AttentionType::General, 11)
}

/// `new Model(bytes)`.
fn load(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let bytes_of_any = checkpoint().to_bytes(Precision::F32).unwrap();
    let any: JsValue =
        Model::new(&bytes_of_any, None).unwrap_or_else(|_| panic!("a good file is refused")).into();
    let class: Function = get(&any, "constructor").unchecked_into();
    Reflect::construct(&class, &Array::of1(&Uint8Array::from(bytes)))
}

fn model_of(checkpoint: &Checkpoint) -> JsValue {
    load(&checkpoint.to_bytes(Precision::F32).unwrap()).unwrap()
}

/// The model for questions.
fn study_of(checkpoint: &Checkpoint) -> JsValue {
    Study::new(&checkpoint.to_bytes(Precision::F32).unwrap(), None).unwrap().into()
}

/// `model.run(text, options)`.
fn run(model: &JsValue, text: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    get(model, "run").unchecked_into::<Function>().call2(model, text, options)
}

fn get(object: &JsValue, key: &str) -> JsValue {
    assert!(Reflect::has(object, &key.into()).unwrap(), "there is no {key}");
    Reflect::get(object, &key.into()).unwrap()
}

fn number(object: &JsValue, key: &str) -> f64 {
    get(object, key).as_f64().unwrap()
}

fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap()
}

fn elements(object: &JsValue, key: &str) -> Vec<JsValue> {
    get(object, key).dyn_into::<Array>().unwrap().to_vec()
}

/// An object literal in JSON.
fn literal(json: &str) -> JsValue {
    js_sys::JSON::parse(json).unwrap()
}

#[track_caller]
fn assert_error<T>(result: Result<T, impl Into<JsValue>>, expected: &str) {
    let Err(thrown) = result else { panic!("expected the error: {expected}") };
    let thrown: JsValue = thrown.into();
    let error = thrown.dyn_ref::<Error>().expect("what is thrown is an Error");
    assert_eq!(error.message(), expected);
}

#[track_caller]
fn assert_tensor(found: &JsValue, expected: &Array2<f32>) {
    let data: Float32Array = get(found, "data").dyn_into().unwrap();
    assert_eq!(data.to_vec(), expected.iter().copied().collect::<Vec<_>>());
    let shape: Vec<f64> = elements(found, "shape").iter().map(|length| length.as_f64().unwrap()).collect();
    assert_eq!(shape, [expected.nrows() as f64, expected.ncols() as f64]);
}

#[track_caller]
fn assert_tokens(found: &[JsValue], expected: &[Token], of: &str) {
    assert_eq!(found.len(), expected.len());
    let units = |bytes: usize| of[..bytes].encode_utf16().count() as f64;
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(number(found, "id"), expected.id as f64);
        assert_eq!(text(found, "text"), expected.text);
        assert_eq!(number(found, "start"), units(expected.span.start));
        assert_eq!(number(found, "end"), units(expected.span.end));
        assert_eq!(get(found, "known"), JsValue::from(expected.id != UNKNOWN));
    }
}

#[track_caller]
fn assert_layers(found: &[JsValue], expected: &[LayerTrace]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(number(found, "layer"), expected.layer as f64);
        let direction = if expected.direction == Direction::Forward { "forward" } else { "backward" };
        assert_eq!(text(found, "direction"), direction);
        let signals = elements(found, "signals");
        assert_eq!(signals.len(), expected.signals.len());
        for (found, expected) in signals.iter().zip(&expected.signals) {
            assert_eq!(text(found, "name"), expected.name);
            assert_tensor(&get(found, "values"), &expected.values);
        }
    }
}

/// What JavaScript gets from a run is what the engine records.
#[track_caller]
fn assert_same_trace(checkpoint: &Checkpoint, input: &str, js_options: &str, options: &SearchOptions) {
    assert_same_changed_trace(checkpoint, input, js_options, options, &Interventions::default());
}

#[track_caller]
fn assert_same_changed_trace(
    checkpoint: &Checkpoint,
    input: &str,
    js_options: &str,
    options: &SearchOptions,
    interventions: &Interventions,
) {
    // Number for number what the engine records; that this is the oracle's is a test of its own.
    let engine = Engine::new(&checkpoint.model, Numbers::F32);
    let mut workspace = Workspace::default();
    let expected =
        engine.run_with(&checkpoint.metadata, input, options, interventions, &mut workspace).unwrap();
    let found = run(&model_of(checkpoint), &input.into(), &literal(js_options)).unwrap();
    assert_eq!(text(&found, "input"), expected.input);
    assert_eq!(text(&found, "output"), expected.output);
    assert_eq!(get(&found, "complete"), JsValue::from(expected.complete));
    assert_tokens(&elements(&found, "source"), &expected.source, input);
    assert_tokens(&elements(&found, "target"), &expected.target, &expected.output);
    assert_layers(&elements(&found, "encoder"), &expected.encoder);
    assert_layers(&elements(&found, "decoder"), &expected.decoder);
    assert_tensor(&get(&found, "scores"), &expected.scores);
    assert_tensor(&get(&found, "weights"), &expected.weights);
    assert_tensor(&get(&found, "context"), &expected.context);
    let log_probabilities: Vec<f32> = elements(&found, "logProbabilities")
        .iter()
        .map(|log_probability| log_probability.as_f64().unwrap() as f32)
        .collect();
    assert_eq!(log_probabilities, expected.log_probabilities);
    assert_eq!(number(&found, "logProbability") as f32, expected.log_probability());
    let steps = elements(&found, "candidates");
    assert_eq!(steps.len(), expected.candidates.len());
    for (found, expected) in steps.iter().zip(&expected.candidates) {
        let found = found.clone().dyn_into::<Array>().unwrap().to_vec();
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(number(found, "id"), expected.id as f64);
            assert_eq!(text(found, "text"), expected.text);
            assert_eq!(number(found, "logProbability") as f32, expected.log_probability);
        }
    }
    let timings = get(&found, "timings");
    assert!(number(&timings, "encode") >= 0.0 && number(&timings, "decode") >= 0.0);
}

#[wasm_bindgen_test]
fn the_forward_pass_is_that_of_pytorch_in_web_assembly_too() {
    for fixture in Fixture::all() {
        fixture.assert_forward_pass();
    }
}

#[wasm_bindgen_test]
fn a_trace_arrives_whole_from_every_kind_of_model() {
    for rnn_type in [RnnType::Rnn, RnnType::Gru, RnnType::Lstm] {
        for attention in AttentionType::ALL {
            let checkpoint = common::checkpoint(rnn_type, attention, 3);
            assert_same_trace(&checkpoint, "2021年4", "{}", &SearchOptions::default());
        }
    }
}

#[wasm_bindgen_test]
fn options_reach_the_search() {
    let options = SearchOptions { beam: 3, prefix: vec![5, 4], candidates: 2, ..SearchOptions::default() };
    let js_options = r#"{"beam":3,"prefix":[5,4],"candidates":2}"#;
    assert_same_trace(&checkpoint(), "2021", js_options, &options);
    let options = SearchOptions { prefix: vec![7], ..SearchOptions::default() };
    assert_same_trace(&checkpoint(), "2021", r#"{"prefix":[7]}"#, &options);
}

#[wasm_bindgen_test]
fn options_may_be_left_out() {
    let model = model_of(&checkpoint());
    let run_without = get(&model, "run").unchecked_into::<Function>().call1(&model, &"7".into()).unwrap();
    let run_with = run(&model, &"7".into(), &literal("{}")).unwrap();
    assert_eq!(text(&run_without, "output"), text(&run_with, "output"));
}

#[wasm_bindgen_test]
fn the_info_says_what_the_model_is() {
    let checkpoint = common::checkpoint(RnnType::Gru, AttentionType::ConcatWithoutTanh, 1);
    let info = get(&model_of(&checkpoint), "info");
    assert_eq!(text(&info, "task"), "test");
    assert_eq!(text(&info, "rnnType"), "gru");
    assert_eq!(text(&info, "attention"), "concat_without_tanh");
    assert_eq!(number(&info, "dModel"), 6.0);
    assert_eq!((number(&info, "encoderLayers"), number(&info, "decoderLayers")), (1.0, 1.0));
    assert_eq!(get(&info, "bidirectional"), JsValue::TRUE);
    assert_eq!(number(&info, "parameters"), checkpoint.model.parameter_count() as f64);
    assert_eq!(number(&get(&info, "quality"), "exactMatch"), 0.5);
    assert_eq!(text(&get(&info, "data"), "licence"), "none");
}

/// The spans of `text`'s source tokens, in the units in which JavaScript counts, and whether each is known.
fn spans(text: &JsString) -> Vec<(u32, u32, bool)> {
    let trace = run(&model_of(&checkpoint()), text, &JsValue::UNDEFINED).unwrap();
    let span = |token: &JsValue| {
        (number(token, "start") as u32, number(token, "end") as u32, get(token, "known") == JsValue::TRUE)
    };
    elements(&trace, "source").iter().map(span).collect()
}

#[wasm_bindgen_test]
fn spans_count_utf_16_units() {
    let of = |text: &str| spans(&JsString::from(text));
    assert_eq!(of("1年"), [(0, 1, true), (1, 2, true)]);
    assert_eq!(of("😀1"), [(0, 2, false), (2, 3, true)]);
    // A thumb and its skin colour: two characters, one picture.
    assert_eq!(of("1👍🏽2"), [(0, 1, true), (1, 3, false), (3, 5, false), (5, 6, true)]);
    // Right to left on the screen, first to last in the string.
    assert_eq!(of("ב1י"), [(0, 1, false), (1, 2, true), (2, 3, false)]);
    // e and a combining acute accent, which is put on it.
    assert_eq!(of("e\u{301}1"), [(0, 2, false), (2, 3, true)]);
    // One typed character is two that are read.
    assert_eq!(of("⑩年😀"), [(0, 1, true), (0, 1, true), (1, 2, true), (2, 4, false)]);
    // What cannot be seen, blanks around, and letters on top of which there is something.
    assert_eq!(of(" \u{200e}1\u{200e}１年\u{301}  "), [(2, 4, true), (4, 5, true), (5, 7, true)]);
}

#[wasm_bindgen_test]
fn half_a_surrogate_pair_is_one_unknown_token_of_one_unit() {
    let of = |units: &[u16]| {
        let text = units
            .iter()
            .fold(JsString::from(""), |text, &unit| text.concat(&JsString::from_char_code1(u32::from(unit))));
        assert_eq!(text.length() as usize, units.len());
        spans(&text)
    };
    let (high, low, one) = (0xD83D, 0xDE00, u16::from(b'1'));
    assert_eq!(of(&[high]), [(0, 1, false)]);
    assert_eq!(of(&[one, high, one]), [(0, 1, true), (1, 2, false), (2, 3, true)]);
    assert_eq!(of(&[low, high, one]), [(0, 1, false), (1, 2, false), (2, 3, true)]);
    assert_eq!(of(&[high, high, low]), [(0, 1, false), (1, 3, false)]);
}

#[wasm_bindgen_test]
fn a_date_that_should_not_be_taken_at_its_word_has_a_note() {
    let note = |checkpoint: &Checkpoint, text: &str| {
        get(&run(&model_of(checkpoint), &text.into(), &JsValue::UNDEFINED).unwrap(), "note")
    };
    let mut checkpoint = checkpoint();
    assert_eq!(note(&checkpoint, "1776年"), JsValue::NULL);
    checkpoint.metadata.task = "dates".to_string();
    assert_eq!(note(&checkpoint, "1776年"), "unknownYear");
    // An untrained model writes no day.
    assert_eq!(note(&checkpoint, "1976年"), "noSuchDay");
}

#[wasm_bindgen_test]
fn text_that_cannot_be_run_throws_an_error() {
    let run = |text: &str| run(&model_of(&checkpoint()), &text.into(), &JsValue::UNDEFINED);
    assert_error(run(""), "the input is empty: expected at least one character");
    assert_error(run(&"1".repeat(10_000)), "the input has 10000 tokens: expected at most 256");
    assert!(run(&"1".repeat(256)).is_ok());
}

#[wasm_bindgen_test]
fn options_that_cannot_be_run_throw_an_error() {
    let run = |options: &str| run(&model_of(&checkpoint()), &"1".into(), &literal(options));
    assert_error(run(r#"{"beam":0}"#), "beam: expected a width from 1 to 64, found 0");
    assert_error(run(r#"{"beam":65}"#), "beam: expected a width from 1 to 64, found 65");
    assert_error(run(r#"{"prefix":[8]}"#), "token id 8: expected an id below 8");
    assert_error(
        run(r#"{"beem":2}"#),
        "options: unknown field `beem`, expected one of `beam`, `prefix`, `candidates`, \
         `holds`, `silenced`, `rows`, `dropout`, `room`",
    );
    for (options, found) in [
        (r#"{"beam":-1}"#, "invalid type: floating point `-1.0`, expected usize"),
        (r#"{"beam":1.5}"#, "invalid type: floating point `1.5`, expected usize"),
        (r#"{"beam":"2"}"#, "invalid type: string \"2\", expected usize"),
        (r#"{"prefix":4}"#, "prefix: expected an array of ids"),
        ("7", "invalid type: floating point `7.0`, expected struct RunOptions"),
        ("null", "invalid type: unit value, expected struct RunOptions"),
    ] {
        assert_error(run(options), &format!("options: {found}"));
    }
}

#[wasm_bindgen_test]
fn a_model_still_runs_after_an_error() {
    let model = model_of(&checkpoint());
    let before = run(&model, &"12".into(), &JsValue::UNDEFINED).unwrap();
    assert!(run(&model, &"".into(), &JsValue::UNDEFINED).is_err());
    let after = run(&model, &"12".into(), &JsValue::UNDEFINED).unwrap();
    assert_eq!(text(&before, "output"), text(&after, "output"));
}

#[wasm_bindgen_test]
fn bytes_that_are_no_checkpoint_throw_an_error() {
    let good = checkpoint().to_bytes(Precision::F32).unwrap();
    for bytes in [&[], &b"<!doctype html><title>404</title>"[..], &good[..good.len() - 1]] {
        let expected = Checkpoint::from_bytes(bytes).unwrap_err().to_string();
        assert!(expected.starts_with("not a safetensors file: "), "{expected}");
        assert_error(load(bytes), &expected);
    }
    let header = br#"{"__metadata__":{}}     "#;
    let without_config = [&(header.len() as u64).to_le_bytes()[..], header].concat();
    assert_error(
        load(&without_config),
        "the file has no seqscope config: expected the key `config` in `__metadata__`",
    );
}

#[wasm_bindgen_test]
fn a_scale_has_as_many_stops_as_asked_for_and_at_most_256() {
    for scale in ["attention", "gate", "signed"] {
        for dark in [false, true] {
            let stops = |count| scale_stops(scale, dark, count).unwrap_or_else(|_| panic!("{count} {scale}"));
            for (count, expected) in [(0, 0), (1, 1), (2, 2), (9, 9), (256, 256), (u32::MAX, 256)] {
                assert_eq!(stops(count).len(), expected);
            }
            let (two, nine) = (stops(2), stops(9));
            assert_eq!((&two[0], &two[1]), (&nine[0], &nine[8]));
            assert_ne!(two[0], two[1]);
            assert!(nine.iter().all(|colour| colour.starts_with("rgb(") && colour.ends_with(')')));
        }
    }
}

#[wasm_bindgen_test]
fn an_unknown_scale_throws_an_error() {
    let expected = "scale: expected attention, gate or signed, found sepia";
    assert_error(scale_stops("sepia", false, 3), expected);
    let painted = paint_matrix(&canvas(), &[0.5], 1, 1, "sepia", 1.0, false, 4, 4, 0, None);
    assert_error(painted, expected);
}

#[wasm_bindgen_test]
fn a_matrix_that_does_not_fit_is_refused_before_the_canvas_is_touched() {
    let paint = |data: &[f32], rows, columns, cell| -> Result<(), JsError> {
        paint_matrix(&canvas(), data, rows, columns, "gate", 1.0, false, cell, cell, 0, None)
    };
    assert_error(paint(&[0.0; 5], 2, 3, 4), "expected 2 × 3 numbers, found 5");
    assert_error(
        paint(&[0.0; 5], u32::MAX, u32::MAX, 4),
        "expected 4294967295 × 4294967295 numbers, found 5",
    );
    for (data, rows, columns, cell) in [(&[][..], 0, 3, 4), (&[0.0], 1, 1, 0), (&[0.0], 1, 1, 16_385)] {
        assert_error(
            paint(data, rows, columns, cell),
            &format!("expected sides from 1 to 16384 pixels, found {columns} × {cell} by {rows} × {cell}"),
        );
    }
}

#[wasm_bindgen_test]
fn products_equal_the_plain_ones() {
    common::inference::products_equal_the_plain_ones();
}

#[wasm_bindgen_test]
fn products_of_tiny_activations_are_within_the_bound() {
    common::inference::products_of_tiny_activations_are_within_the_bound();
}

#[wasm_bindgen_test]
fn a_file_is_laid_out_with_the_numbers_that_it_holds() {
    common::inference::a_file_is_laid_out_with_the_numbers_that_it_holds();
}

#[wasm_bindgen_test]
fn runs_equal_the_oracles() {
    common::inference::runs_equal_the_oracles();
}

#[wasm_bindgen_test]
fn heads_of_one_trunk_run_as_each_does_alone() {
    common::inference::heads_of_one_trunk_run_as_each_does_alone();
}

#[wasm_bindgen_test]
fn a_model_of_two_files_takes_other_heads_beside_its_own() {
    let (trunk, heads) = common::inference::files_of_heads(2, Precision::I8);
    let of_two_files = |head: &[u8]| Model::new(&trunk, Some(head.to_vec()));
    let first = of_two_files(&heads[0]).unwrap_or_else(|_| panic!("good files are refused"));
    let others: Vec<Model> = heads[1..]
        .iter()
        .map(|head| first.with_head(head).unwrap_or_else(|_| panic!("a good head")))
        .collect();
    let alone = heads.iter().map(|head| of_two_files(head).unwrap_or_else(|_| panic!("good files")));
    // The one that was loaded first may go.
    let together = std::iter::once(first).chain(others).map(JsValue::from);
    let together: Vec<JsValue> = together.collect();
    for (together, alone) in together.iter().zip(alone) {
        let alone: JsValue = alone.into();
        let info = |model: &JsValue| js_sys::JSON::stringify(&get(model, "info")).unwrap();
        assert_eq!(info(together), info(&alone));
        let outputs =
            [together, &alone].map(|model| run(model, &"2021年".into(), &JsValue::UNDEFINED).unwrap());
        let [ours, theirs] = outputs.each_ref().map(|trace| get(&get(trace, "weights"), "data"));
        assert_eq!(Float32Array::from(ours).to_vec(), Float32Array::from(theirs).to_vec());
        assert_eq!(text(&outputs[0], "output"), text(&outputs[1], "output"));
        get(together, "free").unchecked_into::<Function>().call0(together).unwrap();
    }
    let single = Model::new(&checkpoint().to_bytes(Precision::F32).unwrap(), None);
    let single = single.unwrap_or_else(|_| panic!("a good file is refused"));
    let message = "a head: expected a model of a trunk and a head, found a single model";
    assert_error(single.with_head(&heads[0]), message);
    assert!(Study::new(&trunk, Some(heads[1].clone())).is_ok());
}

#[wasm_bindgen_test]
fn an_output_without_a_trace_is_that_of_the_trace() {
    let checkpoint = checkpoint();
    let model = model_of(&checkpoint);
    let trace = run(&model, &"2021年".into(), &JsValue::UNDEFINED).unwrap();
    let search: Function = get(&model, "search").unchecked_into();
    let output = search.call1(&model, &"2021年".into()).unwrap();
    assert_eq!(text(&output, "output"), text(&trace, "output"));
    assert_eq!(get(&output, "complete"), get(&trace, "complete"));
    let ids: Array = get(&output, "ids").unchecked_into();
    let target: Array = get(&trace, "target").unchecked_into();
    assert_eq!(ids.length(), target.length());
    for (id, token) in ids.iter().zip(target.iter()) {
        assert_eq!(id, get(&token, "id"));
    }
    assert!(search.call1(&model, &"".into()).is_err());
}
