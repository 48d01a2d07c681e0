//! Colour scales in OKLab (Ottosson 2020), in which equal steps look equal.
//!
//! Lightness changes evenly along every scale, so that each reads in grey and with any colour blindness;
//! the diverging scale goes from blue to orange, which the common forms of colour blindness tell apart.

/// A colour in OKLab: lightness in [0, 1], from green (negative) to red, from blue (negative) to yellow.
type Lab = [f32; 3];

/// Colours that a scale is cut into.
pub const SHADES: usize = 256;

/// What a number means, and with that its colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Attention weights, from 0 up.
    Attention,
    /// Gates, in [0, 1].
    Gate,
    /// Values around 0.
    Signed,
}

impl Scale {
    /// By its name in JavaScript: `attention`, `gate` or `signed`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "attention" => Some(Self::Attention),
            "gate" => Some(Self::Gate),
            "signed" => Some(Self::Signed),
            _ => None,
        }
    }

    /// Evenly spaced colours from the least to the greatest value. The one that stands for nothing (0) is
    /// close to the page.
    fn anchors(self, dark: bool) -> [Lab; 3] {
        match (self, dark) {
            (Self::Attention, false) => {
                [[0.975, -0.0014, -0.0079], [0.66, -0.027, -0.1272], [0.345, -0.0059, -0.1699]]
            }
            (Self::Attention, true) => {
                [[0.25, -0.0007, -0.02], [0.585, -0.0291, -0.1369], [0.92, -0.0309, -0.0368]]
            }
            (Self::Gate, false) => {
                [[0.975, -0.008, 0.0007], [0.67, -0.0996, 0.0087], [0.365, -0.064, -0.0113]]
            }
            // Gates are open most of the time: in full light whole pictures would glare.
            (Self::Gate, true) => [[0.25, -0.0145, -0.0039], [0.535, -0.085, 0.002], [0.82, -0.095, 0.02]],
            (Self::Signed, false) => [[0.5, -0.0362, -0.1352], [0.97, -0.0005, 0.003], [0.5, 0.0919, 0.0919]],
            (Self::Signed, true) => [[0.7, -0.05, -0.1], [0.25, -0.0009, -0.0049], [0.7, 0.068, 0.1]],
        }
    }

    /// Where `value` stands between the least (0) and the greatest (1) of the scale.
    pub fn position(self, value: f32, limit: f32) -> f32 {
        let position = match self {
            Self::Attention | Self::Gate => value / limit,
            Self::Signed => (value / limit + 1.0) / 2.0,
        };
        position.clamp(0.0, 1.0)
    }

    /// Which of the [`SHADES`] has the colour of `value`, which is no NaN.
    pub fn shade(self, value: f32, limit: f32) -> usize {
        (self.position(value, limit) * (SHADES - 1) as f32).round() as usize
    }

    /// `count` evenly spaced colours in sRGB.
    pub fn colours(self, dark: bool, count: usize) -> Vec<[u8; 3]> {
        let [least, middle, greatest] = self.anchors(dark);
        let last = count.saturating_sub(1).max(1) as f32;
        (0..count)
            .map(|index| {
                let position = index as f32 / last * 2.0;
                if position < 1.0 {
                    mix(least, middle, position)
                } else {
                    mix(middle, greatest, position - 1.0)
                }
            })
            .map(srgb)
            .collect()
    }
}

fn mix(from: Lab, to: Lab, share: f32) -> Lab {
    std::array::from_fn(|k| from[k] + (to[k] - from[k]) * share)
}

/// OKLab → linear light; each in [0, 1] when the colour can be shown.
fn linear_rgb([lightness, a, b]: Lab) -> [f32; 3] {
    let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ]
}

fn srgb(lab: Lab) -> [u8; 3] {
    linear_rgb(lab).map(|light| {
        let light = light.clamp(0.0, 1.0);
        let encoded =
            if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (encoded * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test;

    const SCALES: [Scale; 3] = [Scale::Attention, Scale::Gate, Scale::Signed];

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn every_colour_can_be_shown_as_it_was_meant() {
        for scale in SCALES {
            for dark in [false, true] {
                let [a, b, c] = scale.anchors(dark);
                for share in (0..=20).map(|k| k as f32 / 20.0) {
                    for colour in [mix(a, b, share), mix(b, c, share)] {
                        let rgb = linear_rgb(colour);
                        assert!(
                            rgb.iter().all(|light| (-0.002..=1.002).contains(light)),
                            "{colour:?} {rgb:?}"
                        );
                    }
                }
            }
        }
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn lightness_changes_evenly() {
        for dark in [false, true] {
            for scale in [Scale::Attention, Scale::Gate] {
                let [[a, ..], [b, ..], [c, ..]] = scale.anchors(dark);
                assert!(((b - a) - (c - b)).abs() < 1e-3);
            }
            let [[least, ..], _, [greatest, ..]] = Scale::Signed.anchors(dark);
            assert_eq!(least, greatest);
        }
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn the_ends_and_the_middle_of_a_scale_stand_where_they_belong() {
        assert_eq!([0.0, 0.5, 2.0].map(|value| Scale::Attention.position(value, 1.0)), [0.0, 0.5, 1.0]);
        assert_eq!([-1.0, 0.0, 1.0].map(|value| Scale::Signed.position(value, 1.0)), [0.0, 0.5, 1.0]);
        assert_eq!(Scale::Signed.position(1.0, 2.0), 0.75);
    }
}
