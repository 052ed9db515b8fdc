//! The `segun` command.
fn main() {}
