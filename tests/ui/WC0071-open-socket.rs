use std::net::TcpStream;
use wirecheck::{Error, Pool, closure};

fn port(pool: &Pool, peer: TcpStream) -> Result<bool, Error> {
    pool.submit(closure!(|| peer.peer_addr().is_ok()), ())?.join()
}

fn main() {}
