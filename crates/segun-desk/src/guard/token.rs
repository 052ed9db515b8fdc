//! What those who ask have to show.

use crate::DeskError;
use crate::problem::Problem;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// The fewest characters of a token.
const LEAST: usize = 16;

/// A secret that every request for the API has to show: `Authorization: Bearer …`.
///
/// Its hash is kept, so that all comparisons take the same time, whatever the length.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// The token `secret`, without the space around it.
    ///
    /// # Errors
    /// Where it is easily guessed, or cannot be sent in a header.
    pub fn new(secret: &str) -> Result<Self, DeskError> {
        let secret = secret.trim();
        if secret.len() < LEAST {
            return Err(DeskError::ShortToken { least: LEAST });
        }
        if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(DeskError::BadToken);
        }
        Ok(Self(Sha256::digest(secret).into()))
    }

    /// # Errors
    /// Where `headers` do not show it.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let shown = headers.get(AUTHORIZATION).and_then(|value| {
            let (scheme, shown) = value.as_bytes().split_at_checked("Bearer ".len())?;
            scheme.eq_ignore_ascii_case(b"Bearer ").then(|| shown.trim_ascii())
        });
        let shown: Option<[u8; 32]> = shown.map(|shown| Sha256::digest(shown).into());
        if shown.is_some_and(|shown| bool::from(shown.ct_eq(&self.0))) {
            return Ok(());
        }
        let detail = if shown.is_some() {
            "this is not the server's token"
        } else {
            "this server wants its token: Authorization: Bearer …"
        };
        Err(Problem::new(StatusCode::UNAUTHORIZED, detail))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_itself_is_let_through() {
        let token = Token::new(" 0123456789abcdef\n").unwrap();
        let check = |value: &str| {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())]);
            token.check(&headers).is_ok()
        };
        assert!(check("Bearer 0123456789abcdef") && check("bearer 0123456789abcdef"));
        for wrong in
            ["Bearer 0123456789abcde", "Bearer ", "Bearer", "Basic 0123456789abcdef", "0123456789abcdef", ""]
        {
            assert!(!check(wrong), "{wrong}");
        }
        assert!(token.check(&HeaderMap::new()).is_err());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn tokens_that_cannot_do_are_refused() {
        assert!(matches!(Token::new("short"), Err(DeskError::ShortToken { .. })));
        assert!(matches!(Token::new("0123456789 abcdef"), Err(DeskError::BadToken)));
    }
}
