//! What a file is that is no model, by how it begins, and what to do with it.

/// A kind of file that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFile {
    /// Nothing in it.
    Empty,
    /// What Git has in the place of a large file.
    LfsPointer,
    /// A page, such as the one of a website that asks to log in.
    Html,
    /// A model in ONNX.
    Onnx,
    /// A program of `torch.jit`.
    TorchScript,
    /// What `torch.export` writes.
    ExportedProgram,
    /// What `torch.save` wrote before PyTorch 1.6.
    OldTorch,
    /// What Python's own `pickle` wrote.
    Pickle,
    /// What `torch.save` writes on a machine with the other order of bytes.
    BigEndian,
    /// HDF5, as Keras had it.
    Hdf5,
    /// What Keras 3 writes.
    Keras,
    /// llama.cpp's.
    Gguf,
    /// Arrays of NumPy.
    Npz,
    /// One array of NumPy.
    Npy,
    /// TensorFlow Lite.
    TensorFlowLite,
    /// A graph of TensorFlow.
    TensorFlow,
    /// JSON.
    Json,
    /// Python.
    Python,
    /// Some other text.
    Text,
    /// A picture or a PDF.
    Picture,
    /// gzip.
    Gzip,
    /// Another archive: tar, 7z, xz, bzip2, zstd, RAR.
    Archive,
    /// A zip without anything of PyTorch in it.
    Zip,
    /// A zip of PyTorch's that somebody has packed again.
    CompressedTorch,
    /// None of these.
    Unknown,
}

impl OtherFile {
    /// What it is.
    pub fn what(self) -> &'static str {
        match self {
            Self::Empty => "the file is empty",
            Self::LfsPointer => "a Git LFS pointer, which stands for a file and is not the file",
            Self::Html => "an HTML page",
            Self::Onnx => "an ONNX model",
            Self::TorchScript => "a TorchScript archive, which is a program",
            Self::ExportedProgram => "a program of torch.export",
            Self::OldTorch => "a file of torch.save in the form from before PyTorch 1.6",
            Self::Pickle => "a pickle of Python's own",
            Self::BigEndian => "a file of torch.save with its bytes in big-endian order",
            Self::Hdf5 => "an HDF5 file, as Keras writes them",
            Self::Keras => "a Keras model",
            Self::Gguf => "a GGUF file, as llama.cpp reads them",
            Self::Npz => "arrays of NumPy (.npz)",
            Self::Npy => "an array of NumPy (.npy)",
            Self::TensorFlowLite => "a TensorFlow Lite model",
            Self::TensorFlow => "a file of TensorFlow",
            Self::Json => "JSON, which holds no weights",
            Self::Python => "a Python program",
            Self::Text => "text",
            Self::Picture => "a picture or a document",
            Self::Gzip => "packed with gzip",
            Self::Archive => "an archive",
            Self::Zip => "a zip archive without a PyTorch model in it",
            Self::CompressedTorch => "a file of torch.save that was compressed afterwards",
            Self::Unknown => "no file of a kind that is known here",
        }
    }

    /// What to do.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Empty => "save or download it again",
            Self::LfsPointer => {
                "run `git lfs pull`, or download the file itself (on GitHub and Hugging Face: \"download\")"
            }
            Self::Html => {
                "the address of a page was saved in the place of that of the file: download the file itself"
            }
            Self::Onnx | Self::TorchScript | Self::ExportedProgram => {
                "in Python, save the weights of the model that it was made from: torch.save(model.state_dict(), \"model.pt\")"
            }
            Self::OldTorch => {
                "in PyTorch 1.6 or newer: torch.save(torch.load(\"old.pt\", map_location=\"cpu\"), \"model.pt\")"
            }
            Self::Pickle => {
                "pickles are programs and are not run here: torch.save(model.state_dict(), \"model.pt\")"
            }
            Self::BigEndian => "load and save it on another machine, or save it as .safetensors",
            Self::Hdf5 | Self::Keras | Self::TensorFlow | Self::TensorFlowLite => {
                "expected a PyTorch model: its gates are in another order than those of Keras"
            }
            Self::Gguf | Self::Npz | Self::Npy | Self::Unknown => {
                "expected .safetensors, or what torch.save(model.state_dict(), \"model.pt\") writes"
            }
            Self::Json | Self::Text => {
                "as a vocabulary it goes beside a model: expected .safetensors, or what torch.save writes of a state_dict"
            }
            Self::Python => {
                "programs are not run here: expected what torch.save(model.state_dict(), \"model.pt\") writes in one"
            }
            Self::Picture => "expected .safetensors, or what torch.save writes of a state_dict",
            Self::Gzip | Self::Archive => "unpack it and choose the file that is in it",
            Self::Zip => "unpack it and choose the files of the model that are in it",
            Self::CompressedTorch => "torch.load reads it: load it and save it again with torch.save",
        }
    }

    /// A name by which programs can tell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::LfsPointer => "lfsPointer",
            Self::Html => "html",
            Self::Onnx => "onnx",
            Self::TorchScript => "torchScript",
            Self::ExportedProgram => "exportedProgram",
            Self::OldTorch => "oldTorch",
            Self::Pickle => "pickle",
            Self::BigEndian => "bigEndian",
            Self::Hdf5 => "hdf5",
            Self::Keras => "keras",
            Self::Gguf => "gguf",
            Self::Npz => "npz",
            Self::Npy => "npy",
            Self::TensorFlowLite => "tensorFlowLite",
            Self::TensorFlow => "tensorFlow",
            Self::Json => "json",
            Self::Python => "python",
            Self::Text => "text",
            Self::Picture => "picture",
            Self::Gzip => "gzip",
            Self::Archive => "archive",
            Self::Zip => "zip",
            Self::CompressedTorch => "compressedTorch",
            Self::Unknown => "unknown",
        }
    }
}

/// What may be a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    Safetensors,
    Zip,
}

/// How files begin, at an offset.
const BEGINNINGS: [(usize, &[u8], OtherFile); 23] = [
    (0, b"version https://git-lfs", OtherFile::LfsPointer),
    (0, b"\x89HDF\r\n\x1a\n", OtherFile::Hdf5),
    (0, b"GGUF", OtherFile::Gguf),
    (0, b"\x93NUMPY", OtherFile::Npy),
    (4, b"TFL3", OtherFile::TensorFlowLite),
    (0, b"\x1f\x8b", OtherFile::Gzip),
    (257, b"ustar", OtherFile::Archive),
    (0, b"7z\xbc\xaf\x27\x1c", OtherFile::Archive),
    (0, b"\xfd7zXZ\0", OtherFile::Archive),
    (0, b"BZh", OtherFile::Archive),
    (0, b"\x28\xb5\x2f\xfd", OtherFile::Archive),
    (0, b"Rar!\x1a\x07", OtherFile::Archive),
    // LONG1 of PyTorch's magic number 0x1950a86a20f9469cfc6c, in protocol 2 and in later ones behind a frame.
    (2, b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19", OtherFile::OldTorch),
    (11, b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19", OtherFile::OldTorch),
    (0, b"\x80\x02", OtherFile::Pickle),
    (0, b"\x80\x03", OtherFile::Pickle),
    (0, b"\x80\x04", OtherFile::Pickle),
    (0, b"\x80\x05", OtherFile::Pickle),
    (0, b"\x89PNG", OtherFile::Picture),
    (0, b"\xff\xd8\xff", OtherFile::Picture),
    (0, b"GIF8", OtherFile::Picture),
    (0, b"%PDF", OtherFile::Picture),
    (0, b"RIFF", OtherFile::Picture),
];

/// Bytes that are looked at.
const LOOKED_AT: usize = 1024;

/// What the file may be, or what else it is.
pub(super) fn kind_of(name: &str, bytes: &[u8]) -> Result<Candidate, OtherFile> {
    if bytes.is_empty() {
        return Err(OtherFile::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Candidate::Zip);
    }
    if bytes.get(8) == Some(&b'{') {
        return Ok(Candidate::Safetensors);
    }
    let begins = |offset: usize, with: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(with));
    if let Some((_, _, kind)) = BEGINNINGS.iter().find(|(offset, with, _)| begins(*offset, with)) {
        return Err(*kind);
    }
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    // Protocol buffers have no mark of their own: ONNX begins with its version and the program that made it.
    if ends(".onnx") || matches!(bytes, [0x08, 1..=20, 0x12, ..]) {
        return Err(OtherFile::Onnx);
    }
    if ends(".pb") || ends(".index") || name.contains(".data-0") {
        return Err(OtherFile::TensorFlow);
    }
    let Some(text) = beginning_of_text(bytes) else {
        return if ends(".safetensors") { Ok(Candidate::Safetensors) } else { Err(OtherFile::Unknown) };
    };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let tag = start.get(..5).unwrap_or(start).to_ascii_lowercase();
    Err(if matches!(&*tag, "<!doc" | "<html" | "<head" | "<?xml" | "<body") {
        OtherFile::Html
    } else if start.starts_with(['{', '[']) {
        OtherFile::Json
    } else if ends(".py") || ["import ", "from ", "def ", "class "].iter().any(|word| start.starts_with(word))
    {
        OtherFile::Python
    } else {
        OtherFile::Text
    })
}

/// The text that the file begins with, where that is text.
fn beginning_of_text(bytes: &[u8]) -> Option<&str> {
    let beginning = &bytes[..bytes.len().min(LOOKED_AT)];
    let text = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        // A character may go on behind what is looked at.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&beginning[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return None,
    };
    let is_control =
        |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}');
    (!text.is_empty() && !text.contains(is_control)).then_some(text)
}
