//! The ledger's SQL as PostgreSQL reads it.

/// `sql` with PostgreSQL's marks for values (`?` and `?2` are `$1` and `$2`), and without the words that tell SQLite which
/// index to go along and in which order: `indexed by`, and `cross` before a join with a condition.
pub(super) fn rewritten(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut last = 0;
    let mut rest = sql;
    while let Some(at) = rest.find(['?', '\'', 'i', 'c']) {
        let begins_word = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(behind) = rest.strip_prefix('?') {
            let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            // As SQLite counts them: one more than the highest so far.
            let number = behind[..digits].parse().unwrap_or(last + 1);
            last = last.max(number);
            out.push_str(&format!("${number}"));
            rest = &behind[digits..];
        } else if let Some(text) = rest.strip_prefix('\'') {
            let end = text.find('\'').map_or(rest.len(), |end| end + 2);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some(index) = rest.strip_prefix("indexed by ").filter(|_| begins_word) {
            let end = index.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(index.len());
            rest = &index[end..];
        } else if let Some(join) = rest.strip_prefix("cross ").filter(|_| begins_word) {
            rest = join;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::rewritten;

    #[test]
    fn marks_are_numbered_as_sqlite_numbers_them() {
        assert_eq!(rewritten("a = ? and b = ?"), "a = $1 and b = $2");
        assert_eq!(rewritten("a = ?2 and b = ?1 and c = ?"), "a = $2 and b = $1 and c = $3");
        assert_eq!(rewritten("a = '?' and b = ?"), "a = '?' and b = $1");
    }

    #[test]
    fn words_about_indexes_are_left_out() {
        assert_eq!(
            rewritten("from claim c indexed by claim_day cross join report r on r.id = c.report limit ?"),
            "from claim c  join report r on r.id = c.report limit $1"
        );
    }
}
