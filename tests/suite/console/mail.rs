//! Sign-in by mail, with a real mail server on loopback: the letter, its link, and everything that a link does not do.

use std::sync::{Arc, Mutex};

use tests::suite::{Setting, Suite};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::{KEY, PEOPLE, Visitor, hidden, trail};

/// Letters, each with its recipients.
type Letters = Arc<Mutex<Vec<(Vec<String>, String)>>>;

/// A mail server that keeps what it is given: the recipients, and the letter.
struct PostOffice {
    port: u16,
    letters: Letters,
    task: JoinHandle<()>,
}

impl PostOffice {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let letters = Arc::new(Mutex::new(Vec::new()));
        let kept = letters.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take(BufReader::new(stream), kept.clone()));
            }
        });
        Self { port, letters, task }
    }

    fn letters(&self) -> Vec<(Vec<String>, String)> {
        self.letters.lock().unwrap().clone()
    }
}

async fn take(mut stream: BufReader<TcpStream>, letters: Letters) -> Option<()> {
    stream.write_all(b"220 post.example ESMTP\r\n").await.ok()?;
    let mut to = Vec::new();
    loop {
        let mut line = String::new();
        (stream.read_line(&mut line).await.ok()? > 0).then_some(())?;
        let verb = line.split([' ', ':', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        if verb == "RCPT" {
            to.push(line.trim().to_owned());
        }
        let answer: &[u8] = match verb.as_str() {
            "DATA" => b"354 go ahead\r\n",
            "QUIT" => return stream.write_all(b"221 bye\r\n").await.ok(),
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer).await.ok()?;
        if verb == "DATA" {
            let mut content = String::new();
            loop {
                let mut line = String::new();
                (stream.read_line(&mut line).await.ok()? > 0).then_some(())?;
                if line.trim_end() == "." {
                    break;
                }
                content.push_str(line.trim_end_matches(['\r', '\n']));
                content.push('\n');
            }
            letters.lock().unwrap().push((std::mem::take(&mut to), content));
            stream.write_all(b"250 taken\r\n").await.ok()?;
        }
    }
}

async fn with_mail(office: &PostOffice) -> Suite {
    let channels = format!(
        "[[channels]]\nname = 'mail'\nkind = 'email'\nurl = 'smtp://127.0.0.1:{}'\nfrom = 'Moments <m@example.com>'\n\
         to = ['everybody@example.com']\nreceives = ['reports']\n",
        office.port
    );
    let key = KEY.replace("[console]\n", "[console]\nmail = 'mail'\n");
    let more = format!("[pacing]\ngather_minutes = 0\n{key}{PEOPLE}");
    Suite::with(Setting { channels, more, ..Setting::default() }).await
}

/// Asks for a link, lets the outbox run, and returns the link of the letter that came last.
async fn link_for(visitor: &mut Visitor<'_>, suite: &Suite, office: &PostOffice, email: &str) -> String {
    let page = visitor.get("/sign-in").await;
    let asked = visitor.post("/sign-in", &[("token", &hidden(&page.text, "token")), ("email", email)]).await;
    assert_eq!((asked.status, asked.header("location")), (303, "/sign-in/sent"), "{}", asked.text);
    suite.stack.invoke("deliver", "{}".to_owned()).await.unwrap();
    let letters = office.letters();
    let (_, letter) = letters.last().unwrap();
    // Quoted-printable: soft line breaks, and `=3D` for the sign itself.
    let letter = letter.replace("=\n", "").replace("=3D", "=");
    let start = format!("{}/sign-in/link", suite.stack.address());
    let link = &letter[letter.find(&start).unwrap_or_else(|| panic!("no link in {letter}"))..];
    let link = link.split(|sign: char| sign.is_whitespace() || "\"<>".contains(sign)).next().unwrap();
    link.strip_prefix(suite.stack.address()).unwrap().replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_signs_in_once_by_its_button_and_in_the_browser_that_asked() {
    let office = PostOffice::open().await;
    let suite = with_mail(&office).await;
    let mut eva = Visitor::new(&suite);
    let link = link_for(&mut eva, &suite, &office, "Eva@Example.com").await;
    let (to, letter) = office.letters().remove(0);
    assert_eq!(to, ["RCPT TO:<eva@example.com>"], "nobody else gets it");
    assert!(letter.contains("Inicie sesi"), "in the person's language: {letter}");
    assert!(!link.contains("eva"), "no address in the link: {link}");
    // A program that opens links, and somebody who read the letter in another browser.
    let mut scanner = Visitor::new(&suite);
    assert_eq!(scanner.get(&link).await.status, 410);
    let own = hidden(&scanner.get("/sign-in").await.text, "token");
    assert_eq!(scanner.post(&link, &[("token", &own)]).await.status, 410);
    let page = eva.get(&link).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert_eq!(eva.get("/").await.status, 303, "opening the link signs nobody in");
    assert_eq!(eva.post(&link, &[("token", "")]).await.status, 400);
    let mut twin = eva.copy();
    let token = hidden(&page.text, "token");
    let entered = eva.post(&link, &[("token", &token)]).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/"), "{}", entered.text);
    assert_eq!(eva.get("/").await.status, 200);
    assert_eq!(twin.post(&link, &[("token", &token)]).await.status, 410, "it works once");
    for changed in [link.replace("until=1", "until=2"), link.replace("browser=", "browser=x"), format!("{link}x")] {
        assert_eq!(twin.get(&changed).await.status, 410, "{changed}");
    }
    let trail = trail(&suite).await;
    for what in ["sign_in_asked", "signed_in"] {
        assert!(trail.contains(&("eva@example.com".into(), what.into(), String::new())), "{trail:?}");
    }
    // Neither the link nor its seal is kept anywhere.
    let seal = link.split("seal=").nth(1).unwrap();
    assert!(!format!("{:?}", suite.items().await).contains(seal));
    suite.end().await;
    office.task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_may_not_sign_in_is_answered_the_same_and_gets_nothing() {
    let office = PostOffice::open().await;
    let suite = with_mail(&office).await;
    let mut answers = Vec::new();
    for email in ["eva@example.com", "mallory@example.com"] {
        let mut visitor = Visitor::new(&suite);
        let page = visitor.get("/sign-in").await;
        let asked = visitor.post("/sign-in", &[("token", &hidden(&page.text, "token")), ("email", email)]).await;
        let sent = visitor.get(asked.header("location")).await;
        let names: Vec<String> = asked.headers.keys().map(ToString::to_string).collect();
        answers.push((asked.status, asked.header("location").to_owned(), names, sent.status, sent.text));
    }
    assert_eq!(answers[0], answers[1]);
    suite.stack.invoke("deliver", "{}".to_owned()).await.unwrap();
    assert_eq!(office.letters().len(), 1);
    assert!(!format!("{:?}", suite.items().await).contains("mallory"), "what strangers type is not kept");
    suite.end().await;
    office.task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_flooded_with_links() {
    let office = PostOffice::open().await;
    let suite = with_mail(&office).await;
    let mut visitor = Visitor::new(&suite);
    let token = hidden(&visitor.get("/sign-in").await.text, "token");
    let mut statuses = Vec::new();
    for _ in 0..11 {
        let fields = [("token", token.as_str()), ("email", "eva@example.com")];
        let asked = visitor.post("/sign-in", &fields).await;
        statuses.push(asked.status);
        if asked.status == 429 {
            assert!(asked.text.contains("<main") && !asked.header("retry-after").is_empty());
        }
    }
    // A window may end in between: two of them take ten at most.
    assert!(statuses[..5].iter().all(|status| *status == 303) && statuses.contains(&429), "{statuses:?}");
    suite.end().await;
    office.task.abort();
}
