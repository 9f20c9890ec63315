use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpListener;

use super::*;
use crate::outgoing::no_word;
use crate::redaction::{ChannelUrl, Secret};
use crate::request::Request;

fn request() -> Request {
    Request { body: b"{}".to_vec(), headers: Vec::new() }
}

fn post(url: &ChannelUrl, request: Request) -> Post<'_> {
    Post { url, request, word: no_word }
}

/// Looks every name up as the given addresses and counts the questions.
fn fixed(addresses: Vec<SocketAddr>, asked: Arc<AtomicUsize>) -> Lookup {
    Arc::new(move |_| {
        asked.fetch_add(1, Ordering::SeqCst);
        let addresses = addresses.clone();
        Box::pin(async move { Ok(addresses) })
    })
}

#[tokio::test]
async fn a_public_name_that_resolves_inside_is_refused_before_any_connection() {
    let inside = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let here = inside.local_addr().unwrap();
    let url = Secret::new(format!("https://hooks.example.com:{}/s3cr3t", here.port()));
    for allow_loopback in [false, true] {
        let asked = Arc::new(AtomicUsize::new(0));
        let sender =
            Sender::with_lookup(Duration::from_secs(2), allow_loopback, fixed(vec![here], asked.clone())).unwrap();
        let url = ChannelUrl::parse(&url, allow_loopback).unwrap();
        let reply = sender.send(post(&url, request()), Timestamp::UNIX_EPOCH).await;
        assert_eq!(reply, Reply::refused("address must be on the public internet"));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
    let nobody = tokio::time::timeout(Duration::from_millis(50), inside.accept()).await;
    assert!(nobody.is_err(), "a connection was made");
}

#[tokio::test]
async fn the_connection_goes_to_the_very_address_that_was_checked() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    // 127.0.0.1 while the name's real address may be ::1 or nothing at all.
    let lookup = fixed(vec![SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0)], asked.clone());
    let sender = Sender::with_lookup(Duration::from_secs(2), true, lookup).unwrap();
    let url = ChannelUrl::parse(&Secret::new(format!("http://anything.localhost:{port}/")), true).unwrap();
    let (_, accepted) = tokio::join!(
        tokio::time::timeout(Duration::from_millis(300), sender.send(post(&url, request()), Timestamp::UNIX_EPOCH)),
        tokio::time::timeout(Duration::from_secs(1), listener.accept()),
    );
    assert!(accepted.unwrap().is_ok());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_name_that_cannot_be_resolved_may_be_tried_again() {
    let lookup: Lookup = Arc::new(|_| Box::pin(async { Err(io::Error::other("s3cr3t")) }));
    let sender = Sender::with_lookup(Duration::from_secs(2), false, lookup).unwrap();
    let url = ChannelUrl::parse(&Secret::new("https://hooks.example.com/s3cr3t"), false).unwrap();
    let reply = sender.send(post(&url, request()), Timestamp::UNIX_EPOCH).await;
    assert_eq!(reply, Reply::retryable("name cannot be resolved"));
}

#[tokio::test]
async fn a_name_that_takes_for_ever_to_resolve_is_timed_out() {
    let lookup: Lookup = Arc::new(|_| Box::pin(std::future::pending()));
    let sender = Sender::with_lookup(Duration::from_millis(200), false, lookup).unwrap();
    let url = ChannelUrl::parse(&Secret::new("https://hooks.example.com/"), false).unwrap();
    let started = Instant::now();
    let reply = sender.send(post(&url, request()), Timestamp::UNIX_EPOCH).await;
    assert_eq!(reply, Reply::retryable("timed out"));
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_header_that_cannot_be_written_is_refused() {
    let sender = Sender::new(Duration::from_secs(1), true).unwrap();
    let url = ChannelUrl::parse(&Secret::new("http://127.0.0.1:9/"), true).unwrap();
    let request = Request { body: Vec::new(), headers: vec![("webhook-id", "line\nbreak".to_owned())] };
    let reply = sender.send(post(&url, request), Timestamp::UNIX_EPOCH).await;
    assert_eq!(reply, Reply::refused("request cannot be built"));
}
