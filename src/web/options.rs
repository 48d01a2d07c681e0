//! How to run, as JavaScript says it. What it may say is in the TypeScript types, and anything else is refused.

use js_sys::{Array, ArrayBuffer, Float32Array, Object, Reflect};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::inference::Interventions;
use crate::inference::intervention::{self, EditedRow, Units};
use crate::search::SearchOptions;
use crate::trace::{Component, Direction};

/// The fields of `RunOptions`.
const OPTIONS: [&str; 8] = ["beam", "prefix", "candidates", "holds", "silenced", "rows", "dropout", "room"];
const HOLD: [&str; 6] = ["component", "layer", "direction", "gate", "unit", "value"];
const SILENCE: [&str; 4] = ["component", "layer", "direction", "unit"];
const EDITED_ROW: [&str; 2] = ["step", "weights"];

/// What is no list of records.
#[derive(Deserialize)]
#[serde(default)]
struct RunOptions {
    beam: usize,
    prefix: Vec<usize>,
    candidates: usize,
    dropout: Option<u64>,
}

#[derive(Deserialize)]
struct Hold {
    component: ComponentName,
    layer: Option<usize>,
    direction: Option<DirectionName>,
    gate: String,
    unit: Option<usize>,
    value: f32,
}

#[derive(Deserialize)]
struct Silence {
    component: ComponentName,
    layer: Option<usize>,
    direction: Option<DirectionName>,
    unit: Option<usize>,
}

#[derive(Deserialize)]
struct Row {
    step: usize,
    weights: Vec<f32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ComponentName {
    Encoder,
    Decoder,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum DirectionName {
    Forward,
    Backward,
}

impl Default for RunOptions {
    fn default() -> Self {
        let SearchOptions { beam, prefix, candidates, .. } = SearchOptions::default();
        Self { beam, prefix, candidates, dropout: None }
    }
}

impl From<Hold> for intervention::Hold {
    fn from(hold: Hold) -> Self {
        let Hold { component, layer, direction, gate, unit, value } = hold;
        Self { units: Silence { component, layer, direction, unit }.into(), gate, value }
    }
}

impl From<Silence> for Units {
    fn from(Silence { component, layer, direction, unit }: Silence) -> Self {
        let component = match component {
            ComponentName::Encoder => Component::Encoder,
            ComponentName::Decoder => Component::Decoder,
        };
        let direction = direction.map(|direction| match direction {
            DirectionName::Forward => Direction::Forward,
            DirectionName::Backward => Direction::Backward,
        });
        Self { component, layer, direction, unit }
    }
}

impl From<Row> for EditedRow {
    fn from(Row { step, weights }: Row) -> Self {
        Self { step, weights }
    }
}

/// Reads `RunOptions`, or takes the defaults where there are none.
pub fn read(options: JsValue) -> Result<(SearchOptions, Interventions), JsError> {
    if options.is_undefined() {
        return Ok(Default::default());
    }
    let name = "options";
    numbers(&options, "prefix", name, "ids")?;
    let RunOptions { beam, prefix, candidates, dropout } = record(&options, &OPTIONS, name)?;
    let holds = list(&options, "holds", |hold, name| Ok(record::<Hold>(hold, &HOLD, name)?.into()))?;
    let silenced =
        list(&options, "silenced", |units, name| Ok(record::<Silence>(units, &SILENCE, name)?.into()))?;
    let rows = list(&options, "rows", |row, name| {
        numbers(row, "weights", name, "numbers")?;
        Ok(record::<Row>(row, &EDITED_ROW, name)?.into())
    })?;
    let search = SearchOptions { beam, prefix, candidates, ..SearchOptions::default() };
    Ok((search, Interventions { holds, silenced, rows, dropout }))
}

/// The buffer that the option `room` offers for the numbers of a trace.
pub fn room(options: &JsValue) -> Result<Option<ArrayBuffer>, JsError> {
    let room = get(options, "room");
    if room.is_undefined() {
        return Ok(None);
    }
    match room.dyn_into() {
        Ok(room) => Ok(Some(room)),
        Err(_) => Err(JsError::new("options: room: expected an ArrayBuffer")),
    }
}

/// The elements of the option `field`, none where it is left out. `read` is told how to call an element.
fn list<T>(
    options: &JsValue,
    field: &str,
    read: impl Fn(&JsValue, &str) -> Result<T, JsError>,
) -> Result<Vec<T>, JsError> {
    let value = get(options, field);
    if value.is_undefined() {
        return Ok(Vec::new());
    }
    let Some(elements) = value.dyn_ref::<Array>() else {
        return Err(JsError::new(&format!("options: {field}: expected an array")));
    };
    let elements = elements.iter().enumerate();
    elements.map(|(index, element)| read(&element, &format!("options: {field}[{index}]"))).collect()
}

/// A record with no other fields than `fields`.
fn record<T: DeserializeOwned>(
    value: &JsValue,
    fields: &'static [&'static str],
    name: &str,
) -> Result<T, JsError> {
    let named = |error: serde_wasm_bindgen::Error| {
        let error = js_sys::Error::from(JsValue::from(error));
        JsError::new(&format!("{name}: {}", error.message()))
    };
    let read = serde_wasm_bindgen::from_value(value.clone()).map_err(named)?;
    // serde-wasm-bindgen asks an object for the fields of a struct and never sees the others, so a misspelt
    // option would be passed over.
    for field in Object::keys(&Object::from(value.clone())).iter().filter_map(|field| field.as_string()) {
        if !fields.contains(&field.as_str()) {
            return Err(named(Error::unknown_field(&field, fields)));
        }
    }
    Ok(read)
}

/// Refuses a `field` that is there and no array: serde-wasm-bindgen would ask what is no object for its iterator, and
/// say only that it could not.
fn numbers(value: &JsValue, field: &str, name: &str, of: &str) -> Result<(), JsError> {
    let found = get(value, field);
    if found.is_undefined() || Array::is_array(&found) || found.has_type::<Float32Array>() {
        return Ok(());
    }
    Err(JsError::new(&format!("{name}: {field}: expected an array of {of}")))
}

/// `undefined` where there is no such field, or nothing that could have one.
fn get(value: &JsValue, field: &str) -> JsValue {
    Reflect::get(value, &field.into()).unwrap_or_default()
}
