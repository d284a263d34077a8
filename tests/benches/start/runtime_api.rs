//! Lambda's runtime API for one function: hands it one event after the other. See
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.

use std::{io, time::Duration};

use tokio::{
    io::BufReader,
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    time::timeout,
};

use crate::http1;

/// A function's runtime API.
pub struct RuntimeApi {
    /// Where it listens.
    pub address: String,
    turns: mpsc::Receiver<Turn>,
    answers: mpsc::Receiver<String>,
}

/// The function waits for an event.
type Turn = oneshot::Sender<String>;

/// A function that does nothing for so long is broken.
const PATIENCE: Duration = Duration::from_secs(10);

impl RuntimeApi {
    /// Begins to listen.
    pub async fn listen() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let (turn, turns) = mpsc::channel(1);
        let (answer, answers) = mpsc::channel(1);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, turn.clone(), answer.clone()));
            }
        });
        Self { address, turns, answers }
    }

    /// Waits until the function waits for an event.
    pub async fn turn(&mut self) -> Turn {
        let turn = timeout(PATIENCE, self.turns.recv()).await.expect("a function that asks");
        turn.expect("an open channel")
    }

    /// Waits for the function's answer to its event.
    pub async fn answer(&mut self) -> String {
        let answer = timeout(PATIENCE, self.answers.recv()).await.expect("a function that answers");
        answer.expect("an open channel")
    }
}

async fn serve(
    stream: TcpStream,
    turns: mpsc::Sender<Turn>,
    answers: mpsc::Sender<String>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(message) = http1::read(&mut stream).await? {
        if message.second().ends_with("/invocation/next") {
            let (turn, event) = oneshot::channel();
            if turns.send(turn).await.is_err() {
                break;
            }
            let Ok(event) = event.await else { break };
            http1::write(&mut stream, "HTTP/1.1 200 OK", &HEADERS, &event).await?;
        } else {
            let _ = answers.send(String::from_utf8_lossy(&message.body).into_owned()).await;
            http1::write(&mut stream, "HTTP/1.1 202 Accepted", &[], "").await?;
        }
    }
    Ok(())
}

/// What comes with every event.
const HEADERS: [(&str, &str); 4] = [
    ("content-type", "application/json"),
    ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
    ("lambda-runtime-deadline-ms", "99999999999999"),
    (
        "lambda-runtime-invoked-function-arn",
        "arn:aws:lambda:eu-central-1:123456789012:function:bench",
    ),
];
