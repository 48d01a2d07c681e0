//! `seqscope train`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use seqscope::checkpoint::{Checkpoint, FORMAT_VERSION, Json, Metadata, Precision};
use seqscope::training::{Batch, StepReport, Trainer, validate};
use serde_json::{Value, json};

use crate::data::{Data, Tokenizers};
use crate::files;
use crate::metrics::{Metric, Metrics};
use crate::plot::loss_plot;
use crate::run::TrainArguments;
use crate::state::{Progress, SavedRun, Score};
use crate::{WrongUsage, say};

/// Steps that one line of metrics.jsonl stands for.
const STEPS_A_LINE: u64 = 50;

/// The state that a run resumes from.
const STATE: &str = "checkpoint.safetensors";
/// The model as it validated best.
const MODEL: &str = "model.safetensors";
const METRICS: &str = "metrics.jsonl";
const PLOT: &str = "loss.svg";
/// The vocabularies that were learned.
const TOKENIZERS: &str = "tokenizers.json";

pub fn train(arguments: &TrainArguments) -> Result<ExitCode> {
    let directory = arguments.directory();
    let start_from = arguments.start()?;
    let known = directory.join(TOKENIZERS);
    let known = (arguments.resume && known.exists()).then(|| Tokenizers::read(&known)).transpose()?;
    let data = arguments.data(known, start_from.as_ref())?;
    arguments.settings(&data).model.validate().map_err(WrongUsage)?;
    let mut run = if arguments.resume {
        Run::resume(arguments, data, directory)?
    } else {
        Run::start(arguments, data, start_from.as_ref(), directory)?
    };
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))?;
    run.go_on(&interrupted)
}

/// A training and the files of its directory.
struct Run {
    data: Data,
    validation: Vec<Batch>,
    trainer: Trainer,
    progress: Progress,
    metrics: Metrics,
    directory: PathBuf,
    precision: Precision,
    checkpoint_every: Duration,
}

impl Run {
    fn start(
        arguments: &TrainArguments,
        data: Data,
        start_from: Option<&Checkpoint>,
        directory: PathBuf,
    ) -> Result<Self> {
        let there: Vec<PathBuf> = [STATE, MODEL, METRICS, PLOT, TOKENIZERS]
            .map(|name| directory.join(name))
            .into_iter()
            .filter(|path| path.exists())
            .collect();
        if let Some(path) = there.first()
            && !arguments.overwrite
        {
            bail!(
                "{}: there is a run already; --resume goes on with it, --overwrite replaces it",
                path.display()
            );
        }
        let mut run = Self::new(arguments, data, directory, |directory| {
            // All of it, so that a model of the old run is never taken for one of the new.
            for path in &there {
                fs::remove_file(path).with_context(|| path.display().to_string())?;
            }
            fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
            Metrics::create(&directory.join(METRICS))
        })?;
        if let Some(checkpoint) = start_from {
            // A row of an embedding is of use only to the piece that it was learned for.
            let source_stays = checkpoint.metadata.source == *run.data.source();
            let target_stays = checkpoint.metadata.target == *run.data.target();
            let taken = run.trainer.start_from(&checkpoint.model, |name| match name {
                "encoder.input_embedding.weight" => source_stays,
                "decoder.input_embedding.weight" => target_stays,
                _ => target_stays || !name.starts_with("generator."),
            });
            say(format_args!("{taken} tensors of the model to start from are taken over"));
        }
        if let Data::Translation(translation) = &run.data {
            translation.tokenizers.write(&run.directory.join(TOKENIZERS))?;
            let batches = translation.batches_in_epoch(run.progress.settings.batch_size);
            say(format_args!("{} pairs, {batches} batches an epoch", translation.len()));
        }
        run.save()?;
        Ok(run)
    }

    fn resume(arguments: &TrainArguments, data: Data, directory: PathBuf) -> Result<Self> {
        let settings = arguments.settings(&data);
        let saved = SavedRun::read(&directory.join(STATE), &settings)?;
        let mut run = Self::new(arguments, data, directory, |directory| {
            Metrics::resume(&directory.join(METRICS), saved.progress.steps)
        })?;
        run.trainer.restore(&saved.trainer).context(STATE)?;
        run.progress = saved.progress;
        Ok(run)
    }

    fn new(
        arguments: &TrainArguments,
        data: Data,
        directory: PathBuf,
        metrics: impl FnOnce(&Path) -> Result<Metrics>,
    ) -> Result<Self> {
        let settings = arguments.settings(&data);
        let trainer = Trainer::new(settings.model.clone(), settings.trainer)?;
        Ok(Self {
            validation: data.validation()?,
            data,
            trainer,
            progress: Progress {
                settings,
                steps: 0,
                seconds: 0.0,
                best: None,
                exact_in_a_row: 0,
                finished: false,
            },
            metrics: metrics(&directory)?,
            directory,
            precision: arguments.precision.engine(),
            checkpoint_every: Duration::from_secs(arguments.checkpoint_seconds),
        })
    }

    /// Trains until the run is finished or interrupted.
    fn go_on(&mut self, interrupted: &AtomicBool) -> Result<ExitCode> {
        let settings = self.progress.settings.clone();
        let bar = progress_bar(settings.steps, self.progress.steps)?;
        let mut saved = Instant::now();
        let mut since = Instant::now();
        let mut line = Line::new();
        while !self.progress.finished {
            let batch = self.data.batch(settings.trainer.seed, self.progress.steps, settings.batch_size)?;
            let report = self.trainer.step(&batch);
            self.progress.steps += 1;
            let steps = self.progress.steps;
            if !report.loss.is_finite() || !report.gradient_norm.is_finite() {
                bail!(
                    "step {steps}: the loss is {} and the gradient's norm {}; a lower --learning-rate or --clip may help",
                    report.loss,
                    report.gradient_norm
                );
            }
            line.add(&report);
            let stop = interrupted.load(Ordering::Relaxed);
            bar.set_position(steps);
            if steps.is_multiple_of(STEPS_A_LINE) || steps == settings.steps || stop {
                bar.set_message(format!("{:.5}", line.loss()));
                self.metrics.add(line.take(steps))?;
            }
            if steps.is_multiple_of(settings.validate_every) || steps == settings.steps {
                let spent = since.elapsed().as_secs_f64();
                self.progress.seconds += spent;
                since = Instant::now();
                let said = self.validate(steps)?;
                bar.suspend(|| say(said));
                line.pause(since.elapsed());
            }
            if self.progress.finished || stop || saved.elapsed() >= self.checkpoint_every {
                self.progress.seconds += since.elapsed().as_secs_f64();
                since = Instant::now();
                self.save()?;
                saved = Instant::now();
            }
            if stop && !self.progress.finished {
                bar.abandon();
                say(format_args!(
                    "{}: interrupted after step {steps} and saved; the same command with --resume goes on",
                    self.directory.display()
                ));
                return Ok(ExitCode::from(130));
            }
        }
        bar.finish_and_clear();
        if let Some(best) = self.progress.best {
            say(format_args!(
                "{}: {} steps in {:.0} s, best at step {}: validation loss {:.5}, exact match {:.2} %",
                self.directory.display(),
                self.progress.steps,
                self.progress.seconds,
                best.step,
                best.loss,
                100.0 * best.exact_match
            ));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Validates, keeps the model if it is the best one so far, and says how it went.
    fn validate(&mut self, step: u64) -> Result<String> {
        let found = validate(self.trainer.model(), &self.validation);
        self.metrics.add(Metric::Validation {
            step,
            validation_loss: found.loss,
            validation_token_accuracy: found.token_accuracy,
            validation_exact_match: found.exact_match,
            seconds: self.progress.seconds,
        })?;
        let settings = &self.progress.settings;
        let is_exact = found.exact_match == 1.0;
        let in_a_row = if is_exact { self.progress.exact_in_a_row + 1 } else { 0 };
        let enough = settings.stop_when_exact > 0 && in_a_row >= settings.stop_when_exact;
        self.progress.exact_in_a_row = in_a_row;
        self.progress.finished = step == settings.steps || enough;
        let score = Score { step, exact_match: found.exact_match, loss: found.loss };
        if self.progress.best.is_none_or(|best| score.is_better_than(&best, self.data.is_exact())) {
            self.progress.best = Some(score);
            let model = self.checkpoint(score)?.to_bytes(self.precision)?;
            files::write(&self.directory.join(MODEL), &model)?;
        }
        Ok(format!(
            "step {step}: validation loss {:.5}, exact match {:.2} %, {:.0} s",
            found.loss,
            100.0 * found.exact_match,
            self.progress.seconds
        ))
    }

    /// Writes everything that a resumed run needs, and the plot.
    fn save(&self) -> Result<()> {
        let saved = SavedRun { progress: self.progress.clone(), trainer: self.trainer.state() };
        saved.write(&self.directory.join(STATE))?;
        let name = self.directory.file_name().map_or_else(Default::default, |name| name.to_string_lossy());
        let plot = loss_plot(self.metrics.lines(), &name)?;
        files::write(&self.directory.join(PLOT), plot.as_bytes())
    }

    /// The model in the form that is published.
    fn checkpoint(&self, score: Score) -> Result<Checkpoint> {
        let settings = &self.progress.settings;
        Ok(Checkpoint {
            metadata: Metadata {
                format_version: FORMAT_VERSION,
                task: settings.task.clone(),
                model: settings.model.clone(),
                source: self.data.source().clone(),
                target: self.data.target().clone(),
                training: Json::new(&self.summary(score))?,
                quality: BTreeMap::new(),
                data: self.data.source_of_data(),
            },
            model: self.trainer.model().clone(),
        })
    }

    /// What a reader needs to train the same model again. No times: the same run gives the same file.
    fn summary(&self, score: Score) -> BTreeMap<String, Value> {
        let settings = &self.progress.settings;
        let trainer = &settings.trainer;
        let facts = [
            ("optimiser", json!("adam")),
            ("adam", json!(trainer.adam)),
            ("seed", json!(trainer.seed)),
            ("threads", json!(trainer.threads)),
            ("steps", json!(settings.steps)),
            ("step", json!(score.step)),
            ("batch_size", json!(settings.batch_size)),
            ("learning_rate", json!(trainer.schedule.peak)),
            ("warm_up", json!(trainer.schedule.warm_up)),
            ("decay", json!(trainer.schedule.decay.name())),
            ("clip", json!(trainer.clip)),
            ("label_smoothing", json!(trainer.label_smoothing)),
            ("dropout", json!(settings.model.dropout)),
            ("validation_loss", json!(score.loss)),
            ("validation_exact_match", json!(score.exact_match)),
        ];
        let of_translation = settings.translation.as_ref().map(|translation| {
            [
                ("pairs", json!(translation.count)),
                ("piece_dropout", json!(translation.piece_dropout)),
                ("target_dropout", json!(translation.target_dropout)),
                ("start_from", json!(translation.start_from)),
            ]
        });
        let facts = facts.into_iter().chain(of_translation.into_iter().flatten());
        facts.map(|(name, value)| (name.to_string(), value)).collect()
    }
}

fn progress_bar(steps: u64, done: u64) -> Result<ProgressBar> {
    let style = "{wide_bar} {pos}/{len} steps, loss {msg}, {eta} left";
    let bar = ProgressBar::new(steps).with_style(ProgressStyle::with_template(style)?);
    bar.set_message("–");
    bar.set_position(done);
    bar.reset_eta();
    Ok(bar)
}

/// The steps since the last line of metrics.jsonl.
struct Line {
    since: Instant,
    paused: Duration,
    loss: f64,
    steps: u64,
    tokens: usize,
    learning_rate: f64,
    gradient_norm: f32,
}

impl Line {
    fn new() -> Self {
        let (since, paused) = (Instant::now(), Duration::ZERO);
        Self { since, paused, loss: 0.0, steps: 0, tokens: 0, learning_rate: 0.0, gradient_norm: 0.0 }
    }

    fn add(&mut self, report: &StepReport) {
        self.loss += report.loss;
        self.steps += 1;
        self.tokens += report.tokens;
        self.learning_rate = report.learning_rate;
        self.gradient_norm = self.gradient_norm.max(report.gradient_norm);
    }

    /// Time that does not count.
    fn pause(&mut self, time: Duration) {
        self.paused += time;
    }

    fn loss(&self) -> f64 {
        self.loss / self.steps as f64
    }

    fn take(&mut self, step: u64) -> Metric {
        let seconds = self.since.elapsed().saturating_sub(self.paused).as_secs_f64();
        let metric = Metric::Training {
            step,
            loss: self.loss(),
            learning_rate: self.learning_rate,
            gradient_norm: self.gradient_norm,
            words_per_second: (self.tokens as f64 / seconds).round(),
        };
        *self = Self::new();
        metric
    }
}
