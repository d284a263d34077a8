//! HTTP/1.1 as far as a measurement needs it, on either side of a connection: messages with a
//! length, one after the other.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// A request or an answer.
pub struct Message {
    /// The request line or the status line.
    pub first: String,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Message {
    /// A header's text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// The second word of the first line: a request's path or an answer's status.
    pub fn second(&self) -> &str {
        self.first.split(' ').nth(1).unwrap_or_default()
    }
}

/// Reads the next message, if the other side has not left.
pub async fn read<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<Option<Message>> {
    let Some(first) = line(stream).await? else { return Ok(None) };
    let mut headers = Vec::new();
    while let Some(line) = line(stream).await?.filter(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }
    let mut message = Message { first, headers, body: Vec::new() };
    message.body = vec![0; message.header("content-length").parse().unwrap_or(0)];
    stream.read_exact(&mut message.body).await?;
    Ok(Some(message))
}

async fn line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}

/// Writes a message.
pub async fn write<S: AsyncWrite + Unpin>(
    stream: &mut S,
    first: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<()> {
    let mut text = format!("{first}\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(body);
    stream.write_all(text.as_bytes()).await?;
    stream.flush().await
}
