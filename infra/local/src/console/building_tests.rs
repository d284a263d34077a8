//! How the console is built, by programs that stand for Node.js and npm.

use std::time::Duration;

use super::*;
use crate::temporary::Folder;

/// Notes what it is told, and makes what npm would.
const NPM: &str = r#"#!/bin/sh
PATH=/usr/bin:/bin
case "$1" in --version) exit ;; esac
echo "$@" >> npm.log
case "$1" in
ci) mkdir -p node_modules && : > node_modules/.package-lock.json ;;
run) sleep 0.2 && mkdir "$CONSOLE_BUILD" && echo "after $(wc -l < npm.log) calls" > "$CONSOLE_BUILD/index.html" ;;
esac
"#;
const INSTALLED: &str = "ci --prefer-offline --ignore-scripts --no-audit --no-fund --omit=dev";

struct Checkout {
    folder: Folder,
    programs: Folder,
}

impl Checkout {
    /// Sources of which nothing was built yet, and these programs.
    fn with(node: &str, npm: &str) -> Self {
        let checkout = Self { folder: Folder::new(), programs: Folder::new() };
        for source in ["package.json", "package-lock.json", "src/app.html"] {
            checkout.write(source, "a source");
        }
        for (name, script) in [("node", format!("#!/bin/sh\necho {node}\n")), ("npm", npm.into())] {
            checkout.put_program(name, &script);
        }
        checkout
    }

    /// By a process of its own: what this one has open for writing, another test's program may still
    /// hold as it starts, and nothing can run it then.
    fn put_program(&self, name: &str, script: &str) {
        fs::create_dir_all(self.programs.path()).unwrap();
        let program = self.programs.path().join(name);
        let put = r#"printf %s "$1" > "$0" && chmod 755 "$0""#;
        let mut shell = std::process::Command::new("/bin/sh");
        assert!(shell.args(["-c", put]).arg(program).arg(script).status().unwrap().success());
    }

    fn build(&self) -> Build {
        let (sources, path) = (self.folder.path().to_owned(), self.programs.path().into());
        Build { built: sources.join("build"), sources, path }
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// A source is changed after all that was made so far.
    fn change(&self, source: &str) {
        let file = File::options().append(true).open(self.folder.path().join(source)).unwrap();
        file.set_modified(SystemTime::now() + Duration::from_secs(1)).unwrap();
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.path().join(name)).ok()
    }

    /// What npm was told to do.
    fn told(&self) -> Vec<String> {
        self.read("npm.log").unwrap_or_default().lines().map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn it_is_built_once_and_again_when_a_source_is_newer_and_takes_the_place_of_the_one_before() {
    let checkout = Checkout::with("v20.19.0", NPM);
    checkout.build().run_if_stale().await.unwrap();
    checkout.build().run_if_stale().await.unwrap();
    assert_eq!(checkout.told(), [INSTALLED, "run build"]);
    checkout.write("build/old.js", "of the build before");
    checkout.change("src/app.html");
    checkout.build().run_if_stale().await.unwrap();
    assert_eq!(checkout.told(), [INSTALLED, "run build", "run build"], "nothing else to install");
    assert_eq!(checkout.read("build/index.html").unwrap().trim(), "after 3 calls");
    assert_eq!(checkout.read("build/old.js"), None);
    assert!(!checkout.folder.path().join("build.new").exists());
    checkout.change("package-lock.json");
    checkout.build().run_if_stale().await.unwrap();
    assert_eq!(checkout.told()[3..], [INSTALLED, "run build"]);
}

#[tokio::test]
async fn whoever_works_on_it_keeps_the_tools_for_that() {
    let checkout = Checkout::with("v20.19.0", NPM);
    fs::create_dir_all(checkout.folder.path().join(A_TOOL)).unwrap();
    checkout.build().run_if_stale().await.unwrap();
    assert_eq!(checkout.told()[0], INSTALLED.trim_end_matches(" --omit=dev"));
}

#[tokio::test]
async fn of_two_at_once_one_builds_and_the_other_waits_for_it() {
    let checkout = Checkout::with("v22.0.0", NPM);
    let (one, other) = (checkout.build(), checkout.build());
    let (one, other) = tokio::join!(one.run_if_stale(), other.run_if_stale());
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert_eq!(checkout.told(), [INSTALLED, "run build"]);
}

#[tokio::test]
async fn a_failure_shows_the_last_lines_and_how_to_try_by_hand_and_leaves_the_build_before() {
    let fails = "#!/bin/sh\ncase $1 in run) for n in 1 2 3 4 5; do echo a $n; echo b $n; echo c $n; \
                 echo d $n; echo e $n; done; exit 1;; esac\n";
    let checkout = Checkout::with("v20.20.2", fails);
    checkout.write("build/index.html", "of the build before");
    checkout.change("src/app.html");
    let failure = checkout.build().run_if_stale().await.unwrap_err();
    let by_hand = format!("cd {} && npm run build", checkout.folder.path().display());
    assert!(failure.starts_with("not built:\na 2\nb 2\n"), "{failure}");
    assert!(failure.ends_with(&format!("\ne 5\nTry it by hand: {by_hand}")), "{failure}");
    assert_eq!(checkout.read("build/index.html").unwrap(), "of the build before");
}

#[tokio::test]
async fn without_node_or_with_an_old_one_it_says_so_and_calls_nothing() {
    let old = Checkout::with("v20.18.9", NPM);
    let none = Checkout::with("v20.19.0", NPM);
    fs::remove_file(none.programs.path().join("node")).unwrap();
    for checkout in [old, none] {
        let failure = checkout.build().run_if_stale().await.unwrap_err();
        assert!(failure.contains("Node.js 20.19 or newer not found"), "{failure}");
        assert_eq!(checkout.told(), [""; 0]);
    }
}

#[test]
fn node_is_new_enough_from_20_19_on() {
    let enough = ["v20.19.0", "v20.20.2\n", "v22.0.0", "v24.1.0"];
    let too_old = ["v20.18.9", "v18.20.0", "", "node", "v20"];
    assert!(enough.iter().all(|version| is_new_enough(version)));
    assert!(!too_old.iter().any(|version| is_new_enough(version)));
}
