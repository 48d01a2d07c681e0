//! Pairs of a corpus in which a name is another one, on both sides.

use rand::seq::SliceRandom;
use seqscope::nn::Rng;

use anyhow::Result;

use super::language::Language;
use super::names::Names;
use super::phrases::Phrase;

/// A name that the corpus has often: in English, French and Chinese, with its gender.
const OFTEN: [(&str, &str, &str, &str); 3] =
    [("Tom", "Tom", "汤姆", "m"), ("Mary", "Marie", "玛丽", "f"), ("John", "John", "约翰", "m")];

/// How often a pair is taken, each time with another name.
const TIMES: usize = 3;

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
        let in_target = |french, chinese| match language {
            Language::French => french,
            Language::Chinese => chinese,
        };
        let often = OFTEN.map(|(name, french, chinese, gender)| (name, in_target(french, chinese), gender));
        let stands_there = |(name, there, _): &(&str, &str, &str)| {
            with_word(english, name, "").is_some() && with_word(target, there, "").is_some()
        };
        let Some((name, there, gender)) = often.into_iter().find(stands_there) else { continue };
        // English has no word for what is between two French ones: a name that begins with a vowel might need an elision.
        let other =
            names.draw("given", Some(gender), |name| !name.french.starts_with(super::names::VOWELS), rng)?;
        let other_there = match language {
            Language::French => &other.french,
            Language::Chinese => &other.chinese,
        };
        if let (Some(english), Some(target)) =
            (with_word(english, name, &other.english), with_word(target, there, other_there))
        {
            found.push((english, target));
        }
    }
    Ok(found)
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
            assert!(name != "Tom" && name == there, "{english} / {french}");
            assert_eq!(behind.split(' ').next(), behind_there.split(' ').next());
        }
    }
}
