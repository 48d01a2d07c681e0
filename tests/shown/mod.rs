//! What the page shows for two texts, computed by the native library. `tests/browser/shown.test.js` compares the numbers
//! that stand on the page with the same file.
//!
//! `UPDATE_GOLDENS=1 cargo test --test native shown::` writes it anew.

#![allow(clippy::unwrap_used, reason = "a model that cannot be read fails the test, as it should")]

mod attention;
mod model;
mod recurrence;
mod whatif;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use model::{Model, Numbers, Pair};

/// How far a number may be from the one in the file, relative to it where it is larger than 1.
const LIMIT: f64 = 1e-5;
/// The same for norms of gradients, relative to each.
const LIMIT_OF_NORMS: f64 = 1e-4;

/// What a reader has typed and selected, and the numbers that are then shown, view by view.
#[derive(Debug, Serialize, Deserialize)]
struct Page {
    task: String,
    text: String,
    /// Of the encoder's first layer, forward.
    unit: usize,
    /// The pinned cell of the attention map.
    cell: Pair,
    views: BTreeMap<String, Numbers>,
}

#[test]
fn the_file_of_shown_numbers_is_what_the_native_library_computes() {
    let pages = [dates(), translation()];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shown.json");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&pages).unwrap() + "\n").unwrap();
    }
    let written = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; UPDATE_GOLDENS=1 writes it", path.display()));
    let written: Vec<Page> = serde_json::from_str(&written).unwrap();
    assert_eq!(written.len(), pages.len());
    for (written, page) in written.iter().zip(&pages) {
        let selected = |page: &Page| (page.task.clone(), page.text.clone(), page.unit, page.cell);
        assert_eq!(selected(written), selected(page));
        assert_eq!(names(written), names(page));
        for (view, numbers) in &page.views {
            let norms = view.starts_with("gradients");
            for (name, &number) in numbers {
                let expected = written.views[view][name];
                let limit = if norms { LIMIT_OF_NORMS * expected } else { LIMIT * expected.abs().max(1.0) };
                assert!(
                    (number - expected).abs() <= limit,
                    "{}, {view}, {name}: {number}, in the file {expected}",
                    page.task
                );
            }
        }
    }
}

/// The names of all numbers with the views that they are in.
fn names(page: &Page) -> Vec<(&str, &str)> {
    let views = page.views.iter();
    views.flat_map(|(view, numbers)| numbers.keys().map(|name| (view.as_str(), name.as_str()))).collect()
}

fn dates() -> Page {
    let text = "Monday, 5 April 2021";
    // The year's last digit, written in the fourth step and read at the end.
    let (unit, cell) = (7, Pair { target: 3, source: 19 });
    let mut general = Model::load("dates", "general", "lstm");
    let trace = general.run(text, &Default::default());
    let run = |attention| Model::load("dates", attention, "lstm").run(text, &Default::default());
    let (dot, concat, without_tanh) = (run("dot"), run("concat"), run("concat_without_tanh"));
    let batch = [text, "4/5/21", "Wednesday, 30 September 1998"];
    let three = [("dot", &dot), ("general", &trace), ("concat", &concat)];
    let views = [
        ("output", attention::output(&trace)),
        ("map", attention::map(&trace, cell)),
        ("gates", recurrence::gates(&trace, unit, cell.source)),
        ("cell", recurrence::cell(&general, &trace, unit, cell.source)),
        ("memory", recurrence::memory_of_unit(&trace, unit, cell.source)),
        ("memory, layer", recurrence::memory_of_layer(&trace)),
        ("units", recurrence::units(&trace, unit)),
        ("gradients", recurrence::gradients_carried(text)),
        ("gradients, input", recurrence::gradients_of_input(text)),
        ("padding", recurrence::padding(&general, &batch, cell)),
        ("attention, scores", attention::scores(&trace, cell)),
        ("attention, entropy", attention::entropy(&trace, &three)),
        ("attention, difference", attention::difference(&dot, &concat, cell)),
        ("attention, lines", attention::lines(&three)),
        ("tanh", attention::tanh(&concat, &without_tanh)),
        ("explanation", attention::explanation(&general, &trace, cell)),
        ("whatif", whatif::nothing_remembered(&mut general, &trace, cell)),
        ("whatif, beam", whatif::beam(&mut general, text)),
        ("whatif, attention", whatif::row(&trace, cell)),
    ];
    page("dates", text, unit, cell, views)
}

/// Fewer views, as a larger model takes longer.
fn translation() -> Page {
    let text = "She lost her keys again.";
    let (unit, cell) = (7, Pair { target: 1, source: 1 });
    let mut general = Model::load("en-fr", "general", "lstm");
    let trace = general.run(text, &Default::default());
    let views = [
        ("output", attention::output(&trace)),
        ("map", attention::map(&trace, cell)),
        ("gates", recurrence::gates(&trace, unit, cell.source)),
        ("cell", recurrence::cell(&general, &trace, unit, cell.source)),
        ("memory", recurrence::memory_of_unit(&trace, unit, cell.source)),
        ("attention, scores", attention::scores(&trace, cell)),
        ("dropout", recurrence::dropout(&general, &trace)),
        ("explanation", attention::explanation(&general, &trace, cell)),
        ("whatif", whatif::nothing_remembered(&mut general, &trace, cell)),
        ("whatif, dropout", whatif::dropout(&mut general, text)),
    ];
    page("en-fr", text, unit, cell, views)
}

fn page<const N: usize>(
    task: &str,
    text: &str,
    unit: usize,
    cell: Pair,
    views: [(&str, Numbers); N],
) -> Page {
    let views =
        views.into_iter().map(|(name, numbers)| (name.to_string(), model::rounded(numbers))).collect();
    Page { task: task.to_string(), text: text.to_string(), unit, cell, views }
}
