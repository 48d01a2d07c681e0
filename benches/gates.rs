//! The gate functions and those of libm in one module, compiled as the shipped one is: for the benchmark's section `gates`.

#![cfg(target_arch = "wasm32")]

use seqscope::nn::functional::{sigmoid, tanh};
use wasm_bindgen::prelude::*;

/// Numbers, and room for what a function makes of them.
#[wasm_bindgen]
pub struct Gates {
    inputs: Vec<f32>,
    outputs: Vec<f32>,
}

#[wasm_bindgen]
impl Gates {
    /// `count` numbers from −`limit` to `limit`.
    #[wasm_bindgen(constructor)]
    pub fn new(count: usize, limit: f32) -> Self {
        let input = |k| (k as f32 / (count - 1) as f32 * 2.0 - 1.0) * limit;
        Self { inputs: (0..count).map(input).collect(), outputs: vec![0.0; count] }
    }

    /// The numbers.
    pub fn inputs(&self) -> Vec<f32> {
        self.inputs.clone()
    }

    /// What the last function made of them.
    pub fn outputs(&self) -> Vec<f32> {
        self.outputs.clone()
    }

    /// This crate's sigmoid.
    pub fn sigmoid(&mut self) {
        self.apply(sigmoid);
    }

    /// This crate's tanh.
    pub fn tanh(&mut self) {
        self.apply(tanh);
    }

    /// The sigmoid with libm's exponential.
    #[wasm_bindgen(js_name = libmSigmoid)]
    pub fn libm_sigmoid(&mut self) {
        self.apply(|x| 1.0 / (1.0 + (-x).exp()));
    }

    /// libm's tanh.
    #[wasm_bindgen(js_name = libmTanh)]
    pub fn libm_tanh(&mut self) {
        self.apply(f32::tanh);
    }
}

impl Gates {
    fn apply(&mut self, function: impl Fn(f32) -> f32) {
        for (output, &input) in self.outputs.iter_mut().zip(&self.inputs) {
            *output = function(input);
        }
    }
}
