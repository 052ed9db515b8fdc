//! Numbers for texts, the same on every machine, for ever: ledgers keep them.

/// FNV-1a (Fowler, Noll and Vo) over `parts`, which cannot flow into one another.
pub fn stable_hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_never_change() {
        assert_eq!(stable_hash(&["a"]), 0x089b_e207_b544_f1e4);
        assert_ne!(stable_hash(&["a", "b"]), stable_hash(&["ab"]));
    }
}
