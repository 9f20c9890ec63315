//! The JSON Schemas (draft 2020-12) of what is answered as JSON, made from the types. They are kept as files beside the crate,
//! where programs that read reports find them; `cargo run -p reports --example schema` writes the files anew.

use schemars::{Schema, schema_for};

use super::{Breakdown, Report};

/// The schema of a report.
pub const REPORT: &str = include_str!("../schema/report.json");

/// The schema of a period broken down.
pub const BREAKDOWN: &str = include_str!("../schema/breakdown.json");

/// Makes the schemas from the types: the name of each file with what belongs into it.
pub fn made() -> [(&'static str, String); 2] {
    [("report.json", written(&schema_for!(Report))), ("breakdown.json", written(&schema_for!(Breakdown)))]
}

fn written(schema: &Schema) -> String {
    format!("{:#}\n", schema.as_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_say_what_the_types_do() {
        for ((name, made), kept) in made().into_iter().zip([REPORT, BREAKDOWN]) {
            assert!(made == kept, "{name} is not what the types say: cargo run -p reports --example schema");
        }
    }
}
