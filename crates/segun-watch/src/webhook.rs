//! Tells another program by a POST request.

use crate::error::WatchError;
use crate::fetch::{self, address, said};
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use std::time::Duration;
use tokio::runtime::Runtime;
use url::Url;

/// How often a message is sent before it is given up.
const TRIES: u32 = 3;
/// Time that a request may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// An address that is told.
#[derive(Debug)]
pub struct Webhook {
    url: Url,
    client: Client,
    runtime: Runtime,
}

impl Webhook {
    /// The address `url`, http or https.
    ///
    /// # Errors
    /// Where it is none, or the client cannot be set up.
    pub fn new(url: &str) -> Result<Self, WatchError> {
        let url = address(url)?;
        let agent = concat!("segun/", env!("CARGO_PKG_VERSION"));
        let client = fetch::built(fetch::client().user_agent(agent).timeout(TIMEOUT))?;
        Ok(Self { url, client, runtime: fetch::runtime()? })
    }

    /// Sends one JSON value; a server that fails is asked again twice, after one and two seconds.
    ///
    /// # Errors
    /// What the last try ended with.
    pub fn send(&self, json: &str) -> Result<(), WatchError> {
        self.runtime.block_on(async {
            let mut tried = 0;
            loop {
                tried += 1;
                let request = self.client.post(self.url.clone()).header(CONTENT_TYPE, "application/json");
                let ended = match request.body(json.to_owned()).send().await {
                    Ok(answer) if answer.status().is_success() => return Ok(()),
                    Ok(answer) => WatchError::Status(answer.status().as_u16()),
                    Err(error) if error.is_timeout() => WatchError::Timeout(TIMEOUT),
                    Err(error) => WatchError::Connection(said(&error)),
                };
                // What the server does not want it will not want again.
                let refused = matches!(ended, WatchError::Status(400..=499));
                if refused || tried == TRIES {
                    return Err(ended);
                }
                tokio::time::sleep(Duration::from_secs(u64::from(tried))).await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;

    /// Answers each request with the next status; gives the bodies that came.
    fn server(answers: &'static [u16]) -> (String, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let mut bodies = Vec::new();
            for status in answers {
                let (stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream);
                let (mut line, mut length) = (String::new(), 0);
                while reader.read_line(&mut line).unwrap() > 2 {
                    if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    line.clear();
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                bodies.push(String::from_utf8(body).unwrap());
                write!(
                    reader.get_mut(),
                    "HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                )
                .unwrap();
            }
            bodies
        });
        (address, thread)
    }

    #[test]
    fn a_failing_server_is_told_again() {
        let (address, thread) = server(&[503, 204]);
        Webhook::new(&address).unwrap().send("{\"a\":1}").unwrap();
        assert_eq!(thread.join().unwrap(), ["{\"a\":1}", "{\"a\":1}"]);
    }

    #[test]
    fn a_refusal_is_not_repeated() {
        let (address, thread) = server(&[404]);
        let ended = Webhook::new(&address).unwrap().send("{}");
        assert!(matches!(ended, Err(WatchError::Status(404))));
        assert_eq!(thread.join().unwrap().len(), 1);
        assert!(matches!(Webhook::new("file:///etc"), Err(WatchError::Address(_))));
    }
}
