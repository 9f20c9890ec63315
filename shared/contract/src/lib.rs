//! What the HTTP API promises: the OpenAPI document and the JSON Schema of a touchpoint, as files that are served, and the words with
//! which each function describes its own routes. Knows no route itself.
//!
//! `cargo run -p tests --example contract` writes the files anew, and a test holds that they say what the types say.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

pub mod operation;
pub mod touchpoint;

pub use operation::{Answer, Body, Operation};

/// The OpenAPI document of every route.
pub const OPENAPI: &str = include_str!("../openapi.json");

/// The JSON Schema of a touchpoint as it is sent.
pub const TOUCHPOINT: &str = include_str!("../touchpoint.json");

/// Where an OpenAPI document keeps the schemas that others refer to.
const SCHEMAS: &str = "/components/schemas";

/// The operations that functions describe, and the schemas of their types.
#[derive(Debug)]
pub struct Contract {
    generator: SchemaGenerator,
    paths: BTreeMap<String, Map<String, Value>>,
    /// The refusals that operations share, by their names.
    refusals: Map<String, Value>,
}

impl Default for Contract {
    fn default() -> Self {
        let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
            settings.definitions_path = SCHEMAS.into();
            settings.meta_schema = None;
        });
        Self { generator: settings.into_generator(), paths: BTreeMap::new(), refusals: Map::new() }
    }
}

impl Contract {
    /// Returns the schema of a type, as what is answered; types with a name become a reference.
    pub fn schema<T: JsonSchema>(&mut self) -> Value {
        self.generator.subschema_for::<T>().to_value()
    }

    /// Adds an operation.
    pub fn add(&mut self, method: &str, path: &str, operation: Operation) {
        let operations = self.paths.entry(path.to_owned()).or_default();
        operations
            .insert(method.to_ascii_lowercase(), operation.written(&mut self.generator, &mut self.refusals).into());
    }

    /// Lists what was described: method, in capitals, and path.
    pub fn operations(&self) -> impl Iterator<Item = (String, &str)> {
        let methods = |(path, operations)| {
            let (path, operations): (&String, &Map<String, Value>) = (path, operations);
            operations.keys().map(move |method| (method.to_ascii_uppercase(), path.as_str()))
        };
        self.paths.iter().flat_map(methods)
    }

    /// Writes the OpenAPI document (<https://spec.openapis.org/oas/v3.1.1>).
    pub fn document(mut self, title: &str, description: &str) -> Value {
        let schemas = self.generator.take_definitions(true);
        json!({
            "openapi": "3.1.1",
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": {
                "title": title,
                "description": description,
                "version": env!("CARGO_PKG_VERSION"),
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/", "description": "The deployment that serves this document."}],
            "paths": self.paths,
            "components": {"schemas": schemas, "responses": self.refusals, "securitySchemes": operation::security_schemes()},
        })
    }
}

/// Writes a document as it is kept.
pub fn text(document: &Value) -> String {
    format!("{document:#}\n")
}
