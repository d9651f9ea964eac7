//! Starting the servers of others: each on a free port of this machine, in a directory of its own that goes with it.

use std::error::Error;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A server that runs until it is dropped.
pub(crate) struct Started {
    pub(crate) child: Child,
    /// Its files.
    _directory: TempDir,
    pub(crate) url: String,
    pub(crate) user: &'static str,
    pub(crate) password: &'static str,
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Waits until a port answers.
fn wait_for(port: u16, child: &mut Child) -> Result {
    let end = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if let Some(status) = child.try_wait()? {
            return Err(format!("it ended: {status}").into());
        }
        if Instant::now() > end {
            return Err("it does not answer".into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Virtuoso (the Debian package virtuoso-opensource) with few buffers and a limit of 1,000 rows.
pub(crate) fn virtuoso() -> Result<Started> {
    let directory = tempfile::tempdir()?;
    let (sql, http) = (free_port()?, free_port()?);
    let ini = format!(
        "[Database]\nDatabaseFile = virtuoso.db\nErrorLogFile = virtuoso.log\nLockFile = virtuoso.lck\nTransactionFile = virtuoso.trx\n\
         xa_persistent_file = virtuoso.pxa\n[TempDatabase]\nDatabaseFile = temp.db\nTransactionFile = temp.trx\n\
         [Parameters]\nServerPort = 127.0.0.1:{sql}\nServerThreads = 10\nNumberOfBuffers = 4000\nMaxDirtyBuffers = 3000\n\
         [HTTPServer]\nServerPort = 127.0.0.1:{http}\nServerThreads = 10\n[SPARQL]\nResultSetMaxRows = 1000\n"
    );
    fs::write(directory.path().join("virtuoso.ini"), ini)?;
    let mut command = Command::new("virtuoso-t");
    command.args(["+foreground", "+configfile", "virtuoso.ini"]).current_dir(directory.path());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|error| format!("virtuoso-t: {error}"))?;
    wait_for(http, &mut child)?;
    let url = format!("http://127.0.0.1:{http}/sparql");
    Ok(Started { child, _directory: directory, url, user: "dba", password: "dba" })
}

/// `oxigraph serve` (of pip).
pub(crate) fn oxigraph() -> Result<Started> {
    let directory = tempfile::tempdir()?;
    let port = free_port()?;
    let mut command = Command::new("oxigraph");
    command.args(["serve", "--bind", &format!("127.0.0.1:{port}"), "--location"]).arg(directory.path().join("store"));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|error| format!("oxigraph: {error}"))?;
    wait_for(port, &mut child)?;
    Ok(Started { child, _directory: directory, url: format!("http://127.0.0.1:{port}/"), user: "", password: "" })
}
