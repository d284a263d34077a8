//! Connections to AWS: HTTP/1.1, over TLS where the address says so, and nothing else. The SDK's own
//! client also speaks HTTP/2 and knows proxies: no call here needs either, and every function would
//! carry some 400 kB of code for them.
//!
//! A connection carries one request at a time and waits for the next when its answer was read to the
//! end. It is trusted as far as [`ClientConfig`] of rustls says: TLS 1.2 and 1.3, names checked; whose
//! certificates are trusted, https/trust.rs says.

use std::{
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings,
            SharedHttpConnector,
        },
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    shared::IntoShared,
};
use aws_smithy_types::{body::SdkBody, retry::ErrorKind};
use http::{HeaderValue, Request, Uri, header::HOST, uri::Authority};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, crypto::ring, pki_types::ServerName},
};

use self::trust::Trust;

#[cfg(test)]
mod tests;
mod trust;

/// How long a connection may take to open, where the SDK does not say.
const PATIENCE: Duration = Duration::from_secs(3);

/// The one HTTP client that all calls of a process share.
#[derive(Clone, Default)]
pub struct Https(Arc<Shared>);

#[derive(Default)]
struct Shared {
    tls: OnceLock<TlsConnector>,
    idle: Mutex<Vec<Idle>>,
}

/// A connection that is open and may take a request.
struct Idle {
    to: Authority,
    sender: SendRequest<SdkBody>,
}

/// The client as one service's calls use it.
#[derive(Debug)]
struct Connector {
    https: Https,
    connect_within: Duration,
}

/// Shows nothing: there is nothing of it to tell.
impl fmt::Debug for Https {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Https")
    }
}

impl Https {
    /// Sends a request on a connection that waits for one, or on a new one.
    async fn send(
        &self,
        request: HttpRequest,
        connect_within: Duration,
    ) -> Result<HttpResponse, ConnectorError> {
        let request = request.try_into_http1x();
        let mut request = request.map_err(|error| ConnectorError::user(error.into()))?;
        let (uri, to) = addressed(&mut request)?;
        while let Some(mut idle) = self.idle(&to) {
            match idle.sender.try_send_request(request).await {
                Ok(answer) => return self.answered(idle, answer),
                // The other side had hung up before anything of it went out: ask on another one.
                Err(mut error) => match error.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(failure(error.into_error())),
                },
            }
        }
        let opened = timeout(connect_within, self.open(&uri, &to)).await;
        let opened = opened.map_err(|elapsed| ConnectorError::timeout(elapsed.into()))?;
        let sender = opened.map_err(|error| ConnectorError::io(error.into()))?;
        let mut opened = Idle { to, sender };
        match opened.sender.send_request(request).await {
            Ok(answer) => self.answered(opened, answer),
            Err(error) => Err(failure(error)),
        }
    }

    /// An answer has begun: its connection takes the next request once it is read.
    fn answered(
        &self,
        connection: Idle,
        answer: http::Response<hyper::body::Incoming>,
    ) -> Result<HttpResponse, ConnectorError> {
        self.lock().push(connection);
        let answer = HttpResponse::try_from(answer.map(SdkBody::from_body_1_x));
        answer.map_err(|error| ConnectorError::other(error.into(), None))
    }

    /// Takes a connection that is ready; those that have ended are forgotten.
    fn idle(&self, to: &Authority) -> Option<Idle> {
        let mut all = self.lock();
        all.retain(|idle| !idle.sender.is_closed());
        let place = all.iter().position(|idle| idle.to == *to && idle.sender.is_ready())?;
        Some(all.swap_remove(place))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn open(&self, uri: &Uri, to: &Authority) -> io::Result<SendRequest<SdkBody>> {
        let secure = uri.scheme_str() == Some("https");
        let port = to.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = TcpStream::connect((to.host(), port)).await?;
        stream.set_nodelay(true)?;
        if !secure {
            return speak(stream).await;
        }
        let name = ServerName::try_from(to.host().to_owned()).map_err(io::Error::other)?;
        speak(self.tls()?.connect(name, stream).await?).await
    }

    fn tls(&self) -> io::Result<&TlsConnector> {
        if let Some(tls) = self.0.tls.get() {
            return Ok(tls);
        }
        let usual = connector(Trust::usual().map_err(io::Error::other)?)?;
        Ok(self.0.tls.get_or_init(|| usual))
    }
}

/// What opens TLS with servers that are trusted.
fn connector(trust: Trust) -> io::Result<TlsConnector> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let config = config.dangerous().with_custom_certificate_verifier(Arc::new(trust));
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config).into())
}

/// Begins to speak HTTP. What speaks ends with the connection, and tells whoever waits.
async fn speak(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
) -> io::Result<SendRequest<SdkBody>> {
    let spoken = http1::handshake(TokioIo::new(stream)).await;
    let (sender, connection) = spoken.map_err(io::Error::other)?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Leaves the path alone in a request and says in its header whom it is for; gives where it goes.
fn addressed(request: &mut Request<SdkBody>) -> Result<(Uri, Authority), ConnectorError> {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let path = path.parse::<Uri>().map_err(|error| ConnectorError::user(error.into()))?;
    let uri = std::mem::replace(request.uri_mut(), path);
    let to = uri.authority().cloned();
    let to = to.ok_or_else(|| ConnectorError::user("a request without an address".into()))?;
    if !request.headers().contains_key(HOST) {
        let host = HeaderValue::from_str(to.as_str());
        let host = host.map_err(|error| ConnectorError::user(error.into()))?;
        request.headers_mut().insert(HOST, host);
    }
    Ok((uri, to))
}

/// What the SDK makes of a connection's failure: all but a wrong request may be tried again.
fn failure(error: hyper::Error) -> ConnectorError {
    if error.is_user() {
        ConnectorError::user(error.into())
    } else if error.is_incomplete_message() || error.is_canceled() {
        ConnectorError::other(error.into(), Some(ErrorKind::TransientError))
    } else {
        ConnectorError::io(error.into())
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (https, connect_within) = (self.https.clone(), self.connect_within);
        HttpConnectorFuture::new(async move { https.send(request, connect_within).await })
    }
}

impl HttpClient for Https {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let connect_within = settings.connect_timeout().unwrap_or(PATIENCE);
        Connector { https: self.clone(), connect_within }.into_shared()
    }
}
