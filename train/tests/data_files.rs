//! What `train/data/README.md` says of the files in `train/data` and of the lists in `docs/everyday` holds.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use unicode_normalization::is_nfc;

/// Lines at the head of `short.txt` that are in the phrasebook: at most half of it.
const SHORT_AND_IN_THE_PHRASEBOOK: usize = 43;

const GIVEN: [&str; 3] = ["person", "man", "woman"];
const PLACES: [&str; 2] = ["city", "country"];

fn lines(path: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text.ends_with('\n'), "{}: the last line has no end", path.display());
    text.lines().map(str::to_string).collect()
}

/// The lines of a file as this many columns, none empty, in NFC, with single spaces inside and none around.
fn columns<const N: usize>(path: &str) -> Vec<[String; N]> {
    let row = |line: String| {
        assert!(is_nfc(&line), "{path}: not in NFC: {line}");
        let row: Vec<String> = line.split('\t').map(str::to_string).collect();
        for column in &row {
            assert_eq!(column.split_whitespace().collect::<Vec<_>>().join(" "), *column, "{path}: {line}");
            assert!(!column.is_empty(), "{path}: {line}");
        }
        row.try_into().unwrap_or_else(|row| panic!("{path}: expected {N} columns, found {row:?}"))
    };
    lines(path).into_iter().map(row).collect()
}

fn phrasebook(task: &str) -> Vec<[String; 2]> {
    columns(&format!("train/data/phrasebook.{task}.tsv"))
}

fn names() -> Vec<[String; 7]> {
    columns("train/data/names.tsv")
}

fn frames() -> Vec<[String; 3]> {
    columns("train/data/name-frames.tsv")
}

/// A text without case and marks: what two inputs share that differ in nothing else.
fn folded(text: &str) -> String {
    let kept: String =
        text.to_lowercase().chars().filter(|&c| c.is_alphanumeric() || c.is_whitespace()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn phrases() -> BTreeSet<String> {
    phrasebook("en-fr").iter().map(|[english, _]| folded(english)).collect()
}

/// ASCII, as the English side of the corpus is, or a letter of a name.
#[track_caller]
fn assert_plain_english(text: &str) {
    assert!(text.chars().all(|c| c.is_ascii() || c.is_alphabetic()), "{text}");
}

/// Straight apostrophes, plain spaces, and one of them before each high mark.
#[track_caller]
fn assert_french_typography(text: &str) {
    let known = |c: char| c.is_ascii() || c.is_alphabetic();
    assert!(text.chars().all(known), "{text}");
    // What stands in braces is a slot, `{in:city}`, and no French.
    let outside: String =
        text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
    for (place, mark) in outside.char_indices().filter(|(_, c)| "?!:;".contains(*c)) {
        assert!(outside[..place].ends_with(' '), "no space before {mark}: {text}");
    }
}

/// No Latin letter, no white space and no mark of ASCII.
#[track_caller]
fn assert_chinese(text: &str) {
    let han_or_wide = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}') || "。，！？、·".contains(c);
    assert!(text.chars().all(han_or_wide), "{text}");
}

/// The slots of a side, each `(form, name)`: `{in:city2}` is `("in", "city2")`.
fn slots(side: &str) -> Vec<(&str, &str)> {
    let inside = side.split('{').skip(1).map(|part| part.split_once('}').expect("a closing brace").0);
    inside.map(|slot| slot.split_once(':').unwrap_or(("", slot))).collect()
}

fn kind(slot: &str) -> &str {
    slot.trim_end_matches(|c: char| c.is_ascii_digit())
}

#[test]
fn both_phrasebooks_translate_the_same_inputs_each_once() {
    let inputs = |task| phrasebook(task).into_iter().map(|[english, _]| english).collect::<Vec<_>>();
    assert_eq!(inputs("en-fr"), inputs("en-zh"));
    let mut seen = BTreeMap::new();
    for english in inputs("en-fr") {
        assert_plain_english(&english);
        let earlier = seen.insert(folded(&english), english.clone());
        assert_eq!(earlier, None, "{english}");
    }
}

#[test]
fn sentences_come_before_words_and_have_a_capital_and_the_same_mark_on_both_sides() {
    for (task, marks) in [("en-fr", ['.', '!', '?']), ("en-zh", ['。', '！', '？'])] {
        let mut words = 0;
        for [english, translation] in phrasebook(task) {
            let mark = ['.', '!', '?'].iter().position(|&mark| english.ends_with(mark));
            assert_eq!(marks.iter().position(|&mark| translation.ends_with(mark)), mark, "{english}");
            if mark.is_none() {
                words += 1;
                continue;
            }
            assert_eq!(words, 0, "a sentence among the words: {english}");
            assert!(english.starts_with(char::is_uppercase), "{english}");
            assert!(task == "en-zh" || translation.starts_with(char::is_uppercase), "{translation}");
        }
        assert!(words > 0, "{task}");
    }
}

#[test]
fn french_and_chinese_are_written_as_the_corpus_writes_them() {
    phrasebook("en-fr").iter().for_each(|[_, french]| assert_french_typography(french));
    phrasebook("en-zh").iter().for_each(|[_, chinese]| assert_chinese(chinese));
    for [_, english, french, chinese, _, within, from] in names() {
        assert_plain_english(&english);
        [french, within, from].iter().for_each(|text| assert_french_typography(text));
        assert_chinese(&chinese);
    }
    for [english, french, chinese] in frames() {
        assert_plain_english(&english);
        assert_french_typography(&french);
        let outside = chinese.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
        assert_chinese(&outside.collect::<String>());
    }
}

#[test]
fn a_name_has_what_french_needs_for_its_kind() {
    let mut seen = BTreeSet::new();
    for [kind, english, _, _, gender, within, from] in names() {
        let of_place = || {
            ["à ", "en ", "au ", "aux "].iter().any(|preposition| within.starts_with(preposition))
                && ["de ", "d'", "du ", "des "].iter().any(|preposition| from.starts_with(preposition))
        };
        let right = match &*kind {
            "given" => ["m", "f"].contains(&&*gender) && within == "-" && from == "-",
            "surname" => gender == "-" && within == "-" && from == "-",
            "city" | "country" => gender == "-" && of_place(),
            _ => false,
        };
        assert!(right, "{kind} {english}: {gender}, {within}, {from}");
        assert!(seen.insert((kind, english.clone())), "{english} stands twice");
    }
}

#[test]
fn a_frame_has_the_same_slots_on_all_sides_and_forms_in_french_only() {
    let mut seen = BTreeSet::new();
    for frame in frames() {
        let sorted = |side| {
            let mut names: Vec<&str> = slots(side).into_iter().map(|(_, name)| name).collect();
            names.sort_unstable();
            names
        };
        let [english, french, chinese] = &frame;
        let of_english = sorted(english);
        assert!(!of_english.is_empty(), "{english}");
        assert!(of_english.windows(2).all(|pair| pair[0] != pair[1]), "a slot twice: {english}");
        assert_eq!(sorted(french), of_english, "{french}");
        assert_eq!(sorted(chinese), of_english, "{chinese}");
        for (form, name) in slots(english).into_iter().chain(slots(chinese)) {
            assert!(
                GIVEN.contains(&kind(name)) || PLACES.contains(&kind(name)) || kind(name) == "surname",
                "{name}"
            );
            assert_eq!(form, "", "{english}");
        }
        for (form, name) in slots(french) {
            let known = form.is_empty() || ["in", "from"].contains(&form) && PLACES.contains(&kind(name));
            assert!(known, "{form}:{name}: {french}");
        }
        assert!(seen.insert(folded(english)), "{english} stands twice");
    }
}

#[test]
fn no_french_frame_elides_before_a_name() {
    for [_, french, _] in frames() {
        let words: Vec<&str> = french.split(' ').collect();
        for pair in words.windows(2).filter(|pair| pair[1].starts_with('{')) {
            let elides = ["de", "que", "si", "le", "la", "je", "ne", "lorsque", "puisque"];
            assert!(!elides.contains(&&*pair[0].to_lowercase()), "{french}");
        }
    }
}

#[test]
fn the_everyday_sentences_are_not_in_the_phrasebook() {
    let phrases = phrases();
    for line in lines("docs/everyday/en-fr.txt").into_iter().chain(lines("docs/everyday/en-zh.txt")) {
        assert!(!phrases.contains(&folded(&line)), "{line}");
    }
}

#[test]
fn the_short_inputs_begin_with_those_of_the_phrasebook_at_most_half() {
    let short: Vec<[String; 1]> = columns("docs/everyday/short.txt");
    assert_eq!(short.len(), 100);
    const { assert!(SHORT_AND_IN_THE_PHRASEBOOK <= 50) };
    let phrases = phrases();
    let mut seen = BTreeSet::new();
    for (index, [line]) in short.iter().enumerate() {
        assert_eq!(phrases.contains(&folded(line)), index < SHORT_AND_IN_THE_PHRASEBOOK, "{line}");
        assert!(seen.insert(folded(line)), "{line} stands twice");
    }
}

/// Whether a frame gives this text for some names: a slot takes one or more words with a capital.
fn fits(frame: &[&str], words: &[&str]) -> bool {
    let Some((&first, rest)) = frame.split_first() else { return words.is_empty() };
    let Some((before, slot)) = first.split_once('{') else {
        return words.first() == Some(&first) && fits(rest, &words[1..]);
    };
    let after = slot.split_once('}').map_or("", |(_, after)| after);
    let name =
        words.iter().take_while(|word| word.trim_start_matches(before).starts_with(char::is_uppercase));
    (1..=name.count()).any(|taken| words[taken - 1].ends_with(after) && fits(rest, &words[taken..]))
}

#[test]
fn a_text_fits_the_frame_that_made_it() {
    let frame = ["Mr.", "{surname}", "lives", "in", "{city}."];
    assert!(fits(&frame, &["Mr.", "Kowalski", "lives", "in", "New", "York."]));
    assert!(!fits(&frame, &["Mr.", "Kowalski", "lives", "in", "New", "York"]));
    assert!(!fits(&frame, &["Mr.", "Kowalski", "works", "in", "Paris."]));
}

#[test]
fn the_sentences_with_names_have_new_names_and_come_from_no_frame() {
    let sentences: Vec<[String; 1]> = columns("docs/everyday/names.txt");
    assert_eq!(sentences.len(), 50);
    let known: BTreeSet<String> = names()
        .into_iter()
        .flat_map(|[_, english, french, ..]| [folded(&english), folded(&french)])
        .collect();
    let phrases = phrases();
    let frames = frames();
    for [sentence] in &sentences {
        let words: Vec<&str> = sentence.split(' ').collect();
        for length in 1..=3 {
            for part in words.windows(length).filter(|part| part[0].starts_with(char::is_uppercase)) {
                assert!(!known.contains(&folded(&part.join(" "))), "{part:?}: {sentence}");
            }
        }
        assert!(!phrases.contains(&folded(sentence)), "{sentence}");
        for [english, ..] in &frames {
            assert!(!fits(&english.split(' ').collect::<Vec<_>>(), &words), "{english}: {sentence}");
        }
    }
}

#[test]
fn a_noun_has_the_forms_that_phrases_need() {
    let nouns: Vec<[String; 8]> = columns("train/data/nouns.tsv");
    for noun @ [singular, plural, french, french_plural, gender, chinese, measure_word, kind] in &nouns {
        // What there is in one language there is in the other.
        assert!(singular != "-" || plural != "-", "{noun:?}");
        assert!(french != "-" || french_plural != "-", "{noun:?}");
        assert!(["m", "f"].contains(&&**gender) && ["p", "a", "f", "t"].contains(&&**kind), "{noun:?}");
        assert!(measure_word == "-" || measure_word.chars().count() == 1, "{noun:?}");
        [singular, plural].into_iter().for_each(|form| assert_plain_english(form));
        [french, french_plural].into_iter().for_each(|form| assert_french_typography(form));
        assert_chinese(chinese);
    }
    let forms: BTreeSet<&str> =
        nouns.iter().flat_map(|noun| &noun[..2]).map(|form| &**form).filter(|form| *form != "-").collect();
    let count = nouns.iter().flat_map(|noun| &noun[..2]).filter(|form| *form != "-").count();
    assert!(forms.len() + 2 >= count, "forms that stand twice, such as `glasses`");
}

#[test]
fn an_adjective_agrees_and_has_a_place_and_kinds() {
    for adjective @ [
        english,
        masculine,
        before_vowel,
        feminine,
        masculine_plural,
        feminine_plural,
        place,
        chinese,
        kinds,
    ] in &columns::<9>("train/data/adjectives.tsv")
    {
        assert_plain_english(english);
        for form in [masculine, before_vowel, feminine, masculine_plural, feminine_plural] {
            assert_french_typography(form);
        }
        assert!(["before", "after"].contains(&&**place), "{adjective:?}");
        // Only those before the noun change before a vowel.
        assert!(place == "before" || before_vowel == masculine, "{adjective:?}");
        assert!(!kinds.is_empty() && kinds.chars().all(|kind| "paft".contains(kind)), "{adjective:?}");
        assert_chinese(chinese);
    }
}

#[test]
fn the_readme_counts_what_is_there() {
    let readme = lines("train/data/README.md").join("\n");
    let with_comma = |count: usize| match (count / 1000, count % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    };
    let files = ["phrasebook.en-fr.tsv", "phrasebook.en-zh.tsv", "names.tsv", "name-frames.tsv"];
    let mut said: Vec<String> = Vec::new();
    for file in files {
        let count = with_comma(lines(&format!("train/data/{file}")).len());
        said.push(format!("| `{file}` | {count} |"));
    }
    for kind in ["given", "surname", "city", "country"] {
        let count = names().iter().filter(|[of, ..]| of == kind).count();
        said.push(format!("| `{kind}` | {} |", with_comma(count)));
    }
    let (sentences, words): (Vec<_>, Vec<_>) =
        phrasebook("en-fr").into_iter().partition(|[english, _]| english.ends_with(['.', '!', '?']));
    said.push(format!("first {} sentences, then {} words", sentences.len(), words.len()));
    said.push(format!("Lines 1 to {SHORT_AND_IN_THE_PHRASEBOOK} of `short.txt`"));
    for text in said {
        assert!(readme.contains(&text), "expected in README.md: {text}");
    }
}
