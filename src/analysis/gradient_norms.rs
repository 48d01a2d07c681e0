//! How far back a recurrent layer of the encoder remembers: the norms of the derivatives of its state after one token
//! T with respect to every earlier input and state, by back-propagation through time.
//!
//! Bengio, Simard and Frasconi 1994 show how such a product of Jacobians vanishes; Hochreiter and Schmidhuber 1997
//! keep it from doing so along the cell c.

use ndarray::{Array2, s};

use crate::batch::Sequences;
use crate::error::Error;
use crate::nn::RnnType;
use crate::nn::direction::{DirectedLayer, DirectionRun};
use crate::nn::functional::tanh;
use crate::nn::layout::{flat_mut, product};
use crate::nn::through_time::StepGradients;
use crate::seq2seq::Seq2Seq;
use crate::trace::Direction;

/// Frobenius norms, one for each source token t; 0 for tokens that are read after T.
#[derive(Debug, Clone, PartialEq)]
pub struct GradientNorms {
    /// T, the token whose state is asked about.
    pub last: usize,
    /// ‖∂h_T/∂x_t‖ with x_t the layer's input at token t: for the first layer its embedding.
    pub input: Vec<f64>,
    /// ‖∂h_T/∂h_t‖, where for LSTM c_t is held: √units for t = T.
    pub hidden: Vec<f64>,
    /// LSTM: ‖∂c_T/∂c_t‖ along every path, also through h_t = o_t ⊙ tanh c_t and the gates of later steps.
    pub cell: Option<Vec<f64>>,
    /// The part of it that flows straight through the memory: LSTM ‖Π f_j‖ of c, GRU ‖Π z_j‖ of h, over the tokens j
    /// read after t up to T, each product taken as a diagonal matrix. RNN has no such path.
    pub carry: Option<Vec<f64>>,
}

/// The norms for one layer of the encoder, 0 being the one nearest to the embedding, read in one direction. T is
/// `last`, or the last token in the direction's own order of reading.
///
/// # Errors
/// [`Error::SequenceLength`] for no source, [`Error::TokenOutOfRange`] for an id that the vocabulary does not have,
/// [`Error::Request`] for a layer, a direction or a token that there is not.
pub fn gradient_norms(
    model: &Seq2Seq,
    source: &[usize],
    layer: usize,
    direction: Direction,
    last: Option<usize>,
) -> Result<GradientNorms, Error> {
    let sentence = Sequences::new(&[source])?;
    sentence.check(model.config().n_src_words)?;
    let k = index_of(model, layer, direction)?;
    let tokens = source.len();
    if let Some(found) = last.filter(|&last| last >= tokens) {
        return Err(unknown("last token", format!("a number below {tokens}"), found));
    }
    let run = model.encoder.forward(&sentence, None);
    let (layer, run) = (&model.encoder.rnn.layers[layer][k], &run.rnn.layers[layer].directions[k]);

    // From T back to the token that is read first. One sentence is packed as it stands: token t is in row t.
    let (last, order): (usize, Vec<usize>) = if layer.reverse {
        let last = last.unwrap_or(0);
        (last, (last..tokens).collect())
    } else {
        let last = last.unwrap_or(tokens - 1);
        (last, (0..=last).rev().collect())
    };
    let (hidden, input) = of_hidden(layer, run, &order);
    Ok(GradientNorms {
        last,
        input,
        hidden,
        cell: (layer.rnn_type == RnnType::Lstm).then(|| of_cell(layer, run, &order)),
        carry: carry(layer, run, &order),
    })
}

/// Where the direction stands in its layer.
fn index_of(model: &Seq2Seq, layer: usize, direction: Direction) -> Result<usize, Error> {
    let layers = model.encoder.rnn.layers.len();
    let Some(directions) = model.encoder.rnn.layers.get(layer) else {
        return Err(unknown("layer", format!("a number below {layers}"), layer));
    };
    let index = directions.iter().position(|layer| layer.reverse == (direction == Direction::Backward));
    index.ok_or_else(|| unknown("direction", "forward, the only one of this encoder".to_string(), "backward"))
}

fn unknown(option: &'static str, expected: String, found: impl ToString) -> Error {
    Error::Request { what: option.to_string(), expected, found: found.to_string() }
}

/// ‖∂h_T/∂h_t‖ and ‖∂h_T/∂x_t‖.
fn of_hidden(layer: &DirectedLayer, run: &DirectionRun, order: &[usize]) -> (Vec<f64>, Vec<f64>) {
    let (mut hidden, mut input) = (vec![0.0; run.hidden.nrows()], vec![0.0; run.hidden.nrows()]);
    let mut jacobian = Jacobian::new(layer, run);
    jacobian.hidden.diag_mut().fill(1.0);
    for &token in order {
        hidden[token] = jacobian.scale * norm(&jacobian.hidden);
        jacobian.through_cell(token);
        input[token] = jacobian.scale * norm(&product(jacobian.gates.view(), layer.weight_ih.view()));
        jacobian.step_back();
    }
    (hidden, input)
}

/// ‖∂c_T/∂c_t‖.
fn of_cell(layer: &DirectedLayer, run: &DirectionRun, order: &[usize]) -> Vec<f64> {
    let units = layer.units();
    let mut norms = vec![0.0; run.hidden.nrows()];
    let mut jacobian = Jacobian::new(layer, run);
    jacobian.cell.diag_mut().fill(1.0);
    for &token in order {
        // ∂h_t/∂c_t, of h_t = o_t ⊙ tanh c_t.
        let slope = run.cell.row(token).mapv(|cell| 1.0 - tanh(cell).powi(2))
            * run.gates.slice(s![token, 3 * units..]);
        norms[token] = jacobian.scale * norm(&(&jacobian.cell + &(&jacobian.hidden * &slope)));
        jacobian.through_cell(token);
        jacobian.step_back();
    }
    norms
}

fn carry(layer: &DirectedLayer, run: &DirectionRun, order: &[usize]) -> Option<Vec<f64>> {
    let units = layer.units();
    let keeping = layer.rnn_type.keeping_gate()?;
    let block = layer.rnn_type.gates().iter().position(|gate| *gate == keeping)?;
    let kept = run.gates.slice(s![.., block * units..(block + 1) * units]);
    let mut norms = vec![0.0; run.hidden.nrows()];
    let mut product = vec![1.0_f64; units];
    for &token in order {
        norms[token] = product.iter().map(|value| value * value).sum::<f64>().sqrt();
        product.iter_mut().zip(kept.row(token)).for_each(|(product, &kept)| *product *= f64::from(kept));
    }
    Some(norms)
}

/// ∂(state at T)/∂(h_t, c_t) on its way from T to the first token: a row for each unit of the state at T.
struct Jacobian<'a> {
    layer: &'a DirectedLayer,
    run: &'a DirectionRun,
    /// [units, units].
    hidden: Array2<f32>,
    /// [units, units] for LSTM, else without columns.
    cell: Array2<f32>,
    /// ∂/∂ what W_ih x_t is added to: [units, blocks·units].
    gates: Array2<f32>,
    /// GRU's ∂/∂(W_hh h + b_hh): [units, 3·units]; else without columns.
    recurrent: Array2<f32>,
    /// What the numbers in the arrays have to be multiplied with.
    scale: f64,
}

impl<'a> Jacobian<'a> {
    fn new(layer: &'a DirectedLayer, run: &'a DirectionRun) -> Self {
        let (units, width) = (layer.units(), run.gates.ncols());
        let recurrent = if layer.rnn_type == RnnType::Gru { width } else { 0 };
        let zeros = |columns| Array2::zeros((units, columns));
        let (hidden, cell) = (zeros(units), zeros(run.cell.ncols()));
        Self { layer, run, hidden, cell, gates: zeros(width), recurrent: zeros(recurrent), scale: 1.0 }
    }

    /// From the state after the token to the pre-activations of its gates, and to c before it.
    fn through_cell(&mut self, token: usize) {
        for unit in 0..self.layer.units() {
            let grads = StepGradients {
                hidden: row_mut(&mut self.hidden, unit),
                cell: row_mut(&mut self.cell, unit),
                gates: row_mut(&mut self.gates, unit),
                recurrent: row_mut(&mut self.recurrent, unit),
            };
            self.layer.step_backward(self.run, token, grads);
        }
    }

    /// On to h before the token.
    fn step_back(&mut self) {
        let is_gru = self.layer.rnn_type == RnnType::Gru;
        let of_weights = if is_gru { &self.recurrent } else { &self.gates };
        self.layer.carry_back(of_weights.view(), &mut self.hidden.view_mut());
        self.rescale();
    }

    /// Takes a power of two out of the arrays: a gradient that vanishes would soon leave the numbers that float32 has,
    /// and slow down on the way.
    fn rescale(&mut self) {
        let size = norm(&self.hidden).hypot(norm(&self.cell));
        if size > 0.0 && size.is_finite() && !(1e-6..1e6).contains(&size) {
            let exponent = (size.log2() as i32).clamp(-120, 120);
            let factor = 2.0_f32.powi(-exponent);
            self.hidden *= factor;
            self.cell *= factor;
            self.scale *= 2.0_f64.powi(exponent);
        }
    }
}

fn row_mut(array: &mut Array2<f32>, row: usize) -> &mut [f32] {
    let columns = array.ncols();
    &mut flat_mut(array)[row * columns..(row + 1) * columns]
}

/// In float64, where the square of a small float32 is not 0.
fn norm(values: &Array2<f32>) -> f64 {
    values.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt()
}
