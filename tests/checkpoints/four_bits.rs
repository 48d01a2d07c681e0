//! Numbers in 4 bits.

use ndarray::Ix2;

use super::*;

/// The levels of 4 bits, as the layout has them.
const LEVELS: [i32; 16] = [-127, -102, -80, -63, -48, -34, -21, -9, 2, 13, 25, 37, 50, 65, 84, 109];

/// What numbers of a group of this k can be, as multiples of the row's scale.
fn bytes_of(k: i32) -> [f32; 16] {
    LEVELS.map(|level| ((k * level + 64) as f32 / 128.0).floor())
}

/// The least squared error of a group in 4 bits.
fn least_error(group: &[f32], scale: f32) -> f32 {
    let error = |k: i32| -> f32 {
        let bytes = bytes_of(k);
        let nearest = |value: f32| {
            bytes.map(|byte| (value - byte * scale).powi(2)).into_iter().fold(f32::MAX, f32::min)
        };
        group.iter().map(|&value| nearest(value)).sum()
    };
    (-127..=127).map(error).fold(f32::MAX, f32::min)
}

#[test]
fn each_group_of_four_bits_has_the_scale_with_which_its_squared_error_is_least() {
    let mut config = common::config(RnnType::Lstm, AttentionType::General);
    // Two whole groups and a part of one.
    config.d_model = 70;
    let mut checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::General, 3);
    checkpoint.model = common::random::random_model(config.clone(), 0.4, 8);
    checkpoint.metadata.model = config;
    for (name, mut tensor) in checkpoint.model.parameters_mut() {
        if name == W_ALIGN {
            // Groups of other sizes than their row, one number far from all others, and a row of zeros.
            let size = |row, column| [1.0_f32, 0.02, 1e-4][column / 32] * [1.0, 1e-30, 0.0][row % 3];
            for ((row, column), value) in
                tensor.view_mut().into_dimensionality::<Ix2>().unwrap().indexed_iter_mut()
            {
                *value *= size(row, column);
            }
            tensor[[0, 40]] = 0.3;
        }
    }
    let read = Checkpoint::from_bytes(&checkpoint.to_bytes(Precision::I4).unwrap()).unwrap();
    let matrices = checkpoint.model.parameters().into_iter().zip(read.model.parameters());
    for ((name, before), (_, after)) in matrices.filter(|((_, tensor), _)| tensor.ndim() == 2) {
        for (before, after) in before.rows().into_iter().zip(after.rows()).take(6) {
            let (before, after) = (before.to_vec(), after.to_vec());
            let scale = before.iter().fold(0.0_f32, |largest, value| largest.max(value.abs())) / 126.0;
            for (before, after) in before.chunks(32).zip(after.chunks(32)) {
                // Scaled, so that no square is too small for 32 bits.
                let unit = if scale > 0.0 { scale } else { 1.0 };
                let in_units = |values: &[f32]| values.iter().map(|value| value / unit).collect::<Vec<f32>>();
                let (before, after) = (in_units(before), in_units(after));
                let found: f32 =
                    before.iter().zip(after).map(|(before, after)| (before - after).powi(2)).sum();
                let least = least_error(&before, 1.0);
                assert!(found <= least * 1.001 + 1e-6, "{name}: {found}, expected {least}");
            }
        }
    }
}

#[test]
fn four_bits_take_half_a_byte_a_number_and_a_byte_a_group() {
    let checkpoint = common::checkpoint(RnnType::Lstm, AttentionType::Concat, 3);
    let bytes = checkpoint.to_bytes(Precision::I4).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let found = |name: &str| {
        let tensor = file.tensor(name).unwrap();
        (tensor.dtype(), tensor.shape().to_vec())
    };
    assert_eq!(found("decoder.W_context.weight"), (Dtype::U8, vec![6, 6]));
    assert_eq!(found("decoder.W_context.weight.group_scale"), (Dtype::I8, vec![6, 1]));
    assert_eq!(found("decoder.W_context.weight.scale"), (Dtype::F32, vec![6]));
    // Odd: three numbers of the encoder's units.
    assert_eq!(found("encoder.rnn.weight_hh_l0"), (Dtype::U8, vec![12, 2]));
    assert_eq!(found("encoder.rnn.bias_hh_l0"), (Dtype::F16, vec![12]));
    assert_eq!(found("decoder.attention.v_align.weight"), (Dtype::F16, vec![1, 6]));
}

/// The tensors of the matrix [`ODD`] in 4 bits: packed with their shape, k and scales with their types.
struct Packed {
    packed: (Vec<u8>, Vec<usize>),
    group_scales: (Vec<i8>, Dtype),
    scales: (Vec<f32>, Dtype),
}

/// Twelve rows of three numbers: two bytes each.
const ODD: &str = "encoder.rnn.weight_hh_l0";

impl Packed {
    fn good() -> Self {
        Self {
            packed: ([0x9f, 0x07].repeat(12), vec![12, 2]),
            group_scales: ([-128, 127, 3, 0].repeat(3), Dtype::I8),
            scales: (vec![0.5; 12], Dtype::F32),
        }
    }

    fn parts(&self) -> Parts {
        let mut parts = Parts::good();
        let tensor = parts.tensor(ODD);
        (tensor.1, tensor.2, tensor.3) = (Dtype::U8, self.packed.1.clone(), self.packed.0.clone());
        let group_scales = self.group_scales.0.iter().map(|k| k.cast_unsigned()).collect::<Vec<u8>>();
        let count = group_scales.len();
        parts.tensors.push((format!("{ODD}.group_scale"), self.group_scales.1, vec![count, 1], group_scales));
        let scales = self.scales.0.iter().flat_map(|scale| match self.scales.1 {
            Dtype::F32 => scale.to_le_bytes().to_vec(),
            _ => vec![0; 2],
        });
        let shape = vec![self.scales.0.len()];
        parts.tensors.push((format!("{ODD}.scale"), self.scales.1, shape, scales.collect()));
        parts
    }
}

#[test]
fn four_bits_are_read_as_the_layout_says() {
    let read = Checkpoint::from_bytes(&Packed::good().parts().bytes()).unwrap();
    let tensors = read.model.parameters();
    let matrix = &tensors.iter().find(|(name, _)| name == ODD).unwrap().1;
    // 0x9f, 0x07: 15 in the low half, 9 in the high one, then 7, which stand for 109, 13 and −9.
    let rows: Vec<Vec<f32>> = matrix.outer_iter().take(4).map(|row| row.iter().copied().collect()).collect();
    assert_eq!(rows[0], [-54.5, -6.5, 4.5]);
    assert_eq!(rows[1], [54.0, 6.5, -4.5]);
    // 2.55, 0.30 and −0.21, rounded.
    assert_eq!(rows[2], [1.5, 0.0, 0.0]);
    assert_eq!(rows[3], [0.0, 0.0, 0.0]);
}

#[test]
fn four_bits_that_are_not_as_the_layout_says_are_refused() {
    let changed = |change: &dyn Fn(&mut Packed)| {
        let mut packed = Packed::good();
        change(&mut packed);
        packed.parts()
    };
    let refused = |parts: &Parts, message: &str| refused_with(&parts.bytes(), &format!("{ODD}{message}"));
    let parts = changed(&|packed| packed.packed = (vec![0; 36], vec![12, 3]));
    refused(&parts, ": expected shape [12, 2], found [12, 3]");
    let parts = changed(&|packed| packed.packed = (vec![0; 24], vec![24]));
    refused(&parts, ": expected shape [12, 2], found [24]");
    let parts = changed(&|packed| packed.packed.0[3] = 0x27);
    refused(&parts, ": expected 0 in the half byte behind row 1, found 2");
    let parts = changed(&|packed| packed.group_scales.0.truncate(6));
    refused(&parts, ".group_scale: expected shape [12, 1], found [6, 1]");
    let parts = changed(&|packed| packed.group_scales.1 = Dtype::U8);
    refused(&parts, ".group_scale: expected type I8, found U8");
    let parts = changed(&|packed| packed.scales.0.truncate(1));
    refused(&parts, ".scale: expected shape [12], found [1]");
    let parts = changed(&|packed| packed.scales.1 = Dtype::F16);
    refused(&parts, ".scale: expected type F32, found F16");
    let parts = changed(&|packed| packed.scales.0[2] = f32::NAN);
    refused(&parts, ": expected finite numbers, found NaN at index 6");
    let parts = changed(&|packed| packed.scales.0[1] = 3e38);
    refused(&parts, ": expected finite numbers, found inf at index 3");

    let without = |name: &str| {
        let mut parts = Packed::good().parts();
        parts.tensors.retain(|tensor| tensor.0 != format!("{ODD}{name}"));
        parts
    };
    refused(&without(""), ": expected a tensor of shape [12, 3], found none");
    refused(&without(".group_scale"), ".group_scale: expected a tensor of shape [12, 1], found none");
    refused(&without(".scale"), ".scale: expected a tensor of shape [12], found none");
    let mut of_no_tensor = Parts::good();
    of_no_tensor.tensors.push((format!("{ODD}.group_scale"), Dtype::I8, vec![12, 1], vec![1; 12]));
    refused(&of_no_tensor, ".group_scale: expected no tensor of this name, found one");
    let mut of_8_bits = Packed::good().parts();
    let tensor = of_8_bits.tensor(ODD);
    (tensor.1, tensor.2, tensor.3) = (Dtype::I8, vec![12, 3], vec![1; 36]);
    refused(&of_8_bits, ".group_scale: expected no tensor of this name, found one");
    let mut vector = Parts::good();
    let tensor = vector.tensor("encoder.rnn.bias_hh_l0");
    (tensor.1, tensor.3) = (Dtype::U8, vec![0; 12]);
    let message = "encoder.rnn.bias_hh_l0: expected type F32, F16 or I8, found U8";
    refused_with(&vector.bytes(), message);
}

#[test]
fn every_cut_and_every_changed_byte_of_a_file_in_four_bits_gives_an_error_or_a_model_but_no_panic() {
    let good = common::checkpoint(RnnType::Gru, AttentionType::Concat, 4).to_bytes(Precision::I4).unwrap();
    for length in (0..good.len()).step_by(97) {
        refused(&good[..length]);
    }
    for position in 0..good.len() {
        let mut bytes = good.clone();
        bytes[position] ^= if position % 2 == 0 { 0x80 } else { 0x11 };
        let _ = Checkpoint::from_bytes(&bytes);
    }
}
