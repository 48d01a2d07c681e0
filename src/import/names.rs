//! What the parts of an encoder and a decoder are called: the post's names, and those of other tutorials and libraries.
//!
//! This is the one place where names stand. They are compared in lower case and without underscores.

/// A half of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Encoder,
    Decoder,
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Self::Encoder => "encoder",
            Self::Decoder => "decoder",
        }
    }
}

/// One of PyTorch's recurrent parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    InputHidden,
    HiddenHidden,
    BiasInput,
    BiasHidden,
}

impl Weight {
    pub const ALL: [Self; 4] = [Self::InputHidden, Self::HiddenHidden, Self::BiasInput, Self::BiasHidden];

    /// PyTorch's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::InputHidden => "weight_ih",
            Self::HiddenHidden => "weight_hh",
            Self::BiasInput => "bias_ih",
            Self::BiasHidden => "bias_hh",
        }
    }
}

/// The place of a tensor in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Embedding(Side),
    Recurrent {
        side: Side,
        layer: usize,
        reverse: bool,
        weight: Weight,
    },
    /// general's matrix, or one that reads state and memory side by side.
    Align,
    AlignBias,
    AlignSource,
    AlignSourceBias,
    AlignMemory,
    AlignMemoryBias,
    Vector,
    VectorBias,
    Context,
    ContextBias,
    Generator,
    GeneratorBias,
}

/// What is in front of names and says nothing about them.
const WRAPPERS: [&str; 15] = [
    "model",
    "net",
    "network",
    "seq2seq",
    "statedict",
    "modelstatedict",
    "modelstate",
    "modelweights",
    "weights",
    "params",
    "parameters",
    "forwardmodule",
    "modeldict",
    "nmt",
    "checkpoint",
];

/// What DataParallel, `torch.compile` and the like put anywhere into names.
const WRAPPED: [&str; 2] = ["module", "origmod"];

const ENCODER: [&str; 6] = ["encoder", "enc", "en", "encoderstatedict", "encoderrnn", "encodermodel"];
const DECODER: [&str; 9] = [
    "decoder",
    "dec",
    "de",
    "decoderstatedict",
    "decoderrnn",
    "decodermodel",
    "attndecoder",
    "attentiondecoder",
    "attndecoderrnn",
];

/// Words in the name of an embedding that stands in neither of them.
const OF_SOURCE: [&str; 6] = ["src", "source", "enc", "input", "en", "encoder"];
const OF_TARGET: [&str; 7] = ["tgt", "trg", "target", "dec", "output", "de", "decoder"];

/// Last names of modules and of parameters that are none of a module.
const PARTS: [(Part, &[&str]); 6] = [
    (
        Part::Align,
        &[
            "walign",
            "wa",
            "w",
            "attn",
            "attention",
            "align",
            "score",
            "linearin",
            "general",
            "attnlinear",
            "attprojection",
            "attnw",
            "energy",
            "linear",
            "fc",
        ],
    ),
    (
        Part::AlignSource,
        &[
            "walignsource",
            "wquery",
            "wq",
            "query",
            "querylayer",
            "queryproj",
            "ws",
            "wdec",
            "wdecoder",
            "wstate",
            "decoderatt",
            "decoderproj",
            "w1",
            "linearquery",
        ],
    ),
    (
        Part::AlignMemory,
        &[
            "walignmemory",
            "ua",
            "u",
            "wkey",
            "wk",
            "key",
            "keylayer",
            "keyproj",
            "wh",
            "wm",
            "wenc",
            "wencoder",
            "wmemory",
            "memorylayer",
            "encoderatt",
            "encoderproj",
            "w2",
            "linearcontext",
        ],
    ),
    (Part::Vector, &["valign", "va", "v", "vt", "energylayer", "fullatt", "wv", "other"]),
    (
        Part::Context,
        &[
            "wcontext",
            "wc",
            "linearout",
            "concat",
            "attncombine",
            "combine",
            "contextproj",
            "contextlayer",
            "attnout",
            "attentionlayer",
            "attnvector",
            "attentionalhidden",
            "whc",
            "combinedoutputprojection",
            "attncombined",
            "fccontext",
            "concatlinear",
        ],
    ),
    (
        Part::Generator,
        &[
            "generator",
            "out",
            "fcout",
            "fc",
            "outvocabproj",
            "output",
            "outputlayer",
            "outputprojection",
            "outproj",
            "linear",
            "proj",
            "projection",
            "lmhead",
            "classifier",
            "predictor",
            "predict",
            "vocabproj",
            "tovocab",
            "targetvocabprojection",
            "logits",
            "head",
            "dense",
            "final",
            "fc1",
            "linear1",
        ],
    ),
];

/// A path of names taken apart.
pub(super) struct Path<'a> {
    /// What was taken off, as it stood.
    pub removed: Vec<&'a str>,
    pub side: Option<Side>,
    /// Whether it is a generator's by its first name.
    pub is_of_generator: bool,
    /// What is left, the parameter's own name at the end.
    pub names: Vec<&'a str>,
}

/// A name as the tables have it.
fn plain(name: &str) -> String {
    name.chars().filter(|&character| character != '_').flat_map(char::to_lowercase).collect()
}

fn is_in(table: &[&str], name: &str) -> bool {
    table.contains(&&*plain(name))
}

/// What the names of a file itself say of what is in it.
fn of_file(file: &str) -> (Option<Side>, bool) {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain = plain(stem).replace(['-', ' '], "");
    let (encoder, decoder) = (plain.contains("enc"), plain.contains("dec"));
    let side = match (encoder, decoder) {
        (true, false) => Some(Side::Encoder),
        (false, true) => Some(Side::Decoder),
        _ => None,
    };
    (side, side.is_none() && plain.contains("gen"))
}

impl<'a> Path<'a> {
    /// Takes apart the path `name` of a tensor in the file of the name `file`.
    pub fn of(name: &'a str, file: &str) -> Self {
        let (side, is_of_generator) = of_file(file);
        let mut path = Self { removed: Vec::new(), side, is_of_generator, names: Vec::new() };
        let mut segments = name.split('.').peekable();
        while let Some(segment) = segments.next() {
            let is_last = segments.peek().is_none();
            if !is_last && (is_in(&WRAPPED, segment) || (path.names.is_empty() && is_in(&WRAPPERS, segment)))
            {
                path.removed.push(segment);
            } else if path.names.is_empty() && !is_last && is_in(&ENCODER, segment) {
                (path.side, path.is_of_generator) = (Some(Side::Encoder), false);
            } else if path.names.is_empty() && !is_last && is_in(&DECODER, segment) {
                (path.side, path.is_of_generator) = (Some(Side::Decoder), false);
            } else {
                path.names.push(segment);
            }
        }
        path
    }

    /// The place that the names say; `None` where they say none.
    pub fn part(&self) -> Option<Part> {
        let (&leaf, modules) = self.names.split_last()?;
        if let Some((weight, layer, reverse)) = recurrent(leaf, modules) {
            let side = self.side.or_else(|| side_in(modules))?;
            return Some(Part::Recurrent { side, layer, reverse, weight });
        }
        if modules.iter().chain([&leaf]).any(|name| plain(name).contains("emb")) {
            let side = self.side.or_else(|| side_in(modules)).or_else(|| side_in(&[leaf]))?;
            return Some(Part::Embedding(side));
        }
        let is_bias = plain(leaf) == "bias";
        // A number in an nn.Sequential says nothing.
        let is_number = |name: &&&str| name.bytes().all(|byte| byte.is_ascii_digit());
        let mut modules = modules.iter().rev().skip_while(is_number);
        let last = if matches!(&*plain(leaf), "weight" | "bias") { modules.next() } else { None };
        let is_in_attention =
            modules.any(|name| ["att", "align", "score"].iter().any(|part| plain(name).contains(part)));
        if self.is_of_generator
            && last.is_none_or(|name| is_in(&["generator", "out", "linear", "fc", "proj"], name))
        {
            return Some(with_bias(Part::Generator, is_bias));
        }
        let name = last.copied().unwrap_or(leaf);
        let parts = PARTS.iter().filter(|(_, names)| is_in(names, name)).map(|(part, _)| *part);
        let is_of_attention = |part: &Part| !matches!(part, Part::Generator);
        let is_plain_linear = is_in(&["linear", "fc"], name);
        // `linear` is the matrix of an attention in one and the output layer in the decoder around it.
        let part = parts
            .clone()
            .find(|part| if is_plain_linear { is_of_attention(part) == is_in_attention } else { true })?;
        (self.side != Some(Side::Encoder)).then(|| with_bias(part, is_bias))
    }

    /// Whether it is the embedding of both, where no name says of which.
    pub fn is_embedding(&self) -> bool {
        self.names.iter().any(|name| plain(name).contains("emb"))
    }

    /// Whether it is a recurrent parameter, of whichever side.
    pub fn is_recurrent(&self) -> bool {
        self.names.split_last().is_some_and(|(leaf, modules)| recurrent(leaf, modules).is_some())
    }
}

fn with_bias(part: Part, is_bias: bool) -> Part {
    if !is_bias {
        return part;
    }
    match part {
        Part::Align => Part::AlignBias,
        Part::AlignSource => Part::AlignSourceBias,
        Part::AlignMemory => Part::AlignMemoryBias,
        Part::Vector => Part::VectorBias,
        Part::Context => Part::ContextBias,
        Part::Generator => Part::GeneratorBias,
        other => other,
    }
}

/// The side that one of these names speaks of.
fn side_in(names: &[&str]) -> Option<Side> {
    let words = || {
        names
            .iter()
            .flat_map(|name| name.split('_'))
            .map(|word| word.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    let says = |table: &[&str]| {
        words().iter().any(|word| {
            table.contains(&&**word) || {
                // `encoderRNN`, `EncoderGRU`
                table.iter().any(|part| part.len() > 4 && word.starts_with(part))
            }
        })
    };
    match (says(&OF_SOURCE), says(&OF_TARGET)) {
        (true, false) => Some(Side::Encoder),
        (false, true) => Some(Side::Decoder),
        _ => None,
    }
}

/// `weight_ih_l0_reverse`, or of a cell `weight_ih` with the layer before it where there are several.
fn recurrent(leaf: &str, modules: &[&str]) -> Option<(Weight, usize, bool)> {
    let weight = Weight::ALL.into_iter().find(|weight| leaf.starts_with(weight.name()))?;
    let rest = &leaf[weight.name().len()..];
    if rest.is_empty() {
        let layer = modules.last().and_then(|name| name.parse().ok()).unwrap_or(0);
        return Some((weight, layer, false));
    }
    let rest = rest.strip_prefix("_l")?;
    let (layer, reverse) = rest.strip_suffix("_reverse").map_or((rest, false), |layer| (layer, true));
    Some((weight, layer.parse().ok()?, reverse))
}

/// What other kinds of models call their parts; a part of the path says it.
pub(super) const OTHER_MODELS: [(&str, &[&str]); 6] = [
    (
        "self-attention",
        &[
            "selfattn",
            "selfattention",
            "inprojweight",
            "inprojbias",
            "qproj",
            "qkvproj",
            "cattn",
            "multihead",
            "mha",
            "encdecattention",
            "encoderattn",
            "multiheadattn",
        ],
    ),
    ("convolutions", &["conv", "conv1", "conv1d", "conv2d", "convs"]),
    ("a CRF", &["crf"]),
    ("low-rank adapters", &["loraa", "lorab"]),
    ("batch norms", &["runningmean", "runningvar"]),
    ("projections in an LSTM (proj_size)", &["weighthrl0"]),
];

/// Which of [`OTHER_MODELS`] has the path.
pub(super) fn other_model(path: &str) -> Option<&'static str> {
    let has = |names: &[&str]| path.split('.').any(|segment| is_in(names, segment));
    OTHER_MODELS.iter().find(|(_, names)| has(names)).map(|(what, _)| *what)
}

/// The number of the layer that a path of a Transformer is in: `layers.3.`, `h.3.`, `block.3.`
pub(super) fn layer_of(path: &str) -> Option<(String, usize)> {
    let mut before = String::new();
    for segment in path.split('.') {
        if let Ok(layer) = segment.parse() {
            return Some((before, layer));
        }
        before = format!("{before}.{segment}");
    }
    None
}
