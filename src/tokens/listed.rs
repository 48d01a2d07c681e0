//! Texts are cut as the models of other people were trained on them.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::tokens::Tokenizer;

const RULES: ListRules = ListRules {
    cut: Cut::Words,
    lower_case: true,
    marks_apart: true,
    spaces: true,
    marker: Marker::None,
    unknown: Some(3),
    silent: Vec::new(),
    before: None,
    after: None,
};

fn vocabulary(rules: ListRules, tokens: &str) -> ListVocabulary {
    let tokens = tokens.split(' ').map(str::to_string).collect();
    ListVocabulary::new(rules, tokens, &[], Vec::new()).unwrap()
}

#[track_caller]
fn assert_cut(vocabulary: &ListVocabulary, text: &str, expected: &[(usize, &str)]) {
    let tokens = vocabulary.encode(text);
    let found: Vec<_> = tokens.iter().map(|token| (token.id, &*token.text)).collect();
    assert_eq!(found, expected, "{text:?}");
    for token in tokens.iter().filter(|token| !token.span.is_empty()) {
        assert_eq!(text[token.span.clone()], token.text);
    }
}

#[test]
fn words_and_marks_have_the_ids_of_their_model() {
    let words = vocabulary(
        ListRules { silent: vec![0, 1, 2], ..RULES },
        "<s> </s> <pad> <unk> the cat sat . don ' t",
    );
    assert_cut(&words, "The cat  sat.", &[(4, "The"), (5, "cat"), (6, "sat"), (7, ".")]);
    assert_cut(&words, "the dog", &[(4, "the"), (3, "dog")]);
    assert_cut(&words, "don’t", &[(8, "don"), (9, "’"), (10, "t")]);
    let (text, tokens) = words.decode(&[4, 5, 3, 7, 1]);
    assert_eq!(text, "the cat \u{fffd}.");
    assert_eq!(tokens[4], Token { id: 1, text: "</s>".to_string(), span: 12..12 });
}

#[test]
fn marks_stay_with_their_words_where_only_spaces_cut() {
    let rules = ListRules { marks_apart: false, lower_case: false, ..RULES };
    let words = vocabulary(rules, "<s> </s> <pad> <unk> The cat. cat");
    assert_cut(&words, "The cat. cat", &[(4, "The"), (5, "cat."), (6, "cat")]);
    assert_eq!(words.decode(&[4, 5]).0, "The cat.");
}

#[test]
fn a_text_begins_and_ends_as_its_model_was_trained() {
    let words =
        vocabulary(ListRules { before: Some(0), after: Some(1), ..RULES }, "<s> </s> <pad> <unk> the");
    assert_cut(&words, "the", &[(0, "<s>"), (4, "the"), (1, "</s>")]);
    assert_cut(&words, " ", &[]);
}

#[test]
fn what_has_no_token_has_no_id_where_nothing_stands_for_it() {
    let words = vocabulary(ListRules { unknown: None, ..RULES }, "<s> </s> the");
    assert_cut(&words, "the dog", &[(2, "the"), (NO_ID, "dog")]);
}

#[test]
fn words_without_spaces_are_the_longest_that_there_are() {
    let words =
        vocabulary(ListRules { spaces: false, ..RULES }, "<s> </s> <pad> <unk> 我 喜欢 喜 你 。 喜欢你们");
    assert_cut(&words, "我喜欢你。他", &[(4, "我"), (5, "喜欢"), (7, "你"), (8, "。"), (3, "他")]);
    assert_eq!(words.decode(&[4, 5, 7]).0, "我喜欢你");
}

#[test]
fn characters_are_tokens_and_a_space_is_one_where_the_vocabulary_has_it() {
    let tokens = ["<pad>", "<s>", "</s>", "<unk>", " ", "a", "b"].map(str::to_string).to_vec();
    let rules = ListRules { cut: Cut::Characters, ..RULES };
    let with = ListVocabulary::new(rules.clone(), tokens, &[], Vec::new()).unwrap();
    assert_cut(&with, "A b", &[(5, "A"), (4, " "), (6, "b")]);
    assert_eq!(with.decode(&[5, 4, 6]).0, "a b");
    let without = vocabulary(rules, "<pad> <s> </s> <unk> a b");
    assert_cut(&without, "a b", &[(4, "a"), (5, "b")]);
    assert_eq!(without.decode(&[4, 5]).0, "ab");
}

#[test]
fn the_longest_pieces_are_those_of_wordpiece() {
    let rules = ListRules { cut: Cut::Longest, marker: Marker::Start, ..RULES };
    let pieces = vocabulary(rules, "<s> </s> <pad> <unk> ▁un ▁aff aff able ▁affable a ▁.");
    assert_cut(&pieces, "Unaffable.", &[(4, "Un"), (6, "aff"), (7, "able"), (10, ".")]);
    // A word of which a part has no piece is unknown as a whole.
    assert_cut(&pieces, "unaffablex", &[(3, "unaffablex")]);
    let (text, tokens) = pieces.decode(&[4, 6, 7, 8]);
    assert_eq!(text, "unaffable affable");
    assert_eq!(tokens[1].text, "aff");
}

#[test]
fn merges_go_by_their_order() {
    let tokens: Vec<String> =
        "<s> </s> <pad> <unk> ▁ l o w er e r lo ow ▁l ▁low".split(' ').map(str::to_string).collect();
    let rules = ListRules { cut: Cut::Merges, marker: Marker::Start, ..RULES };
    // ow before lo, whatever their ids.
    let merges = [6, 7, 5, 6, 9, 10, 4, 5, 13, 12];
    let pieces = ListVocabulary::new(rules, tokens, &merges, Vec::new()).unwrap();
    assert_cut(&pieces, "lower", &[(14, "low"), (8, "er")]);
    assert_cut(&pieces, "lo", &[(4, ""), (11, "lo")]);
    assert_eq!(pieces.decode(&[14, 8, 14]).0, "lower low");
}

#[test]
fn a_marker_behind_the_last_piece_ends_a_word() {
    let tokens: Vec<String> = "<unk> l o w▁ lo low▁".split(' ').map(str::to_string).collect();
    let rules = ListRules { cut: Cut::Merges, marker: Marker::End, unknown: Some(0), ..RULES };
    let pieces = ListVocabulary::new(rules, tokens, &[1, 2, 4, 3], Vec::new()).unwrap();
    assert_cut(&pieces, "low lo", &[(5, "low"), (1, "l"), (0, "o")]);
    assert_eq!(pieces.decode(&[5, 4, 3, 5]).0, "low low low");
}

#[test]
fn the_cut_with_the_best_scores_is_taken() {
    let tokens: Vec<String> = "<unk> ▁a b ▁ab c bc".split(' ').map(str::to_string).collect();
    let scores = vec![0.0, -1.0, -2.0, -2.5, -3.0, -1.0];
    let rules = ListRules { cut: Cut::Scores, marker: Marker::Start, unknown: Some(0), ..RULES };
    let pieces = ListVocabulary::new(rules, tokens, &[], scores).unwrap();
    assert_cut(&pieces, "abc", &[(1, "a"), (5, "bc")]);
    assert_cut(&pieces, "ab", &[(3, "ab")]);
    assert_cut(&pieces, "axyb", &[(1, "a"), (0, "xy"), (2, "b")]);
}

#[test]
fn ids_are_typed_and_shown() {
    let tokens: Vec<String> = (0..60).map(|id| id.to_string()).collect();
    let rules = ListRules { cut: Cut::Ids, unknown: None, silent: vec![3], ..RULES };
    let ids = ListVocabulary::new(rules, tokens, &[], Vec::new()).unwrap();
    assert_cut(&ids, "12 7 55", &[(12, "12"), (7, "7"), (55, "55")]);
    assert_cut(&ids, "60 x", &[(NO_ID, "60"), (NO_ID, "x")]);
    assert_eq!(ids.decode(&[12, 7, 3]).0, "12 7");
}

#[test]
fn a_word_of_any_length_is_cut() {
    let word = "ab".repeat(20_000);
    for cut in [Cut::Longest, Cut::Scores, Cut::Merges, Cut::Words] {
        let tokens: Vec<String> = "<unk> ▁ a b ab".split(' ').map(str::to_string).collect();
        let rules = ListRules { cut, marker: Marker::None, spaces: false, unknown: Some(0), ..RULES };
        let pieces = ListVocabulary::new(rules, tokens, &[2, 3], vec![-1.0; 5]).unwrap();
        assert_eq!(pieces.encode(&word).len(), 20_000);
    }
}

#[test]
fn a_stored_list_is_read_back_as_it_was() {
    let tokenizer =
        Tokenizer::List(vocabulary(ListRules { silent: vec![0, 1], ..RULES }, "<s> </s> <pad> <unk> a"));
    let json = serde_json::to_string(&tokenizer).unwrap();
    assert_eq!(json, r#"{"type":"list","list":"0 0 1 1 1 4 0 0 0 1\n\n\n<s>\n</s>\n<pad>\n<unk>\na"}"#);
    assert_eq!(serde_json::from_str::<Tokenizer>(&json).unwrap(), tokenizer);
    let pieces = |cut, merges: &[usize], scores| {
        let tokens: Vec<String> = "<unk> ▁ a b ab".split(' ').map(str::to_string).collect();
        let rules = ListRules { cut, marker: Marker::Start, before: Some(0), after: Some(1), ..RULES };
        ListVocabulary::new(rules, tokens, merges, scores).unwrap()
    };
    for list in [
        pieces(Cut::Merges, &[2, 3, 2, 3], Vec::new()),
        pieces(Cut::Scores, &[], vec![0.0, -1.5, -2.25, -3.0, -0.1]),
    ] {
        assert_eq!(ListVocabulary::from_text(&list.to_text()).unwrap(), list);
    }
    let refused = |text| ListVocabulary::from_text(text).unwrap_err();
    assert_eq!(refused("6 0 0 0 0 0 0 0\n\n\na"), "list: expected its rules");
    assert_eq!(refused("0 0 0 0 0 0 0 0\n1 x\n\na"), "list: expected a whole number, found \"x\"");
}

#[test]
fn ids_out_of_range_are_refused() {
    let refused = |rules, merges: &[usize]| {
        ListVocabulary::new(rules, vec!["a".to_string(), "b".to_string()], merges, Vec::new()).unwrap_err()
    };
    assert_eq!(refused(ListRules { unknown: Some(2), ..RULES }, &[]), "token id 2: expected an id below 2");
    let none = ListRules { unknown: None, ..RULES };
    assert_eq!(refused(none.clone(), &[0, 1]), r#"merge 0: expected a token "ab""#);
    let scored = ListRules { cut: Cut::Scores, ..none };
    assert_eq!(refused(scored, &[]), "scores: expected one for each token");
}
