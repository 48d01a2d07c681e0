//! A model with another target vocabulary: what it has learned of pieces that both have stays.

use anyhow::Result;
use ndarray::Axis;
use seqscope::config::ModelConfig;
use seqscope::nn::Parameters;
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{SPECIAL_TOKENS, Tokenizer};
use seqscope::training::{Purpose, generator};

/// `model` with the rows of the target vocabulary `new` in place of those of `old`. A piece that `old` has keeps its row, and
/// any other begins with the mean of the rows of the pieces that `old` cuts it into.
pub fn with_target(model: &Seq2Seq, old: &Tokenizer, new: &Tokenizer) -> Result<Seq2Seq> {
    let config = ModelConfig { n_tgt_words: new.len(), ..model.config().clone() };
    let mut changed = Seq2Seq::new(config, &mut generator(1, Purpose::Initialisation, 0, 0))?;
    let rows: Vec<Vec<usize>> = (0..new.len()).map(|id| rows_of(id, old, new)).collect();
    let theirs = model.parameters();
    for ((name, mut ours), (_, theirs)) in changed.parameters_mut().into_iter().zip(&theirs) {
        if ours.shape() == theirs.shape() && !is_by_piece(&name) {
            ours.assign(theirs);
            continue;
        }
        // A generator's bias has a number for each piece, the matrices a row.
        for (mut row, ids) in ours.axis_iter_mut(Axis(0)).zip(&rows) {
            row.fill(0.0);
            for &id in ids {
                row.scaled_add(1.0 / ids.len() as f32, &theirs.index_axis(Axis(0), id));
            }
        }
    }
    Ok(changed)
}

fn is_by_piece(name: &str) -> bool {
    name == "decoder.input_embedding.weight" || name.starts_with("generator.")
}

/// The ids in `old` of what `new` calls `id`.
fn rows_of(id: usize, old: &Tokenizer, new: &Tokenizer) -> Vec<usize> {
    if id < SPECIAL_TOKENS.len() {
        return vec![id];
    }
    let piece = new.piece(id);
    match (SPECIAL_TOKENS.len()..old.len()).find(|&other| old.piece(other) == piece) {
        Some(other) => vec![other],
        None => old.ids(&piece),
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;
    use seqscope::nn::{AttentionType, RnnType};
    use seqscope::tokens::{CharacterVocabulary, SpecialIds};

    use super::*;

    #[test]
    fn known_pieces_keep_their_rows_and_nothing_else_changes() {
        let old = Tokenizer::Characters(CharacterVocabulary::new("abc".chars()));
        let new = Tokenizer::Characters(CharacterVocabulary::new("bxc".chars()));
        let config = ModelConfig {
            n_src_words: 5,
            n_tgt_words: old.len(),
            d_model: 4,
            encoder_layers: 1,
            decoder_layers: 1,
            bidirectional: false,
            rnn_type: RnnType::Lstm,
            attention: AttentionType::General,
            context_tanh: false,
            recurrent_bias: true,
            special_ids: SpecialIds::default(),
            generator_bias: true,
            tied_embeddings: false,
            dropout: 0.0,
        };
        let model = Seq2Seq::new(config, &mut generator(3, Purpose::Initialisation, 0, 0)).unwrap();
        let changed = with_target(&model, &old, &new).unwrap();
        assert_eq!(changed.config().n_tgt_words, new.len());
        let row = |model: &Seq2Seq, name: &str, tokens: &Tokenizer, text: &str| -> Array1<f32> {
            let id = tokens.ids(text)[0];
            let parameters = model.parameters();
            let (_, values) = parameters.iter().find(|(found, _)| found == name).unwrap();
            values.index_axis(Axis(0), id).iter().copied().collect()
        };
        for name in ["decoder.input_embedding.weight", "generator.weight", "generator.bias"] {
            for piece in ["b", "c"] {
                assert_eq!(
                    row(&model, name, &old, piece),
                    row(&changed, name, &new, piece),
                    "{name} {piece}"
                );
            }
        }
        for ((name, before), (_, after)) in model.parameters().iter().zip(&changed.parameters()) {
            assert!(is_by_piece(name) || before == after, "{name}");
        }
    }
}
