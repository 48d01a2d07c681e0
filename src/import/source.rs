//! Where the numbers of a tensor of the checkpoint come from.

use super::Error;
use super::settings::shortened;
use super::tensor::Tensor;

/// A tensor of the checkpoint, made of what the files hold.
pub(super) struct Placed<'a> {
    /// As a checkpoint of ours names it.
    pub name: String,
    pub shape: Vec<usize>,
    pub source: Source<'a>,
}

/// What a tensor is made of.
pub(super) enum Source<'a> {
    /// All of a tensor, whose numbers are as many.
    Whole(Tensor<'a>),
    /// Its transpose.
    Transposed(Tensor<'a>),
    /// The columns from the first index on, then, up to as many as there are, those before it.
    From(Tensor<'a>, usize),
    /// The output layer's bias where W_context has one too.
    Bias(Box<Biases<'a>>),
    /// Zeros: a bias that is not there.
    Zeros,
}

/// weight · of_context + bias.
pub(super) struct Biases<'a> {
    /// Of the output layer.
    pub weight: Tensor<'a>,
    pub of_context: Tensor<'a>,
    /// Of the output layer, where it has one.
    pub bias: Option<Tensor<'a>>,
}

impl<'a> Placed<'a> {
    pub fn new(name: &str, shape: &[usize], source: Source<'a>) -> Self {
        Self { name: name.to_string(), shape: shape.to_vec(), source }
    }

    /// Numbers of it.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Appends its numbers, 32 bits each.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where one of them is none.
    pub fn write(&self, bytes: &mut Vec<u8>) -> Result<(), Error> {
        let rows = self.shape.first().copied().unwrap_or(1);
        let width = self.shape.iter().skip(1).product();
        let mut values = vec![0.0; width];
        // A vector of n numbers is n rows of one, or one row of n where the file has it so.
        for row in 0..rows {
            self.row(row, &mut values);
            if let Some(column) = values.iter().position(|value: &f32| !value.is_finite()) {
                return Err(Error::NotFinite {
                    tensor: self.of_file().unwrap_or_else(|| self.name.clone()),
                    index: row * width + column,
                    found: values[column],
                });
            }
            for value in &values {
                bytes.extend_from_slice(&value.to_le_bytes());
            }
        }
        Ok(())
    }

    /// The name in the file of what it is made of.
    fn of_file(&self) -> Option<String> {
        match &self.source {
            Source::Whole(tensor) | Source::Transposed(tensor) | Source::From(tensor, _) => {
                Some(shortened(&tensor.name))
            }
            Source::Bias(biases) => Some(shortened(&biases.of_context.name)),
            Source::Zeros => None,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "64 bits are rounded to 32")]
    fn row(&self, row: usize, values: &mut [f32]) {
        match &self.source {
            Source::Whole(tensor) if tensor.width() == values.len() => tensor.copy_row(row, values),
            // The same numbers in another shape: [d, 1] or [d] for [1, d].
            Source::Whole(tensor) => {
                let width = tensor.width();
                for (column, value) in values.iter_mut().enumerate() {
                    let index = row * self.shape.iter().skip(1).product::<usize>() + column;
                    *value = tensor.at(index / width, index % width) as f32;
                }
            }
            Source::Transposed(tensor) => {
                for (column, value) in values.iter_mut().enumerate() {
                    *value = tensor.at(column, row) as f32;
                }
            }
            Source::From(tensor, first) => {
                for (column, value) in values.iter_mut().enumerate() {
                    *value = tensor.at(row, (first + column) % tensor.width()) as f32;
                }
            }
            Source::Bias(biases) => {
                let Biases { weight, of_context, bias } = &**biases;
                let products = (0..weight.width()).map(|unit| weight.at(row, unit) * of_context.at(unit, 0));
                let bias = bias.as_ref().map_or(0.0, |bias| bias.at(row, 0));
                values.fill((products.sum::<f64>() + bias) as f32);
            }
            Source::Zeros => values.fill(0.0),
        }
    }
}
