//! What the memory holds, by the token that wrote it.
//!
//! An LSTM's c and a GRU's h are updated by keeping a share and adding something, so that what they hold after token T
//! is exactly a sum with one part for each token that was read:
//!
//! ```text
//! LSTM  c_T = Σ_k (Π_{j>k} f_j) i_k g_k       + (Π f_j) c_0
//! GRU   h_T = Σ_k (Π_{j>k} z_j) (1 − z_k) n_k + (Π z_j) h_0
//! ```
//!
//! with k and j in the order in which the layer reads. c_0 and h_0 are 0 in every model here. An RNN's h goes through
//! tanh at each step and has no such parts.

use ndarray::{Array2, ArrayView2};

use crate::error::Error;
use crate::trace::{Direction, LayerTrace};

/// The parts of what the memory of `layer` holds once it has read token `last`: [steps, units], 0 for tokens that it has
/// not read by then. Their sum over steps is row `last` of c (LSTM) or h (GRU). `None` for an RNN.
///
/// # Errors
/// [`Error::Request`] where there is no token `last`.
pub fn memory_parts(layer: &LayerTrace, last: usize) -> Result<Option<Array2<f32>>, Error> {
    let signal = |name| {
        let named = layer.signals.iter().find(|signal| signal.name == name);
        named.map(|signal| signal.values.view())
    };
    if let (Some(i), Some(f), Some(g)) = (signal("i"), signal("f"), signal("g")) {
        return lstm_parts(i, f, g, last, layer.direction).map(Some);
    }
    if let (Some(z), Some(n)) = (signal("z"), signal("n")) {
        return gru_parts(z, n, last, layer.direction).map(Some);
    }
    Ok(None)
}

/// The parts of an LSTM's c after token `last`, from its gates, each [steps, units]: [steps, units].
///
/// # Errors
/// [`Error::Request`] where the gates differ in shape or there is no token `last`.
pub fn lstm_parts(
    i: ArrayView2<f32>,
    f: ArrayView2<f32>,
    g: ArrayView2<f32>,
    last: usize,
    direction: Direction,
) -> Result<Array2<f32>, Error> {
    check_shape("i", &i, &f)?;
    check_shape("g", &g, &f)?;
    parts(f, |at| f64::from(i[at]) * f64::from(g[at]), last, direction)
}

/// The parts of a GRU's h after token `last`, from its gates, each [steps, units]: [steps, units]. z is PyTorch's: the
/// share that is kept.
///
/// # Errors
/// [`Error::Request`] where the gates differ in shape or there is no token `last`.
pub fn gru_parts(
    z: ArrayView2<f32>,
    n: ArrayView2<f32>,
    last: usize,
    direction: Direction,
) -> Result<Array2<f32>, Error> {
    check_shape("n", &n, &z)?;
    parts(z, |at| (1.0 - f64::from(z[at])) * f64::from(n[at]), last, direction)
}

fn check_shape(what: &'static str, found: &ArrayView2<f32>, expected: &ArrayView2<f32>) -> Result<(), Error> {
    if found.dim() == expected.dim() {
        return Ok(());
    }
    let (expected, found) = (format!("shape {:?}", expected.shape()), format!("{:?}", found.shape()));
    Err(Error::Request { what: what.to_string(), expected, found })
}

fn parts(
    keep: ArrayView2<f32>,
    written: impl Fn((usize, usize)) -> f64,
    last: usize,
    direction: Direction,
) -> Result<Array2<f32>, Error> {
    let (steps, units) = keep.dim();
    if last >= steps {
        let expected = format!("a number below {steps}");
        return Err(Error::Request { what: "step".to_string(), expected, found: last.to_string() });
    }
    // Back through what was read, so that the share that is still kept is one product that grows.
    let read: Vec<usize> = match direction {
        Direction::Forward => (0..=last).rev().collect(),
        Direction::Backward => (last..steps).collect(),
    };
    let mut parts = Array2::zeros((steps, units));
    let mut kept = vec![1.0_f64; units];
    for step in read {
        for (unit, kept) in kept.iter_mut().enumerate() {
            parts[(step, unit)] = (*kept * written((step, unit))) as f32;
            *kept *= f64::from(keep[(step, unit)]);
        }
    }
    Ok(parts)
}
