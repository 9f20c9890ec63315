//! What starts a function: a request, a batch of stream records, a clock. Reads them from the template; starts nothing.

use std::time::Duration;

use super::node::Node;
use crate::error::Error;

/// One entry of a function's `Events`.
#[derive(Debug)]
pub(crate) enum Event {
    /// A route of the HTTP API.
    Http(HttpRoute),
    /// A reader of the table's stream.
    Stream(StreamSpec),
    /// A clock.
    Schedule(ScheduleSpec),
}

/// A route of the HTTP API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HttpRoute {
    /// Upper-case method, or `ANY`.
    pub(crate) method: String,
    /// Path with its variables, such as `/v1/reports/{period}`.
    pub(crate) path: String,
}

/// A reader of the table's stream.
#[derive(Clone, Debug)]
pub(crate) struct StreamSpec {
    /// Its name among the function's events.
    pub(crate) name: String,
    /// The stream, as `Resource.StreamArn`.
    pub(crate) stream: String,
    /// Whether it begins with the oldest record (`TRIM_HORIZON`) when it has no checkpoint, otherwise with the next.
    pub(crate) from_the_oldest: bool,
    /// Most records of a batch.
    pub(crate) batch_size: u32,
    /// How long a batch may wait to fill up.
    pub(crate) window: Duration,
    /// Retries after the first failure; without end if none.
    pub(crate) retries: Option<u32>,
    /// Age at which a failing record is given up; never if none.
    pub(crate) max_age: Option<Duration>,
    /// Whether a failed batch is halved, to single out the record at fault.
    pub(crate) bisect: bool,
    /// Whether the function reports which record failed.
    pub(crate) partial_responses: bool,
    /// Event patterns, of which one must match; none means every record.
    pub(crate) patterns: Vec<Pattern>,
    /// Where records go that are given up, if anywhere.
    pub(crate) on_failure: Option<OnFailure>,
}

/// An event pattern and where it stands in the template.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// Path in the template.
    pub(crate) node: Node,
    /// The pattern, JSON.
    pub(crate) text: String,
}

/// What the destination of given-up records takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnFailure {
    /// Their place in the stream (a queue or a topic).
    Position,
    /// The records themselves too (a bucket).
    Records,
}

/// A clock that starts a function.
#[derive(Clone, Debug)]
pub(crate) struct ScheduleSpec {
    /// Its name among the function's events.
    pub(crate) name: String,
    /// `cron(…)` or `rate(…)`, with its path for refusals.
    pub(crate) expression: Node,
    /// IANA time zone in which `cron(…)` counts.
    pub(crate) time_zone: Node,
    /// The event it sends, JSON with placeholders; empty if it sends none.
    pub(crate) input: String,
    /// Retries after the first failure.
    pub(crate) retries: u32,
    /// How long after its time it is still worth trying.
    pub(crate) max_age: Duration,
}

impl Event {
    /// Reads one entry of `Events`.
    pub(crate) fn read(name: &str, event: &Node) -> Result<Self, Error> {
        event.only(&["Type", "Properties"], &[])?;
        let kind = event.required("Type")?;
        let properties = event.required("Properties")?;
        match kind.text()?.as_str() {
            "HttpApi" => http(&properties).map(Self::Http),
            "DynamoDB" => stream(name, &properties).map(Self::Stream),
            "ScheduleV2" => schedule(name, &properties).map(Self::Schedule),
            other => Err(kind.refuse(format!("the local stack does not know the event type {other}"))),
        }
    }
}

fn http(properties: &Node) -> Result<HttpRoute, Error> {
    properties.only(&["Method", "Path", "PayloadFormatVersion"], &["ApiId", "RouteSettings", "TimeoutInMillis"])?;
    if let Some(version) = properties.get("PayloadFormatVersion")
        && version.text()? != "2.0"
    {
        return Err(version.refuse("the local stack speaks payload format 2.0"));
    }
    let path = properties.required("Path")?.text()?;
    Ok(HttpRoute { method: properties.required("Method")?.text()?.to_uppercase(), path })
}

fn stream(name: &str, properties: &Node) -> Result<StreamSpec, Error> {
    const USED: &[&str] = &[
        "BatchSize",
        "BisectBatchOnFunctionError",
        "DestinationConfig",
        "Enabled",
        "FilterCriteria",
        "FunctionResponseTypes",
        "MaximumBatchingWindowInSeconds",
        "MaximumRecordAgeInSeconds",
        "MaximumRetryAttempts",
        "ParallelizationFactor",
        "StartingPosition",
        "Stream",
    ];
    properties.only(USED, &["MetricsConfig"])?;
    if let Some(factor) = properties.get("ParallelizationFactor")
        && factor.count()? != 1
    {
        return Err(factor.refuse("the local stack reads a shard with one reader"));
    }
    if let Some(enabled) = properties.get("Enabled")
        && !enabled.flag()?
    {
        return Err(enabled.refuse("the local stack has no disabled readers"));
    }
    let count = |key: &str, default: u32| properties.get(key).map_or(Ok(default), |node| node.count());
    let endless = |key: &str| match properties.get(key).map(|node| node.whole()).transpose()? {
        Some(number) => Ok(u32::try_from(number).ok()),
        None => Ok(None),
    };
    let start = properties.required("StartingPosition")?;
    let from_the_oldest = match start.text()?.as_str() {
        "TRIM_HORIZON" => true,
        "LATEST" => false,
        other => return Err(start.refuse(format!("not a position in a DynamoDB stream: {other}"))),
    };
    let batch_size = count("BatchSize", 100)?;
    if !(1..=10_000).contains(&batch_size) {
        return Err(properties.required("BatchSize")?.refuse("expected 1 to 10000"));
    }
    let mut partial_responses = false;
    for kind in properties.get("FunctionResponseTypes").map_or(Ok(Vec::new()), |kinds| kinds.items())? {
        if kind.text()? != "ReportBatchItemFailures" {
            return Err(kind.refuse("the local stack does not know this response type"));
        }
        partial_responses = true;
    }
    Ok(StreamSpec {
        name: name.to_owned(),
        stream: properties.required("Stream")?.text()?,
        from_the_oldest,
        batch_size,
        window: Duration::from_secs(u64::from(count("MaximumBatchingWindowInSeconds", 0)?)),
        retries: endless("MaximumRetryAttempts")?,
        max_age: endless("MaximumRecordAgeInSeconds")?.map(|seconds| Duration::from_secs(u64::from(seconds))),
        bisect: properties.get("BisectBatchOnFunctionError").map_or(Ok(false), |node| node.flag())?,
        partial_responses,
        patterns: patterns(properties)?,
        on_failure: on_failure(properties)?,
    })
}

fn patterns(properties: &Node) -> Result<Vec<Pattern>, Error> {
    let Some(criteria) = properties.get("FilterCriteria") else { return Ok(Vec::new()) };
    criteria.only(&["Filters"], &[])?;
    let mut patterns = Vec::new();
    for filter in criteria.required("Filters")?.items()? {
        filter.only(&["Pattern"], &[])?;
        let node = filter.required("Pattern")?;
        patterns.push(Pattern { text: node.text()?, node });
    }
    Ok(patterns)
}

fn on_failure(properties: &Node) -> Result<Option<OnFailure>, Error> {
    let Some(destination) = properties.get("DestinationConfig").and_then(|config| config.get("OnFailure")) else {
        return Ok(None);
    };
    destination.only(&["Destination", "Type"], &[])?;
    let kind = destination.required("Type")?;
    match kind.text()?.as_str() {
        "SQS" | "SNS" => Ok(Some(OnFailure::Position)),
        "S3" => Ok(Some(OnFailure::Records)),
        other => Err(kind.refuse(format!("the local stack does not know the destination {other}"))),
    }
}

fn schedule(name: &str, properties: &Node) -> Result<ScheduleSpec, Error> {
    const USED: &[&str] =
        &["FlexibleTimeWindow", "Input", "RetryPolicy", "ScheduleExpression", "ScheduleExpressionTimezone", "State"];
    const NOT_SHOWN: &[&str] = &[
        "DeadLetterConfig",
        "Description",
        "GroupName",
        "KmsKeyArn",
        "Name",
        "OmitName",
        "PermissionsBoundary",
        "RoleArn",
    ];
    properties.only(USED, NOT_SHOWN)?;
    if let Some(state) = properties.get("State")
        && state.text()? != "ENABLED"
    {
        return Err(state.refuse("the local stack has no disabled schedules"));
    }
    if let Some(window) = properties.get("FlexibleTimeWindow")
        && window.required("Mode")?.text()? != "OFF"
    {
        return Err(window.refuse("the local stack fires on time"));
    }
    let expression = properties.required("ScheduleExpression")?;
    let time_zone = properties.required("ScheduleExpressionTimezone").or_else(|error| match expression.text()? {
        text if text.starts_with("rate(") => Ok(expression.clone()),
        _ => Err(error),
    })?;
    let policy = properties.get("RetryPolicy");
    if let Some(policy) = &policy {
        policy.only(&["MaximumEventAgeInSeconds", "MaximumRetryAttempts"], &[])?;
    }
    // EventBridge Scheduler's own defaults are 185 tries over 24 hours.
    let number = |key: &str, default: u32| {
        policy.as_ref().and_then(|policy| policy.get(key)).map_or(Ok(default), |node| node.count())
    };
    Ok(ScheduleSpec {
        name: name.to_owned(),
        expression,
        time_zone,
        input: properties.get("Input").map_or(Ok(String::new()), |input| input.text())?,
        retries: number("MaximumRetryAttempts", 185)?,
        max_age: Duration::from_secs(u64::from(number("MaximumEventAgeInSeconds", 86_400)?)),
    })
}
