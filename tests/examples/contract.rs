//! Writes the OpenAPI document and the schema of a touchpoint anew, after a route or a type has changed:
//! `cargo run -p tests --example contract`.

fn main() -> std::io::Result<()> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/contract");
    std::fs::write(folder.join("openapi.json"), contract::text(&tests::contract::document()))?;
    std::fs::write(folder.join("touchpoint.json"), contract::text(&contract::touchpoint::document()))
}
