//! A tensor where it stands in somebody's file.

use half::{bf16, f16};

/// The numbers that are read, and what others are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dtype {
    F64,
    F32,
    F16,
    BF16,
    /// A type that no weight has, by PyTorch's name; and how many bytes a number of it has, 0 where that is not known.
    Other(&'static str, usize),
}

impl Dtype {
    pub fn name(self) -> &'static str {
        match self {
            Self::F64 => "F64",
            Self::F32 => "F32",
            Self::F16 => "F16",
            Self::BF16 => "BF16",
            Self::Other(name, _) => name,
        }
    }

    pub fn bytes(self) -> usize {
        match self {
            Self::F64 => 8,
            Self::F32 => 4,
            Self::F16 | Self::BF16 => 2,
            Self::Other(_, bytes) => bytes,
        }
    }

    pub fn is_read(self) -> bool {
        !matches!(self, Self::Other(..))
    }
}

/// It borrows the bytes of its file and copies none of them.
#[derive(Debug, Clone)]
pub(super) struct Tensor<'a> {
    /// As the file spells it, dictionaries around it included, with a dot between two names.
    pub name: String,
    pub shape: Vec<usize>,
    pub dtype: Dtype,
    /// From the first number on. Every index that the shape allows lies in it.
    data: &'a [u8],
    /// Numbers from one index to the next, for each axis.
    strides: Vec<usize>,
}

impl<'a> Tensor<'a> {
    /// A tensor whose numbers stand one behind the other; `None` where `data` has another length.
    pub fn dense(name: String, shape: Vec<usize>, dtype: Dtype, data: &'a [u8]) -> Option<Self> {
        let mut strides = vec![1_usize; shape.len()];
        for axis in (1..shape.len()).rev() {
            strides[axis - 1] = strides[axis].checked_mul(shape[axis])?;
        }
        Self::strided(name, shape, dtype, data, 0, strides)
    }

    /// A tensor whose first number is that with the index `offset` of a storage. `None` where it does not lie in the
    /// storage, or has more numbers than that.
    pub fn strided(
        name: String,
        shape: Vec<usize>,
        dtype: Dtype,
        storage: &'a [u8],
        offset: usize,
        strides: Vec<usize>,
    ) -> Option<Self> {
        let numbers = if dtype.bytes() == 0 { 0 } else { storage.len() / dtype.bytes() };
        let count = shape.iter().try_fold(1_usize, |count, &length| count.checked_mul(length))?;
        if strides.len() != shape.len() || count > numbers || offset > numbers {
            return None;
        }
        if count > 0 {
            let mut last = offset;
            for (&length, &stride) in shape.iter().zip(&strides) {
                last = last.checked_add((length - 1).checked_mul(stride)?)?;
            }
            if last >= numbers {
                return None;
            }
        }
        Some(Self { name, shape, dtype, data: &storage[offset * dtype.bytes()..], strides })
    }

    /// The first length; 1 of a single number.
    pub fn rows(&self) -> usize {
        self.shape.first().copied().unwrap_or(1)
    }

    /// Numbers of a row: those of all axes but the first.
    pub fn width(&self) -> usize {
        self.shape.iter().skip(1).product()
    }

    /// The number at the flattened index `column` of a row, which both exist.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        let mut index = 0;
        let mut rest = column;
        for axis in (1..self.shape.len()).rev() {
            index += rest % self.shape[axis] * self.strides[axis];
            rest /= self.shape[axis];
        }
        if let Some(stride) = self.strides.first() {
            index += row * stride;
        }
        self.number(index)
    }

    /// Row `row` in 32 bits into `values`, which has [`Self::width`] numbers.
    #[expect(clippy::cast_possible_truncation, reason = "64 bits are rounded to 32")]
    pub fn copy_row(&self, row: usize, values: &mut [f32]) {
        let start = self.strides.first().map_or(0, |stride| row * stride);
        match *self.strides {
            // What nearly every tensor is.
            [_, 1] | [_] => {
                for (column, value) in values.iter_mut().enumerate() {
                    *value = self.number(start + column) as f32;
                }
            }
            _ => {
                for (column, value) in values.iter_mut().enumerate() {
                    *value = self.at(row, column) as f32;
                }
            }
        }
    }

    /// Whether all numbers of a row are 0.
    pub fn is_zero_row(&self, row: usize) -> bool {
        (0..self.width()).all(|column| self.at(row, column) == 0.0)
    }

    /// Whether both have the same shape and the same numbers.
    pub fn equals(&self, other: &Self) -> bool {
        self.shape == other.shape
            && (0..self.rows())
                .all(|row| (0..self.width()).all(|column| self.at(row, column) == other.at(row, column)))
    }

    /// `name [rows, width]`, as findings and errors point at it.
    pub fn described(&self) -> String {
        format!("{} {:?}", self.name, self.shape)
    }

    fn number(&self, index: usize) -> f64 {
        /// The bytes of number `index`.
        fn bytes<const N: usize>(data: &[u8], index: usize) -> [u8; N] {
            data.as_chunks::<N>().0[index]
        }
        match self.dtype {
            Dtype::F64 => f64::from_le_bytes(bytes(self.data, index)),
            Dtype::F32 => f64::from(f32::from_le_bytes(bytes(self.data, index))),
            Dtype::F16 => f16::from_le_bytes(bytes(self.data, index)).to_f64(),
            Dtype::BF16 => bf16::from_le_bytes(bytes(self.data, index)).to_f64(),
            Dtype::Other(..) => f64::NAN,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn storage(numbers: &[f32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn strided(storage: &[u8], shape: &[usize], offset: usize, strides: &[usize]) -> Option<Vec<f32>> {
        let tensor =
            Tensor::strided("t".to_string(), shape.to_vec(), Dtype::F32, storage, offset, strides.to_vec())?;
        let mut values = vec![0.0; tensor.rows() * tensor.width()];
        let width = tensor.width();
        for row in 0..tensor.rows() {
            tensor.copy_row(row, &mut values[row * width..(row + 1) * width]);
        }
        Some(values)
    }

    #[test]
    fn a_transposed_tensor_and_a_part_of_one_are_read_where_they_stand() {
        let bytes = storage(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(strided(&bytes, &[2, 3], 0, &[3, 1]).unwrap(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(strided(&bytes, &[3, 2], 0, &[1, 3]).unwrap(), [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
        assert_eq!(strided(&bytes, &[2, 2], 1, &[3, 1]).unwrap(), [1.0, 2.0, 4.0, 5.0]);
        assert_eq!(strided(&bytes, &[2], 2, &[2]).unwrap(), [2.0, 4.0]);
    }

    #[test]
    fn what_does_not_lie_in_its_storage_is_none() {
        let bytes = storage(&[0.0; 6]);
        for (shape, offset, strides) in [
            (&[2, 3][..], 1, &[3, 1][..]),
            (&[7], 0, &[0]),
            (&[2, 3], 0, &[3]),
            (&[2], 0, &[usize::MAX]),
            (&[usize::MAX, usize::MAX], 0, &[1, 1]),
            (&[0], 7, &[1]),
        ] {
            assert_eq!(strided(&bytes, shape, offset, strides), None, "{shape:?} {offset} {strides:?}");
        }
    }
}
