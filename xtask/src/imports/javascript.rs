//! What ES modules import, as `xtask/imports/main.js` finds it.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use crate::project::Project;

/// The specifiers that each file imports, with their lines from 1.
pub fn imports(project: &Project, files: &[PathBuf]) -> Result<Vec<Vec<(usize, String)>>> {
    let mut command = project.command("node");
    command.arg(project.path("xtask/imports/main.js")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot run node")?;
    let mut input = child.stdin.take().context("node has no standard input")?;
    let list = serde_json::to_vec(files)?;
    // Beside reading: neither side waits for the other where there is much to say.
    let output = thread::scope(|scope| {
        let writing = scope.spawn(move || input.write_all(&list));
        let output = child.wait_with_output();
        writing.join().map_err(|_| anyhow::anyhow!("the list of files could not be written"))??;
        Ok::<_, anyhow::Error>(output?)
    })?;
    if !output.status.success() {
        bail!("xtask/imports/main.js failed ({})", output.status);
    }
    let found: Vec<Vec<(usize, String)>> =
        serde_json::from_slice(&output.stdout).context("xtask/imports/main.js wrote no list")?;
    ensure!(
        found.len() == files.len(),
        "expected the imports of {} files, found {}",
        files.len(),
        found.len()
    );
    Ok(found)
}

/// The project that is being tested.
#[cfg(test)]
pub fn own_project() -> Project {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project");
    Project { root: root.to_path_buf() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::tree::tree;

    #[track_caller]
    fn assert_imports(source: &str, expected: &[(usize, &str)]) {
        let folder = tree(&[("a.js", source)]);
        let found = imports(&own_project(), &[folder.path().join("a.js")]).unwrap();
        let expected: Vec<_> = expected.iter().map(|(line, text)| (*line, (*text).to_owned())).collect();
        assert_eq!(found, [expected]);
    }

    #[test]
    fn every_form_of_import_is_found_with_its_line() {
        assert_imports(
            "import init, { Model } from '../pkg/a.js';\nimport {\n  b,\n} from \"./b.js\";\nimport './c.js';\n\
             export * from './d.js';\nconst e = await import('./e.js');\n\
             new Worker(new URL('./f.js', import.meta.url));",
            &[(1, "../pkg/a.js"), (4, "./b.js"), (5, "./c.js"), (6, "./d.js"), (7, "./e.js"), (8, "./f.js")],
        );
    }

    #[test]
    fn comments_types_in_them_and_strings_are_no_imports() {
        assert_imports(
            "/** @typedef {import('../pkg/a.js').Model} Model */\n// import './b.js'\nimport './c.js';\n\
             const d = \"import './d.js'\";\nconst e = `${`import('./e.js')`}`;",
            &[(3, "./c.js")],
        );
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        let folder = tree(&[("a.js", "import '")]);
        let error = imports(&own_project(), &[folder.path().join("a.js")]).unwrap_err().to_string();
        assert_eq!(error, "xtask/imports/main.js failed (exit status: 1)");
    }
}
