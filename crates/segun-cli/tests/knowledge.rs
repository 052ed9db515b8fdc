//! Runs the real command on a small dump in Wikidata's format, and reads with what it made.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn segun(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segun"));
    command.args(arguments).current_dir(folder).env_remove("SEGUN_ACTORS");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not read its input may have ended by now.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn dump() -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../segun-wikidata/tests/data/dump.json");
    fs::read(path).unwrap()
}

const REPORT: &str = "La ministra Ana Ruiz viajó a Lima. El partido PUA, de Andoria, no la acompañó.";

fn ids(output: &Output) -> Vec<(String, String, String)> {
    let reading: serde_json::Value = serde_json::from_str(&out(output)).unwrap();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let entities = reading["entities"].as_array().unwrap();
    entities.iter().map(|e| (word(&e["name"]), word(&e["ids"]["wikidata"]), word(&e["sector"]))).collect()
}

#[test]
fn a_dump_becomes_a_file_that_reading_uses() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut archive = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    archive.write_all(&dump()).unwrap();
    fs::write(folder.join("dump.json.gz"), archive.finish().unwrap()).unwrap();

    let made = segun(folder, &["knowledge", "import", "dump.json.gz", "--out", "actors.bin"], b"");
    assert!(made.status.success(), "{}", err(&made));
    assert!(out(&made).contains("4 persons, 2 organisations, 2 places in actors.bin"), "{}", out(&made));
    let listed = segun(folder, &["knowledge", "import", "-", "--out", "actors.tsv", "--jobs", "1"], &dump());
    assert!(listed.status.success(), "{}", err(&listed));
    let again = segun(folder, &["knowledge", "pack", "actors.tsv", "--out", "again.bin"], b"");
    assert_eq!(out(&again), "8 actors in again.bin\n");
    assert_eq!(fs::read(folder.join("actors.bin")).unwrap(), fs::read(folder.join("again.bin")).unwrap());

    let shown = segun(
        folder,
        &["knowledge", "show", "ANA RUIZ", "--on", "2020-05-01", "--actors", "actors.bin"],
        b"",
    );
    assert!(
        out(&shown).starts_with("XAN\tGOV\tpresidenta de Andoria, president of Andoria, "),
        "{}",
        out(&shown)
    );
    let nobody = segun(folder, &["knowledge", "show", "Ana Ruiz"], b"");
    assert_eq!((nobody.status.code(), out(&nobody).as_str()), (Some(1), ""));

    let read = |more: &[&str]| {
        let arguments =
            [&["read", "-", "--json", "--language", "es", "--published", "2016-05-01"], more].concat();
        ids(&segun(folder, &arguments, REPORT.as_bytes()))
    };
    let known = ("Ana Ruiz".to_owned(), "Q900000100".to_owned(), "GOV".to_owned());
    for file in ["actors.bin", "actors.tsv"] {
        assert!(read(&["--actors", file]).contains(&known), "{:?}", read(&["--actors", file]));
    }
    assert!(!read(&[]).contains(&known));
}

#[test]
fn what_is_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let broken = [b"[\n{\"type\":\"item\",\n".as_slice(), &dump()[2..]].concat();
    let some = segun(folder, &["knowledge", "import", "-", "--out", "some.tsv"], &broken);
    assert_eq!(some.status.code(), Some(1));
    assert!(
        err(&some).contains("line 2: ") && err(&some).contains("1 lines could not be read"),
        "{}",
        err(&some)
    );
    assert_eq!(fs::read_to_string(folder.join("some.tsv")).unwrap().lines().count(), 8);

    let wrong = |arguments: &[&str], input: &[u8], expected: &str| {
        let output = segun(folder, arguments, input);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(expected), "{arguments:?}: {}", err(&output));
    };
    wrong(&["knowledge", "import", "none.bz2", "--out", "x.bin"], b"", "none.bz2");
    wrong(&["knowledge", "import", "-", "--out", "no/folder/x.bin"], b"", "cannot write no/folder/x.bin");
    wrong(&["knowledge", "pack", "-", "--out", "x.bin"], b"PER\tQ1\tPER\t\tA B\nPER\tx\n", "-:2");
    wrong(&["read", "-", "--actors", "none.bin"], b"x", "none.bin");
    fs::write(folder.join("bad.bin"), b"no table").unwrap();
    wrong(&["read", "-", "--actors", "bad.bin"], b"x", "no whole table of actors");
    fs::write(folder.join("rules.tsv"), b"office\tX\ty").unwrap();
    wrong(
        &["knowledge", "import", "-", "--out", "x.bin", "--rules", "rules.tsv"],
        b"",
        "line 1 of the rules",
    );
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with('.')), "{left:?}");
    assert!(!folder.join("x.bin").exists());
}

#[cfg(unix)]
#[test]
fn an_interrupted_import_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_segun"))
        .args(["knowledge", "import", "-", "--out", "actors.bin"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(&dump()).unwrap();
    // The file beside the one wanted is there once the import has begun.
    while fs::read_dir(folder.path()).unwrap().count() == 0 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    std::thread::sleep(std::time::Duration::from_millis(300));
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("actors.bin was not written"), "{}", err(&output));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
