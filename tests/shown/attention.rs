//! What is shown of attention: scores, spread, differences, and what it is not.

use seqscope::analysis::correlation::{Correlation, row_correlations};
use seqscope::analysis::input_gradients::input_gradients;
use seqscope::analysis::occlusion::occlusion;
use seqscope::trace::Trace;

use super::model::{Model, Numbers, Pair, ids, mean, put};

/// How probable the output is.
pub fn output(trace: &Trace) -> Numbers {
    let log_probability = f64::from(trace.log_probability());
    Numbers::from([("log".to_string(), log_probability), ("p".to_string(), log_probability.exp())])
}

/// A weight with its score, and what could have been written there.
pub fn map(trace: &Trace, Pair { target, source }: Pair) -> Numbers {
    let mut numbers = Numbers::new();
    put(&mut numbers, "weight", trace.weights[[target, source]]);
    put(&mut numbers, "score", trace.scores[[target, source]]);
    for candidate in &trace.candidates[target] {
        let p = f64::from(candidate.log_probability).exp();
        put(&mut numbers, format!("candidate.{target}.{}", candidate.id), p);
    }
    numbers
}

/// A score, the mean of its row, what it is above that, and its weight.
pub fn scores(trace: &Trace, Pair { target, source }: Pair) -> Numbers {
    let mut numbers = Numbers::new();
    let row: Vec<f64> = trace.scores.row(target).iter().map(|&score| f64::from(score)).collect();
    put(&mut numbers, format!("score.{target}.{source}"), row[source]);
    put(&mut numbers, format!("mean.{target}.{source}"), mean(&row));
    put(&mut numbers, format!("above.{target}.{source}"), row[source] - mean(&row));
    put(&mut numbers, format!("weight.{target}.{source}"), trace.weights[[target, source]]);
    numbers
}

/// Bits of each row.
fn entropies(trace: &Trace) -> Vec<f64> {
    let of = |weight: f64| if weight > 0.0 { -weight * weight.log2() } else { 0.0 };
    let rows = trace.weights.rows().into_iter();
    rows.map(|row| row.iter().map(|&weight| of(f64::from(weight))).sum::<f64>().max(0.0)).collect()
}

/// The spread of each row, and that of each model on average.
pub fn entropy(trace: &Trace, models: &[(&str, &Trace)]) -> Numbers {
    let mut numbers = Numbers::new();
    for (row, bits) in entropies(trace).into_iter().enumerate() {
        put(&mut numbers, format!("bits.{row}"), bits);
        put(&mut numbers, format!("places.{row}"), bits.exp2());
    }
    put(&mut numbers, "most", (trace.source.len() as f64).log2());
    for (name, trace) in models {
        let bits = entropies(trace);
        put(&mut numbers, format!("{name}.mean"), mean(&bits));
        put(&mut numbers, format!("{name}.places"), mean(&bits).exp2());
        put(&mut numbers, format!("{name}.sharpest"), bits.iter().copied().fold(f64::INFINITY, f64::min));
        put(&mut numbers, format!("{name}.widest"), bits.iter().copied().fold(0.0, f64::max));
    }
    numbers
}

/// Two maps of the same rows and columns: both weights of a cell, and the share of each row that lies elsewhere.
pub fn difference(first: &Trace, second: &Trace, Pair { target, source }: Pair) -> Numbers {
    assert_eq!(first.target, second.target);
    let mut numbers = Numbers::new();
    let by = |target: usize, source: usize| {
        f64::from(first.weights[[target, source]]) - f64::from(second.weights[[target, source]])
    };
    let moved =
        |target: usize| (0..first.source.len()).map(|source| by(target, source).abs()).sum::<f64>() / 2.0;
    let moved: Vec<f64> = (0..first.target.len()).map(moved).collect();
    put(&mut numbers, "first", first.weights[[target, source]]);
    put(&mut numbers, "second", second.weights[[target, source]]);
    put(&mut numbers, "difference", by(target, source));
    put(&mut numbers, "moved", mean(&moved));
    for (row, &part) in moved.iter().enumerate() {
        put(&mut numbers, format!("moved.{row}"), part);
    }
    numbers
}

/// All weights that are large enough to be drawn.
pub fn lines(models: &[(&str, &Trace)]) -> Numbers {
    let mut numbers = Numbers::new();
    for (name, trace) in models {
        for ((target, source), &weight) in trace.weights.indexed_iter().filter(|(_, weight)| **weight > 0.01)
        {
            put(&mut numbers, format!("{name}.{target}.{source}"), weight);
        }
    }
    numbers
}

/// How much two rows of a map differ at most, with and without tanh.
pub fn tanh(with: &Trace, without: &Trace) -> Numbers {
    let mut numbers = Numbers::new();
    for (name, trace) in [("concat", with), ("concat_without_tanh", without)] {
        let spread = trace.weights.columns().into_iter().map(|column| {
            let greatest = column.iter().fold(f32::NEG_INFINITY, |greatest, &weight| greatest.max(weight));
            let least = column.iter().fold(f32::INFINITY, |least, &weight| least.min(weight));
            f64::from(greatest) - f64::from(least)
        });
        put(&mut numbers, name, spread.fold(0.0, f64::max));
    }
    numbers
}

/// A weight beside what leaving the token out costs and the size of the gradient, and how much the maps agree.
pub fn explanation(model: &Model, trace: &Trace, Pair { target, source }: Pair) -> Numbers {
    let mut numbers = Numbers::new();
    let (read, written) = (model.source(&trace.input), ids(trace));
    let lost = occlusion(&model.checkpoint.model, &read, &written).unwrap().differences;
    let norms = input_gradients(&model.checkpoint.model, &read, &written).unwrap().norms;
    put(&mut numbers, format!("weight.{target}.{source}"), trace.weights[[target, source]]);
    put(&mut numbers, format!("occlusion.{target}.{source}"), lost[[target, source]]);
    put(&mut numbers, format!("norms.{target}.{source}"), norms[[target, source]]);
    for (name, other) in [("occlusion", lost), ("norms", norms)] {
        let found = row_correlations(trace.weights.view(), other.view()).unwrap();
        let mut both = |place: String, Correlation { kendall, pearson }: Correlation| {
            for (measure, value) in [("kendall", kendall), ("pearson", pearson)] {
                value
                    .into_iter()
                    .for_each(|value| put(&mut numbers, format!("{name}.{measure}{place}"), value));
            }
        };
        both(String::new(), found.mean);
        for (row, &correlation) in found.rows.iter().enumerate() {
            both(format!(".{row}"), correlation);
        }
    }
    numbers
}
