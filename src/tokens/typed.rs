//! What readers type and paste is read as what the vocabularies have.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

const ENGLISH: WordRules =
    WordRules { fold: true, spaces: true, apostrophe: Apostrophe::BeginsWord, spells_names: false };
const FRENCH: WordRules =
    WordRules { fold: false, spaces: true, apostrophe: Apostrophe::EndsWord, spells_names: false };
const CHINESE: WordRules =
    WordRules { fold: false, spaces: false, apostrophe: Apostrophe::BeginsWord, spells_names: false };

/// Every letter and digit, the marks that no space stands before, and two that one may.
fn english() -> Tokenizer {
    let letters = ('a'..='z').flat_map(|letter| [letter.to_string(), format!("▁{letter}")]);
    let digits = ('0'..='9').flat_map(|digit| [digit.to_string(), format!("▁{digit}")]);
    let marks = ["!", "\"", "%", "'", ",", "-", ".", ":", ";", "?", "▁\"", "▁'"].map(str::to_string);
    let learned = ["go", "▁go", "▁th", "▁the", "ar", "are"].map(str::to_string);
    let pieces: Vec<String> = letters.chain(digits).chain(marks).chain(learned).collect();
    Tokenizer::Subwords(SubwordVocabulary::new(ENGLISH, pieces.iter().map(String::as_str)).unwrap())
}

/// The same, which reads names letter by letter.
fn spelling() -> Tokenizer {
    let Tokenizer::Subwords(vocabulary) = english() else { unreachable!("it has pieces") };
    let rules = WordRules { spells_names: true, ..vocabulary.rules() };
    Tokenizer::Subwords(vocabulary.with_rules(rules))
}

fn french() -> Tokenizer {
    let pieces = "▁o ▁ç ▁v ▁s ▁e ▁ê ▁? ▁! a o e u é è ê t ù v s i b n . , - ' ? où ▁où";
    Tokenizer::Subwords(SubwordVocabulary::new(FRENCH, pieces.split(' ')).unwrap())
}

fn chinese() -> Tokenizer {
    Tokenizer::Subwords(
        SubwordVocabulary::new(CHINESE, "你 好 吗 ？ ！ ， 。 ▁ O K 你好".split(' ')).unwrap(),
    )
}

fn dates() -> Tokenizer {
    Tokenizer::Characters(CharacterVocabulary::new(" ,-./:0123456789APRTaeilpr年日月".chars()))
}

#[track_caller]
fn assert_reads(tokenizer: &Tokenizer, typed: &str, read: &str) {
    assert_eq!(tokenizer.fold(typed), read, "{typed:?}");
    assert_eq!(tokenizer.ids(typed), tokenizer.ids(read), "{typed:?}");
    assert!(!tokenizer.ids(typed).contains(&UNKNOWN), "{typed:?}");
}

#[test]
fn ligatures_full_width_forms_and_other_letters_of_compatibility_are_plain_letters() {
    assert_reads(&english(), "The ﬁrst ﬂower is red.", "the first flower is red.");
    assert_reads(&english(), "Ｔｈｅ　ｃａｔ！", "the cat!");
    assert_reads(&english(), "𝐓𝐡𝐞 𝒄𝒂𝒕", "the cat");
    assert_reads(&english(), "№ 5, x²", "no 5, x2");
    assert_reads(&dates(), "２０２１．０４．０５", "2021.04.05");
    assert_reads(&chinese(), "你好？OＫ", "你好？OK");
}

#[test]
fn accents_that_the_vocabulary_does_not_have_go() {
    assert_reads(&english(), "Nguyễn is my friend.", "nguyen is my friend.");
    assert_reads(&english(), "Ōsaka ōsaka Łódź", "osaka osaka lodz");
    assert_reads(&english(), "Nguye\u{302}\u{303}n", "nguyen");
    // The small letter of İ is two characters.
    assert_reads(&english(), "İstanbul", "istanbul");
    assert_reads(&english(), "Straße œuf ŒUF", "strasse oeuf oeuf");
    // A capital is read where it makes a difference.
    assert_reads(&spelling(), "Nguyễn is in The Łódź", "Nguyen is in the Lodz");
    // What the vocabulary has stays, put together from two characters too; what it lacks becomes what it has.
    assert_reads(&french(), "ou\u{300} ê e\u{302} Ë ō Õ", "où ê ê e o o");
}

#[test]
fn what_cannot_be_seen_is_dropped() {
    for hidden in [
        '\u{ad}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{fe0f}',
        '\u{e0101}',
        '\u{7}',
        '\u{0}',
    ] {
        assert_reads(
            &english(),
            &format!("{hidden}The c{hidden}at{hidden} is{hidden}.{hidden}"),
            "the cat is.",
        );
        assert_reads(&dates(), &format!("{hidden}5/{hidden}4/21{hidden}"), "5/4/21");
        assert_reads(&chinese(), &format!("{hidden}你{hidden}好"), "你好");
    }
}

#[test]
fn white_space_is_one_space_and_none_at_the_ends() {
    for space in [" ", "  ", "\t", "\n", "\r\n", "\u{a0}", "\u{2009}", "\u{202f}", "\u{3000}", " \u{200b} "] {
        assert_reads(&english(), &format!("{space}The{space}cat{space}"), "the cat");
        assert_reads(&dates(), &format!("{space}5{space}April{space}2021{space}"), "5 April 2021");
        assert_reads(&chinese(), &format!("{space}OK{space}你好{space}"), "OK 你好");
    }
}

#[test]
fn dashes_and_quotes_are_those_of_ascii() {
    for dash in ['‐', '‑', '‒', '–', '—', '―', '−', '－', '﹣'] {
        assert_reads(&english(), &format!("twenty{dash}one"), "twenty-one");
        assert_reads(&dates(), &format!("2021{dash}04{dash}05"), "2021-04-05");
    }
    for quote in ['’', '‘', 'ʼ', '′', '＇', '`', '´'] {
        assert_reads(&english(), &format!("don{quote}t"), "don't");
    }
    assert_reads(&english(), "“Go”, «go», „go“ and ＂go＂.", "\"go\", \"go\", \"go\" and \"go\".");
}

#[test]
fn a_space_before_a_mark_is_none_where_the_vocabulary_has_none() {
    assert_reads(&english(), "How are you ?", "how are you?");
    assert_reads(&english(), "i lost .", "i lost.");
    assert_reads(&english(), "go .", "go.");
    assert_reads(&english(), "no , thanks\u{202f}!", "no, thanks!");
    // A quotation begins with a space before it.
    assert_reads(&english(), "he said \"go\" 'go'", "he said \"go\" 'go'");
    // French has the space before ? and !, but not before a full stop.
    assert_reads(&french(), "ça va ?", "ça va ?");
    assert_reads(&french(), "ça va .", "ça va.");
    // At the beginning there is no space to take away.
    assert_reads(&english(), "? go", "? go");
}

#[test]
fn a_letter_in_another_case_is_better_than_none() {
    let small = Tokenizer::Characters(CharacterVocabulary::new("abcé ".chars()));
    assert_reads(&small, "ABC É á", "abc é a");
    let capitals = Tokenizer::Characters(CharacterVocabulary::new("ABC".chars()));
    assert_reads(&capitals, "aBc", "ABC");
}

#[test]
fn tokens_keep_what_was_typed() {
    let typed = "  The\u{a0}ﬁrst\u{200e} Ngu\u{302}\u{303} .";
    let texts: Vec<String> = english().encode(typed).into_iter().map(|token| token.text).collect();
    assert_eq!(texts, ["The", "ﬁ", "ﬁ", "r", "s", "t\u{200e}", "N", "g", "u\u{302}\u{303}", "."]);
}

#[test]
fn what_no_form_is_known_of_stays_unknown() {
    let unknown = |tokenizer: &Tokenizer, text| -> Vec<String> {
        let tokens = tokenizer.encode(text);
        tokens.into_iter().filter(|token| token.id == UNKNOWN).map(|token| token.text).collect()
    };
    assert_eq!(unknown(&english(), "the Ω 😀 (cat)"), ["Ω", "😀", "(", ")"]);
    assert_eq!(unknown(&dates(), "5K ¨ €"), ["K", "¨", "€"]);
}

// proptest does not compile for a browser.
#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_tokenizer() -> impl Strategy<Value = Tokenizer> {
        let characters = Tokenizer::Characters(CharacterVocabulary::new("abcé\u{301}A5 年．-'".chars()));
        proptest::sample::select(vec![english(), spelling(), french(), chinese(), dates(), characters])
    }

    /// Any characters at all, among those that have many forms.
    fn any_text() -> impl Strategy<Value = String> {
        let odd = " \u{a0}\u{3000}\t\n\u{200b}\u{200e}\u{ad}\u{fe0f}\u{301}\u{323}\u{3099}’‘`´“«–—−…。、！？．５ＡｂﬁœŒßøŁİıÅÉéễ¨½²℡ϓǅがｶﾞ각▁.?!,'\"-";
        let odd = proptest::sample::select(odd.chars().collect::<Vec<char>>());
        let plain = proptest::sample::select("aeiothEST05 .?'-年".chars().collect::<Vec<char>>());
        let character = prop_oneof![4 => plain, 4 => odd, 2 => any::<char>()];
        proptest::collection::vec(character, 0..40).prop_map(|characters| characters.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn spans_lie_on_the_typed_text_in_order((tokenizer, text) in (any_tokenizer(), any_text())) {
            let mut before = 0..0;
            for token in tokenizer.encode(&text) {
                prop_assert!(token.span.start < token.span.end);
                prop_assert_eq!(text.get(token.span.clone()), Some(&*token.text));
                prop_assert!(before.start <= token.span.start && before.end <= token.span.end);
                // Pieces overlap only where one typed character is several.
                prop_assert!(before.end <= token.span.start || before.start == token.span.start
                    || text[token.span.start..before.end].chars().filter(|&c| !is_put_on(c)).count() == 1);
                before = token.span;
            }
        }

        #[test]
        fn reading_again_changes_nothing((tokenizer, text) in (any_tokenizer(), any_text())) {
            let read = tokenizer.fold(&text);
            prop_assert_eq!(tokenizer.fold(&read), read);
        }

        #[test]
        fn what_is_read_has_the_same_tokens((tokenizer, text) in (any_tokenizer(), any_text())) {
            prop_assert_eq!(tokenizer.ids(&tokenizer.fold(&text)), tokenizer.ids(&text));
        }

        #[test]
        fn what_can_be_seen_is_in_a_token((tokenizer, text) in (any_tokenizer(), any_text())) {
            let mut covered = vec![false; text.len()];
            for token in tokenizer.encode(&text) {
                covered[token.span].fill(true);
            }
            for (place, character) in text.char_indices() {
                prop_assert!(covered[place] || character.is_whitespace() || is_put_on(character), "{:?}", character);
            }
        }
    }

    fn is_put_on(character: char) -> bool {
        forms::is_accent(character) || forms::is_invisible(character)
    }
}
