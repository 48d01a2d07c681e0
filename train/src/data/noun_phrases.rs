//! A noun with what may stand before it: `cold water`, `my new shoes`, `two black cats`.
//!
//! Readers type them, and a corpus of sentences does not have them by themselves. They are put together from nouns.tsv and
//! adjectives.tsv, as French and Chinese put them together.

use anyhow::{Result, bail};
use rand::RngExt;
use seqscope::nn::Rng;

use super::language::Language;
use super::phrases::Phrase;

const NOUNS: &str = include_str!("../../data/nouns.tsv");
const ADJECTIVES: &str = include_str!("../../data/adjectives.tsv");

/// Share of the phrases that have a determiner.
const WITH_DETERMINER: f64 = 0.6;
/// Share of those that have an adjective too. Without a determiner there is always one.
const WITH_ADJECTIVE: f64 = 0.6;
const IN_PLURAL: f64 = 0.4;
/// How often a phrase is drawn again because its words do not go together.
const DRAWS: usize = 1_000;

/// A line of nouns.tsv; `-` stands where there is no such form.
struct Noun {
    english: [&'static str; 2],
    french: [&'static str; 2],
    is_feminine: bool,
    chinese: &'static str,
    /// Stands between a number and the noun.
    measure_word: &'static str,
    /// `p` for people, `a` animals, `f` food and drink, `t` things.
    kind: &'static str,
}

/// A line of adjectives.tsv.
struct Adjective {
    english: &'static str,
    masculine: &'static str,
    masculine_before_vowel: &'static str,
    feminine: &'static str,
    masculine_plural: &'static str,
    feminine_plural: &'static str,
    stands_before: bool,
    chinese: &'static str,
    /// The kinds of nouns that it is said of.
    kinds: &'static str,
}

/// What stands before adjective and noun.
struct Determiner {
    english: [&'static str; 2],
    masculine: &'static str,
    before_vowel: &'static str,
    feminine: &'static str,
    plural: &'static str,
    chinese: &'static str,
    /// Whether Chinese has a measure word behind it.
    is_measured: bool,
}

const fn determiner(
    english: [&'static str; 2],
    [masculine, before_vowel, feminine, plural]: [&'static str; 4],
    chinese: &'static str,
    is_measured: bool,
) -> Determiner {
    Determiner { english, masculine, before_vowel, feminine, plural, chinese, is_measured }
}

/// Singular and plural; masculine, masculine or feminine before a vowel, feminine, plural. A form that is empty before a
/// vowel is that of the gender.
const DETERMINERS: [Determiner; 14] = [
    determiner(["the", "the"], ["le", "l'", "la", "les"], "", false),
    determiner(["a", "-"], ["un", "", "une", "-"], "一", true),
    determiner(["this", "-"], ["ce", "cet", "cette", "-"], "这", true),
    determiner(["-", "these"], ["-", "-", "-", "ces"], "这些", false),
    determiner(["my", "my"], ["mon", "mon", "ma", "mes"], "我的", false),
    determiner(["your", "your"], ["ton", "ton", "ta", "tes"], "你的", false),
    determiner(["his", "his"], ["son", "son", "sa", "ses"], "他的", false),
    determiner(["her", "her"], ["son", "son", "sa", "ses"], "她的", false),
    determiner(["our", "our"], ["notre", "notre", "notre", "nos"], "我们的", false),
    determiner(["-", "two"], ["-", "-", "-", "deux"], "两", true),
    determiner(["-", "three"], ["-", "-", "-", "trois"], "三", true),
    determiner(["-", "four"], ["-", "-", "-", "quatre"], "四", true),
    determiner(["-", "five"], ["-", "-", "-", "cinq"], "五", true),
    determiner(["-", "many"], ["-", "-", "-", "beaucoup de"], "很多", false),
];

/// All nouns and adjectives.
pub struct NounPhrases {
    nouns: Vec<Noun>,
    adjectives: Vec<Adjective>,
}

impl NounPhrases {
    pub fn new() -> Result<Self> {
        let noun = |line: &'static str| {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [singular, plural, french, french_plural, gender, chinese, measure_word, kind] = columns[..]
            else {
                bail!("nouns.tsv: expected eight columns, found {line:?}");
            };
            Ok(Noun {
                english: [singular, plural],
                french: [french, french_plural],
                is_feminine: gender == "f",
                chinese,
                measure_word,
                kind,
            })
        };
        let adjective = |line: &'static str| {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [
                english,
                masculine,
                before_vowel,
                feminine,
                masculine_plural,
                feminine_plural,
                place,
                chinese,
                kinds,
            ] = columns[..]
            else {
                bail!("adjectives.tsv: expected nine columns, found {line:?}");
            };
            Ok(Adjective {
                english,
                masculine,
                masculine_before_vowel: before_vowel,
                feminine,
                masculine_plural,
                feminine_plural,
                stands_before: place == "before",
                chinese,
                kinds,
            })
        };
        Ok(Self {
            nouns: NOUNS.lines().map(noun).collect::<Result<_>>()?,
            adjectives: ADJECTIVES.lines().map(adjective).collect::<Result<_>>()?,
        })
    }

    /// A phrase, drawn.
    pub fn draw(&self, language: Language, rng: &mut Rng) -> Result<Phrase> {
        for _ in 0..DRAWS {
            let noun = &self.nouns[rng.random_range(0..self.nouns.len())];
            let adjective = &self.adjectives[rng.random_range(0..self.adjectives.len())];
            let determiner = &DETERMINERS[rng.random_range(0..DETERMINERS.len())];
            let determiner = rng.random_bool(WITH_DETERMINER).then_some(determiner);
            let is_described = rng.random_bool(WITH_ADJECTIVE) || determiner.is_none();
            let number = usize::from(rng.random_bool(IN_PLURAL));
            if is_described && !adjective.kinds.contains(noun.kind) {
                continue;
            }
            let adjective = is_described.then_some(adjective);
            let english = english(determiner, adjective, noun, number);
            let target = match language {
                Language::French => french(determiner, adjective, noun, number),
                Language::Chinese => chinese(determiner, adjective, noun),
            };
            if let (Some(english), Some(target)) = (english, target) {
                return Ok((english, target));
            }
        }
        bail!("nouns.tsv and adjectives.tsv: expected words that go together")
    }
}

/// A form, where there is one.
fn form(text: &'static str) -> Option<&'static str> {
    (text != "-").then_some(text)
}

fn starts_with_vowel(text: &str) -> bool {
    text.starts_with([
        'a', 'e', 'i', 'o', 'u', 'h', 'â', 'é', 'è', 'ê', 'î', 'ô', 'œ', 'A', 'E', 'I', 'O', 'U',
    ])
}

fn english(
    determiner: Option<&Determiner>,
    adjective: Option<&Adjective>,
    noun: &Noun,
    number: usize,
) -> Option<String> {
    let mut words: Vec<&str> = adjective.iter().map(|adjective| adjective.english).collect();
    words.push(form(noun.english[number])?);
    let rest = words.join(" ");
    let Some(determiner) = determiner else { return Some(rest) };
    let determiner = match form(determiner.english[number])? {
        "a" if starts_with_vowel(&rest) && !rest.starts_with('h') => "an",
        other => other,
    };
    Some(format!("{determiner} {rest}"))
}

fn french(
    determiner: Option<&Determiner>,
    adjective: Option<&Adjective>,
    noun: &Noun,
    number: usize,
) -> Option<String> {
    let is_plural = number == 1;
    let noun_form = form(noun.french[number])?;
    let of_adjective = |adjective: &Adjective| match (noun.is_feminine, is_plural) {
        (false, false) if adjective.stands_before && starts_with_vowel(noun_form) => {
            adjective.masculine_before_vowel
        }
        (false, false) => adjective.masculine,
        (true, false) => adjective.feminine,
        (false, true) => adjective.masculine_plural,
        (true, true) => adjective.feminine_plural,
    };
    let rest = match adjective {
        Some(adjective) if adjective.stands_before => format!("{} {noun_form}", of_adjective(adjective)),
        Some(adjective) => format!("{noun_form} {}", of_adjective(adjective)),
        None => noun_form.to_string(),
    };
    let Some(determiner) = determiner else { return Some(rest) };
    let of_gender = if noun.is_feminine { determiner.feminine } else { determiner.masculine };
    let determiner = match (is_plural, starts_with_vowel(&rest)) {
        (true, true) if determiner.plural.ends_with(" de") => "beaucoup d'",
        (true, _) => form(determiner.plural)?,
        (false, true) if !determiner.before_vowel.is_empty() => form(determiner.before_vowel)?,
        (false, _) => form(of_gender)?,
    };
    let space = if determiner.ends_with('\'') { "" } else { " " };
    Some(format!("{determiner}{space}{rest}"))
}

fn chinese(determiner: Option<&Determiner>, adjective: Option<&Adjective>, noun: &Noun) -> Option<String> {
    let adjective = adjective.map_or("", |adjective| adjective.chinese);
    let (determiner, measure_word) = match determiner {
        Some(determiner) if determiner.is_measured => (determiner.chinese, form(noun.measure_word)?),
        Some(determiner) => (determiner.chinese, ""),
        None => ("", ""),
    };
    Some(format!("{determiner}{measure_word}{adjective}{}", noun.chinese))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use seqscope::training::{Purpose, generator};

    use super::*;

    #[track_caller]
    fn assert_phrase(determiner: &str, adjective: &str, noun: &str, expected: [&str; 3]) {
        let words = NounPhrases::new().unwrap();
        let noun = words.nouns.iter().find(|other| other.english.contains(&noun)).unwrap();
        let number = usize::from(expected[0].ends_with(noun.english[1]));
        let determiner = DETERMINERS.iter().find(|other| other.english[number] == determiner);
        let is_said = |other: &&Adjective| other.english == adjective && other.kinds.contains(noun.kind);
        let adjective = words.adjectives.iter().find(is_said);
        assert_eq!(english(determiner, adjective, noun, number).as_deref(), Some(expected[0]));
        assert_eq!(french(determiner, adjective, noun, number).as_deref(), Some(expected[1]));
        assert_eq!(chinese(determiner, adjective, noun).as_deref(), Some(expected[2]));
    }

    #[test]
    fn words_agree_and_are_elided() {
        assert_phrase("", "cold", "beer", ["cold beer", "bière froide", "冷啤酒"]);
        assert_phrase("two", "black", "cats", ["two black cats", "deux chats noirs", "两只黑色的猫"]);
        assert_phrase("a", "old", "friend", ["an old friend", "un vieil ami", "一个老朋友"]);
        assert_phrase("the", "", "apple", ["the apple", "la pomme", "苹果"]);
        assert_phrase("the", "old", "plane", ["the old plane", "le vieil avion", "旧飞机"]);
        assert_phrase("my", "", "school", ["my school", "mon école", "我的学校"]);
        assert_phrase("many", "", "birds", ["many birds", "beaucoup d'oiseaux", "很多鸟"]);
        assert_phrase(
            "this",
            "red",
            "umbrella",
            ["this red umbrella", "ce parapluie rouge", "这把红色的雨伞"],
        );
    }

    #[test]
    fn many_different_phrases_are_drawn_and_none_has_a_form_that_is_not_there() {
        let words = NounPhrases::new().unwrap();
        let mut rng = generator(1, Purpose::Data, 0, 0);
        for language in [Language::French, Language::Chinese] {
            let drawn: Vec<Phrase> = (0..3_000).map(|_| words.draw(language, &mut rng).unwrap()).collect();
            let different: HashSet<&str> = drawn.iter().map(|(english, _)| &**english).collect();
            assert!(different.len() > 2_000, "{}", different.len());
            for (english, target) in &drawn {
                assert!(
                    !english.contains('-') && !target.contains("- ") && !target.contains(" -"),
                    "{english} / {target}"
                );
            }
        }
    }
}
