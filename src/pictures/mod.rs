//! Attention maps and gates as SVG, the way one prints them in a paper.
//!
//! The page and the command line both draw with this, so that they cannot differ: the same numbers and labels give the same
//! bytes. Nothing in here knows of a font: how wide a text will be is estimated, and every family is a generic one.

mod caption;
mod colour;
mod column_head;
mod gates;
mod labels;
mod legend;
mod map;
mod signals;
mod svg;
mod text_width;
mod words;

pub use caption::{Caption, Ground};
pub use colour::{SHADES, Scale};
pub use gates::{GatesPicture, SignalPicture};
pub use labels::{Labels, character_labels, piece_labels};
pub use map::MapPicture;
pub use words::Language;
