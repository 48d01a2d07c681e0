//! Who may import whom.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::javascript;
use crate::project::Project;
use crate::sources::files_under;

/// For each module of the crate, the others that it may name. `lib.rs` names them all, and so may tests.
const MODULES: [(&str, &[&str]); 17] = [
    ("error", &[]),
    ("tokens", &["error"]),
    ("trace", &["tokens"]),
    ("nn", &["error", "tokens"]),
    ("config", &["error", "nn", "tokens"]),
    ("batch", &["error", "nn", "tokens"]),
    ("encoder", &["batch", "config", "error", "nn"]),
    ("decoder", &["batch", "config", "error", "nn"]),
    ("seq2seq", &["batch", "config", "decoder", "encoder", "error", "nn", "tokens"]),
    ("search", &["batch", "config", "decoder", "error", "nn", "seq2seq", "tokens"]),
    ("checkpoint", &["config", "error", "nn", "seq2seq", "tokens"]),
    ("observe", &["batch", "checkpoint", "decoder", "error", "nn", "search", "seq2seq", "tokens", "trace"]),
    ("inference", &["checkpoint", "error", "nn", "search", "seq2seq", "tokens", "trace"]),
    (
        "analysis",
        &[
            "batch",
            "checkpoint",
            "config",
            "decoder",
            "encoder",
            "error",
            "nn",
            "search",
            "seq2seq",
            "tokens",
            "trace",
        ],
    ),
    ("tasks", &["error", "tokens", "trace"]),
    (
        "training",
        &[
            "batch",
            "checkpoint",
            "config",
            "decoder",
            "encoder",
            "error",
            "nn",
            "search",
            "seq2seq",
            "tasks",
            "tokens",
        ],
    ),
    // Everything but what it cannot need. Nobody may name `web` itself: native builds do not have it.
    (
        "web",
        &[
            "analysis",
            "checkpoint",
            "config",
            "error",
            "inference",
            "nn",
            "search",
            "seq2seq",
            "tasks",
            "tokens",
            "trace",
            "training",
        ],
    ),
];

/// What the files of the page may not import: importers, those among them that may, and the imported. A path
/// ending in `/` stands for all files under it.
const PAGE: [(&str, &[&str], &str); 3] = [
    ("www/", &["www/engine.js"], "pkg/"),
    ("www/views/", &[], "www/engine.js"),
    ("www/views/", &[], "www/views/"),
];

/// Fails with every import that the tables do not allow.
pub fn check(project: &Project) -> Result<()> {
    let mut wrong = check_crate(&project.path("src"))?;
    wrong.extend(check_page(&project.root)?);
    if !wrong.is_empty() {
        bail!(
            "imports in the wrong direction (the rules are in xtask/src/imports.rs):\n{}",
            wrong.join("\n")
        );
    }
    Ok(())
}

fn check_crate(src: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for file in rust_files(src)? {
        let text = read(&src.join(&file))?;
        let tokens: TokenStream =
            text.parse().map_err(|error| anyhow::anyhow!("src/{file} cannot be read as Rust: {error}"))?;
        let path = module_path(&file);
        let Some(module) = path.first() else { continue };
        let Some((_, allowed)) = MODULES.iter().find(|(name, _)| name == module) else {
            wrong.push(format!("src/{file}: the module {module} has no rule"));
            continue;
        };
        let mut named = Vec::new();
        named_modules(tokens, path.len(), &mut named);
        for (line, name) in named {
            let is_module = MODULES.iter().any(|(module, _)| *module == name);
            if is_module && name != *module && !allowed.contains(&name.as_str()) {
                wrong.push(format!("src/{file}:{line}: {module} may not import {name}"));
            }
        }
    }
    Ok(wrong)
}

fn rust_files(src: &Path) -> Result<Vec<String>> {
    let is_code = |file: &String| file.ends_with(".rs") && !file.ends_with("tests.rs");
    Ok(files_under(src)?.into_iter().filter(is_code).collect())
}

/// The module that a file is: `nn/lstm.rs` is nn::lstm, `nn/mod.rs` is nn, `lib.rs` is the root.
fn module_path(file: &str) -> Vec<&str> {
    let mut path: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if matches!(path.last(), Some(&"mod" | &"lib")) {
        path.pop();
    }
    path
}

/// Collects the first segment of every path from the crate's root: `crate::a::b`, `crate::{a, b}`, and as many
/// `super` as lead there from a module `depth` levels down. Modules for tests are left out.
fn named_modules(tokens: TokenStream, depth: usize, named: &mut Vec<(usize, String)>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    let mut in_test_module = false;
    let mut next_is_module = false;
    while let Some(tree) = trees.get(index) {
        index += 1;
        match tree {
            TokenTree::Ident(word) if word == "crate" || word == "super" => {
                let mut supers = usize::from(word == "super");
                while let Some(end) = after_separator(&trees, index) {
                    let Some(TokenTree::Ident(next)) = trees.get(end) else { break };
                    if next != "super" {
                        break;
                    }
                    supers += 1;
                    index = end + 1;
                }
                let from_root = word == "crate" || supers == depth;
                if let (true, Some(after)) = (from_root, after_separator(&trees, index)) {
                    first_segments(&trees[after..], named);
                }
            }
            TokenTree::Ident(word) if word == "mod" => next_is_module = true,
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = trees.get(index) {
                    in_test_module |= is_cfg_test(attribute);
                    index += 1;
                }
            }
            TokenTree::Punct(sign) if sign.as_char() == ';' => {
                (in_test_module, next_is_module) = (false, false)
            }
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == Delimiter::Brace;
                if !(is_body && in_test_module) {
                    let inner = depth + usize::from(is_body && next_is_module);
                    named_modules(group.stream(), inner, named);
                }
                if is_body {
                    (in_test_module, next_is_module) = (false, false);
                }
            }
            _ => {}
        }
    }
}

/// The index behind a `::` that starts at `index`.
fn after_separator(trees: &[TokenTree], index: usize) -> Option<usize> {
    let is_colon =
        |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
    (is_colon(trees.get(index)) && is_colon(trees.get(index + 1))).then_some(index + 2)
}

/// The first segment of what follows a `crate::`, or of each path in its braces.
fn first_segments(trees: &[TokenTree], named: &mut Vec<(usize, String)>) {
    match trees.first() {
        Some(TokenTree::Ident(name)) => named.push((name.span().start().line, name.to_string())),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let is_comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(sign) if sign.as_char() == ',');
            inner.split(is_comma).for_each(|path| first_segments(path, named));
        }
        _ => {}
    }
}

fn is_cfg_test(attribute: &Group) -> bool {
    let mut trees = attribute.stream().into_iter();
    matches!(trees.next(), Some(TokenTree::Ident(name)) if name == "cfg")
        && matches!(trees.next(), Some(TokenTree::Group(condition)) if condition.stream().to_string() == "test")
}

fn check_page(root: &Path) -> Result<Vec<String>> {
    let page = root.join("www");
    let mut wrong = Vec::new();
    let files: Vec<String> = files_under(&page)?
        .into_iter()
        .filter(|file| file.ends_with(".js"))
        .map(|file| format!("www/{file}"))
        .collect();
    // A rule about files that have been renamed would hold for ever.
    for (importers, _, imported) in PAGE {
        for pattern in [importers, imported].into_iter().filter(|pattern| pattern.starts_with("www/")) {
            if !files.iter().any(|file| matches_pattern(file, pattern)) {
                wrong.push(format!("{pattern}: a rule names it, and there is no such file"));
            }
        }
    }
    for file in &files {
        for (line, specifier) in javascript::imports(&read(&root.join(file))?) {
            let Some(target) = resolve(file, &specifier) else { continue };
            for (importers, excepted, imported) in PAGE {
                let applies = matches_pattern(file, importers) && !excepted.contains(&file.as_str());
                if applies && matches_pattern(&target, imported) {
                    wrong.push(format!("{file}:{line}: may not import {target}"));
                }
            }
        }
    }
    Ok(wrong)
}

fn matches_pattern(path: &str, pattern: &str) -> bool {
    path == pattern || (pattern.ends_with('/') && path.starts_with(pattern))
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

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[track_caller]
    fn assert_crate(files: &[(&str, &str)], expected: &[&str]) {
        assert_eq!(check_crate(tree(files).path()).unwrap(), expected);
    }

    #[track_caller]
    fn assert_page(files: &[(&str, &str)], expected: &[&str]) {
        let all = [("www/engine.js", "import '../pkg/a.js';"), ("www/views/map.js", "")];
        let files: Vec<_> = all.iter().chain(files).copied().collect();
        assert_eq!(check_page(tree(&files).path()).unwrap(), expected);
    }

    #[test]
    fn an_import_downwards_is_allowed_and_one_upwards_is_named_with_its_line() {
        assert_crate(&[("encoder.rs", "use crate::nn::Lstm;\nuse crate::error::Error;")], &[]);
        assert_crate(
            &[("nn/lstm.rs", "use std::fmt;\nuse crate::encoder::Encoder;")],
            &["src/nn/lstm.rs:2: nn may not import encoder"],
        );
    }

    #[test]
    fn nobody_imports_web() {
        for (module, allowed) in MODULES {
            assert!(!allowed.contains(&"web"), "{module}");
        }
    }

    #[test]
    fn an_import_is_found_in_braces_in_paths_in_macros_and_through_super() {
        assert_crate(
            &[
                ("nn/mod.rs", "use crate::{error::Error, search::{Beam, Greedy}};"),
                (
                    "nn/gru.rs",
                    "fn a() { assert!(crate::web::x()) }\nuse super::super::decoder;\nuse super::rnn;",
                ),
                ("trace.rs", "use super::nn;\nmod inner { use super::super::training; }"),
            ],
            &[
                "src/nn/gru.rs:1: nn may not import web",
                "src/nn/gru.rs:2: nn may not import decoder",
                "src/nn/mod.rs:1: nn may not import search",
                "src/trace.rs:1: trace may not import nn",
                "src/trace.rs:2: trace may not import training",
            ],
        );
    }

    #[test]
    fn comments_strings_and_tests_are_not_imports() {
        assert_crate(
            &[(
                "error.rs",
                "//! [`crate::search`]\n// use crate::nn;\nconst A: &str = \"crate::nn\";\n\
                 #[cfg(test)]\nmod tests { use crate::nn; }",
            )],
            &[],
        );
    }

    #[test]
    fn a_module_without_a_rule_is_named() {
        assert_crate(
            &[("lib.rs", "use crate::nn;"), ("new.rs", "")],
            &["src/new.rs: the module new has no rule"],
        );
    }

    #[test]
    fn only_the_engine_imports_the_package() {
        assert_page(&[], &[]);
        assert_page(
            &[("www/worker.js", "\nconst a = await import('../pkg/a.js');")],
            &["www/worker.js:2: may not import pkg/a.js"],
        );
    }

    #[test]
    fn views_import_neither_the_engine_nor_each_other() {
        assert_page(
            &[("www/views/gates.js", "import '../engine.js';\nimport './map.js';\nimport '../colours.js';")],
            &[
                "www/views/gates.js:1: may not import www/engine.js",
                "www/views/gates.js:2: may not import www/views/map.js",
            ],
        );
    }

    #[test]
    fn a_rule_about_files_that_are_gone_is_named() {
        let folder = tree(&[("www/engine.js", "")]);
        let wrong = check_page(folder.path()).unwrap();
        assert!(wrong.iter().all(|line| line.starts_with("www/views/: a rule names it")), "{wrong:?}");
        assert!(!wrong.is_empty());
    }
}
