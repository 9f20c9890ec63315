//! The other side of SMTP: a small real server on loopback that takes mail, but for the one step it was told to spoil.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A step of handing in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Greeting,
    Hello,
    SignIn,
    From,
    To,
    Content,
    /// The letter is there, and has to be acknowledged.
    Taken,
}

/// What the server does at that step instead.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Trouble {
    Says(&'static str),
    /// Never says anything again.
    Silence,
    Reset,
    /// Dribbles a line without end.
    Drip,
    /// Writes a line of 10 MB.
    Flood,
}

/// A letter as it arrived, dots unstuffed, with the commands before it.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) commands: Vec<String>,
    pub(crate) content: String,
}

pub(crate) struct PostOffice {
    pub(crate) port: u16,
    connections: Arc<Mutex<usize>>,
    posted: Arc<Mutex<Vec<Posted>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl PostOffice {
    /// Opens an office that spoils a step of every letter, if it is told one.
    pub(crate) async fn open(trouble: Option<(Step, Trouble)>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, posted) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (count, log) = (connections.clone(), posted.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *count.lock().unwrap() += 1;
                tokio::spawn(serve(BufReader::new(stream), trouble, log.clone()));
            }
        });
        Self { port, connections, posted, task }
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    pub(crate) fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: BufReader<TcpStream>,
    trouble: Option<(Step, Trouble)>,
    posted: Arc<Mutex<Vec<Posted>>>,
) -> Option<()> {
    answer(&mut stream, Step::Greeting, "220 post.example ESMTP", trouble).await?;
    let mut commands = Vec::new();
    loop {
        let command = line(&mut stream).await?;
        let verb = command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        commands.push(command);
        let (step, usual) = match verb.as_str() {
            "EHLO" => (Step::Hello, "250-post.example\r\n250 AUTH PLAIN LOGIN"),
            "AUTH" => (Step::SignIn, "235 2.7.0 welcome"),
            "MAIL" => (Step::From, "250 2.1.0 ok"),
            "RCPT" => (Step::To, "250 2.1.5 ok"),
            "DATA" => (Step::Content, "354 go ahead"),
            _ => {
                stream.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
        };
        answer(&mut stream, step, usual, trouble).await?;
        let refused = trouble.is_some_and(|(spoilt, _)| spoilt == step);
        if step == Step::Content && !refused {
            let mut content = String::new();
            loop {
                let line = line(&mut stream).await?;
                if line == "." {
                    break;
                }
                content.push_str(line.strip_prefix('.').unwrap_or(&line));
                content.push_str("\r\n");
            }
            posted.lock().unwrap().push(Posted { commands: commands.clone(), content });
            answer(&mut stream, Step::Taken, "250 2.0.0 taken", trouble).await?;
        }
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await.ok()?;
    (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Answers as usual, or with the trouble of this step; `None` if the connection is over.
async fn answer(
    stream: &mut BufReader<TcpStream>,
    step: Step,
    usual: &str,
    trouble: Option<(Step, Trouble)>,
) -> Option<()> {
    match trouble.filter(|(spoilt, _)| *spoilt == step).map(|(_, trouble)| trouble) {
        None => stream.write_all(format!("{usual}\r\n").as_bytes()).await.ok(),
        Some(Trouble::Says(words)) => stream.write_all(format!("{words}\r\n").as_bytes()).await.ok(),
        Some(Trouble::Silence) => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            None
        }
        Some(Trouble::Reset) => {
            stream.get_ref().set_zero_linger().unwrap();
            None
        }
        Some(Trouble::Drip) => {
            while stream.write_all(b"2").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            None
        }
        Some(Trouble::Flood) => {
            let _ = stream.write_all(b"250 ").await;
            let _ = stream.write_all(&vec![b'x'; 10 << 20]).await;
            let _ = stream.write_all(b"\r\n").await;
            None
        }
    }
}
