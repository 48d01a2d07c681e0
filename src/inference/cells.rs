//! The recurrent layers of a model.

use super::cell::Cell;
use super::weights::Weights;
use crate::config::ModelConfig;
use crate::trace::Component;

/// All cells of a model.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    /// Layer by layer, forward before backward.
    pub encoder: Vec<Vec<Cell>>,
    pub decoder: Vec<Cell>,
    /// The rate of dropout in training.
    pub dropout: f32,
}

impl Cells {
    pub fn new(config: &ModelConfig, weights: &impl Weights) -> Self {
        let cell = |component, layer, reverse, units| {
            Cell::new((config.rnn_type, config.recurrent_bias), units, (component, layer, reverse), weights)
        };
        let directions: &[bool] = if config.bidirectional { &[false, true] } else { &[false] };
        let encoder = |layer| {
            directions
                .iter()
                .map(|&reverse| cell("encoder", layer, reverse, config.encoder_units()))
                .collect()
        };
        Self {
            encoder: (0..config.encoder_layers).map(encoder).collect(),
            decoder: (0..config.decoder_layers)
                .map(|layer| cell("decoder", layer, false, config.d_model))
                .collect(),
            dropout: config.dropout,
        }
    }

    /// Layer by layer, direction by direction.
    pub fn layers(&self, component: Component) -> Vec<&[Cell]> {
        match component {
            Component::Encoder => self.encoder.iter().map(Vec::as_slice).collect(),
            Component::Decoder => self.decoder.chunks(1).collect(),
        }
    }
}
