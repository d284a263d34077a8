//! The client against servers that behave, and that do not.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::watch,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig, SupportedProtocolVersion,
        pki_types::PrivateKeyDer,
        version::{TLS12, TLS13},
    },
};

use super::*;

/// What a server does with a connection.
#[derive(Clone, Copy)]
enum Does {
    /// It answers one request after the other.
    Answer,
    /// It answers one request, promises more, and hangs up.
    AnswerAndHangUp,
    /// It hangs up at once.
    HangUp,
    /// It takes the request and never answers.
    Wait,
}

/// A server on a free port; counts its connections and the requests that it took.
struct Server {
    address: String,
    connections: Arc<AtomicUsize>,
    taken: watch::Receiver<usize>,
}

impl Server {
    async fn start(does: Does, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let address = format!("{scheme}://localhost:{}", listener.local_addr().unwrap().port());
        let connections = Arc::new(AtomicUsize::new(0));
        let count = connections.clone();
        let (takes, taken) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                let (tls, takes) = (tls.clone(), takes.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(does, stream, takes).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(does, stream, takes).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, connections, taken }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Answers requests with their own body.
async fn serve(
    does: Does,
    stream: impl AsyncRead + AsyncWrite + Unpin,
    takes: watch::Sender<usize>,
) {
    if matches!(does, Does::HangUp) {
        return;
    }
    let mut stream = BufReader::new(stream);
    loop {
        let (mut length, mut line) = (0, String::new());
        loop {
            line.clear();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        takes.send_modify(|taken| *taken += 1);
        if matches!(does, Does::Wait) {
            std::future::pending::<()>().await;
        }
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(&[head.as_bytes(), &body].concat()).await.unwrap();
        stream.flush().await.unwrap();
        if matches!(does, Does::AnswerAndHangUp) {
            return;
        }
    }
}

async fn post(client: &Https, to: &str, body: &str) -> Result<String, ConnectorError> {
    let request = Request::builder().method("POST").uri(format!("{to}/path"));
    let request = request.header("content-length", body.len()).body(SdkBody::from(body)).unwrap();
    let request = HttpRequest::try_from(request).unwrap();
    let answer = client.send(request, PATIENCE).await?;
    let body = aws_smithy_types::byte_stream::ByteStream::new(answer.into_body());
    let body = body.collect().await.map_err(|error| ConnectorError::io(error.into()))?;
    Ok(String::from_utf8(body.to_vec()).unwrap())
}

/// A client that trusts whoever is trusted so.
fn trusting(trust: Trust) -> Https {
    let tls = OnceLock::from(connector(trust).unwrap());
    Https(Arc::new(Shared { tls, ..Shared::default() }))
}

/// A server's certificate of this name, for these versions of TLS; and who trusts it.
fn certified(
    versions: &[&'static SupportedProtocolVersion],
    name: &str,
) -> (TlsAcceptor, RootCertStore) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([name.to_owned()]).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key);
    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone()).unwrap();
    (Arc::new(config.unwrap()).into(), roots)
}

/// The same, and a client that trusts it and no other.
fn trusted(versions: &[&'static SupportedProtocolVersion], name: &str) -> (TlsAcceptor, Https) {
    let (acceptor, roots) = certified(versions, name);
    (acceptor, trusting(Trust::of(roots, RootCertStore::empty())))
}

#[tokio::test]
async fn one_connection_carries_one_request_after_the_other() {
    let (server, client) = (Server::start(Does::Answer, None).await, Https::default());
    for body in ["first", "", "third"] {
        assert_eq!(post(&client, &server.address, body).await.unwrap(), body);
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_hundred_requests_at_once_have_connections_of_their_own() {
    let (server, client) = (Server::start(Does::Answer, None).await, Https::default());
    for _ in 0..2 {
        let bodies: Vec<_> = (0..100).map(|number| number.to_string()).collect();
        let answers = bodies.iter().map(|body| post(&client, &server.address, body));
        let answers: Vec<_> = join_all(answers).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers, bodies);
    }
    assert!((1..=100).contains(&server.connections()), "{}", server.connections());
}

#[tokio::test]
async fn who_finds_the_other_side_gone_asks_again_on_a_new_connection() {
    let (server, client) = (Server::start(Does::AnswerAndHangUp, None).await, Https::default());
    for number in 1..=20 {
        assert_eq!(post(&client, &server.address, "body").await.unwrap(), "body");
        // Whether the end was heard of before the next request or only by it.
        if number % 2 == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    assert_eq!(server.connections(), 20);
}

#[tokio::test]
async fn a_server_that_hangs_up_at_once_is_a_failure_that_passes() {
    let (server, client) = (Server::start(Does::HangUp, None).await, Https::default());
    let error = post(&client, &server.address, "body").await.unwrap_err();
    assert!(error.is_io() || error.as_other() == Some(ErrorKind::TransientError), "{error:?}");
}

#[tokio::test]
async fn nobody_at_an_address_is_a_failure_of_the_net() {
    // Port 1 is nobody's; one that was only found free may be another test's by now.
    let error = post(&Https::default(), "http://127.0.0.1:1", "").await.unwrap_err();
    assert!(error.is_io(), "{error:?}");
}

#[tokio::test]
async fn a_request_that_is_given_up_leaves_nothing_that_the_next_could_mistake_for_its_answer() {
    let (mut server, client) = (Server::start(Does::Wait, None).await, Https::default());
    for number in 1..=2 {
        let address = server.address.clone();
        tokio::select! {
            answer = post(&client, &address, "body") => panic!("{answer:?}"),
            taken = server.taken.wait_for(|taken| *taken == number) => drop(taken.unwrap()),
        }
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn both_versions_of_tls_are_spoken() {
    for version in [&TLS12, &TLS13] {
        let (acceptor, client) = trusted(&[version], "localhost");
        let server = Server::start(Does::Answer, Some(acceptor)).await;
        for _ in 0..2 {
            assert_eq!(post(&client, &server.address, "sealed").await.unwrap(), "sealed");
        }
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn who_only_the_machine_knows_is_trusted_too() {
    let (_, known) = certified(&[&TLS13], "localhost");
    for version in [&TLS12, &TLS13] {
        let (acceptor, machines) = certified(&[version], "localhost");
        let server = Server::start(Does::Answer, Some(acceptor)).await;
        let client = trusting(Trust::of(known.clone(), machines));
        assert_eq!(post(&client, &server.address, "sealed").await.unwrap(), "sealed");
    }
}

#[tokio::test]
async fn who_is_not_trusted_or_has_another_name_gets_no_request() {
    let (acceptor, _) = trusted(&[&TLS13], "localhost");
    let (_, other) = trusted(&[&TLS13], "localhost");
    let server = Server::start(Does::Answer, Some(acceptor)).await;
    assert!(post(&other, &server.address, "secret").await.unwrap_err().is_io());
    let (acceptor, client) = trusted(&[&TLS13], "elsewhere.test");
    let server = Server::start(Does::Answer, Some(acceptor)).await;
    assert!(post(&client, &server.address, "secret").await.unwrap_err().is_io());
}

#[tokio::test]
async fn a_connection_that_takes_too_long_to_open_is_given_up() {
    // The machine takes the connection; nobody is there to answer the greeting of TLS.
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (_, client) = trusted(&[&TLS13], "localhost");
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let request = Request::builder().uri(address).body(SdkBody::empty()).unwrap();
    let asked = client.send(request.try_into().unwrap(), Duration::from_millis(50)).await;
    assert!(asked.unwrap_err().is_timeout());
}
