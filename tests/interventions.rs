//! What if: every change gives what the equations give with that change in them, and is taken back without a trace.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be made fails the test, as it should")]

use crate::common;

use common::changed::{Running, TEXT, all, checkpoint, is_in, models, places};
use common::plain::{Hooks, Plain, assert_seen};
use seqscope::checkpoint::Checkpoint;
use seqscope::inference::Interventions;
use seqscope::inference::intervention::{EditedRow, Hold, Units};
use seqscope::nn::{AttentionType, RnnType};
use seqscope::search::SearchOptions;
use seqscope::trace::{Component, Direction, Timings, Trace};

#[test]
fn no_interventions_give_the_trace_of_a_run() {
    for (name, checkpoint) in models() {
        let mut running = Running::new(&checkpoint);
        for beam in [1, 3] {
            let options = SearchOptions { beam, ..SearchOptions::default() };
            let with_none = running.run(&options, &Interventions::default());
            let Running { engine, workspace, .. } = &mut running;
            let run = engine.run(&checkpoint.metadata, TEXT, &options, workspace).unwrap();
            assert_eq!(with_none, Trace { timings: Timings::default(), ..run }, "{name}");
        }
        let seen = Plain::new(&checkpoint).run(&running.source(), &[], Hooks::default());
        let options = SearchOptions::default();
        assert_seen(&name, &running.run(&options, &Interventions::default()), &seen);
    }
}

#[test]
fn behind_a_forced_prefix_the_model_goes_on_by_itself() {
    for (name, checkpoint) in models() {
        let mut running = Running::new(&checkpoint);
        let prefix = [5, 7, 4, 4];
        running.assert_equals(&name, &Interventions::default(), &prefix, Hooks::default());
    }
}

#[test]
fn a_held_gate_moves_what_follows_from_it() {
    for (name, checkpoint) in models() {
        let mut running = Running::new(&checkpoint);
        let gates = checkpoint.metadata.model.rnn_type.gates();
        for gate in gates {
            for (index, units) in places(&checkpoint).into_iter().enumerate() {
                let value = [0.0, 1.0, 0.25, -0.5][index % 4];
                let hold = Hold { units, gate: gate.to_string(), value };
                let interventions = Interventions { holds: vec![hold], ..Interventions::default() };
                let hooks = Hooks {
                    gate: Box::new(move |place, of, unit, computed| {
                        let held = is_in(units, place) && of == *gate && units.unit.is_none_or(|u| u == unit);
                        if held { f64::from(value) } else { computed }
                    }),
                    ..Hooks::default()
                };
                running.assert_equals(&format!("{name}, {gate}, {units:?}"), &interventions, &[], hooks);
            }
        }
    }
}

#[test]
fn gates_are_held_together_and_the_later_hold_of_the_same_one_counts() {
    for rnn_type in [RnnType::Gru, RnnType::Lstm] {
        let checkpoint = checkpoint(rnn_type, 2, true, AttentionType::General);
        let [first, second, third] = if rnn_type == RnnType::Gru { ["n", "r", "z"] } else { ["o", "f", "g"] };
        let hold = |gate: &str, component, unit, value| Hold {
            units: Units { unit, ..all(component) },
            gate: gate.to_string(),
            value,
        };
        let holds = vec![
            hold(first, Component::Decoder, Some(1), 0.75),
            hold(second, Component::Decoder, None, 0.5),
            hold(second, Component::Decoder, Some(3), 0.125),
            hold(third, Component::Encoder, Some(0), 1.0),
            hold(third, Component::Encoder, None, 0.25),
        ];
        let hooks = Hooks {
            gate: Box::new(move |place, gate, unit, computed| match (place.encoder, unit) {
                (false, 1) if gate == first => 0.75,
                (false, 3) if gate == second => 0.125,
                (false, _) if gate == second => 0.5,
                (true, _) if gate == third => 0.25,
                _ => computed,
            }),
            ..Hooks::default()
        };
        let interventions = Interventions { holds, ..Interventions::default() };
        Running::new(&checkpoint).assert_equals(rnn_type.name(), &interventions, &[], hooks);
    }
}

#[test]
fn nobody_hears_a_silenced_unit_or_direction() {
    for (name, checkpoint) in models() {
        let mut running = Running::new(&checkpoint);
        for units in places(&checkpoint) {
            let interventions = Interventions { silenced: vec![units], ..Interventions::default() };
            let hooks = Hooks {
                hidden: Box::new(move |place, unit, computed| {
                    let silenced = is_in(units, place) && units.unit.is_none_or(|u| u == unit);
                    if silenced { 0.0 } else { computed }
                }),
                ..Hooks::default()
            };
            running.assert_equals(&format!("{name}, {units:?}"), &interventions, &[], hooks);
        }
    }
}

#[test]
fn an_edited_row_moves_context_and_output_but_no_score_of_its_step() {
    let attend = |checkpoint: &Checkpoint| checkpoint.metadata.model.attention != AttentionType::None;
    for (name, checkpoint) in models().into_iter().filter(|(_, checkpoint)| attend(checkpoint)) {
        let mut running = Running::new(&checkpoint);
        let row = |step, weights: [f32; 4]| EditedRow { step, weights: weights.to_vec() };
        let rows = vec![row(2, [9.0; 4]), row(0, [0.0, 0.0, 0.0, 3.0]), row(2, [2.0, 0.0, 5.0, 1.0])];
        let interventions = Interventions { rows, ..Interventions::default() };
        let hooks = Hooks {
            row: Box::new(|step, computed| match step {
                0 => vec![0.0, 0.0, 0.0, 1.0],
                2 => vec![0.25, 0.0, 0.625, 0.125],
                _ => computed,
            }),
            ..Hooks::default()
        };
        running.assert_equals(&name, &interventions, &[5, 6], hooks);
    }
}

#[test]
fn an_edited_row_of_large_weights_still_sums_to_1() {
    let checkpoint = checkpoint(RnnType::Lstm, 1, true, AttentionType::Dot);
    let rows = vec![EditedRow { step: 0, weights: vec![f32::MAX, f32::MAX, 0.0, f32::MIN_POSITIVE] }];
    let interventions = Interventions { rows, ..Interventions::default() };
    let trace = Running::new(&checkpoint).run(&SearchOptions::default(), &interventions);
    assert_eq!(trace.weights.row(0).to_vec(), [0.5, 0.5, 0.0, 0.0]);
}

#[track_caller]
fn assert_error(checkpoint: &Checkpoint, interventions: Interventions, expected: &str) {
    let mut running = Running::new(checkpoint);
    let before = running.run(&SearchOptions::default(), &Interventions::default());
    let Running { engine, workspace, .. } = &mut running;
    let options = SearchOptions::default();
    let run = engine.run_with(&checkpoint.metadata, TEXT, &options, &interventions, workspace);
    assert_eq!(run.unwrap_err().to_string(), expected);
    let tree = engine.beam_tree(&checkpoint.metadata, TEXT, &options, &interventions, workspace);
    assert_eq!(tree.unwrap_err().to_string(), expected);
    let source = running.source();
    let search = running.engine.search_with(&source, &options, &interventions, &mut running.workspace);
    assert_eq!(search.unwrap_err().to_string(), expected);
    assert_eq!(running.run(&SearchOptions::default(), &Interventions::default()), before);
}

fn holding(hold: Hold) -> Interventions {
    let good = Hold { units: all(Component::Decoder), gate: hold.gate.clone(), value: 1.0 };
    let holds = if matches!(&*hold.gate, "f" | "z") { vec![good, hold] } else { vec![hold] };
    Interventions { holds, ..Interventions::default() }
}

#[test]
fn what_the_model_has_no_place_for_is_refused() {
    let lstm = checkpoint(RnnType::Lstm, 2, true, AttentionType::General);
    let gru = checkpoint(RnnType::Gru, 1, false, AttentionType::Concat);
    let rnn = checkpoint(RnnType::Rnn, 1, true, AttentionType::Dot);
    let hold = |component, gate: &str| Hold { units: all(component), gate: gate.to_string(), value: 1.0 };
    let (encoder, decoder) = (Component::Encoder, Component::Decoder);
    let of_gate = |checkpoint, gate, expected| {
        assert_error(
            checkpoint,
            holding(hold(encoder, gate)),
            &format!("holds[0].gate: expected {expected}"),
        );
    };
    of_gate(&lstm, "z", "one of i, f, g, o, found z");
    of_gate(&lstm, "", "one of i, f, g, o, found ");
    of_gate(&gru, "i", "one of r, z, n, found i");
    of_gate(&rnn, "h", "no hold, as an RNN has no gates, found h");
    for (value, found) in [(f32::NAN, "NaN"), (1.5, "1.5"), (f32::NEG_INFINITY, "-inf")] {
        let hold = Hold { value, ..hold(decoder, "f") };
        assert_error(
            &lstm,
            holding(hold),
            &format!("holds[1].value: expected a number from -1 to 1, found {found}"),
        );
    }
    let backward = Some(Direction::Backward);
    let cases = [
        (&lstm, Units { layer: Some(2), ..all(encoder) }, "layer: expected a number below 2, found 2"),
        (&lstm, Units { layer: Some(9), ..all(decoder) }, "layer: expected a number below 2, found 9"),
        (&lstm, Units { unit: Some(3), ..all(encoder) }, "unit: expected a number below 3, found 3"),
        (&lstm, Units { unit: Some(6), ..all(decoder) }, "unit: expected a number below 6, found 6"),
        (
            &lstm,
            Units { direction: backward, ..all(decoder) },
            "direction: expected forward, as nothing reads backward here, found backward",
        ),
        (&gru, Units { unit: Some(6), ..all(encoder) }, "unit: expected a number below 6, found 6"),
        (
            &gru,
            Units { direction: backward, ..all(encoder) },
            "direction: expected forward, as nothing reads backward here, found backward",
        ),
    ];
    for (checkpoint, units, expected) in cases {
        let gate = if checkpoint.metadata.model.rnn_type == RnnType::Lstm { "f" } else { "z" };
        assert_error(
            checkpoint,
            holding(Hold { units, ..hold(encoder, gate) }),
            &format!("holds[1].{expected}"),
        );
        let silenced = vec![all(encoder), units];
        let interventions = Interventions { silenced, ..Interventions::default() };
        assert_error(checkpoint, interventions, &format!("silenced[1].{expected}"));
    }
}

#[test]
fn rows_that_no_step_can_look_with_are_refused() {
    let checkpoint = checkpoint(RnnType::Gru, 1, true, AttentionType::Concat);
    let refused = |step, weights: &[f32], expected: &str| {
        let good = EditedRow { step: 0, weights: vec![1.0; 4] };
        let rows = vec![good, EditedRow { step, weights: weights.to_vec() }];
        let interventions = Interventions { rows, ..Interventions::default() };
        assert_error(&checkpoint, interventions, &format!("rows[1].{expected}"));
    };
    refused(28, &[1.0; 4], "step: expected a step below 28, found 28");
    refused(0, &[1.0; 3], "weights: expected a weight for each of the 4 source tokens, found 3");
    refused(0, &[], "weights: expected a weight for each of the 4 source tokens, found 0");
    refused(1, &[1.0, 0.0, -0.5, 0.0], "weights[2]: expected a finite number of at least 0, found -0.5");
    refused(1, &[f32::NAN; 4], "weights[0]: expected a finite number of at least 0, found NaN");
    refused(
        1,
        &[1.0, f32::INFINITY, 0.0, 0.0],
        "weights[1]: expected a finite number of at least 0, found inf",
    );
    refused(1, &[0.0; 4], "weights: expected a positive sum, found 0");
}

#[test]
fn a_longer_prefix_makes_room_for_later_rows() {
    let checkpoint = checkpoint(RnnType::Gru, 1, true, AttentionType::Concat);
    let options = SearchOptions { prefix: vec![5; 40], ..SearchOptions::default() };
    let rows = vec![EditedRow { step: 39, weights: vec![0.0, 1.0, 0.0, 0.0] }];
    let trace = Running::new(&checkpoint).run(&options, &Interventions { rows, ..Interventions::default() });
    assert_eq!(trace.weights.row(39).to_vec(), [0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn without_attention_there_is_no_row_to_edit() {
    let checkpoint = checkpoint(RnnType::Lstm, 1, true, AttentionType::None);
    let mut running = Running::new(&checkpoint);
    let tokens = running.source().len();
    let rows = vec![EditedRow { step: 2, weights: vec![1.0; tokens] }];
    let interventions = Interventions { rows, ..Interventions::default() };
    let run = running.engine.run_with(
        &checkpoint.metadata,
        TEXT,
        &SearchOptions::default(),
        &interventions,
        &mut running.workspace,
    );
    let expected =
        "rows[0]: expected no row, as a model without attention has no weights, found one for step 2";
    assert_eq!(run.unwrap_err().to_string(), expected);
}
