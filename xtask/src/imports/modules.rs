//! Who may name whom among the modules of the crate.

use std::path::Path;

use anyhow::Result;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::rust::{after_separator, is_cfg_test, module_path, read_tokens, rust_files};

/// For each module of the crate, the others that it may name. `lib.rs` names them all, and so may tests.
const MODULES: [(&str, &[&str]); 21] = [
    ("error", &[]),
    ("tokens", &["error"]),
    ("trace", &["tokens"]),
    ("pictures", &["tokens", "trace"]),
    ("nn", &["error", "tokens"]),
    ("config", &["error", "nn", "tokens"]),
    ("batch", &["error", "nn", "tokens"]),
    ("encoder", &["batch", "config", "error", "nn"]),
    ("head", &["nn"]),
    ("decoder", &["batch", "config", "error", "head", "nn"]),
    ("seq2seq", &["batch", "config", "decoder", "encoder", "error", "head", "nn", "tokens"]),
    ("joint", &["batch", "config", "decoder", "encoder", "error", "head", "nn", "seq2seq"]),
    ("search", &["batch", "config", "decoder", "error", "nn", "seq2seq", "tokens"]),
    ("checkpoint", &["config", "error", "nn", "seq2seq", "tokens"]),
    ("import", &["checkpoint", "config", "error", "nn", "tokens"]),
    ("observe", &["batch", "checkpoint", "decoder", "error", "nn", "search", "seq2seq", "tokens", "trace"]),
    ("inference", &["checkpoint", "config", "error", "nn", "search", "seq2seq", "tokens", "trace"]),
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
    (
        "training",
        &[
            "batch",
            "checkpoint",
            "config",
            "decoder",
            "encoder",
            "error",
            "joint",
            "nn",
            "search",
            "seq2seq",
            "tokens",
        ],
    ),
    ("tasks", &["checkpoint", "error", "nn", "tokens", "trace", "training"]),
    // Everything but what it cannot need. Nobody may name `web` itself: native builds do not have it.
    (
        "web",
        &[
            "analysis",
            "checkpoint",
            "config",
            "error",
            "import",
            "inference",
            "nn",
            "pictures",
            "search",
            "seq2seq",
            "tasks",
            "tokens",
            "trace",
            "training",
        ],
    ),
];

/// The imports that the table does not allow, each with its file and line.
pub fn check(src: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for file in rust_files(src)? {
        let tokens = read_tokens(src, &file)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tree::tree;

    #[track_caller]
    fn assert_crate(files: &[(&str, &str)], expected: &[&str]) {
        assert_eq!(check(tree(files).path()).unwrap(), expected);
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
}
