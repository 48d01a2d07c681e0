//! How a file stores the numbers of a tensor: in 32, 16, 8 or 4 bits.
//!
//! With 8 bits a matrix is a tensor of type I8 and, under its name with `.scale` behind, one F32 for each row: the
//! number at (r, c) is scale\[r\] · value\[r, c\].
//!
//! With 4 bits a matrix NAME of r rows and c columns is
//!
//! | tensor | type | shape | |
//! | --- | --- | --- | --- |
//! | NAME | U8 | \[r, ⌈c/2⌉\] | two numbers q from 0 to 15 a byte: column 2j in the low half of byte j, column 2j + 1 in the high half; where c is odd, the last high half is 0 |
//! | NAME.group_scale | I8 | \[r, ⌈c/32⌉\] | k for each 32 columns |
//! | NAME.scale | F32 | \[r\] | |
//!
//! and the number at (r, c) is scale\[r\] · b with b = ⌊(k\[r, ⌊c/32⌋\] · level\[q\[r, c\]\] + 64) / 128⌋, an integer from −127 to
//! 127, and the levels −127, −102, −80, −63, −48, −34, −21, −9, 2, 13, 25, 37, 50, 65, 84, 109. The packed tensor does not say
//! whether c is odd; the sizes of the config in `__metadata__` do, from which every shape follows.
//!
//! With either, vectors have 16 bits, and with 4 the matrix of one row that concat scores with has 16 too: they are few
//! numbers.

use half::f16;
use ndarray::{ArrayViewD, Axis};
use safetensors::tensor::Dtype;

use super::four_bits::{self, PackedRow};
use crate::error::Error;

/// Values of 8 bits go from −127 to 127: −128 would have no opposite.
const LARGEST_I8: f32 = 127.0;

/// How a file stores numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits: as trained.
    F32,
    /// 16 bits: half the size, 11 significant bits.
    F16,
    /// 8 bits with a scale for each row of a matrix: a quarter of the size, an error of at most 1/254 of the row's
    /// largest magnitude.
    I8,
    /// 4 bits with a scale for each row of a matrix and one of 8 bits for each 32 numbers of it: 4.4 bits a number for
    /// rows of 256. Each group of 32 has the scale with which its squared error is least.
    I4,
}

/// A tensor as it stands in a file.
pub(super) struct Stored {
    pub name: String,
    pub dtype: Dtype,
    pub shape: Vec<usize>,
    pub data: Vec<u8>,
}

impl Precision {
    /// The tensors that hold `values`: one, with 8 bits two, with 4 three.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where a number is none, or is too large for 16 bits.
    pub(super) fn stored(self, name: &str, values: &ArrayViewD<f32>) -> Result<Vec<Stored>, Error> {
        let not_finite = |index, found| Error::NotFinite { name: name.to_string(), index, found };
        if let Some((index, &found)) = values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
            return Err(not_finite(index, found));
        }
        match self {
            Self::F32 => {
                let data = bytes(values.iter().map(|value| value.to_le_bytes()));
                Ok(vec![Stored::new(name.to_string(), Dtype::F32, values.shape(), data)])
            }
            Self::I8 if values.ndim() > 1 => Ok(in_8_bits(name, values)),
            Self::I4 if values.ndim() > 1 && values.shape()[0] > 1 => Ok(in_4_bits(name, values)),
            Self::F16 | Self::I8 | Self::I4 => {
                let halves = values.iter().map(|&value| f16::from_f32(value));
                if let Some(index) = halves.clone().position(|half| !half.is_finite()) {
                    return Err(not_finite(index, values.iter().copied().nth(index).unwrap_or(f32::NAN)));
                }
                let data = bytes(halves.map(f16::to_le_bytes));
                Ok(vec![Stored::new(name.to_string(), Dtype::F16, values.shape(), data)])
            }
        }
    }
}

impl Stored {
    fn new(name: String, dtype: Dtype, shape: &[usize], data: Vec<u8>) -> Self {
        Self { name, dtype, shape: shape.to_vec(), data }
    }
}

fn in_8_bits(name: &str, values: &ArrayViewD<f32>) -> Vec<Stored> {
    let scales: Vec<f32> = values.axis_iter(Axis(0)).map(|row| scale(&row)).collect();
    let rows = values.axis_iter(Axis(0)).zip(&scales);
    let data = rows.flat_map(|(row, &scale)| {
        let rounded = |value: &f32| if scale > 0.0 { (value / scale).round() as i8 } else { 0 };
        row.iter().map(|value| rounded(value).to_le_bytes()[0]).collect::<Vec<u8>>()
    });
    let scales = bytes(scales.iter().map(|scale| scale.to_le_bytes()));
    vec![
        Stored::new(name.to_string(), Dtype::I8, values.shape(), data.collect()),
        Stored::new(name_of_scale(name), Dtype::F32, &values.shape()[..1], scales),
    ]
}

fn in_4_bits(name: &str, values: &ArrayViewD<f32>) -> Vec<Stored> {
    let rows = values.shape()[0];
    let width = values.len() / rows;
    let (mut packed, mut group_scales, mut scales) = (Vec::new(), Vec::new(), Vec::new());
    for row in values.axis_iter(Axis(0)) {
        let row = four_bits::pack(&row.iter().copied().collect::<Vec<f32>>());
        let PackedRow { scale, group_scales: of_groups, packed: of_row } = row;
        packed.extend(of_row);
        group_scales.extend(of_groups.iter().map(|k| k.cast_unsigned()));
        scales.extend(scale.to_le_bytes());
    }
    let of_groups = [rows, four_bits::groups(width)];
    vec![
        Stored::new(name.to_string(), Dtype::U8, &[rows, four_bits::packed_width(width)], packed),
        Stored::new(name_of_group_scale(name), Dtype::I8, &of_groups, group_scales),
        Stored::new(name_of_scale(name), Dtype::F32, &[rows], scales),
    ]
}

/// The largest magnitude of a row over that of the largest value.
fn scale(row: &ArrayViewD<f32>) -> f32 {
    row.iter().fold(0.0_f32, |largest, value| largest.max(value.abs())) / LARGEST_I8
}

pub(super) fn name_of_scale(name: &str) -> String {
    format!("{name}.scale")
}

pub(super) fn name_of_group_scale(name: &str) -> String {
    format!("{name}.group_scale")
}

fn bytes<const N: usize>(numbers: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
    numbers.flatten().collect()
}
