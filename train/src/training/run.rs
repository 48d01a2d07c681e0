//! A training and the files of its directory.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use seqscope::checkpoint::{Checkpoint, FORMAT_VERSION, Json, Metadata, Precision, Shards};
use seqscope::error::Error;
use seqscope::nn::AttentionType;
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::Tokenizer;
use seqscope::training::{Score, Session, SessionOptions, Trainer, Validated};
use serde_json::{Value, json};

use super::line::Line;
use super::metrics::{Metric, Metrics};
use super::new_vocabulary::with_target;
use super::plot::loss_plot;
use super::settings::Settings;
use super::state::{Record, SavedRun};
use crate::data::Data;
use crate::messages::{WrongUsage, say};
use crate::{files, interruption};

/// Steps that one line of metrics.jsonl stands for.
const STEPS_A_LINE: u64 = 50;

/// The state that a run resumes from.
const STATE: &str = "checkpoint.safetensors";
/// The model as it validated best.
const MODEL: &str = "model.safetensors";
/// The same where there are several heads, each of which has a file under the name of its attention beside it.
const TRUNK: &str = "trunk.safetensors";
const METRICS: &str = "metrics.jsonl";
const PLOT: &str = "loss.svg";
/// The vocabularies that were learned.
pub const TOKENIZERS: &str = "tokenizers.json";

/// Where a run is kept, and how.
pub struct Kept {
    pub directory: PathBuf,
    /// How model.safetensors stores numbers.
    pub precision: Precision,
    /// Time from one saved state to the next.
    pub state_every: Duration,
}

/// A training and the files of its directory.
pub struct Run {
    data: Data,
    session: Session,
    settings: Settings,
    /// Time spent in training, over all the parts of the run.
    seconds: f64,
    metrics: Metrics,
    kept: Kept,
}

impl Run {
    /// Begins. `overwrite` replaces a run that is in the directory already.
    pub fn start(
        settings: Settings,
        data: Data,
        start_from: &[Checkpoint],
        kept: Kept,
        overwrite: bool,
    ) -> Result<Self> {
        let of_heads = AttentionType::ALL.map(file_of_head);
        let there: Vec<PathBuf> = [STATE, MODEL, TRUNK, METRICS, PLOT, TOKENIZERS]
            .into_iter()
            .chain(of_heads.iter().map(String::as_str))
            .map(|name| kept.directory.join(name))
            .filter(|path| path.exists())
            .collect();
        if let Some(path) = there.first()
            && !overwrite
        {
            bail!(
                "{}: there is a run already; --resume goes on with it, --overwrite replaces it",
                path.display()
            );
        }
        let mut run = Self::new(settings, data, kept, |directory| {
            // All of it, so that a model of the old run is never taken for one of the new.
            for path in &there {
                fs::remove_file(path).with_context(|| path.display().to_string())?;
            }
            fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
            Metrics::create(&directory.join(METRICS))
        })?;
        if let Some(checkpoint) = start_from.first() {
            // A row of an embedding is of use only to the piece that it was learned for.
            let source_stays = have_same_pieces(&checkpoint.metadata.source, run.data.source());
            let target_stays = have_same_pieces(&checkpoint.metadata.target, run.data.target());
            // Another vocabulary of the same language has pieces that the model knows.
            let is_same_task = checkpoint.metadata.task == run.settings.task;
            let given: Vec<Seq2Seq> = start_from
                .iter()
                .map(|checkpoint| match is_same_task && !target_stays {
                    true => with_target(&checkpoint.model, &checkpoint.metadata.target, run.data.target()),
                    false => Ok(checkpoint.model.clone()),
                })
                .collect::<Result<_>>()?;
            let target_stays = target_stays || is_same_task;
            let taken = run.session.trainer_mut().start_from(&given, |name| match name {
                "encoder.input_embedding.weight" => source_stays,
                "decoder.input_embedding.weight" => target_stays,
                _ => target_stays || !name.starts_with("generator."),
            });
            say(format_args!("{taken} tensors of the model to start from are taken over"));
        }
        if let Data::Pairs(pairs) = &run.data {
            pairs.tokenizers.write(&run.kept.directory.join(TOKENIZERS))?;
            let batches = pairs.batches_in_epoch(run.settings.batch_size);
            say(format_args!("{} pairs, {batches} batches an epoch", pairs.len()));
        }
        run.save()?;
        Ok(run)
    }

    /// Goes on from the state in the directory.
    pub fn resume(settings: Settings, data: Data, kept: Kept) -> Result<Self> {
        let saved = SavedRun::read(&kept.directory.join(STATE), &settings)?;
        let mut run = Self::new(settings, data, kept, |directory| {
            Metrics::resume(&directory.join(METRICS), saved.record.progress.steps)
        })?;
        run.session.restore(saved.record.progress, &saved.trainer).context(STATE)?;
        run.seconds = saved.record.seconds;
        Ok(run)
    }

    fn new(
        settings: Settings,
        data: Data,
        kept: Kept,
        metrics: impl FnOnce(&Path) -> Result<Metrics>,
    ) -> Result<Self> {
        let others = settings.heads.get(1..).unwrap_or_default();
        let mut trainer = Trainer::with_heads(settings.model.clone(), others, settings.trainer)?;
        if !settings.turns.is_empty() {
            trainer.take_turns(&settings.turns).map_err(WrongUsage::of)?;
        }
        let options = SessionOptions {
            steps: settings.steps,
            validate_every: settings.validate_every,
            stop_when_exact: settings.stop_when_exact,
            exact_counts: data.is_exact(),
        };
        Ok(Self {
            session: Session::new(trainer, data.validation()?, options),
            data,
            settings,
            seconds: 0.0,
            metrics: metrics(&kept.directory)?,
            kept,
        })
    }

    /// Trains until the run is finished or interrupted.
    pub fn go_on(&mut self) -> Result<ExitCode> {
        let (steps_in_all, batch_size) = (self.settings.steps, self.settings.batch_size);
        let bar = progress_bar(steps_in_all, self.session.steps())?;
        let mut saved = Instant::now();
        let mut since = Instant::now();
        let mut line = Line::new(Instant::now());
        while !self.session.is_finished() {
            let batch = self.data.batch(self.settings.trainer.seed, self.session.steps(), batch_size)?;
            let report = self.session.step(&batch).map_err(with_advice)?;
            let steps = self.session.steps();
            line.add(&report);
            let stop = interruption::is_asked();
            bar.set_position(steps);
            if steps.is_multiple_of(STEPS_A_LINE) || steps == steps_in_all || stop {
                bar.set_message(format!("{:.5}", line.loss()));
                self.metrics.add(line.take(steps, Instant::now()))?;
            }
            if self.session.is_validation_due() {
                self.seconds += since.elapsed().as_secs_f64();
                since = Instant::now();
                let said = self.validate()?;
                bar.suspend(|| say(said));
                line.pause(since.elapsed());
            }
            if self.session.is_finished() || stop || saved.elapsed() >= self.kept.state_every {
                self.seconds += since.elapsed().as_secs_f64();
                since = Instant::now();
                self.save()?;
                saved = Instant::now();
            }
            if stop && !self.session.is_finished() {
                bar.abandon();
                say(format_args!(
                    "{}: interrupted after step {steps} and saved; the same command with --resume goes on",
                    self.kept.directory.display()
                ));
                return Ok(ExitCode::from(interruption::EXIT_CODE));
            }
        }
        bar.finish_and_clear();
        if let Some(best) = self.session.progress().best {
            say(format_args!(
                "{}: {} steps in {:.0} s, best at step {}: validation loss {:.5}, exact match {:.2} %",
                self.kept.directory.display(),
                self.session.steps(),
                self.seconds,
                best.step,
                best.loss,
                100.0 * best.exact_match
            ));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Validates, keeps the model if it is the best one so far, and says how it went.
    fn validate(&mut self) -> Result<String> {
        let Validated { mean, heads, is_best } = self.session.validate().map_err(with_advice)?;
        let step = self.session.steps();
        if is_best {
            self.write_models(Score { step, exact_match: mean.exact_match, loss: mean.loss })?;
        }
        let by_name = self.settings.heads.iter().map(|attention| attention.name().to_string());
        let losses: BTreeMap<String, f64> = by_name.zip(heads.iter().map(|head| head.loss)).collect();
        let losses_said: String = losses.iter().map(|(name, loss)| format!(" {name} {loss:.5},")).collect();
        self.metrics.add(Metric::Validation {
            step,
            validation_loss: mean.loss,
            validation_token_accuracy: mean.token_accuracy,
            validation_exact_match: mean.exact_match,
            validation_loss_of_heads: losses,
            seconds: self.seconds,
        })?;
        Ok(format!(
            "step {step}: validation loss {:.5},{losses_said} exact match {:.2} %, {:.0} s",
            mean.loss,
            100.0 * mean.exact_match,
            self.seconds
        ))
    }

    /// Writes everything that a resumed run needs, and the plot.
    fn save(&self) -> Result<()> {
        let record = Record {
            settings: self.settings.clone(),
            progress: self.session.progress(),
            seconds: self.seconds,
        };
        let saved = SavedRun { record, trainer: self.session.trainer().state() };
        saved.write(&self.kept.directory.join(STATE))?;
        let name =
            self.kept.directory.file_name().map_or_else(Default::default, |name| name.to_string_lossy());
        let plot = loss_plot(self.metrics.lines(), &name)?;
        files::write(&self.kept.directory.join(PLOT), plot.as_bytes())
    }

    /// Writes the model in the form that is published, of several heads the trunk and each head.
    fn write_models(&self, score: Score) -> Result<()> {
        let (directory, precision) = (&self.kept.directory, self.kept.precision);
        let models = self.session.trainer().joint().models();
        if let [model] = &models[..] {
            let bytes = self.checkpoint(model.clone(), score)?.to_bytes(precision)?;
            return files::write(&directory.join(MODEL), &bytes);
        }
        for model in models {
            let attention = model.config().attention;
            let Shards { trunk, head, .. } = self.checkpoint(model, score)?.to_shards(precision)?;
            files::write(&directory.join(TRUNK), &trunk)?;
            files::write(&directory.join(file_of_head(attention)), &head)?;
        }
        Ok(())
    }

    fn checkpoint(&self, model: Seq2Seq, score: Score) -> Result<Checkpoint> {
        let settings = &self.settings;
        Ok(Checkpoint {
            metadata: Metadata {
                format_version: FORMAT_VERSION,
                task: settings.task.clone(),
                model: model.config().clone(),
                source: self.data.source().clone(),
                target: self.data.target().clone(),
                training: Json::new(&self.summary(score))?,
                quality: BTreeMap::new(),
                data: self.data.source_of_data(),
            },
            model,
        })
    }

    /// What a reader needs to train the same model again. No times: the same run gives the same file.
    fn summary(&self, score: Score) -> BTreeMap<String, Value> {
        let settings = &self.settings;
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
        let turns = Some(("turns", json!(settings.turns))).filter(|_| !settings.turns.is_empty());
        let of_translation = settings.translation.as_ref().map(|translation| {
            [
                ("pairs", json!(translation.count)),
                ("piece_dropout", json!(translation.piece_dropout)),
                ("target_dropout", json!(translation.target_dropout)),
                ("start_from", json!(translation.start_from)),
            ]
        });
        let facts = facts.into_iter().chain(turns).chain(of_translation.into_iter().flatten());
        facts.map(|(name, value)| (name.to_string(), value)).collect()
    }
}

/// The file of one of several heads.
fn file_of_head(attention: AttentionType) -> String {
    format!("{}.safetensors", attention.name().replace('_', "-"))
}

/// Whether each id stands for the same piece, however text is cut into them.
fn have_same_pieces(one: &Tokenizer, other: &Tokenizer) -> bool {
    one.len() == other.len() && (0..one.len()).all(|id| one.piece(id) == other.piece(id))
}

/// Says what may help where numbers have run away.
fn with_advice(error: Error) -> anyhow::Error {
    anyhow!("{error}; a lower --learning-rate or --clip may help")
}

fn progress_bar(steps: u64, done: u64) -> Result<ProgressBar> {
    let style = "{wide_bar} {pos}/{len} steps, loss {msg}, {eta} left";
    let bar = ProgressBar::new(steps).with_style(ProgressStyle::with_template(style)?);
    bar.set_message("–");
    bar.set_position(done);
    bar.reset_eta();
    Ok(bar)
}
