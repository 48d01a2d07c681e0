//! Where the numbers of a trace are written.

use js_sys::{Array, ArrayBuffer, Float32Array, Function, Object, Reflect};
use ndarray::Array2;
use seqscope::checkpoint::{Checkpoint, Precision};
use seqscope::inference::{Engine, Numbers, Workspace};
use seqscope::search::SearchOptions;
use seqscope::web::Model;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{assert_error, assert_layers, assert_tensor, checkpoint, elements, get, literal, model_of, run};

/// `{ room }`.
fn options(room: &JsValue) -> JsValue {
    let options = Object::new();
    Reflect::set(&options, &"room".into(), room).unwrap();
    options.into()
}

/// What the run of "2021" in `room` gives, whose numbers are those that the engine records.
fn trace_in(checkpoint: &Checkpoint, room: &JsValue) -> JsValue {
    let found = run(&model_of(checkpoint), &"2021".into(), &options(room)).unwrap();
    let engine = Engine::new(&checkpoint.model, Numbers::F32);
    let (options, mut workspace) = (SearchOptions::default(), Workspace::default());
    let expected = engine.run(&checkpoint.metadata, "2021", &options, &mut workspace).unwrap();
    let tensors: [(&str, &Array2<f32>); 3] =
        [("scores", &expected.scores), ("weights", &expected.weights), ("context", &expected.context)];
    for (name, values) in tensors {
        assert_tensor(&get(&found, name), values);
    }
    assert_layers(&elements(&found, "encoder"), &expected.encoder);
    assert_layers(&elements(&found, "decoder"), &expected.decoder);
    found
}

/// The buffer of every tensor of a trace; it is the same one.
fn buffer_of(trace: &JsValue) -> ArrayBuffer {
    let data = |tensor: &JsValue| get(tensor, "data").unchecked_into::<Float32Array>().buffer();
    let buffer = data(&get(trace, "scores"));
    let layers = ["encoder", "decoder"].into_iter().flat_map(|side| elements(trace, side));
    let signals = layers.flat_map(|layer| elements(&layer, "signals"));
    let others = ["weights", "context"].map(|name| get(trace, name)).into_iter();
    for tensor in others.chain(signals.map(|signal| get(&signal, "values"))) {
        assert!(Object::is(&data(&tensor), &buffer));
    }
    buffer
}

#[wasm_bindgen_test]
fn the_numbers_of_a_trace_are_written_to_the_room_that_is_offered() {
    let checkpoint = checkpoint();
    let numbers = buffer_of(&trace_in(&checkpoint, &JsValue::UNDEFINED)).byte_length();
    for spare in [0, 4, 4096] {
        let room = ArrayBuffer::new(numbers + spare);
        // Nothing of what stood there is left.
        Float32Array::new(&room).fill(9.0, 0, u32::MAX);
        assert!(Object::is(&buffer_of(&trace_in(&checkpoint, &room)), &room));
    }
}

#[wasm_bindgen_test]
fn where_the_room_is_too_small_the_numbers_have_a_buffer_of_their_own() {
    let checkpoint = checkpoint();
    let numbers = buffer_of(&trace_in(&checkpoint, &JsValue::UNDEFINED)).byte_length();
    for bytes in [0, 3, numbers - 1] {
        let room = ArrayBuffer::new(bytes);
        assert!(!Object::is(&buffer_of(&trace_in(&checkpoint, &room)), &room));
    }
}

#[wasm_bindgen_test]
fn room_that_is_no_buffer_throws_an_error() {
    let run = |options: &str| run(&model_of(&checkpoint()), &"1".into(), &literal(options));
    for room in [r#"{"room":8}"#, r#"{"room":null}"#, r#"{"room":{}}"#] {
        assert_error(run(room), "options: room: expected an ArrayBuffer");
    }
}

/// The numbers of every signal of the encoder, one after the other.
fn of_encoder(trace: &JsValue) -> Vec<f32> {
    let signals = elements(trace, "encoder").into_iter().flat_map(|layer| elements(&layer, "signals"));
    signals.flat_map(|signal| Float32Array::from(get(&get(&signal, "values"), "data")).to_vec()).collect()
}

#[wasm_bindgen_test]
fn heads_of_one_trunk_have_once_what_its_encoder_did() {
    let (trunk, heads) = crate::common::inference::files_of_heads(2, Precision::I8);
    let first = Model::new(&trunk, Some(heads[0].clone())).unwrap_or_else(|_| panic!("good files"));
    let second = first.with_head(&heads[1]).unwrap_or_else(|_| panic!("a good head"));
    let alone = Model::new(&trunk, Some(heads[1].clone())).unwrap_or_else(|_| panic!("good files"));
    let [first, second, alone] = [first, second, alone].map(JsValue::from);
    let nothing = JsValue::UNDEFINED;
    let traced = |model: &JsValue, options: &JsValue| run(model, &"2021".into(), options).unwrap();
    let expected = of_encoder(&traced(&alone, &nothing));
    let is_shared = |one: &JsValue, other: &JsValue| {
        assert_eq!(of_encoder(other), expected);
        Object::is(&get(one, "encoder"), &get(other, "encoder"))
    };

    let begun = traced(&first, &nothing);
    assert!(is_shared(&begun, &traced(&second, &nothing)));
    // Another text is another encoder's run.
    let other = run(&second, &"1999".into(), &nothing).unwrap();
    assert!(!Object::is(&get(&begun, "encoder"), &get(&other, "encoder")) && of_encoder(&other) != expected);
    // What is written to may not be what a trace of before stands in.
    let begun = traced(&first, &nothing);
    let room = get(&get(&begun, "scores"), "data").unchecked_into::<Float32Array>().buffer();
    assert!(!is_shared(&begun, &traced(&second, &options(&room))));
    // A buffer that was moved away is empty.
    let begun = traced(&first, &nothing);
    let signal = &elements(&elements(&begun, "encoder")[0], "signals")[0];
    let moved = get(&get(signal, "values"), "data").unchecked_into::<Float32Array>().buffer();
    let clone = get(&js_sys::global(), "structuredClone").unchecked_into::<Function>();
    let transfer = Object::new();
    Reflect::set(&transfer, &"transfer".into(), &Array::of1(&moved)).unwrap();
    clone.call2(&JsValue::UNDEFINED, &moved, &transfer).unwrap();
    assert!(!is_shared(&begun, &traced(&second, &nothing)));
    // What one has changed is no other's.
    let changed = traced(&first, &literal(r#"{"holds":[{"component":"encoder","gate":"f","value":0}]}"#));
    assert_ne!(of_encoder(&changed), expected);
    assert!(!is_shared(&changed, &traced(&second, &nothing)));
    // A model that has no other head beside it shares nothing.
    assert!(!is_shared(&traced(&alone, &nothing), &traced(&alone, &nothing)));
}
