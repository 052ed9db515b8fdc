//! Runs the real command on the sample reports.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn segun(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segun"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn run(arguments: &[&str]) -> Output {
    segun(arguments).stdin(Stdio::null()).output().unwrap()
}

fn with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child =
        segun(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn samples() -> String {
    sample("")
}

fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name).display().to_string()
}

/// The number of reports under `samples/`: every line of a `.jsonl`, and any other file but the notes.
fn samples_count() -> usize {
    fs::read_dir(samples())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| match path.extension().and_then(|e| e.to_str()) {
            Some("jsonl") => fs::read_to_string(path).unwrap().lines().count(),
            Some("md") => 0,
            _ => 1,
        })
        .sum()
}

/// A fresh folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn objects(json_lines: &str) -> Vec<serde_json::Value> {
    json_lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn help_version_and_wrong_usage() {
    let help = run(&["--help"]);
    assert!(help.status.success() && out(&help).contains("Exit codes"));
    assert!(out(&run(&["read", "--help"])).contains("Examples"));
    assert!(out(&run(&["--version"])).starts_with(concat!("segun ", env!("CARGO_PKG_VERSION"), " (model ")));
    for wrong in [
        &["read"][..],
        &["read", "x", "--language", "tlh"],
        &["read", "x", "--published", "soon"],
        &["read", "x", "--jobs", "0"],
        &["fetch"],
    ] {
        let output = run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(out(&output).is_empty());
    }
}

#[test]
fn languages_completions_and_manual() {
    let languages = out(&run(&["languages"]));
    for code in ["es", "en", "pt"] {
        assert!(languages.lines().any(|line| line.starts_with(&format!("{code}\t"))));
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(out(&run(&["completions", shell])).contains("segun"));
    }
    assert!(out(&run(&["man"])).contains(".TH"));
    assert!(out(&run(&["man", "read"])).contains("published"));
    assert_eq!(run(&["man", "nothing"]).status.code(), Some(2));
}

#[test]
fn the_same_bytes_for_any_number_of_jobs_in_input_order() {
    let read = |jobs: &str| {
        let output = run(&["read", &samples(), "--json", "--explain", "--jobs", jobs]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        output.stdout
    };
    let one = read("1");
    assert!(one == read("2") && one == read("4"));
    let reports = objects(std::str::from_utf8(&one).unwrap());
    assert_eq!(reports.len(), samples_count());
    let ids: Vec<&str> = reports.iter().filter_map(|report| report["id"].as_str()).collect();
    assert!(ids.ends_with(&["es-paro", "en-talks"]), "{ids:?}");
    let text = |jobs: &str| run(&["read", &samples(), "--jobs", jobs]).stdout;
    assert_eq!(text("1"), text("3"));
}

#[test]
fn what_a_report_holds_is_kept_and_every_span_is_its_text() {
    let output = run(&["read", &samples(), "--json", "--all-events"]);
    for report in objects(&out(&output)) {
        check_spans(&report);
        for key in ["entities", "attributions", "events"] {
            assert!(!report[key].as_array().unwrap().is_empty(), "{key} of {}", report["id"]);
        }
    }
    let page = &objects(&out(&run(&["read", &sample("en-strike.html"), "--json"])))[0];
    assert_eq!(page["language"], "en");
    assert_eq!(page["title"], "Dockers in Gdynia threaten a second strike");
    assert!(page["published"].as_str().unwrap().starts_with("2026-03-10"));
    assert!(!page["text"].as_str().unwrap().contains("Ten quiet beaches"));
}

/// `text[start:end] == span.text` for every object with the three keys, counting code points.
fn check_spans(report: &serde_json::Value) {
    let text: Vec<char> = report["text"].as_str().unwrap().chars().collect();
    let mut stack = vec![report];
    let mut spans = 0;
    while let Some(value) = stack.pop() {
        if let (Some(start), Some(end), Some(words)) =
            (value["start"].as_u64(), value["end"].as_u64(), value["text"].as_str())
        {
            let slice: String = text[start as usize..end as usize].iter().collect();
            assert_eq!(slice, words);
            spans += 1;
        }
        match value {
            serde_json::Value::Array(items) => stack.extend(items),
            serde_json::Value::Object(map) => stack.extend(map.values()),
            _ => {}
        }
    }
    assert!(spans > 0);
}

#[test]
fn offsets_count_code_points_whatever_the_line_ends_and_scripts() {
    let text = "🙂 Según la ministra Ana Ríos, el e\u{301}xito 👩‍👩‍👧 llegó.\r\n\r\n\u{feff}שלום — «Kim» dijo que \
        viajará a Moscú el lunes.\r\nمرحبا. El portavoz negó el acuerdo.";
    let line = serde_json::json!({"id": "x", "language": "es", "published": "2026-01-05", "text": text});
    let output = with_input(&["read", "-", "--json"], format!("{line}\r\n").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    for report in objects(&out(&output)) {
        check_spans(&report);
    }
}

#[test]
fn one_bad_input_is_named_and_the_rest_is_read() {
    let folder = folder("bad");
    let bad = folder.join("bad.jsonl");
    fs::write(&bad, "{\"text\": \"El ministro dijo que vendrá.\", \"language\": \"es\"}\n{broken\n").unwrap();
    let output = run(&[
        "read",
        &folder.join("absent.txt").display().to_string(),
        &bad.display().to_string(),
        &sample("es-cumbre.txt"),
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(objects(&out(&output)).len(), 2);
    let said = err(&output);
    assert!(said.contains("absent.txt: ") && said.contains("bad.jsonl"), "{said}");
    assert!(said.lines().all(|line| line.starts_with("segun: ")), "{said}");
}

#[test]
fn gzip_standard_input_and_folders() {
    let folder = folder("gz");
    let plain = fs::read(sample("reports.jsonl")).unwrap();
    let path = folder.join("reports.jsonl.gz");
    let mut file =
        flate2::write::GzEncoder::new(fs::File::create(&path).unwrap(), flate2::Compression::fast());
    file.write_all(&plain).unwrap();
    file.finish().unwrap();
    let zipped = run(&["read", &path.display().to_string(), "--json"]);
    assert_eq!(zipped.status.code(), Some(0), "{}", err(&zipped));
    assert_eq!(zipped.stdout, run(&["read", &sample("reports.jsonl"), "--json"]).stdout);
    assert_eq!(zipped.stdout, with_input(&["read", "-", "--json"], &plain).stdout);
    assert_eq!(zipped.stdout, run(&["read", &folder.display().to_string(), "--json"]).stdout);
}

#[test]
fn a_missing_publication_time_is_said_once() {
    let cumbre = sample("es-cumbre.txt");
    let output = run(&["read", &cumbre, &cumbre, "--json"]);
    assert_eq!(err(&output).matches("publication time").count(), 1);
    assert!(objects(&out(&output)).iter().all(|report| report["published"].is_null()));
    let dated = run(&["read", &cumbre, "--json", "--published", "2026-03-04"]);
    assert!(err(&dated).is_empty(), "{}", err(&dated));
    assert_eq!(objects(&out(&dated))[0]["published"], "2026-03-04");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let line = fs::read_to_string(sample("reports.jsonl")).unwrap();
    let mut child = segun(&["read", "-", "--json", "--jobs", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        for _ in 0..20 {
            if stdin.write_all(line.as_bytes()).is_err() {
                break;
            }
        }
    });
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).is_empty(), "{}", err(&output));
}

#[test]
fn an_evidence_page_holds_every_report() {
    let folder = folder("html");
    let page = folder.join("page.html").display().to_string();
    let output = run(&["read", &samples(), "--html", &page]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(output.stdout.is_empty());
    let html = fs::read_to_string(&page).unwrap();
    assert_eq!(html.matches("<article ").count(), samples_count());
    assert_eq!(html.matches("<article ").count(), html.matches("</article>").count());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside the page");
    let nowhere = folder.join("absent/page.html").display().to_string();
    assert_eq!(run(&["read", &samples(), "--html", &nowhere]).status.code(), Some(2));
}

#[test]
fn the_terminal_view_is_plain_where_no_terminal_is() {
    let output = run(&["read", &sample("es-cumbre.txt"), "--published", "2026-03-04"]);
    let shown = out(&output);
    assert!(!shown.contains('\u{1b}') && shown.contains("how sure"));
    assert!(shown.lines().all(|line| line.chars().count() <= 80));
    let coloured = run(&["read", &sample("es-cumbre.txt"), "--color", "always"]);
    assert!(out(&coloured).contains('\u{1b}'));
}

#[test]
fn syntax_is_written_as_conllu() {
    let output = with_input(
        &["parse", "-", "--language", "es"],
        "La ministra dijo del plan: «no».\nQuieren reunirse.".as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let conllu = out(&output);
    assert!(conllu.contains("# text = La ministra dijo del plan: «no»."));
    assert!(conllu.contains("4-5\tdel\t_"));
    assert!(conllu.contains("SpaceAfter=No|TokenRange="));
    for line in conllu.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert_eq!(line.split('\t').count(), 10, "{line}");
    }
    // One root a sentence.
    for sentence in conllu.split("\n\n").filter(|s| !s.trim().is_empty()) {
        let roots = sentence.lines().filter(|line| line.split('\t').nth(6) == Some("0")).count();
        assert_eq!(roots, 1, "{sentence}");
    }
}
