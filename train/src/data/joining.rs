//! Pairs put together of two: a model that sees only short sentences learns to stop early.

use rand::RngExt;
use seqscope::nn::Rng;

use super::language::Language;
use super::phrases::Phrase;

/// Words of a sentence that is put together with another one.
const LONGEST: usize = 8;
/// How often two pairs are drawn for one that is wanted.
const DRAWS: usize = 20;

/// What stands between two sentences: in English, French and Chinese.
const BETWEEN: [(&str, &str, &str); 3] =
    [(". ", ". ", "。"), (", and ", " et ", "，"), (", but ", ", mais ", "，但是")];

/// At most `count` pairs of two short statements each, one after the other or joined by *and* or *but*.
pub fn joined(language: Language, pairs: &[Phrase], count: usize, rng: &mut Rng) -> Vec<Phrase> {
    let statements: Vec<(&str, &str)> = pairs.iter().filter_map(statement).collect();
    let mut found = Vec::new();
    if statements.is_empty() {
        return found;
    }
    for _ in 0..count * DRAWS {
        if found.len() == count {
            break;
        }
        let mut draw = || statements[rng.random_range(0..statements.len())];
        let ((first, first_target), (second, second_target)) = (draw(), draw());
        let place = rng.random_range(0..BETWEEN.len());
        let (between, french, chinese) = BETWEEN[place];
        let (joint, end) = match language {
            Language::French => (french, "."),
            Language::Chinese => (chinese, "。"),
        };
        // What goes on with a small letter, unless it is a name: that stands in both languages.
        let word =
            second_target.split(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
        let is_name = !word.is_empty() && second.split(' ').any(|other| other.trim_end_matches("'s") == word);
        let lower = |text: &str| match text.chars().next() {
            Some(letter) if place > 0 && language == Language::French && !is_name => {
                letter.to_lowercase().chain(text[letter.len_utf8()..].chars()).collect()
            }
            _ => text.to_string(),
        };
        let target = format!("{first_target}{joint}{}{end}", lower(second_target));
        found.push((format!("{first}{between}{second}."), target));
    }
    found
}

/// Both sides of a short statement without their full stops; none of anything else.
fn statement((english, target): &Phrase) -> Option<(&str, &str)> {
    let english = english.strip_suffix('.')?;
    let target = target.strip_suffix(['.', '。'])?;
    let is_one = |text: &str| !text.contains(['.', '!', '?', '。', '！', '？', '"', '“', '«']);
    (english.split(' ').count() <= LONGEST && is_one(english) && is_one(target)).then_some((english, target))
}

#[cfg(test)]
mod tests {
    use seqscope::training::{Purpose, generator};

    use super::*;

    #[test]
    fn two_statements_become_one_in_both_languages() {
        let pair = |english: &str, target: &str| (english.to_string(), target.to_string());
        let pairs = [
            pair("It rains.", "Il pleut."),
            pair("Tom's here.", "Tom est là."),
            pair("Why?", "Pourquoi ?"),
            pair("One two three four five six seven eight nine.", "Un."),
        ];
        let mut rng = generator(1, Purpose::Data, 0, 0);
        let found = joined(Language::French, &pairs, 200, &mut rng);
        assert_eq!(found.len(), 200);
        let expected = [
            ("It rains. It rains.", "Il pleut. Il pleut."),
            ("Tom's here, but It rains.", "Tom est là, mais il pleut."),
            ("It rains, and Tom's here.", "Il pleut et Tom est là."),
        ];
        for (english, french) in expected {
            assert!(found.contains(&pair(english, french)), "{english}");
        }
        assert!(found.iter().all(|(english, _)| !english.contains(['?', '9']) && !english.contains("nine")));
        let chinese = [pair("It rains.", "下雨了。"), pair("Tom’s here.", "Tom在这里。")];
        let found = joined(Language::Chinese, &chinese, 50, &mut rng);
        assert!(found.contains(&pair("It rains, but It rains.", "下雨了，但是下雨了。")));
        assert!(found.contains(&pair("It rains, and Tom’s here.", "下雨了，Tom在这里。")));
        assert!(joined(Language::French, &pairs[2..], 5, &mut rng).is_empty());
    }
}
