//! No circle of files: whoever reads one can read what it needs first.
//!
//! A file needs another if it names something that the other defines. What a `mod.rs` only hands on (`pub use`) is the
//! file's that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::rust::{after_separator, is_cfg_test, module_path, read_tokens, rust_files};

/// A path from some module: its segments, and whether it starts at the crate's root.
type Segments = Vec<String>;

/// What one file says of others.
#[derive(Default)]
struct Named {
    /// Paths in code, as written.
    used: Vec<Segments>,
    /// Single words in code: a name that the file hands on may be among them.
    words: BTreeSet<String>,
    /// What is handed on under which name: `pub use lstm::Lstm` is Lstm → [lstm, Lstm].
    handed_on: BTreeMap<String, Segments>,
}

/// The circles among the files under a folder of sources, each as the list of its files.
pub fn circles(src: &Path) -> Result<Vec<String>> {
    let mut modules: BTreeMap<Segments, (String, Named)> = BTreeMap::new();
    for file in rust_files(src)? {
        let tokens = read_tokens(src, &file)?;
        let path: Segments =
            module_path(&file).into_iter().filter(|name| *name != "main").map(String::from).collect();
        let mut named = Named::default();
        collect(tokens, 0, &mut named);
        modules.insert(path, (file, named));
    }
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, (file, named)) in &modules {
        let own = named.words.iter().filter_map(|word| named.handed_on.get(word));
        let targets =
            named.used.iter().chain(own).filter_map(|segments| resolve(&modules, path, segments, 0));
        let others = targets.filter_map(|target| modules.get(&target)).map(|(other, _)| other.as_str());
        needs.insert(file, others.filter(|other| other != file).collect());
    }
    Ok(find(&needs))
}

/// Each set of files that need one another, by the shortest way round through its first file.
fn find(needs: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let mut found = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for &start in needs.keys() {
        if told.contains(start) {
            continue;
        }
        // Breadth first, so that the first way back is the shortest.
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(file) = queue.pop_front() {
            if needs[file].contains(start) {
                let mut way = vec![start, file];
                while let Some(&before) = came_from.get(way[way.len() - 1]) {
                    way.push(before);
                }
                way.reverse();
                if file == start {
                    way.dedup();
                }
                told.extend(&way);
                found.push(way.join(" → "));
                break;
            }
            for &next in &needs[file] {
                if next != start && needs.contains_key(next) && !came_from.contains_key(next) {
                    came_from.insert(next, file);
                    queue.push_back(next);
                }
            }
        }
    }
    found
}

/// The module that defines what a path names, seen from a module; None for another crate's.
fn resolve(
    modules: &BTreeMap<Segments, (String, Named)>,
    from: &Segments,
    segments: &[String],
    depth: usize,
) -> Option<Segments> {
    let mut at = from.clone();
    let mut rest = segments.iter().peekable();
    let mut anchored = false;
    while let Some(first) = rest.peek() {
        match first.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => {
                at.pop();
            }
            _ => break,
        }
        anchored = true;
        rest.next();
    }
    // A path from here names a child, or something of another crate or of the file's own.
    let first = rest.peek()?;
    if !anchored && !modules.contains_key(&joined(&at, first)) {
        return None;
    }
    for segment in rest {
        let child = joined(&at, segment);
        if modules.contains_key(&child) {
            at = child;
            continue;
        }
        let handed_on = modules.get(&at).and_then(|(_, named)| named.handed_on.get(segment));
        // A module that hands on what hands it back would never end.
        return match handed_on {
            Some(target) if depth < 8 => resolve(modules, &at, target, depth + 1),
            _ => Some(at),
        };
    }
    Some(at)
}

fn joined(path: &Segments, name: &str) -> Segments {
    path.iter().cloned().chain([name.to_string()]).collect()
}

/// Collects the paths of some tokens. In a module written inside the file, a `super` means the file itself.
fn collect(tokens: TokenStream, inner: usize, named: &mut Named) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    let (mut in_test, mut next_is_module, mut is_public) = (false, false, false);
    while let Some(tree) = trees.get(index) {
        match tree {
            TokenTree::Ident(word) if word == "pub" => {
                is_public = true;
                // pub(crate)
                if matches!(trees.get(index + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                {
                    index += 1;
                }
                index += 1;
                continue;
            }
            TokenTree::Ident(word) if word == "use" => {
                let end =
                    trees[index..].iter().position(is_semicolon).map_or(trees.len(), |length| index + length);
                for (name, segments) in use_tree(&trees[index + 1..end]) {
                    if in_test {
                        continue;
                    }
                    let segments = outside(segments, inner);
                    if is_public {
                        named.handed_on.insert(name, segments);
                    } else {
                        named.used.push(segments);
                    }
                }
                (in_test, is_public) = (false, false);
                index = end + 1;
                continue;
            }
            TokenTree::Ident(word) if word == "mod" => next_is_module = true,
            TokenTree::Ident(_) => {
                let (segments, end) = path_at(&trees, index);
                if let [word] = segments.as_slice() {
                    named.words.insert(word.clone());
                } else {
                    if let Some(first) = segments.first() {
                        named.words.insert(first.clone());
                    }
                    named.used.push(outside(segments, inner));
                }
                index = end;
                is_public = false;
                continue;
            }
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = trees.get(index + 1) {
                    in_test |= is_cfg_test(attribute);
                    index += 1;
                }
            }
            TokenTree::Punct(sign) if sign.as_char() == ';' => (in_test, next_is_module) = (false, false),
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == Delimiter::Brace;
                if !(is_body && in_test) {
                    collect(group.stream(), inner + usize::from(is_body && next_is_module), named);
                }
                if is_body {
                    (in_test, next_is_module) = (false, false);
                }
            }
            _ => {}
        }
        is_public = false;
        index += 1;
    }
}

fn is_semicolon(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(sign) if sign.as_char() == ';')
}

/// Drops the `super`s that lead out of modules inside the file.
fn outside(mut segments: Segments, inner: usize) -> Segments {
    for _ in 0..inner {
        if segments.first().is_some_and(|first| first == "super") {
            segments.remove(0);
        }
    }
    segments
}

/// The path that starts at `index`, and where it ends.
fn path_at(trees: &[TokenTree], index: usize) -> (Segments, usize) {
    let mut segments = Vec::new();
    let mut at = index;
    while let Some(TokenTree::Ident(word)) = trees.get(at) {
        segments.push(word.to_string());
        match after_separator(trees, at + 1) {
            Some(next) if matches!(trees.get(next), Some(TokenTree::Ident(_))) => at = next,
            _ => break,
        }
    }
    (segments, at + 1)
}

/// The names that a `use` brings, with the path of each.
fn use_tree(trees: &[TokenTree]) -> Vec<(String, Segments)> {
    let (mut segments, end) = path_at(trees, 0);
    let rest = if segments.is_empty() { trees } else { &trees[end..] };
    let after = if segments.is_empty() { Some(0) } else { after_separator(rest, 0) };
    match after.and_then(|next| rest.get(next)) {
        Some(TokenTree::Group(group)) => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let is_comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(sign) if sign.as_char() == ',');
            let of_each = inner.split(is_comma).flat_map(use_tree);
            of_each
                .map(|(name, path)| {
                    // `a::{self}` is a itself.
                    let path: Segments = segments
                        .iter()
                        .cloned()
                        .chain(path.into_iter().filter(|word| word != "self"))
                        .collect();
                    (name, path)
                })
                .collect()
        }
        Some(TokenTree::Punct(star)) if star.as_char() == '*' => {
            segments.push("*".to_string());
            vec![("*".to_string(), segments)]
        }
        _ => {
            let renamed = match rest {
                [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "as" => {
                    Some(name.to_string())
                }
                _ => None,
            };
            segments.last().cloned().map(|last| (renamed.unwrap_or(last), segments)).into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tree::tree;

    #[track_caller]
    fn assert_circles(files: &[(&str, &str)], expected: &[&str]) {
        assert_eq!(circles(tree(files).path()).unwrap(), expected);
    }

    #[test]
    fn files_that_need_one_another_are_named_in_their_order() {
        assert_circles(
            &[
                ("lib.rs", "mod a; mod b; mod c;"),
                ("a.rs", "use crate::b::B; pub struct A;"),
                ("b.rs", "fn f() { crate::c::g() } pub struct B;"),
                ("c.rs", "pub fn g() -> super::a::A { todo!() }"),
            ],
            &["a.rs → b.rs → c.rs → a.rs"],
        );
        assert_circles(&[("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b;"), ("b.rs", "")], &[]);
    }

    #[test]
    fn what_a_module_hands_on_is_the_file_s_that_defines_it() {
        let files = [
            ("nn/mod.rs", "mod lstm; mod gru; pub use lstm::{Lstm as Cell}; pub(crate) use gru::Gru;"),
            ("nn/lstm.rs", "use super::Gru;"),
        ];
        assert_circles(&[files[0], files[1], ("nn/gru.rs", "")], &[]);
        assert_circles(
            &[files[0], files[1], ("nn/gru.rs", "use crate::nn::Cell;")],
            &["nn/gru.rs → nn/lstm.rs → nn/gru.rs"],
        );
    }

    #[test]
    fn a_module_that_needs_its_child_is_not_needed_by_it() {
        assert_circles(
            &[
                ("tokens/mod.rs", "mod words; pub enum T { W(words::Words) }"),
                ("tokens/words.rs", "use super::Token;"),
            ],
            &["tokens/mod.rs → tokens/words.rs → tokens/mod.rs"],
        );
        assert_circles(
            &[("tokens/mod.rs", "mod words; pub struct Token;"), ("tokens/words.rs", "use super::Token;")],
            &[],
        );
    }

    #[test]
    fn tests_comments_and_modules_inside_a_file_make_no_circle() {
        assert_circles(
            &[
                ("a.rs", "use crate::b::B;"),
                (
                    "b.rs",
                    "//! [`crate::a`]\nmod inner { use super::B; }\n#[cfg(test)] mod tests { use crate::a; }\n#[cfg(test)] use crate::a::A;",
                ),
            ],
            &[],
        );
    }
}
