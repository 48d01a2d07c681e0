//! How good translations are: measures as others compute them, so that figures can be compared.

pub mod agreement;
pub mod attention_on_pairs;
pub mod bleu;
pub mod chrf;
pub mod model_on_dates;
pub mod model_on_memory;
pub mod model_on_pairs;
pub mod outputs;
pub mod repetition;
pub mod tokenisation;

#[cfg(test)]
mod fixtures;

/// An output and the references that it is compared with.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    pub output: &'a str,
    /// At least one.
    pub references: &'a [String],
}

/// How often each n-gram stands in a sequence.
type Counts<'a, T> = std::collections::HashMap<&'a [T], usize>;

/// Adds the n-grams of order `n` in `sequence`.
fn count_ngrams<'a, T: Eq + std::hash::Hash>(sequence: &'a [T], n: usize, counts: &mut Counts<'a, T>) {
    for ngram in sequence.windows(n) {
        *counts.entry(ngram).or_default() += 1;
    }
}

/// N-grams that stand in both, each as often as in the one that has it less often.
fn matches<T: Eq + std::hash::Hash>(output: &Counts<T>, reference: &Counts<T>) -> usize {
    output.iter().map(|(ngram, &count)| count.min(reference.get(ngram).copied().unwrap_or(0))).sum()
}

/// What Python's `str.split` and `str.strip` take for a space.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}
