//! The class that reads the files of other people's models.

use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::import::{self, NamedBytes, Settings, TextForm, Vocabularies, Vocabulary, vocabulary};

/// The most files that may be added: more than any model has.
const MOST_FILES: usize = 16;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One thing that was inferred, with the tensor that says so and its shape; `from` is empty where none does. */
export interface Finding {
    key: "recurrence" | "encoderLayers" | "decoderLayers" | "bidirectional" | "recurrentBias" | "dModel" | "sourceWords"
        | "targetWords" | "attention" | "generator" | "generatorBias" | "tied" | "prefix" | "dtype" | "paddingRow";
    value: string; from: string;
}
/** What no file can say: a key of `ImportSettings`, the answer that is taken, what it can be (empty: any id), why, and
    whether it was given. */
export interface Guess { key: string; value: string; choices: string[]; reason: string; settled: boolean }
/** What files hold. `missing` has what is needed and not there; without vocabularies, ids are typed and shown. */
export interface Inspection {
    found: Finding[]; guesses: Guess[];
    missing: ("sourceVocabulary" | "targetVocabulary" | "generator")[];
    notes: string[];
    /** What the program that trained the model computed: a model that runs as it should makes the same of it. */
    check: ImportCheck | null;
}
/**
 * `best` has for each step of the output the best ids, each with ln p, while those before it in `target` have been
 * written.
 */
export interface ImportCheck {
    program: string;
    runs: { text: string; source: number[]; target: number[]; best: [number, number][][] }[];
}
/** Answers of the reader by the keys of guesses: `attention`, `concatTanh`, `source.pad`, … */
export type ImportSettings = Record<string, string | number | boolean>;
/** What a vocabulary is. */
export interface VocabularyInfo { tokens: number; form: "words" | "characters" | "pieces" | "ids" | null; notes: string[] }
/** What is thrown: `code` tells programs what failed. */
export interface ImportError extends Error { code: string }
"#;

/// The files of one model, and its vocabularies.
#[wasm_bindgen]
#[derive(Default)]
pub struct Import {
    files: Vec<(String, Vec<u8>)>,
    vocabularies: Vocabularies,
}

#[derive(Serialize)]
struct VocabularyInfo<'a> {
    tokens: usize,
    form: Option<&'static str>,
    notes: &'a [String],
}

#[wasm_bindgen]
impl Import {
    /// No files yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file of the model: an encoder, a decoder and an output layer may each have one. Nothing is read before
    /// [`Import::inspect`].
    #[wasm_bindgen(js_name = addFile)]
    pub fn add_file(&mut self, name: String, bytes: Vec<u8>) -> Result<(), JsValue> {
        if self.files.len() == MOST_FILES {
            return Err(thrown(&import::Error::ManyFiles { found: MOST_FILES + 1, limit: MOST_FILES }));
        }
        self.files.push((name, bytes));
        Ok(())
    }

    /// Reads the vocabulary of a side. Throws an `ImportError` that says what is wrong with it.
    #[wasm_bindgen(js_name = setVocabulary, unchecked_return_type = "VocabularyInfo")]
    pub fn set_vocabulary(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "\"source\" | \"target\"")] side: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<JsValue, JsValue> {
        let read = vocabulary::read(name, bytes).map_err(|error| thrown(&error))?;
        let Vocabulary { tokens, form, notes, .. } = &read;
        let info = VocabularyInfo { tokens: tokens.len(), form: form.map(TextForm::name), notes };
        let info = info.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?;
        *self.side(side)? = Some(read);
        Ok(info)
    }

    /// Forgets the vocabulary of a side.
    #[wasm_bindgen(js_name = removeVocabulary)]
    pub fn remove_vocabulary(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "\"source\" | \"target\"")] side: &str,
    ) -> Result<(), JsValue> {
        *self.side(side)? = None;
        Ok(())
    }

    /// What the files hold, with the answers so far. Throws an `ImportError` that says which of them is no model, and what
    /// to do.
    #[wasm_bindgen(unchecked_return_type = "Inspection")]
    pub fn inspect(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ImportSettings")] settings: JsValue,
    ) -> Result<JsValue, JsValue> {
        let settings = settings_of(&settings)?;
        let inspection = import::inspect(&self.files(), &self.vocabularies, &settings);
        let inspection = inspection.map_err(|error| thrown(&error))?;
        Ok(inspection.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
    }

    /// The bytes of a `.safetensors` that `Model` loads. Throws an `ImportError`.
    pub fn convert(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ImportSettings")] settings: JsValue,
    ) -> Result<Vec<u8>, JsValue> {
        let settings = settings_of(&settings)?;
        import::convert(&self.files(), &self.vocabularies, &settings).map_err(|error| thrown(&error))
    }
}

impl Import {
    fn files(&self) -> Vec<NamedBytes<'_>> {
        self.files.iter().map(|(name, bytes)| NamedBytes { name, bytes }).collect()
    }

    fn side(&mut self, side: &str) -> Result<&mut Option<Vocabulary>, JsValue> {
        match side {
            "source" => Ok(&mut self.vocabularies.source),
            "target" => Ok(&mut self.vocabularies.target),
            _ => {
                let message = format!("side: expected source or target, found {side}");
                Err(js_sys::Error::new(&message).into())
            }
        }
    }
}

/// The answers in an object, none where there is none.
fn settings_of(object: &JsValue) -> Result<Settings, JsValue> {
    let mut settings = Settings::default();
    if object.is_undefined() || object.is_null() {
        return Ok(settings);
    }
    for key in Object::keys(&Object::from(object.clone())) {
        let value = Reflect::get(object, &key)?;
        let text = value
            .as_string()
            .or_else(|| value.as_bool().map(|truth| truth.to_string()))
            .or_else(|| value.as_f64().map(|number| number.to_string()))
            .unwrap_or_default();
        settings.set(&key.as_string().unwrap_or_default(), &text).map_err(|error| thrown(&error))?;
    }
    Ok(settings)
}

fn thrown(error: &import::Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    // A new error takes any property.
    let _ = Reflect::set(&thrown, &"code".into(), &error.code().into());
    thrown.into()
}
