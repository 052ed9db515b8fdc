//! The case files of a step, found by name: `STEP.LANGUAGE.txt`, beside this file.

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
