//! One function of the template: its code, its environment and what starts it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_norway::Value;

use super::events::{Event, HttpRoute, ScheduleSpec, StreamSpec};
use super::node::Node;
use super::scope::Scope;
use crate::error::Error;

/// Properties that say how AWS runs a function, not what it does.
const NOT_SHOWN: &[&str] = &[
    "Architectures",
    "DeadLetterQueue",
    "Description",
    "EphemeralStorage",
    "EventInvokeConfig",
    "FunctionName",
    "Handler",
    "LoggingConfig",
    "MemorySize",
    "PermissionsBoundary",
    "Policies",
    "PropagateTags",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Role",
    "Runtime",
    "RuntimeManagementConfig",
    "Tags",
    "Tracing",
];
const USED: &[&str] = &["CodeUri", "Environment", "Events", "Timeout"];
/// What Lambda gives a function that does not say.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(3);

/// A function as the template describes it.
#[derive(Debug)]
pub(crate) struct FunctionSpec {
    /// Its name in the template, such as `Classify`.
    pub(crate) id: String,
    /// The name of its program, such as `classify`.
    pub(crate) program: String,
    /// The longest it may run.
    pub(crate) timeout: Duration,
    /// Its variables, before local ones take their places.
    pub(crate) environment: BTreeMap<String, String>,
    /// The requests it answers.
    pub(crate) routes: Vec<HttpRoute>,
    /// The streams it reads.
    pub(crate) streams: Vec<StreamSpec>,
    /// The clocks that start it.
    pub(crate) schedules: Vec<ScheduleSpec>,
}

impl FunctionSpec {
    /// Reads a function resource, with what `Globals` says of all functions.
    pub(crate) fn read(id: &str, resource: &Value, defaults: Option<&Node>, scope: &Scope) -> Result<Self, Error> {
        let path = format!("Resources.{id}.Properties");
        let properties = resource.get("Properties").ok_or_else(|| Error::template(&path, "missing"))?;
        // Policies and the like are full of functions that mean nothing here: resolve only what is used.
        let mut used = serde_norway::Mapping::new();
        for (key, value) in properties.as_mapping().into_iter().flatten() {
            let name = key.as_str().unwrap_or("?");
            if USED.contains(&name) {
                used.insert(key.clone(), value.clone());
            } else if !NOT_SHOWN.contains(&name) {
                return Err(Error::template(format!("{path}.{name}"), "the local stack does not know it"));
            }
        }
        let node =
            Node::resolve(scope, &Value::Mapping(used), &path)?.ok_or_else(|| Error::template(&path, "missing"))?;
        if let Some(defaults) = defaults {
            defaults.only(USED, NOT_SHOWN)?;
        }

        let timeout = node.get("Timeout").or_else(|| defaults.and_then(|defaults| defaults.get("Timeout")));
        let mut environment = BTreeMap::new();
        for source in defaults.into_iter().chain([&node]) {
            let Some(of_source) = source.get("Environment") else { continue };
            of_source.only(&["Variables"], &[])?;
            for (name, value) in of_source.required("Variables")?.entries()? {
                environment.insert(name, value.text()?);
            }
        }
        let mut function = Self {
            id: id.to_owned(),
            program: program(resource, &node)?,
            timeout: timeout.map_or(Ok(DEFAULT_TIMEOUT), |timeout| timeout.seconds())?,
            environment,
            routes: Vec::new(),
            streams: Vec::new(),
            schedules: Vec::new(),
        };
        for (name, event) in node.get("Events").map_or(Ok(Vec::new()), |events| events.entries())? {
            match Event::read(&name, &event)? {
                Event::Http(route) => function.routes.push(route),
                Event::Stream(stream) => function.streams.push(stream),
                Event::Schedule(schedule) => function.schedules.push(schedule),
            }
        }
        Ok(function)
    }
}

/// Finds the name of the program: what the build metadata calls it, or the last part of `CodeUri`.
fn program(resource: &Value, properties: &Node) -> Result<String, Error> {
    let metadata = resource.get("Metadata").and_then(|metadata| metadata.get("BuildProperties"));
    if let Some(binary) = metadata.and_then(|properties| properties.get("Binary")).and_then(Value::as_str) {
        return Ok(binary.to_owned());
    }
    let code = properties.required("CodeUri")?;
    let text = code.text()?;
    let mut parts = text.split('/').filter(|part| !matches!(*part, "" | "." | ".." | "bootstrap" | "bootstrap.zip"));
    let last = parts.next_back().ok_or_else(|| code.refuse("does not name a program"))?;
    Ok(last.trim_end_matches(".zip").to_owned())
}
