//! Which of the pairs say all that their source says.
//!
//! Some people leave something out when they translate, and a model learns that from them
//! (docs/decisions/chinese-pairs.md).

use std::collections::BTreeMap;

use super::phrases::Phrase;

/// Sources with at most so many words are all kept.
const SHORT: usize = 2;

/// The `share` of the pairs with the longest targets, from above 0 to 1, of those whose sources have as many words.
pub fn fullest(pairs: &[Phrase], share: f64) -> Vec<&Phrase> {
    let mut lengths: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let words = |(english, _): &Phrase| english.split_whitespace().count();
    let characters = |(_, target): &Phrase| target.chars().count();
    for pair in pairs {
        lengths.entry(words(pair)).or_default().push(characters(pair));
    }
    for lengths in lengths.values_mut() {
        lengths.sort_unstable();
    }
    let is_kept = |pair: &&Phrase| {
        let of_words = &lengths[&words(pair)];
        let left_out = ((1.0 - share) * of_words.len() as f64) as usize;
        words(pair) <= SHORT || of_words.get(left_out).is_some_and(|least| characters(pair) >= *least)
    };
    pairs.iter().filter(is_kept).collect()
}
