//! Measures a model of recall or repeat by how far back what it is to write lies.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use seqscope::search::SearchOptions;
use seqscope::tasks::memory::{MemoryExample, MemoryTask, Part};
use seqscope::training::{Purpose, generator};
use serde::Serialize;

use crate::parallel;
use crate::stored_model::StoredModel;

/// Examples of each reach, unless it is said otherwise.
pub const COUNT: u64 = 2_000;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    pub task: String,
    pub attention: &'static str,
    pub rnn: &'static str,
    pub beam: usize,
    /// Examples of each reach.
    pub count: u64,
    /// By the number of characters behind the number (recall) or of letters in the word (repeat).
    #[serde(flatten)]
    pub by_reach: ByReach,
}

/// The table under the name of what a reach is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ByReach {
    ByDistance(BTreeMap<usize, OfReach>),
    ByLength(BTreeMap<usize, OfReach>),
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OfReach {
    /// Share of the outputs that are the target to the last character.
    pub exact_match: f64,
    /// Share of the target's characters that stand in their place in the output.
    pub characters: f64,
}

/// Measures on `count` examples of each reach, none of which were trained on. The same seed gives every model the same ones.
pub fn evaluate(
    model: &StoredModel,
    task: MemoryTask,
    count: u64,
    seed: u64,
    options: &SearchOptions,
) -> Result<Evaluation> {
    let of_reach = |reach: usize| -> Result<(usize, OfReach)> {
        let mut rng = generator(seed, Purpose::Data, reach as u64, 1);
        let examples: Vec<MemoryExample> =
            (0..count).map(|_| task.example(Part::Test, reach, &mut rng)).collect();
        let right = parallel::map_with(examples.len(), |workspace, index| {
            let MemoryExample { source, target } = &examples[index];
            let run = model.run(source, options, workspace).with_context(|| format!("{source:?}"))?;
            Ok((run.output == *target, in_place(&run.output, target)))
        })?;
        let exact = right.iter().filter(|(exact, _)| *exact).count();
        let characters: usize = right.iter().map(|(_, characters)| characters).sum();
        let of_targets: usize = examples.iter().map(|example| example.target.len()).sum();
        Ok((
            reach,
            OfReach {
                exact_match: exact as f64 / examples.len() as f64,
                characters: characters as f64 / of_targets as f64,
            },
        ))
    };
    let table = task.measured().into_iter().map(of_reach).collect::<Result<BTreeMap<_, _>>>()?;
    Ok(Evaluation {
        task: task.name().to_string(),
        attention: model.metadata.model.attention.name(),
        rnn: model.metadata.model.rnn_type.name(),
        beam: options.beam,
        count,
        by_reach: match task {
            MemoryTask::Recall => ByReach::ByDistance(table),
            MemoryTask::Repeat => ByReach::ByLength(table),
        },
    })
}

impl Evaluation {
    /// What the manifest says: `exactMatchAt40` of recall is the share of numbers that are right 40 characters later,
    /// `charactersAt20` of repeat the share of the letters of words of 20 that stand in their place. To four decimals.
    pub fn quality(&self) -> BTreeMap<String, f64> {
        let (name, table, of): (_, _, fn(&OfReach) -> f64) = match &self.by_reach {
            ByReach::ByDistance(table) => ("exactMatchAt", table, |of_reach| of_reach.exact_match),
            ByReach::ByLength(table) => ("charactersAt", table, |of_reach| of_reach.characters),
        };
        table
            .iter()
            .map(|(reach, of_reach)| (format!("{name}{reach}"), (of(of_reach) * 1e4).round() / 1e4))
            .collect()
    }
}

/// How many characters of `target` stand in the same place of `output`.
fn in_place(output: &str, target: &str) -> usize {
    output.chars().zip(target.chars()).filter(|(output, target)| output == target).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_in_their_place_alone() {
        assert_eq!(in_place("abcd", "abcd"), 4);
        assert_eq!(in_place("bcd", "abcd"), 0);
        assert_eq!(in_place("abxdef", "abcd"), 3);
        assert_eq!(in_place("", "abcd"), 0);
    }

    #[test]
    fn the_manifest_has_a_number_for_each_reach() {
        let of_reach = OfReach { exact_match: 0.123_456, characters: 0.5 };
        let evaluation = |by_reach| Evaluation {
            task: String::new(),
            attention: "none",
            rnn: "lstm",
            beam: 1,
            count: 1,
            by_reach,
        };
        let table = BTreeMap::from([(5, of_reach), (40, of_reach)]);
        let named = |quality: BTreeMap<String, f64>| quality.into_iter().collect::<Vec<_>>();
        assert_eq!(
            named(evaluation(ByReach::ByDistance(table.clone())).quality()),
            [("exactMatchAt40".to_string(), 0.1235), ("exactMatchAt5".to_string(), 0.1235)]
        );
        assert_eq!(
            named(evaluation(ByReach::ByLength(table)).quality()),
            [("charactersAt40".to_string(), 0.5), ("charactersAt5".to_string(), 0.5)]
        );
    }
}
