//! Serves the checkout on localhost, as any static server would.

use std::env;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
use percent_encoding::percent_decode_str;
use tiny_http::{HTTPVersion, Header, Method, Request, Response, Server};

use crate::package;
use crate::project::Project;
use crate::sources;

/// A browser asks for several files at once.
const THREADS: usize = 4;

/// Serves until the process is ended. Builds `pkg/` first when it is not what `src/` says.
pub fn run(project: &Project, port: u16, open: bool) -> Result<()> {
    if let Err(reason) = sources::check_fresh(project) {
        println!("building: {reason}");
        package::build(project)?;
    }
    let root = project.root.canonicalize().context("cannot find the folder to serve")?;
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| anyhow!("cannot listen on port {port}: {error}; choose another with --port"))?;
    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
    let url = format!("http://localhost:{port}/www/");
    println!("serving {url} (Ctrl+C ends it)");
    if open && has_browser() && open::that_detached(&url).is_err() {
        println!("no browser could be opened: open {url}");
    }
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for request in server.incoming_requests() {
                    // The only error is a browser that has gone away.
                    drop(respond(&root, request));
                }
            });
        }
    });
    Ok(())
}

/// On Linux without a desktop, the opener would start a browser inside the terminal.
fn has_browser() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"].into_iter().any(is_set)
}

fn respond(root: &Path, request: Request) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return answer(request, plain(405, "only GET and HEAD"));
    }
    match find(root, request.url()) {
        Found::File(path) => match File::open(&path) {
            Ok(file) => {
                let response = Response::from_file(file)
                    .with_header(header("Content-Type", &content_type(&path)))
                    .with_header(header("Cache-Control", caching(&path)));
                answer(request, response)
            }
            Err(_) => answer(request, plain(404, "not found")),
        },
        Found::Folder(location) => {
            answer(request, plain(301, "moved").with_header(header("Location", &location)))
        }
        Found::Nothing => answer(request, plain(404, "not found")),
    }
}

/// Answers as HTTP/1.0 does, whose connections end with the answer. tiny_http gives each connection a thread for as long as
/// it is open, and now and then queues a new one behind those: kept open, they let a page wait for ever.
fn answer<R: Read>(request: Request, response: Response<R>) -> std::io::Result<()> {
    let without_body = *request.method() == Method::Head;
    let mut writer = request.into_writer();
    response.raw_print(&mut writer, HTTPVersion(1, 0), &[], without_body, None)?;
    writer.flush()
}

fn plain(status: u16, text: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(status).with_header(header("Cache-Control", "no-cache"))
}

fn header(name: &'static str, value: &str) -> Header {
    // Values are content types and percent-encoded paths: plain ASCII, which is all that a header refuses.
    Header::from_bytes(name, value).unwrap_or_else(|()| unreachable!("{name}: {value} is not a header"))
}

/// Models have a hash of their content in their names, `name.0123abcd.safetensors`: what is at such a name never
/// changes. Everything else is asked for again, so that a page is always of one piece.
fn caching(path: &Path) -> &'static str {
    let is_hash =
        |part: &str| part.len() == 8 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let hash = name.strip_suffix(".safetensors").and_then(|stem| stem.rsplit_once('.')).map(|(_, hash)| hash);
    if hash.is_some_and(is_hash) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn content_type(path: &Path) -> String {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == mime_guess::mime::TEXT || guess.subtype() == mime_guess::mime::JSON;
    if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}

#[derive(Debug, PartialEq)]
enum Found {
    File(PathBuf),
    /// A folder whose URL lacks the final slash, without which the page's relative links would not resolve.
    Folder(String),
    Nothing,
}

/// The file that a URL names. Nothing outside the root, and nothing whose name starts with a dot, is found.
fn find(root: &Path, url: &str) -> Found {
    let encoded = url.split(['?', '#']).next().unwrap_or_default();
    let Ok(decoded) = percent_decode_str(encoded).decode_utf8() else { return Found::Nothing };
    let mut path = root.to_path_buf();
    for component in Path::new(decoded.trim_start_matches('/')).components() {
        match component {
            Component::Normal(name) if !name.to_string_lossy().starts_with('.') => path.push(name),
            _ => return Found::Nothing,
        }
    }
    // Links are followed only as far as they stay inside.
    let Ok(path) = path.canonicalize() else { return Found::Nothing };
    if !path.starts_with(root) {
        return Found::Nothing;
    }
    if !path.is_dir() {
        return Found::File(path);
    }
    if !encoded.ends_with('/') {
        // One slash in front: two would name another host.
        return Found::Folder(format!("/{}/", encoded.trim_start_matches('/')));
    }
    let index = path.join("index.html");
    if index.is_file() { Found::File(index) } else { Found::Nothing }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    fn site() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("www/models")).unwrap();
        fs::create_dir_all(root.join(".git")).unwrap();
        fs::write(root.join("www/index.html"), "page").unwrap();
        fs::write(root.join("www/a b.js"), "script").unwrap();
        fs::write(root.join(".git/config"), "hidden").unwrap();
        fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        let root = root.canonicalize().unwrap();
        (folder, root)
    }

    #[test]
    fn a_url_finds_its_file_and_a_folder_its_index() {
        let (_folder, root) = site();
        assert_eq!(find(&root, "/www/a%20b.js?v=1"), Found::File(root.join("www/a b.js")));
        assert_eq!(find(&root, "/www/"), Found::File(root.join("www/index.html")));
        assert_eq!(find(&root, "/www"), Found::Folder("/www/".into()));
        assert_eq!(find(&root, "//www"), Found::Folder("/www/".into()));
        assert_eq!(find(&root, "/www/models/"), Found::Nothing);
        assert_eq!(find(&root, "/www/none.js"), Found::Nothing);
    }

    #[test]
    fn no_url_leaves_the_root() {
        let (_folder, root) = site();
        for url in [
            "/../secret.txt",
            "/www/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/www/%2e%2e%2f%2e%2e%2fsecret.txt",
            "//../secret.txt",
            "/%2f..%2fsecret.txt",
            "/etc/passwd",
            "//etc/passwd",
            "/%2fetc%2fpasswd",
            "/www/%00",
            "/%ff",
            "/.git/config",
        ] {
            assert_eq!(find(&root, url), Found::Nothing, "{url}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_the_root_is_not_followed() {
        let (folder, root) = site();
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), root.join("www/link.txt")).unwrap();
        assert_eq!(find(&root, "/www/link.txt"), Found::Nothing);
    }

    #[test]
    fn modules_and_scripts_have_the_types_that_browsers_insist_on() {
        assert_eq!(content_type(Path::new("a.wasm")), "application/wasm");
        assert_eq!(content_type(Path::new("a.js")), "text/javascript; charset=utf-8");
        assert_eq!(content_type(Path::new("a.html")), "text/html; charset=utf-8");
        assert_eq!(content_type(Path::new("a.json")), "application/json; charset=utf-8");
        assert_eq!(content_type(Path::new("a.safetensors")), "application/octet-stream");
    }

    #[test]
    fn a_model_named_by_its_hash_is_kept_for_good_and_nothing_else_is() {
        let kept = "public, max-age=31536000, immutable";
        assert_eq!(caching(Path::new("www/models/en-fr-dot-lstm.0a1b2c3d.safetensors")), kept);
        for name in [
            "model.safetensors",
            "model.0a1b2c3.safetensors",
            "model.0A1B2C3D.safetensors",
            "model.checked1.safetensors",
            "manifest.json",
            "page.0a1b2c3d.js",
            "",
        ] {
            assert_eq!(caching(Path::new(name)), "no-cache", "{name}");
        }
    }

    #[test]
    fn an_answer_carries_type_caching_and_content() {
        let (_folder, root) = site();
        let server = Server::http("127.0.0.1:0").unwrap();
        let address = server.server_addr().to_ip().unwrap();
        let client = thread::spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(b"GET /www/a%20b.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        });
        respond(&root, server.recv().unwrap()).unwrap();
        let answer = client.join().unwrap();
        assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");
        assert!(answer.contains("Content-Type: text/javascript; charset=utf-8"), "{answer}");
        assert!(answer.contains("Cache-Control: no-cache"), "{answer}");
        assert!(answer.ends_with("script"), "{answer}");
    }
}
