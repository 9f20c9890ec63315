//! All that knows DynamoDB: keys, items, queries, conditions, and what their errors mean. Judges nothing.
//!
//! | kind | partition key | sort key |
//! |---|---|---|
//! | touchpoint | `CUSTOMER#{identity}` | `TOUCHPOINT#{source}#{id}` |
//! | link | `CUSTOMER#{identity}` | `LINK#{other identity}`, `LINK#ERASED` for those that led to people who are erased |
//! | what was read of a comment | `CUSTOMER#{identity}` | `READING#{digest of the words}#{reader}` |
//! | name of an answer, leading to the id it is stored under | `CUSTOMER#{identity}` | `ANSWER#{source}#{answer}` |
//! | case | `CUSTOMER#{identity}` | `CASE#{number}` |
//! | case by its name | `CASE#{case id}` | `NAMED#{identity}#{number}` |
//! | case event | `CUSTOMER#{identity}` | `EVENT#{number}#{transition}` |
//! | marker of a critical moment, and case event of it | `CUSTOMER#{identity}` | `CRITICAL#{source}#{id}` |
//! | link that was used | `LINK_USED#{seal}` | `USED` |
//! | state of a channel | `CHANNEL#{name}` | `STATE` |
//! | delivery | `CUSTOMER#{identity}`, `REPORT#{period}` or `CHANNEL#{name}` | `DELIVERY#{transition}#{channel}` |
//! | moment | `DAY#{date}#{shard}` | `MOMENT#{identity}#{source}#{id}` |
//! | case event, by day | `DAY#{date}#{shard}` | `CASE#{identity}#{number}#{transition}` |
//! | day header | `DAY#{date}` | `HEADER` |
//! | day summary, in parts, and cuts of it | `DAY#{date}` | `SUMMARY#{part}`, `CUT#{cut}#{part}` |
//! | content named by a moment | `CONTENT#{address}` | `NAMED#{time}#{identity}#{source}#{id}` |
//! | sums of a period, its promised action, its announcement | `REPORT#{period}` | `SUMS`, `ACTION`, `NOTICE` |
//! | what was done or read in the console | `AUDIT#{date}` | `{time}#{name}` |
//! | session that ended before its time | `SESSION_ENDED#{session}` | `ENDED` |
//! | attempts to sign in | `ATTEMPTS#{what}` | `{window}` |
//! | parked record | `PARKED` | `{function}#{hash of the record's key}` |
//! | record in quarantine | `QUARANTINE#{id}` | `RECORD` |
//! | permit to replay a record | `QUARANTINE#{id}` | `PERMIT#{token}` |
//! | how much a source put into quarantine on a day | `QUARANTINE_COUNT#{source}` | `{date}` |
//! | tries at a batch of the stream | `TRIES#{function}` | `{sequence number}` |
//! | time zone of the days | `META` | `ZONE` |
//! | moments left to their own records, and erasures | `META` | `LEFT` |
//! | configuration that was last seen in use | `META` | `CONFIGURATION` |
//! | that an identity was erased | `ERASED#{keyed hash}` | `TOMBSTONE` |
//! | who is to be erased, and what was | `ERASURE#{id}` | `ORDER` |
//!
//! The index `work` is sparse and holds keys only:
//!
//! | partition | holds |
//! |---|---|
//! | `DUE#{shard}` | deliveries to send |
//! | `OPEN#{severity}#{shard}` | unresolved cases |
//! | `DEAD#{shard}` | deliveries that were given up |
//! | `PROMISED#{shard}` | touchpoints that promise a time, until that has been looked at |
//! | `OVERDUE#{shard}` | facts that a promised time passed, until what was promised has come |
//! | `HELD#{shard}` | records in quarantine |
//! | `ERASING#{shard}` | orders to erase, until they are done |
//! | `KEPT#{shard}` | sums of periods |

pub mod arrivals;
pub mod audit;
pub mod cases;
pub mod changes;
pub mod content;
pub mod corrections;
pub mod days;
pub mod dead;
pub mod deliveries;
pub mod digests;
pub mod erasing;
pub mod error;
pub mod histories;
pub mod items;
pub mod journeys;
mod keys;
pub mod left;
pub mod links;
pub mod moments;
pub mod pace;
pub mod parked;
pub mod partitions;
pub mod periods;
pub mod promises;
pub mod quarantine;
pub mod queue;
pub mod readings;
pub mod recount;
pub mod table;
mod times;
pub mod touchpoints;
pub mod tries;
pub mod visits;
mod waiting;
pub mod zone;

pub use keys::Key;
