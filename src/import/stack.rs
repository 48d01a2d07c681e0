//! The recurrent layers of one half, inferred from their shapes.

use super::Error;
use super::names::{Part, Side, Weight};
use super::recognise::{Parts, described};
use super::settings::shortened;
use super::source::{Placed, Source};
use super::tensor::Tensor;
use crate::config::recurrent_name;
use crate::nn::RnnType;

/// What the shapes of recurrent layers say.
pub(super) struct Stack {
    pub side: Side,
    pub rnn_type: RnnType,
    pub layers: usize,
    pub bidirectional: bool,
    /// Of one direction.
    pub units: usize,
    pub has_bias: bool,
    /// The tensor that says most of it.
    pub from: String,
}

/// `shape` as an error has it, or nothing where it is right.
pub(super) fn ensure_shape(tensor: &Tensor, expected: &[usize], because: &str) -> Result<(), Error> {
    if tensor.shape == expected {
        return Ok(());
    }
    Err(Error::Shape {
        tensor: shortened(&tensor.name),
        expected: expected.to_vec(),
        found: tensor.shape.clone(),
        because: because.to_string(),
    })
}

impl Stack {
    /// The layers of `side`.
    pub fn of(parts: &Parts, side: Side) -> Result<Self, Error> {
        let part = |weight, layer, reverse| Part::Recurrent { side, layer, reverse, weight };
        let hidden_part = part(Weight::HiddenHidden, 0, false);
        let missing = |part| Error::Missing {
            what: described(part),
            expected: format!("{}.rnn.weight_hh_l0, as nn.RNN, nn.GRU and nn.LSTM have it", side.name()),
        };
        let hidden = parts.get(hidden_part).ok_or_else(|| missing(hidden_part))?;
        let (rows, units) = match hidden.shape[..] {
            [rows, units] if units > 0 => (rows, units),
            _ => return Err(no_blocks(hidden)),
        };
        let rnn_type = RnnType::ALL.into_iter().find(|rnn_type| rnn_type.blocks() * units == rows);
        let rnn_type = rnn_type.ok_or_else(|| no_blocks(hidden))?;
        let of_side = || {
            parts.tensors.keys().filter_map(|&part| match part {
                Part::Recurrent { side: other, layer, reverse, weight } if other == side => {
                    Some((layer, reverse, weight))
                }
                _ => None,
            })
        };
        let last = of_side().map(|(layer, ..)| layer).max().unwrap_or(0);
        let bidirectional = of_side().any(|(_, reverse, _)| reverse);
        let has_bias = of_side().any(|(.., weight)| matches!(weight, Weight::BiasInput | Weight::BiasHidden));
        let stack = Self {
            side,
            rnn_type,
            layers: last.saturating_add(1),
            bidirectional,
            units,
            has_bias,
            from: shortened(&hidden.described()),
        };
        // Layers are numbered by the file: those that are there are counted before any number is believed.
        let layers = of_side().filter(|(_, reverse, weight)| !reverse && *weight == Weight::HiddenHidden);
        if layers.count() < stack.layers {
            let gap = (0..stack.layers)
                .map(|layer| part(Weight::HiddenHidden, layer, false))
                .find(|part| parts.get(*part).is_none());
            return Err(Error::Missing {
                what: gap.map(described).unwrap_or_default(),
                expected: format!(
                    "weight_hh_l0 to weight_hh_l{last}, as there is a layer {last} in the {}",
                    side.name()
                ),
            });
        }
        stack.check(parts, hidden)?;
        Ok(stack)
    }

    /// Numbers that a step of the stack makes.
    pub fn width(&self) -> usize {
        self.units * self.directions().len()
    }

    fn directions(&self) -> &'static [bool] {
        if self.bidirectional { &[false, true] } else { &[false] }
    }

    fn rows(&self) -> usize {
        self.rnn_type.blocks() * self.units
    }

    /// Checks every shape against the first layer's weight_hh; inputs of the first layer are looked at by the caller.
    fn check(&self, parts: &Parts, hidden: &Tensor) -> Result<(), Error> {
        let because = format!("{} has {} units", shortened(&hidden.described()), self.units);
        for layer in 0..self.layers {
            for &reverse in self.directions() {
                for weight in Weight::ALL {
                    let part = Part::Recurrent { side: self.side, layer, reverse, weight };
                    let is_bias = matches!(weight, Weight::BiasInput | Weight::BiasHidden);
                    let Some(tensor) = parts.get(part) else {
                        if is_bias && !self.has_bias {
                            continue;
                        }
                        let shape = match weight {
                            Weight::InputHidden => vec![self.rows(), self.width()],
                            Weight::HiddenHidden => vec![self.rows(), self.units],
                            _ => vec![self.rows()],
                        };
                        return Err(Error::Missing {
                            what: described(part),
                            expected: format!("shape {shape:?}, as {because}"),
                        });
                    };
                    match weight {
                        Weight::InputHidden if layer > 0 => {
                            ensure_shape(tensor, &[self.rows(), self.width()], &because)?;
                        }
                        Weight::InputHidden => {
                            let columns = tensor.shape.get(1).copied().unwrap_or(0);
                            ensure_shape(tensor, &[self.rows(), columns], &because)?;
                        }
                        Weight::HiddenHidden => ensure_shape(tensor, &[self.rows(), self.units], &because)?,
                        _ => ensure_shape(tensor, &[self.rows()], &because)?,
                    }
                }
            }
        }
        Ok(())
    }

    /// The tensors of the checkpoint, with zeros for biases where `biases` says that there are some and the file has none.
    pub fn place<'a>(&self, parts: &Parts<'a>, biases: bool, placed: &mut Vec<Placed<'a>>) {
        for layer in 0..self.layers {
            for &reverse in self.directions() {
                for weight in Weight::ALL {
                    let part = Part::Recurrent { side: self.side, layer, reverse, weight };
                    let name = recurrent_name(self.side.name(), weight.name(), layer, reverse);
                    match parts.get(part) {
                        Some(tensor) => {
                            placed.push(Placed::new(&name, &tensor.shape, Source::Whole(tensor.clone())));
                        }
                        None if biases => placed.push(Placed::new(&name, &[self.rows()], Source::Zeros)),
                        None => {}
                    }
                }
            }
        }
    }
}

fn no_blocks(hidden: &Tensor) -> Error {
    Error::NoPlace {
        tensor: shortened(&hidden.described()),
        reason: "expected 1 time (RNN), 3 times (GRU) or 4 times (LSTM) as many rows as columns".to_string(),
    }
}
