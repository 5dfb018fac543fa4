//! Segments that stand in an object store, read by range over HTTP.
//!
//! Any server that answers `Range` will do: S3-compatible stores with public or signed
//! addresses, or a plain web server. A segment is read in windows, each asked for once;
//! a segment that is replaced meanwhile is noticed by its entity tag or its size.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dondoc_lake::segment::{EXTENSION, ReadAt};
use ureq::http::header::{CONTENT_RANGE, ETAG, IF_MATCH, RANGE};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

/// Bytes that are asked for at once.
const WINDOW: u64 = 1 << 20;
/// Windows that are held.
const HELD: usize = 8;
/// The most bytes of a list of segments.
const MOST_LIST: u64 = 1 << 20;
/// How often a request is tried that failed on the way or at the server.
const TRIES: u32 = 3;
/// The list of segments in a folder.
const LIST: &str = "segments.txt";

/// Returns the address, where a path is one.
pub(crate) fn address(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let is_one = text.starts_with("http://") || text.starts_with("https://");
    is_one.then_some(text)
}

/// An address as it may be shown: what follows `?` signs the request.
pub(crate) fn shown(address: &str) -> PathBuf {
    PathBuf::from(address.split(['?', '#']).next().unwrap_or_default())
}

/// The segments that an address stands for: itself, or those that a list names, one a
/// line, whole or beside the list. A folder (ending in `/`) has its list in
/// `segments.txt`.
pub(crate) fn segments(address: &str) -> io::Result<Vec<String>> {
    let (place, asked) = address.split_at(address.find('?').unwrap_or(address.len()));
    if place.ends_with(&format!(".{EXTENSION}")) {
        return Ok(vec![address.to_owned()]);
    }
    let list = match place.ends_with('/') {
        true => format!("{place}{LIST}{asked}"),
        false => address.to_owned(),
    };
    let agent = agent();
    let mut answer = sent(|| agent.get(&list).call())?;
    if answer.status() != StatusCode::OK {
        return Err(refused(answer.status()));
    }
    let config = answer.body_mut().with_config().limit(MOST_LIST);
    let text = config.read_to_string().map_err(io::Error::other)?;
    let folder = &place[..=place.rfind('/').unwrap_or(place.len() - 1)];
    let lines = text.lines().map(str::trim);
    let named = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(named
        .map(|name| match name.contains("://") {
            true => name.to_owned(),
            false => format!("{folder}{name}"),
        })
        .collect())
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(10)))
        .timeout_global(Some(Duration::from_secs(60)))
        .http_status_as_error(false)
        .build();
    Agent::new_with_config(config)
}

/// Sends a request, again where the way or the server failed.
fn sent(send: impl Fn() -> Result<Response<Body>, ureq::Error>) -> io::Result<Response<Body>> {
    let mut tries = 1;
    loop {
        match send() {
            Ok(answer) if tries == TRIES || !answer.status().is_server_error() => {
                return Ok(answer);
            }
            Err(problem) if tries == TRIES => return Err(io::Error::other(problem)),
            _ => tries += 1,
        }
    }
}

fn refused(status: StatusCode) -> io::Error {
    let kind = match status {
        StatusCode::NOT_FOUND => io::ErrorKind::NotFound,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("the server answers {status}"))
}

fn changed() -> io::Error {
    io::Error::other("the segment was replaced while it was read")
}

type Window = Arc<Mutex<Option<Vec<u8>>>>;

/// A segment behind an address.
#[derive(Debug)]
pub(crate) struct Remote {
    agent: Agent,
    address: String,
    size: u64,
    /// What names this very version, where the server says it.
    tag: Option<String>,
    /// The windows asked for last, by number.
    windows: Mutex<VecDeque<(u64, Window)>>,
}

impl Remote {
    pub(crate) fn open(address: String) -> io::Result<Self> {
        let mut remote = Self {
            agent: agent(),
            address,
            size: u64::MAX,
            tag: None,
            windows: Mutex::default(),
        };
        let (bytes, size, tag) = remote.ask(0, WINDOW)?;
        remote.size = size;
        // A weak tag names no bytes.
        remote.tag = tag.filter(|tag| !tag.starts_with("W/"));
        let first = Arc::new(Mutex::new(Some(bytes)));
        let windows = remote.windows.get_mut();
        let windows = windows.unwrap_or_else(PoisonError::into_inner);
        windows.push_back((0, first));
        Ok(remote)
    }

    /// Asks for `from..to`: the bytes, how many there are in all, and their tag.
    fn ask(&self, from: u64, to: u64) -> io::Result<(Vec<u8>, u64, Option<String>)> {
        let range = format!("bytes={from}-{}", to - 1);
        let mut answer = sent(|| {
            let request = self.agent.get(&self.address).header(RANGE, &range);
            match &self.tag {
                Some(tag) => request.header(IF_MATCH, tag).call(),
                None => request.call(),
            }
        })?;
        match answer.status() {
            StatusCode::PARTIAL_CONTENT => {}
            StatusCode::OK => {
                let why = "the server gives whole files only, not ranges";
                return Err(io::Error::new(io::ErrorKind::Unsupported, why));
            }
            StatusCode::PRECONDITION_FAILED => return Err(changed()),
            // Of an empty file there is no range.
            StatusCode::RANGE_NOT_SATISFIABLE => return Ok((Vec::new(), 0, None)),
            status => return Err(refused(status)),
        }
        let head = |name| Some(answer.headers().get(name)?.to_str().ok()?.to_owned());
        let tag = head(ETAG);
        let size = head(CONTENT_RANGE)
            .as_deref()
            .and_then(|said| sized(said, from));
        let size = size.ok_or_else(|| io::Error::other("the server does not say which range"))?;
        let most = to.min(size).saturating_sub(from);
        let config = answer.body_mut().with_config().limit(most + 1);
        let bytes = config.read_to_vec().map_err(io::Error::other)?;
        if bytes.len() as u64 != most {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok((bytes, size, tag))
    }

    fn window(&self, number: u64) -> Window {
        let mut held = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, window)) = held.iter().find(|(own, _)| *own == number) {
            return Arc::clone(window);
        }
        if held.len() >= HELD {
            held.pop_front();
        }
        let window = Window::default();
        held.push_back((number, Arc::clone(&window)));
        window
    }
}

/// The size of the whole in `bytes 0-99/1234`, where the range begins as asked.
fn sized(said: &str, from: u64) -> Option<u64> {
    let (range, size) = said.trim().strip_prefix("bytes ")?.split_once('/')?;
    let begins = range.split_once('-')?.0.parse() == Ok(from);
    begins.then(|| size.parse().ok())?
}

impl ReadAt for Remote {
    fn size(&self) -> io::Result<u64> {
        Ok(self.size)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let end = offset.checked_add(buffer.len() as u64);
        if end.is_none_or(|end| end > self.size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut done = 0;
        while done < buffer.len() {
            let at = offset + done as u64;
            let number = at / WINDOW;
            let begin = number * WINDOW;
            let window = self.window(number);
            // Whoever comes second waits for the first one's answer.
            let mut window = window.lock().unwrap_or_else(PoisonError::into_inner);
            if window.is_none() {
                let (bytes, size, _) = self.ask(begin, (begin + WINDOW).min(self.size))?;
                if size != self.size {
                    return Err(changed());
                }
                *window = Some(bytes);
            }
            let from = (at - begin) as usize;
            let bytes = window.as_deref().unwrap_or_default();
            let there = bytes.get(from..).unwrap_or_default();
            let count = there.len().min(buffer.len() - done);
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            buffer[done..done + count].copy_from_slice(&there[..count]);
            done += count;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_signs_a_request_is_never_shown() {
        let path = Path::new("https://store/logs/a.seg?X-Amz-Signature=secret");
        let address = address(path).unwrap();
        assert_eq!(segments(address).unwrap(), [address]);
        assert_eq!(shown(address), Path::new("https://store/logs/a.seg"));
        assert_eq!(super::address(Path::new("logs/http")), None);
    }

    #[test]
    fn the_range_that_comes_is_the_one_asked_for() {
        assert_eq!(sized("bytes 10-19/300", 10), Some(300));
        assert_eq!(sized("bytes 0-19/300", 10), None);
        assert_eq!(sized("bytes 10-19/*", 10), None);
        assert_eq!(sized("items 10-19/300", 10), None);
    }
}
