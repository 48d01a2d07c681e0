//! Numbers of 4 bits in groups along a row.
//!
//! A row has one scale, each group of its numbers an integer k of 8 bits, and each number one of sixteen q: it is
//! scale · b, where b = k · [`LEVELS`]\[q\] / 128 rounded to an integer, which fits in 8 bits. So a row in 4 bits is a row in
//! 8 bits too, exactly: what multiplies bytes reads both.

/// Numbers that share a k; the last group of a row may have fewer.
pub(super) const GROUP: usize = 32;

/// What the q from 0 to 15 stand for, as multiples of k/128: denser near 0, as weights are, and not the same on both sides,
/// as the sign of k chooses the side. Lloyd's algorithm on the shipped models' matrices found them: each is the mean of
/// the numbers that are nearest to it, once each group has its best k.
pub(super) const LEVELS: [i16; 16] =
    [-127, -102, -80, -63, -48, -34, -21, -9, 2, 13, 25, 37, 50, 65, 84, 109];

/// The largest b that a positive k gives.
const LARGEST: f32 = 126.0;

/// A row as a file holds it.
pub(super) struct PackedRow {
    pub scale: f32,
    /// k of each group.
    pub group_scales: Vec<i8>,
    /// Two q a byte.
    pub packed: Vec<u8>,
}

/// Bytes of a row.
pub(super) fn packed_width(width: usize) -> usize {
    width.div_ceil(2)
}

/// Groups of a row.
pub(super) fn groups(width: usize) -> usize {
    width.div_ceil(GROUP)
}

/// `row` in 4 bits: k of each group is the one with which the group's squared error is least. A small one clips the
/// largest numbers of its group.
pub(super) fn pack(row: &[f32]) -> PackedRow {
    let scale = row.iter().fold(0.0_f32, |largest, value| largest.max(value.abs())) / LARGEST;
    let in_scales = |value: &f32| if scale > 0.0 { value / scale } else { 0.0 };
    let mut group_scales = Vec::with_capacity(groups(row.len()));
    let mut numbers = Vec::with_capacity(row.len());
    for group in row.chunks(GROUP) {
        let group: Vec<f32> = group.iter().map(in_scales).collect();
        let best = Choices::best(&group);
        numbers.extend(group.iter().map(|&value| best.nearest(value)));
        group_scales.push(best.k);
    }
    let packed = numbers.chunks(2).map(|pair| match *pair {
        [low, high] => low | high << 4,
        [low] => low,
        // Chunks of two have one number or two.
        _ => unreachable!(),
    });
    PackedRow { scale, packed: packed.collect(), group_scales }
}

/// Calls `each` with the column and the b of every number of a row.
pub(super) fn unpack(packed: &[u8], group_scales: &[u8], width: usize, mut each: impl FnMut(usize, i8)) {
    for (group, (&k, packed)) in group_scales.iter().zip(packed.chunks(GROUP / 2)).enumerate() {
        let bytes = bytes(k.cast_signed());
        for (pair, &two) in packed.iter().enumerate() {
            let column = group * GROUP + 2 * pair;
            each(column, bytes[usize::from(two & 0x0f)]);
            if column + 1 < width {
                each(column + 1, bytes[usize::from(two >> 4)]);
            }
        }
    }
}

/// The b of each q.
fn bytes(k: i8) -> [i8; 16] {
    LEVELS.map(|level| ((i16::from(k) * level + 64) >> 7) as i8)
}

/// What numbers of a group can be.
struct Choices {
    k: i8,
    /// In rising order.
    values: [f32; 16],
    /// What lies in the middle between each two of them.
    middles: [f32; 15],
}

impl Choices {
    fn new(k: i8) -> Self {
        let mut values = bytes(k).map(f32::from);
        if k < 0 {
            values.reverse();
        }
        Self { k, values, middles: std::array::from_fn(|lower| (values[lower] + values[lower + 1]) / 2.0) }
    }

    /// Those that fit a group best whose numbers are given as multiples of the row's scale.
    fn best(group: &[f32]) -> Self {
        let largest = group.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        let mut best = Self::new(i8::MAX);
        let mut least = best.error(group);
        for k in (1..=i8::MAX).rev() {
            // No byte is larger than k: the largest number alone errs more, with every smaller k too.
            if largest > f32::from(k) && (largest - f32::from(k)).powi(2) > least {
                break;
            }
            for choices in [Self::new(k), Self::new(-k)] {
                let error = choices.error(group);
                if error < least {
                    (best, least) = (choices, error);
                }
            }
        }
        best
    }

    /// The squared error of a group.
    fn error(&self, group: &[f32]) -> f32 {
        // All numbers of a group beside each other, so that comparing them is SIMD.
        let mut numbers = [0.0; GROUP];
        numbers[..group.len()].copy_from_slice(group);
        let mut nearest = [self.values[0]; GROUP];
        for (&middle, &value) in self.middles.iter().zip(&self.values[1..]) {
            for (nearest, &number) in nearest.iter_mut().zip(&numbers) {
                *nearest = if number > middle { value } else { *nearest };
            }
        }
        nearest.iter().zip(group).map(|(nearest, number)| (nearest - number).powi(2)).sum()
    }

    /// The place of the value that is nearest.
    fn place(&self, value: f32) -> usize {
        self.middles.iter().map(|&middle| usize::from(value > middle)).sum()
    }

    /// The q of the value that is nearest.
    fn nearest(&self, value: f32) -> u8 {
        let place = self.place(value) as u8;
        if self.k < 0 { 15 - place } else { place }
    }
}
