//! Changes to the code that no test notices, as cargo-mutants makes and counts them.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::project::{Project, output, run as run_command};

/// The version that is installed: another one makes other changes, and cuts them into other shards.
const VERSION: &str = "27.1.0";

/// The least share of the changes that have to be noticed, of those that compile.
const LEAST_SHARE: f64 = 0.9;

/// What came of the changes that were tried.
#[derive(Debug, PartialEq, Eq)]
struct Counts {
    /// A test failed, or did not come to an end.
    noticed: u64,
    missed: u64,
    /// They do not compile, and say nothing of the tests.
    unviable: u64,
}

impl Counts {
    fn read(outcomes: &Value) -> Result<Self> {
        let count = |name: &str| {
            outcomes[name].as_u64().with_context(|| format!("outcomes.json: expected a number as {name}"))
        };
        Ok(Self {
            noticed: count("caught")? + count("timeout")?,
            missed: count("missed")?,
            unviable: count("unviable")?,
        })
    }

    /// What to tell, and whether it is enough.
    fn verdict(&self) -> (String, bool) {
        let Self { noticed, missed, unviable } = self;
        let viable = noticed + missed;
        let share = *noticed as f64 / viable.max(1) as f64;
        let text = format!(
            "{noticed} of {viable} changes were noticed ({:.1} %, at least {:.0} % are expected); {unviable} more do not compile",
            share * 100.0,
            LEAST_SHARE * 100.0
        );
        (text, viable > 0 && share >= LEAST_SHARE)
    }
}

/// Tries changes to the code that `.cargo/mutants.toml` names. Fails where too many are not noticed. `arguments` are
/// those of cargo-mutants, such as `--shard 3/20`.
pub fn run(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    let target = project.target_directory()?;
    let program = install(project, &target)?;
    let mut command = project.command(program);
    command.args(["mutants", "--package", "seqscope", "--package", "seqscope-train", "--output"]);
    command.arg(&target).args(arguments);
    // The tree is copied for each run; what it depends on is compiled once for all.
    command.env("CARGO_TARGET_DIR", &target);
    let status = command.status().context("cannot run cargo-mutants")?;
    // 2: some were missed, 3: some took too long.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        bail!("cargo-mutants failed ({status})");
    }
    if arguments.iter().any(|argument| argument == "--list") {
        return Ok(ExitCode::SUCCESS);
    }
    let folder = target.join("mutants.out");
    let text = fs::read_to_string(folder.join("outcomes.json")).context("cargo-mutants wrote no outcomes")?;
    let outcomes = serde_json::from_str(&text).context("outcomes.json is not JSON")?;
    let (verdict, is_enough) = Counts::read(&outcomes)?.verdict();
    println!("{verdict}; those that were not are in {}", folder.join("missed.txt").display());
    Ok(if is_enough { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The program, compiled into the target folder when it is not there in this version.
fn install(project: &Project, target: &Path) -> Result<PathBuf> {
    let root = target.join("cargo-mutants");
    let program = root.join("bin").join(format!("cargo-mutants{}", std::env::consts::EXE_SUFFIX));
    let is_there = program.is_file()
        && output(project.command(&program).args(["mutants", "--version"]))
            .is_ok_and(|version| version.trim() == format!("cargo-mutants {VERSION}"));
    if !is_there {
        println!("installing cargo-mutants {VERSION} into {}", root.display());
        let mut command = project.cargo();
        command.args(["install", "--quiet", "--locked", "--version", VERSION, "--root"]).arg(&root);
        run_command(command.arg("cargo-mutants")).with_context(|| {
            format!("cargo-mutants {VERSION} is missing and cargo could not install it: is there a network?")
        })?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_hangs_is_noticed_and_what_does_not_compile_does_not_count() {
        let counts = Counts::read(&json!({ "caught": 8, "timeout": 1, "missed": 1, "unviable": 5 })).unwrap();
        assert_eq!(counts, Counts { noticed: 9, missed: 1, unviable: 5 });
        let (text, is_enough) = counts.verdict();
        assert!(text.starts_with("9 of 10 changes were noticed (90.0 %"), "{text}");
        assert!(is_enough);
        assert!(!Counts { noticed: 8, missed: 1, unviable: 5 }.verdict().1);
        assert!(!Counts { noticed: 0, missed: 0, unviable: 3 }.verdict().1);
    }

    #[test]
    fn a_file_of_another_version_is_an_error() {
        let message = Counts::read(&json!({ "caught": 8 })).unwrap_err().to_string();
        assert_eq!(message, "outcomes.json: expected a number as timeout");
    }
}
