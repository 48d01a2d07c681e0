//! Which layer and direction of a model is meant.

use crate::error::Error;
use crate::nn::Recurrent;
use crate::trace::{Component, Direction};

/// One layer in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which stack.
    pub component: Component,
    /// 0 is the layer nearest to the embedding.
    pub layer: usize,
    /// Which way it reads.
    pub direction: Direction,
}

impl Place {
    /// The place of its layer in `stack`, and of its direction in that layer.
    ///
    /// # Errors
    /// [`Error::Request`] where `stack` has no such layer or direction.
    pub(super) fn indices(self, stack: &Recurrent) -> Result<(usize, usize), Error> {
        let layers = stack.layers.len();
        let Some(layer) = stack.layers.get(self.layer) else {
            let expected = format!("a number below {layers}");
            return Err(Error::Request {
                what: "layer".to_string(),
                expected,
                found: self.layer.to_string(),
            });
        };
        let reverse = self.direction == Direction::Backward;
        match layer.iter().position(|direction| direction.reverse == reverse) {
            Some(direction) => Ok((self.layer, direction)),
            // Only a backward direction can be missing.
            None => Err(Error::Request {
                what: "direction".to_string(),
                expected: "forward".to_string(),
                found: "backward".to_string(),
            }),
        }
    }
}
