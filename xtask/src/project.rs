//! Where things are, and how other programs are run.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The compilation profile of this program and of `xtask-wasm`.
pub const TOOLS_PROFILE: &str = "tools";

/// The checkout that the commands work on.
pub struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

impl Project {
    /// The checkout that this program was built from.
    pub fn find() -> Result<Project> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask/ has no parent folder")?;
        Ok(Project { root: root.to_path_buf() })
    }

    /// A path under the root, written with `/`.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A program, run in the root with nothing on its standard input.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// The cargo that runs this program.
    pub fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// Where cargo puts what it compiles.
    pub fn target_directory(&self) -> Result<PathBuf> {
        let text = output(self.cargo().args(["metadata", "--locked", "--no-deps", "--format-version=1"]))?;
        let metadata: Value = serde_json::from_str(&text).context("cargo metadata wrote no JSON")?;
        let path = metadata["target_directory"].as_str();
        Ok(PathBuf::from(path.context("cargo metadata: expected target_directory")?))
    }

    /// A tool of `node_modules`, run by node.
    pub fn node_tool(&self, package: &str, script: &str) -> Command {
        let mut command = self.command("node");
        command.arg(self.path("node_modules").join(package).join(script));
        command
    }
}

/// Runs a command to its end with its output shown; any exit code but 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", describe(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs a command to its end and returns what it wrote to its standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {}", describe(command)))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}): {}", describe(command), output.status, message.trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("{} wrote text that is not UTF-8", describe(command)))
}

/// Whether a command can be run and succeeds; nothing of its output is shown.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The command as one would type it, paths of programs cut to their names.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(program.into()).chain(arguments).collect::<Vec<_>>().join(" ")
}
