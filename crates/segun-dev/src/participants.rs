//! `segun-dev participants`: what the network of participants is told of our annotated reports, for training it.

use crate::eval;
use crate::examples::{self, Arguments, Example};
use segun::{Reader, json};
use serde_json::{Value, json};

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let gold = examples::annotated(&arguments.shared, &arguments.split, |_| true)?;
    examples::write(arguments, "f32", &gold, told)
}

/// A report's reading by rules, its annotation and its nodes; the vectors of the nodes, 32-bit floats.
fn told(reader: &Reader, gold: Value) -> anyhow::Result<Example> {
    let (reading, graphs, vectors) = reader.graphs(eval::report(&gold))?;
    let nodes = graphs.iter().flat_map(|graph| &graph.nodes);
    let values = nodes.flat_map(|node| &vectors[node.sentence][node.word]);
    let reading: Value = serde_json::from_str(&json::to_string(&reading, json::Options::default()))?;
    Ok(Example {
        line: json!({"reading": reading, "gold": gold, "graphs": graphs}).to_string(),
        vectors: values.flat_map(|value| value.to_le_bytes()).collect(),
    })
}
