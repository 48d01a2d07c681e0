//! What the colours of a picture mean.

use super::colour::Scale;
use super::svg::{Anchor, MUTED, Svg, Text, fixed, hex};
use super::text_width::text_width;

/// A bar of a legend, in pixels.
pub const HEIGHT: f64 = 8.0;
const SIZE: f64 = 11.0;
/// Pieces that a bar is made of: rectangles, as not every reader of SVG has gradients.
const PIECES: usize = 32;
const GAP: f64 = 5.0;

/// What lies at the ends of a scale.
pub struct Legend {
    pub scale: Scale,
    pub limit: f32,
    /// Whether values lie outside and have the colour of the end.
    pub beyond: bool,
}

impl Legend {
    /// What is written at its ends.
    fn ends(&self) -> [String; 2] {
        let digits = u32::from(self.limit.fract() != 0.0);
        let limit = fixed(f64::from(self.limit), digits);
        let high = format!("{}{limit}", if self.beyond { "≥ " } else { "" });
        let low = match self.scale {
            Scale::Attention | Scale::Gate => "0".to_string(),
            Scale::Signed => format!("{}−{limit}", if self.beyond { "≤ " } else { "" }),
        };
        [low, high]
    }

    /// How wide it is with a bar of this width.
    pub fn width(&self, bar: f64) -> f64 {
        let words: f64 = self.ends().iter().map(|end| text_width(end, SIZE) + GAP).sum();
        bar + words
    }

    /// Draws it with its bar's upper left corner `x` plus the room of the low end, and `y`; returns its right end.
    pub fn draw(&self, svg: &mut Svg, x: f64, y: f64, bar: f64) -> f64 {
        let [low, high] = self.ends();
        let left = x + text_width(&low, SIZE) + GAP;
        let text = Text { y: y + HEIGHT, size: SIZE, colour: MUTED, ..Text::PLAIN };
        svg.text(&Text { x: left - GAP, anchor: Anchor::End, content: &low, ..text });
        svg.group("", true);
        let piece = bar / PIECES as f64;
        for (index, colour) in self.scale.colours(false, PIECES).into_iter().enumerate() {
            svg.rectangle([left + index as f64 * piece, y, piece, HEIGHT], &hex(colour), None);
        }
        svg.end();
        svg.text(&Text { x: left + bar + GAP, content: &high, ..text });
        left + bar + GAP + text_width(&high, SIZE)
    }
}
