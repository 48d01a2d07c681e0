//! A text through an engine: the output alone, or all that was to be seen.

use ndarray::ArrayView2;
use web_time::Instant;

use super::engine::Engine;
use super::intervention::Interventions;
use super::output::Output;
use super::plan::Plan;
use super::recorder::Recorder;
use super::workspace::Workspace;
use crate::checkpoint::Metadata;
use crate::error::Error;
use crate::nn::functional::log_softmax_in_place;
use crate::search::{Extensions, SearchOptions, Stepper, best_of_beam, greedy_ids, longest_output};
use crate::tokens::SpecialIds;
use crate::trace::{Timings, Trace};

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
        options.validate(self.trunk.words)?;
        let source = metadata.source_tokens(text)?;
        let ids: Vec<usize> = source.iter().map(|token| token.id).collect();
        let mut plan = self.plan(ids.len(), options, interventions)?;

        let started = Instant::now();
        self.encode_with(&ids, plan.as_mut(), workspace);
        let encoded = Instant::now();
        // A beam only finds the ids: recording them is a greedy run with all of them forced.
        let prefix = match options.beam {
            1 => options.prefix.clone(),
            _ => self.best_of_beam(options, plan.as_mut(), workspace).ids,
        };
        let steps = longest_output(workspace.src).max(prefix.len());
        let mut recorder = Recorder::new(self, workspace.src, steps, options.candidates);
        let output = self.greedy(&prefix, plan.as_mut(), workspace, |id, workspace| {
            recorder.record(id, workspace);
        });
        let decoded = Instant::now();

        let timings = Timings::between(started, encoded, decoded);
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
        options.validate(self.trunk.words)?;
        let mut plan = self.plan(source.len(), options, interventions)?;
        self.encode_with(source, plan.as_mut(), workspace);
        Ok(match options.beam {
            1 => self.greedy(&options.prefix, plan.as_mut(), workspace, |_, _| ()),
            _ => self.best_of_beam(options, plan.as_mut(), workspace),
        })
    }

    /// What `interventions` come to for a source of `source` tokens; `None` where there are none.
    pub(super) fn plan(
        &self,
        source: usize,
        options: &SearchOptions,
        interventions: &Interventions,
    ) -> Result<Option<Plan>, Error> {
        if let (false, Some(row)) = (self.attends(), interventions.rows.first()) {
            return Err(Error::Request {
                what: "rows[0]".to_string(),
                expected: "no row, as a model without attention has no weights".to_string(),
                found: format!("one for step {}", row.step),
            });
        }
        Plan::new(&self.trunk.cells, interventions, source, longest_output(source).max(options.prefix.len()))
    }

    /// [`crate::search::greedy`]. `observe` sees every step with the id that was taken.
    fn greedy(
        &self,
        prefix: &[usize],
        plan: Option<&mut Plan>,
        workspace: &mut Workspace,
        mut observe: impl FnMut(usize, &Workspace),
    ) -> Output {
        let source = workspace.src;
        let mut steps = EngineSteps { engine: self, plan, workspace };
        let ids = greedy_ids(&mut steps, source, prefix, |steps, id| observe(id, steps.workspace));
        Output::new(ids, self.trunk.special_ids.end)
    }

    /// [`Engine::beam`] that nobody watches.
    // Not a copy of it for each caller: that would be a kilobyte more to fetch.
    #[inline(never)]
    fn best_of_beam(
        &self,
        options: &SearchOptions,
        plan: Option<&mut Plan>,
        workspace: &mut Workspace,
    ) -> Output {
        self.beam(options, plan, workspace, |_, _| ())
    }

    /// [`crate::search::beam`]. `observe` sees what every step weighed, and its attention weights [hypotheses, src].
    pub(super) fn beam(
        &self,
        options: &SearchOptions,
        plan: Option<&mut Plan>,
        workspace: &mut Workspace,
        mut observe: impl FnMut(&Extensions, &[f32]),
    ) -> Output {
        let source = workspace.src;
        let mut steps = EngineSteps { engine: self, plan, workspace };
        let best = best_of_beam(&mut steps, source, options, |steps, extensions| {
            observe(extensions, &steps.workspace.weights);
        });
        Output::new(best.ids, self.trunk.special_ids.end)
    }
}

/// An engine as a search drives it.
struct EngineSteps<'a> {
    engine: &'a Engine,
    plan: Option<&'a mut Plan>,
    workspace: &'a mut Workspace,
}

impl Stepper for EngineSteps<'_> {
    fn special_ids(&self) -> SpecialIds {
        self.engine.trunk.special_ids
    }

    fn start(&mut self) {
        self.engine.start_with(1, self.plan.as_deref_mut(), self.workspace);
    }

    fn step(&mut self, tokens: &[usize]) {
        self.engine.step_with(tokens, self.plan.as_deref_mut(), self.workspace);
    }

    fn choose(&mut self, forced: Option<usize>) -> usize {
        let Workspace { maxima, logits, .. } = &mut *self.workspace;
        // Where the id is forced too: whoever records the step asks for the best of it.
        maxima.look_at(logits);
        forced.unwrap_or_else(|| maxima.first(logits))
    }

    fn normalise(&mut self) {
        for logits in self.workspace.logits.chunks_exact_mut(self.engine.trunk.words) {
            log_softmax_in_place(logits.into());
        }
    }

    fn log_probabilities(&self) -> ArrayView2<'_, f32> {
        let (logits, words) = (&self.workspace.logits, self.engine.trunk.words);
        // There is a row of logits for each hypothesis.
        ArrayView2::from_shape((logits.len() / words, words), logits).unwrap_or_else(|_| unreachable!())
    }

    fn select(&mut self, rows: &[usize]) {
        self.engine.select(rows, self.workspace);
    }
}
