//! Words that are carried over as they stand, such as names: the target is cut where the source is.
//!
//! Two vocabularies cut the same name differently, `ab er n athy` and `A ber na thy`, and a model that has to copy it would
//! have to take pieces apart. A text can be written in other pieces than those that a vocabulary would cut it into, so in
//! what is learned the target's name has the cuts of the source's, and each piece is answered by one, or by those that
//! spell it.

use std::collections::{HashMap, HashSet};

use seqscope::tokens::Tokenizer;

/// What is carried over in fewer pairs than these is spelled and needs no piece of its own.
const FREQUENT: usize = 30;

/// The words with a capital that stand on both sides of a few pairs, letter by letter the same: names, most of them made up.
pub fn rare_names(pairs: &[(String, String)]) -> HashSet<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (source, target) in pairs {
        let of_target: HashSet<&str> = runs(target).map(|(_, word)| word).collect();
        for (_, word) in runs(source) {
            if word.starts_with(char::is_uppercase) && of_target.contains(word) {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    counts.into_iter().filter(|&(_, count)| count < FREQUENT).map(|(word, _)| word).collect()
}

/// The bytes of `text` between two letters of one of `words`.
pub fn letters_of(text: &str, words: &HashSet<&str>) -> Vec<usize> {
    let inside = |(start, word): (usize, &str)| -> Vec<usize> {
        word.char_indices().skip(1).map(|(place, _)| start + place).collect()
    };
    runs(text).filter(|(_, word)| words.contains(word)).flat_map(inside).collect()
}

/// The bytes of `target` where a word is cut that stands in `source` too, with the same capitals, and that `tokenizer`
/// takes for several pieces there.
pub fn cuts(source: &str, target: &str, tokenizer: &Tokenizer) -> Vec<usize> {
    let tokens = tokenizer.encode(source);
    let of_source: Vec<(usize, &str)> = runs(source).collect();
    let mut cuts = Vec::new();
    for (place, word) in runs(target) {
        let Some(&(start, _)) = of_source.iter().find(|(_, other)| *other == word) else { continue };
        let inside = |place: usize| start < place && place < start + word.len();
        let starts = tokens.iter().map(|token| token.span.start).filter(|&place| inside(place));
        cuts.extend(starts.map(|other| place + other - start));
    }
    cuts
}

/// The runs of Latin letters, each with its place.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_latin = |character: char| character.is_alphabetic() && character < '\u{250}';
    text.split(move |character| !is_latin(character))
        .filter(|run| !run.is_empty())
        .map(|run| (run.as_ptr() as usize - text.as_ptr() as usize, run))
}

#[cfg(test)]
mod tests {
    use seqscope::tokens::SubwordVocabulary;

    use super::*;
    use crate::data::language::ENGLISH;

    #[test]
    fn names_of_few_pairs_are_spelled() {
        let pair = |source: &str, target: &str| (source.to_string(), target.to_string());
        let mut pairs = vec![pair("Tom is here.", "Tom est là."); FREQUENT];
        pairs.push(pair("Tom saw Zoë in Turkey on a bus.", "Tom a vu Zoë en Turquie dans un bus."));
        let rare = rare_names(&pairs);
        assert_eq!(rare, HashSet::from(["Zoë"]));
        assert_eq!(letters_of("Tom saw Zoë.", &rare), [9, 10]);
    }

    #[test]
    fn a_word_of_both_sides_is_cut_as_the_source_is() {
        let pieces = "▁t ▁k ▁m ▁i ▁s ▁w t a b l e o w s k i n m r . ta tab tabl ▁ta ▁tab ▁tabl ▁table ▁ko ▁kow sk ski ▁is";
        let vocabulary = SubwordVocabulary::new(ENGLISH, pieces.split(' ')).unwrap();
        let tokenizer = Tokenizer::Subwords(vocabulary);
        let pieces = |source: &str, target: &str| -> Vec<String> {
            let mut places = cuts(source, target, &tokenizer);
            places.insert(0, 0);
            places.push(target.len());
            places.windows(2).map(|pair| target[pair[0]..pair[1]].to_string()).collect()
        };
        assert_eq!(
            pieces("Is Kowalski in?", "Kowalski est là ?"),
            ["K", "o", "w", "a", "l", "s", "k", "i est là ?"]
        );
        assert_eq!(pieces("Is Kowalski in?", "是Kowalski。"), ["是K", "o", "w", "a", "l", "s", "k", "i。"]);
        assert_eq!(pieces("is kowalski in?", "kowalski est là ?"), ["kow", "a", "l", "ski est là ?"]);
        assert_eq!(pieces("The table", "La table"), ["La table"], "one piece");
        assert_eq!(pieces("is kowalski", "Kowalski"), ["Kowalski"], "other capitals");
        assert_eq!(pieces("is it", "l'élan"), ["l'élan"], "not there");
    }
}
