//! The program itself: what its commands print, where, and with what exit code.

use std::path::Path;
use std::process::{Command, Output};

use aws_sdk_dynamodb::types::AttributeValue;

fn moments(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moments"));
    command.args(arguments).arg("--data").arg(data).env_remove("RUST_LOG").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Asserts that the program failed with one clear line that says this.
fn refused(output: &Output, word: &str) {
    let error = text(&output.stderr);
    assert_eq!((output.status.code(), error.lines().count()), (Some(1), 1), "{error}");
    assert!(error.starts_with("moments: ") && error.contains(word), "{error}");
}

#[test]
fn a_busy_address_and_a_damaged_configuration_are_one_line_each() {
    let data = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    refused(&moments(data.path(), &["--listen", &address]), "is in use by another program");
    let file = data.path().join("mine.toml");
    std::fs::write(&file, "\n[[channels]\n").unwrap();
    refused(&moments(data.path(), &["--config", file.to_str().unwrap()]), "mine.toml:2: ");
}

#[test]
fn the_printed_configuration_is_one_to_start_with() {
    let data = tempfile::tempdir().unwrap();
    let printed = moments(data.path(), &["config"]);
    let file = data.path().join("mine.toml");
    std::fs::write(&file, &printed.stdout).unwrap();
    assert!(text(&printed.stdout).starts_with('#'));
    let report = moments(data.path(), &["report", "--period", "2026-11", "--config", file.to_str().unwrap()]);
    assert!(report.status.success(), "{}", text(&report.stderr));
}

#[test]
fn a_configuration_is_checked_and_a_wrong_one_is_an_exit_code() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("mine.toml");
    let minimal = moments(data.path(), &["config", "--minimal"]).stdout;
    assert!(minimal.len() <= 1_024, "{}", minimal.len());
    std::fs::write(&file, &minimal).unwrap();
    let path = file.to_str().unwrap();
    let right = moments(data.path(), &["check", path]);
    assert!(right.status.success(), "{}", text(&right.stdout));
    std::fs::write(&file, text(&minimal).replace("kind = \"slack\"", "kind = \"slak\"")).unwrap();
    let wrong = moments(data.path(), &["check", path]);
    assert_eq!(wrong.status.code(), Some(1), "{}", text(&wrong.stdout));
    assert!(text(&wrong.stdout).contains("did you mean `slack`?"), "{}", text(&wrong.stdout));
}

#[test]
fn a_recount_is_one_json_line_a_finding_and_an_exit_code() {
    let data = tempfile::tempdir().unwrap();
    let sound = moments(data.path(), &["verify"]);
    let printed = text(&sound.stdout);
    assert!(sound.status.success() && text(&sound.stderr).is_empty(), "{printed}{}", text(&sound.stderr));
    assert_eq!(printed.lines().count(), 1, "the counts and nothing else: {printed}");
    let clocks = moments(data.path(), &["clocks"]);
    assert!(clocks.status.success(), "{}", text(&clocks.stderr));
    assert_eq!(text(&clocks.stdout), "0 promises got a clock\n", "nothing was promised");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let lines = |output: &Output| -> Vec<serde_json::Value> {
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    // A moment of a touchpoint that never was, also while another process has the table.
    let put = async |stack: &moments::stack::Stack| {
        let item = [
            ("pk", "DAY#2026-10-01#0"),
            ("sk", "MOMENT#id:ana#web#1"),
            ("recorded", "id:ana"),
            ("source", "web"),
            ("id", "1"),
        ];
        let item = item.map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned())));
        let put = stack.table_client().put_item().table_name(stack.table_name());
        put.set_item(Some(item.into_iter().collect())).send().await.unwrap();
    };
    runtime.block_on(async {
        let stack = moments::stack::Stack::start(moments::stack::Options::new(data.path())).await.unwrap();
        put(&stack).await;
        let asked = tokio::task::spawn_blocking({
            let data = data.path().to_owned();
            move || moments(&data, &["verify"])
        });
        let found = asked.await.unwrap();
        assert_eq!(found.status.code(), Some(1));
        assert_eq!(lines(&found)[0]["finding"], "no_touchpoint");
        stack.shutdown().await;
    });
    let found = moments(data.path(), &["verify"]);
    assert_eq!((found.status.code(), lines(&found).len()), (Some(1), 2), "{}", text(&found.stdout));
    let repaired = moments(data.path(), &["verify", "--repair"]);
    assert!(repaired.status.success(), "{}", text(&repaired.stdout));
    assert_eq!(lines(&repaired)[0]["repaired"], true);
    assert!(moments(data.path(), &["verify"]).status.success());
}

#[test]
fn a_route_says_who_would_be_told_and_why_and_keeps_nothing() {
    let data = tempfile::tempdir().unwrap();
    let (rules, touchpoint) = (data.path().join("mine.toml"), data.path().join("touchpoint.json"));
    let folder = data.path().join("none");
    let channel =
        |name: &str| format!("[[channels]]\nname = '{name}'\nkind = 'slack'\nurl = 'https://{name}.example/x'\n");
    let routes = format!(
        "{}{}[[routes]]\nname = 'gold'\nwhen = {{ segment = ['gold'] }}\nchannels = ['vip']\ncontinue = true\n\
         [[routes]]\nname = 'late'\nwhen = {{ touchpoint_type = ['complaint'] }}\nchannels = ['team']\n",
        channel("team"),
        channel("vip")
    );
    let told = |routes: &str, body: &str| {
        std::fs::write(&rules, routes).unwrap();
        std::fs::write(&touchpoint, body).unwrap();
        let paths = [&touchpoint, &rules].map(|path| path.to_str().unwrap());
        moments(&folder, &["route", "--touchpoint", paths[0], "--config", paths[1]])
    };
    let gold = told(&routes, r#"{"type": "complaint", "customer_id": "ana", "segment": "gold"}"#);
    let printed = text(&gold.stdout);
    assert!(
        printed.contains("Alert goes to: vip, team\n  Because: routes gold, late"),
        "{printed}{}",
        text(&gold.stderr)
    );
    let other = text(&told(&routes, r#"{"type": "billing", "customer_id": "ana", "rating": {"csat": 5}}"#).stdout);
    assert!(
        other.contains("Not critical") && other.contains("Alert goes to: team, vip\n  Because: no route matches"),
        "{other}"
    );
    let silent = text(&told(&routes, r#"{"type": "identify", "customer_id": "ana", "anonymous_id": "b"}"#).stdout);
    assert!(silent.contains("This makes no moment"), "{silent}");
    let wrong = told("[[routes]]\nname = 'a'\nchannels = ['nobody']\n", "{}");
    refused(&wrong, "route a: no channel for alerts is named `nobody`");
    assert!(!folder.exists());
}

#[test]
fn a_replay_without_saying_which_lists_what_was_given_up_and_sends_nothing() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("mine.toml");
    // Refused for good at once: nobody may be reached there.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    std::fs::write(
        &file,
        format!(
            "allow_loopback_channels = true\n[[write_keys]]\nkey = 'k'\nname = 'k'\nkind = 'secret'\n\
             [[channels]]\nname = 'team'\nkind = 'slack'\nurl = 'http://{address}/x'\n[pacing]\ngather_minutes = 0\n"
        ),
    )
    .unwrap();
    let answering = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let (mut stream, _) = closed.accept().unwrap();
        let _ = stream.read(&mut [0; 65_536]).unwrap();
        stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    });
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut options = moments::stack::Options::new(data.path());
        options.configuration = moments::configuration::Source::File(file.clone());
        let stack = moments::stack::Stack::start(options).await.unwrap();
        let post = reqwest::Client::new().post(format!("{}/v1/touchpoints", stack.address())).bearer_auth("k");
        let body = r#"{"type": "complaint", "customer_id": "ana"}"#;
        post.header("content-type", "application/json").body(body).send().await.unwrap().error_for_status().unwrap();
        assert!(stack.settle(std::time::Duration::from_secs(60)).await.unwrap());
        stack.shutdown().await;
    });
    answering.join().unwrap();
    let config = ["--config", file.to_str().unwrap()];
    let listed = moments(data.path(), &["replay", config[0], config[1]]);
    let printed = text(&listed.stdout);
    assert!(printed.contains("1 message was given up") && printed.contains("team  status 404"), "{printed}");
    let again = moments(data.path(), &["replay", "--channel", "team", config[0], config[1]]);
    assert!(text(&again.stdout).contains("Sent again: 1. Delivered: 0"), "{}", text(&again.stdout));
}

#[test]
fn a_report_says_where_its_files_are() {
    let data = tempfile::tempdir().unwrap();
    let report = moments(data.path(), &["report", "--period", "2026-W47"]);
    let printed = text(&report.stdout);
    assert!(report.status.success() && printed.contains("2026-W47"), "{printed}{}", text(&report.stderr));
    let files: Vec<_> = printed.lines().map(str::trim).filter(|line| line.starts_with('/')).collect();
    assert!(!files.is_empty() && files.iter().all(|file| Path::new(file).is_file()), "{printed}");
    refused(&moments(data.path(), &["report", "--period", "2026-W47", "--config", "missing.toml"]), "missing.toml");
    for command in [&["report", "--period", "2026-W47"][..], &["verify"], &["replay"], &["clocks"]] {
        let typo = data.path().join("typo");
        refused(&moments(&typo, command), "unknown folder");
        assert!(!typo.exists());
    }
    assert_eq!(moments(data.path(), &["report", "--period", "2026-W60"]).status.code(), Some(2), "clap's own refusal");
}

#[test]
fn history_is_looked_at_first_and_then_brought_in_and_every_row_is_accounted_for() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("answers.csv");
    std::fs::write(&file, "type,customer,date,csat\ndelivery,ana,2025-03-01,1\ndelivery,eva,soon,5\n").unwrap();
    let file = file.to_str().unwrap();
    let looked = moments(data.path(), &["import", file, "--dry-run"]);
    let shown = text(&looked.stdout);
    assert!(looked.status.success(), "{}", text(&looked.stderr));
    for said in
        ["occurred_at", "Line 2: ", ": misery", "Line 3 would be rejected: occurred_at: must be", "Nothing was sent"]
    {
        assert!(shown.contains(said), "`{said}` is not in {shown}");
    }
    let done = moments(data.path(), &["import", file]);
    let shown = text(&done.stdout);
    assert!(shown.contains("2 rows: 1 accepted, 0 duplicates, 1 rejected."), "{shown}{}", text(&done.stderr));
    let again = moments(data.path(), &["import", file]);
    assert!(text(&again.stdout).contains("0 accepted, 1 duplicates, 1 rejected."), "{}", text(&again.stderr));
    let held = moments(data.path(), &["quarantine"]);
    assert!(text(&held.stdout).contains("Nothing is in quarantine"), "{}", text(&held.stderr));
}
