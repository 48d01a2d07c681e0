//! That the fast path computes what the oracle computes: run natively and in WebAssembly.

use ndarray::{Array2, ArrayView1};
use rand::{RngExt, SeedableRng};
use seqscope::checkpoint::{Checkpoint, HeadFile, Metadata, ModelFile, Precision, Shards};
use seqscope::config::ModelConfig;
use seqscope::inference::intervention::{Hold, Units};
use seqscope::inference::{Engine, Interventions, Numbers, Workspace, matrix::Activations, matrix::Matrix};
use seqscope::nn::{AttentionType, Parameters, Rng, RnnType};
use seqscope::search::SearchOptions;
use seqscope::tokens::{CharacterVocabulary, SpecialIds, Tokenizer};
use seqscope::trace::{Component, Timings, Trace};

use super::random::{RNN_TYPES, random_model};

/// Random shapes, among them ones that fill no panel and no group of inputs, and sums of many rows.
pub fn products_equal_the_plain_ones() {
    let mut rng = Rng::seed_from_u64(1);
    let mut activations = Activations::default();
    for case in 0..120 {
        let outputs = [1, 3, 31, 32, 33, 64, 100][case % 7];
        let (inputs, rows) = (rng.random_range(1..150), rng.random_range(1..5));
        let mut random = |rows, columns, scale: f32| {
            Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-scale..=scale))
        };
        let (weight, x) = (random(outputs, inputs, 0.5), random(rows, inputs, 2.0));
        let before = random(rows, outputs, 1.0);
        for numbers in [Numbers::F32, Numbers::I8] {
            let matrix = Matrix::new(weight.view(), numbers);
            // What it holds: in 8 bits the rounded weights.
            let mut held = Array2::zeros((outputs, inputs));
            for (row, mut values) in held.rows_mut().into_iter().enumerate() {
                matrix.copy_row(row, values.as_slice_mut().unwrap());
            }
            for (held, weight) in held.rows().into_iter().zip(weight.rows()) {
                let allowed = if numbers == Numbers::F32 { 0.0 } else { magnitude(weight) / 254.0 + 1e-7 };
                assert!(magnitude((&held - &weight).view()) <= allowed, "{numbers:?}");
            }
            // Half a step of activations up to 2, for weights whose magnitudes sum to 3.
            let step = if numbers == Numbers::F32 { 0.0 } else { 1.0 / 32_767.0 };
            assert!((matrix.bound(2.0, 3.0) - 3.0 * step).abs() <= 1e-6 * step, "{numbers:?}");
            let mut y = before.clone();
            matrix.add_product(x.as_slice().unwrap(), y.as_slice_mut().unwrap(), &mut activations);
            let expected = &before + &x.dot(&held.t());
            for ((row, column), found) in y.indexed_iter() {
                let row_sum = held.row(column).fold(0.0, |sum, value| sum + value.abs());
                let allowed = matrix.bound(magnitude(x.row(row)), row_sum) + 1e-5;
                let error = (found - expected[(row, column)]).abs();
                assert!(error <= allowed, "{numbers:?} {outputs}×{inputs}: {error}, expected ≤ {allowed}");
            }
        }
    }
}

fn magnitude(values: ArrayView1<f32>) -> f32 {
    values.fold(0.0, |largest: f32, value| largest.max(value.abs()))
}

/// Activations of any size keep the bound, the smallest ones that there are too.
pub fn products_of_tiny_activations_are_within_the_bound() {
    let weight = Array2::from_shape_fn((3, 5), |(row, column)| 0.1 * (row as f32 - column as f32));
    let matrix = Matrix::new(weight.view(), Numbers::I8);
    let mut activations = Activations::default();
    // 1e-40 is no normal number: it has 17 bits.
    for size in [1.0, 1e-20, 1e-26, 1e-33, 1e-34, 1e-35, 1e-37, 1e-38, 1e-40_f32] {
        let x = [size, -size / 3.0, 0.0, size / 7.0, -size];
        let mut y = [0.0; 3];
        matrix.add_product(&x, &mut y, &mut activations);
        for (row, found) in y.into_iter().enumerate() {
            let mut held = [0.0; 5];
            matrix.copy_row(row, &mut held);
            let exact: f64 = held.iter().zip(x).map(|(w, x)| f64::from(*w) * f64::from(x)).sum();
            let row_sum: f32 = held.iter().map(|w| w.abs()).sum();
            // The rounding of a product of 32-bit numbers, and of the smallest ones.
            let rounding = exact.abs() * 1e-6 + f64::from(f32::from_bits(1));
            let allowed = f64::from(matrix.bound(1.0, row_sum)) * f64::from(size) + rounding;
            let error = (f64::from(found) - exact).abs();
            assert!(
                error <= allowed,
                "{size:e}: {found:e} is {error:e} from {exact:e}, expected {allowed:e}"
            );
        }
    }
}

/// A file of a checkpoint with odd sizes.
fn file_of_checkpoint(case: u64, precision: Precision) -> Vec<u8> {
    odd_checkpoint(case).to_bytes(precision).unwrap()
}

fn odd_checkpoint(case: u64) -> Checkpoint {
    let rnn_type = RNN_TYPES[case as usize % 3];
    let attention = AttentionType::ALL[case as usize / 3 % AttentionType::ALL.len()];
    let mut checkpoint = super::checkpoint(rnn_type, attention, case);
    let config = &mut checkpoint.metadata.model;
    config.encoder_layers = 1 + case as usize % 2;
    config.decoder_layers = 1 + case as usize / 2 % 3;
    config.bidirectional = !case.is_multiple_of(5);
    config.d_model =
        if config.bidirectional { [6, 34, 70][case as usize % 3] } else { [7, 33][case as usize % 2] };
    config.context_tanh = case % 4 == 1;
    config.tied_embeddings = case % 3 == 1;
    config.generator_bias = !config.tied_embeddings && case.is_multiple_of(2);
    config.recurrent_bias = case % 4 != 2;
    config.n_tgt_words = 4 + 37;
    if case % 3 == 2 {
        config.special_ids = SpecialIds { padding: 3, start: 40, end: case as usize };
    }
    let letters = (0..37).map(|k| char::from_u32(0x4e00 + k).unwrap());
    checkpoint.metadata.target = Tokenizer::Characters(CharacterVocabulary::new(letters));
    checkpoint.model = random_model(config.clone(), 0.4, case);
    checkpoint
}

/// The models of one trunk, as its file and one of each head.
pub fn files_of_heads(case: u64, precision: Precision) -> (Vec<u8>, Vec<Vec<u8>>) {
    let first = odd_checkpoint(case);
    let files = AttentionType::ALL.iter().map(|&attention| {
        let config = ModelConfig { attention, ..first.metadata.model.clone() };
        let other = random_model(config, 0.4, 100 + attention as u64);
        let model = first.model.with_head(&other.decoder.head);
        let metadata = Metadata { model: model.config().clone(), ..first.metadata.clone() };
        Checkpoint { metadata, model }.to_shards(precision).unwrap()
    });
    let files: Vec<Shards> = files.collect();
    assert!(files.iter().all(|file| file.trunk == files[0].trunk));
    (files[0].trunk.clone(), files.into_iter().map(|file| file.head).collect())
}

/// Heads that share a trunk and a workspace, by turns and with other runs in between: each trace is bit for bit that of the
/// same head alone.
pub fn heads_of_one_trunk_run_as_each_does_alone() {
    for (case, precision) in
        [(0, Precision::F32), (1, Precision::I8), (2, Precision::I4), (5, Precision::F16)]
    {
        let (trunk, heads) = files_of_heads(case, precision);
        let first = ModelFile::read_files(&[&trunk, &heads[0]]).unwrap();
        let (metadata, id) = (&first.metadata, first.trunk.as_ref().unwrap());
        let mut together = vec![Engine::read(&first)];
        for head in &heads[1..] {
            let head = HeadFile::read(head, &metadata.model, id).unwrap();
            together.push(together[0].with_head(&head));
        }
        let alone = |head: &Vec<u8>| Engine::read(&ModelFile::read_files(&[&trunk, head]).unwrap());
        let alone: Vec<Engine> = heads.iter().map(alone).collect();

        let unchanged = Interventions::default();
        let dropped = Interventions { dropout: Some(3), ..Interventions::default() };
        let gate = if metadata.model.rnn_type == RnnType::Gru { "z" } else { "f" };
        let units = Units { component: Component::Decoder, layer: None, direction: None, unit: None };
        let held = match metadata.model.rnn_type {
            RnnType::Rnn => {
                Interventions { silenced: vec![Units { unit: Some(1), ..units }], ..unchanged.clone() }
            }
            _ => Interventions {
                holds: vec![Hold { units, gate: gate.to_string(), value: 0.5 }],
                ..unchanged.clone()
            },
        };
        let greedy = SearchOptions::default();
        let beam = SearchOptions { beam: 3, ..SearchOptions::default() };
        let forced = SearchOptions { prefix: vec![5, 6], ..SearchOptions::default() };
        let runs = [
            (&greedy, &unchanged),
            (&forced, &unchanged),
            (&greedy, &dropped),
            (&greedy, &unchanged),
            (&beam, &unchanged),
            (&greedy, &held),
            (&forced, &unchanged),
        ];
        let mut shared = Workspace::default();
        for text in ["3", "2021年04年05", "1年7x ", "2021年04年05"] {
            for (options, interventions) in runs {
                for (together, alone) in together.iter().zip(&alone) {
                    let trace = |engine: &Engine, workspace: &mut Workspace| {
                        let run = engine.run_with(metadata, text, options, interventions, workspace);
                        Trace { timings: Timings::default(), ..run.unwrap() }
                    };
                    let expected = trace(alone, &mut Workspace::default());
                    assert_eq!(
                        trace(together, &mut shared),
                        expected,
                        "{text:?} {options:?} {interventions:?}"
                    );
                }
            }
        }
    }
}

/// Runs of random models of every kind, greedy, forced and with a beam.
pub fn runs_equal_the_oracles() {
    // Of weights in 8 bits, as which those in 4 are read too, what a product reads is rounded; what comes of it in these
    // models, outputs forced.
    for (precision, tolerance) in [(Precision::F32, 1e-5), (Precision::I8, 5e-3), (Precision::I4, 5e-3)] {
        let mut workspace = Workspace::default();
        for case in 0..24 {
            let bytes = file_of_checkpoint(case, precision);
            let engine = Engine::read(&ModelFile::read(&bytes).unwrap());
            let checkpoint = Checkpoint::from_bytes(&bytes).unwrap();
            for text in ["3", "2021年04年05", "1年7x ", "99999999999999999999"] {
                for beam in [1, 3] {
                    let options = SearchOptions { beam, ..SearchOptions::default() };
                    let expected = checkpoint.run(text, &options).unwrap();
                    let found = engine.run(&checkpoint.metadata, text, &options, &mut workspace).unwrap();
                    if precision == Precision::F32 {
                        assert_close(&found, &expected, tolerance, case);
                        let ids: Vec<usize> = found.source.iter().map(|token| token.id).collect();
                        let output = engine.search(&ids, &options, &mut workspace).unwrap();
                        let target: Vec<usize> = found.target.iter().map(|token| token.id).collect();
                        assert_eq!((output.ids, output.complete), (target, found.complete));
                    }
                    let prefix = expected.target.iter().map(|token| token.id).collect();
                    let forced = SearchOptions { prefix, ..SearchOptions::default() };
                    let found = engine.run(&checkpoint.metadata, text, &forced, &mut workspace).unwrap();
                    assert_close(&found, &checkpoint.run(text, &forced).unwrap(), tolerance, case);
                }
            }
        }
    }
}

/// Two traces of the same text with the same outputs. Candidates are compared by their probabilities: two that are as
/// probable may change places.
fn assert_close(found: &Trace, expected: &Trace, tolerance: f32, case: u64) {
    assert_eq!((&found.source, &found.target), (&expected.source, &expected.target), "case {case}");
    assert_eq!((&found.output, found.complete), (&expected.output, expected.complete), "case {case}");
    let close = |what: &str, found: &Array2<f32>, expected: &Array2<f32>| {
        assert_eq!(found.dim(), expected.dim(), "case {case}: {what}");
        let error = (found - expected).fold(0.0, |largest: f32, error| largest.max(error.abs()));
        let size = expected.fold(1.0, |largest: f32, value| largest.max(value.abs()));
        assert!(error <= tolerance * size, "case {case}: {what} differs by {error}, of {size}");
    };
    close("scores", &found.scores, &expected.scores);
    close("weights", &found.weights, &expected.weights);
    close("context", &found.context, &expected.context);
    let of_steps = |values: Vec<f32>| Array2::from_shape_vec((1, values.len()), values).unwrap();
    let probabilities = |trace: &Trace| of_steps(trace.log_probabilities.clone());
    close("ln p", &probabilities(found), &probabilities(expected));
    let candidates = |trace: &Trace| {
        of_steps(trace.candidates.iter().flatten().map(|candidate| candidate.log_probability).collect())
    };
    close("ln p of candidates", &candidates(found), &candidates(expected));
    let layers = |trace: &Trace| [trace.encoder.clone(), trace.decoder.clone()].concat();
    for (found, expected) in layers(found).iter().zip(&layers(expected)) {
        assert_eq!((found.layer, found.direction), (expected.layer, expected.direction));
        assert_eq!(found.signals.len(), expected.signals.len());
        for (found, expected) in found.signals.iter().zip(&expected.signals) {
            assert_eq!(found.name, expected.name);
            close(found.name, &found.values, &expected.values);
        }
    }
}

/// The rows that an engine reads from a file are those of the oracle's model to the last bit: what it reads is not rounded.
pub fn a_file_is_laid_out_with_the_numbers_that_it_holds() {
    for precision in [Precision::F32, Precision::F16, Precision::I8, Precision::I4] {
        let bytes = file_of_checkpoint(4, precision);
        let file = ModelFile::read(&bytes).unwrap();
        let checkpoint = Checkpoint::from_bytes(&bytes).unwrap();
        for (tensor, (name, expected)) in file.tensors().iter().zip(checkpoint.model.parameters()) {
            assert_eq!((tensor.name(), tensor.rows()), (&*name, expected.shape()[0]));
            let (rows, width) = (tensor.rows(), tensor.width());
            assert_eq!(rows * width, expected.len());
            let bits_of_matrix = if expected.ndim() == 2 && rows > 1 { precision } else { Precision::F16 };
            let has_bytes = matches!(bits_of_matrix, Precision::I8 | Precision::I4);
            assert!(tensor.has_bytes() == has_bytes || rows == 1, "{name}");
            let matrix = if tensor.has_bytes() {
                Matrix::of_bytes(rows, width, |row, values| tensor.copy_row_of_bytes(row, values).unwrap())
            } else {
                Matrix::of_floats(rows, width, |row, values| tensor.copy_row(row, values))
            };
            let mut values = vec![0.0; width];
            for (row, expected) in expected.outer_iter().enumerate() {
                matrix.copy_row(row, &mut values);
                assert!(expected.iter().eq(&values), "{precision:?} {name} {row}");
            }
        }
    }
}
