//! Sums of products of one panel: as many rows of a matrix as stay in registers while its columns go by.

pub(super) mod block;
pub(super) mod eight_bits;

/// Rows of a panel.
pub(super) const ROWS: usize = 32;

/// Adds to `sums` the products of a panel of 32-bit weights: `columns[k][r]` is the weight of row r for input k.
#[inline(always)]
pub(super) fn add_panel(x: &[f32], columns: &[[f32; ROWS]], sums: &mut [f32; ROWS]) {
    // A copy that nothing else can point to stays in registers: eight of four lanes.
    let mut local = *sums;
    for (&x, column) in x.iter().zip(columns) {
        for (sum, &weight) in local.iter_mut().zip(column) {
            *sum += x * weight;
        }
    }
    *sums = local;
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use rand::{RngExt, SeedableRng};

    use super::ROWS;
    use super::block::block;
    use super::eight_bits::{INPUTS, group, largest_activation, panel_sums, place};
    use crate::nn::Rng;

    #[test]
    fn sums_of_8_bits_are_exact_with_the_largest_numbers_too() {
        let mut rng = Rng::seed_from_u64(3);
        for inputs in [INPUTS, 12, 512, 2_000] {
            let largest = largest_activation(inputs);
            for extreme in [None, Some(127), Some(-128)] {
                let mut draw = |limit: i32, extreme: Option<i32>| {
                    extreme.unwrap_or_else(|| rng.random_range(-limit..=limit))
                };
                let x: Vec<i32> = (0..inputs).map(|_| draw(largest, extreme.map(|_| largest))).collect();
                let weights: Vec<Vec<i32>> =
                    (0..ROWS).map(|_| (0..inputs).map(|_| draw(127, extreme)).collect()).collect();
                let mut blocks = vec![[0_i8; 16]; inputs * ROWS / 16];
                for (row, weights) in weights.iter().enumerate() {
                    for (input, &weight) in weights.iter().enumerate() {
                        let (block, byte) = place(row, input);
                        blocks[block][byte] = weight as i8;
                    }
                }
                let blocks: Vec<_> = blocks.into_iter().map(block).collect();
                let groups: Vec<_> = x.as_chunks::<INPUTS>().0.iter().map(|x| group(*x)).collect();
                let total = x.iter().sum();
                for (sum, weights) in panel_sums(&groups, total, &blocks).into_iter().zip(&weights) {
                    let exact: i64 = x.iter().zip(weights).map(|(x, w)| i64::from(*x) * i64::from(*w)).sum();
                    assert_eq!(i64::from(sum), exact, "{inputs} inputs");
                }
            }
        }
    }
}
