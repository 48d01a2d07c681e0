//! The pictures of a trace, as the page saves them: its attention map, and the gates of each layer.

use seqscope::checkpoint::Metadata;
use seqscope::nn::RnnType;
use seqscope::pictures::{
    Caption, GatesPicture, Ground, Labels, Language, MapPicture, SignalPicture, character_labels,
    piece_labels,
};
use seqscope::tokens::{Token, Tokenizer};
use seqscope::trace::{Component, Direction, LayerTrace, Trace};

/// Every picture with the name of its file.
pub fn pictures_of(
    trace: &Trace,
    metadata: &Metadata,
    language: Language,
    ground: Ground,
) -> Vec<(String, String)> {
    let attention = match metadata.model.rnn_type {
        RnnType::Lstm => metadata.model.attention.name().to_string(),
        cell => format!("{}-{}", metadata.model.attention.name(), cell.name()),
    };
    let caption =
        Caption { attention: &attention, input: &trace.input, output: &trace.output, language, ground };
    let source = labels(&metadata.source, &trace.source, &trace.input);
    let target = labels(&metadata.target, &trace.target, &trace.output);
    let weights: Vec<f32> = trace.weights.iter().copied().collect();
    let map = MapPicture { caption, source: &source, target: &target, weights: &weights };
    let mut pictures = vec![("map.svg".to_string(), map.to_svg())];
    for (component, name, layers, tokens) in [
        (Component::Encoder, "encoder", &trace.encoder, &source),
        (Component::Decoder, "decoder", &trace.decoder, &target),
    ] {
        for layer in layers {
            let direction = match layer.direction {
                Direction::Forward => "forward",
                Direction::Backward => "backward",
            };
            let file = format!("{name}-{}-{direction}.svg", layer.layer + 1);
            pictures.push((file, gates(caption, component, layer, tokens)));
        }
    }
    pictures
}

fn labels(tokenizer: &Tokenizer, tokens: &[Token], text: &str) -> Labels {
    if tokenizer.is_of_characters() { character_labels(tokens) } else { piece_labels(tokens, text) }
}

fn gates(caption: Caption, component: Component, layer: &LayerTrace, tokens: &Labels) -> String {
    let values: Vec<Vec<f32>> =
        layer.signals.iter().map(|signal| signal.values.iter().copied().collect()).collect();
    let signals = layer.signals.iter().zip(&values);
    GatesPicture {
        caption,
        component,
        layer: layer.layer,
        direction: layer.direction,
        tokens,
        units: layer.signals.first().map_or(0, |signal| signal.values.ncols()),
        signals: signals.map(|(signal, values)| SignalPicture { name: signal.name, values }).collect(),
    }
    .to_svg()
}
