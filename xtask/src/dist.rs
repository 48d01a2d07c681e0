//! Writes `dist/`: the npm package, the static site, and the page in one file. The bundling itself is node's, in `xtask/dist/`.

use anyhow::Result;

use crate::package;
use crate::project::{Project, run};
use crate::setup;
use crate::sources;

/// Sets up what is missing, builds `pkg/` where it is old, and writes all parts of `dist/` or those named.
pub fn write(project: &Project, only: &[String]) -> Result<()> {
    setup::node_modules(project)?;
    if let Err(reason) = sources::check_fresh(project) {
        println!("building: {reason}");
        package::build(project)?;
    }
    bundle(project, only)
}

/// Writes parts of `dist/` from `pkg/` as it is.
pub fn bundle(project: &Project, only: &[String]) -> Result<()> {
    let mut command = project.command("node");
    command.arg("xtask/dist/main.js");
    if !only.is_empty() {
        command.args(["--only", &only.join(",")]);
    }
    run(&mut command)
}
