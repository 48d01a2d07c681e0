//! Interventions as the run of one model on one source applies them.

use std::ops::Range;

use ndarray::Array2;
use rand::SeedableRng;

use super::cell::Cell;
use super::cells::Cells;
use super::held::CellChange;
use super::intervention::{EditedRow, Hold, Interventions, Units};
use crate::error::Error;
use crate::nn::{Dropout, Rng};
use crate::trace::{Component, Direction};

/// Interventions that have been checked, each where it applies.
#[derive(Debug)]
pub(super) struct Plan {
    /// Layer by layer, direction by direction.
    encoder: Vec<Vec<CellChange>>,
    decoder: Vec<Vec<CellChange>>,
    /// Steps with their weights, which sum to 1.
    rows: Vec<(usize, Vec<f32>)>,
    masks: Option<Masks>,
    /// The decoder's next step.
    step: usize,
}

/// Where the masks of dropout come from.
#[derive(Debug)]
struct Masks {
    dropout: Dropout,
    rng: Rng,
    /// `rng` before the decoder's first step: a beam and the run that records its best output draw the same masks.
    at_start: Option<Rng>,
}

impl Plan {
    /// For a source of `source` tokens and at most `longest` steps of the decoder. `None` where nothing is to be changed.
    ///
    /// # Errors
    /// [`Error::Request`].
    pub fn new(
        cells: &Cells,
        interventions: &Interventions,
        source: usize,
        longest: usize,
    ) -> Result<Option<Self>, Error> {
        if interventions.is_none() {
            return Ok(None);
        }
        let changes = |layers: Vec<&[Cell]>| {
            layers.iter().map(|layer| vec![CellChange::default(); layer.len()]).collect::<Vec<_>>()
        };
        let mut plan = Self {
            encoder: changes(cells.layers(Component::Encoder)),
            decoder: changes(cells.layers(Component::Decoder)),
            rows: Vec::new(),
            masks: interventions.dropout.map(|seed| Masks {
                dropout: Dropout { p: cells.dropout },
                rng: Rng::seed_from_u64(seed),
                at_start: None,
            }),
            step: 0,
        };
        for (index, hold) in interventions.holds.iter().enumerate() {
            plan.hold(cells, hold, &format!("holds[{index}]"))?;
        }
        for (index, silenced) in interventions.silenced.iter().enumerate() {
            plan.each(cells, silenced, &format!("silenced[{index}]"), |change, units, _| {
                units.for_each(|unit| change.silence(unit));
            })?;
        }
        for (index, row) in interventions.rows.iter().enumerate() {
            plan.rows.push((row.step, normalised(row, source, longest, &format!("rows[{index}]"))?));
        }
        Ok(Some(plan))
    }

    fn hold(&mut self, cells: &Cells, hold: &Hold, name: &str) -> Result<(), Error> {
        let gates = cells.layers(hold.units.component)[0][0].rnn_type.gates();
        let Some(block) = gates.iter().position(|gate| *gate == hold.gate) else {
            let expected = match gates {
                [] => "no hold, as an RNN has no gates".to_string(),
                gates => format!("one of {}", gates.join(", ")),
            };
            return wrong(format!("{name}.gate"), expected, &hold.gate);
        };
        if !(-1.0..=1.0).contains(&hold.value) {
            return wrong(format!("{name}.value"), "a number from -1 to 1", hold.value);
        }
        self.each(cells, &hold.units, name, |change, units, of_cell| {
            units.for_each(|unit| change.hold(block * of_cell + unit, hold.value));
        })
    }

    /// Calls `change` for every cell that `units` names, with those of its units that it names and the number of all.
    fn each(
        &mut self,
        cells: &Cells,
        units: &Units,
        name: &str,
        change: impl Fn(&mut CellChange, Range<usize>, usize),
    ) -> Result<(), Error> {
        let layers = cells.layers(units.component);
        let of_cell = layers[0][0].units;
        for (field, found, limit) in [("layer", units.layer, layers.len()), ("unit", units.unit, of_cell)] {
            if let Some(found) = found.filter(|found| *found >= limit) {
                return wrong(format!("{name}.{field}"), format!("a number below {limit}"), found);
            }
        }
        if units.direction == Some(Direction::Backward) && layers[0].len() == 1 {
            return wrong(format!("{name}.direction"), "forward, as nothing reads backward here", "backward");
        }
        let changes = match units.component {
            Component::Encoder => &mut self.encoder,
            Component::Decoder => &mut self.decoder,
        };
        for (layer, (of_layer, changes)) in layers.into_iter().zip(changes).enumerate() {
            for (cell, of_one) in of_layer.iter().zip(changes) {
                let direction = if cell.reverse { Direction::Backward } else { Direction::Forward };
                if units.layer.is_none_or(|named| named == layer)
                    && units.direction.is_none_or(|named| named == direction)
                {
                    let named = units.unit.map_or(0..of_cell, |unit| unit..unit + 1);
                    change(of_one, named, of_cell);
                }
            }
        }
        Ok(())
    }

    /// What is changed in a cell of the encoder.
    pub fn encoder(&self, layer: usize, direction: usize) -> Option<&CellChange> {
        Some(&self.encoder[layer][direction]).filter(|change| !change.is_empty())
    }

    /// What is changed in a layer of the decoder.
    pub fn decoder(&self, layer: usize) -> Option<&CellChange> {
        Some(&self.decoder[layer][0]).filter(|change| !change.is_empty())
    }

    /// The decoder is before its first step.
    pub fn start(&mut self) {
        self.step = 0;
        if let Some(masks) = &mut self.masks {
            masks.rng = masks.at_start.get_or_insert_with(|| masks.rng.clone()).clone();
        }
    }

    /// The decoder has taken a step.
    pub fn next_step(&mut self) {
        self.step += 1;
    }

    /// The attention weights of the decoder's next step, where they are given.
    pub fn row(&self) -> Option<&[f32]> {
        let given = self.rows.iter().rev().find(|(step, _)| *step == self.step);
        given.map(|(_, weights)| &weights[..])
    }

    /// Drops numbers of `x`, where dropout is on. The next mask is `width` long; every `width` numbers are dropped by it.
    pub fn drop_out(&mut self, x: &mut [f32], width: usize) {
        let Some(Masks { dropout, rng, .. }) = &mut self.masks else { return };
        if let Some(mask) = dropout.forward(&mut Array2::zeros((1, width)), Some(rng)) {
            for row in x.chunks_exact_mut(width) {
                row.iter_mut().zip(&mask).for_each(|(x, mask)| *x *= mask);
            }
        }
    }
}

/// The weights of `row`, so that they sum to 1.
fn normalised(row: &EditedRow, source: usize, longest: usize, name: &str) -> Result<Vec<f32>, Error> {
    if row.step >= longest {
        return wrong(format!("{name}.step"), format!("a step below {longest}"), row.step);
    }
    let of_weights = format!("{name}.weights");
    if row.weights.len() != source {
        let expected = format!("a weight for each of the {source} source tokens");
        return wrong(of_weights, expected, row.weights.len());
    }
    let is_weight = |weight: &f32| weight.is_finite() && *weight >= 0.0;
    if let Some(index) = row.weights.iter().position(|weight| !is_weight(weight)) {
        let expected = "a finite number of at least 0";
        return wrong(format!("{of_weights}[{index}]"), expected, row.weights[index]);
    }
    // In 64 bits: no sum of these leaves their range.
    let sum: f64 = row.weights.iter().copied().map(f64::from).sum();
    if sum == 0.0 {
        return wrong(of_weights, "a positive sum", sum);
    }
    Ok(row.weights.iter().map(|&weight| (f64::from(weight) / sum) as f32).collect())
}

fn wrong<T>(name: String, expected: impl Into<String>, found: impl ToString) -> Result<T, Error> {
    Err(Error::Request { what: name, expected: expected.into(), found: found.to_string() })
}
