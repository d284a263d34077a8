//! A function that is measured: how it is started, and what each start cost.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{aws::Aws, process::Process, redemption, runtime_api::RuntimeApi};

/// How many calls follow the first.
const WARM: usize = 200;
/// How long a function that waits is given to fall asleep.
const SETTLED: Duration = Duration::from_millis(3);

/// An environment, variable by variable.
pub type Variables = Vec<(&'static str, String)>;

/// A function that is measured.
pub struct Function {
    /// What it is called in the tables.
    pub name: &'static str,
    /// What is started.
    pub binary: PathBuf,
    /// What it is given.
    pub given: Vec<PathBuf>,
    /// With what.
    pub environment: Variables,
    /// What it cost.
    pub starts: Vec<Start>,
}

/// What one start of a function cost: milliseconds of its processor, and megabytes.
pub struct Start {
    /// Until it waits for its first call.
    pub start: f64,
    /// The first call.
    pub first: f64,
    /// A call after that.
    pub warm: f64,
    /// The most memory that it had.
    pub memory: f64,
}

impl Start {
    /// What a caller waits for whom the function is started.
    pub fn cold(&self) -> f64 {
        self.start + self.first
    }
}

impl Function {
    /// Starts the function once and calls it, again and again with the same event.
    pub async fn start(&mut self, event: &str) {
        let mut api = RuntimeApi::listen().await;
        let mut environment = self.environment.clone();
        environment.push(("AWS_LAMBDA_RUNTIME_API", api.address.clone()));
        let process = Process::start(&self.binary, &self.given, &environment);
        let mut turn = api.turn().await;
        let mut cpu = vec![settled(&process).await];
        for call in 0..=WARM {
            turn.send(event.to_owned()).expect("a function that waits");
            let answer = api.answer().await;
            let fine = ["\"statusCode\":201", "\"statusCode\":200"];
            assert!(fine.iter().any(|status| answer.contains(status)), "{answer}");
            turn = api.turn().await;
            if call == 0 || call == WARM {
                cpu.push(settled(&process).await);
            }
        }
        let warm = (cpu[2] - cpu[1]) / WARM as f64;
        let (start, first, memory) = (cpu[0], cpu[1] - cpu[0], process.peak_memory());
        self.starts.push(Start { start, first, warm, memory });
        // Before its turn is taken from it, of which it would complain.
        drop(process);
    }
}

async fn settled(process: &Process) -> f64 {
    tokio::time::sleep(SETTLED).await;
    process.cpu()
}

/// The files that functions read; they go when this is dropped.
pub struct Files(PathBuf);

impl Files {
    /// Writes them for AWS's stand-in.
    pub fn write(aws: &Aws) -> Self {
        let folder = env::temp_dir().join(format!("codriver-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let files = Self(folder);
        let system = env::var("SSL_CERT_FILE");
        let system = system.unwrap_or_else(|_| "/etc/ssl/certs/ca-certificates.crt".to_owned());
        let bundle = fs::read_to_string(system).unwrap_or_default() + &aws.certificate;
        fs::write(files.bundle(), bundle).expect("a file");
        fs::write(files.certificate(), &aws.certificate).expect("a file");
        fs::write(files.root_key(), redemption::root_key()).expect("a file");
        files
    }

    /// The stand-in's certificate among all that this machine trusts, as on Lambda.
    pub fn bundle(&self) -> PathBuf {
        self.0.join("bundle.pem")
    }

    /// The stand-in's certificate alone.
    pub fn certificate(&self) -> PathBuf {
        self.0.join("certificate.pem")
    }

    /// The root key, for a function that does not ask KMS.
    pub fn root_key(&self) -> PathBuf {
        self.0.join("root.key")
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What Lambda and the template set.
pub fn deployed(aws: &Aws, bundle: &Path) -> Variables {
    let at = |host: &str| format!("https://{host}:{}", aws.port);
    vec![
        ("AWS_LAMBDA_FUNCTION_NAME", "bench".to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256".to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench".to_owned()),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "bench".to_owned()),
        ("AWS_REGION", "eu-central-1".to_owned()),
        ("AWS_DEFAULT_REGION", "eu-central-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "example".to_owned()),
        ("AWS_SESSION_TOKEN", "example".repeat(100)),
        // Two names, since on AWS they are two places, each with its own connections.
        ("AWS_ENDPOINT_URL_DYNAMODB", at("localhost")),
        ("AWS_ENDPOINT_URL_KMS", at("127.0.0.1")),
        ("SSL_CERT_FILE", bundle.display().to_string()),
        ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=64".to_owned()),
        ("CODRIVER_STACK", "bench".to_owned()),
        ("CODRIVER_TABLE", redemption::TABLE.to_owned()),
        ("CODRIVER_SEAL_KEY", "11111111-2222-3333-4444-555555555555".to_owned()),
        ("CODRIVER_APP_URL", "https://codriver.example".to_owned()),
        ("CODRIVER_OPERATOR", "operator@codriver.example".to_owned()),
        ("CODRIVER_ORDERS", "operator".to_owned()),
        ("CODRIVER_FIRST_SIGN_INS_PER_MINUTE", "60".to_owned()),
    ]
}
