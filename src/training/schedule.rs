//! The learning rate over the steps.

use serde::{Deserialize, Serialize};

/// Linear warm-up to a peak, then decay.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// The highest learning rate.
    pub peak: f64,
    /// Steps on the way up.
    pub warm_up: u64,
    /// What comes after.
    pub decay: Decay,
}

/// How the learning rate goes on from its peak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decay {
    /// Not at all.
    Constant,
    /// Half a cosine down to 0 (Loshchilov and Hutter 2017, without restarts).
    Cosine {
        /// The step at which it is 0, counted from the first step of the warm-up.
        steps: u64,
    },
    /// A straight line down to 0.
    Linear {
        /// The step at which it is 0, counted from the first step of the warm-up.
        steps: u64,
    },
}

impl Decay {
    /// Its name as configs and the command line spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Cosine { .. } => "cosine",
            Self::Linear { .. } => "linear",
        }
    }
}

impl Schedule {
    /// The learning rate of step `step`, the first one being 0.
    pub fn learning_rate(&self, step: u64) -> f64 {
        if step < self.warm_up {
            return self.peak * (step + 1) as f64 / self.warm_up as f64;
        }
        // How far it is from the warm-up to the last step, from 0 to 1.
        let progress = |steps: u64| {
            if step >= steps { 1.0 } else { (step - self.warm_up) as f64 / (steps - self.warm_up) as f64 }
        };
        match self.decay {
            Decay::Constant => self.peak,
            Decay::Cosine { steps } if step >= steps => 0.0,
            Decay::Cosine { steps } => {
                self.peak * 0.5 * (1.0 + (std::f64::consts::PI * progress(steps)).cos())
            }
            Decay::Linear { steps } => self.peak * (1.0 - progress(steps)),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn warm_up_climbs_to_the_peak_and_the_cosine_falls_from_it_to_0() {
        let schedule = Schedule { peak: 0.8, warm_up: 4, decay: Decay::Cosine { steps: 12 } };
        let rates: Vec<f64> = (0..14).map(|step| schedule.learning_rate(step)).collect();
        let expected = [0.2, 0.4, 0.6, 0.8, 0.8];
        assert!(rates.iter().zip(expected).all(|(rate, expected)| (rate - expected).abs() < 1e-12));
        assert!((rates[8] - 0.4).abs() < 1e-12, "half way down after half of the steps");
        assert!(rates[4..].is_sorted_by(|before, after| before >= after));
        assert_eq!(rates[12..], [0.0, 0.0]);
    }

    #[test]
    fn a_line_falls_from_the_peak_to_0_in_equal_steps() {
        let schedule = Schedule { peak: 0.8, warm_up: 2, decay: Decay::Linear { steps: 6 } };
        let rates: Vec<f64> = (0..8).map(|step| schedule.learning_rate(step)).collect();
        let expected = [0.4, 0.8, 0.8, 0.6, 0.4, 0.2, 0.0, 0.0];
        assert!(
            rates.iter().zip(expected).all(|(rate, expected)| (rate - expected).abs() < 1e-12),
            "{rates:?}"
        );
    }

    #[test]
    fn a_constant_schedule_stays_at_its_peak() {
        let schedule = Schedule { peak: 0.5, warm_up: 0, decay: Decay::Constant };
        assert_eq!([schedule.learning_rate(0), schedule.learning_rate(1_000_000)], [0.5, 0.5]);
    }

    #[test]
    fn a_warm_up_as_long_as_the_whole_run_never_divides_by_zero() {
        let schedule = Schedule { peak: 0.5, warm_up: 5, decay: Decay::Cosine { steps: 5 } };
        assert!((0..7).all(|step| schedule.learning_rate(step).is_finite()));
    }
}
