//! Plain objects and typed arrays, for what is asked less often than a key is pressed.

use js_sys::{Array, Float32Array, Object, Reflect};
use ndarray::Array2;
use wasm_bindgen::prelude::*;

/// A plain object with these properties.
pub fn object<const COUNT: usize>(properties: [(&str, JsValue); COUNT]) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        // A new plain object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// An array of these values.
pub fn list<T: Into<JsValue>>(values: impl IntoIterator<Item = T>) -> JsValue {
    values.into_iter().map(Into::into).collect::<Array>().into()
}

/// An array of counts or ids.
pub fn integers<'a>(values: impl IntoIterator<Item = &'a usize>) -> JsValue {
    list(values.into_iter().map(|&value| value as u32))
}

/// A copy as a typed array.
pub fn numbers(values: &[f32]) -> JsValue {
    Float32Array::from(values).into()
}

/// A copy with its shape: `Tensor` of the TypeScript types.
pub fn tensor(values: &Array2<f32>) -> JsValue {
    let data = match values.as_slice() {
        Some(row_major) => numbers(row_major),
        None => numbers(&values.iter().copied().collect::<Vec<_>>()),
    };
    object([("data", data), ("shape", integers(values.shape()))])
}
