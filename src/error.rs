//! Everything that can go wrong with what comes from outside: text, files, configs.

/// What was found and what was expected, one variant per way to fail.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text has no token at all.
    #[error("the input is empty: expected at least one character")]
    EmptyInput,
    /// The text has more tokens than the engine accepts.
    #[error("the input has {found} tokens: expected at most {limit}")]
    InputTooLong {
        /// Tokens in the text.
        found: usize,
        /// The most that are accepted ([`crate::tokens::MAX_SOURCE_TOKENS`]).
        limit: usize,
    },
    /// A part of the text that the vocabulary has no token for, of a model without an unknown token.
    #[error("{text:?}: expected a token of the vocabulary, which has no unknown token")]
    NoToken {
        /// The part.
        text: String,
    },
    /// A sequence of a batch has a length outside of what its padded tensor holds.
    #[error("sequence {index} of the batch: expected a length from 1 to {limit}, found {found}")]
    SequenceLength {
        /// Which sequence of the batch.
        index: usize,
        /// Its length.
        found: usize,
        /// The padded length.
        limit: usize,
    },
    /// A token id that the vocabulary does not have.
    #[error("token id {found}: expected an id below {limit}")]
    TokenOutOfRange {
        /// The id.
        found: usize,
        /// Size of the vocabulary.
        limit: usize,
    },
    /// A search option outside its range.
    #[error("{option}: expected {expected}, found {found}")]
    SearchOption {
        /// The option's name.
        option: &'static str,
        /// What it may be.
        expected: &'static str,
        /// What it was.
        found: String,
    },
    /// Something that was asked for and that the model or the source has no place for, such as a layer.
    #[error("{what}: expected {expected}, found {found}")]
    Request {
        /// What was asked for.
        what: String,
        /// What it may be.
        expected: String,
        /// What it was.
        found: String,
    },
    /// A training whose numbers have run away.
    #[error("step {step}: the {what} is {found}, expected a finite number")]
    Diverged {
        /// The step after which it was found.
        step: u64,
        /// What is no longer finite.
        what: &'static str,
        /// What it is.
        found: f64,
    },
    /// A text of one token, of which that token was to be left out.
    #[error("the input has one token: expected at least two, so that something is left without one of them")]
    NothingLeft,
    /// A config that describes no model that can be built.
    #[error("config: {field}: expected {expected}, found {found}")]
    Config {
        /// The field's name.
        field: &'static str,
        /// What it may be.
        expected: String,
        /// What it was.
        found: String,
    },
    /// The bytes are not a safetensors file.
    #[error("not a safetensors file: {reason}")]
    NotSafetensors {
        /// What the parser says.
        reason: String,
    },
    /// The file has no `config` in its `__metadata__`.
    #[error("the file has no seqscope config: expected the key `config` in `__metadata__`")]
    MissingConfig,
    /// The config is not the JSON that was expected.
    #[error("the config of the file cannot be read: {reason}")]
    UnreadableConfig {
        /// What the parser says.
        reason: String,
    },
    /// Files that do not make a model.
    #[error("the files of a model: expected a single model, or a trunk and then a head, found {found}")]
    Files {
        /// What each of them is.
        found: String,
    },
    /// A head that was trained with another trunk.
    #[error("the head belongs to the trunk {found}: expected a head of the trunk {expected}")]
    OtherTrunk {
        /// The id of the trunk that is there.
        expected: String,
        /// The id that the head names.
        found: String,
    },
    /// The file is of another version of the format.
    #[error("format version: expected {expected}, found {found}")]
    FormatVersion {
        /// What this build reads.
        expected: u32,
        /// What the file says.
        found: u32,
    },
    /// A vocabulary and the model disagree about the number of words.
    #[error("{field}: expected the {expected} tokens of the vocabulary, found {found}")]
    VocabularySize {
        /// Which size of the config.
        field: &'static str,
        /// Tokens in the vocabulary.
        expected: usize,
        /// What the config says.
        found: usize,
    },
    /// A tensor that the config asks for is not in the file.
    #[error("{name}: expected a tensor of shape {expected:?}, found none")]
    MissingTensor {
        /// The tensor's name.
        name: String,
        /// Its shape.
        expected: Vec<usize>,
    },
    /// A tensor that the config does not ask for.
    #[error("{name}: expected no tensor of this name, found one")]
    UnexpectedTensor {
        /// The tensor's name.
        name: String,
    },
    /// A tensor of another shape.
    #[error("{name}: expected shape {expected:?}, found {found:?}")]
    TensorShape {
        /// The tensor's name.
        name: String,
        /// The shape that the config asks for.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// A tensor of a type that is not read.
    #[error("{name}: expected type {expected}, found {found}")]
    TensorType {
        /// The tensor's name.
        name: String,
        /// The types that are read.
        expected: &'static str,
        /// The type in the file.
        found: String,
    },
    /// Something in the half byte that is left over behind a row of an odd number of 4-bit numbers.
    #[error("{name}: expected 0 in the half byte behind row {row}, found {found}")]
    UnusedHalf {
        /// The tensor's name.
        name: String,
        /// Which row.
        row: usize,
        /// The value.
        found: u8,
    },
    /// NaN or an infinity among a tensor's values.
    #[error("{name}: expected finite numbers, found {found} at index {index}")]
    NotFinite {
        /// The tensor's name.
        name: String,
        /// Index into the flattened tensor.
        index: usize,
        /// The value.
        found: f32,
    },
}
