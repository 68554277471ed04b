use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// A server that answers one request with these bytes.
async fn server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 1024];
        let _ = stream.read(&mut request).await;
        stream.write_all(answer).await.unwrap();
    });
    format!("http://{address}/")
}

async fn read(answer: &'static [u8], most: usize) -> Result<Vec<u8>, ReadError> {
    let request = http::Request::get(server(answer).await)
        .body(Bytes::new())
        .unwrap();
    let opened = Http::new(Duration::from_secs(5)).open(request).await.unwrap();
    assert_eq!(opened.status(), 200);
    opened.read(most).await
}

#[tokio::test]
async fn el_20_a_body_is_read_up_to_the_limit_and_not_a_byte_more() {
    let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfour";
    assert_eq!(read(whole, 4).await, Ok(b"four".to_vec()));
    assert_eq!(read(whole, 3).await, Err(ReadError::TooLarge));
    let unannounced = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nfour";
    assert_eq!(read(unannounced, 4).await, Ok(b"four".to_vec()));
    assert_eq!(read(unannounced, 3).await, Err(ReadError::TooLarge));
    let empty = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(read(empty, 4).await, Ok(Vec::new()));
}

#[tokio::test]
async fn el_20_a_length_that_lies_is_found_out() {
    let less = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nfour";
    assert_eq!(read(less, 100).await, Err(ReadError::CutShort));
    let broken = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nfour\r\n";
    assert_eq!(read(broken, 100).await, Err(ReadError::CutShort));
    let huge = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nfour";
    assert_eq!(read(huge, 100).await, Err(ReadError::TooLarge));
}

#[tokio::test]
async fn lesson_9_no_connection_is_made_to_an_address_that_is_not_public() {
    let address = server(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let named = address.replace("127.0.0.1", "localhost");
    let request = || http::Request::get(&named).body(Bytes::new()).unwrap();
    let guarded = Http::to_public(Duration::from_secs(5), Vec::new());
    assert_eq!(guarded.open(request()).await.unwrap_err(), HttpError::NotPublic);
    let local = Http::to_public(Duration::from_secs(5), vec!["localhost".to_owned()]);
    assert_eq!(local.open(request()).await.unwrap().status(), 200);
}
