//! DynamoDB and KMS that answer at once, over TLS.

use std::{io, sync::Arc};

use data_encoding::BASE64;
use tokio::{
    io::BufReader,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{CipherSuite, ServerConfig, crypto::ring, pki_types::PrivatePkcs8KeyDer},
};

use crate::{http1, redemption::Redemption};

/// A running stand-in for AWS.
pub struct Aws {
    /// The port that it listens on, at every name of this machine.
    pub port: u16,
    /// Its certificate, as text.
    pub certificate: String,
}

impl Aws {
    /// Begins to listen.
    pub async fn listen(redemption: Arc<Redemption>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (acceptor, certificate) = tls();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), Arc::clone(&redemption)));
            }
        });
        Self { port, certificate }
    }
}

fn tls() -> (TlsAcceptor, String) {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let mut provider = ring::default_provider();
    // AWS chooses AES-128 before AES-256.
    provider
        .cipher_suites
        .sort_by_key(|suite| suite.suite() != CipherSuite::TLS13_AES_128_GCM_SHA256);
    let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .expect("a certificate and its key");
    config.ignore_client_order = true;
    let base64 = BASE64.encode(made.cert.der());
    let lines = base64.as_bytes().chunks(64).map(String::from_utf8_lossy).collect::<Vec<_>>();
    let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----");
    (TlsAcceptor::from(Arc::new(config)), format!("{begin}\n{}\n{end}\n", lines.join("\n")))
}

async fn serve(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    redemption: Arc<Redemption>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(acceptor.accept(stream).await?);
    while let Some(request) = http1::read(&mut stream).await? {
        let (target, body) =
            (request.header("x-amz-target"), String::from_utf8_lossy(&request.body));
        let answer = redemption.answer(target, &body);
        let headers = [("content-type", "application/x-amz-json-1.0")];
        http1::write(&mut stream, "HTTP/1.1 200 OK", &headers, answer).await?;
    }
    Ok(())
}
