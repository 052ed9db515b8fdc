//! TLS on the way to a server, as the address asks for it.
//!
//! `sslmode` says what libpq's does: `prefer`, which holds where it is not written, encrypts where the server can; `require`
//! insists. Neither looks at who the server is. `verify-full` does: its certificate has to be signed, for the host of the
//! address, by an authority that the system knows; or with `sslrootcert=FILE` by one of that file, or stand there itself, as
//! the certificates do that servers have signed for themselves. There is no TLS on sockets of the machine.

use crate::place::Address;
use crate::{LedgerError, Result};
use percent_encoding::percent_decode_str;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream as Stream;

/// The parameters of an address that are read here.
pub(super) const PARAMETERS: [&str; 2] = ["sslmode", "sslrootcert"];

/// How what is sent is encrypted.
#[derive(Clone, Debug)]
pub(super) struct Encryption {
    /// Whether it is.
    pub(super) mode: SslMode,
    config: Arc<ClientConfig>,
}

impl Encryption {
    /// As `address` asks for it.
    ///
    /// # Errors
    /// Where its parameters make no sense, or certificates cannot be read.
    pub(super) fn of(address: &Address) -> Result<Self> {
        let provider = Arc::new(ring::default_provider());
        let file = address.parameter("sslrootcert");
        let (mode, whom) = match (address.parameter("sslmode").unwrap_or("prefer"), file) {
            ("verify-full", file) => (SslMode::Require, Whom::known(file, &provider)?),
            ("disable", None) => (SslMode::Disable, Whom::Anybody),
            ("prefer", None) => (SslMode::Prefer, Whom::Anybody),
            ("require", None) => (SslMode::Require, Whom::Anybody),
            ("disable" | "prefer" | "require", Some(_)) => {
                let why = "sslrootcert is looked at with sslmode=verify-full alone";
                return Err(LedgerError::Query(why.into()));
            }
            (other, _) => {
                return Err(LedgerError::Query(format!(
                    "“{other}” is wrong as sslmode: disable, prefer, require or verify-full"
                )));
            }
        };
        let verifier = Arc::new(Check { whom, provider: Arc::clone(&provider) });
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| LedgerError::Sql(error.into()))?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        // Servers want to be told where TLS begins at once (`sslnegotiation=direct`).
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(Self { mode, config: Arc::new(config) })
    }
}

/// With whom to speak.
#[derive(Debug)]
enum Whom {
    /// Whoever answers.
    Anybody,
    /// Who has one of these certificates, or one that these authorities have signed for the host.
    Known { certificates: Vec<CertificateDer<'static>>, authorities: Arc<dyn ServerCertVerifier> },
}

impl Whom {
    /// Those of `file`, as an address writes it; those that the system knows where there is none.
    fn known(file: Option<&str>, provider: &Arc<CryptoProvider>) -> Result<Self> {
        let Some(file) = file else {
            let known = Verifier::new(Arc::clone(provider)).map_err(|error| {
                LedgerError::Query(format!(
                    "no authorities are known here ({error}): name a file, sslrootcert=FILE"
                ))
            })?;
            return Ok(Self::Known { certificates: Vec::new(), authorities: Arc::new(known) });
        };
        let file = percent_decode_str(file).decode_utf8_lossy();
        let failed = |cause: String| LedgerError::Query(format!("{file}: {cause}"));
        let certificates = CertificateDer::pem_file_iter(&*file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| failed(error.to_string()))?;
        let mut roots = RootCertStore::empty();
        for certificate in &certificates {
            roots.add(certificate.clone()).map_err(|error| failed(error.to_string()))?;
        }
        let authorities = WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(provider))
            .build()
            .map_err(|_| failed("there is no certificate in it (BEGIN CERTIFICATE)".into()))?;
        Ok(Self::Known { certificates, authorities })
    }
}

/// Looks at a server's certificate.
#[derive(Debug)]
struct Check {
    whom: Whom,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Check {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        stapled: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match &self.whom {
            Whom::Known { certificates, authorities } if !certificates.contains(shown) => {
                authorities.verify_server_cert(shown, between, name, stapled, now)
            }
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    // That who shows a certificate has its key is looked at in any case.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl MakeTlsConnect<Socket> for Encryption {
    type Stream = Encrypted;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, host: &str) -> io::Result<Handshake> {
        Ok(Handshake { config: Arc::clone(&self.config), host: host.to_owned() })
    }
}

/// The begin of an encrypted connection.
pub(super) struct Handshake {
    config: Arc<ClientConfig>,
    host: String,
}

impl TlsConnect<Socket> for Handshake {
    type Stream = Encrypted;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Encrypted>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(async move {
            let host = ServerName::try_from(self.host).map_err(io::Error::other)?;
            TlsConnector::from(self.config).connect(host, socket).await.map(Encrypted)
        })
    }
}

/// An encrypted connection.
pub(super) struct Encrypted(Stream<Socket>);

impl TlsStream for Encrypted {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
