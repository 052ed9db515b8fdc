//! An export that is broken off, or that fails, leaves nothing behind.

#[path = "../../segun-ledger/tests/common/mod.rs"]
mod common;

use segun_export::{ExportError, Exported, Format, Target, export};
use segun_ledger::Ledger;
use segun_ledger::query::Filter;
use std::ops::ControlFlow;

const ALL: [Format; 6] =
    [Format::Parquet, Format::Jsonl, Format::Csv, Format::Gdelt, Format::Polecat, Format::Jsonld];

#[test]
fn nothing_is_left() {
    let home = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::create(home.path().join("ledger")).unwrap();
    for n in 0..5 {
        let made = common::meeting(&format!("https://m{n}.example"), "La Voz", "2024-05-03");
        ledger.add(&made.0, "m").unwrap();
    }
    ledger.settle().unwrap();
    let out = home.path().join("out");
    std::fs::create_dir(&out).unwrap();
    for format in ALL {
        let target = || Target::Path { path: out.join("claims"), force: false };
        let mut seen = 0;
        let broken = export(&ledger, &Filter::default(), format, target(), |claims| {
            seen = claims;
            if claims > 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(broken, Err(ExportError::BrokenOff)), "{format:?}: {broken:?}");
        assert!(seen > 4);
        let unknown = Filter { outlet: Some("Nadie".into()), ..Filter::default() };
        let failed = export(&ledger, &unknown, format, target(), |_| ControlFlow::Continue(()));
        assert!(matches!(failed, Err(ExportError::Ledger(_))), "{format:?}: {failed:?}");
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0, "{format:?}");
    }
    for format in ALL {
        let path = out.join(if format.is_folder() { "folder" } else { "file" });
        let target = Target::Path { path: path.clone(), force: true };
        let Exported { claims, .. } =
            export(&ledger, &Filter::default(), format, target, |_| ControlFlow::Continue(())).unwrap();
        assert!(claims > 4);
        assert_eq!(path.is_dir(), format.is_folder(), "{format:?}");
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 2);
}
