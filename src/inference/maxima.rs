//! The highest of many values, found by one look at all of them.

use std::iter::StepBy;
use std::ops::Range;

use crate::nn::functional::largest;
use crate::search::highest_of;

/// Values that lie in as many groups, side by side: with one running maximum for each the loop over them is SIMD and has
/// nothing to put together at its end.
const LANES: usize = 8;
/// Values of a group.
const DEPTH: usize = 64;
const BLOCK: usize = LANES * DEPTH;

/// The largest value of each group. Group g has every [`LANES`]th value of block g / [`LANES`], from the one at place
/// g % [`LANES`] of it on.
#[derive(Debug, Clone, Default)]
pub(super) struct Maxima(Vec<f32>);

impl Maxima {
    /// Looks at all `values`.
    pub fn look_at(&mut self, values: &[f32]) {
        self.0.clear();
        for block in values.chunks(BLOCK) {
            let mut maxima = [f32::NEG_INFINITY; LANES];
            let (rows, rest) = block.as_chunks::<LANES>();
            // As a whole row: what treats lanes one by one keeps the loop from becoming SIMD.
            let mut last = [f32::NEG_INFINITY; LANES];
            last[..rest.len()].copy_from_slice(rest);
            for row in rows.iter().chain([&last]) {
                maxima = std::array::from_fn(|lane| larger(row[lane], maxima[lane]));
            }
            self.0.extend_from_slice(&maxima);
        }
    }

    /// The largest value; −∞ of none.
    pub fn highest(&self) -> f32 {
        largest(&self.0)
    }

    /// Where the largest of the `values` that were looked at stands; of equal ones the first.
    pub fn first(&self, values: &[f32]) -> usize {
        let highest = self.highest();
        let places = |group: usize| places(group, values.len()).find(|&place| values[place] == highest);
        self.groups(highest).filter_map(places).min().unwrap_or(0)
    }

    /// [`crate::search::top`] of the `values` that were looked at.
    pub fn top(&self, values: &[f32], count: usize) -> Vec<usize> {
        // The `count` highest maxima are as many values, and what is below all of them is not among the highest.
        let of_maxima = highest_of(&self.0, 0..self.0.len(), count);
        let lowest = of_maxima.last().filter(|_| of_maxima.len() == count).map(|&group| self.0[group]);
        let places = |group| places(group, values.len());
        highest_of(values, self.groups(lowest.unwrap_or(f32::NEG_INFINITY)).flat_map(places), count)
    }

    /// The groups with a value of at least `lowest`.
    fn groups(&self, lowest: f32) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter(move |&(_, &maximum)| maximum >= lowest).map(|(group, _)| group)
    }
}

/// `value` where it is larger: not `max`, which takes several instructions to take the number of a number and NaN.
fn larger(value: f32, than: f32) -> f32 {
    if value > than { value } else { than }
}

/// The places of a group's values among `count`.
fn places(group: usize, count: usize) -> StepBy<Range<usize>> {
    let block = group / LANES * BLOCK;
    (block + group % LANES..count.min(block + BLOCK)).step_by(LANES)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use ndarray::aview1;
    use rand::{RngExt, SeedableRng};

    use super::Maxima;
    use crate::nn::Rng;
    use crate::search::{argmax, top};

    fn look_at(values: &[f32]) -> Maxima {
        let mut maxima = Maxima::default();
        // Another look leaves nothing of the one before.
        maxima.look_at(&[9.0; 700]);
        maxima.look_at(values);
        maxima
    }

    #[test]
    fn they_are_those_that_a_look_at_every_value_finds() {
        let mut rng = Rng::seed_from_u64(1);
        for case in 0..400 {
            // Few different values, so that many are equal; in half of the cases one that is higher than all others.
            let mut values: Vec<f32> =
                (0..rng.random_range(1..1_500)).map(|_| rng.random_range(-3_i8..4).into()).collect();
            if case % 2 == 0 {
                let place = rng.random_range(0..values.len());
                values[place] = 5.0;
            }
            let maxima = look_at(&values);
            let first = argmax(aview1(&values));
            assert_eq!((maxima.first(&values), maxima.highest()), (first, values[first]));
            for count in [0, 1, 2, 5, 11] {
                assert_eq!(maxima.top(&values, count), top(aview1(&values), count), "{count} of case {case}");
            }
        }
    }

    #[test]
    fn more_than_there_are_is_all_of_them() {
        assert_eq!(look_at(&[1.0, 3.0, 2.0]).top(&[1.0, 3.0, 2.0], 5), [1, 2, 0]);
    }
}
