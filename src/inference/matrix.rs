//! Weights laid out in the order in which a product with few rows reads them.

use ndarray::ArrayView2;

use super::kernel::block::{Block, block, weights};
use super::kernel::{ROWS, add_panel, eight_bits};

/// What weights are stored in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// 32 bits. Products differ from the oracle's by rounding only.
    F32,
    /// 8 bits with a scale for each row, which hold what a file has in 8 or in 4 bits. What a product reads is rounded too:
    /// see [`Matrix::bound`].
    I8,
}

/// A matrix of weights [out, in] in panels of 32 rows. The last panel is filled up with zeros.
#[derive(Debug, Clone)]
pub struct Matrix {
    outputs: usize,
    inputs: usize,
    panels: Panels,
}

#[derive(Debug, Clone)]
enum Panels {
    /// Panel after panel, each column by column.
    F32(Vec<[f32; ROWS]>),
    I8(Quantised),
}

#[derive(Debug, Clone)]
struct Quantised {
    /// Panel after panel, laid out as the kernel asks for.
    blocks: Vec<Block>,
    /// What a value of 1 stands for, row by row.
    scales: Vec<f32>,
}

/// Activations as the kernel for 8 bits reads them. Kept from product to product, so that none allocates.
#[derive(Debug, Clone, Default)]
pub struct Activations {
    /// Row after row.
    groups: Vec<eight_bits::Group>,
    /// What a value of 1 stands for, row by row.
    scales: Vec<f32>,
    /// What a product has to be multiplied by in the end, row by row: 1, or what undoes [`LIFT`].
    drops: Vec<f32>,
    /// The sum of the values, row by row.
    sums: Vec<i32>,
}

/// A row of [`Activations`].
struct Rounded<'a> {
    groups: &'a [eight_bits::Group],
    scale: f32,
    drop: f32,
    sum: i32,
}

/// Rows of activations below this are multiplied by [`LIFT`] first, so that neither what they are divided by nor what a
/// value of 1 stands for leaves the range of normal numbers.
const SMALL: f32 = 1e-25;
/// 2⁹⁶.
const LIFT: f32 = 79_228_162_514_264_337_593_543_950_336.0;

/// The largest magnitude of a quantised weight.
const LARGEST_WEIGHT: f32 = 127.0;

impl Matrix {
    /// Lays `weight` [out, in] out. In 8 bits each row is rounded to multiples of its largest magnitude over 127.
    pub fn new(weight: ArrayView2<f32>, numbers: Numbers) -> Self {
        let (outputs, inputs) = weight.dim();
        match numbers {
            Numbers::F32 => Self::of_floats(outputs, inputs, |row, values| {
                values.iter_mut().zip(weight.row(row)).for_each(|(value, weight)| *value = *weight);
            }),
            Numbers::I8 => Self::of_bytes(outputs, inputs, |row, values| {
                let of_row = weight.row(row);
                let largest = of_row.fold(0.0_f32, |largest, value| largest.max(value.abs()));
                let scale = largest / LARGEST_WEIGHT;
                for (value, weight) in values.iter_mut().zip(of_row) {
                    let in_scales = if scale > 0.0 { weight / scale } else { 0.0 };
                    *value = in_scales.round().clamp(-LARGEST_WEIGHT, LARGEST_WEIGHT) as i8;
                }
                scale
            }),
        }
    }

    /// A matrix in 32 bits; `copy_row` writes a row of it.
    pub fn of_floats(outputs: usize, inputs: usize, copy_row: impl Fn(usize, &mut [f32])) -> Self {
        let mut columns = vec![[0.0; ROWS]; outputs.div_ceil(ROWS) * inputs];
        let mut values = vec![0.0; inputs];
        for row in 0..outputs {
            copy_row(row, &mut values);
            let panel = &mut columns[row / ROWS * inputs..];
            for (column, value) in panel.iter_mut().zip(&values) {
                column[row % ROWS] = *value;
            }
        }
        Self { outputs, inputs, panels: Panels::F32(columns) }
    }

    /// A matrix in 8 bits; `copy_row` writes the bytes of a row and returns what a byte of 1 stands for in it. No number is
    /// rounded or widened.
    pub fn of_bytes(outputs: usize, inputs: usize, copy_row: impl Fn(usize, &mut [i8]) -> f32) -> Self {
        let panels = outputs.div_ceil(ROWS);
        let blocks_of_panel = panel_length(inputs.div_ceil(eight_bits::INPUTS));
        let mut blocks = Vec::with_capacity(panels * blocks_of_panel);
        let mut scales = Vec::with_capacity(outputs);
        let mut values = vec![0; inputs];
        let mut panel = vec![[0; 16]; blocks_of_panel];
        for first in (0..outputs).step_by(ROWS) {
            panel.fill([0; 16]);
            for row in first..outputs.min(first + ROWS) {
                scales.push(copy_row(row, &mut values));
                for (input, value) in values.iter().enumerate() {
                    let (block, byte) = eight_bits::place(row - first, input);
                    panel[block][byte] = *value;
                }
            }
            blocks.extend(panel.iter().copied().map(block));
        }
        Self { outputs, inputs, panels: Panels::I8(Quantised { blocks, scales }) }
    }

    /// Number of columns.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How far W·x may be from what the same weights give in exact arithmetic, rounding of 32-bit sums aside, for an x of
    /// which `largest` is the largest magnitude and a row of W whose magnitudes sum to `row_sum`. 0 for 32 bits; for 8 bits
    /// x is rounded to `largest` over 32,767, for more than 512 inputs over less, so that no sum leaves 32 bits.
    pub fn bound(&self, largest: f32, row_sum: f32) -> f32 {
        match self.panels {
            Panels::F32(_) => 0.0,
            Panels::I8(_) => 0.5 * largest / self.largest_activation() * row_sum,
        }
    }

    fn largest_activation(&self) -> f32 {
        eight_bits::largest_activation(self.groups() * eight_bits::INPUTS) as f32
    }

    fn groups(&self) -> usize {
        self.inputs.div_ceil(eight_bits::INPUTS)
    }

    /// Row `row` of W, into `values`, which has one number for each input.
    ///
    /// # Panics
    /// Where there is no such row.
    pub fn copy_row(&self, row: usize, values: &mut [f32]) {
        assert!(row < self.outputs, "expected a row below {}, found {row}", self.outputs);
        let (panel, row_of_panel) = (row / ROWS, row % ROWS);
        match &self.panels {
            Panels::F32(columns) => {
                let columns = &columns[panel * self.inputs..(panel + 1) * self.inputs];
                for (value, column) in values.iter_mut().zip(columns) {
                    *value = column[row_of_panel];
                }
            }
            Panels::I8(of) => {
                let blocks = &of.blocks[panel * panel_length(self.groups())..];
                for (input, value) in values.iter_mut().enumerate().take(self.inputs) {
                    let (block, byte) = eight_bits::place(row_of_panel, input);
                    *value = f32::from(weights(blocks[block])[byte]) * of.scales[row];
                }
            }
        }
    }

    /// y += W·x for each row of x [rows, in] and of y [rows, out].
    ///
    /// # Panics
    /// Where x and y do not have the same number of rows.
    pub fn add_product(&self, x: &[f32], y: &mut [f32], activations: &mut Activations) {
        let rows = y.len() / self.outputs;
        assert_eq!(
            (x.len(), y.len()),
            (rows * self.inputs, rows * self.outputs),
            "expected rows of x and of y"
        );
        match &self.panels {
            Panels::F32(columns) => {
                // A panel stays in the nearest cache while every row of x goes by.
                for (panel, columns) in columns.chunks_exact(self.inputs).enumerate() {
                    for (x, y) in x.chunks_exact(self.inputs).zip(y.chunks_exact_mut(self.outputs)) {
                        let y = &mut y[panel * ROWS..self.outputs.min((panel + 1) * ROWS)];
                        if let Ok(y) = y.try_into() {
                            add_panel(x, columns, y);
                        } else {
                            let mut sums = [0.0; ROWS];
                            add_panel(x, columns, &mut sums);
                            y.iter_mut().zip(sums).for_each(|(y, sum)| *y += sum);
                        }
                    }
                }
            }
            Panels::I8(of) => {
                let groups = self.groups();
                activations.quantise(x, self.inputs, self.largest_activation());
                for (panel, blocks) in of.panels(groups).enumerate() {
                    let rows = panel * ROWS..self.outputs.min((panel + 1) * ROWS);
                    let scales = &of.scales[rows.clone()];
                    let of_rows = activations.rows(groups);
                    for (x, y) in of_rows.zip(y.chunks_exact_mut(self.outputs)) {
                        let sums = eight_bits::panel_sums(x.groups, x.sum, blocks);
                        for ((y, sum), of_row) in y[rows.clone()].iter_mut().zip(sums).zip(scales) {
                            *y += sum as f32 * (x.scale * of_row) * x.drop;
                        }
                    }
                }
            }
        }
    }
}

impl Quantised {
    fn panels(&self, groups: usize) -> impl Iterator<Item = &[Block]> {
        self.blocks.chunks_exact(panel_length(groups))
    }
}

/// Blocks of a panel.
fn panel_length(groups: usize) -> usize {
    groups * eight_bits::INPUTS * ROWS / 16
}

impl Activations {
    /// Rounds each row of `x` to multiples of its largest magnitude over `largest`.
    fn quantise(&mut self, x: &[f32], inputs: usize, largest: f32) {
        self.groups.clear();
        self.scales.clear();
        self.drops.clear();
        self.sums.clear();
        for row in x.chunks_exact(inputs) {
            let magnitude = largest_magnitude(row);
            if magnitude < SMALL {
                let lifted: Vec<f32> = row.iter().map(|value| value * LIFT).collect();
                self.push(&lifted, magnitude * LIFT, largest);
                self.drops.push(1.0 / LIFT);
            } else {
                self.push(row, magnitude, largest);
                self.drops.push(1.0);
            }
        }
    }

    /// Rounds a row whose largest magnitude is `magnitude`.
    fn push(&mut self, row: &[f32], magnitude: f32, largest: f32) {
        let factor = if magnitude > 0.0 { largest / magnitude } else { 0.0 };
        let mut sum = 0;
        let mut rounded = |value: f32| {
            let rounded = round(value * factor);
            sum += rounded;
            rounded
        };
        let (whole, rest) = row.as_chunks::<{ eight_bits::INPUTS }>();
        self.groups.extend(whole.iter().map(|values| eight_bits::group(values.map(&mut rounded))));
        if !rest.is_empty() {
            let mut last = [0; eight_bits::INPUTS];
            last.iter_mut().zip(rest).for_each(|(last, &value)| *last = rounded(value));
            self.groups.push(eight_bits::group(last));
        }
        self.scales.push(magnitude / largest);
        self.sums.push(sum);
    }

    /// Each row.
    fn rows(&self, groups: usize) -> impl Iterator<Item = Rounded<'_>> {
        let of_rows = self.groups.chunks_exact(groups).zip(&self.scales).zip(&self.drops).zip(&self.sums);
        of_rows.map(|(((groups, &scale), &drop), &sum)| Rounded { groups, scale, drop, sum })
    }
}

/// The nearest integer, of two equally near ones the even one, for magnitudes below 2²².
fn round(value: f32) -> i32 {
    /// Above it floats are integers.
    const SHIFT: f32 = 12_582_912.0;
    ((value + SHIFT) - SHIFT) as i32
}

/// Eight running maxima: a loop in which each step waits for the one before cannot become SIMD.
fn largest_magnitude(values: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let (chunks, rest) = values.as_chunks::<8>();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = if value.abs() > *lane { value.abs() } else { *lane };
        }
    }
    lanes.iter().chain(rest).fold(0.0_f32, |largest, value| largest.max(value.abs()))
}
