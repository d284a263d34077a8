//! Somebody who calls the service: a stranger, a person who is signed in, a program with a key.

use std::net::IpAddr;

use axum::{Router, body::Body};
use http::{Method, Request, header};
use serde_json::Value;
use shared::http::peer::PeerAddress;
use tower::ServiceExt;

use crate::{Answer, declared};

/// A caller, with what they show.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    headers: Vec<(String, String)>,
    address: Option<IpAddr>,
    /// Their address; empty for a stranger or a program.
    pub email: String,
}

impl Caller {
    /// Somebody who shows nothing.
    pub fn anonymous(router: Router) -> Self {
        Self { router, headers: vec![], address: None, email: String::new() }
    }

    /// The same caller at an address of the net.
    #[must_use]
    pub fn at(&self, address: impl Into<IpAddr>) -> Self {
        Self { address: Some(address.into()), ..self.clone() }
    }

    /// The same caller with a bearer token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }

    /// The same caller with one more header, in place of an older one of the name.
    #[must_use]
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.retain(|(old, _)| old != name);
        caller.headers.push((name.to_owned(), value.to_owned()));
        caller
    }

    /// The same caller with an `Idempotency-Key`.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        self.with_header("idempotency-key", key)
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Makes or does something.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Replaces something.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// Changes something.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    /// Removes something.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Deletes something, with a body that says that it is meant.
    pub async fn delete_with(&self, path: &str, body: Value) -> Answer {
        self.send(Method::DELETE, path, Some(body)).await
    }

    /// Reads a list to its end, page by page.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (vec![], String::new());
        loop {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{cursor}")).await.expect(200);
            all.extend(page["items"].as_array().expect("items").iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("{sign}cursor={next}"),
                None => return all,
            }
        }
    }

    /// Sends a request with a JSON body, if there is one.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        match body {
            Some(body) => {
                let typed = self.with_header("content-type", "application/json");
                typed.send_raw(method, path, body.to_string()).await
            }
            None => self.send_raw(method, path, String::new()).await,
        }
    }

    /// Sends a request with any body.
    pub async fn send_raw(&self, method: Method, path: &str, body: String) -> Answer {
        self.send_bytes(method, path, body.into_bytes()).await
    }

    /// Sends a request with a body of any bytes.
    pub async fn send_bytes(&self, method: Method, path: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(address) = self.address {
            request = request.extension(PeerAddress(address));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let answer = Answer::read(answer).await;
        if path.starts_with("/v1") {
            answer.check_head();
        }
        declared::check(&method, &path, &answer);
        answer
    }

    /// What the caller shows as `Authorization`.
    pub fn authorization(&self) -> Option<&str> {
        let name = header::AUTHORIZATION.as_str();
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}
