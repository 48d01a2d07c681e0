//! Rust files as tokens, so that code is seen and comments are not.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Group, TokenStream, TokenTree};

use crate::sources::files_under;

/// The files of code: what is under `tests`, or in `tests.rs`, is none.
pub fn rust_files(src: &Path) -> Result<Vec<String>> {
    let is_of_tests = |file: &str| file.split('/').any(|name| matches!(name, "tests" | "tests.rs"));
    let is_code = |file: &String| file.ends_with(".rs") && !is_of_tests(file);
    Ok(files_under(src)?.into_iter().filter(is_code).collect())
}

/// The module that a file is: `nn/lstm.rs` is nn::lstm, `nn/mod.rs` is nn, `lib.rs` is the root.
pub fn module_path(file: &str) -> Vec<&str> {
    let mut path: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if matches!(path.last(), Some(&"mod" | &"lib")) {
        path.pop();
    }
    path
}

/// The index behind a `::` that starts at `index`.
pub fn after_separator(trees: &[TokenTree], index: usize) -> Option<usize> {
    let is_colon =
        |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
    (is_colon(trees.get(index)) && is_colon(trees.get(index + 1))).then_some(index + 2)
}

pub fn is_cfg_test(attribute: &Group) -> bool {
    let mut trees = attribute.stream().into_iter();
    matches!(trees.next(), Some(TokenTree::Ident(name)) if name == "cfg")
        && matches!(trees.next(), Some(TokenTree::Group(condition)) if condition.stream().to_string() == "test")
}

/// The tokens of a file below `src`.
pub fn read_tokens(src: &Path, file: &str) -> Result<TokenStream> {
    let path = src.join(file);
    read(&path)?.parse().map_err(|error| anyhow!("{} cannot be read as Rust: {error}", path.display()))
}

pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
