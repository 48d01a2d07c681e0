//! Builds, serves, tests and measures seqscope.

mod bench;
mod dist;
mod imports;
mod mutants;
mod package;
mod project;
mod serve;
mod setup;
mod sources;
mod steps;
mod unit_tests;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::project::Project;

const HELP: &str = "\
cargo xtask build                          build pkg/ from src/
cargo xtask serve [--port N] [--no-open]   serve this folder on localhost (port 8000) and open the page
cargo xtask test [--only STEP[,STEP...]]   run every check, or only the steps named
cargo xtask test --list                    list the steps
cargo xtask monkey [--actions N] [--every N] [--seed N] [--browser chromium|firefox|webkit] [--no-faults]
                                           random actions over the page, compared with a fresh page of the same address
cargo xtask mutants [--shard K/N]          change the code in many small ways and count the changes that no test notices
cargo xtask fuzz [--minutes N] [--seed N] [--keep] [--only safetensors|torch|vocabularies|run-options]
                                           files and requests with errors in them, a minute of each kind
cargo xtask dist [--only npm|site|page]    write dist/npm/, the package to publish, dist/site/, the page for any host, and
                                           dist/seqscope.html, the page in one file
cargo xtask bench [--only SECTION[,SECTION...]] [--repeats N] [--base CHECKOUT] [--json FILE]
                                           measure beside other engines; benches/README.md lists the sections

Each command first sets up what it needs and is missing: the wasm32 target, the npm packages, Chromium.";

/// The port that `serve` takes when none is named.
const DEFAULT_PORT: u16 = 8000;

#[derive(Debug, PartialEq)]
enum Command {
    Help,
    Build,
    Serve {
        port: u16,
        open: bool,
    },
    ListSteps,
    Test {
        only: Vec<String>,
    },
    Dist {
        only: Vec<String>,
    },
    /// What follows is the program's.
    Monkey {
        arguments: Vec<OsString>,
    },
    /// What follows is the program's.
    Mutants {
        arguments: Vec<OsString>,
    },
    /// What follows is the program's.
    Fuzz {
        arguments: Vec<OsString>,
    },
    Bench(bench::Options),
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
        Command::Monkey { arguments } => return steps::monkey(&project, &arguments),
        Command::Mutants { arguments } => return mutants::run(&project, &arguments),
        Command::Fuzz { arguments } => return steps::fuzz(&project, &arguments),
        Command::Build => package::build(&project)?,
        Command::Serve { port, open } => serve::run(&project, port, open)?,
        Command::ListSteps => steps::list(),
        Command::Test { only } => return steps::run(&project, &only),
        Command::Dist { only } => dist::write(&project, &only)?,
        Command::Bench(options) => bench::bench(&project, &options)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut command = match arguments.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => match name.to_str() {
            Some("help") => return Ok(Command::Help),
            Some("monkey") => return Ok(Command::Monkey { arguments: arguments.raw_args()?.collect() }),
            Some("mutants") => return Ok(Command::Mutants { arguments: arguments.raw_args()?.collect() }),
            Some("fuzz") => return Ok(Command::Fuzz { arguments: arguments.raw_args()?.collect() }),
            Some("build") => Command::Build,
            Some("serve") => Command::Serve { port: DEFAULT_PORT, open: true },
            Some("test") => Command::Test { only: Vec::new() },
            Some("dist") => Command::Dist { only: Vec::new() },
            Some("bench") => Command::Bench(bench::Options::default()),
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
            (Command::Test { only }, Long("only")) => only.extend(names(&mut arguments, "step")?),
            (Command::Test { .. }, Long("list")) => command = Command::ListSteps,
            (Command::Dist { only }, Long("only")) => only.extend(names(&mut arguments, "part")?),
            (Command::Bench(options), Long("only")) => {
                options.only.extend(names(&mut arguments, "section")?);
            }
            (Command::Bench(options), Long("repeats")) => {
                let repeats = arguments.value()?.parse().ok().filter(|&repeats| repeats > 0);
                options.repeats = Some(repeats.context("--repeats: expected a number from 1")?);
            }
            (Command::Bench(options), Long("base")) => options.base = Some(arguments.value()?.into()),
            (Command::Bench(options), Long("json")) => options.json = Some(arguments.value()?.into()),
            (_, argument) => return Err(argument.unexpected().into()),
        }
    }
    Ok(command)
}

/// The value of an option, a list with commas.
fn names(arguments: &mut lexopt::Parser, what: &str) -> Result<Vec<String>> {
    let value = arguments.value()?.string()?;
    let names: Vec<String> =
        value.split(',').map(str::trim).filter(|name| !name.is_empty()).map(String::from).collect();
    if names.is_empty() {
        bail!("--only: expected the name of a {what}");
    }
    Ok(names)
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
        assert_eq!(
            parse_words(&["dist", "--only", "npm"]).unwrap(),
            Command::Dist { only: vec!["npm".into()] }
        );
        assert_eq!(
            parse_words(&[
                "bench",
                "--only",
                "sentence,key",
                "--repeats",
                "5",
                "--base",
                "../b",
                "--json",
                "a.json",
            ])
            .unwrap(),
            Command::Bench(bench::Options {
                repeats: Some(5),
                only: vec!["sentence".into(), "key".into()],
                base: Some("../b".into()),
                json: Some("a.json".into()),
            })
        );
        assert!(parse_words(&["build", "--port", "9"]).is_err());
    }

    #[test]
    fn a_wrong_option_is_an_error_and_not_ignored() {
        assert!(parse_words(&["serve", "--port", "70000"]).is_err());
        assert!(parse_words(&["test", "--only", ","]).is_err());
        assert!(parse_words(&["bench", "--repeats", "0"]).is_err());
        assert!(parse_words(&["deploy"]).unwrap_err().to_string().contains("cargo xtask build"));
    }
}
