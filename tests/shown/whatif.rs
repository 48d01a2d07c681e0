//! What is shown of changed runs.

use std::collections::BTreeMap;

use seqscope::inference::Interventions;
use seqscope::inference::intervention::{Hold, Units};
use seqscope::search::SearchOptions;
use seqscope::trace::{Component, Trace};

use super::model::{Model, Numbers, Pair, mean, put};

/// Every forget gate of the encoder held at 0: both outputs, their candidates and weights.
pub fn nothing_remembered(model: &mut Model, before: &Trace, Pair { target, source }: Pair) -> Numbers {
    let mut numbers = Numbers::new();
    let units = Units { component: Component::Encoder, layer: None, direction: None, unit: None };
    let holds = vec![Hold { units, gate: "f".to_string(), value: 0.0 }];
    let after = model.run(&before.input, &Interventions { holds, ..Interventions::default() });
    for (name, trace) in [("before", before), ("after", &after)] {
        put(&mut numbers, format!("{name}.log"), trace.log_probability());
        put(&mut numbers, format!("{name}.p"), f64::from(trace.log_probability()).exp());
        if target < trace.target.len() {
            put(&mut numbers, format!("{name}.weight"), trace.weights[[target, source]]);
        }
    }
    put(&mut numbers, "delta", f64::from(after.log_probability()) - f64::from(before.log_probability()));
    // Wherever both wrote the same, whichever of them are then shown one above the other.
    for (old, was) in before.target.iter().enumerate() {
        for (new, _) in after.target.iter().enumerate().filter(|(_, is)| is.id == was.id) {
            let moved = f64::from(after.log_probabilities[new]) - f64::from(before.log_probabilities[old]);
            put(&mut numbers, format!("moved.{old}.{new}"), moved);
        }
    }
    for (step, candidates) in after.candidates.iter().enumerate() {
        for candidate in candidates {
            let p = f64::from(candidate.log_probability).exp();
            put(&mut numbers, format!("candidate.{step}.{}", candidate.id), p);
        }
    }
    numbers
}

/// 20 runs with dropout left on: the mean of ln p of those that gave each output.
pub fn dropout(model: &mut Model, text: &str) -> Numbers {
    let mut runs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for seed in 1..=20 {
        let run = model.run(text, &Interventions { dropout: Some(seed), ..Interventions::default() });
        runs.entry(run.output.clone()).or_default().push(f64::from(run.log_probability()));
    }
    runs.into_iter().map(|(output, values)| (format!("mean.{output}"), mean(&values))).collect()
}

/// The node of a beam of 3 in which the best output ends.
pub fn beam(model: &mut Model, text: &str) -> Numbers {
    let mut numbers = Numbers::new();
    let Model { checkpoint, engine, workspace } = model;
    let options = SearchOptions { beam: 3, ..SearchOptions::default() };
    let none = Interventions::default();
    let tree = engine.beam_tree(&checkpoint.metadata, text, &options, &none, workspace).unwrap();
    put(&mut numbers, "node", tree.nodes[tree.best].log_probability);
    put(&mut numbers, "path", tree.nodes[tree.best].total);
    numbers
}

/// The row of attention that can be moved about.
pub fn row(trace: &Trace, Pair { target, .. }: Pair) -> Numbers {
    let mut numbers = Numbers::new();
    for (source, &weight) in trace.weights.row(target).iter().enumerate() {
        put(&mut numbers, format!("weight.{source}"), weight);
    }
    numbers
}
