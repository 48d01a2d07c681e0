//! Who may import whom among the rooms of the page.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use super::javascript;
use super::rust::read;
use crate::project::Project;
use crate::sources::files_under;

/// For each room of the page, a folder of `www/`, the others that it may import from.
const ROOMS: [(&str, &[&str]); 11] = [
    ("models", &[]),
    ("styles", &[]),
    ("words", &[]),
    ("kit", &[]),
    ("tasks", &["kit", "words"]),
    ("trace", &["kit", "tasks", "words"]),
    ("pictures", &["kit", "tasks", "trace", "words"]),
    ("panels", &["kit", "pictures", "styles", "tasks", "trace", "words"]),
    ("engine", &["kit", "models", "pkg", "tasks"]),
    ("elements", &["engine", "kit", "panels", "pictures", "styles", "tasks", "trace", "words"]),
    ("site", &["elements", "engine", "kit", "panels", "pictures", "styles", "tasks", "trace", "words"]),
];

/// The most lines of a file in `www/elements/`: what a page sees is to be read in one sitting.
const LONGEST_ELEMENT: usize = 300;

/// What a panel may import from `www/panels/` besides its own folder.
const SHARED_BY_PANELS: &str = "shared";

/// The imports of the page in `root` that the table does not allow, each with its file and line. `project` is the one whose
/// tools read them.
pub fn check(project: &Project, root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let files: Vec<String> =
        files_under(&root.join("www"))?.into_iter().map(|file| format!("www/{file}")).collect();
    for (room, _) in ROOMS {
        // A rule about a room that has been renamed would hold for ever.
        if !files.iter().any(|file| room_of(file) == Some(room)) {
            wrong.push(format!("www/{room}: a rule names it, and there is no such folder"));
        }
    }
    let scripts: Vec<&String> = files.iter().filter(|file| file.ends_with(".js")).collect();
    let paths: Vec<PathBuf> = scripts.iter().map(|file| root.join(file)).collect();
    let imports: BTreeMap<&String, _> =
        scripts.into_iter().zip(javascript::imports(project, &paths)?).collect();
    for file in &files {
        let Some(room) = room_of(file) else {
            if !OUTSIDE_ROOMS.contains(&file.as_str()) {
                wrong.push(format!("{file}: expected in a folder of www/"));
            }
            continue;
        };
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{file}: the room {room} has no rule"));
            continue;
        };
        let Some(imported) = imports.get(file) else { continue };
        let lines = read(&root.join(file))?.lines().count();
        if room == "elements" && lines > LONGEST_ELEMENT {
            wrong.push(format!("{file}: {lines} lines, expected at most {LONGEST_ELEMENT}"));
        }
        for (line, specifier) in imported {
            let Some(target) = resolve(file, specifier) else { continue };
            let other = room_of(&target).unwrap_or_else(|| target.split('/').next().unwrap_or_default());
            let is_allowed = if other == room { may_see(file, &target) } else { allowed.contains(&other) };
            if !is_allowed {
                wrong.push(format!("{file}:{line}: may not import {target}"));
            }
        }
    }
    Ok(wrong)
}

/// What stands in `www/` itself.
const OUTSIDE_ROOMS: [&str; 3] = ["www/embed.html", "www/icon.svg", "www/index.html"];

/// The room of a file of the page, if it lies in one.
fn room_of(path: &str) -> Option<&str> {
    Some(path.strip_prefix("www/")?.split_once('/')?.0)
}

/// Whether a file may import another of its own room: a panel knows no other panel.
fn may_see(file: &str, target: &str) -> bool {
    let panel_of = |path: &str| {
        let (panel, _) = path.strip_prefix("www/panels/")?.split_once('/')?;
        Some(panel.to_string())
    };
    match (panel_of(file), panel_of(target)) {
        (Some(own), Some(other)) => own == other || other == SHARED_BY_PANELS,
        // panels/index.js lists them all; none of them looks at the list.
        (Some(_), None) => !target.starts_with("www/panels/"),
        (None, _) => true,
    }
}

/// The path from the root that a relative specifier means.
fn resolve(file: &str, specifier: &str) -> Option<String> {
    if !specifier.starts_with('.') {
        return None;
    }
    let mut path = PathBuf::new();
    for component in Path::new(file).parent()?.join(specifier).components() {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_str().map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::javascript::own_project;
    use crate::imports::tree::tree;

    #[track_caller]
    fn assert_page(files: &[(&str, &str)], expected: &[&str]) {
        let rooms: Vec<String> = ROOMS.iter().map(|(room, _)| format!("www/{room}/a.js")).collect();
        let files: Vec<_> =
            rooms.iter().map(|path| (path.as_str(), "")).chain(files.iter().copied()).collect();
        assert_eq!(check(&own_project(), tree(&files).path()).unwrap(), expected);
    }

    #[test]
    fn only_the_engine_imports_the_package() {
        assert_page(&[("www/engine/engine.js", "import '../../pkg/a.js';")], &[]);
        assert_page(
            &[("www/elements/scope.js", "\nconst a = await import('../../pkg/a.js');")],
            &["www/elements/scope.js:2: may not import pkg/a.js"],
        );
    }

    #[test]
    fn a_room_imports_from_those_below_it_only() {
        assert_page(
            &[
                ("www/kit/dom.js", "import '../words/en.js';"),
                (
                    "www/pictures/map.js",
                    "import '../kit/dom.js';\nimport '../engine/engine.js';\nimport './gates.js';",
                ),
                ("www/elements/scope.js", "import '../engine/engine.js';\nimport '../site/page.js';"),
            ],
            &[
                "www/elements/scope.js:2: may not import www/site/page.js",
                "www/kit/dom.js:1: may not import www/words/en.js",
                "www/pictures/map.js:2: may not import www/engine/engine.js",
            ],
        );
    }

    #[test]
    fn a_long_file_of_an_element_is_named() {
        assert_page(
            &[("www/elements/scope.js", &"\n".repeat(300)), ("www/site/page.js", &"\n".repeat(301))],
            &[],
        );
        assert_page(
            &[("www/elements/scope.js", &"\n".repeat(301))],
            &["www/elements/scope.js: 301 lines, expected at most 300"],
        );
    }

    #[test]
    fn a_panel_knows_what_panels_share_and_no_other_panel() {
        assert_page(
            &[
                ("www/panels/index.js", "import './cell/panel.js';"),
                (
                    "www/panels/cell/panel.js",
                    "import './tape.js';\nimport '../shared/walking.js';\nimport '../memory/stack.js';\nimport '../index.js';",
                ),
            ],
            &[
                "www/panels/cell/panel.js:3: may not import www/panels/memory/stack.js",
                "www/panels/cell/panel.js:4: may not import www/panels/index.js",
            ],
        );
    }

    #[test]
    fn a_file_outside_the_rooms_and_a_room_without_a_rule_are_named() {
        assert_page(&[("www/index.html", ""), ("www/icon.svg", "")], &[]);
        assert_page(
            &[("www/page.js", ""), ("www/views/map.js", "")],
            &["www/page.js: expected in a folder of www/", "www/views/map.js: the room views has no rule"],
        );
    }

    #[test]
    fn a_rule_about_a_room_that_is_gone_is_named() {
        let folder = tree(&[("www/kit/dom.js", "")]);
        let wrong = check(&own_project(), folder.path()).unwrap();
        assert_eq!(wrong.len(), ROOMS.len() - 1, "{wrong:?}");
        assert!(
            wrong.contains(&"www/site: a rule names it, and there is no such folder".to_string()),
            "{wrong:?}"
        );
    }
}
