//! Writes the JSON Schemas of reports anew, after a type of theirs has changed: `cargo run -p reports --example schema`.

fn main() -> std::io::Result<()> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    for (name, text) in reports::schema::made() {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
