//! The object store of reports: a bucket in AWS, a folder on a laptop. Knows nothing about what is in an object.

use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::signer::Signer;
use object_store::{Attribute, AttributeValue, Attributes, ObjectStore, ObjectStoreExt, PutOptions, PutPayload};
use tokio::io::AsyncWriteExt;

use crate::aws::{Access, connector};
use crate::environment::{Environment, StartError};

mod transport;

/// Objects that are listed, at most.
const OBJECTS_LISTED_MAX: usize = 1_000;

/// Bytes of an object that are held until they are sent: S3 takes no smaller part than 5 MiB, and ten thousand of them.
const PIECE_BYTES: usize = 8 * 1024 * 1024;

/// Where reports are kept.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    bucket: Option<Arc<AmazonS3>>,
}

/// An object cannot be written or linked.
#[derive(Debug, thiserror::Error)]
#[error("object store: {0}")]
pub struct ObjectError(String);

/// An object that is being written. What is dropped unfinished is never seen; the bucket's rule clears its parts away.
pub struct ObjectWriter(BufWriter);

impl ObjectWriter {
    /// Writes the next piece.
    ///
    /// # Errors
    /// The store cannot be reached or refuses.
    pub async fn write(&mut self, piece: Vec<u8>) -> Result<(), ObjectError> {
        self.0.put(piece.into()).await.map_err(|error| ObjectError(error.to_string()))
    }

    /// Puts the object in its place.
    ///
    /// # Errors
    /// The store cannot be reached or refuses.
    pub async fn finish(mut self) -> Result<(), ObjectError> {
        self.0.shutdown().await.map_err(|error| ObjectError(error.to_string()))
    }
}

impl Objects {
    /// Opens the store that the variable `REPORTS` names: `s3://bucket` or `file:///folder`.
    ///
    /// # Errors
    /// The variable is missing or names neither, or the folder is not there.
    pub fn open(environment: &Environment) -> Result<Self, StartError> {
        Self::at(environment.required("REPORTS")?, environment)
    }

    /// Opens the store at an address: `s3://bucket` or `file:///folder`.
    ///
    /// # Errors
    /// It is neither, or the folder is not there.
    pub fn at(address: &str, environment: &Environment) -> Result<Self, StartError> {
        let invalid = |why: String| StartError::invalid(address, why);
        if let Some(bucket) = address.strip_prefix("s3://") {
            let access = Access::of(environment)?;
            let mut builder = AmazonS3Builder::new()
                .with_http_connector(transport::Transport(connector(environment)))
                .with_bucket_name(bucket.trim_end_matches('/'))
                .with_region(access.region)
                .with_access_key_id(access.key_id)
                .with_secret_access_key(access.secret);
            if let Some(token) = access.token {
                builder = builder.with_token(token);
            }
            if let Some(endpoint) =
                environment.optional("AWS_ENDPOINT_URL_S3").or_else(|| environment.optional("AWS_ENDPOINT_URL"))
            {
                builder = builder.with_endpoint(endpoint).with_allow_http(true);
            }
            let bucket = Arc::new(builder.build().map_err(|error| invalid(error.to_string()))?);
            return Ok(Self { store: bucket.clone(), bucket: Some(bucket) });
        }
        let Some(folder) = address.strip_prefix("file://") else {
            return Err(invalid("must be s3://BUCKET or file:///FOLDER".into()));
        };
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| invalid(error.to_string()))?;
        Ok(Self { store: Arc::new(store), bucket: None })
    }

    /// Writes an object, whole or not at all.
    ///
    /// # Errors
    /// The store cannot be reached or refuses.
    pub async fn put(&self, path: &str, content_type: &'static str, body: Vec<u8>) -> Result<(), ObjectError> {
        let options = PutOptions { attributes: self.attributes(content_type), ..PutOptions::default() };
        self.store
            .put_opts(&Path::from(path), PutPayload::from(body), options)
            .await
            .map_err(|error| ObjectError(error.to_string()))?;
        Ok(())
    }

    /// Begins an object that is written piece by piece. It is there once it is finished, whole or not at all.
    pub fn writer(&self, path: &str, content_type: &'static str) -> ObjectWriter {
        let writer =
            BufWriter::with_capacity(self.store.clone(), Path::from(path), PIECE_BYTES).with_max_concurrency(1);
        ObjectWriter(writer.with_attributes(self.attributes(content_type)))
    }

    /// A folder keeps no content type.
    fn attributes(&self, content_type: &'static str) -> Attributes {
        match self.bucket {
            Some(_) => Attributes::from_iter([(Attribute::ContentType, AttributeValue::from(content_type))]),
            None => Attributes::new(),
        }
    }

    /// Lists the paths of the objects in a folder, at most a thousand.
    ///
    /// # Errors
    /// The store cannot be reached or refuses.
    pub async fn list(&self, folder: &str) -> Result<Vec<String>, ObjectError> {
        let listed: Vec<_> = self
            .store
            .list(Some(&Path::from(folder)))
            .take(OBJECTS_LISTED_MAX)
            .map_ok(|object| object.location.to_string())
            .try_collect()
            .await
            .map_err(|error| ObjectError(error.to_string()))?;
        Ok(listed)
    }

    /// Lists the paths of all objects in a folder, however many they are.
    ///
    /// # Errors
    /// The store cannot be reached or refuses.
    pub async fn list_all(&self, folder: &str) -> Result<Vec<String>, ObjectError> {
        let listed = self.store.list(Some(&Path::from(folder))).map_ok(|object| object.location.to_string());
        listed.try_collect().await.map_err(|error| ObjectError(error.to_string()))
    }

    /// Reads an object whole.
    ///
    /// # Errors
    /// There is none, or the store cannot be reached or refuses.
    pub async fn read(&self, path: &str) -> Result<Vec<u8>, ObjectError> {
        let failed = |error: object_store::Error| ObjectError(error.to_string());
        let found = self.store.get(&Path::from(path)).await.map_err(failed)?;
        Ok(found.bytes().await.map_err(failed)?.into())
    }

    /// Reads an object whole, if there is one.
    ///
    /// # Errors
    /// The store cannot be reached or refuses.
    pub async fn find(&self, path: &str) -> Result<Option<Vec<u8>>, ObjectError> {
        let failed = |error: object_store::Error| ObjectError(error.to_string());
        match self.store.get(&Path::from(path)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(failed)?.into())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Removes an object. One that is not there is removed already.
    ///
    /// # Errors
    /// The store cannot be reached or refuses.
    pub async fn delete(&self, path: &str) -> Result<(), ObjectError> {
        match self.store.delete(&Path::from(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(ObjectError(error.to_string())),
        }
    }

    /// Tells whether the store can sign links.
    pub fn can_link(&self) -> bool {
        self.bucket.is_some()
    }

    /// Returns a link to an object that works for a limited time without any key; `None` where the store cannot sign
    /// links, as a folder cannot.
    ///
    /// # Errors
    /// The link cannot be signed.
    pub async fn link(&self, path: &str, valid_for: Duration) -> Result<Option<String>, ObjectError> {
        let Some(bucket) = &self.bucket else { return Ok(None) };
        let url = bucket
            .signed_url(lambda_http::http::Method::GET, &Path::from(path), valid_for)
            .await
            .map_err(|error| ObjectError(error.to_string()))?;
        Ok(Some(url.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_object_written_in_pieces_is_seen_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("file://{}", folder.path().display());
        let objects = Objects::open(&std::iter::once(("REPORTS".to_owned(), address)).collect()).unwrap();
        let pieces: Vec<Vec<u8>> = (0..25_u8).map(|piece| vec![piece; 1024 * 1024 - 7]).collect();
        for (path, is_finished) in [("a/finished.csv", true), ("a/dropped.csv", false)] {
            let mut writer = objects.writer(path, "text/csv");
            for piece in &pieces {
                writer.write(piece.clone()).await.unwrap();
            }
            assert_eq!(objects.list("a").await.unwrap(), Vec::<String>::new(), "{path}");
            if is_finished {
                writer.finish().await.unwrap();
                assert!(std::fs::read(folder.path().join(path)).unwrap() == pieces.concat());
                std::fs::remove_file(folder.path().join(path)).unwrap();
            }
        }
        let mut small = objects.writer("small.csv", "text/csv");
        small.write(b"one".to_vec()).await.unwrap();
        small.finish().await.unwrap();
        assert_eq!(std::fs::read(folder.path().join("small.csv")).unwrap(), b"one");
    }

    /// A bucket in a few lines: it fails every first try, as S3 does when it asks to slow down.
    async fn bucket() -> (String, Arc<std::sync::Mutex<std::collections::BTreeMap<String, Vec<u8>>>>) {
        use axum::body::Bytes;
        use axum::http::{Method, StatusCode, Uri};
        use axum::response::IntoResponse;
        type Kept = std::collections::BTreeMap<String, Vec<u8>>;
        let kept: Arc<std::sync::Mutex<Kept>> = Arc::default();
        let tries = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let answer = {
            let kept = kept.clone();
            move |method: Method, uri: Uri, body: Bytes| async move {
                if tries.fetch_add(1, std::sync::atomic::Ordering::Relaxed).is_multiple_of(2) {
                    return StatusCode::SERVICE_UNAVAILABLE.into_response();
                }
                let mut kept = kept.lock().unwrap();
                if method == Method::PUT {
                    kept.insert(uri.path().to_owned(), body.to_vec());
                    return [("etag", "\"1\"")].into_response();
                }
                let Some(found) = kept.get(uri.path()) else { return StatusCode::NOT_FOUND.into_response() };
                let headers = [("etag", "\"1\""), ("last-modified", "Mon, 02 Mar 2026 09:00:00 GMT")];
                (headers, found.clone()).into_response()
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(answer)).await });
        (address, kept)
    }

    #[tokio::test]
    async fn objects_travel_over_the_connections_of_the_sdk_and_are_tried_again() {
        let (address, kept) = bucket().await;
        let variables = [
            ("REPORTS", "s3://reports"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_ENDPOINT_URL_S3", address.as_str()),
        ];
        let environment = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        let objects = Objects::open(&environment).unwrap();
        objects.put("weeks/one.json", "application/json", b"{}".to_vec()).await.unwrap();
        assert_eq!(kept.lock().unwrap().get("/reports/weeks/one.json").unwrap(), b"{}");
        assert_eq!(objects.read("weeks/one.json").await.unwrap(), b"{}");
        assert!(objects.read("weeks/two.json").await.unwrap_err().to_string().contains("not found"));
        let link = objects.link("weeks/one.json", Duration::from_secs(60)).await.unwrap().unwrap();
        assert!(link.starts_with(&format!("{address}/reports/weeks/one.json?")), "{link}");
    }
}
