//! Rebuilds the crate when a language's file changes: they are embedded in it.

#![allow(clippy::print_stdout)] // cargo reads it

fn main() {
    println!("cargo::rerun-if-changed=languages");
}
