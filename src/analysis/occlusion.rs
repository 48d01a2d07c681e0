//! Occlusion: what each source token is worth, by leaving it out (Zeiler and Fergus 2014, section 4.2, for pictures;
//! Li, Monroe and Jurafsky 2016 for words).

use ndarray::{Array2, Axis, s};

use super::forced::Forced;
use crate::error::Error;
use crate::seq2seq::Seq2Seq;

/// What one output loses without each source token.
#[derive(Debug, Clone, PartialEq)]
pub struct Occlusion {
    /// ln p of each output token given the whole source, in nats.
    pub log_probabilities: Vec<f32>,
    /// ln p of each output token given the whole source − ln p of it given the source without one token, in nats:
    /// positive where the token helped. [tgt, src].
    pub differences: Array2<f32>,
}

/// Runs `source` once as it is and once without each of its tokens, with the output `ids` forced.
///
/// A token that is left out leaves no gap: the source is one token shorter.
///
/// # Errors
/// [`Error::NothingLeft`] for a source of one token, [`Error::Request`] for no or too long an output,
/// [`Error::SequenceLength`] for no source, [`Error::TokenOutOfRange`] for an id that a vocabulary does not have.
pub fn occlusion(model: &Seq2Seq, source: &[usize], ids: &[usize]) -> Result<Occlusion, Error> {
    let (config, src, tgt) = (model.config(), source.len(), ids.len());
    // Logits; gates, states and their like; concat's pairs.
    let of_layers = 8 * (config.encoder_layers + config.decoder_layers);
    let numbers =
        tgt * config.n_tgt_words + of_layers * config.d_model * (src + tgt) + tgt * src * config.d_model;
    in_parts(model, source, ids, Forced::together(numbers))
}

fn in_parts(model: &Seq2Seq, source: &[usize], ids: &[usize], together: usize) -> Result<Occlusion, Error> {
    let forced = Forced::new(model, source, ids)?;
    if source.len() == 1 {
        return Err(Error::NothingLeft);
    }
    let whole = forced.log_probabilities(forced.run(&[source])?.logits.view()); // [1, tgt]
    let mut differences = Array2::zeros((ids.len(), source.len()));
    let positions: Vec<usize> = (0..source.len()).collect();
    for positions in positions.chunks(together) {
        let shortened: Vec<Vec<usize>> =
            positions.iter().map(|&position| without(source, position)).collect();
        let left = forced.log_probabilities(forced.run(&shortened)?.logits.view()); // [positions, tgt]
        let columns = s![.., positions[0]..positions[0] + positions.len()];
        differences.slice_mut(columns).assign(&(&whole - &left).t());
    }
    Ok(Occlusion { log_probabilities: whole.index_axis(Axis(0), 0).to_vec(), differences })
}

fn without(source: &[usize], position: usize) -> Vec<usize> {
    [&source[..position], &source[position + 1..]].concat()
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
        let (source, ids) = ([4, 5, 6, 4, 7], [5, 6, 3]);
        let at_once = in_parts(&model, &source, &ids, 5).unwrap();
        for together in [1, 2, 3] {
            let in_parts = in_parts(&model, &source, &ids, together).unwrap();
            assert_eq!(in_parts.log_probabilities, at_once.log_probabilities);
            let error = (&in_parts.differences - &at_once.differences).mapv(f32::abs);
            assert!(error.iter().all(|&error| error < 1e-5), "{together} at once: {error}");
        }
    }
}
