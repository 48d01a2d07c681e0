//! The bytes of the checkpoint.

use std::collections::BTreeMap;

use serde::Serialize;

use super::check::CHECK;
use super::source::Placed;
use super::{Check, Error};
use crate::checkpoint::Metadata;

/// Bytes that the header's length is a multiple of, so that numbers stand where processors like them.
const ALIGNMENT: usize = 8;

#[derive(Serialize)]
struct Entry<'a> {
    dtype: &'static str,
    shape: &'a [usize],
    data_offsets: [usize; 2],
}

#[derive(Serialize)]
struct Header<'a> {
    #[serde(rename = "__metadata__")]
    metadata: BTreeMap<&'static str, String>,
    #[serde(flatten)]
    tensors: BTreeMap<&'a str, Entry<'a>>,
}

/// A `.safetensors` file of 32-bit numbers. Its bytes are allocated once, as the numbers are widened row by row.
///
/// # Errors
/// [`Error::NotFinite`] where a number is none.
pub(super) fn written(placed: &[Placed], config: Metadata, check: Option<Check>) -> Result<Vec<u8>, Error> {
    let mut metadata = BTreeMap::from([("config", json(&config)?)]);
    drop(config);
    if let Some(check) = check {
        metadata.insert(CHECK, json(&check)?);
    }
    let mut end = 0;
    let mut tensors = BTreeMap::new();
    for tensor in placed {
        let start = end;
        end += 4 * tensor.len();
        let entry = Entry { dtype: "F32", shape: &tensor.shape, data_offsets: [start, end] };
        tensors.insert(&*tensor.name, entry);
    }
    let mut header = json(&Header { metadata, tensors })?;
    while !header.len().is_multiple_of(ALIGNMENT) {
        header.push(' ');
    }
    let mut bytes = Vec::with_capacity(8 + header.len() + end);
    bytes.extend_from_slice(&(header.len() as u64).to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    drop(header);
    for tensor in placed {
        tensor.write(&mut bytes)?;
    }
    Ok(bytes)
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    let unreadable =
        |error: serde_json::Error| crate::error::Error::UnreadableConfig { reason: error.to_string() };
    Ok(serde_json::to_string(value).map_err(unreadable)?)
}
