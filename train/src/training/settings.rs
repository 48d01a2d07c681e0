//! Everything that the steps of a run depend on.

use seqscope::config::ModelConfig;
use seqscope::nn::AttentionType;
use seqscope::training::TrainerOptions;
use serde::{Deserialize, Serialize};

/// Everything that the steps of a run depend on. A saved state can only be resumed with the same settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub task: String,
    pub model: ModelConfig,
    /// All the heads of the trunk, the one of `model` first; empty where there is only that one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heads: Vec<AttentionType>,
    /// The heads that steps learn from in turn; empty where each learns from all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<AttentionType>,
    pub trainer: TrainerOptions,
    pub steps: u64,
    pub batch_size: usize,
    pub validate_every: u64,
    pub stop_when_exact: u64,
    /// Only for translations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<TranslationSettings>,
}

/// Settings that only translations have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TranslationSettings {
    /// Name of the file.
    pub pairs: String,
    /// What stands in it, so that a run does not go on with other pairs or another order of them.
    #[serde(default)]
    pub pairs_digest: String,
    /// What stands in the file to validate on.
    #[serde(default)]
    pub validation_digest: String,
    /// How many of its pairs are learned from.
    pub count: usize,
    pub piece_dropout: f32,
    #[serde(default)]
    pub target_dropout: f32,
    /// Names of the model files that the first values are from.
    pub start_from: Option<String>,
}
