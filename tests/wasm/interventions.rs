//! What if, from JavaScript: options that reach the engine, and the tree of a beam.

use js_sys::{Float32Array, Function, Reflect};
use seqscope::inference::intervention::{EditedRow, Hold, Units};
use seqscope::inference::{Engine, Interventions, Numbers, Workspace};
use seqscope::search::SearchOptions;
use seqscope::trace::{Component, Direction};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    assert_error, assert_same_changed_trace, checkpoint, common, elements, get, literal, model_of, number,
    run, text,
};

/// What [`CHANGES`] says.
fn changes() -> Interventions {
    let units = Units { component: Component::Encoder, layer: None, direction: None, unit: None };
    let backward = Units { layer: Some(0), direction: Some(Direction::Backward), ..units };
    let of_decoder = Units { component: Component::Decoder, ..units };
    Interventions {
        holds: vec![
            Hold { units: Units { unit: Some(1), ..backward }, gate: "f".to_string(), value: 0.25 },
            Hold { units: of_decoder, gate: "o".to_string(), value: 1.0 },
        ],
        silenced: vec![
            Units { direction: Some(Direction::Forward), ..units },
            Units { layer: Some(0), unit: Some(2), ..of_decoder },
        ],
        rows: vec![EditedRow { step: 1, weights: vec![0.0, 3.0, 1.0, 0.0] }],
        dropout: Some(9_007_199_254_740_991),
    }
}

const CHANGES: &str = r#"
    "holds": [
        {"component":"encoder","layer":0,"direction":"backward","gate":"f","unit":1,"value":0.25},
        {"component":"decoder","gate":"o","value":1}
    ],
    "silenced": [{"component":"encoder","direction":"forward"},{"component":"decoder","layer":0,"unit":2}],
    "rows": [{"step":1,"weights":[0,3,1,0]}],
    "dropout": 9007199254740991
"#;

#[wasm_bindgen_test]
fn interventions_reach_the_engine() {
    let checkpoint = common::changed::with_dropout(checkpoint(), 0.25);
    for beam in [1, 3] {
        let options = SearchOptions { beam, prefix: vec![5], ..SearchOptions::default() };
        let js_options = format!(r#"{{"beam":{beam},"prefix":[5],{CHANGES}}}"#);
        assert_same_changed_trace(&checkpoint, "2021", &js_options, &options, &changes());
        let model = model_of(&checkpoint);
        let search: Function = get(&model, "search").unchecked_into();
        let output = search.call2(&model, &"2021".into(), &literal(&js_options)).unwrap();
        let trace = run(&model, &"2021".into(), &literal(&js_options)).unwrap();
        assert_eq!(text(&output, "output"), text(&trace, "output"));
    }
    let row = literal(r#"{"rows":[{"step":0}]}"#);
    let weights = Float32Array::from(&[0.0, 0.0, 0.5, 0.5][..]);
    Reflect::set(&elements(&row, "rows")[0], &"weights".into(), &weights).unwrap();
    let trace = run(&model_of(&checkpoint), &"2021".into(), &row).unwrap();
    let found: Float32Array = get(&get(&trace, "weights"), "data").unchecked_into();
    assert_eq!(found.to_vec()[..4], [0.0, 0.0, 0.5, 0.5]);
}

#[wasm_bindgen_test]
fn interventions_that_cannot_be_throw_an_error() {
    let checkpoint = checkpoint();
    let run = |options: &str| run(&model_of(&checkpoint), &"1".into(), &literal(options));
    for (options, expected) in [
        (r#"{"holds":{}}"#, "options: holds: expected an array"),
        (r#"{"rows":[7]}"#, "options: rows[0]: invalid type: floating point `7.0`, expected struct Row"),
        (r#"{"rows":[{"step":0,"weights":3}]}"#, "options: rows[0]: weights: expected an array of numbers"),
        (
            r#"{"silenced":[{"component":"decoder"},{"component":"encoder","units":1}]}"#,
            "options: silenced[1]: unknown field `units`, expected one of `component`, `layer`, `direction`, `unit`",
        ),
        (
            r#"{"silenced":[{"component":"attention"}]}"#,
            "options: silenced[0]: unknown variant `attention`, expected `encoder` or `decoder`",
        ),
        (r#"{"holds":[{"component":"encoder","value":1}]}"#, "options: holds[0]: missing field `gate`"),
        (
            r#"{"holds":[{"component":"encoder","gate":"z","value":1}]}"#,
            "holds[0].gate: expected one of i, f, g, o, found z",
        ),
        (r#"{"rows":[{"step":0,"weights":[0]}]}"#, "rows[0].weights: expected a positive sum, found 0"),
    ] {
        assert_error(run(options), expected);
    }
}

#[wasm_bindgen_test]
fn the_tree_of_a_beam_arrives_whole() {
    let checkpoint = common::changed::with_dropout(checkpoint(), 0.25);
    let options = SearchOptions { beam: 3, prefix: vec![5], ..SearchOptions::default() };
    let engine = Engine::new(&checkpoint.model, Numbers::F32);
    let metadata = &checkpoint.metadata;
    let expected =
        engine.beam_tree(metadata, "2021", &options, &changes(), &mut Workspace::default()).unwrap();
    let model = model_of(&checkpoint);
    let beam_tree: Function = get(&model, "beamTree").unchecked_into();
    let js_options = literal(&format!(r#"{{"beam":3,"prefix":[5],{CHANGES}}}"#));
    let found = beam_tree.call2(&model, &"2021".into(), &js_options).unwrap();
    assert_eq!(number(&found, "best"), expected.best as f64);
    let nodes = elements(&found, "nodes");
    assert_eq!(nodes.len(), expected.nodes.len());
    for (found, expected_node) in nodes.iter().zip(&expected.nodes) {
        let parent = expected_node.parent.map_or(JsValue::NULL, |parent| (parent as f64).into());
        assert_eq!(get(found, "parent"), parent);
        assert_eq!(number(found, "step"), expected_node.step as f64);
        assert_eq!(number(found, "id"), expected_node.id as f64);
        assert_eq!(text(found, "text"), metadata.target.piece(expected_node.id));
        assert_eq!(number(found, "logProbability") as f32, expected_node.log_probability);
        assert_eq!(number(found, "total") as f32, expected_node.total);
        assert_eq!(get(found, "kept"), JsValue::from(expected_node.kept));
        assert_eq!(get(found, "complete"), JsValue::from(expected_node.complete));
        let weights: Float32Array = get(found, "weights").dyn_into().unwrap();
        assert_eq!(weights.to_vec(), expected.weights.row(expected_node.row).to_vec());
    }
    let too_wide = beam_tree.call2(&model, &"2021".into(), &literal(r#"{"beam":17}"#));
    assert_error(too_wide, "beam: expected a width from 1 to 16 for a tree, found 17");
}
