//! A text through an engine: the output alone, or all that was to be seen.

use ndarray::ArrayView2;
use web_time::Instant;

use super::engine::{Engine, Workspace};
use super::recorder::Recorder;
use crate::checkpoint::Metadata;
use crate::error::Error;
use crate::nn::functional::{largest, log_softmax_in_place};
use crate::search::{self, Beam, SearchOptions, longest_output};
use crate::tokens::{END, START};
use crate::trace::{Timings, Trace};

/// An output without its trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its ids, [`END`] last when it is complete.
    pub ids: Vec<usize>,
    /// Whether the model ended it.
    pub complete: bool,
}

impl Engine {
    /// What [`crate::checkpoint::Checkpoint::run`] finds and records, on these weights. `metadata` is the checkpoint's.
    ///
    /// # Errors
    /// [`Error::EmptyInput`], [`Error::InputTooLong`], [`Error::SearchOption`] and [`Error::TokenOutOfRange`] (of the
    /// prefix).
    pub fn run(
        &self,
        metadata: &Metadata,
        text: &str,
        options: &SearchOptions,
        workspace: &mut Workspace,
    ) -> Result<Trace, Error> {
        options.validate(self.words)?;
        let source = metadata.source_tokens(text)?;
        let ids: Vec<usize> = source.iter().map(|token| token.id).collect();

        let started = Instant::now();
        self.encode(&ids, workspace);
        let encoded = Instant::now();
        // A beam only finds the ids: recording them is a greedy run with all of them forced.
        let prefix =
            if options.beam == 1 { options.prefix.clone() } else { self.beam(options, workspace).ids };
        let steps = longest_output(workspace.src).max(prefix.len());
        let mut recorder = Recorder::new(self, workspace.src, steps, options.candidates);
        let output = self.greedy(&prefix, workspace, |id, workspace| recorder.record(id, workspace));
        let decoded = Instant::now();

        let timings = Timings {
            encode: encoded.duration_since(started).as_secs_f64() * 1000.0,
            decode: decoded.duration_since(encoded).as_secs_f64() * 1000.0,
        };
        Ok(recorder.into_trace(metadata, text, source, output, workspace, timings))
    }

    /// The output for source ids without a trace.
    ///
    /// # Errors
    /// [`Error::SearchOption`] and [`Error::TokenOutOfRange`] (of the prefix).
    ///
    /// # Panics
    /// Where an id is not in the source vocabulary, or there is none.
    pub fn search(
        &self,
        source: &[usize],
        options: &SearchOptions,
        workspace: &mut Workspace,
    ) -> Result<Output, Error> {
        options.validate(self.words)?;
        self.encode(source, workspace);
        Ok(match options.beam {
            1 => self.greedy(&options.prefix, workspace, |_, _| ()),
            _ => self.beam(options, workspace),
        })
    }

    /// [`search::greedy`]. `observe` sees every step with the id that was taken.
    fn greedy(
        &self,
        prefix: &[usize],
        workspace: &mut Workspace,
        mut observe: impl FnMut(usize, &Workspace),
    ) -> Output {
        let longest = longest_output(workspace.src).max(prefix.len());
        let mut output = Output { ids: Vec::with_capacity(longest), complete: false };
        self.start(1, workspace);
        while !output.complete && output.ids.len() < longest {
            self.step(&[output.ids.last().copied().unwrap_or(START)], workspace);
            let forced = prefix.get(output.ids.len()).copied();
            let id = forced.unwrap_or_else(|| argmax(&workspace.logits));
            observe(id, workspace);
            output.ids.push(id);
            output.complete = id == END;
        }
        output
    }

    /// [`search::beam`].
    fn beam(&self, options: &SearchOptions, workspace: &mut Workspace) -> Output {
        let mut beam = Beam::new(workspace.src, options);
        self.start(1, workspace);
        loop {
            let tokens = beam.tokens();
            self.step(&tokens, workspace);
            for logits in workspace.logits.chunks_exact_mut(self.words) {
                log_softmax_in_place(logits.into());
            }
            let shape = (tokens.len(), self.words);
            let log_probabilities = ArrayView2::from_shape(shape, &workspace.logits)
                .unwrap_or_else(|_| unreachable!("there is a row of logits for each hypothesis"));
            let parents = beam.extend(log_probabilities);
            if parents.is_empty() {
                let search::Hypothesis { ids, complete, .. } = beam.best();
                return Output { ids, complete };
            }
            self.select(&parents, workspace);
        }
    }
}

/// The place of the highest value; of equal ones the first.
fn argmax(values: &[f32]) -> usize {
    /// Values that are compared together: a loop that ends at the first one found cannot become SIMD.
    const TOGETHER: usize = 64;
    let highest = largest(values);
    let has_highest = |chunk: &&[f32]| chunk.iter().fold(false, |found, &value| found | (value == highest));
    let before = values.chunks(TOGETHER).take_while(|chunk| !has_highest(chunk)).count() * TOGETHER;
    let rest = values.get(before..).unwrap_or_default();
    rest.iter().position(|&value| value == highest).map_or(0, |place| before + place)
}

#[cfg(test)]
mod tests {
    use super::argmax;

    #[test]
    fn the_first_of_the_highest_values_is_taken_wherever_it_stands() {
        for count in [1, 63, 64, 65, 300] {
            for place in 0..count {
                let values: Vec<f32> =
                    (0..count).map(|k| if k < place { -1.0 } else { (k % 2 == place % 2).into() }).collect();
                assert_eq!(argmax(&values), place, "of {count}");
            }
        }
    }
}
