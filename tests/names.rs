//! The page has the names of score functions, recurrences and gates from the crate, or it has the same.

use seqscope::nn::{AttentionType, RnnType};

const TASKS: &str = include_str!("../www/tasks/tasks.js");
const SIGNALS: &str = include_str!("../www/trace/signals.js");
const TYPES: &str = include_str!("../src/web/mod.rs");

/// What stands in quotes between `before` and the next `after`, sorted.
#[track_caller]
fn quoted<'a>(text: &'a str, before: &str, after: &str, quote: char) -> Vec<&'a str> {
    let from = text.split_once(before).unwrap_or_else(|| panic!("{before} is there")).1;
    let list = from.split_once(after).unwrap_or_else(|| panic!("{after} is there")).0;
    sorted(list.split(quote).skip(1).step_by(2))
}

fn sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names
}

#[test]
fn the_score_functions_have_the_same_names_everywhere() {
    let names = sorted(AttentionType::ALL.map(AttentionType::name));
    assert_eq!(quoted(TASKS, "ATTENTION_TYPES = ", "]", '\''), names);
    assert_eq!(quoted(TYPES, "attention: ", ";", '"'), names);
    for attention in AttentionType::ALL {
        assert_eq!(AttentionType::named(attention.name()), Some(attention));
        let json = serde_json::to_string(&attention).unwrap();
        assert_eq!(json, format!("\"{}\"", attention.name()));
        assert_eq!(serde_json::from_str::<AttentionType>(&json).unwrap(), attention);
    }
}

#[test]
fn an_unknown_score_function_is_named_beside_those_that_there_are() {
    let error = serde_json::from_str::<AttentionType>("\"cosine\"").unwrap_err().to_string();
    let expected = AttentionType::ALL.map(|attention| format!("`{}`", attention.name())).join(", ");
    assert!(error.starts_with(&format!("unknown variant `cosine`, expected one of {expected}")), "{error}");
}

#[test]
fn the_recurrences_and_their_gates_have_the_same_names_everywhere() {
    let names = sorted(RnnType::ALL.map(RnnType::name));
    assert_eq!(quoted(TASKS, "CELLS = ", "]", '\''), names);
    assert_eq!(quoted(TYPES, "rnnType: ", ";", '"'), names);
    // All but the candidates lie in [0, 1].
    let gates = RnnType::ALL.iter().flat_map(|rnn| rnn.gates()).copied();
    let gates = sorted(gates.filter(|gate| !["g", "n"].contains(gate)));
    assert_eq!(quoted(SIGNALS, "GATES = ", "]", '\''), gates);
}

#[test]
fn gates_come_first_and_then_the_states() {
    for (rnn, gates, states) in [
        (RnnType::Rnn, vec![], vec!["h"]),
        (RnnType::Gru, vec!["r", "z", "n"], vec!["h"]),
        (RnnType::Lstm, vec!["i", "f", "g", "o"], vec!["c", "h"]),
    ] {
        assert_eq!(rnn.gates(), gates);
        assert_eq!(rnn.signals(), [gates, states].concat());
        assert!(rnn.keeping_gate().is_none_or(|gate| rnn.gates().contains(&gate)));
    }
}
