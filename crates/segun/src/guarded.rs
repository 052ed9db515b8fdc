//! Work on one report that cannot lose the others.

use segun_report::Report;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls `work`, so that a defect in reading one report does not lose the others.
///
/// # Errors
/// What failed, with the report's name.
pub fn guarded<R>(report: Report, work: impl Fn(Report) -> Result<R, String>) -> Result<R, String> {
    let id = report.id.clone();
    match catch_unwind(AssertUnwindSafe(|| work(report))) {
        Ok(result) => result.map_err(|cause| format!("{id}: {cause}")),
        Err(_) => Err(format!("{id}: a defect of segun stopped the reading; please report it")),
    }
}
