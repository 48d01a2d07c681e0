//! 8-bit weights with 14-bit activations, four inputs at a time: what relaxed SIMD's
//! `i32x4.relaxed_dot_i8x16_i7x16_add_s` multiplies.
//!
//! An activation a from −8191 to 8191 is read as a + 8192 = 128·high + low with two halves of seven bits, the most that
//! the instruction takes on every processor. A block has sixteen weights, four rows for four inputs. Products and sums
//! are exact: |weight| ≤ 127 keeps the instruction's inner 16 bits from saturating.

#[cfg(target_feature = "relaxed-simd")]
use core::arch::wasm32::{i32x4_add, i32x4_relaxed_dot_i8x16_i7x16_add, i32x4_shl, i32x4_splat};

use super::ROWS;
use super::block::Block;

/// Inputs of a group.
pub const INPUTS: usize = 4;
/// Rows of a block.
const BLOCK_ROWS: usize = 4;
/// Rows whose sums fit in the registers: a high and a low one each.
const HALF: usize = ROWS / 2;
/// Blocks that hold a group of inputs for the rows of half a panel.
const BLOCKS: usize = HALF / BLOCK_ROWS;
/// What is added to an activation before it is multiplied.
pub const OFFSET: i32 = 1 << 13;

/// The high and the low halves of four activations, the first in the lowest byte.
pub type Group = [i32; 2];

/// Where the weight of a row and an input stands among the blocks of a panel with `groups` groups: block and byte.
pub fn place(row: usize, input: usize, groups: usize) -> (usize, usize) {
    let (half, row) = (row / HALF, row % HALF);
    let block = (half * groups + input / INPUTS) * BLOCKS + row / BLOCK_ROWS;
    (block, row % BLOCK_ROWS * INPUTS + input % INPUTS)
}

/// The largest magnitude of an activation with which no sum over `inputs` inputs leaves 32 bits.
pub fn largest_activation(inputs: usize) -> i32 {
    let of_one = i32::MAX / 127 / i32::try_from(inputs.max(1)).unwrap_or(i32::MAX);
    (of_one - OFFSET).min(OFFSET - 1)
}

/// The group of some activations, none of them larger than [`largest_activation`].
pub fn group(activations: [i32; INPUTS]) -> Group {
    let shifted = activations.map(|activation| activation + OFFSET);
    [shifted.map(|shifted| (shifted >> 7) as u8), shifted.map(|shifted| (shifted & 127) as u8)]
        .map(i32::from_le_bytes)
}

/// For each row of a panel the sum of its products with the activations, [`OFFSET`] added to each of them.
#[cfg(target_feature = "relaxed-simd")]
pub fn panel_sums(groups: &[Group], blocks: &[Block]) -> [i32; ROWS] {
    let mut sums = [i32x4_splat(0); ROWS / 4];
    let halves = blocks.chunks_exact((groups.len() * BLOCKS).max(1));
    for (sums, blocks) in sums.as_chunks_mut::<BLOCKS>().0.iter_mut().zip(halves) {
        let (mut high, mut low) = ([i32x4_splat(0); BLOCKS], [i32x4_splat(0); BLOCKS]);
        for (&[of_high, of_low], blocks) in groups.iter().zip(blocks.as_chunks::<BLOCKS>().0) {
            let (of_high, of_low) = (i32x4_splat(of_high), i32x4_splat(of_low));
            for ((high, low), &block) in high.iter_mut().zip(&mut low).zip(blocks) {
                *high = i32x4_relaxed_dot_i8x16_i7x16_add(block, of_high, *high);
                *low = i32x4_relaxed_dot_i8x16_i7x16_add(block, of_low, *low);
            }
        }
        for ((sum, high), low) in sums.iter_mut().zip(high).zip(low) {
            *sum = i32x4_add(i32x4_shl(high, 7), low);
        }
    }
    super::block::lanes(sums)
}

/// For each row of a panel the sum of its products with the activations, [`OFFSET`] added to each of them.
#[cfg(not(target_feature = "relaxed-simd"))]
pub fn panel_sums(groups: &[Group], blocks: &[Block]) -> [i32; ROWS] {
    let mut sums = [0; ROWS];
    for (row, sum) in sums.iter_mut().enumerate() {
        for (input, halves) in groups.iter().enumerate() {
            let (block, byte) = place(row, input * INPUTS, groups.len());
            let [high, low] = halves.map(i32::to_le_bytes);
            for k in 0..INPUTS {
                let shifted = 128 * i32::from(high[k]) + i32::from(low[k]);
                *sum += shifted * i32::from(blocks[block][byte + k]);
            }
        }
    }
    sums
}
