//! Reads one report and prints who says what, how surely.
//!
//! Run with `cargo run -p segun --example read`.

#![allow(clippy::print_stdout)] // what an example is for

use segun::{Options, Report};

const TEXT: &str = "La ministra de Exteriores de Chile, Carmen Rojas, dijo el martes que el presidente podría \
viajar a Lima en dos semanas. Según fuentes diplomáticas, ambos gobiernos negocian un acuerdo comercial.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let reader = segun::reader()?;
    let report = Report {
        id: "example".into(),
        language: Some("es".into()),
        published: Some("2026-03-12".parse()?),
        text: TEXT.into(),
        ..Report::default()
    };
    let reading = reader.read(report, Options::default())?;

    let text = &reading.report.text;
    for attribution in &reading.attributions {
        let source = attribution.source.map_or("(nobody named)", |span| span.of(text));
        let content: Vec<&str> = attribution.content.iter().map(|span| span.of(text)).collect();
        println!("{source} [{}]: {}", attribution.stance.as_str(), content.join(" … "));
    }
    for event in &reading.events {
        let kind = event.kind.map_or("-", |kind| kind.as_str());
        println!(
            "{} {} ({}, {}, {})",
            kind,
            event.trigger.of(text),
            event.certainty.as_str(),
            event.polarity.as_str(),
            event.when.as_str()
        );
    }
    if reading.attributions.is_empty() || reading.events.is_empty() {
        return Err("nothing was read".into());
    }
    Ok(())
}
