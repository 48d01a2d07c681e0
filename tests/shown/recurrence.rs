//! What is shown of the cells: gates and their terms, memories, saturation, gradients, padding and dropout. All of the
//! encoder's first layer, forward.

use seqscope::analysis::gradient_norms::{GradientNorms, gradient_norms};
use seqscope::analysis::{DropoutSite, Place, Reading, memory_parts};
use seqscope::trace::{Component, Direction, Trace};

use super::model::{Model, Numbers, Pair, ids, mean, put, signal};

/// What the gates and states of a unit are at a step.
pub fn gates(trace: &Trace, unit: usize, step: usize) -> Numbers {
    let mut numbers = Numbers::new();
    for signal in &trace.encoder[0].signals {
        put(&mut numbers, signal.name, signal.values[[step, unit]]);
    }
    numbers
}

/// One unit at one step: gates with what they are made of, and the states.
pub fn cell(model: &Model, trace: &Trace, unit: usize, step: usize) -> Numbers {
    let mut numbers = Numbers::new();
    let layer = &trace.encoder[0];
    let place = Place { component: Component::Encoder, layer: 0, direction: Direction::Forward };
    let terms = model.checkpoint.terms(&trace.input, &ids(trace), place).unwrap();
    let units = terms.bias.len() / terms.gates.len();
    for (block, gate) in terms.gates.iter().enumerate() {
        let column = block * units + unit;
        let (input, state) = (terms.input[[step, column]], terms.recurrent[[step, column]]);
        let bias = f64::from(terms.bias[column]) + f64::from(terms.recurrent_bias[column]);
        put(&mut numbers, format!("{gate}.input"), input);
        put(&mut numbers, format!("{gate}.state"), state);
        put(&mut numbers, format!("{gate}.bias"), bias);
        put(&mut numbers, format!("{gate}.sum"), f64::from(input) + f64::from(state) + bias);
        put(&mut numbers, *gate, signal(layer, gate)[[step, unit]]);
    }
    let c = signal(layer, "c");
    put(&mut numbers, "c", c[[step, unit]]);
    put(&mut numbers, "c.before", c[[step - 1, unit]]);
    let now = |name: &str| f64::from(signal(layer, name)[[step, unit]]);
    put(&mut numbers, "c.kept", now("f") * f64::from(c[[step - 1, unit]]));
    put(&mut numbers, "c.written", now("i") * now("g"));
    put(&mut numbers, "h.before", signal(layer, "h")[[step - 1, unit]]);
    put(&mut numbers, "c.tanh", f64::from(c[[step, unit]]).tanh());
    put(&mut numbers, "h", signal(layer, "h")[[step, unit]]);
    numbers
}

/// Which token wrote how much of what a unit holds at the end, and how much of it `token` did.
pub fn memory_of_unit(trace: &Trace, unit: usize, token: usize) -> Numbers {
    let mut numbers = Numbers::new();
    let layer = &trace.encoder[0];
    let last = trace.source.len() - 1;
    let parts = memory_parts(layer, last).unwrap().unwrap();
    let parts: Vec<f64> = parts.column(unit).iter().map(|&part| f64::from(part)).collect();
    for (k, &part) in parts.iter().enumerate() {
        put(&mut numbers, format!("part.{k}"), part);
    }
    put(&mut numbers, "sum", parts.iter().sum::<f64>());
    put(&mut numbers, "total", signal(layer, "c")[[last, unit]]);
    put(&mut numbers, "wrote", parts[token]);
    put(&mut numbers, "wrote.share", parts[token].abs() / parts.iter().map(|part| part.abs()).sum::<f64>());
    numbers
}

/// Whose writing all units together hold at the end, as shares.
pub fn memory_of_layer(trace: &Trace) -> Numbers {
    let mut numbers = Numbers::new();
    let parts = memory_parts(&trace.encoder[0], trace.source.len() - 1).unwrap().unwrap();
    let sizes: Vec<f64> =
        parts.rows().into_iter().map(|row| row.iter().map(|&part| f64::from(part.abs())).sum()).collect();
    let whole: f64 = sizes.iter().sum();
    for (k, size) in sizes.iter().enumerate() {
        put(&mut numbers, format!("share.{k}"), size / whole);
    }
    numbers
}

/// How far h of each unit reaches, and how often the gates are below 0.1 and above 0.9.
pub fn units(trace: &Trace, unit: usize) -> Numbers {
    let mut numbers = Numbers::new();
    let layer = &trace.encoder[0];
    for (unit, line) in signal(layer, "h").columns().into_iter().enumerate() {
        let least = line.iter().fold(f32::INFINITY, |least, &value| least.min(value));
        let greatest = line.iter().fold(f32::NEG_INFINITY, |greatest, &value| greatest.max(value));
        put(&mut numbers, format!("range.{unit}"), f64::from(greatest) - f64::from(least));
    }
    let (closed, open) = (|value: f32| f64::from(value) < 0.1, |value: f32| f64::from(value) > 0.9);
    for gate in ["i", "f", "o"] {
        let values = signal(layer, gate);
        let mut count = |name: &str, is_saturated: fn(f32) -> bool| {
            let share = |values: Vec<f32>| {
                values.iter().filter(|&&value| is_saturated(value)).count() as f64 / values.len() as f64
            };
            let shares: Vec<f64> = values.columns().into_iter().map(|line| share(line.to_vec())).collect();
            let often = shares.iter().filter(|&&share| share >= 0.9).count();
            put(&mut numbers, format!("{gate}.{name}"), mean(&shares));
            put(&mut numbers, format!("{gate}.{name}Units"), often as f64);
            put(&mut numbers, format!("{gate}.{name}OfUnit"), shares[unit]);
        };
        count("closed", closed);
        count("open", open);
    }
    numbers
}

fn norms_of(rnn: &str, text: &str) -> GradientNorms {
    let model = Model::load("dates", "general", rnn);
    let source = model.source(text);
    gradient_norms(&model.checkpoint.model, &source, 0, Direction::Forward, Some(source.len() - 1)).unwrap()
}

/// What each cell carries, as a share of what it is at the last token: ∂h/∂h, of LSTM ∂c/∂c.
pub fn gradients_carried(text: &str) -> Numbers {
    let mut numbers = Numbers::new();
    let lstm = norms_of("lstm", text);
    let lines = [
        ("rnn", norms_of("rnn", text).hidden),
        ("gru", norms_of("gru", text).hidden),
        ("lstm", lstm.cell.unwrap()),
        ("carry", lstm.carry.unwrap()),
    ];
    for (name, norms) in lines {
        let at_last = norms[norms.len() - 1];
        for (t, norm) in norms.iter().enumerate() {
            put(&mut numbers, format!("{name}.{t}"), norm / at_last);
        }
        put(&mut numbers, format!("{name}.left"), norms[0] / at_last);
    }
    numbers
}

/// ∂h of the last token by ∂x of each, as it is.
pub fn gradients_of_input(text: &str) -> Numbers {
    let mut numbers = Numbers::new();
    for name in ["rnn", "gru", "lstm"] {
        let norms = norms_of(name, text).input;
        for (t, &norm) in norms.iter().enumerate() {
            put(&mut numbers, format!("{name}.{t}"), norm);
        }
        put(&mut numbers, format!("{name}.left"), norms[0] / norms[norms.len() - 1]);
    }
    numbers
}

/// The first of some texts, read in a batch with the others in three ways.
pub fn padding(model: &Model, texts: &[&str], Pair { target, source }: Pair) -> Numbers {
    let mut numbers = Numbers::new();
    let batch = model.checkpoint.padding(texts).unwrap();
    for ((text, token), &id) in batch.ids.indexed_iter() {
        put(&mut numbers, format!("id.{text}.{token}"), id as f64);
    }
    for (step, &size) in batch.batch_sizes.iter().enumerate() {
        put(&mut numbers, format!("size.{step}"), size as f64);
    }
    for (row, (text, token)) in batch.packed.iter().enumerate() {
        // The page counts rows from one.
        put(&mut numbers, format!("row.{text}.{token}"), row as f64 + 1.0);
    }
    let sentence = &batch.sentences[0];
    put(&mut numbers, "alone.total", sentence.alone.log_probability());
    put(&mut numbers, "alone.weight", sentence.alone.weights[[target, source]]);
    let ways =
        [("batched", &sentence.batched), ("unpacked", &sentence.unpacked), ("unmasked", &sentence.unmasked)];
    for (way, reading) in ways {
        let Reading { weights, .. } = reading;
        let on_padding: f64 = weights
            .columns()
            .into_iter()
            .skip(sentence.tokens.len())
            .map(|column| f64::from(column.sum()))
            .sum();
        put(&mut numbers, format!("{way}.memory"), reading.memory_difference());
        put(&mut numbers, format!("{way}.log-probability"), reading.log_probability_difference);
        put(&mut numbers, format!("{way}.padding"), on_padding / weights.nrows() as f64);
        put(&mut numbers, format!("{way}.total"), reading.log_probability());
        put(&mut numbers, format!("{way}.weight"), weights[[target, source]]);
    }
    numbers
}

/// The masks of the first training run.
pub fn dropout(model: &Model, trace: &Trace) -> Numbers {
    let mut numbers = Numbers::new();
    let masks = model.checkpoint.dropout_masks(&trace.input, &ids(trace), 1).unwrap();
    let all: usize = masks.sites.iter().map(|site| site.kept.len()).sum();
    let kept: f64 = masks.sites.iter().map(|site| f64::from(site.kept.sum())).sum();
    for site in &masks.sites {
        let of = |component: Component| format!("{component:?}").to_lowercase();
        let name = match site.site {
            DropoutSite::Embedding(component) => format!("{}.embedding", of(component)),
            DropoutSite::Between { component, above } => format!("{}.between{above}", of(component)),
            DropoutSite::Output => "decoder.output".to_string(),
        };
        put(&mut numbers, name, 1.0 - f64::from(site.kept.sum()) / site.kept.len() as f64);
    }
    put(&mut numbers, "p", masks.p);
    put(&mut numbers, "scale", masks.scale);
    put(&mut numbers, "share", 1.0 - kept / all as f64);
    put(&mut numbers, "survival", (1.0 - f64::from(masks.p)).powi(trace.source.len() as i32));
    numbers
}
