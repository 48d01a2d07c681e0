//! loss.svg: training and validation loss over the steps.

use anyhow::{Result, anyhow};
use plotters::prelude::*;

use super::metrics::Metric;

const SIZE: (u32, u32) = (800, 500);
const TRAINING: RGBColor = RGBColor(31, 119, 180);
const VALIDATION: RGBColor = RGBColor(214, 39, 40);
/// Losses below this are drawn here: a logarithmic axis has no 0.
const LEAST: f64 = 1e-6;

/// The plot as SVG, loss on a logarithmic axis. Nothing to plot gives an empty pair of axes.
pub fn loss_plot(metrics: &[Metric], title: &str) -> Result<String> {
    let mut svg = String::new();
    draw(metrics, title, &mut svg).map_err(|error| anyhow!("loss.svg: {error}"))?;
    Ok(svg)
}

fn draw(metrics: &[Metric], title: &str, svg: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let training = metrics.iter().filter_map(|metric| match metric {
        Metric::Training { step, loss, .. } => Some((*step, loss.max(LEAST))),
        Metric::Validation { .. } => None,
    });
    let validation = metrics.iter().filter_map(|metric| match metric {
        Metric::Validation { step, validation_loss, .. } => Some((*step, validation_loss.max(LEAST))),
        Metric::Training { .. } => None,
    });
    let losses = || training.clone().chain(validation.clone()).map(|(_, loss)| loss);
    // Whole powers of ten: the axis labels nothing between. A little lower, so that the last one is labelled too.
    let lowest = 0.999 * 10f64.powf(losses().fold(0.9, f64::min).log10().floor());
    let highest = 10f64.powf(losses().fold(1.0, f64::max).log10().ceil());
    let last = metrics.iter().map(Metric::step).max().unwrap_or(1);

    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(0..last, (lowest..highest).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("step")
        .y_desc("loss (nats a token)")
        .light_line_style(BLACK.mix(0.05))
        .bold_line_style(BLACK.mix(0.12))
        .y_label_formatter(&|loss| format!("{loss}"))
        .draw()?;
    chart
        .draw_series(LineSeries::new(training.clone(), &TRAINING))?
        .label("training")
        .legend(|(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], TRAINING));
    chart
        .draw_series(LineSeries::new(validation.clone(), VALIDATION.stroke_width(2)))?
        .label("validation")
        .legend(|(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], VALIDATION.stroke_width(2)));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE)
        .border_style(BLACK.mix(0.2))
        .draw()?;
    root.present()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn training(step: u64, loss: f64) -> Metric {
        Metric::Training { step, loss, learning_rate: 0.1, gradient_norm: 1.0, words_per_second: 1.0 }
    }

    fn validation(step: u64, validation_loss: f64) -> Metric {
        Metric::Validation {
            step,
            validation_loss,
            validation_token_accuracy: 0.5,
            validation_exact_match: 0.5,
            validation_loss_of_heads: BTreeMap::new(),
            seconds: 1.0,
        }
    }

    /// The points of each line in the colour of one of the two.
    fn points(svg: &str, colour: &str) -> Vec<Vec<(f64, f64)>> {
        let lines = svg.lines().filter(|line| line.starts_with("<polyline") && line.contains(colour));
        let of_line = |line: &str| {
            let points = line.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
            let number = |text: &str| text.parse::<f64>().unwrap();
            points
                .split_whitespace()
                .map(|point| point.split_once(',').map(|(x, y)| (number(x), number(y))).unwrap())
                .collect()
        };
        lines.map(of_line).collect()
    }

    #[test]
    fn both_losses_fall_over_the_steps_on_a_logarithmic_axis() {
        let metrics = [
            training(50, 1.0),
            training(100, 0.1),
            validation(100, 0.2),
            training(150, 0.01),
            validation(150, 0.1),
        ];
        let svg = loss_plot(&metrics, "a run").unwrap();
        for text in ["a run", "step", "loss (nats a token)", "training", "validation"] {
            assert!(svg.lines().any(|line| line.trim() == text), "{text}: {svg}");
        }
        let of_training = &points(&svg, "#1F77B4")[0];
        let of_validation = &points(&svg, "#D62728")[0];
        assert_eq!((of_training.len(), of_validation.len()), (3, 2));
        let [(x1, y1), (x2, y2), (x3, y3)] = of_training[..] else { panic!("{of_training:?}") };
        assert!((x2 - x1 - (x3 - x2)).abs() <= 1.0 && x1 < x2, "{of_training:?}");
        // Each tenth as far below as the one before.
        assert!((y2 - y1 - (y3 - y2)).abs() <= 1.0 && y1 < y2, "{of_training:?}");
        assert_eq!((of_validation[0].0, of_validation[1]), (x2, (x3, y2)));
    }

    #[test]
    fn a_loss_of_nothing_is_drawn_at_the_least_one_and_no_metrics_are_an_empty_plot() {
        let svg = loss_plot(&[training(50, 1.0), training(100, 0.0), validation(100, 0.0)], "").unwrap();
        let of_training = &points(&svg, "#1F77B4")[0];
        assert_eq!(points(&svg, "#D62728")[0][0], of_training[1]);
        assert!(svg.contains("0.000001"), "{svg}");
        assert!(points(&loss_plot(&[], "").unwrap(), "#1F77B4").iter().all(|points| points.len() < 3));
    }
}
