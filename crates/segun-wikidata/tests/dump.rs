//! The import of a small dump in the real one's format, invented for this.

use segun_knowledge::actors::write;
use segun_wikidata::{ImportError, Options, Rules, Source, Summary, import};
use std::io::{Cursor, Write};
use std::sync::atomic::AtomicBool;

const DUMP: &str = include_str!("data/dump.json");

/// The lines that must come out, in the dump's order.
const EXPECTED: &str = "\
LOC	Q900000001	XAN		en:Andoria|es:Andoria|pt:Andória|es:República de Andoria|en:Republic of Andoria		900001
PER	Q900000100	XAN		en:Ana Ruiz|es:Ana Ruíz|es:Ana María Ruiz|es:Anita	2019..||GOV|es:presidenta de Andoria|en:president of Andoria|pt:presidente de Andória;2015-06-01..2018-12||GOV|en:minister of defence of Andoria|es:ministro de Defensa de Andoria
PER	Q900000101	XAN		en:Juan Ruiz	2010-03-11..2019||GOV|en:president of Andoria|es:presidente de Andoria|pt:presidente de Andória;..||GOV|en:minister of defence of Andoria|es:ministro de Defensa de Andoria;..||GOV|en:minister of defence of Andoria|es:ministro de Defensa de Andoria
PER	Q900000104	XAN	JUD	Rosa Marín
PER	Q900000105			es:Luis \"El Viejo\" Peña	..1950-04-02|XAN|GOV|en:president of Andoria|es:presidente de Andoria|pt:presidente de Andória;1940..1950-04-02|XAN|GOV|en:president of Andoria|es:presidente de Andoria|pt:presidente de Andória
ORG	Q900000200	XAN	PTY	es:Partido Unido de Andoria|en:United Party of Andoria|es:PUA
ORG	Q900000201	XAN	PTY	en:Red Dawn
LOC	Q900000300	XAN		en:Portalegre|es:Portoalegre		900300
";

fn run(dump: Vec<u8>, threads: usize) -> (String, Summary) {
    let rules = Rules::bundled(&["es", "en", "pt"]);
    let stop = AtomicBool::new(false);
    let options = Options { threads, folder: std::env::temp_dir(), stop: &stop };
    let size = dump.len() as u64;
    let source = Source::of(Box::new(Cursor::new(dump)), Some(size)).unwrap();
    let mut lines = String::new();
    let summary = import(
        source,
        &rules,
        &options,
        |_| {},
        |actor| {
            write(actor, &mut lines);
            lines.push('\n');
            Ok(())
        },
    );
    let summary = summary.unwrap();
    assert_eq!(summary.progress.read, size);
    (lines, summary)
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

fn bzip2(text: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

/// The hand-made dump many times over, each time with ids of its own.
fn large() -> String {
    let entities = DUMP.trim_start_matches("[\n").trim_end_matches("\n]\n");
    let all: Vec<String> =
        (0..120).map(|n| entities.replace("Q900000", &format!("Q{}", 900_000 + n))).collect();
    format!("[\n{}\n]\n", all.join(",\n"))
}

#[test]
fn what_the_rules_say_is_kept() {
    let (lines, summary) = run(DUMP.into(), 1);
    assert_eq!(lines, EXPECTED);
    assert!(summary.damage.is_none(), "{:?}", summary.damage);
    assert_eq!((summary.persons, summary.organisations, summary.places), (4, 2, 2));
}

#[test]
fn compressed_dumps_and_any_number_of_threads_give_the_same() {
    let dump = large();
    let (lines, _) = run(dump.clone().into(), 1);
    assert!(lines.lines().count() == 120 * EXPECTED.lines().count());
    for packed in [dump.clone().into_bytes(), gzip(dump.as_bytes()), bzip2(dump.as_bytes())] {
        for threads in [1, 3] {
            let (other, summary) = run(packed.clone(), threads);
            assert!(other == lines && summary.damage.is_none(), "{:?}", summary.damage);
        }
    }
}

#[test]
fn a_broken_line_is_said_and_read_past() {
    let at = DUMP.find("{\"type\":\"item\",\"id\":\"Q900000102\"").unwrap();
    let broken =
        format!("{}{{\"type\":\"item\",\"id\":\"Q9000,\nnot json at all,\n{}", &DUMP[..at], &DUMP[at..]);
    let (lines, summary) = run(broken.into(), 2);
    assert_eq!(lines, EXPECTED);
    assert_eq!(summary.damage.lines, 2);
    assert!(summary.damage.told[0].starts_with("line 9: "), "{:?}", summary.damage.told);
}

#[test]
fn what_comes_before_an_early_end_is_kept() {
    let dump = large();
    let (whole, _) = run(dump.clone().into(), 2);
    for packed in [gzip(dump.as_bytes()), bzip2(dump.as_bytes())] {
        let (lines, summary) = run(packed[..packed.len() * 3 / 4].to_vec(), 2);
        assert!(whole.starts_with(&lines) && lines.len() > whole.len() / 4, "{}", lines.len());
        assert!(summary.damage.told.iter().any(|what| what.contains("breaks off")), "{:?}", summary.damage);
    }
    let cut = dump[..dump.len() / 2].rfind('\n').unwrap();
    for (cut, broken) in [(cut, 0), (cut + 50, 1)] {
        let (lines, summary) = run(dump.as_bytes()[..cut].to_vec(), 2);
        assert!(whole.starts_with(&lines));
        assert_eq!(summary.damage.lines, broken, "the line that is cut");
        assert!(summary.damage.told.last().unwrap().contains("breaks off"), "{:?}", summary.damage);
    }
}

#[test]
fn other_rules_keep_other_things() {
    let rules = Rules::parse("organisation\tQ7278\tpolitical party\tPTY", &["en"]).unwrap();
    let stop = AtomicBool::new(false);
    let options = Options { threads: 1, folder: std::env::temp_dir(), stop: &stop };
    let mut names = Vec::new();
    let source = Source::of(Box::new(Cursor::new(DUMP)), None).unwrap();
    import(
        source,
        &rules,
        &options,
        |_| {},
        |actor| {
            names.push(actor.name("en").to_owned());
            Ok(())
        },
    )
    .unwrap();
    assert_eq!(names, ["United Party of Andoria", "Red Dawn"]);
}

#[test]
fn it_stops_when_asked() {
    let rules = Rules::bundled(&["es"]);
    let stop = AtomicBool::new(true);
    let options = Options { threads: 1, folder: std::env::temp_dir(), stop: &stop };
    let source = Source::of(Box::new(Cursor::new(DUMP)), None).unwrap();
    let result = import(source, &rules, &options, |_| {}, |_| Ok(()));
    assert!(matches!(result, Err(ImportError::Stopped)));
}

#[test]
fn a_writer_that_fails_ends_the_import() {
    let rules = Rules::bundled(&["es"]);
    let stop = AtomicBool::new(false);
    let options = Options { threads: 1, folder: std::env::temp_dir(), stop: &stop };
    let source = Source::of(Box::new(Cursor::new(DUMP)), None).unwrap();
    let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
    let result = import(source, &rules, &options, |_| {}, |_| Err(full()));
    assert!(matches!(result, Err(ImportError::Io(_))));
}

proptest::proptest! {
    #[test]
    fn any_line_is_an_entity_or_an_error(line: Vec<u8>) {
        let _ = segun_wikidata::read_line(&line, &Rules::bundled(&["es"]));
    }

    #[test]
    fn a_line_cut_or_changed_anywhere_is_no_panic(n in 1usize..22, at in 0usize..4000, with: u8) {
        let rules = Rules::bundled(&["es"]);
        let line = DUMP.lines().nth(n).unwrap().as_bytes();
        let at = at % line.len();
        let _ = segun_wikidata::read_line(&line[..at], &rules);
        let mut changed = line.to_vec();
        changed[at] = with;
        let _ = segun_wikidata::read_line(&changed, &rules);
    }
}
