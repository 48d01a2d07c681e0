//! What `pkg/` was built from, so that an old build is noticed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::project::Project;

/// The file of `pkg/` that this module reads and writes.
const RECORD: &str = "sources.json";

const STALE: &str = "pkg/ is older than src/: run `cargo xtask build` and commit pkg/";

/// Files and folders whose bytes go into the build. What counts of Cargo.toml, Cargo.lock and the like is
/// picked out of them, so that a new development dependency does not make `pkg/` look old.
const INPUTS: [&str; 6] =
    ["src", "xtask/package", "xtask/src/package.rs", "xtask/wasm/src", "LICENSE-APACHE", "LICENSE-MIT"];

/// The packages whose locked dependencies go into the build.
const LOCKED_ROOTS: [&str; 2] = ["seqscope", "wasm-bindgen-cli-support"];

/// Writes into a freshly built `pkg/` what it was built from and what was built.
pub fn record(project: &Project, package: &Path, rust_version: &str) -> Result<()> {
    let record = json!({
        "sources": fingerprint(project)?,
        "rust": rust_version,
        "files": built_files(package)?,
    });
    let text = format!("{record:#}\n");
    fs::write(package.join(RECORD), text).context("cannot write pkg/sources.json")
}

/// Fails when the sources have changed since `pkg/` was built, or `pkg/` itself was changed by hand.
pub fn check_fresh(project: &Project) -> Result<()> {
    let package = project.path("pkg");
    let Ok(text) = fs::read_to_string(package.join(RECORD)) else {
        bail!("pkg/ has not been built: run `cargo xtask build` and commit pkg/");
    };
    let record: Value = serde_json::from_str(&text).context("pkg/sources.json is not JSON")?;
    if record["sources"] != json!(fingerprint(project)?) {
        bail!(STALE);
    }
    let found = json!(built_files(&package)?);
    if record["files"] != found {
        bail!(
            "pkg/ is not what was built (expected {}, found {}): run `cargo xtask build` and commit pkg/",
            record["files"],
            found
        );
    }
    Ok(())
}

/// The digest of every file of `pkg/` but the record itself.
fn built_files(package: &Path) -> Result<BTreeMap<String, String>> {
    files_under(package)?
        .into_iter()
        .filter(|name| name != RECORD)
        .map(|name| {
            let bytes = read(&package.join(&name))?;
            Ok((name, hex(&Sha256::digest(bytes))))
        })
        .collect()
}

/// One digest over everything that the build depends on, the same on every machine.
fn fingerprint(project: &Project) -> Result<String> {
    let mut digest = Sha256::new();
    let mut add = |name: &str, bytes: &[u8]| {
        // Name and length go first, so that no two different lists of inputs make the same stream of bytes.
        digest.update((name.len() as u64).to_le_bytes());
        digest.update(name);
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    for input in INPUTS {
        let path = project.path(input);
        if path.is_dir() {
            for file in files_under(&path)? {
                add(&format!("{input}/{file}"), &read(&path.join(&file))?);
            }
        } else {
            add(input, &read(&path)?);
        }
    }
    let manifest: toml::Table = toml_file(&project.path("Cargo.toml"))?;
    add("Cargo.toml", manifest_for_build(&manifest).to_string().as_bytes());
    let config: toml::Table = toml_file(&project.path(".cargo/config.toml"))?;
    add(".cargo/config.toml", without(&config, &["alias"]).to_string().as_bytes());
    let lock: toml::Table = toml_file(&project.path("Cargo.lock"))?;
    add("Cargo.lock", locked_packages(&lock)?.join("\n").as_bytes());
    add("binaryen", binaryen_integrity(project)?.as_bytes());
    Ok(hex(&digest.finalize()))
}

/// What of Cargo.toml changes the module.
fn manifest_for_build(manifest: &toml::Table) -> Value {
    let mut value = without(manifest, &["dev-dependencies", "lints", "profile", "target", "workspace"]);
    value["profile"] = json!(manifest.get("profile").and_then(|profiles| profiles.get("release")));
    value["workspace"] = json!(manifest.get("workspace").and_then(|workspace| workspace.get("package")));
    if let Some(targets) = manifest.get("target").and_then(toml::Value::as_table) {
        for (name, target) in targets {
            value["target"][name] = json!(target.get("dependencies"));
        }
    }
    value
}

/// A table without some of its keys, as JSON, whose keys are sorted.
fn without(table: &toml::Table, keys: &[&str]) -> Value {
    let kept = table.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
    Value::Object(kept.map(|(key, value)| (key.clone(), json!(value))).collect())
}

/// Name, version and checksum of every locked package that the build can reach, sorted.
fn locked_packages(lock: &toml::Table) -> Result<Vec<String>> {
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock: no packages")?;
    let text = |package: &toml::Value, key: &str| {
        package.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    };
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<String> = LOCKED_ROOTS.map(String::from).to_vec();
    while let Some(reference) = waiting.pop() {
        // A dependency is written as its name, and with its version where there are several of that name.
        let mut words = reference.split(' ');
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        let found = packages.iter().find(|package| {
            text(package, "name") == name && version.is_none_or(|version| text(package, "version") == version)
        });
        let package = found.with_context(|| format!("Cargo.lock: expected a package {reference}"))?;
        if reached.insert(format!("{name} {} {}", text(package, "version"), text(package, "checksum"))) {
            let dependencies = package.get("dependencies").and_then(toml::Value::as_array);
            let names = dependencies.into_iter().flatten().filter_map(toml::Value::as_str);
            waiting.extend(names.map(String::from));
        }
    }
    Ok(reached.into_iter().collect())
}

fn binaryen_integrity(project: &Project) -> Result<String> {
    let lock: Value = serde_json::from_slice(&read(&project.path("package-lock.json"))?)?;
    let integrity = &lock["packages"]["node_modules/binaryen"]["integrity"];
    Ok(integrity.as_str().context("package-lock.json: expected binaryen")?.to_owned())
}

/// Every file under a folder, relative to it, written with `/`, sorted.
pub fn files_under(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder)?;
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.push(parts.join("/"));
        }
    }
    files.sort();
    Ok(files)
}

fn toml_file(path: &Path) -> Result<toml::Table> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.parse().with_context(|| format!("{} is not TOML", path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[workspace]\nmembers = ['train']\n[workspace.package]\nversion = '1.0.0'\n\
         [package]\nname = 'seqscope'\n[dependencies]\nndarray = '0.17'\n[dev-dependencies]\nproptest = '1'\n\
         [target.x.dependencies]\nweb-sys = '0.3'\n[target.x.dev-dependencies]\ntester = '1'\n\
         [profile.release]\nopt-level = 3\n[profile.dev]\nopt-level = 1\n";

    fn project() -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        let project = Project { root: folder.path().to_path_buf() };
        for (path, text) in [
            ("src/lib.rs", "mod a;"),
            ("src/a.rs", ""),
            ("xtask/package/README.md", ""),
            ("xtask/src/package.rs", ""),
            ("xtask/wasm/src/main.rs", ""),
            ("LICENSE-APACHE", ""),
            ("LICENSE-MIT", ""),
            ("Cargo.toml", MANIFEST),
            (".cargo/config.toml", "[alias]\nxtask = 'run'\n[target.x]\nrustflags = []"),
            (
                "Cargo.lock",
                "[[package]]\nname = 'seqscope'\nversion = '1.0.0'\ndependencies = ['ndarray']\n\
                 [[package]]\nname = 'ndarray'\nversion = '0.17.0'\nchecksum = 'c'\n\
                 [[package]]\nname = 'wasm-bindgen-cli-support'\nversion = '0.2.0'\n\
                 [[package]]\nname = 'clap'\nversion = '4.0.0'\n",
            ),
            ("package-lock.json", r#"{"packages": {"node_modules/binaryen": {"integrity": "i"}}}"#),
            ("pkg/seqscope.js", "export {};"),
        ] {
            let path = project.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        record(&project, &project.path("pkg"), "1.95.0").unwrap();
        (folder, project)
    }

    fn edit(project: &Project, path: &str, from: &str, to: &str) {
        let path = project.path(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(path, text.replace(from, to)).unwrap();
    }

    #[track_caller]
    fn assert_stale(project: &Project) {
        assert_eq!(check_fresh(project).unwrap_err().to_string(), STALE);
    }

    #[test]
    fn a_package_just_built_is_fresh() {
        let (_folder, project) = project();
        check_fresh(&project).unwrap();
    }

    #[test]
    fn a_package_is_stale_when_a_source_is_edited_added_or_renamed() {
        let (_folder, project) = project();
        fs::write(project.path("src/b.rs"), "").unwrap();
        assert_stale(&project);
        fs::remove_file(project.path("src/b.rs")).unwrap();
        check_fresh(&project).unwrap();
        fs::rename(project.path("src/a.rs"), project.path("src/c.rs")).unwrap();
        assert_stale(&project);
        fs::rename(project.path("src/c.rs"), project.path("src/a.rs")).unwrap();
        edit(&project, "src/lib.rs", "mod a;", "mod a; ");
        assert_stale(&project);
    }

    #[test]
    fn a_package_is_stale_when_a_dependency_or_a_compiler_option_changes() {
        for (path, from, to) in [
            ("Cargo.toml", "ndarray = '0.17'", "ndarray = '0.18'"),
            ("Cargo.toml", "web-sys = '0.3'", "web-sys = '0.4'"),
            ("Cargo.toml", "opt-level = 3", "opt-level = 's'"),
            (".cargo/config.toml", "[]", "['-C', 'target-feature=+simd128']"),
            ("Cargo.lock", "0.17.0", "0.17.1"),
            ("package-lock.json", "\"i\"", "\"j\""),
        ] {
            let (_folder, project) = project();
            edit(&project, path, from, to);
            assert_stale(&project);
        }
    }

    #[test]
    fn a_package_stays_fresh_when_only_tools_and_tests_change() {
        let (_folder, project) = project();
        edit(&project, "Cargo.toml", "proptest = '1'", "proptest = '2'");
        edit(&project, "Cargo.toml", "tester = '1'", "tester = '2'");
        edit(&project, "Cargo.toml", "members = ['train']", "members = []");
        edit(&project, "Cargo.lock", "4.0.0", "4.0.1");
        edit(&project, ".cargo/config.toml", "'run'", "'run --quiet'");
        check_fresh(&project).unwrap();
    }

    #[test]
    fn a_package_edited_by_hand_is_noticed() {
        let (_folder, project) = project();
        edit(&project, "pkg/seqscope.js", "{}", "{ }");
        assert!(check_fresh(&project).unwrap_err().to_string().contains("is not what was built"));
        let (_folder, project) = self::project();
        fs::write(project.path("pkg/other.js"), "").unwrap();
        assert!(check_fresh(&project).unwrap_err().to_string().contains("other.js"));
    }

    #[test]
    fn a_package_never_built_is_noticed() {
        let (_folder, project) = project();
        fs::remove_dir_all(project.path("pkg")).unwrap();
        assert!(check_fresh(&project).unwrap_err().to_string().contains("has not been built"));
    }
}
