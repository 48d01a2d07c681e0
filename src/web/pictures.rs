//! Pictures to be saved, as SVG files.

use wasm_bindgen::prelude::*;

use crate::pictures::{
    Caption, GatesPicture, Ground, Labels, Language, MapPicture, SHADES, Scale, SignalPicture,
};
use crate::trace::{Component, Direction};

/// One of the gates or states of a layer may be given so many names at most.
const LONGEST_NAME: usize = 8;

/// Which run a picture is of: `language` is `en` or `zh`, `attention` a score function with `-gru` or `-rnn` behind it
/// for another cell; without `white` the picture stands on nothing.
fn caption<'a>(
    language: &str,
    white: bool,
    attention: &'a str,
    input: &'a str,
    output: &'a str,
) -> Result<Caption<'a>, JsError> {
    let language = Language::named(language)
        .ok_or_else(|| JsError::new(&format!("language: expected en or zh, found {language}")))?;
    let ground = if white { Ground::White } else { Ground::Transparent };
    Ok(Caption { attention, input, output, language, ground })
}

fn expect(what: &str, expected: usize, found: usize) -> Result<(), JsError> {
    if expected == found {
        return Ok(());
    }
    Err(JsError::new(&format!("{what}: expected {expected} numbers, found {found}")))
}

/// An attention map as an SVG file: `weights` [target, source] with a label for each row and column; `words` says that
/// the labels are words or pieces and no characters. Throws an `Error` where the sizes do not fit.
#[wasm_bindgen(js_name = mapSvg)]
#[expect(clippy::too_many_arguments, reason = "strings and arrays cross the boundary, records do not")]
pub fn map_svg(
    language: &str,
    white: bool,
    attention: &str,
    input: &str,
    output: &str,
    source: Vec<String>,
    target: Vec<String>,
    words: bool,
    weights: &[f32],
) -> Result<String, JsError> {
    expect("weights", source.len() * target.len(), weights.len())?;
    let caption = caption(language, white, attention, input, output)?;
    let [source, target] = [source, target].map(|texts| Labels { texts, are_words: words });
    Ok(MapPicture { caption, source: &source, target: &target, weights }.to_svg())
}

/// The gates and states of a layer as an SVG file: `names` are their letters, `values` their numbers one after the other,
/// each [steps, units], with a label for each step. Throws an `Error` where the sizes do not fit.
#[wasm_bindgen(js_name = gatesSvg)]
#[expect(clippy::too_many_arguments, reason = "strings and arrays cross the boundary, records do not")]
pub fn gates_svg(
    language: &str,
    white: bool,
    attention: &str,
    input: &str,
    output: &str,
    decoder: bool,
    layer: u32,
    backward: bool,
    tokens: Vec<String>,
    words: bool,
    units: u32,
    names: Vec<String>,
    values: &[f32],
) -> Result<String, JsError> {
    let units = units as usize;
    let each = tokens.len() * units;
    expect("values", each * names.len(), values.len())?;
    if let Some(name) = names.iter().find(|name| name.len() > LONGEST_NAME) {
        return Err(JsError::new(&format!("names: expected letters, found {name}")));
    }
    let picture = GatesPicture {
        caption: caption(language, white, attention, input, output)?,
        component: if decoder { Component::Decoder } else { Component::Encoder },
        layer: layer as usize,
        direction: if backward { Direction::Backward } else { Direction::Forward },
        tokens: &Labels { texts: tokens, are_words: words },
        units,
        signals: names
            .iter()
            .enumerate()
            .map(|(index, name)| SignalPicture { name, values: &values[index * each..(index + 1) * each] })
            .collect(),
    };
    Ok(picture.to_svg())
}

/// The colours of a scale on a light ground, from the least to the greatest value: three bytes each, 256 of them.
#[wasm_bindgen]
pub fn shades(scale: &str) -> Result<Vec<u8>, JsError> {
    let scale = Scale::named(scale)
        .ok_or_else(|| JsError::new(&format!("scale: expected attention, gate or signed, found {scale}")))?;
    Ok(scale.colours(false, SHADES).concat())
}
