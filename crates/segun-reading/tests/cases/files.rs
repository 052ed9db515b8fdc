//! The case files of a step, found by name: `STEP.LANGUAGE.txt`, beside this file.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

/// Language and text of each case file of `step`, by language.
pub(crate) fn of(step: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut found: Vec<(String, String)> = fs::read_dir(&folder)
        .expect("the folder of cases")
        .filter_map(|entry| {
            let path = entry.expect("a file of the folder").path();
            let name = path.file_name()?.to_str()?.to_owned();
            let code = name.strip_prefix(step)?.strip_prefix('.')?.strip_suffix(".txt")?.to_owned();
            Some((code, fs::read_to_string(&path).expect("a case file")))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no case file of {step} under {}", folder.display());
    found
}

/// The share of cases that must be right: a line `# must pass: SHARE` at the head of a case file.
#[allow(dead_code)] // not of every step
pub(crate) fn must_pass(file: &str) -> f64 {
    let share = file.lines().find_map(|line| line.strip_prefix("# must pass:"));
    share.and_then(|share| share.trim().parse().ok()).expect("a line '# must pass: SHARE'")
}

/// Reads the cases of one language, each a text (`> `) with a line for each thing that is wanted of it; says what went
/// wrong and whether enough was right. `read` gives what is found in a text, `is_right` whether that is as a line wants.
#[allow(dead_code)] // not of every step
#[allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right
pub(crate) fn check<T: Debug>(
    language: &str,
    file: &str,
    things: &str,
    read: impl Fn(&str) -> T,
    is_right: impl Fn(&T, &str) -> bool,
) -> Result<(), String> {
    let must_pass = must_pass(file);
    let (mut right, mut wanted, mut found) = (0, 0, None);
    for line in file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        if let Some(text) = line.strip_prefix("> ") {
            found = Some(read(text));
            continue;
        }
        let found = found.as_ref().expect("a text before what is wanted of it");
        wanted += 1;
        if is_right(found, line) {
            right += 1;
        } else {
            eprintln!("{line}\n    found {found:?}");
        }
    }
    let told = format!("{language}: {right} of {wanted} {things} right");
    eprintln!("{told}");
    let share = f64::from(right) / f64::from(wanted);
    if share >= must_pass { Ok(()) } else { Err(format!("{told}, {must_pass} wanted")) }
}
