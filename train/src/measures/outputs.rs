//! What is asked of outputs, whatever a model was trained on.

use seqscope::trace::Trace;
use serde::Serialize;

/// Mistakes that are listed.
const LISTED: usize = 20;

/// What is measured of one output.
pub struct Found {
    pub output: String,
    pub ids: Vec<usize>,
    pub log_probability: f64,
}

impl Found {
    pub fn of(trace: &Trace) -> Self {
        Self {
            output: trace.output.clone(),
            ids: trace.target.iter().map(|token| token.id).collect(),
            log_probability: f64::from(trace.log_probability()),
        }
    }
}

/// An output beside what it should be.
pub struct Compared<'a> {
    pub input: &'a str,
    pub output: &'a str,
    /// At least one; any of them is right.
    pub targets: &'a [String],
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Mistake {
    pub input: String,
    pub output: String,
    /// The first reference.
    pub target: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_targets: Vec<String>,
}

impl Compared<'_> {
    fn is_exact(&self) -> bool {
        self.targets.iter().any(|target| target == self.output)
    }
}

/// Share of the outputs that are a target to the last character.
pub fn exact_match(compared: &[Compared]) -> f64 {
    share(compared.iter().filter(|compared| compared.is_exact()).count(), compared.len())
}

/// Some of the outputs that are no target.
pub fn mistakes(compared: &[Compared]) -> Vec<Mistake> {
    let mistake = |&Compared { input, output, targets }: &Compared| Mistake {
        input: input.to_string(),
        output: output.to_string(),
        target: targets[0].clone(),
        other_targets: targets[1..].to_vec(),
    };
    compared.iter().filter(|compared| !compared.is_exact()).take(LISTED).map(mistake).collect()
}

/// Mean of ln p of the outputs.
pub fn mean_log_probability<'a>(found: impl ExactSizeIterator<Item = &'a Found>) -> f64 {
    let count = found.len();
    found.map(|found| found.log_probability).sum::<f64>() / count as f64
}

pub fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_of_the_targets_is_right_and_the_first_twenty_others_are_listed() {
        let targets = ["a".to_string(), "b".to_string()];
        let compared = |output: &'static str| Compared { input: "x", output, targets: &targets };
        let four = ["a", "b", "a ", "c"].map(compared);
        assert_eq!(exact_match(&four), 0.5);
        let mistake = |output: &str| Mistake {
            input: "x".to_string(),
            output: output.to_string(),
            target: "a".to_string(),
            other_targets: vec!["b".to_string()],
        };
        assert_eq!(mistakes(&four), [mistake("a "), mistake("c")]);
        assert_eq!(mistakes(&[(); 21].map(|()| compared("c"))).len(), 20);
    }

    #[test]
    fn the_mean_is_over_the_outputs_and_not_over_their_tokens() {
        let found = |log_probability| Found { output: String::new(), ids: vec![2; 9], log_probability };
        assert_eq!(mean_log_probability([found(-1.0), found(-2.0)].iter()), -1.5);
    }
}
