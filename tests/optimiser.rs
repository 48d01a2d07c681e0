//! Adam with gradient clipping against PyTorch: tests/fixtures/make_fixtures.py, `adam()`, made the numbers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ndarray::{Array1, Array2};
use safetensors::SafeTensors;
use seqscope::nn::{Linear, Parameters};
use seqscope::training::{Adam, AdamOptions, clip_gradient_norm};
use serde::Deserialize;

#[derive(Deserialize)]
struct Options {
    learning_rate: f64,
    beta1: f64,
    beta2: f64,
    epsilon: f64,
    max_norm: f32,
    steps: usize,
}

fn numbers(file: &SafeTensors, name: &str) -> Vec<f32> {
    let tensor = file.tensor(name).unwrap();
    tensor.data().chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

fn linear(file: &SafeTensors, prefix: &str) -> Linear {
    let weight = Array2::from_shape_vec((3, 4), numbers(file, &format!("{prefix}.weight"))).unwrap();
    Linear { weight, bias: Some(Array1::from_vec(numbers(file, &format!("{prefix}.bias")))) }
}

#[test]
fn five_clipped_steps_of_adam_end_where_pytorchs_end() {
    let bytes = include_bytes!("fixtures/adam.safetensors");
    let (_, header) = SafeTensors::read_metadata(bytes).unwrap();
    let options: Options = serde_json::from_str(&header.metadata().as_ref().unwrap()["config"]).unwrap();
    let file = SafeTensors::deserialize(bytes).unwrap();
    let norms = numbers(&file, "norms");

    let mut module = linear(&file, "initial");
    let Options { beta1, beta2, epsilon, .. } = options;
    let mut adam = Adam::new(&module, AdamOptions { beta1, beta2, epsilon });
    assert_eq!(norms.len(), options.steps);
    for (step, expected_norm) in norms.into_iter().enumerate() {
        let mut gradients = linear(&file, &format!("gradients.{step}"));
        let norm = clip_gradient_norm(&mut gradients, options.max_norm);
        assert!((norm / expected_norm - 1.0).abs() < 1e-6, "norm of step {step}: {norm}, {expected_norm}");
        adam.step(&mut module, &gradients, options.learning_rate);
        let expected = linear(&file, &format!("parameters.{step}"));
        for ((name, found), (_, expected)) in module.parameters().iter().zip(expected.parameters()) {
            for (found, expected) in found.iter().zip(&expected) {
                assert!((found - expected).abs() < 1e-6, "{name} after step {step}: {found}, {expected}");
            }
        }
    }
}
