//! The gates and states of one layer: a raster each, a row for each unit and a column for each step.

use super::caption::{Caption, MARGIN};
use super::colour::{SHADES, Scale};
use super::column_head::{ColumnHead, LABEL, PAD};
use super::labels::Labels;
use super::legend::{self, Legend};
use super::signals::{Range, meaning};
use super::svg::{Anchor, MUTED, Svg, Text, hex, number};
use super::text_width::text_width;
use crate::trace::{Component, Direction};

const SMALL: f64 = 10.0;
const BAR: f64 = 48.0;
/// Room for the numbers of units left of a raster.
const GUTTER: f64 = 30.0;
/// About as high a raster is.
const RASTER: usize = 256;
/// The tallest row of one.
const TALLEST: usize = 6;
/// Between neighbouring rasters.
const BETWEEN: f64 = 24.0;
/// Rasters stand beside each other as long as they are together no wider than a page.
const PAGE: f64 = 900.0;
const MOST_BESIDE: usize = 3;
/// The share of a memory's values that its colours tell apart.
const WITHIN: f64 = 0.98;

/// A gate or state over time: [steps, units] in row-major order.
pub struct SignalPicture<'a> {
    /// The letter that PyTorch's equations give it.
    pub name: &'a str,
    /// One for each step and unit.
    pub values: &'a [f32],
}

/// One layer in one direction.
pub struct GatesPicture<'a> {
    /// What stands above it.
    pub caption: Caption<'a>,
    /// Whose layer it is.
    pub component: Component,
    /// 0 is the layer nearest to the embedding.
    pub layer: usize,
    /// Which way it reads.
    pub direction: Direction,
    /// What each step reads or writes.
    pub tokens: &'a Labels,
    /// Number of the rows of each raster.
    pub units: usize,
    /// In the order in which they are drawn.
    pub signals: Vec<SignalPicture<'a>>,
}

/// What lies at the ends of a signal's scale: 1 for what is bounded by it. A memory is not bounded; a few values that
/// have grown far would leave all others pale, so that they get the colour of the end.
fn legend_of(signal: &SignalPicture) -> Legend {
    let scale = match meaning(signal.name).range {
        Range::Gate => return Legend { scale: Scale::Gate, limit: 1.0, beyond: false },
        Range::Signed => return Legend { scale: Scale::Signed, limit: 1.0, beyond: false },
        Range::Unbounded => Scale::Signed,
    };
    // The bits of numbers that are not negative are in the order of the numbers.
    let mut sizes: Vec<u32> = signal.values.iter().map(|value| value.abs().to_bits()).collect();
    sizes.sort_unstable();
    let at = |index: usize| sizes.get(index).copied().map_or(0.0, f32::from_bits);
    let last = sizes.len().saturating_sub(1);
    let limit = ((at((last as f64 * WITHIN) as usize) * 2.0).ceil() / 2.0).max(1.0);
    Legend { scale, limit, beyond: at(last) > limit }
}

impl GatesPicture<'_> {
    /// The picture as an SVG file.
    pub fn to_svg(&self) -> String {
        let Self { caption, component, layer, direction, tokens, units, signals } = self;
        let words = caption.language;
        let head = ColumnHead::of(tokens);
        let row = (RASTER / (*units).max(1)).clamp(1, TALLEST) as f64;
        let plot_width = tokens.texts.len() as f64 * head.column;
        let named = |name: &str| text_width(name, LABEL) + PAD + text_width(words.signal(name), LABEL);
        let legends: Vec<Legend> = signals.iter().map(legend_of).collect();
        let heads = signals
            .iter()
            .zip(&legends)
            .map(|(signal, legend)| named(signal.name) + 2.0 * PAD + legend.width(BAR));
        let raster_width = heads.fold(plot_width + head.overhang, f64::max);
        let raster_height = *units as f64 * row;
        let (wide, high) = (GUTTER + raster_width, LABEL + 2.0 * PAD + head.height + PAD + raster_height);
        let beside =
            (((PAGE + BETWEEN) / (wide + BETWEEN)) as usize).clamp(1, MOST_BESIDE).min(signals.len().max(1));
        let width = Caption::width(beside as f64 * (wide + BETWEEN) - BETWEEN);

        let mut svg = Svg::new();
        let title = words.gates_title(*component, *layer, *direction, caption.attention);
        let below = caption.draw(&mut svg, &title, width);
        for (index, (signal, legend)) in signals.iter().zip(&legends).enumerate() {
            let x = MARGIN + (index % beside) as f64 * (wide + BETWEEN) + GUTTER;
            let y = below + (index / beside) as f64 * (high + BETWEEN);
            let line = y + LABEL;
            svg.group(&format!("signal-{}", signal.name), false);
            svg.text(&Text { x, y: line, bold: true, content: signal.name, ..Text::PLAIN });
            let beside_name = x + text_width(signal.name, LABEL) + PAD;
            svg.text(&Text { x: beside_name, y: line, content: words.signal(signal.name), ..Text::PLAIN });
            legend.draw(&mut svg, x + named(signal.name) + 2.0 * PAD, line - legend::HEIGHT, BAR);
            let top = y + high - raster_height;
            head.draw(&mut svg, tokens, [x, top], "");
            let unit = Text { x: x - PAD, size: SMALL, colour: MUTED, anchor: Anchor::End, ..Text::PLAIN };
            svg.text(&Text { y: top + SMALL * 0.8, content: "0", ..unit });
            svg.text(&Text { y: top + raster_height, content: &units.saturating_sub(1).to_string(), ..unit });
            let middle = top + raster_height / 2.0;
            svg.text(&Text { y: middle, turned: 90, anchor: Anchor::Middle, content: words.unit(), ..unit });
            raster(&mut svg, signal, legend, *units, [x, top], [head.column, row]);
            svg.frame([x, top, plot_width, raster_height]);
            svg.end();
        }
        let lines = signals.len().div_ceil(beside) as f64;
        let height = below + lines * (high + BETWEEN) - BETWEEN + MARGIN;
        svg.finish(width + 2.0 * MARGIN, height, &title, &caption.sentence(), caption.ground())
    }
}

/// One path for all values of a colour: an element for each value would make a file of megabytes.
fn raster(
    svg: &mut Svg,
    signal: &SignalPicture,
    legend: &Legend,
    units: usize,
    [x, y]: [f64; 2],
    [column, row]: [f64; 2],
) {
    let mut paths = vec![String::new(); SHADES];
    let cell = format!("h{}v{}h-{}z", number(column), number(row), number(column));
    for (step, values) in signal.values.chunks_exact(units.max(1)).enumerate() {
        for (unit, &value) in values.iter().enumerate() {
            if value.is_nan() {
                continue;
            }
            let path = &mut paths[legend.scale.shade(value, legend.limit)];
            path.push('M');
            path.push_str(&number(x + step as f64 * column));
            path.push(' ');
            path.push_str(&number(y + unit as f64 * row));
            path.push_str(&cell);
        }
    }
    let colours = legend.scale.colours(false, SHADES);
    svg.group(&format!("values-{}", signal.name), true);
    for (path, colour) in paths.iter().zip(colours).filter(|(path, _)| !path.is_empty()) {
        svg.path(&hex(colour), path);
    }
    svg.end();
}
