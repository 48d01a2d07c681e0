//! The tensors of the files, whichever format each is in.

use std::collections::HashMap;

use rawzip::{CompressionMethod, ZipArchive};
use safetensors::SafeTensors;
use safetensors::tensor::Dtype as FileDtype;

use super::kind::{Candidate, OtherFile, kind_of};
use super::pickle::{self, PickledTensor, Refusal};
use super::settings::shortened;
use super::tensor::{Dtype, Tensor};
use super::{Error, NamedBytes};

/// Folders and files of an archive.
const MOST_ENTRIES: usize = 65_536;

/// The tensors of a file, in the file's order. What belongs to an optimiser is left out.
pub(super) fn read<'a>(file: NamedBytes<'a>) -> Result<Vec<Tensor<'a>>, Error> {
    let name = || shortened(file.name);
    let tensors = match kind_of(file.name, file.bytes) {
        Err(kind) => return Err(Error::OtherFile { file: name(), kind }),
        Ok(Candidate::Safetensors) => of_safetensors(file)?,
        Ok(Candidate::Zip) => of_zip(file)?,
    };
    if tensors.is_empty() {
        return Err(Error::NoTensors { file: name() });
    }
    Ok(tensors)
}

/// Whether what a dictionary has under a key is of the training and not of the model.
fn is_of_training(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["optim", "sched", "scaler"].iter().any(|part| key.contains(part))
        || key.ends_with("_opt")
        || key == "opt"
}

fn of_safetensors<'a>(file: NamedBytes<'a>) -> Result<Vec<Tensor<'a>>, Error> {
    let broken = |reason: String| Error::Broken { file: shortened(file.name), reason };
    let length = file.bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
    match length {
        Some(length) if length > (file.bytes.len() as u64).saturating_sub(8) => {
            let there = file.bytes.len() - 8;
            let reason = format!(
                "its header should have {length} bytes and only {there} follow: the file was cut off"
            );
            return Err(broken(reason));
        }
        _ => {}
    }
    let tensors = SafeTensors::deserialize(file.bytes).map_err(|error| match error {
        safetensors::SafeTensorError::MetadataIncompleteBuffer => {
            broken("its header speaks of more or fewer bytes than follow: the file was cut off".to_string())
        }
        error => broken(shortened(&error.to_string())),
    })?;
    // By name, so that messages and findings do not depend on how the parser keeps them.
    let mut named = tensors.tensors();
    named.sort_by(|(one, _), (other, _)| one.cmp(other));
    named
        .into_iter()
        .filter(|(name, _)| !name.split('.').next().is_some_and(is_of_training))
        .map(|(name, tensor)| {
            let dtype = match tensor.dtype() {
                FileDtype::F64 => Dtype::F64,
                FileDtype::F32 => Dtype::F32,
                FileDtype::F16 => Dtype::F16,
                FileDtype::BF16 => Dtype::BF16,
                FileDtype::I64 => Dtype::Other("I64", 8),
                FileDtype::I8 => Dtype::Other("I8", 1),
                FileDtype::U8 => Dtype::Other("U8", 1),
                FileDtype::BOOL => Dtype::Other("BOOL", 1),
                // A type of which no number is looked at.
                _ => {
                    return Err(broken(format!(
                        "{} has numbers of a type that is not read",
                        shortened(&name)
                    )));
                }
            };
            let described = shortened(&name);
            Tensor::dense(name, tensor.shape().to_vec(), dtype, tensor.data())
                .ok_or_else(|| broken(format!("{described} has another number of bytes than its shape")))
        })
        .collect()
}

fn of_zip<'a>(file: NamedBytes<'a>) -> Result<Vec<Tensor<'a>>, Error> {
    let broken = |reason: &str| Error::Broken { file: shortened(file.name), reason: reason.to_string() };
    let other = |kind| Error::OtherFile { file: shortened(file.name), kind };
    let entries = Entries::read(file.bytes).ok_or_else(|| {
        broken("the directory at the end of the zip is not there or not right: the file was cut off")
    })?;
    let Some(root) = entries.root() else { return Err(other(entries.kind())) };
    let find = |name: &str| entries.bytes(&format!("{root}{name}"));
    if find("constants.pkl").is_some() || entries.has_folder(&format!("{root}code/")) {
        return Err(other(OtherFile::TorchScript));
    }
    if entries.compressed {
        return Err(other(OtherFile::CompressedTorch));
    }
    if find("byteorder") == Some(b"big") {
        return Err(other(OtherFile::BigEndian));
    }
    let pickle = find("data.pkl").ok_or_else(|| broken("its data.pkl is not there"))?;
    let tensors = pickle::tensors(pickle, file.bytes.len(), is_of_training)
        .map_err(|refusal| refused(file.name, refusal))?;
    tensors
        .into_iter()
        .map(|PickledTensor { name, dtype, storage, offset, shape, strides }| {
            let described = shortened(&name);
            let data = find(&format!("data/{}", shortened(storage)))
                .ok_or_else(|| broken(&format!("the numbers of {described} are not in it")))?;
            Tensor::strided(name, shape, dtype, data, offset, strides)
                .ok_or_else(|| broken(&format!("{described} has more numbers than there are bytes for")))
        })
        .collect()
}

fn refused(file: &str, refusal: Refusal) -> Error {
    let file = shortened(file);
    match refusal {
        Refusal::Broken(reason) => Error::Broken { file, reason: format!("its pickle is broken: {reason}") },
        Refusal::TooMany => Error::Broken {
            file,
            reason: "its pickle has more values than a state_dict has use for".to_string(),
        },
        Refusal::Opcode(opcode) => Error::Opcode { file, opcode: opcode.into_owned() },
        Refusal::Global { name, whole: true } => Error::WholeObject { file, class: shortened(&name) },
        Refusal::Global { name, whole: false } => Error::ForeignObject { file, name: shortened(&name) },
        Refusal::NoDictionary => Error::NoTensors { file },
    }
}

/// The files of a zip, where they stand in it.
struct Entries<'a> {
    files: HashMap<&'a str, &'a [u8]>,
    /// Whether any file is stored in another form than it has.
    compressed: bool,
}

impl<'a> Entries<'a> {
    /// `None` where the zip cannot be read.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let archive = ZipArchive::from_slice(bytes).ok()?;
        let mut entries = archive.entries();
        let mut files = HashMap::new();
        let mut compressed = false;
        while let Some(entry) = entries.next_entry().ok()? {
            compressed |= entry.compression_method() != CompressionMethod::STORE;
            let (start, end) = archive.get_entry(entry.wayfinder()).ok()?.compressed_data_range();
            let data = bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?;
            let path = path_of(bytes, &entry)?;
            files.insert(path, data);
            if files.len() > MOST_ENTRIES {
                return None;
            }
        }
        Some(Self { files, compressed })
    }

    fn bytes(&self, path: &str) -> Option<&'a [u8]> {
        self.files.get(path).copied()
    }

    fn has_folder(&self, folder: &str) -> bool {
        self.files.keys().any(|path| path.starts_with(folder))
    }

    /// What is before `data.pkl` in its path, the one that is nearest to the top.
    fn root(&self) -> Option<&'a str> {
        let roots = self.files.keys().filter_map(|path| path.strip_suffix("data.pkl"));
        let is_folder = |root: &&str| root.is_empty() || root.ends_with('/');
        roots.filter(is_folder).min_by_key(|root| (root.len(), *root))
    }

    /// What a zip without a pickle is.
    fn kind(&self) -> OtherFile {
        let ends = |ending: &str| self.files.keys().any(|path| path.ends_with(ending));
        if ends("model.weights.h5") || (ends("config.json") && ends("metadata.json")) {
            OtherFile::Keras
        } else if !self.files.is_empty() && self.files.keys().all(|path| path.ends_with(".npy")) {
            OtherFile::Npz
        } else if ends("archive_format") || ends("serialized_exported_program.json") {
            OtherFile::ExportedProgram
        } else {
            OtherFile::Zip
        }
    }
}

/// The path of an entry, borrowed from the file and not from the entry.
fn path_of<'a>(bytes: &'a [u8], entry: &rawzip::ZipFileHeaderRecord<'_>) -> Option<&'a str> {
    /// From the start of a record of the central directory to its path.
    const FIXED: u64 = 46;
    let start = usize::try_from(entry.central_directory_offset().checked_add(FIXED)?).ok()?;
    let length = entry.file_path().as_bytes().len();
    std::str::from_utf8(bytes.get(start..start.checked_add(length)?)?).ok()
}
