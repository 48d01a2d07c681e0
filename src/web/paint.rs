//! Matrices painted onto canvases.

use wasm_bindgen::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, ContextAttributes2d, HtmlCanvasElement, ImageData};

use crate::pictures::{SHADES, Scale};

/// The longest side of a canvas that every current browser accepts.
const LONGEST_SIDE: u32 = 16_384;

/// Paints `data` [rows, columns], row-major, one rectangle a number, and sizes the canvas to fit. With `room` its sides are
/// the next multiples of that, so that pictures of about the same size need no new canvas, which takes longer than to
/// paint it; the picture is then at the top left, and what is beyond it stays as it was.
///
/// Sizes are in device pixels; `gap` of each cell's width and height stays transparent. Attention and gate map
/// 0 to `limit`, signed −`limit` to `limit`; what lies outside gets the colour of the end, and what is no
/// number stays transparent. Throws an `Error` where the sizes do not fit.
#[wasm_bindgen(js_name = paintMatrix)]
#[expect(clippy::too_many_arguments, reason = "JavaScript passes numbers, not a record made for each frame")]
pub fn paint_matrix(
    canvas: &HtmlCanvasElement,
    data: &[f32],
    rows: u32,
    columns: u32,
    #[wasm_bindgen(unchecked_param_type = "Scale")] scale: &str,
    limit: f32,
    dark: bool,
    cell_width: u32,
    cell_height: u32,
    gap: u32,
    room: Option<u32>,
) -> Result<(), JsError> {
    let scale = scale_named(scale)?;
    if data.len() as u64 != u64::from(rows) * u64::from(columns) {
        let found = data.len();
        return Err(JsError::new(&format!("expected {rows} × {columns} numbers, found {found}")));
    }
    let side =
        |cells: u32, size: u32| cells.checked_mul(size).filter(|side| (1..=LONGEST_SIDE).contains(side));
    let (Some(width), Some(height)) = (side(columns, cell_width), side(rows, cell_height)) else {
        let found = format!("{columns} × {cell_width} by {rows} × {cell_height}");
        return Err(JsError::new(&format!("expected sides from 1 to {LONGEST_SIDE} pixels, found {found}")));
    };

    let colours = scale.colours(dark, SHADES);
    let mut pixels = vec![0; width as usize * height as usize * 4];
    for (row, values) in data.chunks_exact(columns as usize).enumerate() {
        let lines =
            row * cell_height as usize..(row + 1) * cell_height as usize - gap.min(cell_height) as usize;
        let Some(first) = lines.clone().next() else { continue };
        let stride = width as usize * 4;
        let line = &mut pixels[first * stride..(first + 1) * stride];
        for (cell, &value) in line.chunks_exact_mut(cell_width as usize * 4).zip(values) {
            if value.is_nan() {
                continue;
            }
            let [red, green, blue] = colours[scale.shade(value, limit)];
            let painted = cell_width.saturating_sub(gap) as usize;
            for pixel in cell.chunks_exact_mut(4).take(painted) {
                pixel.copy_from_slice(&[red, green, blue, 255]);
            }
        }
        for line in lines.skip(1) {
            pixels.copy_within(first * stride..(first + 1) * stride, line * stride);
        }
    }

    // Setting a size makes a new picture, even where it is the old size.
    let room = room.unwrap_or(1).clamp(1, LONGEST_SIDE);
    let [canvas_width, canvas_height] =
        [width, height].map(|side| side.next_multiple_of(room).min(LONGEST_SIDE));
    if canvas.width() != canvas_width {
        canvas.set_width(canvas_width);
    }
    if canvas.height() != canvas_height {
        canvas.set_height(canvas_height);
    }
    let image =
        ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), width, height).map_err(refused)?;
    // Pixels are made here and only handed over: a canvas in the page's own memory takes them without a graphics process.
    let options = ContextAttributes2d::new();
    options.set_will_read_frequently(true);
    let context = canvas.get_context_with_context_options("2d", &options).map_err(refused)?;
    let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok())
    else {
        return Err(JsError::new("expected a canvas that can be painted in 2d, found another kind"));
    };
    context.put_image_data(&image, 0.0, 0.0).map_err(refused)
}

/// `count` evenly spaced CSS colours from the least to the greatest value of a scale, for legends.
#[wasm_bindgen(js_name = scaleStops)]
pub fn scale_stops(
    #[wasm_bindgen(unchecked_param_type = "Scale")] scale: &str,
    dark: bool,
    count: u32,
) -> Result<Vec<String>, JsError> {
    let colours = scale_named(scale)?.colours(dark, count.min(SHADES as u32) as usize);
    Ok(colours.iter().map(|[red, green, blue]| format!("rgb({red} {green} {blue})")).collect())
}

fn scale_named(name: &str) -> Result<Scale, JsError> {
    Scale::named(name)
        .ok_or_else(|| JsError::new(&format!("scale: expected attention, gate or signed, found {name}")))
}

fn refused(reason: JsValue) -> JsError {
    let reason = reason.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into());
    JsError::new(&format!("the canvas cannot be painted: {reason}"))
}
