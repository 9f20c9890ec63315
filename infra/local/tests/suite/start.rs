//! Starting: what is refused, in one line each, and what is left as it was.

use aws_sdk_dynamodb::types::AttributeValue;
use moments::configuration::Source;
use moments::error::Error;
use moments::stack::{Options, Stack};

use crate::support::{Seen, fine, options, put};

fn small(data: &tempfile::TempDir) -> Options {
    options(data.path(), "BatchSize: 1", &Seen::default(), fine())
}

async fn refused(options: Options) -> Error {
    match Stack::start(options).await {
        Ok(_) => panic!("started"),
        Err(error) => {
            assert_eq!(error.to_string().lines().count(), 1, "{error}");
            error
        }
    }
}

#[tokio::test]
async fn a_busy_address_is_refused_before_anything_is_made() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let data = tempfile::tempdir().unwrap();
    let mut options = small(&data);
    options.data = data.path().join("new");
    options.listen = listener.local_addr().unwrap();
    let folder = options.data.clone();
    let error = refused(options).await;
    assert!(matches!(&error, Error::AddressInUse { address } if error.to_string().contains(address)), "{error}");
    assert!(!folder.exists());
}

#[tokio::test]
async fn a_folder_serves_one_stack_at_a_time() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(small(&data)).await.unwrap();
    let error = refused(small(&data)).await;
    assert!(matches!(error, Error::DataInUse { .. }), "{error}");
    stack.shutdown().await;
    Stack::start(small(&data)).await.unwrap().shutdown().await;
}

#[tokio::test]
async fn a_damaged_table_is_named_and_left_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("moments.db");
    std::fs::write(&file, "no database at all, but long enough to be looked at").unwrap();
    let error = refused(small(&data)).await.to_string();
    assert!(error.contains("moments.db: is damaged") && error.contains("--data"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "no database at all, but long enough to be looked at");
}

#[tokio::test]
async fn a_damaged_configuration_names_file_line_and_reason_and_quotes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("mine.toml");
    for (text, line) in [
        ("language = \"en\"\nhunter2 = \n", 2),
        ("\n[[write_keys]]\nkey = \"hunter2\"\nname = \"w\"\nkind = \"public\"\n", 5),
        ("colour = \"hunter2\"", 1),
    ] {
        std::fs::write(&file, text).unwrap();
        let mut options = small(&data);
        options.configuration = Source::File(file.clone());
        let error = refused(options).await.to_string();
        assert!(error.starts_with(&format!("{}:{line}: ", file.display())), "{error}");
        assert!(!error.contains("\"hunter2\""), "{error}");
    }
    let mut options = small(&data);
    options.configuration = Source::File(data.path().join("missing.toml"));
    assert!(refused(options).await.to_string().contains("missing.toml"));
}

#[tokio::test]
async fn a_parameter_that_the_template_does_not_have_is_refused_by_name() {
    let data = tempfile::tempdir().unwrap();
    let mut options = small(&data);
    options.configuration = Source::Text("[parameters]\nTimezone = \"UTC\"".to_owned());
    let error = refused(options).await.to_string();
    assert!(error.contains("no parameter Timezone") && error.contains("TimeZone"), "{error}");
    let mut options = small(&data);
    options.configuration = Source::Text("[parameters]\nTimeZone = \"Mars/Olympus\"".to_owned());
    assert!(refused(options).await.to_string().contains("Mars/Olympus"));
}

#[tokio::test]
async fn a_function_that_the_program_does_not_contain_is_refused_by_name() {
    let data = tempfile::tempdir().unwrap();
    let mut options = small(&data);
    options.functions.retain(|(name, _)| *name != "echo");
    let error = refused(options).await.to_string();
    assert_eq!(error, "function echo cannot start: this build does not contain it");
}

#[tokio::test]
async fn a_table_of_another_shape_is_refused_and_left_alone() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(small(&data)).await.unwrap();
    put(&stack, "a", "1").await;
    stack.shutdown().await;

    for (here, there, word) in [
        ("AttributeName: expires_at", "AttributeName: gone_at", "expire"),
        ("NEW_AND_OLD_IMAGES", "NEW_IMAGE", "images"),
        ("AttributeName: sk", "AttributeName: other", "key"),
        (
            "      StreamSpecification",
            "      GlobalSecondaryIndexes: [{ IndexName: work, KeySchema: [{ AttributeName: sk, KeyType: HASH }], \
             Projection: { ProjectionType: KEYS_ONLY } }]\n      StreamSpecification",
            "index work is missing",
        ),
    ] {
        let mut options = small(&data);
        options.template = options.template.replace(here, there);
        let error = refused(options).await;
        assert!(matches!(&error, Error::Table { why, .. } if why.contains(word)), "{error}");
    }
    let stack = Stack::start(small(&data)).await.unwrap();
    let key = |name: &str| AttributeValue::S(name.into());
    let get = stack.table_client().get_item().table_name(stack.table_name());
    let found = get.key("pk", key("p")).key("sk", key("a")).send().await.unwrap();
    assert!(found.item.is_some());
    stack.shutdown().await;
}

#[tokio::test]
async fn a_stream_pattern_that_lambda_may_read_otherwise_is_refused_with_its_path() {
    let data = tempfile::tempdir().unwrap();
    let mapping = r#"FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"wildcard":"IN*"}]}' }] }"#;
    let error = refused(options(data.path(), mapping, &Seen::default(), fine())).await.to_string();
    assert!(
        error.contains("Resources.Reader.Properties.Events.Items.Properties.FilterCriteria.Filters[0].Pattern"),
        "{error}"
    );
    assert!(error.contains("wildcard"), "{error}");
}

/// Fills a table with so much that it has many pages, and closes it.
async fn filled(data: &tempfile::TempDir) -> std::path::PathBuf {
    let stack = Stack::start(small(data)).await.unwrap();
    for index in 0..40 {
        put(&stack, &format!("{index:0>1000}"), "1").await;
    }
    stack.shutdown().await;
    let file = data.path().join("moments.db");
    // All of it in the one file, and none of it beside, from where SQLite would put right what is damaged.
    let connection = rusqlite::Connection::open(&file).unwrap();
    let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap();
    assert!(!busy);
    file
}

#[tokio::test]
async fn a_table_that_was_cut_short_is_refused_with_what_to_do_and_left_as_it_is() {
    for part in [0, 1, 2, 3] {
        let data = tempfile::tempdir().unwrap();
        let file = filled(&data).await;
        let whole = std::fs::read(&file).unwrap();
        let cut = whole.len() * part / 4;
        std::fs::write(&file, &whole[..cut]).unwrap();
        let error = refused(small(&data)).await.to_string();
        assert!(error.contains("moments.db: is damaged") && error.contains("put a copy"), "{part}/4: {error}");
        assert_eq!(std::fs::metadata(&file).unwrap().len(), cut as u64, "{part}/4");
        std::fs::write(&file, whole).unwrap();
        Stack::start(small(&data)).await.unwrap().shutdown().await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_reads_what_is_kept_also_in_a_folder_that_was_there() {
    use std::os::unix::fs::PermissionsExt;

    let data = tempfile::tempdir().unwrap();
    let open = |mode| PermissionsExt::from_mode(mode);
    std::fs::set_permissions(data.path(), open(0o755)).unwrap();
    // As an earlier version left them.
    filled(&data).await;
    for (name, mode) in
        [("moments.db", 0o644), ("inbox.jsonl", 0o644), ("configuration.toml", 0o644), ("objects", 0o755)]
    {
        std::fs::set_permissions(data.path().join(name), open(mode)).unwrap();
    }
    let stack = Stack::start(small(&data)).await.unwrap();
    put(&stack, "b", "1").await;
    let mut seen = 0;
    for entry in std::fs::read_dir(data.path()).unwrap() {
        let path = entry.unwrap().path();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
    stack.shutdown().await;
}
