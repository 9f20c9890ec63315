//! What is known of the provider: its addresses and keys, as it publishes them, read once an hour; and what it says of a person.
//! Decides nothing about who may sign in.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClientAuthMethod,
    CoreErrorResponseType as Refusal, CoreGenderClaim, CoreGrantType, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenResponse,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EmptyAdditionalClaims,
    EmptyAdditionalProviderMetadata, EndUserEmail, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IdTokenVerifier, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    ProviderMetadata, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse,
    TokenResponse as _, UserInfoClaims,
};
use runtime::https::{CallError, Https};
use tokio::sync::Mutex;

use super::key::{ALGORITHMS, Key};
use super::ticket::Ticket;
use crate::document::Provider;

/// How long what the provider publishes is taken as it is.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(1);
/// How long a provider that did not answer is left alone.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(10);

type Metadata = ProviderMetadata<
    EmptyAdditionalProviderMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    Key,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;
type Client = openidconnect::Client<
    EmptyAdditionalClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    Key,
    CoreAuthPrompt,
    StandardErrorResponse<Refusal>,
    CoreTokenResponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why a person could not be signed in. In fixed words: what a provider says may name the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// The provider does not answer, or not as one.
    Unavailable(&'static str),
    /// It did not vouch for the person.
    Refused(&'static str),
}

/// What was read of a provider, and when.
#[derive(Clone)]
struct Read {
    issuer: String,
    at: Timestamp,
    found: Result<Arc<Metadata>, Failed>,
}

/// What is known of the provider.
#[derive(Default)]
pub(crate) struct Known(Mutex<Option<Read>>);

impl Known {
    /// Returns the address of the provider to which a person is sent.
    pub(super) async fn address(&self, way: Way<'_>, ticket: &Ticket) -> Result<String, Failed> {
        let metadata = self.metadata(way, false).await?;
        let client = way.client(&metadata)?;
        let (state, nonce) = (CsrfToken::new(ticket.state.clone()), Nonce::new(ticket.nonce.clone()));
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(ticket.secret.clone()));
        let request = client.authorize_url(flow, || state, || nonce).set_pkce_challenge(challenge);
        let request = request.add_scope(Scope::new("email".to_owned()));
        let more = way.provider.vouches_for_addresses.then(|| Scope::new("profile".to_owned()));
        Ok(request.add_scopes(more).url().0.to_string())
    }

    /// Changes a code for what the provider says of the person: the verified address.
    pub(super) async fn email(&self, way: Way<'_>, ticket: &Ticket, code: &str) -> Result<String, Failed> {
        let metadata = self.metadata(way, false).await?;
        let client = way.client(&metadata)?;
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.map_err(|_| Failed::Unavailable("the provider has no address for codes"))?;
        let http = way.http();
        let secret = PkceCodeVerifier::new(ticket.secret.clone());
        let tokens = request.set_pkce_verifier(secret).request_async(&http).await.map_err(|error| refused(&error))?;
        let token = tokens.id_token().ok_or(Failed::Refused("the provider sent no token of identity"))?;
        let nonce = Nonce::new(ticket.nonce.clone());
        let claims = match token.claims(&way.verifier(&metadata)?, &nonce) {
            // The provider may have a new key.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let metadata = self.metadata(way, true).await?;
                token.claims(&way.verifier(&metadata)?, &nonce)
            }
            checked => checked,
        };
        let claims = claims.map_err(|error| Failed::Refused(wrong(&error)))?;
        let vouches = way.provider.vouches_for_addresses;
        if let Some(said) = claims.email() {
            return verified(said, claims.email_verified(), vouches);
        }
        // Microsoft Entra ID says it so where a person has no mailbox in its directory.
        let name = claims.preferred_username().filter(|name| vouches && name.contains('@'));
        if let Some(name) = name {
            return Ok(name.to_ascii_lowercase());
        }
        // Many providers say it only when they are asked once more.
        let request = client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()));
        let request = request.map_err(|_| Failed::Refused("the provider says no e-mail address"))?;
        let said = request.request_async::<EmptyAdditionalClaims, _, CoreGenderClaim>(&http).await;
        let said: UserInfoClaims<_, _> =
            said.map_err(|_| Failed::Refused("the provider says nothing of the person"))?;
        let email = said.email().ok_or(Failed::Refused("the provider says no e-mail address"))?;
        verified(email, said.email_verified(), vouches)
    }

    /// Returns what the provider publishes; `fresh`: as it is now.
    async fn metadata(&self, way: Way<'_>, fresh: bool) -> Result<Arc<Metadata>, Failed> {
        let mut known = self.0.lock().await;
        if let Some(read) = known.as_ref().filter(|read| !fresh && read.issuer == way.provider.issuer) {
            let lasts = if read.found.is_ok() { KNOWN_FOR } else { AGAIN_AFTER };
            if way.now.duration_since(read.at) < lasts {
                return read.found.clone();
            }
        }
        let found = read(way).await;
        *known = Some(Read { issuer: way.provider.issuer.clone(), at: way.now, found: found.clone() });
        found
    }
}

/// How the provider is reached.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    /// The provider of the configuration.
    pub(super) provider: &'a Provider,
    /// Carries the calls.
    pub(super) https: &'a Https,
    /// The address at which the person comes back.
    pub(super) back: &'a str,
    /// The time now.
    pub(super) now: Timestamp,
}

impl Way<'_> {
    fn http(self) -> impl Fn(HttpRequest) -> futures::future::BoxFuture<'static, Result<HttpResponse, CallError>> {
        let https = self.https.clone();
        move |request| {
            let https = https.clone();
            Box::pin(async move { https.call(request).await })
        }
    }

    fn client(self, metadata: &Metadata) -> Result<Client, Failed> {
        let back =
            RedirectUrl::new(self.back.to_owned()).map_err(|_| Failed::Unavailable("no address to come back to"))?;
        let methods = metadata.token_endpoint_auth_methods_supported();
        // By its own word a provider that says nothing takes the header.
        let in_body = methods.is_some_and(|methods| !methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let (id, secret) = (self.id(), ClientSecret::new(self.provider.client_secret.reveal().to_owned()));
        let client = Client::from_provider_metadata(metadata.clone(), id, Some(secret)).set_redirect_uri(back);
        Ok(client.set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth }))
    }

    /// Checks tokens by the provider's public keys only: as for a client without a secret, which nobody can have signed with.
    fn verifier(self, metadata: &Metadata) -> Result<IdTokenVerifier<'static, Key>, Failed> {
        let (issuer, keys) = (metadata.issuer().clone(), metadata.jwks().clone());
        Ok(IdTokenVerifier::new_public_client(self.id(), issuer, keys).set_allowed_algs(ALGORITHMS))
    }

    fn id(self) -> ClientId {
        ClientId::new(self.provider.client_id.clone())
    }
}

async fn read(way: Way<'_>) -> Result<Arc<Metadata>, Failed> {
    let wrong = Failed::Unavailable("the provider does not publish what it is");
    let issuer = IssuerUrl::new(way.provider.issuer.clone()).map_err(|_| wrong)?;
    let http = way.http();
    Metadata::discover_async(issuer, &http).await.map(Arc::new).map_err(|_| wrong)
}

/// Takes an address that the provider verified, or says nothing of where it vouches for all.
fn verified(email: &EndUserEmail, is_verified: Option<bool>, vouches: bool) -> Result<String, Failed> {
    match is_verified {
        Some(true) => Ok(email.to_ascii_lowercase()),
        None if vouches => Ok(email.to_ascii_lowercase()),
        _ => Err(Failed::Refused("the provider has not verified the e-mail address")),
    }
}

type NotChanged = RequestTokenError<CallError, StandardErrorResponse<Refusal>>;

/// Says why a code was not changed for tokens.
fn refused(error: &NotChanged) -> Failed {
    match error {
        RequestTokenError::ServerResponse(said) => Failed::Refused(match said.error() {
            Refusal::InvalidGrant => "the provider does not take the code",
            Refusal::InvalidClient | Refusal::UnauthorizedClient => {
                "the provider does not know this client: check client_id and client_secret"
            }
            _ => "the provider refused to change the code",
        }),
        RequestTokenError::Request(_) => Failed::Unavailable("the provider does not answer"),
        _ => Failed::Refused("the provider's tokens cannot be read"),
    }
}

/// Says what is wrong with a token.
fn wrong(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "the token has expired",
        ClaimsVerificationError::InvalidAudience(_) => "the token is for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "the token is of another issuer",
        ClaimsVerificationError::InvalidNonce(_) => "the token is of another visit",
        ClaimsVerificationError::SignatureVerification(_) => "the token is not signed by the provider",
        _ => "the token is not right",
    }
}
