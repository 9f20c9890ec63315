//! What can go wrong between us and the table, by what the caller should do about it.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// A failed call to the table.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The table cannot be reached or is throttled: the same call may succeed later.
    #[error("table unavailable while {doing}: {code}")]
    Unavailable {
        /// What was being done.
        doing: &'static str,
        /// DynamoDB's error code, or the kind of failure.
        code: String,
    },
    /// The table refuses the call: it will refuse it again.
    #[error("table refused {doing}: {code}")]
    Refused {
        /// What was being done.
        doing: &'static str,
        /// DynamoDB's error code.
        code: String,
    },
    /// An item cannot be read as what its key says it is.
    #[error("item {key} cannot be read: {why}")]
    Unreadable {
        /// Its key, hashed where it names a customer.
        key: String,
        /// What is wrong with it.
        why: String,
    },
}

impl StoreError {
    /// Tells whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }

    /// Says what a failed call of the SDK means. Only what the call itself gets wrong is final: a missing permission or
    /// table is repaired by somebody, and unknown codes count as passing, because a fact must not be given up for one.
    pub(crate) fn of<E, R>(doing: &'static str, error: &SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata,
    {
        const FINAL: &[&str] = &["ValidationException", "ItemCollectionSizeLimitExceededException"];
        let code = match error {
            SdkError::ServiceError(service) => service.err().code().unwrap_or("ServiceError"),
            SdkError::TimeoutError(_) => "TimeoutError",
            SdkError::DispatchFailure(_) => "DispatchFailure",
            SdkError::ResponseError(_) => "ResponseError",
            SdkError::ConstructionFailure(_) => "ConstructionFailure",
            _ => "UnknownError",
        };
        let code = code.to_owned();
        if FINAL.contains(&code.as_str()) { Self::Refused { doing, code } } else { Self::Unavailable { doing, code } }
    }
}

/// Returns what a conditional call answers, or nothing where its condition did not hold, which is no failure.
pub(crate) fn if_held<T, E, R>(doing: &'static str, answer: Result<T, SdkError<E, R>>) -> Result<Option<T>, StoreError>
where
    E: ProvideErrorMetadata,
{
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => match error.as_service_error().and_then(ProvideErrorMetadata::code) {
            Some("ConditionalCheckFailedException") => Ok(None),
            _ => Err(StoreError::of(doing, &error)),
        },
    }
}
