//! What is said on standard error.

use std::io::Write;

/// Says that something failed.
pub(crate) fn error(text: &str) {
    say("", text);
}

/// Says something worth knowing that is no failure.
pub(crate) fn note(text: &str) {
    say("note: ", text);
}

fn say(kind: &str, text: &str) {
    // Nothing sensible is left to do where standard error itself is closed.
    let _ = writeln!(anstream::stderr(), "segun: {kind}{text}");
}
