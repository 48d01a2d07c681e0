//! Builds, serves and tests seqscope.

mod imports;
mod javascript;
mod package;
mod project;
mod serve;
mod setup;
mod sources;
mod steps;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::project::Project;

const HELP: &str = "\
cargo xtask build                          build pkg/ from src/
cargo xtask serve [--port N] [--no-open]   serve this folder on localhost (port 8000) and open the page
cargo xtask test [--only STEP[,STEP...]]   run every check, or only the steps named
cargo xtask test --list                    list the steps

Each command first sets up what it needs and is missing: the wasm32 target, the npm packages, Chromium.";

/// The port that `serve` takes when none is named.
const DEFAULT_PORT: u16 = 8000;

#[derive(Debug, PartialEq)]
enum Command {
    Help,
    Build,
    Serve { port: u16, open: bool },
    ListSteps,
    Test { only: Vec<String> },
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let project = Project::find()?;
    match parse(lexopt::Parser::from_env())? {
        Command::Help => println!("{HELP}"),
        Command::Build => package::build(&project)?,
        Command::Serve { port, open } => serve::run(&project, port, open)?,
        Command::ListSteps => steps::list(),
        Command::Test { only } => return steps::run(&project, &only),
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut command = match arguments.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => match name.to_str() {
            Some("help") => return Ok(Command::Help),
            Some("build") => Command::Build,
            Some("serve") => Command::Serve { port: DEFAULT_PORT, open: true },
            Some("test") => Command::Test { only: Vec::new() },
            _ => bail!("no command {name:?}; there are:\n\n{HELP}"),
        },
        Some(argument) => return Err(argument.unexpected().into()),
    };
    while let Some(argument) = arguments.next()? {
        match (&mut command, argument) {
            (_, Short('h') | Long("help")) => return Ok(Command::Help),
            (Command::Serve { port, .. }, Long("port")) => {
                *port = arguments.value()?.parse().context("--port: expected a number up to 65535")?;
            }
            (Command::Serve { open, .. }, Long("no-open")) => *open = false,
            (Command::Test { only }, Long("only")) => {
                let names = arguments.value()?.string()?;
                only.extend(
                    names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(String::from),
                );
                if only.is_empty() {
                    bail!("--only: expected the name of a step");
                }
            }
            (Command::Test { .. }, Long("list")) => command = Command::ListSteps,
            (_, argument) => return Err(argument.unexpected().into()),
        }
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(words: &[&str]) -> Result<Command> {
        parse(lexopt::Parser::from_args(words.iter().copied()))
    }

    #[test]
    fn options_belong_to_their_command() {
        assert_eq!(parse_words(&["build"]).unwrap(), Command::Build);
        assert_eq!(
            parse_words(&["serve", "--port", "9", "--no-open"]).unwrap(),
            Command::Serve { port: 9, open: false }
        );
        assert_eq!(
            parse_words(&["test", "--only", "pages,types"]).unwrap(),
            Command::Test { only: vec!["pages".into(), "types".into()] }
        );
        assert!(parse_words(&["build", "--port", "9"]).is_err());
    }

    #[test]
    fn a_wrong_option_is_an_error_and_not_ignored() {
        assert!(parse_words(&["serve", "--port", "70000"]).is_err());
        assert!(parse_words(&["test", "--only", ","]).is_err());
        assert!(parse_words(&["deploy"]).unwrap_err().to_string().contains("cargo xtask build"));
    }
}
