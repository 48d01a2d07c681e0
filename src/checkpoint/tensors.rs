//! How a file stores the numbers of a tensor: in 32, 16 or 8 bits.
//!
//! With 8 bits a matrix is a tensor of type I8 and, under its name with `.scale` behind, one F32 for each row: the
//! number at (r, c) is scale\[r\] · value\[r, c\]. Vectors, which are few numbers, have 16 bits then.

use half::f16;
use ndarray::{ArrayViewD, ArrayViewMutD, Axis};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::config::ModelConfig;
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
}

/// A tensor as it stands in a file.
pub(super) struct Stored {
    pub name: String,
    pub dtype: Dtype,
    pub shape: Vec<usize>,
    pub data: Vec<u8>,
}

impl Precision {
    /// The tensors that hold `values`: one, or with 8 bits two.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where a number is none, or is too large for 16 bits.
    pub(super) fn stored(self, name: &str, values: &ArrayViewD<f32>) -> Result<Vec<Stored>, Error> {
        let stored =
            |name: String, dtype, shape: &[usize], data| Stored { name, dtype, shape: shape.to_vec(), data };
        let whole = |dtype, data| Ok(vec![stored(name.to_string(), dtype, values.shape(), data)]);
        let not_finite = |index, found| Error::NotFinite { name: name.to_string(), index, found };
        if let Some((index, &found)) = values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
            return Err(not_finite(index, found));
        }
        match self {
            Self::F32 => whole(Dtype::F32, bytes(values.iter().map(|value| value.to_le_bytes()))),
            Self::I8 if values.ndim() > 1 => {
                let scales: Vec<f32> = values.axis_iter(Axis(0)).map(|row| scale(&row)).collect();
                let rows = values.axis_iter(Axis(0)).zip(&scales);
                let data = rows.flat_map(|(row, &scale)| {
                    let rounded = |value: &f32| if scale > 0.0 { (value / scale).round() as i8 } else { 0 };
                    row.iter().map(|value| rounded(value).to_le_bytes()[0]).collect::<Vec<u8>>()
                });
                let scales = bytes(scales.iter().map(|scale| scale.to_le_bytes()));
                Ok(vec![
                    stored(name.to_string(), Dtype::I8, values.shape(), data.collect()),
                    stored(name_of_scale(name), Dtype::F32, &values.shape()[..1], scales),
                ])
            }
            Self::F16 | Self::I8 => {
                let halves = values.iter().map(|&value| f16::from_f32(value));
                match halves.clone().zip(values).position(|(half, _)| !half.is_finite()) {
                    Some(index) => {
                        Err(not_finite(index, values.iter().copied().nth(index).unwrap_or(f32::NAN)))
                    }
                    None => whole(Dtype::F16, bytes(halves.map(f16::to_le_bytes))),
                }
            }
        }
    }
}

/// The largest magnitude of a row over that of the largest value.
fn scale(row: &ArrayViewD<f32>) -> f32 {
    row.iter().fold(0.0_f32, |largest, value| largest.max(value.abs())) / LARGEST_I8
}

fn name_of_scale(name: &str) -> String {
    format!("{name}.scale")
}

fn bytes<const N: usize>(numbers: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
    numbers.flatten().collect()
}

/// A tensor of a file whose shape and type have been checked.
pub(super) struct StoredTensor<'a> {
    tensor: TensorView<'a>,
    /// Where the tensor has 8 bits.
    scales: Option<TensorView<'a>>,
}

impl<'a> StoredTensor<'a> {
    /// The tensors of a file, in the model's order; all of them and nothing else is there. Nothing is allocated for a
    /// size that the file does not hold.
    ///
    /// # Errors
    /// [`Error::MissingTensor`], [`Error::TensorShape`], [`Error::TensorType`] or [`Error::UnexpectedTensor`].
    pub(super) fn read(config: &ModelConfig, file: &SafeTensors<'a>) -> Result<Vec<Self>, Error> {
        let expected_tensors = config.tensors();
        let mut known = Vec::new();
        let mut tensors = Vec::new();
        for (name, shape) in expected_tensors {
            let tensor = checked(file, &name, &shape)?;
            let scales = match tensor.dtype() {
                Dtype::F32 | Dtype::F16 => None,
                Dtype::I8 => {
                    let name = name_of_scale(&name);
                    let scales = checked(file, &name, &shape[..1])?;
                    if scales.dtype() != Dtype::F32 {
                        return Err(wrong_type(name, "F32", &scales));
                    }
                    known.push(name);
                    Some(scales)
                }
                _ => return Err(wrong_type(name, "F32, F16 or I8", &tensor)),
            };
            known.push(name);
            tensors.push(Self { tensor, scales });
        }
        let unexpected =
            file.names().into_iter().filter(|name| !known.iter().any(|known| known == name)).min();
        match unexpected {
            Some(name) => Err(Error::UnexpectedTensor { name: name.to_string() }),
            None => Ok(tensors),
        }
    }

    /// Writes the tensor's numbers into `values`, which has its shape.
    pub(super) fn fill(&self, values: &mut ArrayViewMutD<f32>) {
        let data = self.tensor.data();
        match (self.tensor.dtype(), &self.scales) {
            (Dtype::I8, Some(scales)) => {
                let scales = scales.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
                let width = data.len() / self.tensor.shape()[0].max(1);
                for ((mut row, scale), data) in
                    values.axis_iter_mut(Axis(0)).zip(scales).zip(data.chunks_exact(width.max(1)))
                {
                    for (value, &byte) in row.iter_mut().zip(data) {
                        *value = f32::from(i8::from_le_bytes([byte])) * scale;
                    }
                }
            }
            (Dtype::F16, _) => {
                for (value, bytes) in values.iter_mut().zip(data.as_chunks::<2>().0) {
                    *value = f16::from_le_bytes(*bytes).to_f32();
                }
            }
            _ => {
                for (value, bytes) in values.iter_mut().zip(data.as_chunks::<4>().0) {
                    *value = f32::from_le_bytes(*bytes);
                }
            }
        }
    }
}

fn checked<'a>(file: &SafeTensors<'a>, name: &str, expected: &[usize]) -> Result<TensorView<'a>, Error> {
    let Ok(tensor) = file.tensor(name) else {
        return Err(Error::MissingTensor { name: name.to_string(), expected: expected.to_vec() });
    };
    if tensor.shape() != expected {
        let (expected, found) = (expected.to_vec(), tensor.shape().to_vec());
        return Err(Error::TensorShape { name: name.to_string(), expected, found });
    }
    Ok(tensor)
}

fn wrong_type(name: String, expected: &'static str, tensor: &TensorView) -> Error {
    Error::TensorType { name, expected, found: format!("{:?}", tensor.dtype()) }
}
