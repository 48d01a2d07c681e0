//! The bytes of a file.

use std::collections::HashMap;

use ndarray::ArrayViewD;
use safetensors::tensor::TensorView;

use super::metadata::CONFIG;
use super::precision::{Precision, Stored};
use crate::error::Error;

/// The file of the parameters of a model, or of a part of it, and the JSON that says all else.
///
/// # Errors
/// [`Error::NotFinite`] where a number is none, or is too large for 16 bits.
pub(super) fn serialised(
    parameters: &[(String, ArrayViewD<f32>)],
    precision: Precision,
    config: String,
) -> Result<Vec<u8>, Error> {
    let mut tensors = Vec::new();
    for (name, values) in parameters {
        tensors.extend(precision.stored(name, values)?);
    }
    let views = tensors
        .iter()
        .map(|Stored { name, dtype, shape, data }| Ok((name, TensorView::new(*dtype, shape.clone(), data)?)))
        .collect::<Result<Vec<_>, _>>();
    let metadata = HashMap::from([(CONFIG.to_string(), config)]);
    views
        .and_then(|views| safetensors::serialize(views, Some(metadata)))
        .map_err(|error| Error::NotSafetensors { reason: error.to_string() })
}
