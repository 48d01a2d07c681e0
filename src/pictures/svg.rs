//! Writing SVG: elements, numbers and text, the same bytes for the same drawing.

use std::fmt::Write;

/// Text, rules and what steps back, as the page has them on a light ground.
pub const INK: &str = "#1d1f24";
pub const MUTED: &str = "#63666e";
pub const LINE: &str = "#e0ddd6";

/// A drawing that grows by one element a call.
pub struct Svg {
    elements: String,
}

/// How a text stands at its point.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A text and how it is set; sizes in pixels.
pub struct Text<'a> {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub anchor: Anchor,
    pub colour: &'a str,
    /// Counterclockwise around its point, in degrees.
    pub turned: u32,
    pub bold: bool,
    pub content: &'a str,
}

impl Text<'_> {
    /// Ink, upright, and beginning at its point.
    pub const PLAIN: Text<'static> = Text {
        x: 0.0,
        y: 0.0,
        size: 12.0,
        anchor: Anchor::Start,
        colour: INK,
        turned: 0,
        bold: false,
        content: "",
    };
}

impl Svg {
    pub fn new() -> Self {
        Self { elements: String::new() }
    }

    pub fn text(&mut self, text: &Text) {
        let Text { x, y, size, anchor, colour, turned, bold, content } = *text;
        self.elements.push_str("<text");
        if turned == 0 {
            self.attribute("x", &number(x));
            self.attribute("y", &number(y));
        } else {
            self.attribute(
                "transform",
                &format!("translate({} {}) rotate({})", number(x), number(y), -i64::from(turned)),
            );
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.attribute("text-anchor", "middle"),
            Anchor::End => self.attribute("text-anchor", "end"),
        }
        if size != Text::PLAIN.size {
            self.attribute("font-size", &number(size));
        }
        if bold {
            self.attribute("font-weight", "bold");
        }
        if colour != INK {
            self.attribute("fill", colour);
        }
        self.elements.push('>');
        self.escaped(content);
        self.elements.push_str("</text>\n");
    }

    /// A rectangle of one colour, with words that are shown where it is pointed at.
    pub fn rectangle(&mut self, [x, y, width, height]: [f64; 4], fill: &str, title: Option<&str>) {
        self.elements.push_str("<rect");
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            self.attribute(name, &number(value));
        }
        self.attribute("fill", fill);
        match title {
            Some(title) => {
                self.elements.push_str("><title>");
                self.escaped(title);
                self.elements.push_str("</title></rect>\n");
            }
            None => self.elements.push_str("/>\n"),
        }
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, [x, y, width, height]: [f64; 4]) {
        self.elements.push_str("<rect");
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            self.attribute(name, &number(value));
        }
        self.elements.push_str(" fill=\"none\" stroke=\"");
        self.elements.push_str(LINE);
        self.elements.push_str("\"/>\n");
    }

    /// A path that is filled with one colour.
    pub fn path(&mut self, fill: &str, data: &str) {
        self.elements.push_str("<path");
        self.attribute("fill", fill);
        self.attribute("d", data);
        self.elements.push_str("/>\n");
    }

    /// Begins a group, which [`Svg::end`] ends; `id` may be empty. Edges of what is in it are on whole pixels where it is shown on a screen.
    pub fn group(&mut self, id: &str, crisp: bool) {
        self.elements.push_str("<g");
        if !id.is_empty() {
            self.attribute("id", id);
        }
        if crisp {
            self.attribute("shape-rendering", "crispEdges");
        }
        self.elements.push_str(">\n");
    }

    pub fn end(&mut self) {
        self.elements.push_str("</g>\n");
    }

    /// The whole file.
    ///
    /// `title` is its name for those who cannot see it, `description` what else there is to say; without `ground` it is
    /// transparent.
    pub fn finish(
        self,
        width: f64,
        height: f64,
        title: &str,
        description: &str,
        ground: Option<&str>,
    ) -> String {
        let mut file = Self::new();
        let (width, height) = (number(width.ceil()), number(height.ceil()));
        let _ = write!(
            file.elements,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             xml:space=\"preserve\" font-family=\"sans-serif\" font-size=\"12\" fill=\"{INK}\" role=\"img\">\n<title>"
        );
        file.escaped(title);
        file.elements.push_str("</title>\n<desc>");
        file.escaped(description);
        file.elements.push_str("</desc>\n");
        if let Some(ground) = ground {
            let _ =
                writeln!(file.elements, "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>");
        }
        file.elements.push_str(&self.elements);
        file.elements.push_str("</svg>\n");
        file.elements
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.elements.push(' ');
        self.elements.push_str(name);
        self.elements.push_str("=\"");
        self.escaped(value);
        self.elements.push('"');
    }

    /// Text as XML has it. What XML 1.0 cannot hold becomes U+FFFD.
    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.elements.push_str("&amp;"),
                '<' => self.elements.push_str("&lt;"),
                '>' => self.elements.push_str("&gt;"),
                '"' => self.elements.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.elements.push(' '),
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => self.elements.push('\u{fffd}'),
                _ => self.elements.push(character),
            }
        }
    }
}

/// A length, to the hundredth of a pixel.
pub fn number(value: f64) -> String {
    let written = fixed(value, 2);
    written.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// With so many digits behind the point. Of integers alone, which are the same on every machine.
pub fn fixed(value: f64, digits: u32) -> String {
    let unit = 10_i64.pow(digits);
    let scaled = (value * unit as f64).round() as i64;
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, rest) = (scaled.abs() / unit, scaled.abs() % unit);
    if digits == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest:0>width$}", width = digits as usize)
    }
}

/// `#rrggbb`.
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn numbers_have_a_fixed_precision() {
        let lengths = [0.0, 1.0, 0.005, 12.345, -3.1, 100.0, -0.001].map(number);
        assert_eq!(lengths, ["0", "1", "0.01", "12.35", "-3.1", "100", "0"]);
        let values = [0.0, 0.99995, 0.12344, -1.5, 1e-9].map(|value| fixed(value, 4));
        assert_eq!(values, ["0.0000", "1.0000", "0.1234", "-1.5000", "0.0000"]);
        assert_eq!(fixed(2.5, 0), "3");
    }

    #[test]
    fn text_is_escaped_and_what_xml_cannot_hold_is_replaced() {
        let mut svg = Svg::new();
        svg.text(&Text { content: "<a href=\"x\">&\u{0}\u{b}\u{ffff}\n🎉", ..Text::PLAIN });
        assert_eq!(
            svg.elements,
            "<text x=\"0\" y=\"0\">&lt;a href=&quot;x&quot;&gt;&amp;\u{fffd}\u{fffd}\u{fffd} 🎉</text>\n"
        );
    }
}
