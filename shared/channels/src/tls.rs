//! The ciphers of secure connections: one library for all of a program.

/// Makes ring the library of ciphers of this program, unless it has one. Call it before you make an HTTP client.
pub fn install() {
    // Somebody else was faster: then there is one.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
