//! Models of other people, as JavaScript brings them.

use js_sys::{Error, Object, Reflect};
use seqscope::import::{NamedBytes, Settings, Vocabularies, convert};
use seqscope::web::Import;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{elements, get, load, run};

const EXPORTED: &[u8] = include_bytes!("../import/exported.safetensors");

fn exported() -> Import {
    let mut import = Import::new();
    import.add_file("mine.safetensors".to_string(), EXPORTED.to_vec()).unwrap();
    import
}

#[wasm_bindgen_test]
fn a_file_becomes_the_checkpoint_that_it_becomes_natively_and_runs() {
    let import = exported();
    let found = import.inspect(JsValue::UNDEFINED).unwrap();
    assert!(elements(&found, "missing").is_empty());
    assert_eq!(get(&elements(&found, "found")[0], "value"), "lstm");
    assert_eq!(elements(&get(&found, "check"), "runs").len(), 2);
    let bytes = import.convert(JsValue::UNDEFINED).unwrap();
    let file = NamedBytes { name: "mine.safetensors", bytes: EXPORTED };
    assert_eq!(bytes, convert(&[file], &Vocabularies::default(), &Settings::default()).unwrap());
    let trace = run(&load(&bytes).unwrap(), &"red green blue".into(), &JsValue::UNDEFINED).unwrap();
    assert_eq!(get(&trace, "output"), "bleu rouges bleu");
}

#[wasm_bindgen_test]
fn answers_are_taken_from_an_object_and_vocabularies_by_side() {
    let mut import = exported();
    let settings = Object::new();
    Reflect::set(&settings, &"concatTanh".into(), &false.into()).unwrap();
    Reflect::set(&settings, &"source.pad".into(), &5.into()).unwrap();
    let found = import.inspect(settings.into()).unwrap();
    let answer = |key: &str| {
        let guess = elements(&found, "guesses").into_iter().find(|guess| get(guess, "key") == key).unwrap();
        assert_eq!(get(&guess, "settled"), true);
        get(&guess, "value")
    };
    assert_eq!(answer("concatTanh"), "false");
    assert_eq!(answer("source.pad"), "5");
    let info = import.set_vocabulary("source", "source.txt", b"<pad>\n<unk>\na\n").unwrap();
    assert_eq!(get(&info, "tokens"), 3);
    let error: Error = import.convert(JsValue::UNDEFINED).unwrap_err().unchecked_into();
    assert_eq!(get(&error, "code"), "vocabulary");
}

#[wasm_bindgen_test]
fn what_is_no_model_is_an_error_with_a_code() {
    let mut import = Import::new();
    import.add_file("model.pt".to_string(), b"<!doctype html>".to_vec()).unwrap();
    let error: Error = import.inspect(JsValue::UNDEFINED).unwrap_err().unchecked_into();
    assert_eq!(get(&error, "code"), "html");
    assert!(String::from(error.message()).starts_with("model.pt: an HTML page: "));
}
