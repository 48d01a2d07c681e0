//! The config of a model, inferred from the names and shapes of its tensors.

use std::collections::BTreeSet;

use super::known::Known;
use super::names::{Part, Side};
use super::recognise::{Parts, described};
use super::scoring::{Attention, Context};
use super::settings::shortened;
use super::source::{Biases, Placed, Source};
use super::stack::{Stack, ensure_shape};
use super::tensor::Tensor;
use super::vocabulary::{self, special, special_ids};
use super::{Error, Finding, Guess, Inspection, NamedBytes, Settings, Vocabularies};
use crate::config::ModelConfig;

/// A model as a checkpoint has it, and how that came about.
pub(super) struct Model<'a> {
    pub config: ModelConfig,
    pub placed: Vec<Placed<'a>>,
    pub inspection: Inspection,
    /// Whether there is an output layer, or the reader has said that the decoder's embedding is it.
    pub is_complete: bool,
}

/// The output layer.
struct Output<'a> {
    tied: bool,
    has_bias: bool,
    placed: Vec<Placed<'a>>,
    from: String,
    is_there: bool,
}

impl<'a> Model<'a> {
    pub fn of(
        files: &[NamedBytes<'a>],
        vocabularies: &Vocabularies,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let parts = Parts::of(files)?;
        for tensor in parts.tensors.values() {
            if !tensor.dtype.is_read() {
                let (tensor, found) = (shortened(&tensor.name), tensor.dtype.name());
                return Err(Error::Type { tensor, found });
            }
        }
        let source = embedding(&parts, Side::Encoder)?;
        let target = embedding(&parts, Side::Decoder)?;
        let d_model = source.width();
        let mut known = Known {
            d_model,
            because: format!("d_model is {d_model}, as {} says", shortened(&source.described())),
            guesses: Vec::new(),
            notes: parts.notes.clone(),
        };
        ensure_shape(target, &[target.rows(), d_model], &known.because)?;
        let encoder = Stack::of(&parts, Side::Encoder)?;
        let decoder = Stack::of(&parts, Side::Decoder)?;
        check_stacks(&parts, &encoder, &decoder, &known)?;
        let attention = Attention::of(&parts, settings, &mut known)?;
        let context = Context::of(&parts, settings, &mut known)?;
        let output = Output::of(&parts, target, context.bias.as_ref(), settings, &mut known)?;
        let sides = [
            ("source", &vocabularies.source, source.rows(), &settings.source),
            ("target", &vocabularies.target, target.rows(), &settings.target),
        ];
        let [of_source, of_target] =
            sides.map(|(_, vocabulary, size, settings)| special(vocabulary.as_ref(), size, settings));
        let config = ModelConfig {
            n_src_words: source.rows(),
            n_tgt_words: target.rows(),
            d_model,
            encoder_layers: encoder.layers,
            decoder_layers: decoder.layers,
            bidirectional: encoder.bidirectional,
            rnn_type: encoder.rnn_type,
            attention: attention.attention,
            context_tanh: context.tanh,
            generator_bias: output.has_bias,
            tied_embeddings: output.tied,
            recurrent_bias: encoder.has_bias || decoder.has_bias,
            special_ids: special_ids(of_source, of_target),
            dropout: 0.0,
        };
        config.validate()?;
        let found = findings(&parts, &config, [&encoder, &decoder], &attention, &output, [source, target]);
        let mut missing = Vec::new();
        for (side, vocabulary, size, settings) in sides {
            known.guesses.extend(vocabulary::guesses(side, vocabulary.as_ref(), size, settings));
            if vocabulary.is_none() {
                missing.push(format!("{side}Vocabulary"));
            }
        }
        let is_complete = output.is_there || settings.tied == Some(true);
        if !is_complete {
            missing.push("generator".to_string());
        }
        let mut placed = vec![whole("encoder.input_embedding.weight", source)];
        encoder.place(&parts, config.recurrent_bias, &mut placed);
        placed.push(whole("decoder.input_embedding.weight", target));
        decoder.place(&parts, config.recurrent_bias, &mut placed);
        placed.extend(attention.placed);
        placed.push(context.placed);
        placed.extend(output.placed);
        let Known { guesses, notes, .. } = known;
        Ok(Self {
            config,
            placed,
            inspection: Inspection { found, guesses, missing, notes, check: None },
            is_complete,
        })
    }
}

fn whole<'a>(name: &str, tensor: &Tensor<'a>) -> Placed<'a> {
    Placed::new(name, &tensor.shape, Source::Whole(tensor.clone()))
}

fn embedding<'p, 'a>(parts: &'p Parts<'a>, side: Side) -> Result<&'p Tensor<'a>, Error> {
    let part = Part::Embedding(side);
    let tensor = parts.get(part).ok_or_else(|| Error::Missing {
        what: described(part),
        expected: format!("{}.input_embedding.weight [words, d_model]", side.name()),
    })?;
    if tensor.shape.len() != 2 || tensor.rows() * tensor.width() == 0 {
        let reason = "expected an embedding of shape [words, d_model]".to_string();
        return Err(Error::NoPlace { tensor: shortened(&tensor.described()), reason });
    }
    Ok(tensor)
}

/// Checks both halves against each other and against the embeddings.
fn check_stacks(parts: &Parts, encoder: &Stack, decoder: &Stack, known: &Known) -> Result<(), Error> {
    let d_model = known.d_model;
    if encoder.rnn_type != decoder.rnn_type {
        return Err(Error::Unsupported {
            tensor: decoder.from.clone(),
            reason: format!(
                "the decoder is of {} layers, and the encoder of {} layers, as {} says: expected the same of both",
                decoder.rnn_type.name().to_uppercase(),
                encoder.rnn_type.name().to_uppercase(),
                encoder.from
            ),
        });
    }
    if decoder.bidirectional {
        return Err(Error::Unsupported {
            tensor: decoder.from.clone(),
            reason: "the decoder reads both ways, and what it has yet to write cannot be read".to_string(),
        });
    }
    if encoder.width() != d_model {
        let expected = if encoder.bidirectional {
            format!("{} units in each direction", d_model / 2)
        } else {
            format!("{d_model} units")
        };
        return Err(Error::Unsupported {
            tensor: encoder.from.clone(),
            reason: format!("expected {expected}, found {}: {}", encoder.units, known.because),
        });
    }
    if decoder.units != d_model {
        return Err(Error::Unsupported {
            tensor: decoder.from.clone(),
            reason: format!("expected {d_model} units, found {}: {}", decoder.units, known.because),
        });
    }
    for stack in [encoder, decoder] {
        let part = Part::Recurrent {
            side: stack.side,
            layer: 0,
            reverse: false,
            weight: super::names::Weight::InputHidden,
        };
        let Some(input) = parts.get(part) else { continue };
        if stack.side == Side::Decoder && input.width() > d_model {
            return Err(Error::Unsupported {
                tensor: shortened(&input.described()),
                reason: format!(
                    "the decoder reads {} numbers a step where its embedding has {d_model}: the context is fed into the \
                     recurrence, as in Bahdanau et al. 2015 or with input feeding, and in the post it is not",
                    input.width()
                ),
            });
        }
        for reverse in [false, true] {
            let part = Part::Recurrent {
                side: stack.side,
                layer: 0,
                reverse,
                weight: super::names::Weight::InputHidden,
            };
            if let Some(input) = parts.get(part) {
                ensure_shape(input, &[input.rows(), d_model], &known.because)?;
            }
        }
    }
    Ok(())
}

impl<'a> Output<'a> {
    fn of(
        parts: &Parts<'a>,
        embedding: &Tensor<'a>,
        of_context: Option<&Tensor<'a>>,
        settings: &Settings,
        known: &mut Known,
    ) -> Result<Self, Error> {
        let words = embedding.rows();
        let bias = parts.get(Part::GeneratorBias);
        let because = format!("{} has {words} words", shortened(&embedding.described()));
        if let Some(bias) = bias {
            ensure_shape(bias, &[words], &because)?;
        }
        let matrix = parts.get(Part::Generator);
        if let Some(matrix) = matrix {
            ensure_shape(matrix, &[words, known.d_model], &format!("{because}; {}", known.because))?;
        }
        let is_equal = matrix.is_some_and(|matrix| matrix.equals(embedding));
        if let (Some(true), Some(matrix), false) = (settings.tied, matrix, is_equal) {
            return Err(Error::Setting {
                key: "tied".to_string(),
                expected: format!(
                    "false, as {} has other numbers than the decoder's embedding",
                    shortened(&matrix.described())
                ),
                found: "true".to_string(),
            });
        }
        let from = matrix.map(|matrix| shortened(&matrix.described())).unwrap_or_default();
        if matrix.is_none() {
            known.guesses.push(Guess {
                key: "tied",
                value: (settings.tied == Some(true)).to_string(),
                choices: vec!["true", "false"],
                reason: "there is no output layer: with tied weights the decoder's embedding is one"
                    .to_string(),
                settled: settings.tied.is_some(),
            });
        }
        if is_equal {
            known.notes.push(format!("{from} is the decoder's embedding: the weights are tied."));
        }
        let weight = matrix.unwrap_or(embedding);
        let has_bias = bias.is_some() || of_context.is_some();
        // A checkpoint has the matrix once where it is tied, and a bias only where it is not.
        let tied = (matrix.is_none() || is_equal) && !has_bias;
        let mut placed = Vec::new();
        if !tied {
            placed.push(whole("generator.weight", weight));
        }
        match (bias, of_context) {
            (bias, Some(of_context)) => {
                let biases =
                    Biases { weight: weight.clone(), of_context: of_context.clone(), bias: bias.cloned() };
                placed.push(Placed::new("generator.bias", &[words], Source::Bias(Box::new(biases))));
            }
            (Some(bias), None) => placed.push(whole("generator.bias", bias)),
            (None, None) => {}
        }
        Ok(Self { tied, has_bias, placed, from, is_there: matrix.is_some() })
    }
}

/// What there is to say of what was inferred.
fn findings(
    parts: &Parts,
    config: &ModelConfig,
    [encoder, decoder]: [&Stack; 2],
    attention: &Attention,
    output: &Output,
    [source, target]: [&Tensor; 2],
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |key, value: String, from: &str| found.push(Finding { key, value, from: from.to_string() });
    let (of_source, of_target) = (shortened(&source.described()), shortened(&target.described()));
    add("recurrence", config.rnn_type.name().to_string(), &encoder.from);
    add("encoderLayers", config.encoder_layers.to_string(), &encoder.from);
    add("decoderLayers", config.decoder_layers.to_string(), &decoder.from);
    add("bidirectional", config.bidirectional.to_string(), &encoder.from);
    add("recurrentBias", config.recurrent_bias.to_string(), &encoder.from);
    add("dModel", config.d_model.to_string(), &of_source);
    add("sourceWords", config.n_src_words.to_string(), &of_source);
    add("targetWords", config.n_tgt_words.to_string(), &of_target);
    add("attention", config.attention.name().to_string(), &attention.from);
    if output.is_there {
        add("generator", output.from.clone(), &output.from);
    }
    add("generatorBias", config.generator_bias.to_string(), &output.from);
    add("tied", config.tied_embeddings.to_string(), &output.from);
    if !parts.removed.is_empty() {
        let removed: Vec<&str> = parts.removed.iter().map(String::as_str).collect();
        add("prefix", removed.join(", "), &of_source);
    }
    let dtypes: BTreeSet<&str> = parts.tensors.values().map(|tensor| tensor.dtype.name()).collect();
    let dtypes: Vec<&str> = dtypes.into_iter().collect();
    add("dtype", dtypes.join(", "), &of_source);
    // nn.Embedding keeps the row of its padding_idx at 0.
    let mut zero = (0..source.rows()).filter(|&row| source.is_zero_row(row));
    if let (Some(row), None) = (zero.next(), zero.next()) {
        add("paddingRow", row.to_string(), &of_source);
    }
    found
}
