//! What readers type that the pairs of a corpus do not have: no final full stop, no apostrophe, a typing error.

use rand::RngExt;
use seqscope::nn::Rng;

/// Share of the sources that lose their final punctuation.
const WITHOUT_END: f64 = 0.15;
/// Share of the sources that lose their apostrophes.
const WITHOUT_APOSTROPHES: f64 = 0.03;
/// Share of the sources without a capital.
const SMALL_LETTERS: f64 = 0.1;
/// Share of the sources with a typing error.
const TYPING_ERROR: f64 = 0.12;

/// `source` as somebody might type it, without typing errors unless `errs`.
pub fn typed(source: &str, errs: bool, rng: &mut Rng) -> String {
    let mut text = source.to_string();
    if rng.random_bool(WITHOUT_END) {
        let shorter = text.trim_end_matches(['.', '!', '?', ' ']);
        if !shorter.is_empty() {
            text.truncate(shorter.len());
        }
    }
    if rng.random_bool(WITHOUT_APOSTROPHES) {
        text.retain(|character| !matches!(character, '\'' | '’'));
    }
    if rng.random_bool(SMALL_LETTERS) {
        text = text.to_lowercase();
    }
    if rng.random_bool(TYPING_ERROR) && errs {
        text = with_typing_error(&text, rng);
    }
    if text.trim().is_empty() { source.to_string() } else { text }
}

/// One letter left out, doubled, changed for its neighbour or for another one.
pub fn with_typing_error(text: &str, rng: &mut Rng) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let letters: Vec<usize> = (1..characters.len())
        .filter(|&place| characters[place].is_alphabetic() && characters[place - 1].is_alphabetic())
        .collect();
    if letters.is_empty() {
        return text.to_string();
    }
    let place = letters[rng.random_range(0..letters.len())];
    match rng.random_range(0..4) {
        0 => {
            characters.remove(place);
        }
        1 => characters.insert(place, characters[place]),
        2 => characters.swap(place - 1, place),
        _ => characters[place] = char::from(rng.random_range(b'a'..=b'z')),
    }
    characters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_typing_error_is_one_letter_inside_a_word() {
        let mut rng = Rng::seed_from_u64(1);
        for _ in 0..200 {
            let text = "I don't know.";
            let found = with_typing_error(text, &mut rng);
            let (before, after) = (text.chars().count(), found.chars().count());
            assert!(before.abs_diff(after) <= 1, "{found}");
            assert!(found.starts_with("I ") && found.ends_with('.'), "{found}");
        }
        assert_eq!(with_typing_error("I, 2!", &mut rng), "I, 2!");
    }

    #[test]
    fn most_sources_stay_as_they_are_and_none_becomes_empty() {
        let mut rng = Rng::seed_from_u64(2);
        let typed: Vec<String> = (0..2_000).map(|_| typed("We don't know.", true, &mut rng)).collect();
        let share = |is_one: &dyn Fn(&String) -> bool| {
            typed.iter().filter(|text| is_one(text)).count() as f64 / typed.len() as f64
        };
        assert!((share(&|text| text == "We don't know.") - 0.85 * 0.97 * 0.9 * 0.88).abs() < 0.03);
        assert!((share(&|text| !text.ends_with('.')) - 0.15).abs() < 0.03);
        assert!((share(&|text| !text.contains('\'')) - 0.03).abs() < 0.02);
        assert_eq!(super::typed("...", true, &mut rng), "...");
    }
}
