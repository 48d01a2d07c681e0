//! Pairs of a corpus in which a name is another one, on both sides.

use rand::RngExt;
use rand::seq::SliceRandom;
use seqscope::nn::Rng;

use anyhow::Result;

use super::language::Language;
use super::names::{Name, Names, VOWELS};
use super::phrases::Phrase;

/// A name that the corpus has often.
#[derive(Clone, Copy)]
struct Often {
    english: &'static str,
    french: &'static str,
    chinese: &'static str,
    /// What another name has to be of to stand in its place.
    kind: &'static str,
    gender: Option<&'static str>,
}

const fn given(
    english: &'static str,
    french: &'static str,
    chinese: &'static str,
    gender: &'static str,
) -> Often {
    Often { english, french, chinese, kind: "given", gender: Some(gender) }
}

const OFTEN: [Often; 8] = [
    given("Tom", "Tom", "汤姆", "m"),
    given("Mary", "Marie", "玛丽", "f"),
    given("John", "John", "约翰", "m"),
    given("Jim", "Jim", "吉姆", "m"),
    given("Bob", "Bob", "鲍勃", "m"),
    given("Mike", "Mike", "迈克", "m"),
    Often { english: "Boston", french: "Boston", chinese: "波士顿", kind: "city", gender: None },
    Often { english: "Tokyo", french: "Tokyo", chinese: "东京", kind: "city", gender: None },
];

/// How often a pair is taken, each time with another name.
const TIMES: usize = 3;
/// Share of the people who get a surname, or a surname and no given name but a title.
const WITH_SURNAME: f64 = 0.15;
const WITH_TITLE: f64 = 0.15;

/// At most `count` pairs of `pairs` that have a name which the corpus has often, with another one in its place.
pub fn renamed(language: Language, pairs: &[Phrase], count: usize, rng: &mut Rng) -> Result<Vec<Phrase>> {
    let names = Names::new()?;
    let mut order: Vec<usize> = (0..TIMES).flat_map(|_| 0..pairs.len()).collect();
    order.shuffle(rng);
    let mut found = Vec::new();
    for place in order {
        if found.len() == count {
            break;
        }
        let (english, target) = &pairs[place];
        let in_target = |often: Often| match language {
            Language::French => often.french,
            Language::Chinese => often.chinese,
        };
        let stands_there = |often: &Often| {
            with_word(english, often.english, "").is_some()
                && with_word(target, in_target(*often), "").is_some()
        };
        let Some(often) = OFTEN.into_iter().find(stands_there) else { continue };
        let (other, other_there) = another(&names, often, language, rng)?;
        if let (Some(english), Some(target)) =
            (with_word(english, often.english, &other), with_word(target, in_target(often), &other_there))
        {
            found.push((english, target));
        }
    }
    Ok(found)
}

/// A name to stand in place of one, in English and in the language.
fn another(names: &Names, often: Often, language: Language, rng: &mut Rng) -> Result<Phrase> {
    let is_french = language == Language::French;
    let in_language =
        |name: &Name| if is_french { name.french.to_string() } else { name.chinese.to_string() };
    // English has no word for what is between two French ones: a name that begins with a vowel might need an elision,
    // and one with an article of its own another preposition.
    let is_wanted = |name: &Name| {
        !name.french.starts_with(VOWELS)
            && (name.kind != "city" || name.place_in == format!("à {}", name.french))
    };
    let name = names.draw(often.kind, often.gender, is_wanted, rng)?;
    let (titled, full) = (rng.random_bool(WITH_TITLE), rng.random_bool(WITH_SURNAME));
    let Some(gender) = often.gender.filter(|_| titled || full) else {
        return Ok((name.english.to_string(), in_language(&name)));
    };
    let surname = names.draw("surname", None, |_| true, rng)?;
    let there = in_language(&surname);
    Ok(match (titled, gender, is_french) {
        (true, "m", true) => (format!("Mr. {}", surname.english), format!("M. {there}")),
        (true, _, true) => (format!("Mrs. {}", surname.english), format!("Mme {there}")),
        (true, "m", false) => (format!("Mr. {}", surname.english), format!("{there}先生")),
        (true, _, false) => (format!("Mrs. {}", surname.english), format!("{there}太太")),
        (false, _, true) => {
            (format!("{} {}", name.english, surname.english), format!("{} {there}", name.french))
        }
        (false, _, false) => {
            (format!("{} {}", name.english, surname.english), format!("{}·{there}", name.chinese))
        }
    })
}

/// `text` with `other` in place of the word `name`, which has to stand in it once.
fn with_word(text: &str, name: &str, other: &str) -> Option<String> {
    let mut places = text.match_indices(name);
    let (start, _) = places.next()?;
    let is_part = |character: Option<char>| {
        character
            .is_some_and(|character| character.is_ascii_alphanumeric() || ('À'..='ÿ').contains(&character))
    };
    let end = start + name.len();
    let stands_alone = !is_part(text[..start].chars().next_back()) && !is_part(text[end..].chars().next());
    (places.next().is_none() && stands_alone).then(|| format!("{}{other}{}", &text[..start], &text[end..]))
}

#[cfg(test)]
mod tests {
    use seqscope::training::{Purpose, generator};

    use super::*;

    #[test]
    fn a_name_is_another_one_on_both_sides() {
        assert_eq!(with_word("Tom's dog", "Tom", "Kofi").as_deref(), Some("Kofi's dog"));
        assert_eq!(with_word("Tommy", "Tom", "Kofi"), None);
        assert_eq!(with_word("Tom met Tom.", "Tom", "Kofi"), None);
        assert_eq!(with_word("我认识汤姆。", "汤姆", "科菲").as_deref(), Some("我认识科菲。"));
        let pairs: Vec<Phrase> = (0..60)
            .map(|number| (format!("Tom has {number} dogs."), format!("Tom a {number} chiens.")))
            .collect();
        let found = renamed(Language::French, &pairs, 10, &mut generator(1, Purpose::Data, 0, 0)).unwrap();
        assert_eq!(found.len(), 10);
        for (english, french) in found {
            let (name, behind) = english.split_once(" has ").unwrap();
            let (there, behind_there) = french.split_once(" a ").unwrap();
            let there = there.replace("M. ", "Mr. ");
            assert!(name != "Tom" && name == there, "{english} / {french}");
            assert_eq!(behind.split(' ').next(), behind_there.split(' ').next());
        }
    }

    #[test]
    fn what_stands_in_place_of_a_name_is_a_name_a_full_name_or_a_surname_with_a_title() {
        let names = Names::new().unwrap();
        let mut rng = generator(2, Purpose::Data, 0, 0);
        let mut kinds = [0; 3];
        for _ in 0..300 {
            let (english, chinese) = another(&names, OFTEN[1], Language::Chinese, &mut rng).unwrap();
            let kind = if english.starts_with("Mrs. ") {
                assert!(chinese.ends_with("太太"), "{english} / {chinese}");
                0
            } else if chinese.contains('·') {
                assert!(english.contains(' '), "{english} / {chinese}");
                1
            } else {
                2
            };
            kinds[kind] += 1;
            let (city, there) = another(&names, OFTEN[6], Language::French, &mut rng).unwrap();
            assert!(!there.starts_with(VOWELS) && !there.starts_with("Le "), "{city} / {there}");
        }
        assert!(kinds.iter().all(|&kind| kind > 20), "{kinds:?}");
    }
}
