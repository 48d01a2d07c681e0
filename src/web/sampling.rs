//! Outputs drawn at random, as JavaScript sees them.

use wasm_bindgen::prelude::*;

use super::study::Study;
use super::tensor::{integers, list, object};
use crate::analysis::sampling::{Sample, SamplingOptions, samples};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** An output that was drawn `times` times; its ln p is that at temperature 1 and among all tokens. */
export interface Sample { output: string; ids: number[]; logProbability: number; times: number }
"#;

#[wasm_bindgen]
impl Study {
    /// Draws `count` outputs for `text`; the most frequent comes first. Logits are divided by `temperature`, 0 takes the
    /// best token; of a step only the `top_k` most probable may be drawn (0 for all), and of these the fewest that come to
    /// `top_p` together. The same `seed` draws the same. Throws an `Error` for text that cannot be run and for an option out
    /// of its range.
    #[wasm_bindgen(unchecked_return_type = "Sample[]")]
    pub fn samples(
        &self,
        text: &str,
        count: u32,
        temperature: f32,
        #[wasm_bindgen(js_name = topK)] top_k: u32,
        #[wasm_bindgen(js_name = topP)] top_p: f32,
        seed: u32,
    ) -> Result<JsValue, JsError> {
        let metadata = &self.checkpoint.metadata;
        let options =
            SamplingOptions { count: count as usize, temperature, top_k: top_k as usize, top_p, seed };
        let drawn = samples(&self.checkpoint.model, &metadata.source_ids(text)?, &options)?;
        Ok(list(drawn.iter().map(|Sample { ids, log_probability, times }| {
            let (output, _) = metadata.target.decode(ids);
            object([
                ("output", output.into()),
                ("ids", integers(ids)),
                ("logProbability", (*log_probability).into()),
                ("times", (*times as u32).into()),
            ])
        })))
    }
}
