//! What a start reads before it touches the data folder: configuration, address, template; and which events lead to which
//! function.

use std::path::Path;

use tokio::net::TcpListener;

use super::Options;
use super::parts::own_address;
use crate::configuration::Configuration;
use crate::error::Error;
use crate::gateway::{self, guard::Guard, routes::Routes};
use crate::invoke::Invoker;
use crate::pump::failed::FailedLog;
use crate::schedule::Schedule;
use crate::template::Template;
use crate::template::events::StreamSpec;

/// The parameter of the template that says whether the configuration is in parts.
const SPLIT: &str = "SplitConfiguration";

/// What is known before anything is written.
pub(super) struct Front {
    pub(super) configuration: Configuration,
    /// Whether each function reads only its own parts of the configuration.
    pub(super) is_split: bool,
    pub(super) listener: TcpListener,
    pub(super) guard: Guard,
    pub(super) address: String,
    pub(super) template: Template,
}

impl Front {
    /// Reads the configuration, takes the address and reads the template with the parameters of both.
    pub(super) async fn open(options: &Options) -> Result<Self, Error> {
        channels::tls::install();
        let mut configuration = Configuration::load(&options.configuration)?;
        if options.has_short_clocks {
            configuration.shorten_clocks();
        }
        if !options.listen.ip().is_loopback() && configuration.has_well_known_keys() {
            return Err(Error::WellKnownKeys { address: options.listen.to_string() });
        }
        let listener = gateway::listen(options.listen).await?;
        let listening = listener.local_addr().map_err(|error| Error::failed("HTTP server", error))?;
        let address = own_address(listening);
        configuration.serve_at(&address);
        configuration.open_console();
        configuration.add_channels(&options.slack_urls, &options.webhook_urls);
        let mut parameters = configuration.take_parameters()?;
        // Links in messages lead here unless somebody wants them elsewhere.
        let public_url = options.public_url.clone().unwrap_or_else(|| address.clone());
        let guard = Guard::new(listening, parameters.entry("PublicUrl".to_owned()).or_insert(public_url));
        if options.trace_daemon.is_some() {
            parameters.insert("Tracing".to_owned(), "x-ray".to_owned());
        }
        // As it is pushed to AWS, so that what a function may not know is missing here too.
        if Template::has_parameter(&options.template, SPLIT) {
            parameters.entry(SPLIT.to_owned()).or_insert_with(|| "true".to_owned());
        }
        let is_split = parameters.get(SPLIT).is_some_and(|value| value == "true");
        let template = Template::read(&options.template, &parameters)?;
        Ok(Self { configuration, is_split, listener, guard, address, template })
    }
}

/// Which events lead to which function.
pub(super) struct Events {
    pub(super) routes: Routes<Invoker>,
    pub(super) mappings: Vec<(StreamSpec, Invoker)>,
    pub(super) schedules: Vec<Schedule>,
}

impl Events {
    /// Reads the events of the template's functions.
    pub(super) fn of(template: &Template, functions: &[Invoker], data: &Path) -> Result<Self, Error> {
        let failed = FailedLog::new(&data.join("failed"));
        let mut events = Self { routes: Routes::default(), mappings: Vec::new(), schedules: Vec::new() };
        for (spec, function) in template.functions.iter().zip(functions) {
            for route in &spec.routes {
                events.routes.add(&route.method, &route.path, function.clone())?;
            }
            for mapping in &spec.streams {
                if mapping.stream != format!("{}.StreamArn", template.table.id) {
                    let path = format!("Resources.{}.Properties.Events.{}.Properties.Stream", spec.id, mapping.name);
                    return Err(Error::template(path, "not the stream of the table"));
                }
                events.mappings.push((mapping.clone(), function.clone()));
            }
            for schedule in &spec.schedules {
                events.schedules.push(Schedule::new(schedule.clone(), function.clone(), failed.clone())?);
            }
        }
        Ok(events)
    }
}
