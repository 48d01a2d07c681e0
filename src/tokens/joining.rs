//! Byte-pair encoding of one word: which neighbours become one piece.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Neighbours that are a piece together: the rank of their union, which is lower the earlier it was learned, and its id.
pub(super) type Unions = HashMap<(usize, usize), (usize, usize)>;

/// Puts the symbols of a word together: (id, number of symbols) of each piece. Of all neighbours that are a piece the
/// earliest learned one is put together first, of two such the left one.
///
/// Takes time in proportion to n log n: readers paste words of any length.
pub(super) fn join(symbols: &[usize], unions: &Unions) -> Vec<(usize, usize)> {
    // By the place of a piece's first symbol: its id, its length, and where the piece before it begins. What has become
    // part of the piece on its left has length 0.
    let mut pieces: Vec<(usize, usize)> = symbols.iter().map(|&id| (id, 1)).collect();
    let mut before: Vec<usize> = (0..symbols.len()).map(|place| place.saturating_sub(1)).collect();
    let mut waiting = BinaryHeap::new();
    let union_at = |pieces: &[(usize, usize)], left: usize| {
        let (id, length) = pieces[left];
        let right = pieces.get(left + length)?;
        let union = *unions.get(&(id, right.0))?;
        Some(Reverse((union, left, length, right.1)))
    };
    waiting.extend((0..symbols.len()).filter_map(|left| union_at(&pieces, left)));
    while let Some(Reverse((union, left, length, right_length))) = waiting.pop() {
        // Pieces only grow, so the same lengths are the same pieces.
        let right = left + length;
        if pieces[left].1 != length || pieces[right].1 != right_length {
            continue;
        }
        pieces[left] = (union.1, length + right_length);
        pieces[right].1 = 0;
        if let Some(next) = before.get_mut(right + right_length) {
            *next = left;
        }
        waiting.extend(union_at(&pieces, left));
        if left > 0 {
            waiting.extend(union_at(&pieces, before[left]));
        }
    }
    pieces.retain(|&(_, length)| length > 0);
    pieces
}

/// As [`join`], but each union may be left out: `keep` is asked again at every step. For words of a corpus, which are
/// short: the time is in proportion to the square of their length.
pub(super) fn join_some(
    symbols: &[usize],
    unions: &Unions,
    mut keep: impl FnMut() -> bool,
) -> Vec<(usize, usize)> {
    let mut pieces: Vec<(usize, usize)> = symbols.iter().map(|&id| (id, 1)).collect();
    loop {
        let mut earliest: Option<((usize, usize), usize)> = None;
        for (place, neighbours) in pieces.windows(2).enumerate() {
            if let Some(&union) = unions.get(&(neighbours[0].0, neighbours[1].0))
                && earliest.is_none_or(|(earlier, _)| union < earlier)
                && keep()
            {
                earliest = Some((union, place));
            }
        }
        let Some((union, place)) = earliest else { return pieces };
        pieces[place] = (union.1, pieces[place].1 + pieces[place + 1].1);
        pieces.remove(place + 1);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_word_of_a_million_letters_is_joined() {
        let unions: Unions = (0..19).map(|step| ((step, step), (step, step + 1))).collect();
        let pieces = join(&[0; 1 << 20], &unions);
        assert_eq!(pieces, [(19, 1 << 19), (19, 1 << 19)]);
    }
}

// proptest does not compile for a browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn joining_in_order_of_learning_is_what_a_search_at_every_step_finds(
            symbols in proptest::collection::vec(0..5_usize, 0..60),
            learned in proptest::collection::vec((0..20_usize, 0..20_usize), 0..40),
        ) {
            let unions: Unions =
                learned.iter().enumerate().map(|(index, &neighbours)| (neighbours, (index / 2, 5 + index / 2))).collect();
            prop_assert_eq!(join(&symbols, &unions), join_some(&symbols, &unions, || true));
        }
    }
}
