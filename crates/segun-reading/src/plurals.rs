//! Plurals back to singulars, by the ends that a language's file lists.

/// Ends of plurals: each with what stands in its place in the singular.
#[derive(Debug, Default)]
pub(crate) struct Plurals {
    ends: Vec<(String, String)>,
}

/// Fewest letters that a singular has before its end.
const SHORTEST: usize = 2;

impl Plurals {
    /// Adds ends as the files write them: "es" is left out, "oes>ao" replaced.
    pub(crate) fn extend(&mut self, ends: impl Iterator<Item = String>) {
        self.ends.extend(ends.map(|end| match end.split_once('>') {
            Some((plural, singular)) => (plural.to_owned(), singular.to_owned()),
            None => (end, String::new()),
        }));
    }

    /// What `form` may be the plural of.
    pub(crate) fn singulars(&self, form: &str) -> impl Iterator<Item = String> {
        self.ends.iter().filter_map(move |(plural, singular)| {
            let stem = form.strip_suffix(plural.as_str())?;
            (stem.len() + singular.len() > SHORTEST).then(|| format!("{stem}{singular}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_left_out_or_replaced() {
        let mut plurals = Plurals::default();
        plurals.extend(["s", "oes>ao", "ais>al"].map(str::to_owned).into_iter());
        let of = |form: &str| plurals.singulars(form).collect::<Vec<_>>();
        assert_eq!(of("reunioes"), ["reunioe", "reuniao"]);
        assert_eq!(of("generais"), ["generai", "general"]);
        assert!(of("as").is_empty());
    }
}
