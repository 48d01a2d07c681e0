//! One step of a cell of which gates are held or units are silenced.

use crate::nn::RnnType;
use crate::nn::functional::tanh;

/// What interventions come to in one cell.
#[derive(Debug, Clone, Default)]
pub(super) struct CellChange {
    /// Places in a row of gates in rising order, each with the value that is held there.
    held: Vec<(usize, f32)>,
    /// Units whose h is 0.
    silenced: Vec<usize>,
}

/// What one row of a cell began its step with.
pub(super) struct Before<'a> {
    /// W_ih x and the biases beside it: [blocks·units].
    pub input: &'a [f32],
    /// GRU's W_h h + b_h: [blocks·units].
    pub recurrent: &'a [f32],
    /// h of each unit.
    pub hidden: &'a [f32],
    /// c of each unit; empty unless LSTM.
    pub cell: &'a [f32],
}

/// What the step has left of it.
pub(super) struct After<'a> {
    /// [blocks·units].
    pub gates: &'a mut [f32],
    /// h' of each unit.
    pub hidden: &'a mut [f32],
    /// c' of each unit; empty unless LSTM.
    pub cell: &'a mut [f32],
}

impl CellChange {
    /// Holds what stands at `place` of a row of gates, and lets go of what was held there before.
    pub fn hold(&mut self, place: usize, value: f32) {
        match self.held.binary_search_by_key(&place, |(place, _)| *place) {
            Ok(index) => self.held[index].1 = value,
            Err(index) => self.held.insert(index, (place, value)),
        }
    }

    pub fn silence(&mut self, unit: usize) {
        self.silenced.push(unit);
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.silenced.is_empty()
    }

    /// Changes what a step has left of one row.
    pub fn apply(&self, rnn_type: RnnType, before: &Before, after: &mut After) {
        if !self.held.is_empty() {
            match rnn_type {
                RnnType::Rnn => {}
                RnnType::Gru => self.hold_gru(before, after),
                RnnType::Lstm => self.hold_lstm(before, after),
            }
        }
        self.silenced.iter().for_each(|&unit| after.hidden[unit] = 0.0);
    }

    /// [`crate::nn::gru`] from the gates on.
    fn hold_gru(&self, before: &Before, after: &mut After) {
        let (gates, units) = (&mut *after.gates, after.hidden.len());
        // All of r come before any n: where both are held, n is not that of the model.
        for &(place, value) in &self.held {
            gates[place] = value;
            if place < units {
                let n = 2 * units + place;
                gates[n] = tanh(before.input[n] + value * before.recurrent[n]);
            }
        }
        for (unit, hidden) in after.hidden.iter_mut().enumerate() {
            let (z, n) = (gates[units + unit], gates[2 * units + unit]);
            *hidden = (1.0 - z) * n + z * before.hidden[unit];
        }
    }

    /// [`crate::nn::lstm`] from the gates on.
    fn hold_lstm(&self, before: &Before, after: &mut After) {
        let (gates, units) = (&mut *after.gates, after.hidden.len());
        self.held.iter().for_each(|&(place, value)| gates[place] = value);
        for (unit, (hidden, cell)) in after.hidden.iter_mut().zip(&mut *after.cell).enumerate() {
            let [i, f, g, o] = [0, 1, 2, 3].map(|block| gates[block * units + unit]);
            *cell = f * before.cell[unit] + i * g;
            *hidden = o * tanh(*cell);
        }
    }
}
