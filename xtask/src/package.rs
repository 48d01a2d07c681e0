//! Builds `pkg/`: the module, its glue and types, as an npm package.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::project::{Project, TOOLS_PROFILE, output, run};
use crate::setup::{self, WASM_TARGET};
use crate::sources;

/// One of the modules in the package, with its glue.
struct Module {
    /// Name of its files.
    name: &'static str,
    /// The feature of the crate that says what it exports.
    feature: &'static str,
    /// The most that module and glue together may weigh after gzip, in bytes.
    gzip_limit: usize,
    /// How it is compiled: fast, or small.
    profile: &'static str,
}

const FAST: &str = "profile.release.opt-level=3";
/// What reads a file or draws a picture runs once, when it is asked to.
const SMALL: &str = r#"profile.release.opt-level="s""#;

const MODULES: [Module; 4] = [
    Module { name: "seqscope", feature: "page", gzip_limit: 200_000, profile: FAST },
    Module { name: "seqscope_analysis", feature: "analysis", gzip_limit: 250_000, profile: FAST },
    Module { name: "seqscope_pictures", feature: "pictures", gzip_limit: 40_000, profile: SMALL },
    Module { name: "seqscope_import", feature: "import", gzip_limit: 250_000, profile: SMALL },
];

/// What rustc enables for this target, plus SIMD. Named one by one: with `--all-features`, wasm-opt emits
/// encodings that browsers reject.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

impl Module {
    /// Its files: the glue, the module, and the types of both.
    fn files(&self) -> [String; 4] {
        [".js", "_bg.wasm", ".d.ts", "_bg.wasm.d.ts"].map(|ending| format!("{}{ending}", self.name))
    }
}

/// Builds `pkg/` anew. The same sources and the same compiler give the same bytes, wherever the checkout is.
pub fn build(project: &Project) -> Result<()> {
    setup::wasm_target(project)?;
    setup::node_modules(project)?;
    let metadata = metadata(project)?;
    let scratch = tempfile::tempdir().context("cannot create a folder to build in")?;
    for Module { name, feature, profile, .. } in MODULES {
        let target = ["--lib", "--no-default-features", "--features", feature, "--config", profile];
        write_module(project, &metadata, &target, "seqscope.wasm", name, scratch.path())?;
    }
    write_manifest(project, scratch.path(), &metadata)?;
    for (from, to) in [
        ("xtask/package/README.md", "README.md"),
        ("LICENSE-APACHE", "LICENSE-APACHE"),
        ("LICENSE-MIT", "LICENSE-MIT"),
    ] {
        fs::copy(project.path(from), scratch.path().join(to))
            .with_context(|| format!("cannot copy {from}"))?;
    }
    sources::record(project, scratch.path(), &rust_version(project, "release")?)?;
    check_size(scratch.path())?;
    replace(&project.path("pkg"), scratch.path())
}

/// Builds an example, compiled and optimised as the package's module is, with its glue into a folder.
pub fn build_example(project: &Project, name: &str, folder: &Path) -> Result<()> {
    let module = format!("examples/{name}.wasm");
    write_module(project, &metadata(project)?, &["--example", name], &module, name, folder)
}

/// Compiles the target that cargo's arguments name and writes `module`, which that makes, with its glue into a folder, as
/// files of that name.
fn write_module(
    project: &Project,
    metadata: &Value,
    cargo_target: &[&str],
    module: &str,
    name: &str,
    folder: &Path,
) -> Result<()> {
    println!("{name}: compiling");
    let module = compile(project, metadata, cargo_target)?.join(module);
    println!("{name}: writing the glue");
    run(project.command(wasm_tool(project)?).arg("glue").arg(&module).arg(folder).arg(name))?;
    println!("{name}: optimising");
    optimise(project, &folder.join(format!("{name}_bg.wasm")))
}

/// The program that speaks wasm-bindgen, compiled when it is not yet.
pub fn wasm_tool(project: &Project) -> Result<PathBuf> {
    run(project.cargo().args([
        "build",
        "--quiet",
        "--locked",
        "--profile",
        TOOLS_PROFILE,
        "--package",
        "xtask-wasm",
    ]))?;
    let program = format!("xtask-wasm{}", std::env::consts::EXE_SUFFIX);
    Ok(target_directory(&metadata(project)?)?.join(TOOLS_PROFILE).join(program))
}

fn metadata(project: &Project) -> Result<Value> {
    let text = output(project.cargo().args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform",
        WASM_TARGET,
    ]))?;
    serde_json::from_str(&text).context("cargo metadata wrote no JSON")
}

fn target_directory(metadata: &Value) -> Result<PathBuf> {
    let path = metadata["target_directory"].as_str().context("cargo metadata: expected target_directory")?;
    Ok(PathBuf::from(path))
}

/// Compiles the target that cargo's arguments name and returns the folder of what was compiled.
fn compile(project: &Project, metadata: &Value, cargo_target: &[&str]) -> Result<PathBuf> {
    let flags: Vec<Value> = remapped_prefixes(project, metadata)?
        .into_iter()
        .flat_map(|(from, to)| [json!("--remap-path-prefix"), json!(format!("{from}={to}"))])
        .collect();
    // Given as config, the flags are added to those of .cargo/config.toml. A JSON list of strings is TOML too.
    let config = format!("target.{WASM_TARGET}.rustflags={}", Value::Array(flags));
    let mut command = project.cargo();
    command.args(["build", "--locked", "--release", "--package", "seqscope", "--target", WASM_TARGET]);
    command.args(cargo_target).args(["--config", &config]);
    // These would replace the flags, and with them the module.
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(&mut command)?;
    Ok(target_directory(metadata)?.join(WASM_TARGET).join("release"))
}

/// Paths of this machine that panic messages would carry into the module, and what they carry instead.
fn remapped_prefixes(project: &Project, metadata: &Value) -> Result<Vec<(String, String)>> {
    let packages = metadata["packages"].as_array().context("cargo metadata: expected packages")?;
    let mut folders: Vec<&str> = packages
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter_map(|package| package["manifest_path"].as_str())
        .filter_map(|manifest| Path::new(manifest).parent()?.parent()?.to_str())
        .collect();
    folders.sort_unstable();
    folders.dedup();
    let mut prefixes: Vec<_> = folders.into_iter().map(|folder| (folder.into(), "/crates".into())).collect();
    prefixes.push((project.root.to_string_lossy().into_owned(), "/seqscope".into()));
    let sysroot = output(project.command("rustc").args(["--print", "sysroot"]))?;
    // Where the component rust-src is installed, the standard library's paths may point into it.
    let library = format!("/rustc/{}", rust_version(project, "commit-hash")?);
    prefixes.push((format!("{}/lib/rustlib/src/rust", sysroot.trim()), library));
    Ok(prefixes)
}

fn optimise(project: &Project, module: &Path) -> Result<()> {
    let mut command = project.node_tool("binaryen", "bin/wasm-opt");
    command.arg("-O3").args(WASM_FEATURES).arg(module).arg("--output").arg(module);
    run(&mut command)
}

fn write_manifest(project: &Project, package: &Path, metadata: &Value) -> Result<()> {
    let packages = metadata["packages"].as_array().context("cargo metadata: expected packages")?;
    let crate_ = packages
        .iter()
        .find(|package| package["name"] == "seqscope" && package["source"].is_null())
        .context("cargo metadata: expected the package seqscope")?;
    let built: Vec<String> = MODULES.iter().flat_map(Module::files).collect();
    let files: Vec<&str> =
        built.iter().map(String::as_str).chain(["LICENSE-APACHE", "LICENSE-MIT"]).collect();
    let manifest = json!({
        "name": "seqscope",
        "version": crate_["version"],
        "description": crate_["description"],
        "license": crate_["license"],
        "keywords": ["attention", "heatmap", "lstm", "seq2seq", "webassembly"],
        "type": "module",
        "main": "seqscope.js",
        "types": "seqscope.d.ts",
        "exports": {
            ".": "./seqscope.js",
            "./seqscope_bg.wasm": "./seqscope_bg.wasm",
            "./analysis": "./seqscope_analysis.js",
            "./seqscope_analysis_bg.wasm": "./seqscope_analysis_bg.wasm",
            "./pictures": "./seqscope_pictures.js",
            "./seqscope_pictures_bg.wasm": "./seqscope_pictures_bg.wasm",
            "./import": "./seqscope_import.js",
            "./seqscope_import_bg.wasm": "./seqscope_import_bg.wasm",
        },
        "files": files,
        "sideEffects": false,
    });
    for file in &built {
        if !package.join(file).is_file() {
            bail!("wasm-bindgen wrote no {file} for {}", project.root.display());
        }
    }
    fs::write(package.join("package.json"), format!("{manifest:#}\n")).context("cannot write package.json")
}

/// What the compiler says of itself: its `release`, its `commit-hash`.
fn rust_version(project: &Project, key: &str) -> Result<String> {
    let printed = output(project.command("rustc").args(["--version", "--verbose"]))?;
    let value = printed.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    value.map(String::from).with_context(|| format!("rustc --version --verbose: expected {key}"))
}

fn check_size(package: &Path) -> Result<()> {
    for Module { name, gzip_limit, .. } in MODULES {
        let mut total = 0;
        for file in [format!("{name}_bg.wasm"), format!("{name}.js")] {
            let bytes = fs::read(package.join(&file)).with_context(|| format!("cannot read {file}"))?;
            let gzipped = gzipped_size(&bytes)?;
            total += gzipped;
            println!("{file:26} {:>8} bytes, {gzipped:>7} gzipped", bytes.len());
        }
        println!("{:26} {:>8}        {total:>7} gzipped, at most {gzip_limit}", "together", "");
        if total > gzip_limit {
            bail!("{name}: module and glue are {total} bytes gzipped: expected at most {gzip_limit}");
        }
    }
    Ok(())
}

fn gzipped_size(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// Puts the built files in the place of those that were there.
fn replace(package: &Path, built: &Path) -> Result<()> {
    fs::create_dir_all(package).context("cannot create pkg/")?;
    let names = |folder: &Path| -> Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
    };
    let new = names(built)?;
    for old in names(package)?.iter().filter(|old| !new.contains(old)) {
        fs::remove_file(package.join(old)).with_context(|| format!("cannot remove pkg/{}", old.display()))?;
    }
    for name in &new {
        fs::copy(built.join(name), package.join(name))
            .with_context(|| format!("cannot write pkg/{}", name.display()))?;
    }
    Ok(())
}
