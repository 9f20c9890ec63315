//! `replay`: lists messages that were given up, or sends them again, through the suite that runs on the data folder or through
//! one of its own.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Common, SETTLE_TIME_MAX, print, quarantine, running};
use crate::error::Error;
use crate::stack::Stack;

/// Which messages.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Which {
    /// Only this message, or this record in quarantine (q_…); may be given several times
    #[arg(long = "id", value_name = "ID")]
    ids: Vec<String>,
    /// Given up at this time or later, such as 2026-11-22T10:00:00Z
    #[arg(long, value_name = "TIME")]
    from: Option<Timestamp>,
    /// Given up at this time or earlier
    #[arg(long, value_name = "TIME")]
    to: Option<Timestamp>,
    /// Only messages to this channel
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
}

impl Which {
    fn selection(&self) -> Value {
        let mut selection = json!({"ids": self.ids});
        for (name, value) in [("from", self.from), ("to", self.to)] {
            if let Some(at) = value {
                selection[name] = at.to_string().into();
            }
        }
        if let Some(channel) = &self.channel {
            selection["channel"] = channel.as_str().into();
        }
        selection
    }

    fn is_everything(&self) -> bool {
        self.ids.is_empty() && self.from.is_none() && self.to.is_none() && self.channel.is_none()
    }
}

/// Sends again what is meant; lists everything that was given up if nothing is.
pub(super) async fn replay(common: &Common, which: &Which) -> Result<(), Error> {
    if quarantine::are_records(&which.ids) {
        return quarantine::replay(common, &which.ids).await;
    }
    let word = if which.is_everything() { "list" } else { "replay" };
    let order = json!({word: which.selection()}).to_string();
    let answer = match running::find(&common.data)? {
        Some(running) => running.deliver(order).await?,
        None => {
            common.has_data()?;
            let mut options = common.options();
            options.listen.set_port(0);
            options.schedules = false;
            let stack = Stack::start(options).await?;
            stack.settle(SETTLE_TIME_MAX).await?;
            let answer = stack.invoke("deliver", order).await;
            stack.shutdown().await;
            answer?
        }
    };
    let answer: Value = serde_json::from_str(&answer).map_err(|error| Error::failed("replay", error))?;
    print(&worded(&answer))
}

fn worded(answer: &Value) -> String {
    if let Some(letters) = answer["letters"].as_array() {
        let mut text = match letters.len() {
            0 => return "\n  No message was given up.\n".to_owned(),
            1 => {
                "\n  1 message was given up. Send it again with --id, or by --from, --to and --channel:\n\n".to_owned()
            }
            many => format!(
                "\n  {many} messages were given up. Send them again with --id, or by --from, --to and --channel:\n\n"
            ),
        };
        let word = |letter: &Value, name: &str| letter[name].as_str().unwrap_or_default().to_owned();
        for letter in letters {
            let [id, at, channel, why] = ["id", "died_at", "channel", "why"].map(|name| word(letter, name));
            text += &format!("    {id}  {at}  {channel}  {why}\n");
        }
        return text;
    }
    let count = |name: &str| answer[name].as_u64().unwrap_or_default();
    format!(
        "\n  Sent again: {}. Delivered: {}, to be tried again: {}, given up: {}.\n",
        count("replayed"),
        count("delivered"),
        count("due_again"),
        count("dead")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_up_is_listed_with_what_it_met() {
        let letter = json!({"id": "msg_1", "died_at": "2026-11-22T10:00:00Z", "channel": "crm", "why": "status 404"});
        let text = worded(&json!({"letters": [letter]}));
        assert!(
            text.contains("1 message was given up") && text.contains("msg_1  2026-11-22T10:00:00Z  crm  status 404")
        );
        assert_eq!(worded(&json!({"letters": []})), "\n  No message was given up.\n");
        assert!(worded(&json!({"replayed": 2, "delivered": 1, "dead": 1})).contains("Sent again: 2. Delivered: 1"));
    }
}
