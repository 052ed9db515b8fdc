//! Known actors against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

#[path = "cases/files.rs"]
mod cases;

use segun_knowledge::actors::{Actors, Table, Titles, pack};
use segun_reading::{Options, Reader};
use segun_report::{Entity, EntityType, Reading, Report};

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// Invented actors: namesakes of two countries, father and son, an acronym of two parties.
const INVENTED: &str = "\
PER\tQ900001\tPER\t\tPablo Quiroga\t2016-07-28..2021-07-28||GOV|en:president|es:presidente|pt:presidente
PER\tQ900002\tCHL\t\tPablo Quiroga\t2014-03-11..||LEG|en:senator|es:senador|pt:senador
PER\tQ900003\tECU\t\tJorge Almeida|Jorge Almeida Luna\t1988-08-10..1992-08-10||GOV|en:president|es:presidente|pt:presidente
PER\tQ900004\tECU\t\tJorge Almeida|Jorge Almeida Paz\t2015-05-24..2019-05-24||GOV|en:president|es:presidente|pt:presidente
ORG\tQ900005\tPER\tPTY\tes:Partido Popular Andino|PPA
ORG\tQ900006\tBOL\tPTY\tes:Partido Popular Amazónico|PPA
";

/// The persons and organisations of a reading, as the case files write them.
fn shown(reading: &Reading) -> Vec<String> {
    let actors = reading.entities.iter().filter(|e| e.kind != EntityType::Location);
    actors.map(line).collect()
}

fn line(entity: &Entity) -> String {
    let or_none = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".into());
    let ids = &entity.ids;
    format!(
        "{} | {} | {} | {} | {}",
        entity.name,
        or_none(&ids.wikidata.clone().or_else(|| ids.actor.clone())),
        or_none(&entity.country),
        or_none(&entity.sector),
        entity.title().unwrap_or("-")
    )
}

fn reader() -> Reader {
    let invented = pack(INVENTED, &Titles::default()).expect("a list");
    let actors = Actors::bundled().with(Table::from_bytes(invented, "invented").expect("a table"));
    Reader::from_model(MODEL).expect("the model that comes with the program").with_actors(actors)
}

#[test]
fn the_cases_of_every_language() {
    let reader = reader();
    let mut failed = false;
    for (language, file) in cases::of("actors") {
        let lines: Vec<&str> = file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).collect();
        for case in lines.chunk_by(|_, next| !next.starts_with("> ")) {
            let [head, expected @ ..] = case else { continue };
            let (day, text) = head.trim_start_matches("> ").split_once(" | ").expect("a day and a text");
            let report = Report {
                language: Some(language.clone()),
                published: day.parse().ok(),
                text: text.to_owned(),
                ..Report::default()
            };
            let found = shown(&reader.read(report, Options::default()).expect("a served language"));
            if found != expected {
                failed = true;
                eprintln!("{language}: {head}\n  {}", found.join("\n  "));
            }
        }
    }
    assert!(!failed, "some cases are read otherwise");
}

#[test]
fn one_actor_is_one_party_in_every_language() {
    let reader = reader();
    let texts = [
        (
            "es",
            "El ministro ruso de Exteriores, Serguéi Lavrov, viajó a Lima. El presidente Vladímir Putin se quedó en Moscú.",
        ),
        (
            "en",
            "Russian Foreign Minister Sergey Lavrov travelled to Lima. President Vladimir Putin stayed in Moscow.",
        ),
        ("pt", "O ministro russo Serguei Lavrov viajou a Lima. O presidente Vladimir Putin ficou em Moscou."),
    ];
    for (language, text) in texts {
        let report = Report { language: Some(language.into()), text: text.into(), ..Report::default() };
        let reading = reader.read(report, Options::default()).expect("a served language");
        let persons = reading.entities.iter().filter(|e| e.kind == EntityType::Person);
        let ids: Vec<_> = persons.map(|e| e.ids.wikidata.clone().or_else(|| e.ids.actor.clone())).collect();
        assert_eq!(ids, [Some("sergey lavrov".to_owned()), Some("Q7747".to_owned())], "{language}");
    }
}

#[test]
fn two_names_of_one_actor_are_one_entity() {
    let text = "La Organización de las Naciones Unidas pidió calma. La ONU enviará observadores. \
                Andrés Manuel López Obrador habló en Puebla. AMLO no dio detalles.";
    let report = Report { language: Some("es".into()), text: text.into(), ..Report::default() };
    let reading = reader().read(report, Options::default()).expect("a served language");
    let of = |id: &str| {
        let all: Vec<&Entity> =
            reading.entities.iter().filter(|e| e.ids.wikidata.as_deref() == Some(id)).collect();
        assert_eq!(all.len(), 1, "{id}");
        all[0].mentions.len()
    };
    assert!(of("Q1065") >= 2 && of("Q318508") >= 2);
    for (n, entity) in reading.entities.iter().enumerate() {
        assert_eq!(entity.id, format!("e{}", n + 1));
        assert!(entity.mentions.windows(2).all(|pair| pair[0].span <= pair[1].span));
    }
}
