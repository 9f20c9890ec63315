//! The clocks of the template: each waits for its next firing, puts the time into the event and invokes, with the retries
//! of the template. Knows no function by name.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::engine::{ACCOUNT, REGION};
use crate::error::Error;
use crate::invoke::{InvokeError, Invoker};
use crate::pump::failed::FailedLog;
use crate::template::events::ScheduleSpec;
use expression::Expression;

pub(crate) mod expression;

/// The longest sleep at a time, so that a clock that is set, or a machine that slept, is noticed.
const SLEEP_TIME_MAX: Duration = Duration::from_secs(20);
/// Waits between retries, doubling from the first to the last.
const BACKOFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// One clock.
pub(crate) struct Schedule {
    name: String,
    expression: Expression,
    zone: TimeZone,
    spec: ScheduleSpec,
    function: Invoker,
    failed: FailedLog,
}

impl Schedule {
    /// Reads a schedule of the template; refuses an expression or a zone it does not know.
    pub(crate) fn new(spec: ScheduleSpec, function: Invoker, failed: FailedLog) -> Result<Self, Error> {
        let text = spec.expression.text()?;
        let expression = Expression::parse(&text).map_err(|why| spec.expression.refuse(why))?;
        let zone = match expression {
            Expression::Rate(_) => TimeZone::UTC,
            Expression::Cron(_) => {
                TimeZone::get(&spec.time_zone.text()?).map_err(|error| spec.time_zone.refuse(error))?
            }
        };
        Ok(Self { name: format!("{}-{}", function.id, spec.name), expression, zone, spec, function, failed })
    }

    /// Fires until the stack stops. What is running then is finished.
    pub(crate) fn start(self, mut stopping: watch::Receiver<bool>) -> JoinHandle<()> {
        tokio::spawn(async move {
            let mut last = Timestamp::now();
            while let Some(next) = self.expression.next(last, &self.zone) {
                if !sleep_until(next, &mut stopping).await {
                    return;
                }
                self.fire(next, &mut stopping).await;
                // Firings that were missed meanwhile are not made up for: a report that is not there is computed when
                // somebody asks for it.
                let now = Timestamp::now();
                last = match &self.expression {
                    Expression::Rate(every) if next + *every > now => next,
                    Expression::Rate(_) | Expression::Cron(_) => next.max(now),
                };
            }
        })
    }

    async fn fire(&self, scheduled: Timestamp, stopping: &mut watch::Receiver<bool>) {
        let mut pause = BACKOFF.0;
        let execution = uuid::Uuid::new_v4().to_string();
        for attempt in 1.. {
            let input = self.input(scheduled, &execution, attempt);
            let error = match self.function.invoke(input.clone()).await {
                Ok(_) => return,
                Err(error) => error,
            };
            let too_late = Timestamp::now().duration_since(scheduled)
                > SignedDuration::try_from(self.spec.max_age).unwrap_or(SignedDuration::MAX);
            if attempt > self.spec.retries || too_late {
                return self.give_up(&input, &error);
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(BACKOFF.1),
                _ = stopping.wait_for(|stopping| *stopping) => return,
            }
        }
    }

    fn give_up(&self, input: &str, error: &InvokeError) {
        tracing::error!(schedule = %self.name, %error, "a scheduled run was given up");
        if let Err(error) = self.failed.run(&self.function, &self.name, input, &error.to_string()) {
            tracing::error!(schedule = %self.name, %error, "the failed run could not be written down");
        }
    }

    /// Returns the event, with the context attributes of EventBridge Scheduler in their places.
    fn input(&self, scheduled: Timestamp, execution: &str, attempt: u32) -> String {
        if self.spec.input.is_empty() {
            return "{}".to_owned();
        }
        let arn = format!("arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{}", self.name);
        self.spec
            .input
            .replace("<aws.scheduler.scheduled-time>", &scheduled.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
            .replace("<aws.scheduler.execution-id>", execution)
            .replace("<aws.scheduler.attempt-number>", &attempt.to_string())
            .replace("<aws.scheduler.schedule-arn>", &arn)
    }
}

/// Sleeps until a time of the wall clock; false if the stack stops first.
async fn sleep_until(time: Timestamp, stopping: &mut watch::Receiver<bool>) -> bool {
    loop {
        let left = Duration::try_from(time.duration_since(Timestamp::now())).unwrap_or_default();
        if left.is_zero() {
            return true;
        }
        tokio::select! {
            () = tokio::time::sleep(left.min(SLEEP_TIME_MAX)) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return false,
        }
    }
}

#[cfg(test)]
mod tests;
