//! Whose servers are trusted: those of Mozilla's list, which is part of the program. Reading the
//! machine's own, some 140 certificates, takes a fifth of a function's start, so they are read only
//! for a server that the list does not trust: a root that AWS moves to years after a release costs a
//! moment at each start, and no release in a hurry. Which roots AWS uses:
//! <https://www.amazontrust.com/repository/>.

use std::sync::{Arc, OnceLock};

use tokio_rustls::rustls::{
    DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::ring,
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::VerifierBuilderError,
};
use webpki_roots::TLS_SERVER_ROOTS;

/// Checks servers' certificates.
#[derive(Debug)]
pub(super) struct Trust {
    known: Arc<WebPkiServerVerifier>,
    /// The machine's own, once they were read; none, where none can be.
    machines: OnceLock<Option<Arc<WebPkiServerVerifier>>>,
}

impl Trust {
    /// Trusts Mozilla's, then the machine's: those of `SSL_CERT_FILE`, or of where they usually lie.
    pub(super) fn usual() -> Result<Self, VerifierBuilderError> {
        let mozillas = RootCertStore { roots: TLS_SERVER_ROOTS.to_vec() };
        Ok(Self { known: verifier(mozillas)?, machines: OnceLock::new() })
    }

    fn machines(&self) -> Option<&WebPkiServerVerifier> {
        let read = self.machines.get_or_init(|| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            verifier(roots).ok()
        });
        read.as_deref()
    }
}

#[cfg(test)]
impl Trust {
    /// Trusts these, then those.
    pub(super) fn of(known: RootCertStore, machines: RootCertStore) -> Self {
        Self { known: verifier(known).unwrap(), machines: OnceLock::from(verifier(machines).ok()) }
    }
}

fn verifier(roots: RootCertStore) -> Result<Arc<WebPkiServerVerifier>, VerifierBuilderError> {
    let provider = Arc::new(ring::default_provider());
    WebPkiServerVerifier::builder_with_provider(roots.into(), provider).build()
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        server: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.known.verify_server_cert(server, between, name, ocsp, now);
        // Whatever is wrong: a root may also be known by its name with an older key.
        match verdict {
            Ok(trusted) => Ok(trusted),
            Err(wrong) => match self.machines() {
                Some(machines) => machines.verify_server_cert(server, between, name, ocsp, now),
                None => Err(wrong),
            },
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        server: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.known.verify_tls12_signature(message, server, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        server: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.known.verify_tls13_signature(message, server, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.known.supported_verify_schemes()
    }
}
