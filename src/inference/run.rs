//! A text through an engine: the output alone, or all that was to be seen.

use ndarray::ArrayView2;
use web_time::Instant;

use super::engine::{Engine, Workspace};
use super::intervention::Interventions;
use super::plan::Plan;
use super::recorder::Recorder;
use crate::checkpoint::Metadata;
use crate::error::Error;
use crate::nn::functional::log_softmax_in_place;
use crate::search::{self, Beam, Extensions, SearchOptions, longest_output};
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
        self.run_with(metadata, text, options, &Interventions::default(), workspace)
    }

    /// [`Engine::run`] with changes. The search, too, goes by what has been changed.
    ///
    /// # Errors
    /// Those of [`Engine::run`], and [`Error::Request`].
    pub fn run_with(
        &self,
        metadata: &Metadata,
        text: &str,
        options: &SearchOptions,
        interventions: &Interventions,
        workspace: &mut Workspace,
    ) -> Result<Trace, Error> {
        options.validate(self.words)?;
        let source = metadata.source_tokens(text)?;
        let ids: Vec<usize> = source.iter().map(|token| token.id).collect();
        let mut plan = self.plan(ids.len(), options, interventions)?;

        let started = Instant::now();
        self.encode_with(&ids, plan.as_mut(), workspace);
        let encoded = Instant::now();
        // A beam only finds the ids: recording them is a greedy run with all of them forced.
        let prefix = match options.beam {
            1 => options.prefix.clone(),
            _ => self.beam(options, plan.as_mut(), workspace, |_, _| ()).ids,
        };
        let steps = longest_output(workspace.src).max(prefix.len());
        let mut recorder = Recorder::new(self, workspace.src, steps, options.candidates);
        let output = self.greedy(&prefix, plan.as_mut(), workspace, |id, workspace| {
            recorder.record(id, workspace);
        });
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
        self.search_with(source, options, &Interventions::default(), workspace)
    }

    /// [`Engine::search`] with changes: the output of [`Engine::run_with`].
    ///
    /// # Errors
    /// Those of [`Engine::search`], and [`Error::Request`].
    ///
    /// # Panics
    /// As [`Engine::search`] does.
    pub fn search_with(
        &self,
        source: &[usize],
        options: &SearchOptions,
        interventions: &Interventions,
        workspace: &mut Workspace,
    ) -> Result<Output, Error> {
        options.validate(self.words)?;
        let mut plan = self.plan(source.len(), options, interventions)?;
        self.encode_with(source, plan.as_mut(), workspace);
        Ok(match options.beam {
            1 => self.greedy(&options.prefix, plan.as_mut(), workspace, |_, _| ()),
            _ => self.beam(options, plan.as_mut(), workspace, |_, _| ()),
        })
    }

    /// What `interventions` come to for a source of `source` tokens; `None` where there are none.
    pub(super) fn plan(
        &self,
        source: usize,
        options: &SearchOptions,
        interventions: &Interventions,
    ) -> Result<Option<Plan>, Error> {
        Plan::new(self, interventions, source, longest_output(source).max(options.prefix.len()))
    }

    /// [`search::greedy`]. `observe` sees every step with the id that was taken.
    fn greedy(
        &self,
        prefix: &[usize],
        mut plan: Option<&mut Plan>,
        workspace: &mut Workspace,
        mut observe: impl FnMut(usize, &Workspace),
    ) -> Output {
        let longest = longest_output(workspace.src).max(prefix.len());
        let mut output = Output { ids: Vec::with_capacity(longest), complete: false };
        self.start_with(1, plan.as_deref_mut(), workspace);
        while !output.complete && output.ids.len() < longest {
            let last = output.ids.last().copied().unwrap_or(START);
            self.step_with(&[last], plan.as_deref_mut(), workspace);
            workspace.maxima.look_at(&workspace.logits);
            let forced = prefix.get(output.ids.len()).copied();
            let id = forced.unwrap_or_else(|| workspace.maxima.first(&workspace.logits));
            observe(id, workspace);
            output.ids.push(id);
            output.complete = id == END;
        }
        output
    }

    /// [`search::beam`]. `observe` sees what every step weighed, and its attention weights [hypotheses, src].
    pub(super) fn beam(
        &self,
        options: &SearchOptions,
        mut plan: Option<&mut Plan>,
        workspace: &mut Workspace,
        mut observe: impl FnMut(&Extensions, &[f32]),
    ) -> Output {
        let mut beam = Beam::new(workspace.src, options);
        self.start_with(1, plan.as_deref_mut(), workspace);
        loop {
            let tokens = beam.tokens();
            self.step_with(&tokens, plan.as_deref_mut(), workspace);
            for logits in workspace.logits.chunks_exact_mut(self.words) {
                log_softmax_in_place(logits.into());
            }
            let shape = (tokens.len(), self.words);
            let log_probabilities = ArrayView2::from_shape(shape, &workspace.logits)
                .unwrap_or_else(|_| unreachable!("there is a row of logits for each hypothesis"));
            let parents =
                beam.extend(log_probabilities, |extensions| observe(extensions, &workspace.weights));
            if parents.is_empty() {
                let search::Hypothesis { ids, complete, .. } = beam.best();
                return Output { ids, complete };
            }
            self.select(&parents, workspace);
        }
    }
}
