//! What a reader brings: files, and vocabularies.

use super::Vocabulary;

/// A file with what it is called: a name says whether it is an encoder's or a decoder's where the tensors do not.
#[derive(Debug, Clone, Copy)]
pub struct NamedBytes<'a> {
    /// With its ending, without folders.
    pub name: &'a str,
    /// All of it.
    pub bytes: &'a [u8],
}

/// What the reader has of the model's vocabularies. Without one, ids are typed or shown.
#[derive(Debug, Clone, Default)]
pub struct Vocabularies {
    /// Of what is typed.
    pub source: Option<Vocabulary>,
    /// Of what comes out.
    pub target: Option<Vocabulary>,
}
