//! 8-bit weights with 16-bit activations, two inputs at a time: what WebAssembly's `i32x4.dot_i16x8_s` multiplies.
//!
//! A block has sixteen weights, eight rows for a pair of inputs. Products and sums are exact in 32 bits.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32::{
    i16x8_extend_high_i8x16, i16x8_extend_low_i8x16, i32x4_add, i32x4_dot_i16x8, i32x4_splat,
};

use super::ROWS;
use super::block::Block;

/// Inputs of a group.
pub const INPUTS: usize = 2;
/// Rows of a block.
const BLOCK_ROWS: usize = 8;
/// Blocks that hold a group of inputs for all rows of a panel.
const BLOCKS: usize = ROWS / BLOCK_ROWS;
/// Two activations, the first in the low half.
pub type Group = i32;

/// Where the weight of a row and an input stands among the blocks of a panel: block and byte.
pub fn place(row: usize, input: usize) -> (usize, usize) {
    (input / INPUTS * BLOCKS + row / BLOCK_ROWS, row % BLOCK_ROWS * INPUTS + input % INPUTS)
}

/// The largest magnitude of an activation with which no sum over `inputs` inputs leaves 32 bits.
pub fn largest_activation(inputs: usize) -> i32 {
    (i32::MAX / 127 / i32::try_from(inputs.max(1)).unwrap_or(i32::MAX)).min(i32::from(i16::MAX))
}

/// The group of some activations, none of them larger than [`largest_activation`].
pub fn group(activations: [i32; INPUTS]) -> Group {
    (activations[0] & 0xffff) | (activations[1] << 16)
}

/// For each row of a panel the sum of its products with the activations.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub fn panel_sums(groups: &[Group], blocks: &[Block]) -> [i32; ROWS] {
    let mut sums = [i32x4_splat(0); 2 * BLOCKS];
    for (&pair, blocks) in groups.iter().zip(blocks.as_chunks::<BLOCKS>().0) {
        let pair = i32x4_splat(pair);
        for (sums, &block) in sums.as_chunks_mut::<2>().0.iter_mut().zip(blocks) {
            sums[0] = i32x4_add(sums[0], i32x4_dot_i16x8(i16x8_extend_low_i8x16(block), pair));
            sums[1] = i32x4_add(sums[1], i32x4_dot_i16x8(i16x8_extend_high_i8x16(block), pair));
        }
    }
    super::block::lanes(sums)
}

/// For each row of a panel the sum of its products with the activations.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub fn panel_sums(groups: &[Group], blocks: &[Block]) -> [i32; ROWS] {
    let mut sums = [0; ROWS];
    for (&pair, blocks) in groups.iter().zip(blocks.as_chunks::<BLOCKS>().0) {
        let (first, second) = (i32::from(pair as i16), pair >> 16);
        for (sums, block) in sums.as_chunks_mut::<BLOCK_ROWS>().0.iter_mut().zip(blocks) {
            for (sum, weights) in sums.iter_mut().zip(block.as_chunks::<INPUTS>().0) {
                *sum += first * i32::from(weights[0]) + second * i32::from(weights[1]);
            }
        }
    }
    sums
}
