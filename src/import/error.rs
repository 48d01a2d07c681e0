//! Why files are no model, and what to do.

use super::kind::OtherFile;

/// One variant for each way to fail; each message says what was found, what was expected, and where one can tell, what to
/// do. What comes from the files is shortened, and nothing in it is markup.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing was given.
    #[error("no file was given: expected the file or files of a model")]
    NoFile,
    /// Two files of the same name, or more files than a model has.
    #[error("{found} files: expected at most {limit}")]
    ManyFiles {
        /// How many were given.
        found: usize,
        /// How many a model has at most.
        limit: usize,
    },
    /// A file of another kind.
    #[error("{file}: {}: {}", kind.what(), kind.advice())]
    OtherFile {
        /// Its name.
        file: String,
        /// What it is.
        kind: OtherFile,
    },
    /// A file that is cut off or damaged.
    #[error("{file}: {reason}")]
    Broken {
        /// Its name.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A pickle with an instruction that no `state_dict` has.
    #[error(
        "{file}: its pickle has the instruction {opcode}, which no state_dict has, and is not run: \
         torch.save(model.state_dict(), \"model.pt\")"
    )]
    Opcode {
        /// Its name.
        file: String,
        /// The instruction as `pickletools` names it.
        opcode: String,
    },
    /// A model saved as a Python object.
    #[error(
        "{file}: a whole object of the class {class}, which only its own program can load: save its weights alone, \
         torch.save(model.state_dict(), \"model.pt\")"
    )]
    WholeObject {
        /// Its name.
        file: String,
        /// The class.
        class: String,
    },
    /// A Python object beside the tensors.
    #[error(
        "{file}: beside the tensors it holds {name}, which only Python can load: save the weights alone, \
         torch.save(model.state_dict(), \"model.pt\")"
    )]
    ForeignObject {
        /// Its name.
        file: String,
        /// The class or function.
        name: String,
    },
    /// A file without a tensor.
    #[error("{file}: there is no tensor in it: expected the state_dict of a model")]
    NoTensors {
        /// Its name.
        file: String,
    },
    /// The tensors of another kind of model.
    #[error(
        "these are {what}: expected an encoder and a decoder of RNN, GRU or LSTM layers with Luong attention"
    )]
    OtherModel {
        /// What they are the tensors of.
        what: String,
    },
    /// A part of the model that is not there.
    #[error("{what}: found none: expected {expected}")]
    Missing {
        /// Which part.
        what: String,
        /// What it is called and how it is shaped.
        expected: String,
    },
    /// Two tensors for one place.
    #[error("{what}: found {first} and {second}: expected one")]
    Twice {
        /// Which part of the model.
        what: String,
        /// The first tensor.
        first: String,
        /// The other tensor.
        second: String,
    },
    /// A tensor that has no place in the model.
    #[error("{tensor}: {reason}")]
    NoPlace {
        /// The tensor with its shape.
        tensor: String,
        /// Why.
        reason: String,
    },
    /// A tensor of another shape.
    #[error("{tensor}: expected shape {expected:?}, found {found:?}: {because}")]
    Shape {
        /// Its name in the file.
        tensor: String,
        /// What would fit.
        expected: Vec<usize>,
        /// What it is.
        found: Vec<usize>,
        /// What the expected shape was inferred from.
        because: String,
    },
    /// Weights that are no floating-point numbers.
    #[error("{tensor}: expected numbers of type F64, F32, F16 or BF16, found {found}")]
    Type {
        /// Its name in the file.
        tensor: String,
        /// The type.
        found: &'static str,
    },
    /// NaN or an infinity.
    #[error("{tensor}: expected finite numbers, found {found} at index {index}: the training has diverged")]
    NotFinite {
        /// Its name in the file.
        tensor: String,
        /// Index into the flattened tensor.
        index: usize,
        /// The value.
        found: f32,
    },
    /// Something that the model has and that cannot be said in a checkpoint.
    #[error("{tensor}: {reason}")]
    Unsupported {
        /// The tensor with its shape.
        tensor: String,
        /// What it does.
        reason: String,
    },
    /// A vocabulary that cannot be read or does not fit.
    #[error("{file}: {found}: expected {expected}")]
    Vocabulary {
        /// Its file.
        file: String,
        /// What is in it.
        found: String,
        /// What could be.
        expected: String,
    },
    /// An answer that no question has.
    #[error("setting {key}: expected {expected}, found {found}")]
    Setting {
        /// Which answer.
        key: String,
        /// What it may be.
        expected: String,
        /// What it was.
        found: String,
    },
    /// What the rest of the crate says of the checkpoint that would be written.
    #[error(transparent)]
    Model(#[from] crate::error::Error),
}

impl Error {
    /// A name by which programs can tell what failed.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFile => "noFile",
            Self::ManyFiles { .. } => "manyFiles",
            Self::OtherFile { kind, .. } => kind.code(),
            Self::Broken { .. } => "broken",
            Self::Opcode { .. } => "opcode",
            Self::WholeObject { .. } => "wholeObject",
            Self::ForeignObject { .. } => "foreignObject",
            Self::NoTensors { .. } => "noTensors",
            Self::OtherModel { .. } => "otherModel",
            Self::Missing { .. } => "missing",
            Self::Twice { .. } => "twice",
            Self::NoPlace { .. } => "noPlace",
            Self::Shape { .. } => "shape",
            Self::Type { .. } => "type",
            Self::NotFinite { .. } => "notFinite",
            Self::Unsupported { .. } => "unsupported",
            Self::Vocabulary { .. } => "vocabulary",
            Self::Setting { .. } => "setting",
            Self::Model(_) => "model",
        }
    }
}
