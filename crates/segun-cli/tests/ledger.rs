//! The commands of the ledger, run as a user runs them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn segun(ledger: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segun"));
    command.args(arguments).env("SEGUN_LEDGER", ledger).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(ledger: &Path, arguments: &[&str]) -> Output {
    segun(ledger, arguments).output().unwrap()
}

/// What a command that must succeed writes.
fn said(ledger: &Path, arguments: &[&str]) -> String {
    let output = run(ledger, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(ledger: &Path, arguments: &[&str]) -> Vec<serde_json::Value> {
    said(ledger, arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn samples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").display().to_string()
}

/// Two reports of one wire in two outlets, the later one a denial, as JSON lines.
fn reports() -> String {
    let body = "La canciller de Chile, Elena Soto, se reunirá con el presidente de Perú, Marco Ruiz, en Lima el 20 de \
                mayo de 2024. La reunión tratará el comercio en la frontera, según informó el Ministerio de Relaciones \
                Exteriores de Chile. Las dos delegaciones preparan desde hace semanas un documento sobre aduanas, \
                transporte y turismo que los empresarios de ambos lados esperan con impaciencia.";
    let denial = "El presidente de Perú, Marco Ruiz, negó que vaya a reunirse con la canciller de Chile, Elena Soto. \
                  “No hay ninguna reunión prevista con Chile para este mes”, dijo Ruiz a la prensa en Cusco.";
    let line = |id: &str, publisher: &str, published: &str, text: &str| {
        serde_json::json!({
            "id": id, "url": format!("https://{publisher}.example/{id}"), "publisher": publisher,
            "published": published, "language": "es", "text": text
        })
        .to_string()
    };
    [
        line("1", "norte", "2024-05-10", body),
        line("2", "sur", "2024-05-10", &format!("Cita en Lima (EFE).- {body}")),
        line("3", "este", "2024-05-13", denial),
    ]
    .join("\n")
}

fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("reports.jsonl");
    std::fs::write(&input, reports()).unwrap();
    let ledger = folder.path().join("ledger");
    said(&ledger, &["ingest", input.to_str().unwrap()]);
    (folder, ledger)
}

#[test]
fn reports_go_in_once_and_come_out_with_their_evidence() {
    let (folder, ledger) = filled();
    let input = folder.path().join("reports.jsonl");
    let again = said(&ledger, &["ingest", input.to_str().unwrap()]);
    assert!(again.starts_with("0 new reports, 0 new versions, 3 known already"), "{again}");

    let claims = json(&ledger, &["claims", "--party", "Marco Ruiz", "--json"]);
    assert!(claims.len() >= 3, "{}", claims.len());
    let origins = json(&ledger, &["origins", "--json"]);
    assert_eq!(origins.len(), 1);
    assert_eq!(origins[0]["reports"], 2);
    let wire = said(&ledger, &["show", &format!("o{}", origins[0]["id"])]);
    assert!(wire.contains("like report 1"), "{wire}");

    let threads = json(&ledger, &["threads", "--type", "consult", "--json"]);
    let meeting = threads.iter().max_by_key(|t| t["reports"].as_i64()).unwrap();
    assert_eq!(meeting["reports"], 3, "{threads:#?}");
    assert_eq!(meeting["origins"], 2);
    assert_eq!(meeting["status"], "denied");
    let shown = said(&ledger, &["show", &format!("t{}", meeting["id"])]);
    assert!(shown.contains("announced") && shown.contains("negó"), "{shown}");

    let first = json(&ledger, &["show", "c1", "--json"]);
    let (start, end) = (&first[0]["trigger_words"]["start"], &first[0]["trigger_words"]["end"]);
    let reading = json(&ledger, &["show", "r1", "--reading"]);
    let text: Vec<char> = reading[0]["text"].as_str().unwrap().chars().collect();
    let slice: String =
        text[start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize].iter().collect();
    assert_eq!(first[0]["trigger_words"]["text"], slice.as_str());

    assert!(said(&ledger, &["search", "delegación aduanas"]).contains("norte"));
    assert!(said(&ledger, &["sources", "--csv"]).lines().count() > 1);
    assert!(said(&ledger, &["story", "--json"]).lines().count() >= 1);
    let sql = said(&ledger, &["sql", "select count(*) as n from reports", "--csv"]);
    assert_eq!(sql, "n\n3\n");
    assert!(said(&ledger, &["ledger", "check"]).contains("nothing is wrong"));
    assert!(said(&ledger, &["ledger", "repair"]).contains("3 reports"));
    assert_eq!(json(&ledger, &["threads", "--type", "consult", "--json"]), threads);
    assert_eq!(said(&ledger, &["ledger", "path"]).trim(), ledger.display().to_string());
}

#[test]
fn the_ledger_does_not_depend_on_the_number_of_threads() {
    let list = |jobs: &str| {
        let folder = tempfile::tempdir().unwrap();
        said(folder.path(), &["ingest", &samples(), "--jobs", jobs]);
        said(folder.path(), &["claims", "--limit", "0", "--json"])
            + &said(folder.path(), &["threads", "--limit", "0", "--json"])
    };
    assert_eq!(list("1"), list("3"));
}

#[test]
fn bad_input_is_named_and_the_rest_goes_in() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("mixed.jsonl");
    std::fs::write(&input, format!("{}\nnonsense\n{{\"id\":\"x\"}}\n", reports())).unwrap();
    let output = run(&folder.path().join("ledger"), &["ingest", input.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("3 new reports") && said.contains("2 failed"), "{said}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("mixed.jsonl"));
}

#[test]
fn questions_that_cannot_be_answered_say_why() {
    let (_folder, ledger) = filled();
    let refused = |arguments: &[&str]| {
        let output = run(&ledger, arguments);
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(&["claims", "--actor", "Nadie Ninguno"]).contains("Nadie Ninguno"));
    assert!(refused(&["show", "x9"]).contains("c120"));
    assert!(refused(&["show", "c999"]).contains("no claim 999"));
    assert!(refused(&["claims", "--since", "ayer"]).contains("2026-03-02"));
    assert!(refused(&["sql", "drop table report"]).contains("only reading is allowed"));
    let nowhere = run(Path::new("/nonexistent/ledger"), &["claims"]);
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("segun ingest"));
}

#[cfg(unix)]
#[test]
fn a_killed_ingest_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    let many: Vec<String> = (0..40)
        .map(|n| {
            serde_json::json!({
                "id": n.to_string(), "language": "es", "published": "2024-05-10", "publisher": "norte",
                "text": format!("El ministro {n} dijo que la policía detuvo a {n} personas en la calle {n} de Lima.")
            })
            .to_string()
        })
        .collect();
    for wait in [40, 90, 150] {
        let mut child =
            segun(&ledger, &["ingest", "-", "--jobs", "2"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The pipe stays open, so that the reader is at work when it is killed.
        stdin.write_all(many[..20].join("\n").as_bytes()).unwrap();
        stdin.write_all(b"\n").unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let input = folder.path().join("all.jsonl");
    std::fs::write(&input, many.join("\n")).unwrap();
    said(&ledger, &["ingest", input.to_str().unwrap()]);
    assert_eq!(said(&ledger, &["sql", "select count(*) as n from reports", "--csv"]), "n\n40\n");
    assert!(said(&ledger, &["ledger", "check"]).contains("nothing is wrong"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_after_the_reports_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    let input = folder.path().join("many.jsonl");
    let line = |n: usize| {
        let text = format!(
            "La ministra {n} anunció que el Ejército de Chile enviará {n} soldados a la frontera norte."
        );
        serde_json::json!({ "id": n.to_string(), "language": "es", "publisher": "norte", "text": text })
            .to_string()
    };
    const ALL: usize = 3000;
    std::fs::write(&input, (0..ALL).map(line).collect::<Vec<_>>().join("\n")).unwrap();
    let child = segun(&ledger, &["ingest", input.to_str().unwrap(), "--jobs", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let count = || -> Option<usize> {
        let output = run(&ledger, &["sql", "select count(*) as n from reports", "--csv"]);
        String::from_utf8_lossy(&output.stdout).lines().nth(1)?.parse().ok()
    };
    while count().is_none_or(|n| n == 0) {
        std::thread::sleep(Duration::from_millis(20));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("goes on where it stopped"));
    let kept = count().unwrap();
    assert!(kept > 0 && kept < ALL, "{kept}");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(&format!("{kept} new reports")));
}
