//! `clocks`: gives clocks to promises that were made before there were any, through the suite that runs on the data folder or through one
//! of its own. It can be stopped at any time and run again: a clock that is there is left.

use serde::Deserialize;
use serde_json::json;

use super::running;
use super::{Common, print};
use crate::error::Error;
use crate::stack::Stack;

/// The function that has the clocks.
const FUNCTION: &str = "promises";

/// What the function says of one order.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    opened: u64,
    from: Option<String>,
}

/// Gives each open promise its clock, and says how many got one.
pub(super) async fn clocks(common: &Common) -> Result<(), Error> {
    let opened = match running::find(&common.data)? {
        Some(running) => open(async |order| running.promises(order).await).await?,
        None => {
            common.has_data()?;
            let mut options = common.options();
            options.listen.set_port(0);
            options.schedules = false;
            let stack = Stack::start(options).await?;
            let opened = open(async |order| stack.invoke(FUNCTION, order).await).await;
            stack.shutdown().await;
            opened?
        }
    };
    print(&format!("{opened} promises got a clock\n"))
}

async fn open(ask: impl AsyncFn(String) -> Result<String, Error>) -> Result<u64, Error> {
    let (mut opened, mut from) = (0, None);
    loop {
        let order = json!({"open": {"from": from}}).to_string();
        let answer = ask(order).await?;
        let answer: Answer = serde_json::from_str(&answer).map_err(|error| Error::failed("clocks", error))?;
        opened += answer.opened;
        from = answer.from;
        if from.is_none() {
            return Ok(opened);
        }
    }
}
