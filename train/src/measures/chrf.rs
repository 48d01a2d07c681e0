//! chrF2 of a corpus (Popović 2015), number for number what sacreBLEU computes by default: n-grams of one to six
//! characters without spaces, recall counting twice as much as precision.

use super::{Counts, Segment, count_ngrams, is_space, matches};

/// The longest n-grams.
const ORDERS: usize = 6;
/// β² of the F score.
const FACTOR: f64 = 4.0;

/// N-grams of one order.
#[derive(Clone, Copy, Default)]
struct OfOrder {
    output: usize,
    reference: usize,
    matched: usize,
}

type Statistics = [OfOrder; ORDERS];

/// chrF2 of all segments together, from 0 to 100. Of several references the one with the best score of its segment
/// counts, of equal ones the first.
pub fn of_corpus<'a>(segments: impl Iterator<Item = Segment<'a>>) -> f64 {
    let mut sums = Statistics::default();
    for segment in segments {
        for (sum, of_segment) in sums.iter_mut().zip(of_best_reference(segment)) {
            sum.output += of_segment.output;
            sum.reference += of_segment.reference;
            sum.matched += of_segment.matched;
        }
    }
    f_score(&sums)
}

fn of_best_reference(segment: Segment) -> Statistics {
    let output = characters(segment.output);
    let mut best = (-1.0, Statistics::default());
    for reference in segment.references {
        let statistics = compare(&output, &characters(reference));
        let score = f_score(&statistics);
        if score > best.0 {
            best = (score, statistics);
        }
    }
    best.1
}

fn characters(line: &str) -> Vec<char> {
    line.chars().filter(|&character| !is_space(character)).collect()
}

fn compare(output: &[char], reference: &[char]) -> Statistics {
    std::array::from_fn(|index| {
        let (mut of_output, mut of_reference) = (Counts::new(), Counts::new());
        count_ngrams(output, index + 1, &mut of_output);
        count_ngrams(reference, index + 1, &mut of_reference);
        OfOrder {
            // What no reference could match is not held against the output.
            output: if of_reference.is_empty() { 0 } else { of_output.values().sum() },
            reference: of_reference.values().sum(),
            matched: matches(&of_output, &of_reference),
        }
    })
}

/// The F score of mean precision and mean recall, over the orders that both sides have.
fn f_score(statistics: &Statistics) -> f64 {
    let (mut precision, mut recall, mut orders) = (0.0, 0.0, 0.0);
    for order in statistics.iter().filter(|order| order.output > 0 && order.reference > 0) {
        precision += order.matched as f64 / order.output as f64;
        recall += order.matched as f64 / order.reference as f64;
        orders += 1.0;
    }
    if precision + recall == 0.0 {
        return 0.0;
    }
    let (precision, recall) = (precision / orders, recall / orders);
    100.0 * (1.0 + FACTOR) * precision * recall / (FACTOR * precision + recall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::fixtures;

    #[test]
    fn scores_are_those_of_sacrebleu() {
        for corpus in fixtures::sacrebleu().corpora {
            let found = of_corpus(corpus.segments());
            assert!((found - corpus.chrf).abs() < 1e-9, "{}: {found}, not {}", corpus.name, corpus.chrf);
        }
    }
}
