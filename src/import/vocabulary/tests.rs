#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::import::{Guess, TextForm, TextSettings};
use crate::tokens::{Marker, Tokenizer};

fn read_text(text: &str) -> Vocabulary {
    read("words.json", text.as_bytes()).unwrap()
}

#[track_caller]
fn assert_tokens(text: &str, expected: &[&str]) {
    assert_eq!(read_text(text).tokens, expected, "{text}");
}

#[track_caller]
fn assert_refused(bytes: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(read("words.json", bytes.as_ref()).unwrap_err().to_string(), expected);
}

#[test]
fn json_is_a_list_or_ids_by_tokens_or_tokens_by_ids() {
    let expected = ["<pad>", "the", "cat"];
    assert_tokens(r#"["<pad>","the","cat"]"#, &expected);
    assert_tokens(r#"{"the":1,"<pad>":0,"cat":2}"#, &expected);
    assert_tokens(
        r#"{"10":"x","0":"<pad>","1":"the","2":"cat","3":"d","4":"e","5":"f","6":"g","7":"h","8":"i","9":"j"}"#,
        &["<pad>", "the", "cat", "d", "e", "f", "g", "h", "i", "j", "x"],
    );
    assert_tokens(r#"{"name":{"a":{}},"stoi":{"the":1,"<pad>":0,"cat":2}}"#, &expected);
    assert_tokens(r#"{"freqs":{},"itos":["<pad>","the","cat"]}"#, &expected);
    assert_tokens("\u{feff}[\"<pad>\",\"the\",\"cat\"]\n", &expected);
}

#[test]
fn a_line_is_a_token_whatever_else_stands_in_it() {
    assert_tokens("<pad>\nthe\ncat\n", &["<pad>", "the", "cat"]);
    assert_tokens("<pad>\r\nthe\r\ncat", &["<pad>", "the", "cat"]);
    assert_tokens("a\n \nb", &["a", " ", "b"]);
    // Counts, as subword-nmt writes them.
    assert_tokens("the 120\ncat 7\n", &["the", "cat"]);
    // Scores, as SentencePiece does.
    let scored = read_text("<unk>\t0\n▁the\t-3.5\ns\t-4.25\n");
    assert_eq!((scored.tokens[1].as_str(), scored.scores), ("▁the", vec![0.0, -3.5, -4.25]));
    assert_eq!((scored.form, scored.marker), (Some(TextForm::Pieces), Marker::Start));
}

#[test]
fn what_is_no_vocabulary_says_what_it_is() {
    assert_refused("", "words.json: an empty file: expected a token for each id");
    assert_refused(b"a\xffb", "words.json: byte 1 is 0xff, which is no UTF-8: expected text in UTF-8");
    assert_refused("a\0b", "words.json: byte 1 is 0: expected text in UTF-8");
    assert_refused("a\n\nb", "words.json: line 2 is empty: expected a token in each line");
    assert_refused("a\nb\na", "words.json: \"a\" stands at line 1 and at line 3: expected each token once");
    assert_refused(
        r#"["a","b","a"]"#,
        "words.json: \"a\" stands at place 0 and at place 2: expected each token once",
    );
    assert_refused(
        r#"{"a":0,"b":0}"#,
        "words.json: \"a\" and \"b\" both have the id 0: expected an id for each token",
    );
    assert_refused(r#"{"a":0,"b":2}"#, "words.json: no token has the id 1: expected all ids from 0 to 1");
    assert_refused(r#"{"a":1,"b":2}"#, "words.json: no token has the id 0: expected all ids from 0 to 1");
    assert_refused(r#"{"a":0,"b":-1}"#, "words.json: \"b\" has the id -1: expected ids from 0 to 65535");
    assert_refused(r#"{"a":65536}"#, "words.json: \"a\" has the id 65536: expected ids from 0 to 65535");
    assert_refused("{}", "words.json: an empty object: expected a token for each id");
    assert_refused("[]", "words.json: 0 tokens: expected a token for each id");
    assert_refused(
        "[1]",
        "words.json: invalid type: integer `1`, expected a string at line 1 column 2: expected JSON of a vocabulary",
    );
    assert_refused(
        r#"{"a":{"b":1}}"#,
        "words.json: an object with \"a\": expected ids by their tokens, tokens by their ids, a list of tokens, or a tokenizer.json",
    );
    assert_refused(
        r#"{"a":0"#,
        "words.json: EOF while parsing an object at line 1 column 6: expected JSON of a vocabulary",
    );
    let many: String = (0..=MOST_TOKENS).map(|id| format!("{id}\n")).collect();
    assert_refused(&many, "words.json: more than 65536 lines: expected at most 65536 tokens");
    let json = format!("[{}]", vec!["\"\""; MOST_TOKENS + 1].join(","));
    let message = read("words.json", json.as_bytes()).unwrap_err().to_string();
    assert!(message.starts_with("words.json: more than 65536 entries"), "{message}");
}

fn cut(tokenizer: &Tokenizer, text: &str) -> Vec<String> {
    tokenizer.encode(text).into_iter().map(|token| format!("{}:{}", token.id, token.text)).collect()
}

fn tokenizer_of(text: &str, settings: &TextSettings) -> Tokenizer {
    let vocabulary = read_text(text);
    tokenizer(Some(&vocabulary), vocabulary.tokens.len(), settings).unwrap()
}

#[test]
fn words_are_cut_as_what_the_vocabulary_shows() {
    let usual = TextSettings::default();
    let marks = tokenizer_of(r#"["<pad>","<sos>","<eos>","<unk>","the","cat","."]"#, &usual);
    assert_eq!(cut(&marks, "The cat."), ["4:The", "5:cat", "6:."]);
    let spaces = tokenizer_of(r#"["<pad>","<sos>","<eos>","<unk>","The","cat."]"#, &usual);
    assert_eq!(cut(&spaces, "The cat."), ["4:The", "5:cat."]);
    let letters = tokenizer_of(r#"["<pad>","<sos>","<eos>","<unk>","a","b"," "]"#, &usual);
    assert_eq!(cut(&letters, "a b"), ["4:a", "6: ", "5:b"]);
    let chinese = tokenizer_of(r#"["<pad>","<sos>","<eos>","<unk>","我","喜欢","你"]"#, &usual);
    assert_eq!(cut(&chinese, "我喜欢你"), ["4:我", "5:喜欢", "6:你"]);
    let both = TextSettings { add_start: Some(true), add_end: Some(true), ..usual };
    assert_eq!(
        cut(&tokenizer_of(r#"["<sos>","<eos>","a b","cat"]"#, &both), "cat"),
        ["0:<sos>", "3:cat", "1:<eos>"]
    );
}

#[test]
fn without_a_vocabulary_ids_are_typed() {
    let ids = tokenizer(None, 60, &TextSettings::default()).unwrap();
    assert_eq!(cut(&ids, "12 7 55"), ["12:12", "7:7", "55:55"]);
    assert_eq!(ids.decode(&[12, 7, 3]).0, "12 7");
}

#[test]
fn another_size_than_the_models_is_refused() {
    let vocabulary = read_text(r#"["a","b"]"#);
    let refused =
        |size| tokenizer(Some(&vocabulary), size, &TextSettings::default()).unwrap_err().to_string();
    assert_eq!(refused(3), "words.json: 2 tokens: expected 3, as many as the model's embedding has rows");
    let settings = TextSettings { pad: Some(9), ..TextSettings::default() };
    let refused = tokenizer(Some(&vocabulary), 2, &settings).unwrap_err().to_string();
    assert_eq!(refused, "setting pad: expected an id below 2, found 9");
}

#[test]
fn special_tokens_are_known_by_their_names() {
    let of = |text: &str| special(Some(&read_text(text)), 8, &TextSettings::default());
    let ids = |pad, unknown, start, end| Special { pad, unknown, start, end };
    assert_eq!(of(r#"["SOS","EOS","a"]"#), ids(None, None, Some(0), Some(1)));
    assert_eq!(of(r#"["[PAD]","[UNK]","[CLS]","[SEP]"]"#), ids(Some(0), Some(1), Some(2), Some(3)));
    assert_eq!(of(r#"["<unk>","<pad>","<bos>","<eos>"]"#), ids(Some(1), Some(0), Some(2), Some(3)));
    // One token for both ends.
    assert_eq!(of(r#"["a","<|endoftext|>"]"#), ids(None, None, Some(1), Some(1)));
    // None of them: those of the post.
    assert_eq!(of(r#"["a","b","c","d","e"]"#), ids(None, None, Some(2), Some(3)));
    assert_eq!(special(None, 60, &TextSettings::default()), ids(Some(0), None, Some(2), Some(3)));
    let settings = TextSettings { end: Some(7), ..TextSettings::default() };
    assert_eq!(special(None, 60, &settings).end, Some(7));
}

/// As `tokenizers` 0.21 writes them, with what says nothing left out.
#[test]
fn a_tokenizer_of_hugging_face_cuts_as_it_says() {
    let usual = TextSettings::default();
    let word_level = r#"{"version":"1.0","added_tokens":[{"id":0,"content":"[UNK]","special":true}],
        "normalizer":{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"Lowercase"}]},
        "pre_tokenizer":{"type":"Whitespace"},
        "model":{"type":"WordLevel","vocab":{"[UNK]":0,"the":1,"cat":2,".":3},"unk_token":"[UNK]"}}"#;
    assert_eq!(cut(&tokenizer_of(word_level, &usual), "The dog."), ["1:The", "0:dog", "3:."]);

    let metaspace = r#"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁"},
        "model":{"type":"BPE","unk_token":"<unk>","vocab":{"<unk>":0,"▁":1,"l":2,"o":3,"w":4,"ow":5,"low":6,"▁low":7},
        "merges":["o w","l ow","▁ low"]}}"#;
    assert_eq!(cut(&tokenizer_of(metaspace, &usual), "low owl"), ["7:low", "1:", "5:ow", "2:l"]);

    let ended = r#"{"pre_tokenizer":{"type":"WhitespaceSplit"},"model":{"type":"BPE","end_of_word_suffix":"</w>",
        "vocab":{"l":0,"o":1,"w</w>":2,"lo":3,"low</w>":4},"merges":[["l","o"],["lo","w</w>"]]}}"#;
    let ended = tokenizer_of(ended, &usual);
    assert_eq!(cut(&ended, "low lo"), ["4:low", "0:l", &format!("{}:o", crate::tokens::NO_ID)]);
    assert_eq!(ended.decode(&[4, 0, 1]).0, "low lo");

    let bytes = r#"{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE",
        "vocab":{"l":0,"o":1,"w":2,"Ġ":3,"Ġl":4,"Ġlo":5,"Ã":6,"©":7,"Ã©":8},"merges":["Ġ l","Ġl o","Ã ©"]}}"#;
    let vocabulary = read_text(bytes);
    assert_eq!((&*vocabulary.tokens[5], &*vocabulary.tokens[8]), ("▁lo", "é"));
    assert_eq!(vocabulary.notes, ["1 merges are left out, as they make no text by themselves"]);
    assert_eq!(cut(&tokenizer_of(bytes, &usual), "low é"), ["5:lo", "2:w", "3:", "8:é"]);

    let unigram = r#"{"normalizer":{"type":"Replace"},"pre_tokenizer":{"type":"Metaspace"},"model":{"type":"Unigram","unk_id":0,
        "vocab":[["<unk>",0.0],["▁a",-1.0],["b",-2.0],["▁ab",-2.5],["bc",-1.0],["c",-3.0]]}}"#;
    assert_eq!(cut(&tokenizer_of(unigram, &usual), "abc ab"), ["1:a", "4:bc", "3:ab"]);
    assert_eq!(read_text(unigram).notes, ["the normalizer \"Replace\" is left out"]);

    let word_piece = r###"{"normalizer":{"type":"BertNormalizer","lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
        "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","vocab":{"[UNK]":0,"un":1,"##aff":2,"##able":3,".":4}}}"###;
    assert_eq!(cut(&tokenizer_of(word_piece, &usual), "Unaffable."), ["1:Un", "2:aff", "3:able", "4:."]);

    assert_refused(
        r#"{"model":{"type":"Tekken","vocab":{}}}"#,
        "words.json: a tokenizer of the type \"Tekken\": expected WordLevel, BPE, Unigram or WordPiece",
    );
    assert_refused(
        r#"{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}"#,
        "words.json: merge 0 is of \"a\" and \"b\": expected two tokens of the vocabulary",
    );
}

#[test]
fn what_is_guessed_says_why() {
    let vocabulary = read_text(r#"["<pad>","<unk>","the","."]"#);
    let settings = TextSettings { add_end: Some(true), ..TextSettings::default() };
    let all = guesses("source", Some(&vocabulary), 4, &settings);
    let line = |guess: &Guess| format!("{} {} {} {}", guess.key, guess.value, guess.settled, guess.reason);
    assert_eq!(
        all.iter().map(line).collect::<Vec<_>>(),
        [
            "source.form words false what most tokens look like",
            "source.lowerCase true false no token has a capital",
            "source.onlySpaces false false punctuation marks are tokens",
            "source.pad 0 false the token \"<pad>\"",
            "source.unknown 1 false the token \"<unk>\"",
            "source.start 2 false as in the post",
            "source.end 3 false as in the post",
            "source.addStart false false as in the post",
            "source.addEnd true true as in the post",
        ]
    );
    let of_target = guesses("target", None, 60, &TextSettings::default());
    let keys: Vec<&str> = of_target.iter().map(|guess| guess.key).collect();
    assert_eq!(keys, ["target.form", "target.pad", "target.unknown", "target.start", "target.end"]);
}
