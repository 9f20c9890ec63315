//! `verify`: recounts through the suite that runs on the data folder, or through one of its own, until the function says
//! that it is done. One JSON line for each finding, and one with the counts.

use domain::history::History;
use reports::history::Fitted;
use verify::{Answer, Order, Summary};

use super::running::{self, Running};
use super::{Common, SETTLE_TIME_MAX, print};
use crate::error::Error;
use crate::stack::Stack;

/// Where the orders are carried out.
enum Through {
    Running(Running),
    Own(Box<Stack>),
}

/// Recounts, and returns whether everything is as it should be now.
pub(super) async fn verify(common: &Common, repair: bool) -> Result<bool, Error> {
    if let Some(running) = running::find(&common.data)? {
        let order = Order { repair, ..Order::default() };
        return recount(&Through::Running(running), order).await;
    }
    common.has_data()?;
    let mut options = common.options();
    options.listen.set_port(0);
    options.schedules = false;
    let stack = Stack::start(options).await?;
    let is_settled = stack.settle(SETTLE_TIME_MAX).await?;
    // Nobody sends to a suite of our own: once it has settled, nothing is on its way.
    let order = Order { repair, grace_s: is_settled.then_some(0), ..Order::default() };
    let through = Through::Own(Box::new(stack));
    let verified = recount(&through, order).await;
    if let Through::Own(stack) = through {
        // A moment that was put right may be one that the team is told of.
        stack.settle(SETTLE_TIME_MAX).await?;
        stack.shutdown().await;
    }
    verified
}

/// Prints what followed each kind of failure, and the points of severity that this would set. Refuses where there is too little.
pub(super) async fn history(common: &Common) -> Result<(), Error> {
    let failed = |error| Error::failed("history", error);
    let through = match running::find(&common.data)? {
        Some(running) => Through::Running(running),
        None => {
            common.has_data()?;
            let mut options = common.options();
            options.listen.set_port(0);
            options.schedules = false;
            Through::Own(Box::new(Stack::start(options).await?))
        }
    };
    let mut order = Order { history: true, ..Order::default() };
    let mut history = History::default();
    let counted = loop {
        let answer = match ask(&through, &order).await {
            Ok(answer) => answer,
            Err(error) => break Err(error),
        };
        history += answer.history.unwrap_or_default();
        order.cursor = answer.cursor;
        if order.cursor.is_none() {
            break Ok(());
        }
    };
    if let Through::Own(stack) = through {
        stack.shutdown().await;
    }
    counted?;
    let fitted = Fitted::of(&history).map_err(failed)?;
    print(&fitted.to_string())
}

async fn ask(through: &Through, order: &Order) -> Result<Answer, Error> {
    let failed = |error| Error::failed("verify", error);
    let asked = serde_json::to_string(order).map_err(failed)?;
    let answer = match through {
        Through::Running(running) => running.verify(asked).await?,
        Through::Own(stack) => stack.invoke("verify", asked).await?,
    };
    serde_json::from_str(&answer).map_err(failed)
}

async fn recount(through: &Through, mut order: Order) -> Result<bool, Error> {
    let failed = |error| Error::failed("verify", error);
    let mut summary = Summary::default();
    loop {
        let answer = ask(through, &order).await?;
        for finding in &answer.findings {
            print(&format!("{}\n", serde_json::to_string(finding).map_err(failed)?))?;
        }
        summary += answer.summary;
        if answer.cursor.is_none() {
            break;
        }
        order.cursor = answer.cursor;
    }
    print(&format!("{}\n", serde_json::to_string(&summary).map_err(failed)?))?;
    Ok(!summary.has_remaining())
}
