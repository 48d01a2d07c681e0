//! Which tensor of the files is which part of the model.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Part, Path, Side, layer_of, other_model};
use super::settings::shortened;
use super::tensor::Tensor;
use super::{Error, NamedBytes, files};

/// An encoder, a decoder, a generator, an embedding and a head, each in a file.
const MOST_FILES: usize = 8;

/// The tensors of a model by their places.
pub(super) struct Parts<'a> {
    pub tensors: BTreeMap<Part, Tensor<'a>>,
    /// What was in front of names and says nothing.
    pub removed: BTreeSet<String>,
    pub notes: Vec<String>,
}

impl<'a> Parts<'a> {
    /// Reads the files and finds the place of each tensor.
    pub fn of(files: &[NamedBytes<'a>]) -> Result<Self, Error> {
        match files.len() {
            0 => return Err(Error::NoFile),
            found if found > MOST_FILES => return Err(Error::ManyFiles { found, limit: MOST_FILES }),
            _ => {}
        }
        let mut all = Vec::new();
        for &file in files {
            all.extend(files::read(file)?.into_iter().map(|tensor| (file.name, tensor)));
        }
        refuse_other_models(&all)?;
        let mut parts = Self { tensors: BTreeMap::new(), removed: BTreeSet::new(), notes: Vec::new() };
        let (mut shared, mut unknown) = (None, Vec::new());
        for (file, tensor) in all {
            let name = tensor.name.clone();
            let path = Path::of(&name, file);
            parts.removed.extend(path.removed.iter().map(|name| shortened(name)));
            match path.part() {
                Some(part) => parts.add(part, tensor)?,
                None if path.is_embedding() => match &shared {
                    Some(first) if !tensor.equals(first) => {
                        return Err(twice(
                            "the embedding that is neither encoder's nor decoder's",
                            first,
                            &tensor,
                        ));
                    }
                    _ => shared = Some(tensor),
                },
                None if path.is_recurrent() => {
                    let reason =
                        "the names do not say whether it is the encoder's or the decoder's: name the files \
                                  encoder.pt and decoder.pt"
                            .to_string();
                    return Err(Error::NoPlace { tensor: tensor.described(), reason });
                }
                // Counters and masks are no weights.
                None if !tensor.dtype.is_read() => {}
                None => unknown.push(tensor),
            }
        }
        if let Some(embedding) = shared {
            parts.share(embedding);
        }
        parts.settle()?;
        parts.place_by_shape(unknown)?;
        Ok(parts)
    }

    /// A tensor that was found.
    pub fn get(&self, part: Part) -> Option<&Tensor<'a>> {
        self.tensors.get(&part)
    }

    fn add(&mut self, part: Part, tensor: Tensor<'a>) -> Result<(), Error> {
        match self.tensors.get(&part) {
            // A module that several hold is saved with each.
            Some(first) if !tensor.equals(first) => Err(twice(&described(part), first, &tensor)),
            _ => {
                self.tensors.insert(part, tensor);
                Ok(())
            }
        }
    }

    /// Gives an embedding that stands outside of both to whichever has none.
    fn share(&mut self, embedding: Tensor<'a>) {
        let places = [Side::Encoder, Side::Decoder].map(Part::Embedding);
        let free: Vec<Part> = places.into_iter().filter(|part| !self.tensors.contains_key(part)).collect();
        if free.len() == 2 {
            let note = "is the embedding of the encoder and of the decoder";
            self.notes.push(format!("{} {note}.", shortened(&embedding.described())));
        }
        for part in free {
            self.tensors.insert(part, embedding.clone());
        }
    }

    /// Corrects what a name alone cannot tell: `W_a` is general's, and with `U_a` and `v_a` beside it concat's.
    fn settle(&mut self) -> Result<(), Error> {
        let is_vector = |tensor: &Tensor| matches!(tensor.shape[..], [_] | [1, _] | [_, 1]);
        if self.get(Part::Align).is_some_and(is_vector) && self.get(Part::Vector).is_none() {
            self.rename(Part::Align, Part::Vector);
            self.rename(Part::AlignBias, Part::VectorBias);
        }
        let has = |parts: &Self, part| parts.tensors.contains_key(&part);
        if has(self, Part::AlignMemory) && has(self, Part::Align) && !has(self, Part::AlignSource) {
            self.rename(Part::Align, Part::AlignSource);
            self.rename(Part::AlignBias, Part::AlignSourceBias);
        }
        // One matrix of a pair is general's.
        if !has(self, Part::Vector) && !has(self, Part::Align) {
            for (part, bias) in
                [(Part::AlignSource, Part::AlignSourceBias), (Part::AlignMemory, Part::AlignMemoryBias)]
            {
                let other = if part == Part::AlignSource { Part::AlignMemory } else { Part::AlignSource };
                if has(self, part) && !has(self, other) {
                    self.rename(part, Part::Align);
                    self.rename(bias, Part::AlignBias);
                }
            }
        }
        match (self.get(Part::Align), self.get(Part::AlignSource).or(self.get(Part::AlignMemory))) {
            (Some(first), Some(second)) => Err(twice("the matrix of the attention", first, second)),
            _ => Ok(()),
        }
    }

    fn rename(&mut self, from: Part, to: Part) {
        if let Some(tensor) = self.tensors.remove(&from) {
            self.tensors.insert(to, tensor);
        }
    }

    /// Takes a matrix that nobody's table names for the output layer where it can be nothing else.
    fn place_by_shape(&mut self, unknown: Vec<Tensor<'a>>) -> Result<(), Error> {
        let words = self.get(Part::Embedding(Side::Decoder)).map(|tensor| tensor.shape.clone());
        for tensor in unknown {
            let is_output = words.as_ref().is_some_and(|shape| *shape == tensor.shape);
            if is_output && self.get(Part::Generator).is_none() {
                self.notes.push(format!(
                    "{} is taken for the output layer, as its shape is that of the decoder's embedding.",
                    shortened(&tensor.described())
                ));
                self.tensors.insert(Part::Generator, tensor);
                continue;
            }
            let is_bias = tensor.shape.len() == 1
                && self.get(Part::Generator).is_some_and(|generator| {
                    let module = |name: &str| name.rsplit_once('.').map(|(module, _)| module.to_string());
                    module(&generator.name) == module(&tensor.name)
                });
            if is_bias && self.get(Part::GeneratorBias).is_none() {
                self.tensors.insert(Part::GeneratorBias, tensor);
                continue;
            }
            let reason =
                "a model as in the post has no such tensor: embeddings, recurrent layers, an attention, \
                          W_context and an output layer are all of it"
                    .to_string();
            return Err(Error::NoPlace { tensor: shortened(&tensor.described()), reason });
        }
        Ok(())
    }
}

/// Refuses what is a Transformer's, or has convolutions and the like in it.
fn refuse_other_models(tensors: &[(&str, Tensor)]) -> Result<(), Error> {
    let mut layers = BTreeSet::new();
    let mut first = None;
    for (_, tensor) in tensors {
        let Some(what) = other_model(&tensor.name) else { continue };
        if what == "self-attention" {
            layers.extend(layer_of(&tensor.name));
        }
        first = first.or(Some((what, tensor)));
    }
    match first {
        None => Ok(()),
        Some(("self-attention", _)) => {
            let what = match layers.len() {
                0 => "a Transformer's tensors: they have self-attention".to_string(),
                1 => "a Transformer's tensors: 1 layer of self-attention".to_string(),
                found => format!("a Transformer's tensors: {found} layers of self-attention"),
            };
            Err(Error::OtherModel { what })
        }
        Some((what, tensor)) => {
            let reason =
                format!("a model with {what}: expected embeddings, recurrent layers and Luong attention");
            Err(Error::NoPlace { tensor: shortened(&tensor.described()), reason })
        }
    }
}

fn twice(what: &str, first: &Tensor, second: &Tensor) -> Error {
    Error::Twice {
        what: what.to_string(),
        first: shortened(&first.described()),
        second: shortened(&second.described()),
    }
}

/// What a message calls a part.
pub(super) fn described(part: Part) -> String {
    match part {
        Part::Embedding(side) => format!("the {}'s embedding", side.name()),
        Part::Recurrent { side, layer, reverse, weight } => {
            let direction = if reverse { " backward" } else { "" };
            format!("{} of layer {layer}{direction} of the {}", weight.name(), side.name())
        }
        Part::Align => "the matrix of the attention".to_string(),
        Part::AlignBias | Part::AlignSourceBias | Part::AlignMemoryBias | Part::VectorBias => {
            "a bias of the attention".to_string()
        }
        Part::AlignSource => "the attention's matrix for the decoder's states".to_string(),
        Part::AlignMemory => "the attention's matrix for the encoder's outputs".to_string(),
        Part::Vector => "the attention's vector v".to_string(),
        Part::Context => "W_context".to_string(),
        Part::ContextBias => "the bias of W_context".to_string(),
        Part::Generator => "the output layer".to_string(),
        Part::GeneratorBias => "the bias of the output layer".to_string(),
    }
}
