//! That every unit test of the library runs in WebAssembly too.

use std::fs;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::sources::files_under;

/// What makes `#[test]` the attribute of wasm-bindgen-test, without which a module leaves a test out.
const IN_A_MODULE: &str =
    "#[cfg(target_arch = \"wasm32\")]\nuse wasm_bindgen_test::wasm_bindgen_test as test;";

/// Files of nothing but what proptest tries, which does not compile for a browser.
const NATIVE_ONLY: &str = "properties.rs";

/// Fails with every file whose unit tests only run natively.
pub fn check(project: &Project) -> Result<()> {
    let mut wrong = Vec::new();
    for file in files_under(&project.path("src"))? {
        if !file.ends_with(".rs") || file.ends_with(NATIVE_ONLY) {
            continue;
        }
        let text = fs::read_to_string(project.path("src").join(&file))?;
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        if lines.contains(&"#[test]") && !lines.join("\n").contains(IN_A_MODULE) {
            wrong.push(format!("src/{file}"));
        }
    }
    if !wrong.is_empty() {
        bail!(
            "unit tests that WebAssembly leaves out: expected\n{IN_A_MODULE}\nbeside them in {}",
            wrong.join(", ")
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tree::tree;

    #[track_caller]
    fn checked(file: &str, text: &str) -> Result<()> {
        let folder = tree(&[(&format!("src/{file}"), text)]);
        check(&Project { root: folder.path().to_path_buf() })
    }

    #[test]
    fn tests_that_a_module_leaves_out_are_named() {
        let test = "#[test]\n    fn holds() {}";
        let message = checked("nn/gru.rs", &format!("mod tests {{\n    {test}\n}}")).unwrap_err().to_string();
        assert!(message.ends_with("beside them in src/nn/gru.rs"), "{message}");
        let both = format!("    {}\n    {test}", IN_A_MODULE.replace('\n', "\n    "));
        checked("nn/gru.rs", &both).unwrap();
        checked("nn/properties.rs", test).unwrap();
        checked("nn/gru.rs", "// no tests").unwrap();
    }
}
