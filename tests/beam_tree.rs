//! The tree of a beam against the search, and against a beam written down plainly.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be made fails the test, as it should")]

use crate::common;

use std::collections::BTreeSet;

use seqscope::checkpoint::Checkpoint;
use seqscope::inference::intervention::{EditedRow, Hold, Units};
use seqscope::inference::{BeamTree, Engine, Interventions, Numbers, Workspace};
use seqscope::nn::functional::log_softmax_in_place;
use seqscope::nn::recurrent::StackState;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::search::{self, SearchOptions};
use seqscope::tokens::{END, START};
use seqscope::trace::Component;

const TEXT: &str = "2021年";

/// A model with likings, among them to end.
fn checkpoint(seed: u64) -> Checkpoint {
    let rnn_type = [RnnType::Lstm, RnnType::Gru, RnnType::Rnn][seed as usize % 3];
    let mut checkpoint =
        common::checkpoint(rnn_type, AttentionType::ALL[seed as usize / 2 % AttentionType::ALL.len()], seed);
    let generator = checkpoint.model.generator.as_mut().unwrap();
    generator.weight *= 5.0;
    generator.bias.as_mut().unwrap()[END] = [0.5, -9.0][usize::from(seed % 5 == 4)];
    checkpoint
}

fn tree(checkpoint: &Checkpoint, options: &SearchOptions, interventions: &Interventions) -> BeamTree {
    let engine = Engine::new(&checkpoint.model, Numbers::F32);
    let metadata = &checkpoint.metadata;
    engine.beam_tree(metadata, TEXT, options, interventions, &mut Workspace::default()).unwrap()
}

/// The ids from the root to `node`.
fn path(tree: &BeamTree, node: usize) -> Vec<usize> {
    let mut ids = vec![tree.nodes[node].id];
    let mut parent = tree.nodes[node].parent;
    while let Some(node) = parent {
        ids.insert(0, tree.nodes[node].id);
        parent = tree.nodes[node].parent;
    }
    ids
}

/// A hypothesis that goes on.
struct Alive {
    ids: Vec<usize>,
    total: f32,
    state: Option<StackState>,
}

/// Ids, total ln p, and the attention weights of the last step.
type Kept = (Vec<usize>, f32, Vec<f32>);

/// What a beam of `width` keeps at each of `steps` steps: every continuation there is, sorted, cut off.
fn plain_beam(checkpoint: &Checkpoint, width: usize, steps: usize) -> Vec<Vec<Kept>> {
    let source: Vec<usize> = checkpoint.metadata.source_ids(TEXT).unwrap();
    let memory = checkpoint.memory(&source).unwrap();
    let mut alive = vec![Alive { ids: Vec::new(), total: 0.0, state: None }];
    let mut kept = Vec::new();
    for _ in 0..steps {
        let mut longer = Vec::new();
        for hypothesis in &alive {
            let last = hypothesis.ids.last().copied().unwrap_or(START);
            let step = checkpoint.model.decoder.step(&[last], hypothesis.state.as_ref(), &memory);
            let mut of_tokens = checkpoint.model.logits(step.output.view()).row(0).to_owned();
            log_softmax_in_place(of_tokens.view_mut());
            for (id, of_token) in of_tokens.iter().enumerate() {
                let (ids, total) = ([&hypothesis.ids[..], &[id]].concat(), hypothesis.total + of_token);
                longer.push((
                    Alive { ids, total, state: Some(step.state.clone()) },
                    step.weights.row(0).to_vec(),
                ));
            }
        }
        longer.sort_by(|(a, _), (b, _)| b.total.total_cmp(&a.total));
        longer.truncate(width);
        kept.push(longer.iter().map(|(of, weights)| (of.ids.clone(), of.total, weights.clone())).collect());
        alive = longer.into_iter().map(|(of, _)| of).filter(|of| of.ids.last() != Some(&END)).collect();
    }
    kept
}

#[test]
fn a_tree_keeps_what_a_plain_beam_keeps() {
    for seed in 0..15 {
        let checkpoint = checkpoint(seed);
        for width in [1, 2, 4] {
            let tree = tree(
                &checkpoint,
                &SearchOptions { beam: width, ..SearchOptions::default() },
                &Interventions::default(),
            );
            let steps = tree.nodes.last().unwrap().step + 1;
            for (step, expected) in plain_beam(&checkpoint, width, steps).into_iter().enumerate() {
                let of_step = (0..tree.nodes.len()).filter(|&node| tree.nodes[node].step == step);
                let kept: Vec<usize> = of_step.filter(|&node| tree.nodes[node].kept).collect();
                let found: BTreeSet<Vec<usize>> = kept.iter().map(|&node| path(&tree, node)).collect();
                assert_eq!(found, expected.iter().map(|(ids, ..)| ids.clone()).collect(), "seed {seed}");
                for node in kept {
                    let (_, total, weights) =
                        expected.iter().find(|(ids, ..)| *ids == path(&tree, node)).unwrap();
                    let node = &tree.nodes[node];
                    assert!((node.total - total).abs() < 1e-4);
                    let difference = &tree.weights.row(node.row) - &ndarray::aview1(weights);
                    assert!(difference.iter().all(|difference| difference.abs() < 1e-5), "seed {seed}");
                }
            }
        }
    }
}

#[test]
fn the_best_node_ends_what_the_search_finds() {
    for seed in 0..15 {
        let checkpoint = checkpoint(seed);
        let source: Vec<usize> = checkpoint.metadata.source_ids(TEXT).unwrap();
        let memory = checkpoint.memory(&source).unwrap();
        for beam in [1, 2, 5, 16] {
            for prefix in [vec![], vec![5, 7]] {
                let options = SearchOptions { beam, prefix, ..SearchOptions::default() };
                let tree = tree(&checkpoint, &options, &Interventions::default());
                let expected = search::beam(&checkpoint.model, &memory, &options);
                assert_eq!(path(&tree, tree.best), expected.ids, "seed {seed}, beam {beam}");
                let best = &tree.nodes[tree.best];
                assert_eq!((best.kept, best.complete), (true, expected.complete));
                assert!((best.total - expected.log_probability()).abs() < 1e-4);
            }
        }
    }
}

#[test]
fn nodes_come_after_their_parents_and_add_up() {
    let tree = tree(
        &checkpoint(3),
        &SearchOptions { beam: 4, ..SearchOptions::default() },
        &Interventions::default(),
    );
    assert!(tree.nodes.iter().any(|node| !node.kept) && tree.nodes.iter().any(|node| node.complete));
    for (index, node) in tree.nodes.iter().enumerate() {
        assert_eq!(node.complete, node.id == END);
        let Some(parent) = node.parent else {
            assert_eq!((node.step, node.total), (0, node.log_probability));
            continue;
        };
        let of_parent = &tree.nodes[parent];
        assert!(parent < index && of_parent.kept && !of_parent.complete);
        assert_eq!(node.step, of_parent.step + 1);
        assert!((node.total - of_parent.total - node.log_probability).abs() < 1e-5);
    }
    let rows = 1 + tree.nodes.iter().map(|node| node.row).max().unwrap();
    assert_eq!(tree.weights.dim(), (rows, TEXT.chars().count()));
}

#[test]
fn a_changed_run_with_a_beam_is_the_best_path_of_the_changed_tree() {
    for seed in 0..12 {
        let checkpoint = common::changed::with_dropout(checkpoint(seed), 0.3);
        let attends = checkpoint.metadata.model.attention != AttentionType::None;
        let row = EditedRow { step: 1, weights: vec![0.0, 0.0, 1.0, 1.0, 0.0] };
        let gate = ["f", "z"].get(seed as usize % 3).map(|gate| Hold {
            units: Units { component: Component::Decoder, layer: None, direction: None, unit: Some(2) },
            gate: gate.to_string(),
            value: 0.0,
        });
        let interventions = Interventions {
            holds: gate.into_iter().collect(),
            silenced: vec![Units {
                component: Component::Encoder,
                layer: Some(0),
                direction: None,
                unit: Some(1),
            }],
            rows: if attends { vec![row] } else { Vec::new() },
            dropout: Some(seed),
        };
        let options = SearchOptions { beam: 3, ..SearchOptions::default() };
        let tree = tree(&checkpoint, &options, &interventions);
        let engine = Engine::new(&checkpoint.model, Numbers::F32);
        let mut workspace = Workspace::default();
        let trace = engine.run_with(&checkpoint.metadata, TEXT, &options, &interventions, &mut workspace);
        let trace = trace.unwrap();
        let ids: Vec<usize> = trace.target.iter().map(|token| token.id).collect();
        assert_eq!(ids, path(&tree, tree.best), "seed {seed}");
        // The same masks were drawn for the search and for the run that records what it found.
        let mut node = Some(tree.best);
        for (step, of_step) in trace.log_probabilities.iter().enumerate().rev() {
            let of_tree = &tree.nodes[node.unwrap()];
            assert_eq!(of_tree.step, step);
            assert!((of_tree.log_probability - of_step).abs() < 1e-4, "seed {seed}");
            let difference = &tree.weights.row(of_tree.row) - &trace.weights.row(step);
            assert!(difference.iter().all(|difference| difference.abs() < 1e-5), "seed {seed}");
            node = of_tree.parent;
        }
        assert_eq!(node, None);
    }
}

#[test]
fn a_tree_that_would_be_too_wide_is_refused() {
    let checkpoint = checkpoint(1);
    let engine = Engine::new(&checkpoint.model, Numbers::F32);
    let error = |beam, text| {
        let options = SearchOptions { beam, ..SearchOptions::default() };
        let none = Interventions::default();
        let tree = engine.beam_tree(&checkpoint.metadata, text, &options, &none, &mut Workspace::default());
        tree.unwrap_err().to_string()
    };
    assert_eq!(error(17, TEXT), "beam: expected a width from 1 to 16 for a tree, found 17");
    assert_eq!(error(65, TEXT), "beam: expected a width from 1 to 64, found 65");
    assert_eq!(error(3, ""), "the input is empty: expected at least one character");
}
