//! What stands above every picture: its title and the sentence.

use super::svg::{Svg, Text};
use super::text_width::wrapped;
use super::words::Language;

/// Around the whole picture, in pixels.
pub const MARGIN: f64 = 16.0;
const TITLE_SIZE: f64 = 15.0;
const SENTENCE_SIZE: f64 = 12.0;
/// From one line of the sentence to the next.
const LINE_HEIGHT: f64 = 17.0;
/// The sentence is not set narrower than this, however small the picture is.
const NARROWEST: f64 = 360.0;

/// What the picture stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// A white page.
    White,
    /// Whatever lies below.
    Transparent,
}

/// Of which run a picture is, and how it is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// The score function, with `-gru` or `-rnn` behind it for a model with another cell.
    pub attention: &'a str,
    /// The text as typed.
    pub input: &'a str,
    /// What the model wrote.
    pub output: &'a str,
    /// Of all words in it.
    pub language: Language,
    /// What it stands on.
    pub ground: Ground,
}

impl Caption<'_> {
    /// What was read and what was written.
    pub(super) fn sentence(&self) -> String {
        format!("{} → {}", self.input, self.output)
    }

    pub(super) fn ground(&self) -> Option<&'static str> {
        match self.ground {
            Ground::White => Some("#ffffff"),
            Ground::Transparent => None,
        }
    }

    /// How wide the caption of a picture of this width is set.
    pub(super) fn width(picture: f64) -> f64 {
        picture.max(NARROWEST)
    }

    /// Draws title and sentence at the top left and returns where what is below them begins.
    pub(super) fn draw(&self, svg: &mut Svg, title: &str, width: f64) -> f64 {
        let mut y = MARGIN + TITLE_SIZE;
        for line in wrapped(title, TITLE_SIZE, width) {
            svg.text(&Text { x: MARGIN, y, size: TITLE_SIZE, bold: true, content: &line, ..Text::PLAIN });
            y += TITLE_SIZE + 5.0;
        }
        svg.group("sentence", false);
        for line in wrapped(&self.sentence(), SENTENCE_SIZE, width) {
            svg.text(&Text { x: MARGIN, y, content: &line, ..Text::PLAIN });
            y += LINE_HEIGHT;
        }
        svg.end();
        y
    }
}
