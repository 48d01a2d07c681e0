//! loss.svg: training and validation loss over the steps.

use anyhow::{Result, anyhow};
use plotters::prelude::*;

use crate::metrics::Metric;

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
    // Whole powers of ten: the axis labels nothing between.
    let lowest = 10f64.powf(losses().fold(0.9, f64::min).log10().floor());
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
    chart.configure_series_labels().background_style(WHITE).border_style(BLACK.mix(0.2)).draw()?;
    root.present()?;
    Ok(())
}
