use super::*;
use crate::beat::Beat;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream as StdStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Instant, SystemTime};
use tokio::task::LocalSet;
use wirecheck::cluster::TaskCounts;

fn figures() -> Figures {
    Figures {
        beat: Beat { name: "one\"\n".to_owned(), ..Beat::of_tests() },
        is_connected: true,
        waiting: 4,
        deputies: 5,
        workers_started: 6,
        workers_crashed: 7,
        tasks: TaskCounts { begun: 30, done: 28, running: 2, failed: 9 },
        received: 1 << 40,
        sent: 11,
        programs: None,
        shared: 12,
        started: SystemTime::UNIX_EPOCH + Duration::from_millis(1500),
        uptime: Duration::from_secs(13),
    }
}

/// A server on a thread of its own. It ends with this.
struct Server {
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    fn start() -> Self {
        let (told, address) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            LocalSet::new().block_on(&runtime, async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                told.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    () = serve(listener, Rc::new(figures)) => {}
                    _ = stopped => {}
                }
            });
        });
        Self { address: address.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    fn connect(&self) -> StdStream {
        let stream = StdStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    fn ask(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        read(stream)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

fn read(mut stream: StdStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset has said what it has said.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

#[test]
fn a_client_gets_the_figures() {
    let server = Server::start();
    let answer = server.ask(b"GET /metrics?x=1 HTTP/1.1\r\nHost: here\r\n\r\n");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
    );
    assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{head}");
    for line in [
        "# TYPE wirecheck_node_tasks_begun_total counter\nwirecheck_node_tasks_begun_total 30\n",
        "wirecheck_node_tasks_done_total 28\n",
        "wirecheck_node_running_tasks 2\n",
        "wirecheck_node_places 8\n",
        "wirecheck_node_received_bytes_total 1099511627776\n",
        "wirecheck_node_cache_bytes{cache=\"shared\"} 12\n",
        "wirecheck_node_start_time_seconds 1.5\n",
        "wirecheck_node_build_info{node=\"one\\\"\\n\",",
    ] {
        assert!(body.contains(line), "{line} is not in {body}");
    }
    let head_only = server.ask(b"HEAD /metrics HTTP/1.1\r\n\r\n");
    assert!(head_only.starts_with("HTTP/1.1 200 OK") && head_only.ends_with("\r\n\r\n"), "{head_only}");
    let open = server.ask(b"GET /metrics HTTP/1.1\r\nACCEPT: application/openmetrics-text;q=1\r\n\r\n");
    assert!(open.contains("Content-Type: application/openmetrics-text; version=1.0.0"), "{open}");
    assert!(
        open.contains("# TYPE wirecheck_node_tasks_begun counter\n") && open.ends_with("# EOF\n"),
        "{open}"
    );
}

#[test]
fn other_requests_are_refused_with_a_reason() {
    let server = Server::start();
    let many = [&b"GET /metrics HTTP/1.1\r\n"[..], &b"A: b\r\n".repeat(100), b"\r\n"].concat();
    let long = [&b"GET /metrics HTTP/1.1\r\nA: "[..], &b"x".repeat(100_000)].concat();
    for (request, status) in [
        (&b"GET / HTTP/1.1\r\n\r\n"[..], "404 Not Found"),
        (b"POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "405 Method Not Allowed"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400 Bad Request"),
        (b"hello\r\n\r\n", "400 Bad Request"),
        (&many, "431 Request Header Fields Too Large"),
        (&long, "431 Request Header Fields Too Large"),
    ] {
        let answer = server.ask(request);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{status}: {answer}");
    }
    assert!(server.ask(b"DELETE /metrics HTTP/1.1\r\n\r\n").contains("\r\nAllow: GET, HEAD\r\n"));
}

#[test]
fn a_request_byte_by_byte_is_answered_and_half_a_one_ends() {
    let server = Server::start();
    let mut slow = server.connect();
    slow.set_nodelay(true).unwrap();
    for byte in b"GET /metrics HTTP/1.1\r\nHost: here\r\n\r\n" {
        slow.write_all(&[*byte]).unwrap();
    }
    assert!(read(slow).contains("wirecheck_node_workers 3\n"));
    let mut half = server.connect();
    half.write_all(b"GET /met").unwrap();
    half.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(read(half), "");
}

#[test]
fn silent_clients_keep_others_waiting_for_a_bounded_time() {
    let server = Server::start();
    let start = Instant::now();
    let silent: Vec<StdStream> = (0..AT_ONCE).map(|_| server.connect()).collect();
    let answer = server.ask(b"GET /metrics HTTP/1.1\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(start.elapsed() < PATIENCE * 3, "{:?}", start.elapsed());
    // They were given up.
    silent.into_iter().for_each(|stream| assert_eq!(read(stream), ""));
}
