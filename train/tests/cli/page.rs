//! `seqscope page`.

use std::fs;
use std::path::Path;

use crate::command::{seqscope, str};
use crate::models::dates;

/// A page of one file in short, with a model of its own.
const TEMPLATE: &str = "<!doctype html>\n<meta name=\"seqscope-link\" content=\"#task=en-fr\">\n<seq-scope attention=\"dot\"></seq-scope>\n\
     <script type=\"text/plain\" data-file=\"models/old.safetensors\" data-bytes=\"1\">x</script>\n\
     <script type=\"text/plain\" data-file=\"seqscope.js\" data-bytes=\"1\">x</script>\n";

fn template(directory: &Path, text: &str) -> String {
    let path = directory.join("template.html");
    fs::write(&path, text).unwrap();
    str(&path).to_string()
}

#[test]
fn models_text_and_what_is_shown_stand_in_the_page() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out.html");
    let template = template(directory.path(), TEMPLATE);
    let run = seqscope(&[
        "page",
        "--model",
        &dates("general"),
        &dates("concat"),
        "--text",
        "5 April & 2021",
        "--template",
        &template,
        "--out",
        str(&out),
    ]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    let page = fs::read_to_string(&out).unwrap();
    assert!(run.stderr.contains(&format!("out.html: {} bytes", page.len())), "{run:?}");
    assert!(page.contains("content=\"#task=dates&amp;text=5+April+%26+2021&amp;v=2\">"), "the link");
    assert!(
        page.contains(
            "<seq-scope attention=\"general concat\" parts=\"input outputs maps gates\"></seq-scope>"
        )
    );
    let held: Vec<&str> =
        page.split("data-file=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    assert_eq!(held[0], "models/manifest.json");
    assert_eq!(held.len(), 4, "{held:?}");
    assert!(
        held[1].starts_with("models/dates-general-lstm.") && held[2].starts_with("models/dates-concat-lstm.")
    );
    assert_eq!(held[3], "seqscope.js");
    assert!(!page.contains("{{"));
}

#[test]
fn what_is_no_page_and_a_model_given_twice_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out.html");
    let page = |template: &str, models: &[&str]| {
        let arguments = [&["page", "--template", template, "--out", str(&out), "--model"], models].concat();
        seqscope(&arguments)
    };
    let general = dates("general");
    let missing = directory.path().join("missing.html");
    page(str(&missing), &[&general]).fails_with(&format!(
        "{}: there is no such file: `cargo xtask dist --only page` writes it, --template names another",
        missing.display()
    ));
    let other = template(directory.path(), "<p>Hello</p>");
    page(&other, &[&general]).fails_with(&format!(
        "{other}: expected a page of one file: \"<script type=\\\"text/plain\\\" data-file=\\\"seqscope.js\\\"\": expected once, \
         found 0 times"
    ));
    let whole = template(directory.path(), TEMPLATE);
    page(&whole, &[&general, &general])
        .fails_with(&format!("{general}: a second model dates-general-lstm: expected one"));
    assert!(!out.exists());
}
