//! Labels above the columns of a picture.

use super::labels::Labels;
use super::svg::{Anchor, Svg, Text};
use super::text_width::text_width;

/// Size of a label, in pixels.
pub const LABEL: f64 = 12.0;
/// Between labels and cells.
pub const PAD: f64 = 6.0;
/// How wide columns are under characters and under words.
const CHARACTER: f64 = 18.0;
const WORD: f64 = 26.0;
/// cos 45°.
const SLANT: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// Labels above columns: how much room they take.
pub struct ColumnHead {
    pub height: f64,
    /// How far the last ones reach to the right of the columns.
    pub overhang: f64,
    pub column: f64,
}

impl ColumnHead {
    pub fn of(labels: &Labels) -> Self {
        let column = if labels.are_words { WORD } else { CHARACTER };
        let mut head = Self { height: LABEL, overhang: 0.0, column };
        let count = labels.texts.len();
        for (index, text) in labels.texts.iter().enumerate() {
            if !is_slanted(labels, text, column) {
                continue;
            }
            let reach = text_width(text, LABEL) * SLANT + LABEL * SLANT / 2.0;
            head.height = head.height.max(reach + LABEL * SLANT / 2.0);
            let right = (count - index) as f64 * column - column / 2.0;
            head.overhang = head.overhang.max(reach - right);
        }
        head
    }

    /// Draws the labels with the columns' upper left corner at `x`, `y`; `id` is that of their group, and may be empty.
    pub fn draw(&self, svg: &mut Svg, labels: &Labels, [x, y]: [f64; 2], id: &str) {
        svg.group(id, false);
        for (index, text) in labels.texts.iter().enumerate() {
            let middle = x + (index as f64 + 0.5) * self.column;
            let text = Text { y: y - PAD, content: text, ..Text::PLAIN };
            if is_slanted(labels, text.content, self.column) {
                svg.text(&Text { x: middle + LABEL * SLANT / 2.0, turned: 45, ..text });
            } else {
                svg.text(&Text { x: middle, anchor: Anchor::Middle, ..text });
            }
        }
        svg.end();
    }
}

/// Words are slanted, all of them; of characters, which have room, only what stands for none, as an end token does.
fn is_slanted(labels: &Labels, text: &str, column: f64) -> bool {
    labels.are_words || text_width(text, LABEL) > column
}
