//! Serves the site of a data folder: `cargo run -p dondoc-server --example site -- FOLDER [PORT]`.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use dondoc_ledger_sqlite::DataFolder;
use dondoc_server::{Options, serve};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("which data folder?")?;
    let port = args.next().map_or(Ok(8080), |port| port.parse())?;
    let folder = Arc::new(DataFolder::open(Path::new(&folder))?);
    serve(
        folder,
        Options {
            port,
            guests_read: true,
            ..Options::default()
        },
    )
    .await?;
    Ok(())
}
