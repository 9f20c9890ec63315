//! The function `erase` on Lambda.

use runtime::function::{Error, run};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(erase::start).await
}
