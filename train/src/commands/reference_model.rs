//! `seqscope reference-model`: random weights of given sizes, and a text whose greedy output is known.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use ndarray::{Axis, Zip};
use rand::RngExt;
use seqscope::batch::Sequences;
use seqscope::checkpoint::{Checkpoint, DataSource, FORMAT_VERSION, Json, Metadata};
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, Rng, RnnType};
use seqscope::search::{greedy, longest_output};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::{
    CharacterVocabulary, END, MAX_SOURCE_TOKENS, SPECIAL_TOKENS, START, SpecialIds, Tokenizer,
};
use seqscope::training::{Purpose, generator};
use serde::Serialize;

use crate::files;
use crate::messages::WrongUsage;
use crate::options::{StoredPrecision, attention, recurrence};

/// The mean logit of a token at the step that is to write it: with 8,000 words about 0.99 of the probability, as
/// trained models have it.
const LOGIT: f32 = 14.0;

/// Writes a model of random weights for benchmarks, and a text on which greedy search takes a known number of steps.
///
/// The weights are PyTorch's first ones. Only the generator's rows of one random sentence are set: each points at
/// what the decoder puts out at its step. So greedy search writes that sentence and ends, and a rounding error does
/// not change it, whether of 8 bits or of another engine. The directory gets a model file for each precision, such
/// as f32.safetensors, and reference.json with the sizes, the text, its ids and those that greedy search wrote. The
/// same arguments give the same bytes on the same kind of processor, and all precisions are of the same weights.
#[derive(Args)]
pub struct ReferenceArguments {
    /// Width of embeddings, states and contexts.
    #[arg(long, default_value_t = 256)]
    d_model: usize,
    /// Of the encoder, which reads both ways, and of the decoder.
    #[arg(long, default_value_t = 2)]
    layers: usize,
    /// Size of each vocabulary, the four special tokens included.
    #[arg(long, default_value_t = 8_000)]
    words: usize,
    /// Length of the text.
    #[arg(long, default_value_t = 10)]
    source_tokens: usize,
    /// Steps of greedy search, the end token's included.
    #[arg(long, default_value_t = 12)]
    steps: usize,
    #[arg(long, value_parser = attention(), default_value = "general")]
    attention: AttentionType,
    #[arg(long, value_parser = recurrence(), default_value = "lstm")]
    rnn: RnnType,
    /// Where all randomness comes from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How numbers are stored: one or several, with commas between them.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "f32")]
    precision: Vec<StoredPrecision>,
    /// The directory to write to.
    #[arg(long)]
    into: PathBuf,
}

/// reference.json.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    seed: u64,
    model: ModelConfig,
    source_tokens: usize,
    steps: usize,
    parameters: usize,
    text: String,
    source_ids: Vec<usize>,
    /// What greedy search writes with each of the files.
    ids: Vec<usize>,
    output: String,
    /// By precision.
    files: BTreeMap<String, File>,
}

#[derive(Serialize)]
struct File {
    file: String,
    bytes: usize,
}

pub fn reference_model(arguments: &ReferenceArguments) -> Result<ExitCode> {
    let config = ModelConfig {
        n_src_words: arguments.words,
        n_tgt_words: arguments.words,
        d_model: arguments.d_model,
        encoder_layers: arguments.layers,
        decoder_layers: arguments.layers,
        bidirectional: true,
        rnn_type: arguments.rnn,
        attention: arguments.attention,
        context_tanh: true,
        recurrent_bias: true,
        special_ids: SpecialIds::default(),
        generator_bias: true,
        tied_embeddings: false,
        dropout: 0.0,
    };
    config.validate().map_err(WrongUsage::of)?;
    let (source_tokens, steps) = (arguments.source_tokens, arguments.steps);
    ensure!(
        (1..=MAX_SOURCE_TOKENS).contains(&source_tokens),
        "--source-tokens: expected a number from 1 to {MAX_SOURCE_TOKENS}, found {source_tokens}"
    );
    let most_steps = longest_output(source_tokens);
    ensure!(
        (2..=most_steps).contains(&steps),
        "--steps: expected a number from 2 to {most_steps}, the most for {source_tokens} source tokens, found {steps}"
    );
    let words = arguments.words;
    let fewest_words = SPECIAL_TOKENS.len() + steps - 1;
    ensure!(
        words >= fewest_words,
        "--words: expected at least {fewest_words} for {steps} steps without a word twice, found {words}"
    );

    let vocabulary = Tokenizer::Characters(vocabulary(words)?);
    let mut rng = generator(arguments.seed, Purpose::Data, 0, 0);
    let mut source_ids = Vec::new();
    while source_ids.len() < source_tokens {
        source_ids.push(rng.random_range(SPECIAL_TOKENS.len()..words));
    }
    let ids = random_sentence(steps, words, &mut rng);
    let (text, _) = vocabulary.decode(&source_ids);
    let (output, _) = vocabulary.decode(&ids);

    let mut model =
        Seq2Seq::new(config.clone(), &mut generator(arguments.seed, Purpose::Initialisation, 0, 0))?;
    teach(&mut model, &source_ids, &ids)?;
    let metadata = Metadata {
        format_version: FORMAT_VERSION,
        task: "reference".to_string(),
        model: config.clone(),
        source: vocabulary.clone(),
        target: vocabulary,
        training: Json::default(),
        quality: BTreeMap::new(),
        data: DataSource { source: "random weights".to_string(), licence: "MIT OR Apache-2.0".to_string() },
    };
    let checkpoint = Checkpoint { metadata, model };

    fs::create_dir_all(&arguments.into).with_context(|| arguments.into.display().to_string())?;
    let mut files = BTreeMap::new();
    for precision in &arguments.precision {
        let name = precision
            .to_possible_value()
            .map_or_else(String::new, |precision| precision.get_name().to_string());
        let bytes = checkpoint.to_bytes(precision.engine())?;
        let stored = Checkpoint::from_bytes(&bytes)?;
        let found = greedy(&stored.model, &stored.memory(&source_ids)?, &[], |_, _| {}).ids;
        ensure!(
            found == ids,
            "{name}: expected greedy search to write {ids:?}, found {found:?}: choose another --seed or a larger \
             --d-model"
        );
        let file = format!("{name}.safetensors");
        files::write(&arguments.into.join(&file), &bytes)?;
        files.insert(name, File { file, bytes: bytes.len() });
    }
    let reference = Reference {
        seed: arguments.seed,
        parameters: seqscope::nn::Parameters::parameter_count(&checkpoint.model),
        model: config,
        source_tokens,
        steps,
        text,
        source_ids,
        ids,
        output,
        files,
    };
    let json = format!("{}\n", serde_json::to_string_pretty(&reference)?);
    files::write(&arguments.into.join("reference.json"), json.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// As many ideographs as it takes for `words` tokens with the special ones.
fn vocabulary(words: usize) -> Result<CharacterVocabulary> {
    let characters: Vec<char> = ('\u{4E00}'..='\u{9FFF}')
        .chain('\u{20000}'..='\u{2A6DF}')
        .take(words - SPECIAL_TOKENS.len())
        .collect();
    let most = SPECIAL_TOKENS.len() + characters.len();
    ensure!(most == words, "--words: expected at most {most}, found {words}");
    Ok(CharacterVocabulary::new(characters))
}

/// Random words, none of them twice, and the end token.
fn random_sentence(steps: usize, words: usize, rng: &mut Rng) -> Vec<usize> {
    let mut ids = Vec::new();
    while ids.len() < steps - 1 {
        let id = rng.random_range(SPECIAL_TOKENS.len()..words);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.push(END);
    ids
}

/// Makes greedy search write `target` for `source`.
///
/// With o_t the decoder's output at step t when it has read the target up to there, and ō their mean, the row of the
/// word of step t becomes k (o_t − ō) / |o_t − ō|, and its bias what makes its logit 0 at ō. At step t no other of
/// these rows gives a higher logit, as their directions differ; k makes it higher than what random rows give.
fn teach(model: &mut Seq2Seq, source: &[usize], target: &[usize]) -> Result<()> {
    let mut input = vec![START];
    input.extend(&target[..target.len() - 1]);
    let run = model.forward(&Sequences::new(&[source])?, &Sequences::new(&[input])?, None);
    let outputs = run.decoder.head.output; // [steps, d_model]
    let mean = outputs.mean_axis(Axis(0)).context("expected at least one step")?;
    let centred = outputs - &mean;
    let lengths = centred.map_axis(Axis(1), |row| row.dot(&row).sqrt());
    let k = LOGIT / lengths.mean().context("expected at least one step")?;
    let generator = model.generator.as_mut().context("expected a generator of its own")?;
    let bias = generator.bias.as_mut().context("expected a generator with a bias")?;
    for ((&id, direction), &length) in target.iter().zip(centred.rows()).zip(&lengths) {
        let mut row = generator.weight.row_mut(id);
        Zip::from(&mut row).and(direction).for_each(|weight, &direction| *weight = k * direction / length);
        bias[id] = -row.dot(&mean);
    }
    Ok(())
}
