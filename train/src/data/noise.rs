//! What readers type that the pairs of a corpus do not have: no final full stop, no apostrophe, a typing error.

use rand::RngExt;
use seqscope::nn::Rng;

/// Share of the sources that lose their final punctuation.
const WITHOUT_END: f64 = 0.15;
/// Share of the sources that lose their apostrophes.
const WITHOUT_APOSTROPHES: f64 = 0.03;
/// Share of the sources with a typing error.
const TYPING_ERROR: f64 = 0.04;

/// `source` as somebody might type it.
pub fn typed(source: &str, rng: &mut Rng) -> String {
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
    if rng.random_bool(TYPING_ERROR) {
        text = with_typing_error(&text, rng);
    }
    if text.trim().is_empty() { source.to_string() } else { text }
}

/// One letter left out, doubled, changed for its neighbour or for another one.
fn with_typing_error(text: &str, rng: &mut Rng) -> String {
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
