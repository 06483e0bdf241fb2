//! Answers `GET /metrics`. Each connection has one request, a few KiB and a few seconds.

use super::exposition::Exposition;
use super::figures::Figures;
use httparse::{Request, Status};
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::spawn_local;

/// How many connections are answered at a time. Others wait.
const AT_ONCE: usize = 8;
/// How long a request and its answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most bytes of a request.
const LONGEST: usize = 8 * 1024;
/// The most lines of its head.
const MOST_HEADERS: usize = 64;
/// How long to wait where no connection can be accepted, for want of descriptors.
const PAUSE: Duration = Duration::from_millis(200);
/// So many bytes more are read of a request that was refused, or its sender might not get to see why.
const REST: usize = 64 * 1024;

/// Answers requests without end.
pub(in crate::node) async fn serve(listener: TcpListener, figures: Rc<dyn Fn() -> Figures>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let figures = Rc::clone(&figures);
                spawn_local(async move {
                    let _ = tokio::time::timeout(PATIENCE, answer(stream, &*figures)).await;
                    drop(place);
                });
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn answer(mut stream: TcpStream, figures: &dyn Fn() -> Figures) -> io::Result<()> {
    let mut bytes = Vec::new();
    let response = loop {
        let room = LONGEST - bytes.len();
        if room == 0 {
            break Response::refusal("431 Request Header Fields Too Large", "the request is too long\n");
        }
        let read = (&mut stream).take(room as u64).read_buf(&mut bytes).await?;
        if let Some(response) = respond(&bytes, figures) {
            break response;
        }
        if read == 0 {
            return Ok(());
        }
    };
    stream.write_all(&response.bytes()).await?;
    stream.shutdown().await?;
    let mut rest = stream.take(REST as u64);
    tokio::io::copy(&mut rest, &mut tokio::io::sink()).await.map(drop)
}

/// What these bytes of a request are answered; `None` while more of them are needed.
fn respond(bytes: &[u8], figures: &dyn Fn() -> Figures) -> Option<Response> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = Request::new(&mut headers);
    match request.parse(bytes) {
        Ok(Status::Partial) => return None,
        Ok(Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => {
            return Some(Response::refusal(
                "431 Request Header Fields Too Large",
                "there are too many headers\n",
            ));
        }
        Err(_) => return Some(Response::refusal("400 Bad Request", "this is no request of HTTP/1.1\n")),
    }
    let (method, path) = (request.method.unwrap_or_default(), request.path.unwrap_or_default());
    let path = path.split('?').next().unwrap_or_default();
    let has_body = method != "HEAD";
    if !matches!(method, "GET" | "HEAD") {
        return Some(Response::refusal("405 Method Not Allowed", "metrics can only be read, with GET\n"));
    }
    if path != "/metrics" {
        return Some(Response {
            has_body,
            ..Response::refusal("404 Not Found", "the metrics are at /metrics\n")
        });
    }
    let accept = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("accept"));
    let accept = accept.and_then(|header| std::str::from_utf8(header.value).ok()).unwrap_or_default();
    let exposition = Exposition::accepted(accept);
    let text = figures().write(exposition);
    Some(Response { status: "200 OK", content_type: exposition.content_type(), text, has_body })
}

struct Response {
    status: &'static str,
    content_type: &'static str,
    text: String,
    has_body: bool,
}

impl Response {
    fn refusal(status: &'static str, why: &str) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", text: why.to_owned(), has_body: true }
    }

    fn bytes(&self) -> Vec<u8> {
        let Self { status, content_type, text, has_body } = self;
        let allow = if status.starts_with("405") { "Allow: GET, HEAD\r\n" } else { "" };
        let length = text.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\n{allow}\
             Connection: close\r\n\r\n"
        );
        let body = if *has_body { text.as_str() } else { "" };
        [head.as_bytes(), body.as_bytes()].concat()
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
