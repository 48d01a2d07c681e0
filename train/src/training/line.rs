//! A line of metrics.jsonl in the making.

use std::time::{Duration, Instant};

use seqscope::training::StepReport;

use super::metrics::Metric;

/// The steps since the last line.
pub struct Line {
    since: Instant,
    paused: Duration,
    loss: f64,
    steps: u64,
    tokens: usize,
    learning_rate: f64,
    gradient_norm: f32,
}

impl Line {
    pub fn new(since: Instant) -> Self {
        let paused = Duration::ZERO;
        Self { since, paused, loss: 0.0, steps: 0, tokens: 0, learning_rate: 0.0, gradient_norm: 0.0 }
    }

    pub fn add(&mut self, report: &StepReport) {
        self.loss += report.loss;
        self.steps += 1;
        self.tokens += report.tokens;
        self.learning_rate = report.learning_rate;
        self.gradient_norm = self.gradient_norm.max(report.gradient_norm);
    }

    /// Time that does not count.
    pub fn pause(&mut self, time: Duration) {
        self.paused += time;
    }

    /// The mean over the steps.
    pub fn loss(&self) -> f64 {
        self.loss / self.steps as f64
    }

    /// The line after step `step`; the next one begins `now`.
    pub fn take(&mut self, step: u64, now: Instant) -> Metric {
        let seconds = now.duration_since(self.since).saturating_sub(self.paused).as_secs_f64();
        let metric = Metric::Training {
            step,
            loss: self.loss(),
            learning_rate: self.learning_rate,
            gradient_norm: self.gradient_norm,
            words_per_second: (self.tokens as f64 / seconds).round(),
        };
        *self = Self::new(now);
        metric
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(loss: f64, gradient_norm: f32, learning_rate: f64, tokens: usize) -> StepReport {
        StepReport { step: 0, loss, gradient_norm, learning_rate, tokens }
    }

    #[test]
    fn a_line_has_the_mean_loss_the_largest_norm_the_last_rate_and_the_speed_without_pauses() {
        let started = Instant::now();
        let second = Duration::from_secs(1);
        let mut line = Line::new(started);
        for report in [report(3.0, 0.5, 0.1, 40), report(2.0, 2.0, 0.2, 50), report(1.0, 1.5, 0.3, 60)] {
            line.add(&report);
        }
        line.pause(second);
        line.pause(2 * second);
        let expected = Metric::Training {
            step: 3,
            loss: 2.0,
            learning_rate: 0.3,
            gradient_norm: 2.0,
            words_per_second: 30.0,
        };
        assert_eq!(line.take(3, started + 8 * second), expected);

        line.add(&report(0.5, 0.25, 0.4, 10));
        let expected = Metric::Training {
            step: 4,
            loss: 0.5,
            learning_rate: 0.4,
            gradient_norm: 0.25,
            words_per_second: 5.0,
        };
        assert_eq!(line.take(4, started + 10 * second), expected);
    }
}
