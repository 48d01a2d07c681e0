//! Input gradients: how much ln p of each output token moves with each source embedding (Simonyan, Vedaldi and
//! Zisserman 2014; gradient · input: Shrikumar et al. 2017).

use ndarray::{Array2, ArrayView2, Axis, s};

use super::forced::Forced;
use crate::batch::Sequences;
use crate::error::Error;
use crate::nn::Parameters;
use crate::nn::functional::softmax_rows_in_place;
use crate::nn::layout::product;
use crate::seq2seq::{Seq2Seq, Seq2SeqRun};

/// What one output's log-probabilities say of the source embeddings.
#[derive(Debug, Clone, PartialEq)]
pub struct InputGradients {
    /// ‖∂ ln p(y_t) / ∂e_s‖₂: [tgt, src].
    pub norms: Array2<f32>,
    /// e_s · ∂ ln p(y_t) / ∂e_s, in nats: what ln p(y_t) would lose without e_s if it were linear in it. [tgt, src].
    pub products: Array2<f32>,
}

/// Back-propagates ln p of every token of the output `ids` to the embedding at every position of `source`.
///
/// # Errors
/// [`Error::Request`] for no or too long an output, [`Error::SequenceLength`] for no source,
/// [`Error::TokenOutOfRange`] for an id that a vocabulary does not have.
pub fn input_gradients(model: &Seq2Seq, source: &[usize], ids: &[usize]) -> Result<InputGradients, Error> {
    // Gates, states, their gradients and the like of every layer.
    let numbers = 16 * model.config().encoder_layers * model.config().d_model * source.len();
    in_parts(model, source, ids, Forced::together(numbers))
}

fn in_parts(
    model: &Seq2Seq,
    source: &[usize],
    ids: &[usize],
    together: usize,
) -> Result<InputGradients, Error> {
    let forced = Forced::new(model, source, ids)?;
    let run = forced.run(&[source])?;
    let of_context = context_gradients(&forced, &run); // [tgt, d_model]
    let states = run.decoder.recurrence.states.index_axis(Axis(0), 0); // [tgt, d_model]
    let embedded = model.encoder.input_embedding.forward(source); // [src, d_model]

    let attention = &model.decoder.head.attention;
    // Its backward pass adds to the gradients of its parameters too; nobody reads them.
    let mut unread = attention.zeros_like();
    let mut norms = Array2::zeros((ids.len(), source.len()));
    let mut products = Array2::zeros((ids.len(), source.len()));
    let steps: Vec<usize> = (0..ids.len()).collect();
    for steps in steps.chunks(together) {
        // A batch with one output token in each sentence: then its backward pass keeps the tokens apart.
        let copies = Sequences::new(&vec![source; steps.len()])?;
        let encoder = model.encoder.forward(&copies, None);
        let (memory, lengths) = (encoder.memory.view(), copies.packing().lengths());
        let of_steps = s![steps[0]..steps[0] + steps.len(), ..];
        let states = states.slice(of_steps).insert_axis(Axis(1)); // [steps, 1, d_model]
        let of_context = of_context.slice(of_steps).insert_axis(Axis(1)); // [steps, 1, d_model]
        let attended = attention.forward(states, memory, lengths);
        // The decoder's states know nothing of the source: they start from 0, and the context is not fed back.
        let (_, of_memory) = attention.backward(states, memory, lengths, &attended, of_context, &mut unread);
        let gradients = model.encoder.embedded_gradient(&encoder, of_memory.view()); // [steps, src, d_model]
        for (&step, of_step) in steps.iter().zip(gradients.outer_iter()) {
            for (position, gradient) in of_step.rows().into_iter().enumerate() {
                norms[[step, position]] = gradient.dot(&gradient).sqrt();
                products[[step, position]] = gradient.dot(&embedded.row(position));
            }
        }
    }
    Ok(InputGradients { norms, products })
}

/// ∂ ln p(y_t) / ∂context_t of every output token: [tgt, d_model].
fn context_gradients(forced: &Forced, run: &Seq2SeqRun) -> Array2<f32> {
    let decoder = &forced.model.decoder;
    // ∂ ln p(y) / ∂logits is 1 at y minus the probabilities.
    let mut of_logits = run.logits.clone();
    softmax_rows_in_place(of_logits.view_mut());
    of_logits.mapv_inplace(|probability| -probability);
    for (step, &id) in forced.ids.iter().enumerate() {
        of_logits[[step, id]] += 1.0;
    }
    let generator = forced.model.generator.as_ref();
    let weight = generator.map_or(&decoder.input_embedding.weight, |generator| &generator.weight);
    let mut of_output = product(of_logits.view(), weight.view());
    if decoder.head.context_tanh {
        of_output.zip_mut_with(&run.decoder.head.output, |grad, &output| *grad *= 1.0 - output * output);
    }
    let of_context: ArrayView2<f32> = decoder.head.w_context.weight.slice(s![.., ..of_output.ncols()]);
    product(of_output.view(), of_context)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::tests::model;
    use super::*;

    #[test]
    fn one_at_a_time_and_all_at_once_give_the_same() {
        let model = model();
        let (source, ids) = ([4, 5, 6, 4, 7], [5, 6, 5, 3]);
        let at_once = in_parts(&model, &source, &ids, 4).unwrap();
        for together in [1, 2, 3] {
            let in_parts = in_parts(&model, &source, &ids, together).unwrap();
            for (part, whole) in [(in_parts.norms, &at_once.norms), (in_parts.products, &at_once.products)] {
                let error = (&part - whole).mapv(f32::abs);
                assert!(error.iter().all(|&error| error < 1e-6), "{together} at once: {error}");
            }
        }
    }
}
