//! 8-bit weights with 16-bit activations, two inputs at a time: what WebAssembly's `i32x4.dot_i16x8_s` multiplies.
//!
//! A block has sixteen weights, eight rows for a pair of inputs. Read as eight 16-bit numbers, a block holds in each of
//! them a weight l of one of the first four rows, as l + 128 in the low byte, and a weight h of one of the last four in
//! the high byte: 256·h + l + 128. A product with the block itself and one with its high bytes then give both sums, with
//! one shift in the place of two widenings. All sums are exact modulo 2³², and what they come to fits in 32 bits.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32::{i16x8_shr, i32x4_add, i32x4_dot_i16x8, i32x4_shl, i32x4_splat, i32x4_sub};

use super::ROWS;
use super::block::Block;

/// Inputs of a group.
pub const INPUTS: usize = 2;
/// Rows of a block.
const BLOCK_ROWS: usize = 8;
/// Rows whose weights are low bytes, and as many whose weights are high ones.
const HALF: usize = BLOCK_ROWS / 2;
/// Blocks that hold a group of inputs for all rows of a panel.
const BLOCKS: usize = ROWS / BLOCK_ROWS;
/// Two activations, the first in the low half.
pub type Group = i32;

/// Where the weight of a row and an input stands among the blocks of a panel: block and byte.
pub fn place(row: usize, input: usize) -> (usize, usize) {
    let (half, row_of_half) = (row % BLOCK_ROWS / HALF, row % HALF);
    let number = row_of_half * INPUTS + input % INPUTS;
    (input / INPUTS * BLOCKS + row / BLOCK_ROWS, 2 * number + half)
}

/// The largest magnitude of an activation with which no sum over `inputs` inputs leaves 32 bits.
pub fn largest_activation(inputs: usize) -> i32 {
    (i32::MAX / 128 / i32::try_from(inputs.max(1)).unwrap_or(i32::MAX)).min(i32::from(i16::MAX))
}

/// The group of some activations, none of them larger than [`largest_activation`].
pub fn group(activations: [i32; INPUTS]) -> Group {
    (activations[0] & 0xffff) | (activations[1] << 16)
}

/// For each row of a panel the sum of its products with the activations, which sum to `sum` themselves.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub fn panel_sums(groups: &[Group], sum: i32, blocks: &[Block]) -> [i32; ROWS] {
    // For each block of rows the products with 256·h + l + 128, then those with h.
    let mut sums = [[i32x4_splat(0); 2]; BLOCKS];
    for (&pair, blocks) in groups.iter().zip(blocks.as_chunks::<BLOCKS>().0) {
        let pair = i32x4_splat(pair);
        for ([both, high], &block) in sums.iter_mut().zip(blocks) {
            *both = i32x4_add(*both, i32x4_dot_i16x8(block, pair));
            *high = i32x4_add(*high, i32x4_dot_i16x8(i16x8_shr(block, 8), pair));
        }
    }
    let of_offset = i32x4_splat(sum.wrapping_mul(128));
    let registers =
        sums.map(|[both, high]| [i32x4_sub(i32x4_sub(both, i32x4_shl(high, 8)), of_offset), high]);
    super::block::lanes(registers)
}

/// For each row of a panel the sum of its products with the activations, which sum to `sum` themselves.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub fn panel_sums(groups: &[Group], sum: i32, blocks: &[Block]) -> [i32; ROWS] {
    debug_assert_eq!(sum, groups.iter().map(|&pair| i32::from(pair as i16) + (pair >> 16)).sum::<i32>());
    let mut sums = [0; ROWS];
    for (&pair, blocks) in groups.iter().zip(blocks.as_chunks::<BLOCKS>().0) {
        let (first, second) = (i32::from(pair as i16), pair >> 16);
        for (sums, block) in sums.as_chunks_mut::<BLOCK_ROWS>().0.iter_mut().zip(blocks) {
            let (low, high) = sums.split_at_mut(HALF);
            for ((low, high), weights) in low.iter_mut().zip(high).zip(block.as_chunks::<4>().0) {
                *low += first * i32::from(weights[0]) + second * i32::from(weights[2]);
                *high += first * i32::from(weights[1]) + second * i32::from(weights[3]);
            }
        }
    }
    sums
}
