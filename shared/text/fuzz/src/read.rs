//! Searches for a text that makes the reader panic, hang or answer what cannot be: whatever code a text reaches first is
//! built upon. The first byte chooses the language that the sender names and the words that a deployment adds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use text::{OwnWords, Reading, reader};

const TAGS: [Option<&str>; 5] = [None, Some("en"), Some("es-MX"), Some("zh"), Some("\u{0}")];

fuzz_target!(|bytes: &[u8]| {
    let (choice, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let tag = TAGS[usize::from(*choice) % TAGS.len()];
    let text = String::from_utf8_lossy(bytes);
    // Some deployments add the beginning of what is then read.
    let first: String = text.split_whitespace().take(usize::from(*choice) / 64).collect::<Vec<_>>().join(" ");
    let own = OwnWords::new(&[first], &[]).unwrap_or_default();
    let Some(reader) = reader() else { panic!("the weights cannot be read") };
    let reading = reader.read(&text, tag, &own);
    check(&text, &reading);
    assert_eq!(reader.read(&text, tag, &own), reading, "read twice, it says two things");
});

/// What holds of every reading.
fn check(text: &str, reading: &Reading) {
    let is_share = |one: &f32| (0.0..=1.0).contains(one);
    let is_whole = |all: &[f32]| all.iter().all(is_share) && (all.iter().sum::<f32>() - 1.0).abs() < 1e-3;
    assert!(is_whole(&reading.outcome) && is_whole(&reading.stage) && is_share(&reading.complaint), "{reading:?}");
    assert!(reading.is_read || reading.marks.is_empty(), "{reading:?}");
    let mut end = 0;
    for mark in &reading.marks {
        assert!(mark.start >= end && mark.end > mark.start, "{reading:?}");
        assert!(text.get(mark.start..mark.end).is_some(), "{reading:?} cuts a letter");
        end = mark.end;
    }
}
