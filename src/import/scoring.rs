//! The attention and W_context, inferred from their names and shapes.

use super::known::Known;
use super::names::Part;
use super::recognise::Parts;
use super::settings::{AlignOrder, shortened};
use super::source::{Placed, Source};
use super::stack::ensure_shape;
use super::tensor::Tensor;
use super::{ContextOrder, Error, Guess, Scored, Settings};
use crate::nn::AttentionType;

/// The score function, and what the checkpoint has of it.
pub(super) struct Attention<'a> {
    pub attention: AttentionType,
    /// The tensor that says so; empty where none does.
    pub from: String,
    pub placed: Vec<Placed<'a>>,
}

/// W_context, and what the checkpoint has of it.
pub(super) struct Context<'a> {
    pub tanh: bool,
    pub placed: Placed<'a>,
    /// What is left to the output layer's bias.
    pub bias: Option<Tensor<'a>>,
}

const TRUTHS: [&str; 2] = ["true", "false"];

/// A question whose answer is the reader's, or `guess` where there is none.
fn ask(
    known: &mut Known,
    key: &'static str,
    choices: &[&'static str],
    given: Option<&str>,
    guess: (&str, String),
) {
    known.guesses.push(Guess {
        key,
        value: given.unwrap_or(guess.0).to_string(),
        choices: choices.to_vec(),
        reason: guess.1,
        settled: given.is_some(),
    });
}

/// Whether a tensor has the name that the post gives it.
fn is_of_post(tensor: &Tensor, name: &str) -> bool {
    tensor.name.contains(name)
}

impl<'a> Attention<'a> {
    pub fn of(parts: &Parts<'a>, settings: &Settings, known: &mut Known) -> Result<Self, Error> {
        let vector = parts.get(Part::Vector);
        let matrix = parts.get(Part::Align);
        let pair = (parts.get(Part::AlignSource), parts.get(Part::AlignMemory));
        match (matrix, vector, pair) {
            (None, None, (None, None)) => Self::without_matrices(settings, known),
            (Some(matrix), None, _) => Self::general(matrix, parts, settings, known),
            (Some(matrix), Some(vector), _) => Self::side_by_side(matrix, vector, parts, settings, known),
            (None, Some(vector), (Some(source), Some(memory))) => {
                let d_model = known.d_model;
                for tensor in [source, memory] {
                    ensure_shape(tensor, &[d_model, d_model], &known.because)?;
                }
                let matrices = [source, memory].map(|tensor| Source::Whole(tensor.clone()));
                Self::concat(matrices, source, vector, parts, settings, known)
            }
            (None, vector, (source, memory)) => {
                let [what, name] = match (vector, source, memory) {
                    (None, ..) => {
                        ["the attention's vector v", "decoder.attention.v_align.weight [1, d_model]"]
                    }
                    (_, None, _) => [
                        "the attention's matrix for the decoder's states",
                        "decoder.attention.W_align_source.weight [d_model, d_model]",
                    ],
                    _ => [
                        "the attention's matrix for the encoder's outputs",
                        "decoder.attention.W_align_memory.weight [d_model, d_model]",
                    ],
                };
                Err(Error::Missing { what: what.to_string(), expected: name.to_string() })
            }
        }
    }

    fn without_matrices(settings: &Settings, known: &mut Known) -> Result<Self, Error> {
        let choices = [AttentionType::Dot, AttentionType::None];
        let attention = chosen(settings, &choices, "as the files have no matrix of an attention")?;
        let reason = "there is no matrix of an attention, and dot needs none".to_string();
        let given = settings.attention.map(AttentionType::name);
        let names = choices.map(AttentionType::name);
        ask(known, "attention", &names, given, (AttentionType::Dot.name(), reason));
        Ok(Self {
            attention: attention.unwrap_or(AttentionType::Dot),
            from: String::new(),
            placed: Vec::new(),
        })
    }

    fn general(
        matrix: &Tensor<'a>,
        parts: &Parts<'a>,
        settings: &Settings,
        known: &mut Known,
    ) -> Result<Self, Error> {
        let d_model = known.d_model;
        if let [positions, width] = matrix.shape[..]
            && width == 2 * d_model
        {
            return Err(Error::Unsupported {
                tensor: shortened(&matrix.described()),
                reason: format!(
                    "without a vector v beside it, it scores {positions} positions whatever stands there, as PyTorch's \
                     first translation tutorial did: expected Luong's dot, general or concat"
                ),
            });
        }
        ensure_shape(matrix, &[d_model, d_model], &known.because)?;
        chosen(
            settings,
            &[AttentionType::General],
            &format!("as there is {}", shortened(&matrix.described())),
        )?;
        let guess = if is_of_last(matrix, "attn") { Scored::Memory } else { Scored::State };
        let scored = settings.align_on.unwrap_or(guess);
        let reason = match guess {
            Scored::State => "(W s)·m, as in the post",
            Scored::Memory => "s·(W m), as in PyTorch's chatbot tutorial, which has this name",
        };
        let given = settings.align_on.map(Scored::name);
        ask(known, "alignOn", &Scored::ALL.map(Scored::name), given, (guess.name(), reason.to_string()));
        if let Some(bias) = parts.get(Part::AlignBias) {
            ensure_shape(bias, &[d_model], &known.because)?;
            match scored {
                // s·(W m + b): the same for every m, and the softmax takes it away.
                Scored::Memory => known.notes.push(cancelled(bias)),
                Scored::State => ensure_zero(bias, "(W s + b)·m is not Luong's general, which has no bias")?,
            }
        }
        let shape = [d_model, d_model];
        let source = match scored {
            Scored::State => Source::Whole(matrix.clone()),
            Scored::Memory => Source::Transposed(matrix.clone()),
        };
        Ok(Self {
            attention: AttentionType::General,
            from: shortened(&matrix.described()),
            placed: vec![Placed::new("decoder.attention.W_align.weight", &shape, source)],
        })
    }

    /// One matrix over [state; memory].
    fn side_by_side(
        matrix: &Tensor<'a>,
        vector: &Tensor<'a>,
        parts: &Parts<'a>,
        settings: &Settings,
        known: &mut Known,
    ) -> Result<Self, Error> {
        let d_model = known.d_model;
        ensure_shape(matrix, &[d_model, 2 * d_model], &known.because)?;
        let guess = AlignOrder::StateFirst;
        let order = settings.align_order.unwrap_or(guess);
        let reason = "W [state; memory], as most tutorials have it".to_string();
        let given = settings.align_order.map(AlignOrder::name);
        ask(known, "alignOrder", &AlignOrder::ALL.map(AlignOrder::name), given, (guess.name(), reason));
        let (state, memory) = if order == AlignOrder::StateFirst { (0, d_model) } else { (d_model, 0) };
        let matrices = [state, memory].map(|first| Source::From(matrix.clone(), first));
        Self::concat(matrices, matrix, vector, parts, settings, known)
    }

    fn concat(
        matrices: [Source<'a>; 2],
        from: &Tensor<'a>,
        vector: &Tensor<'a>,
        parts: &Parts<'a>,
        settings: &Settings,
        known: &mut Known,
    ) -> Result<Self, Error> {
        let d_model = known.d_model;
        if !matches!(vector.shape[..], [length] | [1, length] | [length, 1] if length == d_model) {
            ensure_shape(vector, &[1, d_model], &known.because)?;
        }
        let choices = [AttentionType::Concat, AttentionType::ConcatWithoutTanh];
        let named = chosen(settings, &choices, &format!("as there is {}", shortened(&from.described())))?;
        let given = settings.concat_tanh.or(named.map(|attention| attention == AttentionType::Concat));
        let is_posts = is_of_post(from, "W_align");
        let tanh = given.unwrap_or(!is_posts);
        let reason = if is_posts {
            "the post's concat, whose names these are, has no tanh"
        } else {
            "Luong et al. 2015 and most tutorials have it; the post has not"
        };
        let guess = if is_posts { "false" } else { "true" };
        ask(known, "concatTanh", &TRUTHS, given.map(truth), (guess, reason.to_string()));
        for part in [Part::AlignBias, Part::AlignSourceBias, Part::AlignMemoryBias] {
            let Some(bias) = parts.get(part) else { continue };
            ensure_shape(bias, &[d_model], &known.because)?;
            if tanh {
                ensure_zero(
                    bias,
                    "v·tanh(W s + U m + b) is not Luong's concat, which has no bias; where there is no tanh, set concatTanh to false",
                )?;
            } else {
                known.notes.push(cancelled(bias));
            }
        }
        known.notes.extend(parts.get(Part::VectorBias).map(cancelled));
        let [source, memory] = matrices;
        let shape = [d_model, d_model];
        Ok(Self {
            attention: if tanh { AttentionType::Concat } else { AttentionType::ConcatWithoutTanh },
            from: shortened(&from.described()),
            placed: vec![
                Placed::new("decoder.attention.W_align_source.weight", &shape, source),
                Placed::new("decoder.attention.W_align_memory.weight", &shape, memory),
                Placed::new("decoder.attention.v_align.weight", &[1, d_model], Source::Whole(vector.clone())),
            ],
        })
    }
}

impl<'a> Context<'a> {
    pub fn of(parts: &Parts<'a>, settings: &Settings, known: &mut Known) -> Result<Self, Error> {
        let d_model = known.d_model;
        let Some(matrix) = parts.get(Part::Context) else {
            if let Some(output) = parts.get(Part::Generator).filter(|output| output.width() == 2 * d_model) {
                return Err(Error::Unsupported {
                    tensor: shortened(&output.described()),
                    reason: format!(
                        "the output layer reads [context; state] itself: expected W_context [{d_model}, {}] before it",
                        2 * d_model
                    ),
                });
            }
            return Err(Error::Missing {
                what: "W_context".to_string(),
                expected: format!(
                    "decoder.W_context.weight [{d_model}, {}], as {}",
                    2 * d_model,
                    known.because
                ),
            });
        };
        ensure_shape(matrix, &[d_model, 2 * d_model], &known.because)?;
        let is_posts = is_of_post(matrix, "W_context");
        let guess =
            if is_of_last(matrix, "concat") { ContextOrder::StateFirst } else { ContextOrder::ContextFirst };
        let order = settings.context_order.unwrap_or(guess);
        let reason = match guess {
            ContextOrder::ContextFirst => "[context; state], as in the post and in Luong et al. 2015",
            ContextOrder::StateFirst => {
                "[state; context], as in PyTorch's chatbot tutorial, which has this name"
            }
        };
        let given = settings.context_order.map(ContextOrder::name);
        ask(
            known,
            "contextOrder",
            &ContextOrder::ALL.map(ContextOrder::name),
            given,
            (guess.name(), reason.to_string()),
        );
        let tanh = settings.context_tanh.unwrap_or(!is_posts);
        let reason = if is_posts {
            "the post's W_context, whose name this is, has no tanh behind it"
        } else {
            "Luong et al. 2015 (equation 5) and most tutorials have it; the post has not"
        };
        let guess = if is_posts { "false" } else { "true" };
        ask(known, "contextTanh", &TRUTHS, settings.context_tanh.map(truth), (guess, reason.to_string()));
        let bias = parts.get(Part::ContextBias);
        if let Some(bias) = bias {
            ensure_shape(bias, &[d_model], &known.because)?;
            if tanh {
                ensure_zero(
                    bias,
                    "tanh(W_context [context; state] + b) is not Luong's, which has no bias; where there is no tanh, \
                     set contextTanh to false",
                )?;
            } else {
                known.notes.push(format!(
                    "{} is added to the output layer's bias, which gives the same logits.",
                    shortened(&bias.described())
                ));
            }
        }
        let source = match order {
            ContextOrder::ContextFirst => Source::Whole(matrix.clone()),
            ContextOrder::StateFirst => Source::From(matrix.clone(), d_model),
        };
        Ok(Self {
            tanh,
            placed: Placed::new("decoder.W_context.weight", &[d_model, 2 * d_model], source),
            bias: bias.filter(|_| !tanh).cloned(),
        })
    }
}

/// Whether the last name before `weight` is this one.
fn is_of_last(tensor: &Tensor, name: &str) -> bool {
    tensor.name.strip_suffix(".weight").unwrap_or(&tensor.name).rsplit('.').next() == Some(name)
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// The attention that the reader says, which must be one of those that the tensors allow.
fn chosen(
    settings: &Settings,
    choices: &[AttentionType],
    because: &str,
) -> Result<Option<AttentionType>, Error> {
    match settings.attention {
        Some(attention) if !choices.contains(&attention) => {
            let names: Vec<&str> = choices.iter().map(|attention| attention.name()).collect();
            Err(Error::Setting {
                key: "attention".to_string(),
                expected: format!("{}, {because}", super::settings::one_of(&names)),
                found: attention.name().to_string(),
            })
        }
        attention => Ok(attention),
    }
}

fn cancelled(bias: &Tensor) -> String {
    format!(
        "{} is left out: it adds the same to the score of every position, which changes no weight.",
        shortened(&bias.described())
    )
}

fn ensure_zero(bias: &Tensor, reason: &str) -> Result<(), Error> {
    if (0..bias.rows()).all(|row| bias.is_zero_row(row)) {
        return Ok(());
    }
    Err(Error::Unsupported { tensor: shortened(&bias.described()), reason: reason.to_string() })
}
