//! Sets up what a command needs and the machine does not have, or says exactly what to install.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::project::{Project, output, run, succeeds};

/// The target of the module.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The oldest node with everything that the tests use.
const OLDEST_NODE: u32 = 20;

/// Names under which Chromium is installed.
const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The standard library for the module's target.
pub fn wasm_target(project: &Project) -> Result<()> {
    let printed =
        output(project.command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    if PathBuf::from(printed.trim()).is_dir() {
        return Ok(());
    }
    println!("adding the Rust target {WASM_TARGET}");
    run(project.command("rustup").args(["target", "add", WASM_TARGET]))
        .with_context(|| format!("Rust's library for {WASM_TARGET} is missing and rustup could not add it"))
}

/// A component of the Rust toolchain that comes as a cargo command.
pub fn rust_component(project: &Project, component: &str, cargo_command: &str) -> Result<()> {
    if succeeds(project.cargo().args([cargo_command, "--version"])) {
        return Ok(());
    }
    println!("adding the Rust component {component}");
    run(project.command("rustup").args(["component", "add", component]))
        .with_context(|| format!("{component} is missing and rustup could not add it"))
}

/// The packages of `package-lock.json`.
pub fn node_modules(project: &Project) -> Result<()> {
    node_modules_in(project, ".")
}

/// The packages of the `package-lock.json` of a folder.
pub fn node_modules_in(project: &Project, folder: &str) -> Result<()> {
    node(project)?;
    let folder = project.path(folder);
    if installed_as_locked(&folder)? {
        return Ok(());
    }
    let lock = folder.join("package-lock.json");
    let lock = lock.strip_prefix(&project.root).unwrap_or(&lock).display();
    println!("installing the npm packages of {lock}");
    let mut command = project.command("npm");
    run(command.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
        .with_context(|| format!("npm could not install the packages of {lock}"))
}

/// node, in a version that has what the tests use.
pub fn node(project: &Project) -> Result<()> {
    let version = output(project.command("node").arg("--version"))
        .with_context(|| format!("node is missing: install Node.js {OLDEST_NODE} or newer, with npm"))?;
    if major_version(&version)? < OLDEST_NODE {
        bail!("node is {}: install Node.js {OLDEST_NODE} or newer", version.trim());
    }
    Ok(())
}

fn major_version(version: &str) -> Result<u32> {
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    major.parse().with_context(|| format!("node --version printed {version:?}: expected a version"))
}

/// Whether `node_modules` holds what the lock asks for. npm writes what it installed beside the packages, so
/// this compares contents: times of change say nothing after a checkout.
fn installed_as_locked(folder: &Path) -> Result<bool> {
    let locked = json(&folder.join("package-lock.json"))?;
    let Ok(installed) = json(&folder.join("node_modules/.package-lock.json")) else {
        return Ok(false);
    };
    let packages = locked["packages"].as_object().context("package-lock.json: expected `packages`")?;
    Ok(packages.iter().filter(|(path, _)| path.starts_with("node_modules/")).all(|(path, package)| {
        let found = &installed["packages"][path];
        // Of the packages for other platforms, npm installs none.
        let left_out = found.is_null() && package["optional"] == true;
        left_out || (found["integrity"] == package["integrity"] && folder.join(path).is_dir())
    }))
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
}

/// A Chromium that starts: `$CHROMIUM`, one of the usual names, or Debian's package installed now.
pub fn chromium(project: &Project) -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM") {
        let path = PathBuf::from(path);
        if !starts(project, &path) {
            bail!("$CHROMIUM is {}, which does not start: name the program of a Chromium", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = installed_chromium(project) {
        return Ok(path);
    }
    debian_packages(
        project,
        &["chromium"],
        "the page tests need Chromium: `apt-get install chromium` as root, or install Chromium or Google Chrome and \
         set CHROMIUM to its program",
    )?;
    installed_chromium(project).context(
        "the package chromium is installed, but no chromium starts (Ubuntu's package only fetches a snap): \
         install Chromium or Google Chrome and set CHROMIUM to its program",
    )
}

/// For pages that nobody looks at: Chromium's headless shell, which is the same engine with nothing of a browser around
/// it and takes 40 % less work. Where it is not to be had, as on Ubuntu, a whole Chromium.
pub fn headless_chromium(project: &Project) -> Result<PathBuf> {
    const SHELL: &str = "chromium-headless-shell";
    let installed = || on_path(&[SHELL]).find(|path| starts(project, path));
    if env::var_os("CHROMIUM").is_some() {
        return chromium(project);
    }
    if installed().is_none()
        && let Err(error) = debian_packages(project, &[SHELL], "there is no such package")
    {
        println!("{SHELL}: {error:#}; a whole Chromium does the same in more time");
    }
    installed().map_or_else(|| chromium(project), Ok)
}

fn installed_chromium(project: &Project) -> Option<PathBuf> {
    let on_mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    on_path(&CHROMIUM_NAMES).chain(on_mac.is_file().then_some(on_mac)).find(|path| starts(project, path))
}

fn starts(project: &Project, program: &Path) -> bool {
    succeeds(project.command(program).arg("--version"))
}

/// A Firefox that starts: `$FIREFOX`, one on the path, or Debian's package installed now.
pub fn firefox(project: &Project) -> Result<PathBuf> {
    if let Some(path) = env::var_os("FIREFOX") {
        return Ok(PathBuf::from(path));
    }
    // Ubuntu's `firefox` only fetches a snap.
    let installed = || on_path(&["firefox-esr", "firefox"]).find(|path| starts(project, path));
    if let Some(path) = installed() {
        return Ok(path);
    }
    const ADVICE: &str = "the tests in three browsers need Firefox: `apt-get install firefox-esr` as root, or install \
                          Firefox and set FIREFOX to its program";
    debian_packages(project, &["firefox-esr"], ADVICE)?;
    installed().context(ADVICE)
}

/// The driver of WebKitGTK, with the browser that it starts and a display that nobody sees.
pub fn webkit_driver(project: &Project) -> Result<PathBuf> {
    let installed = || {
        on_path(&["xvfb-run"]).next()?;
        on_path(&["WebKitWebDriver"]).next()
    };
    if let Some(path) = installed() {
        return Ok(path);
    }
    const ADVICE: &str = "the tests in three browsers need WebKitGTK's driver: `apt-get install webkit2gtk-driver xvfb \
                          xauth` as root";
    debian_packages(project, &["webkit2gtk-driver", "xvfb", "xauth"], ADVICE)?;
    installed().context(ADVICE)
}

/// nginx, which the documentation has a configuration for.
pub fn nginx(project: &Project) -> Result<PathBuf> {
    if let Some(path) = env::var_os("NGINX") {
        return Ok(PathBuf::from(path));
    }
    // Where Debian has it is on the path of root alone.
    let installed = || {
        let on_debian = PathBuf::from("/usr/sbin/nginx");
        on_path(&["nginx"]).next().or_else(|| on_debian.is_file().then_some(on_debian))
    };
    if let Some(path) = installed() {
        return Ok(path);
    }
    const ADVICE: &str = "the tests of dist/ on servers need nginx: `apt-get install nginx-light` as root, or install nginx \
                          and set NGINX to its program";
    debian_packages(project, &["nginx-light"], ADVICE)?;
    installed().context(ADVICE)
}

/// Programs of these names on the path.
fn on_path(names: &[&'static str]) -> impl Iterator<Item = PathBuf> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&folders).collect();
    let names = names.to_vec();
    names
        .into_iter()
        .flat_map(move |name| folders.iter().map(|folder| folder.join(name)).collect::<Vec<_>>())
        .filter(|path| path.is_file())
}

/// Installs packages of Debian or Ubuntu; where that cannot be done, fails with `advice`.
fn debian_packages(project: &Project, packages: &[&str], advice: &'static str) -> Result<()> {
    if !succeeds(project.command("apt-get").arg("--version")) {
        bail!(advice);
    }
    let is_root = output(project.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_root && !succeeds(project.command("sudo").args(["-n", "true"])) {
        bail!(advice);
    }
    let apt = |arguments: &[&str]| {
        let mut command = project.command(if is_root { "env" } else { "sudo" });
        if !is_root {
            command.args(["-n", "env"]);
        }
        run(command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments))
    };
    println!("installing {}", packages.join(", "));
    apt(&["update", "--quiet"]).context(advice)?;
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    apt(&[&install, packages].concat()).context(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(lock: &str, installed: Option<&str>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("node_modules/a")).unwrap();
        fs::write(folder.path().join("package-lock.json"), lock).unwrap();
        if let Some(installed) = installed {
            fs::write(folder.path().join("node_modules/.package-lock.json"), installed).unwrap();
        }
        folder
    }

    const LOCK: &str = r#"{"packages": {"": {}, "node_modules/a": {"integrity": "1"},
                           "node_modules/other-platform": {"integrity": "2", "optional": true}}}"#;

    #[test]
    fn packages_are_installed_when_each_required_one_is_there_as_locked() {
        let folder = folder_with(LOCK, Some(r#"{"packages": {"node_modules/a": {"integrity": "1"}}}"#));
        assert!(installed_as_locked(folder.path()).unwrap());
    }

    #[test]
    fn packages_are_not_installed_when_one_is_missing_or_of_another_version() {
        let folder = folder_with(LOCK, None);
        assert!(!installed_as_locked(folder.path()).unwrap());
        let folder = folder_with(LOCK, Some(r#"{"packages": {"node_modules/a": {"integrity": "0"}}}"#));
        assert!(!installed_as_locked(folder.path()).unwrap());
    }

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major_version("v20.20.2\n").unwrap(), 20);
        assert!(major_version("node").is_err());
    }
}
