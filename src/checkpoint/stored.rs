//! A tensor where it stands in a file.

use half::f16;
use ndarray::ArrayViewMutD;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use super::four_bits;
use super::precision::{name_of_group_scale, name_of_scale};
use crate::error::Error;

/// A tensor of a file whose shape, type and numbers have been checked. Its numbers are read row by row: a vector of n
/// numbers has n rows of one.
#[derive(Debug)]
pub struct StoredTensor<'a> {
    name: String,
    rows: usize,
    width: usize,
    data: &'a [u8],
    numbers: Numbers<'a>,
}

/// What the bytes of a tensor are, and what belongs to them.
#[derive(Debug)]
enum Numbers<'a> {
    F32,
    F16,
    I8 { scales: &'a [u8] },
    I4 { group_scales: &'a [u8], scales: &'a [u8] },
}

impl<'a> StoredTensor<'a> {
    /// The tensors of a file in the order in which they are `expected`; all of them and nothing else is there. Nothing is
    /// allocated for a size that the file does not hold.
    ///
    /// # Errors
    /// [`Error::MissingTensor`], [`Error::TensorShape`], [`Error::TensorType`], [`Error::UnexpectedTensor`],
    /// [`Error::UnusedHalf`] or [`Error::NotFinite`].
    pub(super) fn read(
        expected: Vec<(String, Vec<usize>)>,
        file: &SafeTensors<'a>,
    ) -> Result<Vec<Self>, Error> {
        let mut known = Vec::new();
        let mut tensors = Vec::new();
        for (name, shape) in expected {
            tensors.push(Self::find(name, &shape, file, &mut known)?);
        }
        let unexpected =
            file.names().into_iter().filter(|name| !known.iter().any(|known| known == name)).min();
        if let Some(name) = unexpected {
            return Err(Error::UnexpectedTensor { name: name.to_string() });
        }
        tensors.iter().try_for_each(Self::check_numbers)?;
        Ok(tensors)
    }

    /// The tensor of a name and a shape. Adds the names of all that it consists of to `known`.
    fn find(
        name: String,
        shape: &[usize],
        file: &SafeTensors<'a>,
        known: &mut Vec<String>,
    ) -> Result<Self, Error> {
        let Ok(tensor) = file.tensor(&name) else {
            return Err(Error::MissingTensor { name, expected: shape.to_vec() });
        };
        let (rows, width) = (shape[0], shape[1..].iter().product());
        let mut beside = |name: String, shape: &[usize], dtype, expected| {
            let tensor = found(file, &name, shape)?;
            if tensor.dtype() != dtype {
                return Err(wrong_type(name, expected, &tensor));
            }
            known.push(name);
            Ok(tensor.data())
        };
        if tensor.dtype() != Dtype::U8 {
            ensure_shape(&name, &tensor, shape)?;
        }
        let numbers = match tensor.dtype() {
            Dtype::F32 => Numbers::F32,
            Dtype::F16 => Numbers::F16,
            Dtype::I8 => {
                Numbers::I8 { scales: beside(name_of_scale(&name), &shape[..1], Dtype::F32, "F32")? }
            }
            Dtype::U8 if shape.len() == 2 => {
                ensure_shape(&name, &tensor, &[rows, four_bits::packed_width(width)])?;
                let of_groups = [rows, four_bits::groups(width)];
                Numbers::I4 {
                    group_scales: beside(name_of_group_scale(&name), &of_groups, Dtype::I8, "I8")?,
                    scales: beside(name_of_scale(&name), &shape[..1], Dtype::F32, "F32")?,
                }
            }
            _ => {
                let expected = if shape.len() == 2 { "F32, F16, I8 or U8" } else { "F32, F16 or I8" };
                return Err(wrong_type(name, expected, &tensor));
            }
        };
        known.push(name.clone());
        Ok(Self { name, rows, width, data: tensor.data(), numbers })
    }

    /// PyTorch's name of the parameter.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first length of its shape.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Numbers of a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether every row is bytes times a scale: stored in 8 bits, or in 4.
    pub fn has_bytes(&self) -> bool {
        matches!(self.numbers, Numbers::I8 { .. } | Numbers::I4 { .. })
    }

    /// Row `row`, widened to 32 bits, into `values`, which has [`StoredTensor::width`] numbers.
    pub fn copy_row(&self, row: usize, values: &mut [f32]) {
        match self.numbers {
            Numbers::F32 => {
                for (value, bytes) in values.iter_mut().zip(self.data_of(row, 4 * self.width).as_chunks().0) {
                    *value = f32::from_le_bytes(*bytes);
                }
            }
            Numbers::F16 => {
                for (value, bytes) in values.iter_mut().zip(self.data_of(row, 2 * self.width).as_chunks().0) {
                    *value = f16::from_le_bytes(*bytes).to_f32();
                }
            }
            Numbers::I8 { .. } | Numbers::I4 { .. } => {
                let scale = self.scale(row);
                self.each_byte(row, |column, byte| values[column] = f32::from(byte) * scale);
            }
        }
    }

    /// Row `row` as bytes, of which each is a number over the scale that is returned. `None` where it is stored in no
    /// bytes.
    pub fn copy_row_of_bytes(&self, row: usize, values: &mut [i8]) -> Option<f32> {
        self.has_bytes().then(|| {
            self.each_byte(row, |column, byte| values[column] = byte);
            self.scale(row)
        })
    }

    /// Writes all numbers into `values`, which has the tensor's shape.
    pub(super) fn fill(&self, values: &mut ArrayViewMutD<f32>) {
        let mut of_row = vec![0.0; self.width];
        for (row, mut values) in values.outer_iter_mut().enumerate() {
            self.copy_row(row, &mut of_row);
            values.iter_mut().zip(&of_row).for_each(|(value, of_row)| *value = *of_row);
        }
    }

    fn data_of(&self, row: usize, bytes: usize) -> &'a [u8] {
        &self.data[row * bytes..(row + 1) * bytes]
    }

    /// What a byte of 1 stands for in a row; 1 where there are no bytes.
    fn scale(&self, row: usize) -> f32 {
        match self.numbers {
            Numbers::I8 { scales } | Numbers::I4 { scales, .. } => {
                f32::from_le_bytes(scales.as_chunks().0[row])
            }
            Numbers::F32 | Numbers::F16 => 1.0,
        }
    }

    /// Calls `each` with the column and the value of every byte of a row.
    fn each_byte(&self, row: usize, mut each: impl FnMut(usize, i8)) {
        match self.numbers {
            Numbers::I8 { .. } => {
                for (column, byte) in self.data_of(row, self.width).iter().enumerate() {
                    each(column, byte.cast_signed());
                }
            }
            Numbers::I4 { group_scales, .. } => {
                let groups = four_bits::groups(self.width);
                let packed = self.data_of(row, four_bits::packed_width(self.width));
                four_bits::unpack(packed, &group_scales[row * groups..(row + 1) * groups], self.width, each);
            }
            Numbers::F32 | Numbers::F16 => {}
        }
    }

    /// Checks every number.
    fn check_numbers(&self) -> Result<(), Error> {
        if matches!(self.numbers, Numbers::I4 { .. }) {
            self.check_unused_halves()?;
        }
        let mut values = vec![0.0_f32; self.width];
        for row in 0..self.rows {
            // What no byte can take out of the range needs no look at each.
            if self.has_bytes() && (self.scale(row) * 128.0).is_finite() {
                continue;
            }
            self.copy_row(row, &mut values);
            if let Some(column) = values.iter().position(|value| !value.is_finite()) {
                let (name, index) = (self.name.clone(), row * self.width + column);
                return Err(Error::NotFinite { name, index, found: values[column] });
            }
        }
        Ok(())
    }

    /// Checks that nothing stands behind a row of an odd number of 4-bit numbers.
    fn check_unused_halves(&self) -> Result<(), Error> {
        if self.width.is_multiple_of(2) {
            return Ok(());
        }
        for row in 0..self.rows {
            let last = self.data_of(row, four_bits::packed_width(self.width)).last();
            if let Some(found) = last.map(|byte| byte >> 4).filter(|&found| found != 0) {
                return Err(Error::UnusedHalf { name: self.name.clone(), row, found });
            }
        }
        Ok(())
    }
}

/// The tensor of that name and shape.
fn found<'a>(file: &SafeTensors<'a>, name: &str, expected: &[usize]) -> Result<TensorView<'a>, Error> {
    let Ok(tensor) = file.tensor(name) else {
        return Err(Error::MissingTensor { name: name.to_string(), expected: expected.to_vec() });
    };
    ensure_shape(name, &tensor, expected)?;
    Ok(tensor)
}

fn ensure_shape(name: &str, tensor: &TensorView, expected: &[usize]) -> Result<(), Error> {
    if tensor.shape() == expected {
        return Ok(());
    }
    let (expected, found) = (expected.to_vec(), tensor.shape().to_vec());
    Err(Error::TensorShape { name: name.to_string(), expected, found })
}

fn wrong_type(name: String, expected: &'static str, tensor: &TensorView) -> Error {
    Error::TensorType { name, expected, found: format!("{:?}", tensor.dtype()) }
}
