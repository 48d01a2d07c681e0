//! One attention map: rows are what was written, columns what was read.

use super::caption::{Caption, MARGIN};
use super::colour::{SHADES, Scale};
use super::column_head::{ColumnHead, LABEL, PAD};
use super::labels::Labels;
use super::legend::{self, Legend};
use super::svg::{Anchor, MUTED, Svg, Text, fixed, hex};
use super::text_width::text_width;

const ROW: f64 = 20.0;
/// Between neighbouring cells.
const GAP: f64 = 1.0;
const BAR: f64 = 128.0;

/// The weights of one run, [target, source] in row-major order.
pub struct MapPicture<'a> {
    /// What stands above it.
    pub caption: Caption<'a>,
    /// Of the columns.
    pub source: &'a Labels,
    /// Of the rows.
    pub target: &'a Labels,
    /// One a cell.
    pub weights: &'a [f32],
}

impl MapPicture<'_> {
    /// The picture as an SVG file.
    pub fn to_svg(&self) -> String {
        let Self { caption, source, target, weights } = self;
        let words = caption.language;
        let head = ColumnHead::of(source);
        let (rows, columns) = (target.texts.len(), source.texts.len());
        let gutter = target.texts.iter().map(|text| text_width(text, LABEL)).fold(0.0, f64::max) + PAD;
        // The name of the axis stands left of the labels of rows, on its side.
        let left = MARGIN + LABEL + PAD + gutter;
        let (plot_width, plot_height) = (columns as f64 * head.column, rows as f64 * ROW);
        let legend = Legend { scale: Scale::Attention, limit: 1.0, beyond: false };
        let legend_width = text_width(words.weight(), LABEL) + 2.0 * PAD + legend.width(BAR);
        let width = Caption::width((left - MARGIN + plot_width + head.overhang).max(legend_width));

        let mut svg = Svg::new();
        let title = words.map_title(caption.attention);
        let below = caption.draw(&mut svg, &title, width);
        let name = Text { colour: MUTED, anchor: Anchor::Middle, ..Text::PLAIN };
        svg.text(&Text { x: left + plot_width / 2.0, y: below + LABEL, content: words.read(), ..name });
        let top = below + LABEL + 2.0 * PAD + head.height + PAD;
        let middle = top + plot_height / 2.0;
        svg.text(&Text { x: MARGIN + LABEL, y: middle, turned: 90, content: words.written(), ..name });

        head.draw(&mut svg, source, [left, top], "columns");
        svg.group("rows", false);
        for (row, text) in target.texts.iter().enumerate() {
            let y = top + row as f64 * ROW + ROW / 2.0 + LABEL * 0.36;
            svg.text(&Text { x: left - PAD, y, anchor: Anchor::End, content: text, ..Text::PLAIN });
        }
        svg.end();

        let colours = Scale::Attention.colours(false, SHADES);
        svg.group("cells", true);
        for (row, values) in weights.chunks_exact(columns.max(1)).take(rows).enumerate() {
            for (column, &value) in values.iter().enumerate() {
                if value.is_nan() {
                    continue;
                }
                let place = [left + column as f64 * head.column, top + row as f64 * ROW];
                let cell = [place[0], place[1], head.column - GAP, ROW - GAP];
                let colour = hex(colours[Scale::Attention.shade(value, 1.0)]);
                let said =
                    format!("{} ← {}: {}", target.texts[row], source.texts[column], fixed(value.into(), 4));
                svg.rectangle(cell, &colour, Some(&said));
            }
        }
        svg.end();

        let y = top + plot_height + 2.0 * PAD;
        svg.group("legend", false);
        svg.text(&Text {
            x: MARGIN,
            y: y + legend::HEIGHT,
            colour: MUTED,
            content: words.weight(),
            ..Text::PLAIN
        });
        legend.draw(&mut svg, MARGIN + text_width(words.weight(), LABEL) + 2.0 * PAD, y, BAR);
        svg.end();
        let height = y + legend::HEIGHT + MARGIN;
        svg.finish(width + 2.0 * MARGIN, height, &title, &caption.sentence(), caption.ground())
    }
}
