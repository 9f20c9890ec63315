//! The JSON Schemas of types that write themselves as a text or an object of their own: what the others derive. Reads nothing.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::identity::Identity;
use crate::moment::Previous;
use crate::touchpoint::complaint::Complaint;
use crate::touchpoint::own::Properties;

macro_rules! written {
    ($($type:ty = $name:literal $schema:tt;)+) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        })+
    };
}

written! {
    Identity = "Identity" {
        "type": "string",
        "pattern": "^(id|anon):",
        "description": "Who: `id:` and the customer's id, or `anon:` and the visitor's."
    };
    Complaint = "Complaint" {
        "type": "string",
        "description": "What is wrong, as a sentence. Never repeats the value."
    };
    Properties = "Properties" {
        "type": "object",
        "additionalProperties": true,
        "description": "The sender's own fields, kept and never interpreted."
    };
    Previous = "Previous" {
        "type": "string",
        "description": "Stage, outcome and second since 1970 of the moment before: `first misery 1763632800`."
    };
}
