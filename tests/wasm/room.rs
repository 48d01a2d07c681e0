//! Where the numbers of a trace are written.

use js_sys::{ArrayBuffer, Float32Array, Object, Reflect};
use ndarray::Array2;
use seqscope::checkpoint::Checkpoint;
use seqscope::inference::{Engine, Numbers, Workspace};
use seqscope::search::SearchOptions;
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
