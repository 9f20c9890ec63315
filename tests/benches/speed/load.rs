//! Posts from several connections at once, each kept alive. A small client of its own: what a full one costs would be
//! counted against the suite, which runs in the same process. Knows HTTP/1.1 answers with a length, and no others.

use std::time::{Duration, Instant};

use tests::suite::SECRET_KEY;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

/// Connections that post, and bare puts in flight.
pub(crate) const AT_ONCE: usize = 16;

/// One connection.
pub(crate) struct Connection {
    host: String,
    stream: BufStream<TcpStream>,
}

impl Connection {
    /// Connects to an address such as `http://127.0.0.1:8787`.
    pub(crate) async fn open(address: &str) -> Self {
        let host = address.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.expect("the stack listens");
        stream.set_nodelay(true).expect("a socket option");
        Self { host, stream: BufStream::new(stream) }
    }

    /// Posts a body and waits for its 202. Panics unless every touchpoint in it was accepted.
    pub(crate) async fn post(&mut self, body: &str, touchpoints: usize) {
        let head = format!(
            "POST /v1/touchpoints HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {SECRET_KEY}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await.expect("the connection stays open");
        self.stream.write_all(body.as_bytes()).await.expect("the connection stays open");
        self.stream.flush().await.expect("the connection stays open");
        let (status, answer) = self.answer().await;
        assert!(status.contains(" 202 "), "{status}: {answer}");
        assert_eq!(answer.matches(r#""status":"accepted""#).count(), touchpoints, "{answer}");
    }

    async fn answer(&mut self) -> (String, String) {
        let mut head = String::new();
        // The empty line that ends the head is two bytes long.
        while self.stream.read_line(&mut head).await.expect("a whole answer") > 2 {}
        let (status, headers) = head.split_once("\r\n").expect("a status line");
        let length = headers.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await.expect("a whole answer");
        (status.to_owned(), String::from_utf8(body).expect("a text"))
    }
}

/// Connections that stay open between rounds.
pub(crate) struct Load(Vec<Connection>);

impl Load {
    /// Opens them.
    pub(crate) async fn open(address: &str) -> Self {
        let mut connections = Vec::new();
        for _ in 0..AT_ONCE {
            connections.push(Connection::open(address).await);
        }
        Self(connections)
    }

    /// Posts bodies of so many touchpoints each from all connections and returns how long that took.
    pub(crate) async fn post(&mut self, bodies: Vec<String>, per_post: usize) -> Duration {
        let shares = deal(bodies);
        let began = Instant::now();
        let running: Vec<_> = std::mem::take(&mut self.0)
            .into_iter()
            .zip(shares)
            .map(|(mut connection, share)| {
                tokio::spawn(async move {
                    for body in share {
                        connection.post(&body, per_post).await;
                    }
                    connection
                })
            })
            .collect();
        for connection in running {
            self.0.push(connection.await.expect("the posts succeed"));
        }
        began.elapsed()
    }
}

/// Deals things out evenly to everybody who works at once.
pub(crate) fn deal<T>(things: Vec<T>) -> Vec<Vec<T>> {
    let mut shares: Vec<Vec<T>> = (0..AT_ONCE).map(|_| Vec::new()).collect();
    for (index, thing) in things.into_iter().enumerate() {
        shares[index % AT_ONCE].push(thing);
    }
    shares
}
