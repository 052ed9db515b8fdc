//! What makes two reports the same, or one a new version of the other.

use segun_report::Report;
use sha2::{Digest, Sha256};

/// SHA-256 over all that the publisher gave: the same report twice has the same.
pub(crate) fn hash(report: &Report) -> [u8; 32] {
    let mut digest = Sha256::new();
    let published = report.published.map(|p| p.to_string());
    let fields = [
        Some(key(report)),
        report.language.clone(),
        published,
        report.title.clone(),
        report.publisher.clone(),
        Some(report.text.clone()),
    ];
    for field in fields {
        // Lengths between the fields, so that they cannot flow into one another.
        digest.update((field.as_ref().map_or(u64::MAX, |f| f.len() as u64)).to_le_bytes());
        digest.update(field.unwrap_or_default());
    }
    digest.finalize().into()
}

/// What stays the same when a publisher corrects a report: its address, else its id among the publisher's. What
/// came from standard input without either has only its text.
pub(crate) fn key(report: &Report) -> String {
    match (&report.url, &report.publisher) {
        (Some(url), _) => without_fragment(url).to_owned(),
        (None, _) if report.id.is_empty() || report.id == "-" || report.id.starts_with("-#") => {
            let text: [u8; 32] = Sha256::digest(&report.text).into();
            format!("text:{}", text.iter().take(12).map(|b| format!("{b:02x}")).collect::<String>())
        }
        (None, Some(publisher)) => format!("{publisher}\t{}", report.id),
        (None, None) => report.id.clone(),
    }
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_keeps_its_key_and_changes_its_hash() {
        let first = Report {
            id: "1".into(),
            url: Some("https://a.example/x#top".into()),
            text: "Tres muertos.".into(),
            ..Report::default()
        };
        let second =
            Report { text: "Dos muertos.".into(), url: Some("https://a.example/x".into()), ..first.clone() };
        assert_eq!(key(&first), key(&second));
        assert_ne!(hash(&first), hash(&second));
        assert_eq!(hash(&first), hash(&first.clone()));
    }

    #[test]
    fn standard_input_is_known_by_its_text() {
        let of = |text: &str| key(&Report { id: "-#1".into(), text: text.into(), ..Report::default() });
        assert_ne!(of("uno"), of("dos"));
    }
}
