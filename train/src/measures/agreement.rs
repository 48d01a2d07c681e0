//! How far an attention and an aligner agree about which word a word comes from.
//!
//! What this is not: a measure of how right the attention is. The aligner errs too (on this kind of sentences about
//! one link in ten), it links function words where a reader would not, and an attention may look at a word beside for
//! a good reason: the encoder's vector of a position says something of its neighbours too. Figures of two models on
//! the same pairs can be compared; the share of a diagonal says what looking straight ahead would give.

use ndarray::{Array1, Array2, ArrayView2};
use seqscope::tokens::Token;
use serde::Serialize;

use crate::alignment::aligner::Links;
use crate::alignment::words::Word;

/// What was measured over all target words but marks.
#[derive(Clone, Debug, Serialize)]
pub struct Agreement {
    /// Share of the words with a link whose most attended source word is linked with them.
    pub agreement: f64,
    /// Links of the attention, one for each word, that are links of the aligner.
    pub precision: f64,
    /// Links of the aligner that are links of the attention: a word linked with two source words has one at most.
    pub recall: f64,
    /// The harmonic mean of both: 1 − AER (Och and Ney 2003) where every link of the aligner is a sure one.
    pub f: f64,
    /// The agreement of an attention that always looks at the source word in the same relative place.
    pub agreement_of_diagonal: f64,
    /// Words with a link.
    pub words: usize,
}

/// Sums over sentences.
#[derive(Default)]
pub struct Counts {
    linked_words: usize,
    agreeing: usize,
    agreeing_diagonal: usize,
    attention_links: usize,
    aligner_links: usize,
}

impl Counts {
    /// Adds a sentence: `attended` is the weight of each source word [target words, source words].
    pub fn add(&mut self, attended: &Array2<f32>, links: &Links, target: &[Word]) {
        let (targets, sources) = attended.dim();
        for (j, row) in attended.rows().into_iter().enumerate().filter(|(j, _)| !target[*j].is_mark) {
            let mut looked_at = 0;
            for (i, weight) in row.iter().enumerate() {
                if *weight > row[looked_at] {
                    looked_at = i;
                }
            }
            let of_word = (0..sources).filter(|&i| links[[i, j]]).count();
            let is_linked = |i: usize| links.get([i, j]).copied().unwrap_or(false);
            self.attention_links += 1;
            self.aligner_links += of_word;
            self.linked_words += usize::from(of_word > 0);
            self.agreeing += usize::from(is_linked(looked_at));
            self.agreeing_diagonal += usize::from(is_linked((2 * j + 1) * sources / (2 * targets)));
        }
    }

    /// The shares; `None` where no word has a link.
    pub fn agreement(&self) -> Option<Agreement> {
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        (self.linked_words > 0).then(|| Agreement {
            agreement: share(self.agreeing, self.linked_words),
            precision: share(self.agreeing, self.attention_links),
            recall: share(self.agreeing, self.aligner_links),
            f: share(2 * self.agreeing, self.attention_links + self.aligner_links),
            agreement_of_diagonal: share(self.agreeing_diagonal, self.linked_words),
            words: self.linked_words,
        })
    }
}

/// The attention of pieces [target pieces, source pieces] as that of words [target words, source words]: the sum over
/// the pieces of a source word, the mean over those of a target word. A piece belongs to the word that it has most
/// bytes of.
pub fn of_words(
    weights: ArrayView2<f32>,
    (source_pieces, source): (&[Token], &[Word]),
    (target_pieces, target): (&[Token], &[Word]),
) -> Array2<f32> {
    let mut of_words = Array2::zeros((target.len(), source.len()));
    let mut pieces: Array1<f32> = Array1::zeros(target.len());
    let source_words: Vec<Option<usize>> = source_pieces.iter().map(|piece| word_of(piece, source)).collect();
    for (piece, row) in target_pieces.iter().zip(weights.rows()) {
        let Some(j) = word_of(piece, target) else { continue };
        pieces[j] += 1.0;
        for (word, weight) in source_words.iter().zip(row) {
            word.iter().for_each(|&i| of_words[[j, i]] += weight);
        }
    }
    for (mut row, &count) in of_words.rows_mut().into_iter().zip(&pieces) {
        row /= f32::max(count, 1.0);
    }
    of_words
}

fn word_of(piece: &Token, words: &[Word]) -> Option<usize> {
    let shared = |word: &Word| {
        let (start, end) = (word.span.start.max(piece.span.start), word.span.end.min(piece.span.end));
        end.saturating_sub(start)
    };
    let mut best = None;
    let mut most = 0;
    for (index, word) in words.iter().enumerate() {
        if shared(word) > most {
            (best, most) = (Some(index), shared(word));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alignment::words::WordFinder;
    use ndarray::array;

    fn pieces(text: &str, cuts: &[usize]) -> Vec<Token> {
        let spans = cuts.windows(2).map(|cut| cut[0]..cut[1]);
        spans.map(|span| Token { id: 9, text: text[span.clone()].to_string(), span }).collect()
    }

    fn marked(text: &str) -> Vec<Word> {
        WordFinder::of_task("fr-fr").1.words(text)
    }

    #[test]
    fn pieces_add_up_to_source_words_and_average_to_target_words() {
        let (source, target) = ("the cats", "les chats.");
        let source_pieces = pieces(source, &[0, 3, 7, 8]);
        let target_pieces = pieces(target, &[0, 3, 6, 9, 10]);
        let weights = array![[0.7, 0.2, 0.1], [0.1, 0.5, 0.4], [0.3, 0.3, 0.4], [0.0, 0.0, 1.0]];
        let found =
            of_words(weights.view(), (&source_pieces, &marked(source)), (&target_pieces, &marked(target)));
        let expected = array![[0.7, 0.3], [0.2, 0.8], [0.0, 1.0]];
        assert!(found.iter().zip(&expected).all(|(a, b): (&f32, &f32)| (a - b).abs() < 1e-6), "{found}");
    }

    #[test]
    fn tokens_without_a_place_in_the_text_belong_to_no_word() {
        let source = "a b";
        let mut source_pieces = pieces(source, &[0, 1, 3]);
        source_pieces.push(Token { id: 3, text: "</s>".to_string(), span: 3..3 });
        let weights = array![[0.2, 0.3, 0.5]];
        let found = of_words(
            weights.view(),
            (&source_pieces, &marked(source)),
            (&pieces("x", &[0, 1]), &marked("x")),
        );
        assert_eq!(found, array![[0.2, 0.3]]);
    }

    #[test]
    fn a_word_agrees_where_the_word_it_looks_at_most_is_linked_with_it() {
        let target = marked("un deux trois!");
        let attended = array![[0.1, 0.9], [0.8, 0.2], [0.6, 0.4], [0.5, 0.5]];
        // un—2, deux—1 and 2, trois—2; the mark does not count.
        let links = array![[false, true, false, true], [true, true, true, false]];
        let mut counts = Counts::default();
        counts.add(&attended, &links, &target);
        let found = counts.agreement().unwrap();
        assert_eq!(found.words, 3);
        assert_eq!((found.agreement, found.precision, found.recall), (2.0 / 3.0, 2.0 / 3.0, 0.5));
        assert!((found.f - 4.0 / 7.0).abs() < 1e-12);
        // Straight ahead: un—1, deux—1, trois—2.
        assert_eq!(found.agreement_of_diagonal, 2.0 / 3.0);
    }

    #[test]
    fn without_a_link_there_is_nothing_to_agree_about() {
        let mut counts = Counts::default();
        counts.add(&array![[1.0]], &array![[false]], &marked("a"));
        assert!(counts.agreement().is_none());
    }
}
