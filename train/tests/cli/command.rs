//! Runs the program.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

/// What the program did.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Asserts that it succeeded and said nothing.
    #[track_caller]
    pub fn quietly(self) -> String {
        assert_eq!((self.code, &*self.stderr), (Some(0), ""), "{}", self.stdout);
        self.stdout
    }

    /// Asserts that it failed with nothing on standard output and this message.
    #[track_caller]
    pub fn fails_with(self, message: &str) {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert_eq!(self.stdout, "");
        assert_eq!(self.stderr, format!("seqscope: {message}\n"));
    }
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seqscope"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn seqscope(arguments: &[&str]) -> Run {
    Run::of(command(arguments).output().expect("the program starts"))
}

pub fn seqscope_on(input: &[u8], arguments: &[&str]) -> Run {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let output = thread::scope(|scope| {
        scope.spawn(move || {
            // The program need not read all of it.
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().expect("the program ends")
    });
    Run::of(output)
}

/// Sends a signal by its name, without the SIG.
pub fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let status = Command::new("kill").args(["-s", name, &id]).status().expect("kill starts");
    assert!(status.success());
}

pub fn str(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
