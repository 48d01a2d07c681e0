//! What xtask needs of wasm-bindgen: the glue of a module, and the runner of the wasm tests.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = env::args_os();
    let program = arguments.next().unwrap_or_else(|| OsString::from("xtask-wasm"));
    let command = arguments.next().context("expected a command: glue or test")?;
    match command.to_str() {
        Some("glue") => {
            let module = arguments.next().context("glue: expected the path of a module")?;
            let directory = arguments.next().context("glue: expected the folder to write to")?;
            let name = arguments.next().and_then(|name| name.into_string().ok());
            let name = name.context("glue: expected the name of the files to write")?;
            write_glue(Path::new(&module), Path::new(&directory), &name)
        }
        Some("test") => {
            let runner_arguments = std::iter::once(program).chain(arguments);
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(runner_arguments)
        }
        _ => bail!("{}: expected the command glue or test", command.display()),
    }
}

/// Writes the module without its wasm-bindgen sections, the ES module that loads it, and the types of both.
fn write_glue(module: &Path, directory: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(true)
        .out_name(name)
        // Neither is read in a browser, and the producers name the tools of the machine that built the module.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(directory)
        .with_context(|| format!("wasm-bindgen could not read {}", module.display()))
}
