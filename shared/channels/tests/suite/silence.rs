//! Nothing that is logged, printed or returned shows an address, a secret or a customer's words. It
//! listens to every log line of the process, those of the tests beside it included.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::examples::{SECRET, alert, channels, message, now};
use crate::receiver::{Answer, Receiver};
use channels::channel::Options;
use channels::configuration::ChannelConfiguration;
use channels::request::Delivery;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_line_and_no_error_shows_what_is_secret() {
    let lines = Lines::default();
    let writer = lines.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();

    let redirect = Answer::with(302, "location: http://127.0.0.1:1/s3cr3t-path\r\n", "");
    let answers = [
        Answer::status(200),
        Answer::with(400, "", "s3cr3t-path"),
        redirect,
        Answer::Reset,
        Answer::Silence,
        Answer::Drip,
    ];
    let attempts = answers.len();
    let receiver = Receiver::answering(answers).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let tables = format!(
        "[[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = '{}'\nsecret = '{SECRET}'\n\
         [[channels]]\nname = 'nobody'\nkind = 'slack'\nurl = 'http://localhost:{free}/s3cr3t-path'\n",
        receiver.url()
    );
    let options = Options { allow_loopback: true, time_out: Duration::from_millis(300), ..Options::default() };
    let channels = channels(&tables, &options);
    let message = message(alert());
    let delivery = Delivery { id: "dlv_1", message: &message, links: &[], created_at: now() };

    let mut printed = format!("{channels:?} {delivery:?} {:?}", channels.get("crm"));
    for name in std::iter::repeat_n("crm", attempts).chain(["nobody", "unknown"]) {
        printed.push_str(&format!(" {:?}", channels.send(name, &delivery, now()).await));
    }
    assert_eq!(receiver.received().len(), attempts);

    for table in [
        "name = 'a'\nkind = 'slack'\nurl = 'http://hooks.example.com/s3cr3t-path'",
        "name = 'a'\nkind = 'slack'\nurl = 's3cr3t-path'",
        "name = 'a'\nkind = 'webhook'\nurl = 'https://hooks.example.com/s3cr3t-path'\nsecret = 'whsec_s3cr3t-token'",
        "name = 'a'\nkind = 'webhook'\nurl = 'https://u:s3cr3t-token@hooks.example.com/'\nsecret = ['s3cr3t-token']",
    ] {
        let configuration: ChannelConfiguration = toml::from_str(table).unwrap();
        let error =
            channels::channel::Channels::new(std::slice::from_ref(&configuration), &Options::default()).unwrap_err();
        printed.push_str(&format!(" {configuration:?} {error} {error:?}"));
    }

    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("127.0.0.1"), "the log was listened to: {logged}");
    for secret in ["s3cr3t", "czNjcjN0", "waffles were cold", "C-1042"] {
        assert!(!logged.contains(secret), "{secret} is in the log: {logged}");
        assert!(!printed.contains(secret), "{secret} is printed: {printed}");
    }
}
