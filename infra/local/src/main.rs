//! `cargo run`: the whole service on one port of this machine.

use std::{error::Error, io, net::Ipv4Addr, path::Path, process::ExitCode, time::Duration};

use axum::serve::ListenerExt;
use local::{
    console::Console,
    hourly, pages, samples,
    settings::Settings,
    stack::{Stack, StackConfig, TableAt},
    store::Data,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Where the console's sources are.
const CONSOLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web");
/// How long requests that run when the server is stopped may take to end.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env();
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| EnvFilter::new("warn,dynoxide=error")))
        .with_writer(io::stderr)
        .init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("codriver: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    let settings = Settings::read(|name| std::env::var(name).ok())?;
    let listener = listen(settings.port).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let kept = match &settings.data {
        Data::Memory => "Nothing is kept when it stops".to_owned(),
        Data::File(file) => format!("Kept in {}", file.display()),
    };
    let console = if settings.console { Console::of(Path::new(CONSOLE)) } else { Console::off() };
    let stack = Stack::start(StackConfig {
        app_url: url.clone(),
        orders: settings.orders,
        console: console.clone(),
        ..StackConfig::new(TableAt::Embedded(settings.data), settings.operator.clone())
    })
    .await?;
    samples::add(&stack.app().table).await?;
    println!("listening on {url}\n");
    println!("{}\n", pages::welcome_text(&url, settings.operator.as_str(), &console.stage()));
    println!("{kept}; Ctrl-C stops the server");
    console.build();
    let reminders = stack.started("send_reminders");
    tokio::select! {
        served = serve(listener, &stack) => served?,
        () = hourly::remind(&reminders) => {}
    }
    stack.stop().await;
    Ok(())
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
        let advice = "set CODRIVER_PORT to another port, or to 0 for any free one";
        format!("cannot listen on port {port}: {error}; {advice}")
    })
}

/// Serves until the process is told to stop, then lets the requests that run end.
async fn serve(listener: TcpListener, stack: &Stack) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "answers may wait for acknowledgements");
        }
    });
    let serving = axum::serve(listener, stack.router()).with_graceful_shutdown(told_to_stop());
    tokio::select! {
        served = serving => served,
        () = async {
            told_to_stop().await;
            tokio::time::sleep(LAST_REQUESTS).await;
        } => Ok(()),
    }
}

/// Waits for Ctrl-C or, where there is such a thing, SIGTERM.
async fn told_to_stop() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be waited for");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be waited for");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
