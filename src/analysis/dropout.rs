//! Where dropout sits in a training run: on both embeddings, between stacked layers and on the decoder's output. There is
//! none after the last layer of a stack and none between the steps of a layer.

use ndarray::Array2;
use rand::SeedableRng;

use crate::checkpoint::Checkpoint;
use crate::error::Error;
use crate::nn::Rng;
use crate::nn::dropout::DropoutMask;
use crate::nn::recurrent::RecurrentRun;
use crate::trace::Component;

/// A place where numbers are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DropoutSite {
    /// The embedding, before the first layer.
    Embedding(Component),
    /// What reaches layer `above` of a stack from the layer below it; at least 1.
    Between {
        /// Which stack.
        component: Component,
        /// The layer that reads what is left.
        above: usize,
    },
    /// The decoder's output, before the generator.
    Output,
}

/// What was kept at one site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteMask {
    /// Where.
    pub site: DropoutSite,
    /// 1 for a number that was kept, 0 for one that was dropped: [steps, d_model].
    pub kept: Array2<f32>,
}

/// The masks of one training run.
#[derive(Debug, Clone, PartialEq)]
pub struct DropoutMasks {
    /// Probability that a number is dropped, in [0, 1).
    pub p: f32,
    /// What kept numbers are multiplied with, 1/(1 − p), so that each number's mean stays.
    pub scale: f32,
    /// Site by site, as the data flows.
    pub sites: Vec<SiteMask>,
}

impl Checkpoint {
    /// The masks of the training run that reads `text`, emits `ids` and draws its random numbers from `seed`. With a
    /// dropout of 0 everything is kept.
    ///
    /// # Errors
    /// [`Error::EmptyInput`], [`Error::InputTooLong`], [`Error::Request`] for no ids or too many and
    /// [`Error::TokenOutOfRange`] for an unknown one.
    pub fn dropout_masks(&self, text: &str, ids: &[usize], seed: u64) -> Result<DropoutMasks, Error> {
        let (source, input) = (self.source_of(text)?, self.input_for(&[ids])?);
        let run = self.model.forward(&source, &input, Some(&mut Rng::seed_from_u64(seed)));
        let (encoder, decoder) = (&run.encoder, &run.decoder);
        let mut sites = of_stack(Component::Encoder, &encoder.embedding_mask, &encoder.rnn);
        sites.extend(of_stack(
            Component::Decoder,
            &decoder.recurrence.embedding_mask,
            &decoder.recurrence.rnn,
        ));
        let kept = kept(&decoder.head.output_mask, decoder.head.output.dim());
        sites.push(SiteMask { site: DropoutSite::Output, kept });
        let p = self.model.config().dropout;
        Ok(DropoutMasks { p, scale: 1.0 / (1.0 - p), sites })
    }
}

fn of_stack(component: Component, embedding: &DropoutMask, run: &RecurrentRun) -> Vec<SiteMask> {
    let masks = run.layers.iter().enumerate().map(|(layer, run)| {
        let (site, mask) = match layer {
            0 => (DropoutSite::Embedding(component), embedding),
            above => (DropoutSite::Between { component, above }, &run.input_mask),
        };
        SiteMask { site, kept: kept(mask, run.input.dim()) }
    });
    masks.collect()
}

fn kept(mask: &DropoutMask, shape: (usize, usize)) -> Array2<f32> {
    match mask {
        Some(mask) => mask.mapv(|factor| if factor > 0.0 { 1.0 } else { 0.0 }),
        None => Array2::ones(shape),
    }
}
