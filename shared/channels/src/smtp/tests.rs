use std::net::Ipv4Addr;
use std::sync::Arc;

use lettre::address::Envelope;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

pub(super) fn letter() -> Letter {
    let addresses = (Some("alerts@example.com".parse().unwrap()), vec!["ana@example.com".parse().unwrap()]);
    let envelope = Envelope::new(addresses.0, addresses.1).unwrap();
    Letter { envelope, bytes: b"Subject: x\r\n\r\nx".to_vec() }
}

pub(super) fn mailer(lookup: Lookup, allow_loopback: bool) -> Mailer {
    Mailer { lookup, time_out: Duration::from_millis(300), allow_loopback }
}

pub(super) fn postbox(url: &str, allow_loopback: bool) -> Postbox {
    let credentials = (Secret::new("user"), Secret::new("s3cr3t"));
    Postbox::new(&Secret::new(url), Some(credentials), allow_loopback).unwrap()
}

fn found(addresses: &[SocketAddr]) -> Lookup {
    let addresses = addresses.to_vec();
    Arc::new(move |_| {
        let addresses = addresses.clone();
        Box::pin(async move { Ok(addresses) })
    })
}

/// Speaks SMTP without encryption and returns everything it was told.
async fn plain_server(listener: TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    stream.write_all(b"220 post\r\n").await.unwrap();
    let mut told = Vec::new();
    while stream.read_buf(&mut told).await.is_ok_and(|read| read > 0) {
        if stream.write_all(b"250 post\r\n").await.is_err() {
            break;
        }
    }
    String::from_utf8_lossy(&told).into_owned()
}

#[tokio::test]
async fn a_public_name_that_resolves_inside_is_refused_before_any_connection() {
    let inside = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let here = inside.local_addr().unwrap();
    let letter = letter();
    for allow_loopback in [false, true] {
        let postbox = postbox(&format!("smtp://post.example.com:{}", here.port()), allow_loopback);
        let reply = mailer(found(&[here]), allow_loopback).send(&postbox, &letter).await;
        assert_eq!(reply, Reply::refused("address must be on the public internet"));
    }
    let nobody = timeout(Duration::from_millis(50), inside.accept()).await;
    assert!(nobody.is_err(), "a connection was made");
}

#[tokio::test]
async fn a_server_without_starttls_is_refused_and_told_neither_password_nor_letter() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut postbox = postbox(&format!("smtp://127.0.0.1:{port}"), true);
    // As for any server that is not on this machine.
    postbox.server.security = Security::StartTls;
    let letter = letter();
    let mailer = mailer(found(&[]), true);
    let (reply, told) = tokio::join!(mailer.send(&postbox, &letter), plain_server(listener));
    assert_eq!(reply, Reply::refused("the server does not offer encryption or a way to sign in"));
    assert_eq!(told, "EHLO example.com\r\n");
}

#[tokio::test]
async fn a_name_that_cannot_be_resolved_or_not_in_time_may_be_tried_again() {
    let letter = letter();
    let failing: Lookup = Arc::new(|_| Box::pin(async { Err(io::Error::other("s3cr3t")) }));
    let pending: Lookup = Arc::new(|_| Box::pin(std::future::pending()));
    for (lookup, reason) in [(failing, "name cannot be resolved"), (pending, "timed out")] {
        let reply = mailer(lookup, false).send(&postbox("smtps://post.example.com", false), &letter).await;
        assert_eq!(reply, Reply::retryable(reason));
    }
}

#[test]
fn a_printed_postbox_shows_neither_user_nor_password() {
    let printed = format!("{:?}", postbox("smtps://post.example.com", false));
    assert_eq!(printed, "Postbox(post.example.com, Implicit)");
}
