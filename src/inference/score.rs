//! The score functions of the attention on laid-out weights.

use super::matrix::Matrix;
use super::weights::Weights;
use crate::config::ModelConfig;
use crate::nn::AttentionType;
use crate::nn::few_rows::dot;
use crate::nn::functional::tanh;

/// The score functions of [`crate::nn::Attention`].
#[derive(Debug, Clone)]
pub(super) enum Score {
    Dot,
    /// W_alignᵀ, which makes keys of the memory. In 32 bits: a file's 8 bits are those of the rows of W_align.
    General(Matrix),
    /// There is none: the context is the state that the encoder ended in.
    None {
        /// How many numbers of an encoder output are its forward half.
        forward: usize,
    },
    Concat {
        of_state: Matrix,
        of_memory: Matrix,
        v: Vec<f32>,
        with_tanh: bool,
    },
}

impl Score {
    /// With the weights of a model that attends so.
    pub fn new(config: &ModelConfig, weights: &impl Weights) -> Self {
        let name = |parameter| format!("decoder.attention.{parameter}.weight");
        match config.attention {
            AttentionType::None => Self::None { forward: config.encoder_units() },
            AttentionType::Dot => Self::Dot,
            AttentionType::General => Self::General(weights.transposed(&name("W_align"))),
            AttentionType::Concat | AttentionType::ConcatWithoutTanh => Self::Concat {
                of_state: weights.matrix(&name("W_align_source")),
                of_memory: weights.matrix(&name("W_align_memory")),
                v: weights.vector(&name("v_align")),
                with_tanh: config.attention == AttentionType::Concat,
            },
        }
    }

    /// Of one state and one place of the source.
    pub fn of(&self, query: &[f32], key: &[f32]) -> f32 {
        match self {
            Self::None { .. } => 0.0,
            Self::Dot | Self::General(_) => dot(query, key),
            Self::Concat { v, with_tanh, .. } => {
                // Lanes, so that tanh is computed for eight units at once.
                let mut sums = [0.0_f32; 8];
                let (queries, rest_of_query) = query.as_chunks::<8>();
                let (keys, rest_of_key) = key.as_chunks::<8>();
                let (vs, rest_of_v) = v.as_chunks::<8>();
                let hidden = |query: f32, key: f32| if *with_tanh { tanh(query + key) } else { query + key };
                for ((query, key), v) in queries.iter().zip(keys).zip(vs) {
                    for lane in 0..8 {
                        sums[lane] += v[lane] * hidden(query[lane], key[lane]);
                    }
                }
                let rest = rest_of_query.iter().zip(rest_of_key).zip(rest_of_v);
                sums.iter().sum::<f32>() + rest.map(|((query, key), v)| v * hidden(*query, *key)).sum::<f32>()
            }
        }
    }
}
