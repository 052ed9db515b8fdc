//! The formats of listings.

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// One object with the rows as a list.
    #[default]
    Json,
    /// Comma-separated values with a head line.
    Csv,
    /// A stream of Arrow's record batches.
    Arrow,
}

/// The media type of Arrow's stream.
pub(crate) const ARROW: &str = "application/vnd.apache.arrow.stream";

impl Format {
    /// The media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Arrow => ARROW,
        }
    }

    /// The one that headers `Accept` like best; JSON where they name none of ours.
    pub(crate) fn accepted<'a>(headers: impl Iterator<Item = &'a str>) -> Self {
        let mut best = (0.0, Self::Json);
        for range in headers.flat_map(|header| header.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let format = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "application/json" | "application/*" | "*/*" => Self::Json,
                "text/csv" => Self::Csv,
                ARROW => Self::Arrow,
                _ => continue,
            };
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            if quality > best.0 {
                best = (quality, format);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_format_is_taken() {
        for (header, format) in [
            ("", Format::Json),
            ("text/html, */*;q=0.8", Format::Json),
            ("text/csv", Format::Csv),
            ("application/json;q=0.5, text/csv", Format::Csv),
            ("Application/Vnd.Apache.Arrow.Stream, text/csv;q=0.9", Format::Arrow),
            ("text/csv;q=0", Format::Json),
            ("text/csv;q=nonsense", Format::Csv),
        ] {
            assert_eq!(Format::accepted([header].into_iter()), format, "{header}");
        }
    }
}
