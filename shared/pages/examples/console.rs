//! Writes the console's pages of a made-up business to a folder, to be looked at: `cargo run -p pages --example console -- FOLDER`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "an example may stop at the first surprise")]

#[path = "../tests/sample/console.rs"]
mod console;

use std::path::PathBuf;

use domain::vocabulary::Language;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder to write to"));
    std::fs::create_dir_all(&folder).unwrap();
    for language in Language::ALL {
        for (name, html) in console::pages(*language) {
            std::fs::write(folder.join(format!("{name}-{language}.html")), html).unwrap();
        }
    }
}
