//! Words and short phrases with their translations, found in aligned sentence pairs (phrase extraction; Koehn, Och and
//! Marcu 2003, section 3).

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;

use super::aligner::{Aligner, Links, WordPair};
use super::words::{Word, WordFinder};

/// Words of the longest phrase that is looked for.
const LONGEST: usize = 3;
/// Words that its translation may have.
const LONGEST_TRANSLATION: usize = 5;
/// A pair of phrases that stands in fewer pairs of sentences is left out.
const LEAST_COUNT: usize = 3;
/// The share of a phrase's translations that are the one, in both directions.
const LEAST_SHARE: f64 = 0.4;
const LEAST_SHARE_BACK: f64 = 0.1;

/// English words that a phrase does not end with: it would be cut off in the middle.
const LEADS_ON: [&str; 60] = [
    "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their",
    "of", "to", "in", "on", "at", "by", "for", "from", "with", "into", "about", "than", "as", "and", "or",
    "but", "if", "because", "so", "who", "which", "when", "where", "why", "how", "what", "i", "you", "he",
    "she", "it", "we", "they", "is", "are", "was", "were", "be", "been", "am", "has", "have", "had", "will",
    "would", "not",
];

/// The phrases of one to three words in `pairs` of sentences that are most often translated alike, each with that
/// translation, the most frequent ones first; and how often each stands there.
pub fn phrases(task: &str, pairs: &[(String, String)]) -> Result<Vec<(String, String, usize)>> {
    let (of_source, of_target) = WordFinder::of_task(task);
    let cut: Vec<(Vec<Word>, Vec<Word>)> =
        pairs.iter().map(|(source, target)| (of_source.words(source), of_target.words(target))).collect();
    let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect();
    let words: Vec<WordPair<String>> = cut
        .iter()
        .map(|(source, target)| WordPair { source: texts(source), target: texts(target) })
        .collect();
    let aligner = Aligner::train(&words)?;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (((source, target), (source_words, target_words)), pair) in pairs.iter().zip(&cut).zip(&words) {
        for (of_source, of_target) in spans(source_words, target_words, &aligner.align(pair)) {
            let phrase = (text_of(source, of_source).to_lowercase(), text_of(target, of_target).to_string());
            *counts.entry(phrase).or_default() += 1;
        }
    }
    let (mut of_source, mut of_target): (HashMap<&str, usize>, HashMap<&str, usize>) = Default::default();
    for ((source, target), count) in &counts {
        *of_source.entry(source).or_default() += count;
        *of_target.entry(target).or_default() += count;
    }
    let is_kept = |((source, target), count): &(&(String, String), &usize)| {
        let share = |whole: usize| **count as f64 / whole as f64;
        **count >= LEAST_COUNT
            && share(of_source[&**source]) >= LEAST_SHARE
            && share(of_target[&**target]) >= LEAST_SHARE_BACK
    };
    let mut best: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for ((source, target), &count) in counts.iter().filter(is_kept) {
        let entry = best.entry(source).or_insert((target, count));
        if count > entry.1 {
            *entry = (target, count);
        }
    }
    let mut found: Vec<(String, String, usize)> = best
        .into_iter()
        .map(|(source, (target, count))| (source.to_string(), target.to_string(), count))
        .collect();
    found.sort_by_key(|(source, _, count)| (usize::MAX - count, source.clone()));
    Ok(found)
}

fn text_of<'a>(text: &'a str, words: &[Word]) -> &'a str {
    match words {
        [first, .., last] => &text[first.span.start..last.span.end],
        [word] => &text[word.span.clone()],
        [] => "",
    }
}

/// The phrases of a pair whose words are linked with each other and with no other, without marks. Phrases that begin the
/// target are left out: whether their capital is one of the sentence or of the word cannot be told.
fn spans<'a>(source: &'a [Word], target: &'a [Word], links: &Links) -> Vec<(&'a [Word], &'a [Word])> {
    let mut found = Vec::new();
    for start in 0..source.len() {
        for end in start + 1..=(start + LONGEST).min(source.len()) {
            let inside = start..end;
            let of_target: Vec<usize> =
                (0..target.len()).filter(|&j| inside.clone().any(|i| links[[i, j]])).collect();
            let (Some(&first), Some(&last)) = (of_target.first(), of_target.last()) else { continue };
            let translation = first..last + 1;
            let leads_out =
                translation.clone().any(|j| (0..source.len()).any(|i| links[[i, j]] && !inside.contains(&i)));
            let is_linked = |i: usize| (0..target.len()).any(|j| links[[i, j]]);
            let has_marks =
                source[inside.clone()].iter().chain(&target[translation.clone()]).any(|word| word.is_mark);
            let leads_on = end - start > 1 && LEADS_ON.contains(&&*source[end - 1].text);
            let is_cut_off = |word: &Word| word.text.starts_with('\'') || word.text.ends_with('\'');
            if first > 0
                && !leads_on
                && !leads_out
                && !has_marks
                && inside.clone().all(is_linked)
                && translation.len() <= LONGEST_TRANSLATION
                && !is_cut_off(&source[start])
                && !is_cut_off(&target[last])
            {
                found.push((&source[inside], &target[translation]));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(source: &str, target: &str) -> (String, String) {
        (source.to_string(), target.to_string())
    }

    #[test]
    fn a_phrase_is_linked_within_itself_and_free_of_marks() {
        let (of_source, of_target) = WordFinder::of_task("en-fr");
        let (source, target) = ("I see red wine, Tom.", "Je vois du vin rouge, Tom.");
        let (source_words, target_words) = (of_source.words(source), of_target.words(target));
        let mut links = Links::default((source_words.len(), target_words.len()));
        // I Je, see vois, red rouge, wine vin, the comma, Tom, the full stop; `du` is nobody's.
        for (i, j) in [(0, 0), (1, 1), (2, 4), (3, 3), (4, 5), (5, 6), (6, 7)] {
            links[[i, j]] = true;
        }
        let found: Vec<(&str, &str)> = spans(&source_words, &target_words, &links)
            .into_iter()
            .map(|(phrase, translation)| (text_of(source, phrase), text_of(target, translation)))
            .collect();
        let expected = [
            ("see", "vois"),
            ("see red wine", "vois du vin rouge"),
            ("red", "rouge"),
            ("red wine", "vin rouge"),
            ("wine", "vin"),
            ("Tom", "Tom"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_most_often_said_is_found() {
        let mut pairs = Vec::new();
        for (colour, couleur) in [("red", "rouge"), ("green", "vert"), ("black", "noir")] {
            for (thing, chose) in [("wine", "vin"), ("sofa", "canapé"), ("bus", "bus"), ("car", "camion")] {
                pairs.push(pair(
                    &format!("We see {colour} {thing}."),
                    &format!("Nous voyons {chose} {couleur}."),
                ));
                pairs.push(pair(&format!("We take {thing}."), &format!("Nous prenons {chose}.")));
            }
        }
        let found = phrases("en-fr", &pairs).unwrap();
        let translation =
            |phrase: &str| found.iter().find(|(source, ..)| source == phrase).map(|(_, target, _)| &**target);
        assert_eq!(translation("red"), Some("rouge"));
        assert_eq!(translation("sofa"), Some("canapé"));
        assert_eq!(translation("red sofa"), None, "once is not often");
        assert!(found.windows(2).all(|two| two[0].2 >= two[1].2));
    }
}
