//! Measures seqscope beside its peers, in one headless Chromium.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::dist;
use crate::package;
use crate::project::{Project, run};
use crate::setup;
use crate::sources;

/// The folder with the peers' `package.json`.
const PEERS: &str = "benches/peers";

/// What to measure and where to write it.
#[derive(Debug, Default, PartialEq)]
pub struct Options {
    /// Runs of each contender; the script has a default.
    pub repeats: Option<u32>,
    /// Sections; all where there are none.
    pub only: Vec<String>,
    /// Another checkout, whose page is measured beside this one's.
    pub base: Option<PathBuf>,
    /// Where all samples go.
    pub json: Option<PathBuf>,
}

/// Sets up what is missing, builds `pkg/` where it is old and the command line, and measures.
pub fn bench(project: &Project, options: &Options) -> Result<()> {
    setup::wasm_target(project)?;
    setup::node_modules(project)?;
    setup::node_modules_in(project, PEERS)?;
    let chromium = setup::chromium(project)?;
    if let Err(reason) = sources::check_fresh(project) {
        println!("building: {reason}");
        package::build(project)?;
    }
    println!("building the command line");
    run(project.cargo().args(["build", "--quiet", "--locked", "--release", "--bin", "seqscope"]))?;
    let target = project.target_directory()?;
    let program = target.join("release").join(format!("seqscope{}", std::env::consts::EXE_SUFFIX));

    let references = target.join("references");
    let chosen = |name: &str| options.only.is_empty() || options.only.iter().any(|section| section == name);
    if chosen("network") {
        dist::bundle(project, &["site".into()])?;
    }
    if chosen("gates") {
        package::build_example(project, "gates", &references.join("gates"))?;
    }

    let mut command = project.command("node");
    command.arg("benches/browser/main.js").env("CHROMIUM", chromium);
    command.arg("--seqscope").arg(program).arg("--references").arg(references);
    if let Some(repeats) = options.repeats {
        command.args(["--repeats", &repeats.to_string()]);
    }
    if !options.only.is_empty() {
        command.args(["--only", &options.only.join(",")]);
    }
    if let Some(base) = &options.base {
        command.arg("--base").arg(absolute(base)?);
    }
    if let Some(json) = &options.json {
        command.arg("--json").arg(absolute(json)?);
    }
    run(&mut command)
}

/// The path from where the command was typed: the script runs in the root.
fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("cannot find {}", path.display()))
}
