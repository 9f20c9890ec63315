//! The function `console` on Lambda.

use runtime::function::{Error, run};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(console::start).await
}
