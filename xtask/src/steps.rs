//! Every check, one after the other, and what came of them.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::dist;
use crate::imports;
use crate::package;
use crate::project::{Project, TOOLS_PROFILE, run as run_command};
use crate::setup::{self, WASM_TARGET};
use crate::sources::{self, files_under};
use crate::unit_tests;

struct Step {
    name: &'static str,
    checks: &'static str,
    run: fn(&Project) -> Result<()>,
}

/// Quick ones first.
const STEPS: [Step; 16] = [
    Step { name: "imports", checks: "who imports whom", run: imports::check },
    Step { name: "pkg", checks: "pkg/ is built from the sources as they are", run: sources::check_fresh },
    Step { name: "format", checks: "rustfmt", run: format },
    Step { name: "types", checks: "TypeScript over the page and its tests", run: types },
    Step { name: "node", checks: "the page's modules in node", run: node },
    Step { name: "tools", checks: "the tests of xtask", run: tools },
    Step { name: "clippy", checks: "clippy, native", run: clippy },
    Step { name: "clippy-wasm", checks: "clippy, WebAssembly", run: clippy_wasm },
    Step { name: "native", checks: "the tests of the library and the command line", run: native },
    Step { name: "doc", checks: "rustdoc without warnings", run: doc },
    Step { name: "wasm", checks: "the unit tests and those of the module, in node", run: wasm },
    Step { name: "pages", checks: "the page in a headless Chromium", run: pages },
    Step { name: "python", checks: "what is said to users of PyTorch, and a notebook", run: python },
    Step { name: "package", checks: "dist/ in bundlers, frameworks and on a server", run: package },
    Step { name: "generators", checks: "dist/npm in posts of static site generators", run: generators },
    Step { name: "engines", checks: "the page in Chromium, Firefox and WebKit", run: engines },
];

/// The TypeScript projects: the page, its worker and the tests see different globals.
const TYPESCRIPT_PROJECTS: [&str; 3] = ["tsconfig.json", "tsconfig.worker.json", "tsconfig.tests.json"];

/// The folders of the tests that have npm packages of their own.
const PACKAGE_TESTS: &str = "tests/package";
const GENERATOR_TESTS: &str = "tests/generators";

/// Prints the names of the steps.
pub fn list() {
    for step in STEPS {
        println!("{:12} {}", step.name, step.checks);
    }
}

/// Runs all steps, or those named, to the end and sums up.
pub fn run(project: &Project, only: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str())) {
        bail!("no step {unknown:?}: expected one of {}", STEPS.map(|step| step.name).join(", "));
    }
    let chosen = STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name));
    let mut results: Vec<(&str, bool, Duration)> = Vec::new();
    for step in chosen {
        println!("\n=== {}: {}", step.name, step.checks);
        let start = Instant::now();
        let result = (step.run)(project);
        let time = start.elapsed();
        if let Err(error) = &result {
            println!("error: {error:#}");
        }
        let verdict = if result.is_ok() { "passed" } else { "FAILED" };
        println!("=== {} {verdict} in {:.1} s", step.name, time.as_secs_f64());
        results.push((step.name, result.is_ok(), time));
    }
    println!();
    for (name, passed, time) in &results {
        println!("{} {name:12} {:7.1} s", if *passed { "passed" } else { "FAILED" }, time.as_secs_f64());
    }
    let passed = results.iter().filter(|(_, passed, _)| *passed).count();
    let failed = results.len() - passed;
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn format(project: &Project) -> Result<()> {
    setup::rust_component(project, "rustfmt", "fmt")?;
    run_command(project.cargo().args(["fmt", "--all", "--check"]))
}

fn clippy(project: &Project) -> Result<()> {
    setup::rust_component(project, "clippy", "clippy")?;
    run_command(
        project.cargo().args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]).args(DENY),
    )
}

fn clippy_wasm(project: &Project) -> Result<()> {
    setup::rust_component(project, "clippy", "clippy")?;
    setup::wasm_target(project)?;
    let mut command = project.cargo();
    command.args(["clippy", "--quiet", "--locked", "--package", "seqscope", "--target", WASM_TARGET]);
    run_command(command.args(["--lib", "--test", "wasm", "--example", "gates"]).args(DENY))
}

/// Warnings fail.
const DENY: [&str; 3] = ["--", "-D", "warnings"];

/// What readers use. xtask has a step and a profile of its own.
const PRODUCTS: [&str; 6] =
    ["--package", "seqscope", "--package", "seqscope-train", "--package", "seqscope-fuzz"];

fn native(project: &Project) -> Result<()> {
    run_command(project.cargo().args(["test", "--quiet", "--locked"]).args(PRODUCTS))
}

fn tools(project: &Project) -> Result<()> {
    // Tests of the imports have modules parsed.
    setup::node_modules(project)?;
    let mut command = project.cargo();
    run_command(command.args([
        "test",
        "--quiet",
        "--locked",
        "--package",
        "xtask",
        "--profile",
        TOOLS_PROFILE,
    ]))
}

fn doc(project: &Project) -> Result<()> {
    let mut command = project.cargo();
    command.args(["doc", "--quiet", "--locked", "--workspace", "--no-deps", "--document-private-items"]);
    run_command(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn wasm(project: &Project) -> Result<()> {
    unit_tests::check(project)?;
    setup::wasm_target(project)?;
    setup::node(project)?;
    // As a list, because the other forms are split at spaces, which a path may have.
    let runner = json!([package::wasm_tool(project)?, "test"]);
    let config = format!("target.{WASM_TARGET}.runner={runner}");
    let mut command = project.cargo();
    command.args(["test", "--locked", "--package", "seqscope", "--target", WASM_TARGET]);
    run_command(command.args(["--lib", "--test", "wasm", "--config", &config]))
}

fn types(project: &Project) -> Result<()> {
    setup::node_modules(project)?;
    // Those of the bundlers that its tests call.
    setup::node_modules_in(project, PACKAGE_TESTS)?;
    let mut failed = Vec::new();
    for config in TYPESCRIPT_PROJECTS {
        let mut command = project.node_tool("typescript", "bin/tsc");
        if run_command(command.args(["--noEmit", "--project", config])).is_err() {
            failed.push(config);
        }
    }
    if !failed.is_empty() {
        bail!("types do not fit: {}", failed.join(", "));
    }
    Ok(())
}

fn node(project: &Project) -> Result<()> {
    setup::node(project)?;
    run_command(&mut node_tests(project, "tests/www")?)
}

fn pages(project: &Project) -> Result<()> {
    setup::node_modules(project)?;
    let chromium = setup::headless_chromium(project)?;
    let mut tests = node_tests(project, "tests/browser")?;
    // Some are about what a browser does around a page.
    tests.env("CHROMIUM", chromium).env("WHOLE_CHROMIUM", setup::chromium(project)?);
    run_command(&mut tests)
}

fn package(project: &Project) -> Result<()> {
    setup::node_modules(project)?;
    setup::node_modules_in(project, PACKAGE_TESTS)?;
    let chromium = setup::chromium(project)?;
    let nginx = setup::nginx(project)?;
    dist::bundle(project, &[])?;
    run_command(node_tests(project, PACKAGE_TESTS)?.env("CHROMIUM", chromium).env("NGINX", nginx))
}

fn python(project: &Project) -> Result<()> {
    setup::node_modules(project)?;
    let mut tests = node_tests(project, "tests/python")?;
    // Without a Python that has PyTorch nothing is run that needs more.
    if env::var_os("SEQSCOPE_PYTHON").is_some() {
        dist::write(project, &["page".to_string()])?;
        tests.env("SEQSCOPE", command_line(project)?).env("CHROMIUM", setup::headless_chromium(project)?);
    }
    run_command(&mut tests)
}

fn generators(project: &Project) -> Result<()> {
    setup::node_modules(project)?;
    setup::node_modules_in(project, GENERATOR_TESTS)?;
    let chromium = setup::chromium(project)?;
    dist::write(project, &["npm".to_string()])?;
    run_command(node_tests(project, GENERATOR_TESTS)?.env("CHROMIUM", chromium))
}

fn engines(project: &Project) -> Result<()> {
    dist::write(project, &[])?;
    let mut tests = node_tests(project, "tests/engines")?;
    // It writes pages of one file too.
    tests.env("SEQSCOPE", command_line(project)?);
    tests.env("CHROMIUM", setup::chromium(project)?);
    tests.env("FIREFOX", setup::firefox(project)?);
    run_command(tests.env("WEBKIT_DRIVER", setup::webkit_driver(project)?))
}

/// The program `seqscope`, built now.
fn command_line(project: &Project) -> Result<PathBuf> {
    let build = ["build", "--quiet", "--locked", "--package", "seqscope-train", "--bin", "seqscope"];
    run_command(project.cargo().args(build))?;
    Ok(project.target_directory()?.join("debug/seqscope"))
}

/// Random actions over the page. Fails where what is then shown is not what a fresh page shows.
pub fn monkey(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    setup::node_modules(project)?;
    let mut command = project.command("node");
    command.arg("tests/monkey/run.js").args(arguments).env("CHROMIUM", setup::headless_chromium(project)?);
    // The others are set up for those who ask for them.
    if arguments.iter().any(|argument| argument == "firefox") {
        command.env("FIREFOX", setup::firefox(project)?);
    }
    if arguments.iter().any(|argument| argument == "webkit") {
        command.env("WEBKIT_DRIVER", setup::webkit_driver(project)?);
    }
    Ok(if command.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Inputs with errors in them, built with the checks of a debug build.
pub fn fuzz(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    let mut command = project.cargo();
    command.args(["run", "--quiet", "--package", "seqscope-fuzz", "--"]).args(arguments);
    Ok(if command.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// node's test runner over the tests of a folder, named one by one: how node takes a folder depends on its
/// version.
fn node_tests(project: &Project, folder: &str) -> Result<Command> {
    let files = files_under(&project.path(folder)).with_context(|| format!("{folder}: expected tests"))?;
    let tests: Vec<String> = files
        .iter()
        .filter(|file| file.ends_with(".test.js"))
        // Other people's, and what has been built to be tried.
        .filter(|file| !["node_modules/", "built/"].iter().any(|folder| file.starts_with(folder)))
        .map(|file| format!("{folder}/{file}"))
        .collect();
    if tests.is_empty() {
        bail!("{folder}: expected at least one *.test.js, found none");
    }
    let mut command = project.command("node");
    command.args(["--test", "--test-reporter=spec"]);
    if folder == PACKAGE_TESTS {
        // They build in one folder.
        command.arg("--test-concurrency=1");
    }
    command.args(tests);
    Ok(command)
}
