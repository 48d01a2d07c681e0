//! Words that are carried over as they stand, such as names: the target is cut where the source is.
//!
//! Two vocabularies cut the same name differently, `ab er n athy` and `A ber na thy`, and a model that has to copy it would
//! have to take pieces apart. A text can be written in other pieces than those that a vocabulary would cut it into, so in
//! what is learned the target's name has the cuts of the source's, and each piece is answered by one, or by those that
//! spell it.

use seqscope::tokens::Tokenizer;

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
        assert_eq!(pieces("Is Kowalski in?", "Kowalski est là ?"), ["Kow", "a", "l", "ski est là ?"]);
        assert_eq!(pieces("Is Kowalski in?", "是Kowalski。"), ["是Kow", "a", "l", "ski。"]);
        assert_eq!(pieces("The table", "La table"), ["La table"], "one piece");
        assert_eq!(pieces("is kowalski", "Kowalski"), ["Kowalski"], "other capitals");
        assert_eq!(pieces("is it", "l'élan"), ["l'élan"], "not there");
    }
}
