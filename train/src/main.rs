//! The command line of seqscope.
//!
//! Results go to standard output, everything said on the way to standard error. Exit code 0 is success, 1 a
//! failure that a message explains, 2 wrong usage, 130 a training that was interrupted and saved.

mod alignment;
mod allocator;
mod bench;
mod data;
mod evaluate;
mod files;
mod inspect;
mod measures;
mod metrics;
mod pairs;
mod parallel;
mod plot;
mod publish;
mod reference;
mod run;
mod searching;
mod state;
mod train;
mod translate;
mod translation;

use std::fmt::Display;
use std::io::{self, Write, stderr};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Trains LSTM encoder-decoders with Luong attention and runs them.
#[derive(Parser)]
#[command(name = "seqscope", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Split(data::pairs::SplitArguments),
    Train(Box<run::TrainArguments>),
    Evaluate(evaluate::EvaluateArguments),
    Translate(translate::TranslateArguments),
    Inspect(inspect::InspectArguments),
    Publish(publish::PublishArguments),
    BenchTraining(bench::BenchArguments),
    ReferenceModel(reference::ReferenceArguments),
}

fn main() -> ExitCode {
    allocator::keep_freed_memory();
    let result = match Arguments::parse().command {
        Command::Split(arguments) => data::pairs::split(&arguments),
        Command::Train(arguments) => train::train(&arguments),
        Command::Evaluate(arguments) => evaluate::evaluate(&arguments),
        Command::Translate(arguments) => translate::translate(&arguments),
        Command::Inspect(arguments) => inspect::inspect(&arguments),
        Command::Publish(arguments) => publish::publish(&arguments),
        Command::BenchTraining(arguments) => bench::bench_training(&arguments),
        Command::ReferenceModel(arguments) => reference::reference_model(&arguments),
    };
    match result {
        Ok(code) => code,
        // Whoever reads our output has seen enough: `seqscope translate | head -1` is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(format_args!("seqscope: {error:#}"));
            if error.is::<WrongUsage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// Writes a line to standard error. A training goes on when nobody reads it any more.
fn say(message: impl Display) {
    let _ = writeln!(stderr(), "{message}");
}

/// Arguments that are right one by one but not together.
#[derive(Debug)]
struct WrongUsage(seqscope::error::Error);

impl Display for WrongUsage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for WrongUsage {}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
