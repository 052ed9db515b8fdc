//! `segun export`, run as a user runs it.

use segun_export::{EVENT_COLUMNS, POLECAT_COLUMNS};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn run(ledger: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segun"));
    command.args(arguments).env("SEGUN_LEDGER", ledger).env_remove("NO_COLOR").stdin(Stdio::null());
    command.output().unwrap()
}

/// What a command that must succeed writes.
fn said(ledger: &Path, arguments: &[&str]) -> String {
    let output = run(ledger, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn objects(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A meeting that is announced, reprinted and denied, and arrests that two outlets print from one wire.
fn reports() -> String {
    let meeting = "La canciller de Chile, Elena Soto, se reunirá con el presidente de Perú, Marco Ruiz, en Lima el 20 \
                   de mayo de 2024. La reunión tratará el comercio en la frontera, según informó el Ministerio de \
                   Relaciones Exteriores de Chile.";
    let denial = "El presidente de Perú, Marco Ruiz, negó que vaya a reunirse con la canciller de Chile, Elena Soto. \
                  “No hay ninguna reunión prevista con Chile para este mes”, dijo Ruiz a la prensa en Cusco.";
    let arrests = "La policía de Chile detuvo el jueves a cuatro personas en Santiago por el robo de documentos del \
                   archivo nacional. Los detenidos llevaban consigo mapas antiguos, cartas y dos libros de actas que \
                   habían desaparecido en marzo, explicó un portavoz de la policía a los periodistas reunidos ante \
                   el cuartel.";
    let promise = "La ministra de Salud de Chile, Ana Vera, viajará a Bolivia el 3 de junio de 2024.\tLlevará \
                   \"vacunas\".";
    let line = |publisher: &str, published: &str, text: &str| {
        serde_json::json!({
            "id": publisher, "url": format!("https://{publisher}.example/1"), "publisher": publisher,
            "title": format!("Un \"título\"\tde {publisher}"), "published": published, "language": "es",
            "text": text
        })
        .to_string()
    };
    [
        line("norte", "2024-05-10", meeting),
        line("este", "2024-05-13", denial),
        line("sur", "2024-05-10T08:30:00", arrests),
        line("oeste", "2024-05-11", &format!("Santiago (EFE).- {arrests}")),
        line("centro", "2024-05-12", promise),
    ]
    .join("\n")
}

struct Filled {
    home: tempfile::TempDir,
    ledger: PathBuf,
}

impl Filled {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (input, ledger) = (home.path().join("reports.jsonl"), home.path().join("ledger"));
        fs::write(&input, reports()).unwrap();
        said(&ledger, &["ingest", input.to_str().unwrap()]);
        Self { home, ledger }
    }

    /// Exports to a path of its own, and gives it.
    fn export(&self, format: &str) -> PathBuf {
        let path = self.home.path().join(format);
        said(&self.ledger, &["export", "--format", format, "--output", path.to_str().unwrap()]);
        path
    }

    fn claims(&self) -> BTreeMap<i64, Value> {
        let claims = objects(&said(&self.ledger, &["export", "--format", "jsonl"]));
        claims.into_iter().map(|claim| (claim["id"].as_i64().unwrap(), claim)).collect()
    }
}

/// The rows of a tab-separated file, each of as many cells.
fn rows(path: PathBuf, columns: usize) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    for row in &rows {
        assert_eq!(row.len(), columns, "{row:?}");
        assert!(row.iter().all(|cell| !cell.contains('"')), "{row:?}");
    }
    rows
}

#[test]
fn rows_of_claims_say_what_the_ledger_lists() {
    let filled = Filled::new();
    let listed = objects(&said(&filled.ledger, &["claims", "--json", "--limit", "0"]));
    let exported = filled.claims();
    assert_eq!(exported.len(), listed.len());
    for claim in listed {
        let row = &exported[&claim["id"].as_i64().unwrap()];
        for (key, value) in claim.as_object().unwrap() {
            assert_eq!(row[key], *value, "{key}");
        }
    }
    // Spans count code points of the text.
    for (number, row) in &exported {
        let reading = said(&filled.ledger, &["show", &format!("r{}", row["report"]), "--reading"]);
        let reading: Value = serde_json::from_str(&reading).unwrap();
        let text: Vec<char> = reading["text"].as_str().unwrap().chars().collect();
        for part in ["trigger", "sentence"] {
            let at = |end: &str| row[format!("{part}_{end}")].as_u64().unwrap() as usize;
            let words: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(row[part], words.as_str(), "claim {number}");
        }
    }
    // A filter leaves out, and nothing else.
    let denied = objects(&said(&filled.ledger, &["export", "--format", "jsonl", "--polarity=-"]));
    assert!(!denied.is_empty());
    assert_eq!(denied.len(), exported.values().filter(|claim| claim["polarity"] == "-").count());
    let ruiz = objects(&said(&filled.ledger, &["export", "--format", "jsonl", "--party", "Marco Ruiz"]));
    assert!(!ruiz.is_empty() && ruiz.len() < exported.len());

    let table = fs::read_to_string(filled.export("csv")).unwrap();
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let head: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    let keys: Vec<&String> = exported.values().next().unwrap().as_object().unwrap().keys().collect();
    assert_eq!(head.iter().collect::<Vec<_>>(), keys);
    assert_eq!(table.records().collect::<Result<Vec<_>, _>>().unwrap().len(), exported.len());

    let days: BTreeSet<String> = fs::read_dir(filled.export("parquet"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected: BTreeSet<String> =
        exported.values().map(|claim| format!("day={}", claim["published"].as_str().unwrap())).collect();
    assert_eq!(days, expected);
}

/// The cell of an event of GDELT in the column of this name.
fn gdelt_cell<'a>(event: &'a [String], column: &str) -> &'a str {
    let at = EVENT_COLUMNS.iter().position(|name| *name == column);
    &event[at.unwrap_or_else(|| panic!("there is no column {column}"))]
}

#[test]
fn gdelt_has_what_happened_once_and_counts_origins() {
    let filled = Filled::new();
    let claims = filled.claims();
    let folder = filled.export("gdelt");
    let events = rows(folder.join("segun.export.CSV"), 61);
    let mentions = rows(folder.join("segun.mentions.CSV"), 16);
    let proof = rows(folder.join("segun.provenance.tsv"), 24);
    let ids: BTreeSet<&String> = events.iter().map(|event| &event[0]).collect();
    assert_eq!(ids.len(), events.len());
    assert_eq!(mentions.len(), proof.len() - 1);
    for row in &proof[1..] {
        let claim = &claims[&row[1].parse().unwrap()];
        assert!(claim["certainty"] == "certain" || claim["certainty"] == "probable", "{claim}");
        assert!(
            claim["polarity"] == "+" && claim["when"] != "future" && claim["when"] != "timeless",
            "{claim}"
        );
        assert!(claim["turn"].is_null() && claim["status"] != "denied", "{claim}");
        assert_eq!(row[18], claim["trigger_start"].to_string());
    }
    // Two outlets print one wire: two articles, one source.
    let code = |event: &[String]| gdelt_cell(event, "EventCode").to_owned();
    let arrests = events.iter().find(|event| code(event) == "173").expect("no arrest");
    let told = mentions.iter().filter(|mention| mention[0] == arrests[0]).count().to_string();
    for (column, cell) in [
        ("NumMentions", &*told),
        ("NumSources", "1"),
        ("NumArticles", "2"),
        ("SQLDATE", "20240509"),
        ("EventBaseCode", "173"),
        ("EventRootCode", "17"),
        ("QuadClass", "4"),
        ("GoldsteinScale", "-5"),
        ("DATEADDED", "20240510083000"),
        ("SOURCEURL", "https://sur.example/1"),
    ] {
        assert_eq!(gdelt_cell(arrests, column), cell, "{column}");
    }
    // The meeting was announced and denied; it is no event.
    assert!(events.iter().all(|event| !code(event).starts_with("04")), "{events:?}");
}

#[test]
fn polecat_has_promises_for_what_is_announced() {
    let filled = Filled::new();
    let claims = filled.claims();
    let folder = filled.export("polecat");
    let events = rows(folder.join("polecat.txt"), 40);
    let proof = rows(folder.join("polecat.provenance.tsv"), 24);
    assert_eq!(events[0], POLECAT_COLUMNS);
    let by_claim = |row: &Vec<String>| claims[&row[1].parse::<i64>().unwrap()].clone();
    for row in &proof[1..] {
        let claim = by_claim(row);
        assert_eq!(row[0].ends_with("-announced"), claim["when"] == "future", "{claim}");
        assert!(claim["polarity"] == "+" && claim["status"] != "denied", "{claim}");
    }
    let visit =
        proof.iter().skip(1).find(|row| by_claim(row)["mode"] == "visit").expect("no visit is announced");
    let event = events.iter().find(|event| event[0] == visit[0]).unwrap();
    assert_eq!(event[1..7], ["2024-05-12", "AGREE", "None", "4", "VERBAL COOPERATION", "None"]);
    assert!(events.iter().all(|event| event[2] != "CONSULT"), "{events:?}");
    let arrests = events.iter().find(|event| event[3] == "arrest").expect("no arrest");
    assert_eq!((arrests[2].as_str(), arrests[5].as_str()), ("COERCE", "MATERIAL CONFLICT"));
}

#[test]
fn json_ld_keeps_what_is_denied_as_denied() {
    let filled = Filled::new();
    let claims = filled.claims();
    let document: Value =
        serde_json::from_str(&fs::read_to_string(filled.export("jsonld")).unwrap()).unwrap();
    let graph = document["@graph"].as_array().unwrap();
    let nodes: BTreeMap<&str, &Value> =
        graph.iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    for (number, claim) in &claims {
        let node = nodes[format!("urn:segun:claim:{number}").as_str()];
        assert_eq!(node["polarity"], claim["polarity"]);
        assert_eq!(node["certainty"], claim["certainty"]);
        let report = format!("urn:segun:report:{}", claim["report"]);
        assert_eq!(node["wasDerivedFrom"], report.as_str());
        assert_eq!(nodes[report.as_str()]["type"][0], "NewsArticle");
        let selector = &node["evidence"][0]["selector"];
        assert_eq!(selector[0]["start"], claim["trigger_start"]);
        assert_eq!(selector[1]["exact"], claim["trigger"]);
    }
    assert!(nodes.values().any(|node| node["polarity"] == "-" && node["author"]["name"] == "Marco Ruiz"));
}

#[test]
fn the_same_ledger_gives_the_same_bytes() {
    let filled = Filled::new();
    for format in ["jsonl", "csv", "jsonld"] {
        let once = said(&filled.ledger, &["export", "--format", format]);
        assert_eq!(once, fs::read_to_string(filled.export(format)).unwrap());
    }
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing() {
    let filled = Filled::new();
    let refused = |arguments: &[&str]| {
        let output = run(&filled.ledger, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&["export", "--format", "parquet"]).contains("--output"));
    let path = filled.export("jsonl");
    let path = path.to_str().unwrap();
    let before = fs::read(path).unwrap();
    let again = refused(&["export", "--format", "jsonl", "--output", path, "--holder", "Marco Ruiz"]);
    assert!(again.contains("--force"), "{again}");
    assert_eq!(fs::read(path).unwrap(), before);
    said(
        &filled.ledger,
        &["export", "--format", "jsonl", "--output", path, "--holder", "Marco Ruiz", "--force"],
    );
    assert!(fs::read(path).unwrap().len() < before.len());
    assert!(
        refused(&["export", "--format", "jsonl", "--party", "Nadie Conocido"]).contains("Nadie Conocido")
    );
    let nowhere = filled.home.path().join("no/such/folder");
    assert!(
        refused(&["export", "--format", "csv", "--output", nowhere.to_str().unwrap()]).contains("no/such")
    );
    let left = fs::read_dir(filled.home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with(".segun")));
}
