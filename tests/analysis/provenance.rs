//! The parts of the memory against the memory.

use ndarray::array;
use seqscope::analysis::{gru_parts, lstm_parts, memory_parts};
use seqscope::nn::RnnType;
use seqscope::trace::Direction;

use super::{assert_close, of_every_kind, run, signal};

#[test]
fn the_parts_add_up_to_the_memory_and_tokens_not_yet_read_have_none() {
    for checkpoint in of_every_kind() {
        let rnn_type = checkpoint.model.config().rnn_type;
        let (trace, _) = run(&checkpoint, "2021年04年05");
        for layer in trace.encoder.iter().chain(&trace.decoder) {
            let memory = signal(layer, if rnn_type == RnnType::Lstm { "c" } else { "h" });
            for last in 0..memory.nrows() {
                let parts = memory_parts(layer, last).unwrap();
                if rnn_type == RnnType::Rnn {
                    assert_eq!(parts, None);
                    continue;
                }
                let parts = parts.unwrap();
                assert_eq!(parts.dim(), memory.dim());
                for (unit, &held) in memory.row(last).iter().enumerate() {
                    let sum = parts.column(unit).iter().map(|&part| f64::from(part)).sum();
                    let what = format!("{rnn_type:?} {:?} token {last} unit {unit}", layer.direction);
                    assert_close(sum, held.into(), 1e-5, &what);
                }
                for (step, of_step) in parts.rows().into_iter().enumerate() {
                    let read = match layer.direction {
                        Direction::Forward => step <= last,
                        Direction::Backward => step >= last,
                    };
                    assert_eq!(of_step.iter().any(|&part| part != 0.0), read, "token {step} at {last}");
                }
            }
        }
    }
}

#[test]
fn each_part_is_what_was_written_times_what_was_kept_since() {
    let (i, f, g) =
        (array![[0.5], [1.0], [0.25]], array![[0.9], [0.5], [0.25]], array![[1.0], [-1.0], [0.5]]);
    let parts = |last, direction| lstm_parts(i.view(), f.view(), g.view(), last, direction).unwrap();
    assert_eq!(parts(2, Direction::Forward), array![[0.5 * 0.5 * 0.25], [-0.25], [0.125]]);
    assert_eq!(parts(1, Direction::Forward), array![[0.25], [-1.0], [0.0]]);
    assert_eq!(parts(1, Direction::Backward), array![[0.0], [-1.0], [0.125 * 0.5]]);
    let (z, n) = (array![[0.75], [0.5]], array![[1.0], [-0.5]]);
    let parts = gru_parts(z.view(), n.view(), 1, Direction::Forward).unwrap();
    assert_eq!(parts, array![[0.25 * 0.5], [-0.25]]);
}

#[test]
fn a_token_that_is_not_there_and_gates_of_other_shapes_are_refused() {
    let (two, three) = (array![[0.5], [0.5]], array![[0.5], [0.5], [0.5]]);
    let refused = |n: &ndarray::Array2<f32>, last| {
        gru_parts(two.view(), n.view(), last, Direction::Forward).unwrap_err().to_string()
    };
    assert_eq!(refused(&two, 2), "step: expected a number below 2, found 2");
    assert_eq!(refused(&three, 0), "n: expected shape [2, 1], found [3, 1]");
}
