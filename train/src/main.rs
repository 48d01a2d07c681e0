//! The command line of seqscope.
//!
//! Results go to standard output, everything said on the way to standard error. Exit code 0 is success, 1 a
//! failure that a message explains, 2 wrong usage, 130 a training that was interrupted and saved.

mod alignment;
mod allocator;
mod commands;
mod data;
mod files;
mod interruption;
mod manifest;
mod measures;
mod messages;
mod model_files;
mod options;
mod page;
mod parallel;
mod recipes;
mod search;
mod stored_model;
mod trace_file;
mod trace_pictures;
mod training;

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use commands::{
    augment, bench_training, convert, evaluate, import, inspect, page as page_command, publish, recipe,
    reference_model, split, train, translate,
};
use messages::{WrongUsage, say};

/// Trains LSTM encoder-decoders with Luong attention and runs them.
#[derive(Parser)]
#[command(name = "seqscope", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Split(split::SplitArguments),
    Augment(augment::AugmentArguments),
    Train(Box<train::TrainArguments>),
    Evaluate(evaluate::EvaluateArguments),
    Translate(translate::TranslateArguments),
    Inspect(inspect::InspectArguments),
    Convert(convert::ConvertArguments),
    Import(import::ImportArguments),
    Publish(publish::PublishArguments),
    Page(page_command::PageArguments),
    Recipe(recipe::RecipeArguments),
    BenchTraining(bench_training::BenchArguments),
    ReferenceModel(reference_model::ReferenceArguments),
}

fn main() -> ExitCode {
    allocator::keep_freed_memory();
    let result = run(&Arguments::parse().command);
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

fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Split(arguments) => split::split(arguments),
        Command::Augment(arguments) => augment::augment(arguments),
        Command::Train(arguments) => train::train(arguments),
        Command::Evaluate(arguments) => evaluate::evaluate(arguments),
        Command::Translate(arguments) => translate::translate(arguments),
        Command::Inspect(arguments) => inspect::inspect(arguments),
        Command::Convert(arguments) => convert::convert(arguments),
        Command::Import(arguments) => import::import(arguments),
        Command::Publish(arguments) => publish::publish(arguments),
        Command::Page(arguments) => page_command::page(arguments),
        Command::Recipe(arguments) => recipe::recipe(arguments, |arguments| {
            let program = std::iter::once("seqscope").chain(arguments.iter().map(String::as_str));
            run(&Arguments::try_parse_from(program)?.command)
        }),
        Command::BenchTraining(arguments) => bench_training::bench_training(arguments),
        Command::ReferenceModel(arguments) => reference_model::reference_model(arguments),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
