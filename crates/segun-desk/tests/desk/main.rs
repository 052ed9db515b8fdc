//! The real server over a ledger in a fresh folder, asked as programs and browsers ask.

mod changes;
mod common;
mod listings;
mod openapi;
mod resources;
mod safety;
