//! Sixteen 8-bit weights: a register where WebAssembly has them, so that they are read at once. Those at even places are
//! stored as 128 more there, as the kernel asks for.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod register {
    use core::arch::wasm32::{i32x4_extract_lane, u64x2, u64x2_extract_lane, v128};

    use super::super::ROWS;

    /// Changes a byte w at an even place to w + 128 and back.
    const OFFSETS: u128 =
        u128::from_le_bytes([128, 0, 128, 0, 128, 0, 128, 0, 128, 0, 128, 0, 128, 0, 128, 0]);

    /// Sixteen weights.
    pub type Block = v128;

    /// A block from its weights.
    pub fn block(weights: [i8; 16]) -> Block {
        let number = u128::from_le_bytes(weights.map(i8::cast_unsigned)) ^ OFFSETS;
        u64x2(number as u64, (number >> 64) as u64)
    }

    /// The weights of a block.
    pub fn weights(block: Block) -> [i8; 16] {
        let (low, high) = (u64x2_extract_lane::<0>(block), u64x2_extract_lane::<1>(block));
        ((u128::from(low) | u128::from(high) << 64) ^ OFFSETS).to_le_bytes().map(u8::cast_signed)
    }

    /// The lanes of registers, one after the other.
    pub fn lanes(registers: [[v128; 2]; ROWS / 8]) -> [i32; ROWS] {
        let mut lanes = [0; ROWS];
        for (lanes, &register) in lanes.as_chunks_mut::<4>().0.iter_mut().zip(registers.as_flattened()) {
            *lanes = [
                i32x4_extract_lane::<0>(register),
                i32x4_extract_lane::<1>(register),
                i32x4_extract_lane::<2>(register),
                i32x4_extract_lane::<3>(register),
            ];
        }
        lanes
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod register {
    /// Sixteen weights.
    pub type Block = [i8; 16];

    /// A block from its weights.
    pub fn block(weights: [i8; 16]) -> Block {
        weights
    }

    /// The weights of a block.
    pub fn weights(block: Block) -> [i8; 16] {
        block
    }
}

pub use register::*;
