//! Files made for a test.

use std::collections::BTreeMap;

/// Names and shapes of tensors, by which a file is made.
#[derive(Clone)]
pub struct Tensors(pub BTreeMap<String, Vec<usize>>);

impl Tensors {
    /// A model as in the post: an LSTM of one layer and one direction with biases, general, d_model 4, 5 and 6 words.
    pub fn of_post() -> Self {
        Self::of(&[
            ("encoder.input_embedding.weight", &[5, 4]),
            ("encoder.rnn.weight_ih_l0", &[16, 4]),
            ("encoder.rnn.weight_hh_l0", &[16, 4]),
            ("encoder.rnn.bias_ih_l0", &[16]),
            ("encoder.rnn.bias_hh_l0", &[16]),
            ("decoder.input_embedding.weight", &[6, 4]),
            ("decoder.rnn.weight_ih_l0", &[16, 4]),
            ("decoder.rnn.weight_hh_l0", &[16, 4]),
            ("decoder.rnn.bias_ih_l0", &[16]),
            ("decoder.rnn.bias_hh_l0", &[16]),
            ("decoder.attention.W_align.weight", &[4, 4]),
            ("decoder.W_context.weight", &[4, 8]),
            ("generator.weight", &[6, 4]),
        ])
    }

    /// The same with concat.
    pub fn with_concat() -> Self {
        Self::of_post()
            .without("decoder.attention.W_align.weight")
            .with("decoder.attention.W_align_source.weight", &[4, 4])
            .with("decoder.attention.W_align_memory.weight", &[4, 4])
            .with("decoder.attention.v_align.weight", &[1, 4])
    }

    pub fn of(tensors: &[(&str, &[usize])]) -> Self {
        Self(tensors.iter().map(|(name, shape)| ((*name).to_string(), shape.to_vec())).collect())
    }

    pub fn with(mut self, name: &str, shape: &[usize]) -> Self {
        self.0.insert(name.to_string(), shape.to_vec());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        assert!(self.0.remove(name).is_some(), "{name}");
        self
    }

    pub fn renamed(self, from: &str, to: &str) -> Self {
        Self(self.0.into_iter().map(|(name, shape)| (name.replace(from, to), shape)).collect())
    }

    /// Only those whose name begins so.
    pub fn only(self, beginning: &str) -> Self {
        Self(self.0.into_iter().filter(|(name, _)| name.starts_with(beginning)).collect())
    }

    /// As .safetensors of 32-bit numbers, each tensor's first number being the next whole one, and the others 0.5.
    pub fn safetensors(&self) -> Vec<u8> {
        let numbers = |index: usize, count: usize| {
            (0..count).flat_map(move |at| (if at == 0 { index as f32 } else { 0.5 }).to_le_bytes()).collect()
        };
        self.safetensors_of("F32", numbers)
    }

    /// The same of other numbers: `numbers` makes the bytes of so many for the tensor at an index.
    pub fn safetensors_of(&self, dtype: &str, numbers: impl Fn(usize, usize) -> Vec<u8>) -> Vec<u8> {
        let mut header = serde_json::Map::new();
        let mut data = Vec::new();
        for (index, (name, shape)) in self.0.iter().enumerate() {
            let start = data.len();
            data.extend(numbers(index + 1, shape.iter().product()));
            let entry = serde_json::json!({
                "dtype": dtype, "shape": shape, "data_offsets": [start, data.len()]
            });
            header.insert(name.clone(), entry);
        }
        safetensors_with(&serde_json::Value::Object(header).to_string(), &data)
    }
}

/// A .safetensors file of that header.
pub fn safetensors_with(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

/// A zip of files that are stored as they are; `method` says how, 0 for that.
pub fn zip_with(files: &[(&str, &[u8])], method: u16) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (path, data) in files {
        let offset = u32::try_from(bytes.len()).unwrap();
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        common.extend(method.to_le_bytes());
        common.extend([0; 8]);
        for length in [data.len(), data.len()] {
            common.extend(u32::try_from(length).unwrap().to_le_bytes());
        }
        common.extend(u16::try_from(path.len()).unwrap().to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(path.as_bytes());
        bytes.extend(*data);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(path.as_bytes());
    }
    let (start, count) = (u32::try_from(bytes.len()).unwrap(), u16::try_from(files.len()).unwrap());
    let length = u32::try_from(directory.len()).unwrap();
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(files, 0)
}

/// What torch.save writes around a pickle, with one storage of 64 bytes.
pub fn torch(pickle: &[u8]) -> Vec<u8> {
    zip(&[
        ("model/data.pkl", pickle),
        ("model/byteorder", b"little"),
        ("model/data/0", &[0; 64]),
        ("model/version", b"3\n"),
    ])
}

/// A pickle of a dictionary with one tensor of 32-bit numbers under `name`, its storage being that of `key`.
pub fn pickled_tensor(name: &str, key: &str, shape: u8, stride: u8) -> Vec<u8> {
    let mut pickle = b"\x80\x02}X".to_vec();
    pickle.extend(u32::try_from(name.len()).unwrap().to_le_bytes());
    pickle.extend(name.as_bytes());
    pickle
        .extend(b"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\0");
    pickle.extend(key.as_bytes());
    pickle.extend(b"X\x03\0\0\0cpuK\x10tQK\0K");
    pickle.extend([shape, 0x85, b'K', stride, 0x85, 0x89]);
    pickle.extend(b"}tRs.");
    pickle
}
