//! Keys of a provider, as it publishes them. ring checks their signatures, as everywhere else: the library's own key type would bring a
//! second crypto library. A key signs nothing here, and what is signed with a shared secret is not believed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKeyType, CoreJsonWebKeyUse, CoreJwsSigningAlgorithm as Algorithm};
use openidconnect::{JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyId, SignatureVerificationError as Wrong};
use ring::digest;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm};
use serde::{Deserialize, Serialize};

/// What a token may be signed by.
pub(super) const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// A public key of a provider (RFC 7517).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Key {
    kty: CoreJsonWebKeyType,
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    purpose: Option<CoreJsonWebKeyUse>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kid: Option<JsonWebKeyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alg: Option<Use>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    crv: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    x: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    y: Option<String>,
}

/// The one algorithm that a key is for: one that signs, or another.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Use {
    Signs(Algorithm),
    Other(String),
}

impl JsonWebKey for Key {
    type KeyUse = CoreJsonWebKeyUse;
    type SigningAlgorithm = Algorithm;

    fn key_id(&self) -> Option<&JsonWebKeyId> {
        self.kid.as_ref()
    }

    fn key_type(&self) -> &CoreJsonWebKeyType {
        &self.kty
    }

    fn key_use(&self) -> Option<&CoreJsonWebKeyUse> {
        self.purpose.as_ref()
    }

    fn signing_alg(&self) -> JsonWebKeyAlgorithm<&Algorithm> {
        match &self.alg {
            None => JsonWebKeyAlgorithm::Unspecified,
            Some(Use::Signs(algorithm)) => JsonWebKeyAlgorithm::Algorithm(algorithm),
            Some(Use::Other(_)) => JsonWebKeyAlgorithm::Unsupported,
        }
    }

    /// Makes a key that checks nothing: what is signed with a shared secret is not believed.
    fn new_symmetric(_: Vec<u8>) -> Self {
        let kty = CoreJsonWebKeyType::Symmetric;
        Self { kty, purpose: None, kid: None, alg: None, crv: None, n: None, e: None, x: None, y: None }
    }

    fn verify_signature(&self, algorithm: &Algorithm, message: &[u8], signature: &[u8]) -> Result<(), Wrong> {
        let checked = match algorithm {
            Algorithm::RsaSsaPkcs1V15Sha256 => self.rsa(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature),
            Algorithm::RsaSsaPkcs1V15Sha384 => self.rsa(&signature::RSA_PKCS1_2048_8192_SHA384, message, signature),
            Algorithm::RsaSsaPkcs1V15Sha512 => self.rsa(&signature::RSA_PKCS1_2048_8192_SHA512, message, signature),
            Algorithm::RsaSsaPssSha256 => self.rsa(&signature::RSA_PSS_2048_8192_SHA256, message, signature),
            Algorithm::RsaSsaPssSha384 => self.rsa(&signature::RSA_PSS_2048_8192_SHA384, message, signature),
            Algorithm::RsaSsaPssSha512 => self.rsa(&signature::RSA_PSS_2048_8192_SHA512, message, signature),
            Algorithm::EcdsaP256Sha256 => {
                self.curve(("P-256", 32), &signature::ECDSA_P256_SHA256_FIXED, message, signature)
            }
            Algorithm::EcdsaP384Sha384 => {
                self.curve(("P-384", 48), &signature::ECDSA_P384_SHA384_FIXED, message, signature)
            }
            Algorithm::EdDsa => self.edwards(message, signature),
            _ => return Err(Wrong::UnsupportedAlg("no public key checks it".to_owned())),
        };
        match checked {
            None => Err(Wrong::InvalidKey("not a key of this algorithm".to_owned())),
            Some(false) => Err(Wrong::CryptoError("bad signature".to_owned())),
            Some(true) => Ok(()),
        }
    }

    fn hash_bytes(&self, bytes: &[u8], algorithm: &Algorithm) -> Result<Vec<u8>, String> {
        let by = match algorithm {
            Algorithm::RsaSsaPkcs1V15Sha256 | Algorithm::RsaSsaPssSha256 | Algorithm::EcdsaP256Sha256 => {
                &digest::SHA256
            }
            Algorithm::RsaSsaPkcs1V15Sha384 | Algorithm::RsaSsaPssSha384 | Algorithm::EcdsaP384Sha384 => {
                &digest::SHA384
            }
            Algorithm::RsaSsaPkcs1V15Sha512 | Algorithm::RsaSsaPssSha512 | Algorithm::EdDsa => &digest::SHA512,
            _ => return Err("no public key checks it".to_owned()),
        };
        Ok(digest::digest(by, bytes).as_ref().to_vec())
    }
}

/// None: the key has not what the algorithm needs.
impl Key {
    fn rsa(&self, by: &'static signature::RsaParameters, message: &[u8], signature: &[u8]) -> Option<bool> {
        let number = |text: &Option<String>| {
            let bytes = URL_SAFE_NO_PAD.decode(text.as_ref()?).ok()?;
            // Some providers write a leading zero, which the number does not need.
            let first = bytes.iter().position(|byte| *byte != 0)?;
            bytes.get(first..).map(<[u8]>::to_vec)
        };
        let key = RsaPublicKeyComponents { n: number(&self.n)?, e: number(&self.e)? };
        (self.kty == CoreJsonWebKeyType::RSA).then(|| key.verify(by, message, signature).is_ok())
    }

    fn curve(
        &self,
        (name, bytes): (&str, usize),
        by: &'static dyn VerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<bool> {
        let is_of = self.kty == CoreJsonWebKeyType::EllipticCurve && self.crv.as_deref() == Some(name);
        let coordinate = |text: &Option<String>| {
            URL_SAFE_NO_PAD.decode(text.as_ref()?).ok().filter(|decoded| decoded.len() == bytes)
        };
        let point = [vec![4], coordinate(&self.x)?, coordinate(&self.y)?].concat();
        is_of.then(|| UnparsedPublicKey::new(by, point).verify(message, signature).is_ok())
    }

    fn edwards(&self, message: &[u8], signature: &[u8]) -> Option<bool> {
        let is_of = self.kty == CoreJsonWebKeyType::OctetKeyPair && self.crv.as_deref() == Some("Ed25519");
        let point = URL_SAFE_NO_PAD.decode(self.x.as_ref()?).ok()?;
        is_of.then(|| UnparsedPublicKey::new(&signature::ED25519, point).verify(message, signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{EcdsaKeyPair, Ed25519KeyPair, KeyPair};
    use serde_json::json;

    use super::*;

    fn text(bytes: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn key(value: serde_json::Value) -> Key {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_curve_s_signature_holds_for_its_own_key_and_message() {
        let random = SystemRandom::new();
        let by = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::generate_pkcs8(by, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(by, pair.as_ref(), &random).unwrap();
        let point = pair.public_key().as_ref();
        let public =
            key(json!({"kty": "EC", "crv": "P-256", "x": text(&point[1..33]), "y": text(&point[33..]), "use": "sig"}));
        let signed = pair.sign(&random, b"eva").unwrap();
        assert_eq!(public.verify_signature(&Algorithm::EcdsaP256Sha256, b"eva", signed.as_ref()), Ok(()));
        assert!(public.verify_signature(&Algorithm::EcdsaP256Sha256, b"ana", signed.as_ref()).is_err());
        for other in
            [Algorithm::EcdsaP384Sha384, Algorithm::RsaSsaPkcs1V15Sha256, Algorithm::HmacSha256, Algorithm::None]
        {
            assert!(public.verify_signature(&other, b"eva", signed.as_ref()).is_err(), "{other:?}");
        }
    }

    #[test]
    fn an_edwards_key_checks_too_and_a_shared_secret_never_does() {
        let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap();
        let public =
            key(json!({"kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key().as_ref()), "alg": "EdDSA"}));
        assert_eq!(public.verify_signature(&Algorithm::EdDsa, b"eva", pair.sign(b"eva").as_ref()), Ok(()));
        assert!(public.verify_signature(&Algorithm::EdDsa, b"ana", pair.sign(b"eva").as_ref()).is_err());
        let shared = Key::new_symmetric(b"secret".to_vec());
        for algorithm in ALGORITHMS.iter().chain([&Algorithm::HmacSha256]) {
            assert!(shared.verify_signature(algorithm, b"", b"").is_err(), "{algorithm:?}");
        }
    }

    #[test]
    fn a_key_for_another_use_is_read_and_not_for_signatures() {
        let other = key(json!({"kty": "RSA", "alg": "RSA-OAEP", "n": "AQAB", "e": "AQAB", "use": "enc", "x5c": ["a"]}));
        assert!(matches!(other.signing_alg(), JsonWebKeyAlgorithm::Unsupported));
    }
}
