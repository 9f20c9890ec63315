//! Nothing that is logged, printed or returned shows an address, a secret or a customer's words. It
//! listens to every log line of the process, those of the tests beside it included.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use channels::configuration::{ChannelConfiguration, Options};

use crate::replies::every_attempt;

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

    let (_, mut printed) = every_attempt(Duration::from_secs(1)).await;

    for table in [
        "name = 'a'\nkind = 'email'\nurl = 'smtp://10.0.0.1/s3cr3t-path'\nuser = 's3cr3t-user'\nto = ['s3cr3t-reader']",
        "name = 'a'\nkind = 'email'\nurl = 'smtps://u:s3cr3t-token@post.example.com'\nfrom = 's3cr3t-sender'",
        "name = 'a'\nkind = 'teams'\nurl = 'https://10.0.0.1/s3cr3t-path'\nfrom = 's3cr3t-sender'\nquiet_hours = 'night'",
        "name = 'a'\nkind = 'slack'\nurl = 'http://hooks.example.com/s3cr3t-path'",
        "name = 'a'\nkind = 'slack'\nurl = 's3cr3t-path'",
        "name = 'a'\nkind = 'webhook'\nurl = 'https://hooks.example.com/s3cr3t-path'\nsecret = 'whsec_s3cr3t-token'",
        "name = 'a'\nkind = 'webhook'\nurl = 'https://u:s3cr3t-token@hooks.example.com/'\nsecret = ['s3cr3t-token']",
    ] {
        let configuration: ChannelConfiguration = toml::from_str(table).unwrap();
        let error =
            channels::dispatch::Channels::new(std::slice::from_ref(&configuration), &Options::default()).unwrap_err();
        printed.push_str(&format!(" {configuration:?} {error} {error:?}"));
    }

    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("127.0.0.1"), "the log was listened to: {logged}");
    for secret in ["s3cr3t", "czNjcjN0", "AHMzY3IzdC11c2VyAHMzY3IzdC1wYXNzd29yZA", "waffles were cold", "C-1042"] {
        assert!(!logged.contains(secret), "{secret} is in the log: {logged}");
        assert!(!printed.contains(secret), "{secret} is printed: {printed}");
    }
}
