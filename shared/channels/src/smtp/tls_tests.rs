//! Mail over real TLS. Which certificates are trusted is the process's environment, so the part that trusts one runs in a
//! process of its own: this test program, asked for one ignored test.

use std::net::Ipv4Addr;
use std::process::Command;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::tests::{letter, mailer, postbox};
use super::*;

/// Names the ports of the two servers for the process that trusts them: `implicit,starttls`.
const PORTS: &str = "CHANNELS_TEST_MAIL_PORTS";

/// Makes a certificate for `localhost`, as the server uses it and as PEM.
fn certificate() -> (TlsAcceptor, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem())
}

/// Takes mail and returns what it was told, with a mark where the encryption began.
async fn take(stream: TcpStream, tls: TlsAcceptor, security: Security) -> String {
    let mut told = String::new();
    let mut stream = BufReader::new(stream);
    if security == Security::StartTls {
        stream.write_all(b"220 post\r\n").await.unwrap();
        for answer in ["250-post\r\n250 STARTTLS\r\n", "220 go ahead\r\n"] {
            if stream.read_line(&mut told).await.unwrap_or(0) == 0 {
                return told;
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }
    let Ok(stream) = tls.accept(stream.into_inner()).await else { return told };
    told.push_str("[encrypted]\n");
    let mut stream = BufReader::new(stream);
    if security == Security::Implicit {
        stream.write_all(b"220 post\r\n").await.unwrap();
    }
    converse(&mut stream, &mut told).await;
    told
}

async fn converse(stream: &mut BufReader<impl AsyncRead + AsyncWrite + Unpin>, told: &mut String) {
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        told.push_str(&line);
        let answer = match line.split(' ').next().unwrap().trim() {
            "EHLO" => "250-post\r\n250 AUTH PLAIN\r\n",
            "AUTH" => "235 welcome\r\n",
            "DATA" => "354 go ahead\r\n",
            "MAIL" | "RCPT" | "." => "250 ok\r\n",
            "QUIT" => "221 bye\r\n",
            _ => continue,
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn send(port: u16, security: Security) -> Reply {
    let mut postbox = postbox(&format!("smtps://localhost:{port}"), true);
    postbox.server.security = security;
    let letter = letter();
    let mailer = Mailer { time_out: Duration::from_secs(5), ..mailer(crate::lookup::system(), true) };
    mailer.send(&postbox, &letter).await
}

#[tokio::test]
async fn a_letter_goes_over_tls_to_a_server_that_is_trusted_and_to_no_other() {
    let (tls, pem) = certificate();
    let folder = tempfile::tempdir().unwrap();
    let trusted = folder.path().join("trusted.pem");
    std::fs::write(&trusted, pem).unwrap();
    let modes = [Security::Implicit, Security::StartTls];
    let mut listeners = Vec::new();
    for _ in modes {
        listeners.push(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap());
    }
    let ports: Vec<u16> = listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect();

    // Nobody vouches for the certificate: the server learns no password and no letter.
    for ((listener, port), security) in listeners.iter().zip(&ports).zip(modes) {
        let server = async {
            let (stream, _) = listener.accept().await.unwrap();
            take(stream, tls.clone(), security).await
        };
        let (reply, told) = tokio::join!(send(*port, security), server);
        assert!(matches!(reply, Reply::Retryable { .. }), "{reply:?}");
        let before = if security == Security::StartTls { "EHLO example.com\r\nSTARTTLS\r\n" } else { "" };
        assert!(told == before || told == format!("{before}[encrypted]\n"), "{told}");
    }

    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "smtp::tls_tests::hands_in_to_servers_that_are_trusted", "--ignored"])
        .env("SSL_CERT_FILE", &trusted)
        .env(PORTS, ports.iter().map(u16::to_string).collect::<Vec<_>>().join(","))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap());
    for (listener, security) in listeners.iter().zip(modes) {
        let (stream, _) = listener.accept().await.unwrap();
        let told = take(stream, tls.clone(), security).await;
        let (before, after) = told.split_once("[encrypted]\n").unwrap();
        assert!(before.lines().all(|line| ["EHLO example.com", "STARTTLS"].contains(&line)), "{told}");
        assert!(after.starts_with("EHLO example.com\r\nAUTH PLAIN ") && after.contains("\r\nSubject: x"), "{told}");
    }
    let output = output.await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}

#[tokio::test]
#[ignore = "run by the test above, in a process that trusts its certificate"]
async fn hands_in_to_servers_that_are_trusted() {
    let ports = std::env::var(PORTS).unwrap();
    let mut ports = ports.split(',').map(|port| port.parse().unwrap());
    assert_eq!(send(ports.next().unwrap(), Security::Implicit).await, Reply::Delivered);
    assert_eq!(send(ports.next().unwrap(), Security::StartTls).await, Reply::Delivered);
}
