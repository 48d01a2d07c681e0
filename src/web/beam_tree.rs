//! The tree of a beam as a plain JavaScript object, as the TypeScript types say.

use js_sys::{Array, Float32Array};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::checkpoint::Metadata;
use crate::inference::{BeamNode, BeamTree};

#[derive(Serialize)]
struct TreeRecord {
    nodes: Vec<NodeRecord>,
    best: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeRecord {
    parent: Option<usize>,
    step: usize,
    id: usize,
    text: String,
    log_probability: f32,
    total: f32,
    kept: bool,
    complete: bool,
}

/// The whole tree. All weights are copied out of the module's memory at once; siblings share their part of them.
pub fn to_js(tree: &BeamTree, metadata: &Metadata) -> Result<JsValue, JsError> {
    let record = |node: &BeamNode| NodeRecord {
        parent: node.parent,
        step: node.step,
        id: node.id,
        text: metadata.target.piece(node.id),
        log_probability: node.log_probability,
        total: node.total,
        kept: node.kept,
        complete: node.complete,
    };
    let record = TreeRecord { nodes: tree.nodes.iter().map(record).collect(), best: tree.best };
    let object = record.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?;
    let all = Float32Array::new_with_length(tree.weights.len() as u32);
    let source = tree.weights.ncols() as u32;
    let mut rows = Vec::with_capacity(tree.weights.nrows());
    for (row, weights) in (0..).zip(tree.weights.rows()) {
        let of_row = all.subarray(row * source, (row + 1) * source);
        of_row.copy_from(&weights.to_vec());
        rows.push(of_row);
    }
    let object: TreeObject = object.unchecked_into();
    for (node, of_tree) in object.nodes().iter().zip(&tree.nodes) {
        node.unchecked_ref::<NodeObject>().set_weights(&rows[of_tree.row]);
    }
    Ok(object.into())
}

// Named properties: `Reflect` would make a string of the name each time.
#[wasm_bindgen]
extern "C" {
    type TreeObject;
    #[wasm_bindgen(method, getter)]
    fn nodes(this: &TreeObject) -> Array;

    type NodeObject;
    #[wasm_bindgen(method, setter)]
    fn set_weights(this: &NodeObject, weights: &Float32Array);
}
