//! The contract of the whole API: what each function says of its own routes, put together. Starts nothing.

use contract::Contract;
use serde_json::Value;

const TITLE: &str = "Moments";
const DESCRIPTION: &str = "Shows which of your customers had a bad experience, and why. Touchpoints come in, are judged in the customer's \
    journey, and open cases if they are critical; reports count them. Errors are RFC 9457 documents; their types are stable. \
    The pages of the console are for people, and not part of this.";

/// Lets every function that answers requests describe its routes.
pub fn whole() -> Contract {
    let mut contract = Contract::default();
    ingest::contract::describe(&mut contract);
    read::contract::describe(&mut contract);
    cases::contract::describe(&mut contract);
    contract
}

/// Writes the OpenAPI document.
pub fn document() -> Value {
    whole().document(TITLE, DESCRIPTION)
}
