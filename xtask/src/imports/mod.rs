//! Who may import whom: tables for the crate's modules and for the page's rooms, and no circle of files anywhere.

mod circles;
mod javascript;
mod modules;
mod rooms;
mod rust;
#[cfg(test)]
pub mod tree;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::setup;

/// Where no circle is allowed.
const SOURCES: [&str; 3] = ["src", "train/src", "xtask/src"];

/// Fails with every import that the tables do not allow, and every circle of files.
pub fn check(project: &Project) -> Result<()> {
    setup::node_modules(project)?;
    let mut wrong = modules::check(&project.path("src"))?;
    wrong.extend(rooms::check(project, &project.root)?);
    wrong.extend(circles_of_files(project)?);
    if !wrong.is_empty() {
        bail!("imports in the wrong direction (the rules are in xtask/src/imports):\n{}", wrong.join("\n"));
    }
    Ok(())
}

/// Every circle of files in the crates.
fn circles_of_files(project: &Project) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for folder in SOURCES {
        let circles = circles::circles(&project.path(folder))?;
        wrong.extend(circles.into_iter().map(|circle| format!("{folder}: a circle of files: {circle}")));
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_files_is_found_in_every_crate() {
        let of_crate = |folder: &str, b: &str| {
            [("main.rs", "mod a; mod b;"), ("a.rs", "use crate::b::B; pub struct A;"), ("b.rs", b)]
                .map(|(file, text)| (format!("{folder}/{file}"), text.to_string()))
        };
        let found = |b: &str| {
            let files = SOURCES.map(|folder| of_crate(folder, b)).concat();
            let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (&**file, &**text)).collect();
            let folder = tree::tree(&files);
            circles_of_files(&Project { root: folder.path().to_path_buf() }).unwrap()
        };
        assert_eq!(found("pub struct B;"), [""; 0]);
        assert_eq!(
            found("pub struct B(super::a::A);"),
            ["src", "train/src", "xtask/src"]
                .map(|folder| format!("{folder}: a circle of files: a.rs → b.rs → a.rs"))
        );
    }
}
