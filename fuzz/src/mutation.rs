//! Inputs with errors in them.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Inputs grow no larger than this.
const LARGEST: usize = 1 << 17;
/// Numbers that lengths and offsets go wrong at.
const NUMBERS: [u64; 12] =
    [0, 1, 2, 7, 8, 127, 255, 65_535, 0x7fff_ffff, 0xffff_ffff, 0x7fff_ffff_ffff_ffff, u64::MAX];

/// One of `seeds` with one to eight errors in it.
pub fn mutated(seeds: &[Vec<u8>], rng: &mut ChaCha8Rng) -> Vec<u8> {
    let mut input = seeds[rng.random_range(0..seeds.len())].clone();
    for _ in 0..1 << rng.random_range(0..4) {
        if input.is_empty() {
            break;
        }
        // Headers and pickles are small parts of large files, and stand at their beginnings and ends.
        let region = match rng.random_range(0..4) {
            0 => input.len().min(2_000),
            1 => input.len().min(100),
            _ => input.len(),
        };
        let mut place = rng.random_range(0..region);
        if rng.random_range(0..4) == 0 {
            place = input.len() - 1 - place;
        }
        mutate(&mut input, place, seeds, rng);
    }
    input.truncate(LARGEST);
    input
}

fn mutate(input: &mut Vec<u8>, place: usize, seeds: &[Vec<u8>], rng: &mut ChaCha8Rng) {
    let length = rng.random_range(1..=64.min(input.len() - place));
    match rng.random_range(0..10) {
        0 => input[place] ^= 1 << rng.random_range(0..8),
        1 => input[place] = rng.random(),
        2 => input.truncate(place),
        3 => {
            input.drain(place..place + length);
        }
        4 => {
            let again = input[place..place + length].to_vec();
            for _ in 0..rng.random_range(1..40) {
                input.splice(place..place, again.iter().copied());
            }
        }
        5 => {
            let number = NUMBERS[rng.random_range(0..NUMBERS.len())].to_le_bytes();
            for (byte, value) in input[place..].iter_mut().zip(&number[..1 << rng.random_range(0..4)]) {
                *byte = *value;
            }
        }
        // A number as text.
        6 => {
            let number = NUMBERS[rng.random_range(0..NUMBERS.len())].to_string();
            let digits = input[place..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            input.splice(place..place + digits, number.bytes());
        }
        // A part of another.
        7 => {
            let other = &seeds[rng.random_range(0..seeds.len())];
            if !other.is_empty() {
                let from = rng.random_range(0..other.len());
                let part = &other[from..(from + length).min(other.len())];
                input.splice(place..place, part.iter().copied());
            }
        }
        8 => {
            let from = rng.random_range(0..input.len());
            let part = input[from..(from + length).min(input.len())].to_vec();
            for (byte, value) in input[place..].iter_mut().zip(part) {
                *byte = value;
            }
        }
        // What formats are made of.
        _ => {
            const SIGNS: &[u8] = b"{}[]\",:.()0123456789tuqrhQRbsNK\x80\x8a\x94\x93\n ";
            input.insert(place, SIGNS[rng.random_range(0..SIGNS.len())]);
        }
    }
}
