//! HTTP as bytes, so that both sides can get what no HTTP library writes.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Head and body of a message.
pub(crate) struct Message {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value.trim()))
    }

    /// The status of a response.
    pub(crate) fn status(&self) -> Option<u16> {
        self.head.split(' ').nth(1)?.parse().ok()
    }
}

/// Reads a request; `None` if the other side closes the connection before.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<Message> {
    let mut read = Vec::new();
    loop {
        if let Some(mut message) = parse(&read) {
            let length = message.header("content-length").and_then(|length| length.parse().ok());
            let length = length.unwrap_or(0);
            if message.body.len() >= length {
                message.body.truncate(length);
                return Some(message);
            }
        }
        if stream.read_buf(&mut read).await.ok()? == 0 {
            return None;
        }
    }
}

/// Writes a request, and reads what is answered until the other side closes the connection. With `is_cut`, closes this
/// side of it first.
pub(crate) async fn exchange(address: &str, request: &[u8], is_cut: bool) -> Option<Message> {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let mut read = Vec::new();
    // An error means that the server has closed the connection.
    let _ = stream.write_all(request).await;
    if is_cut {
        let _ = stream.shutdown().await;
    }
    let _ = stream.read_to_end(&mut read).await;
    parse(&read)
}

fn parse(read: &[u8]) -> Option<Message> {
    let end = read.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(Message {
        head: String::from_utf8_lossy(&read[..end]).into_owned(),
        body: read[end + 4..].to_vec(),
    })
}
