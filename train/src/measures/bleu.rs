//! BLEU of a corpus (Papineni et al. 2002), number for number what sacreBLEU (Post 2018) computes with
//! `smooth:exp`, mixed case and n-grams of up to four words.

use super::tokenisation::Tokenisation;
use super::{Counts, Segment, count_ngrams, matches};

/// The longest n-grams.
const ORDERS: usize = 4;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bleu {
    /// From 0 to 100.
    pub score: f64,
    /// From 0 to 1: below 1 where the outputs have fewer words than the references closest in length.
    pub brevity_penalty: f64,
}

/// Sums over a corpus.
#[derive(Default)]
struct Statistics {
    /// N-grams of the outputs that a reference has, by order.
    correct: [usize; ORDERS],
    /// N-grams of the outputs, by order.
    total: [usize; ORDERS],
    output_words: usize,
    /// Of each segment the reference whose length is closest to the output's; of two the shorter.
    reference_words: usize,
}

/// BLEU of all segments together.
pub fn of_corpus<'a>(segments: impl Iterator<Item = Segment<'a>>, tokenisation: Tokenisation) -> Bleu {
    let mut statistics = Statistics::default();
    segments.for_each(|segment| statistics.add(segment, tokenisation));
    statistics.bleu()
}

impl Statistics {
    fn add(&mut self, segment: Segment, tokenisation: Tokenisation) {
        let output = tokenisation.words(segment.output);
        let references: Vec<Vec<String>> =
            segment.references.iter().map(|reference| tokenisation.words(reference)).collect();
        for n in 1..=ORDERS {
            let mut of_output = Counts::new();
            count_ngrams(&output, n, &mut of_output);
            // An n-gram may stand in the output as often as in the reference that has it most often.
            let mut of_references = Counts::new();
            for reference in &references {
                let mut of_reference = Counts::new();
                count_ngrams(reference, n, &mut of_reference);
                for (ngram, count) in of_reference {
                    let most: &mut usize = of_references.entry(ngram).or_default();
                    *most = count.max(*most);
                }
            }
            self.correct[n - 1] += matches(&of_output, &of_references);
            self.total[n - 1] += of_output.values().sum::<usize>();
        }
        let lengths = references.iter().map(Vec::len);
        self.output_words += output.len();
        self.reference_words +=
            lengths.min_by_key(|&length| (length.abs_diff(output.len()), length)).unwrap_or(0);
    }

    fn bleu(&self) -> Bleu {
        let brevity_penalty = match (self.output_words, self.reference_words) {
            (output, reference) if output >= reference => 1.0,
            (0, _) => 0.0,
            (output, reference) => (1.0 - reference as f64 / output as f64).exp(),
        };
        // Without four words in a row anywhere there is nothing to average.
        if self.correct == [0; ORDERS] || self.total.contains(&0) {
            return Bleu { score: 0.0, brevity_penalty };
        }
        // Orders without any match get half, a quarter, … of a match.
        let mut smoothed = 1.0;
        let mut logarithms = 0.0;
        for (&correct, &total) in self.correct.iter().zip(&self.total) {
            let precision = if correct == 0 {
                smoothed *= 2.0;
                100.0 / (smoothed * total as f64)
            } else {
                100.0 * correct as f64 / total as f64
            };
            logarithms += precision.ln();
        }
        Bleu { score: brevity_penalty * (logarithms / ORDERS as f64).exp(), brevity_penalty }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::fixtures::{self, tokenisation};

    #[test]
    fn scores_are_those_of_sacrebleu() {
        for corpus in fixtures::sacrebleu().corpora {
            let found = of_corpus(corpus.segments(), tokenisation(&corpus.tokenisation));
            assert!(
                (found.score - corpus.bleu).abs() < 1e-9,
                "{}: {found:?}, not {}",
                corpus.name,
                corpus.bleu
            );
            let expected = corpus.brevity_penalty;
            assert!((found.brevity_penalty - expected).abs() < 1e-12, "{}: {found:?}", corpus.name);
        }
    }

    #[test]
    fn case_counts() {
        let references = ["Le chat est là".to_string()];
        let score = |output| {
            of_corpus([Segment { output, references: &references }].into_iter(), Tokenisation::Western).score
        };
        assert!(score("Le chat est là") > score("le chat est là") + 1.0);
    }
}
