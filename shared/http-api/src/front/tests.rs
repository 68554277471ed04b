use proptest::prelude::*;

use super::*;

fn headers(fields: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        headers.append(
            HeaderName::from_bytes(name.as_bytes()).unwrap(),
            value.parse().unwrap(),
        );
    }
    headers
}

/// Nothing is asked of Secrets Manager here.
fn front() -> Front {
    let config = aws_types::SdkConfig::builder()
        .behavior_version(aws_sdk_secretsmanager::config::BehaviorVersion::latest())
        .build();
    let client = aws_sdk_secretsmanager::Client::new(&config);
    Front::new(Some(FrontSecret::new(client, "front".to_owned())))
}

fn viewer(front: &Front, is_admitted: bool, said: &[&str], gateway: Option<&str>) -> Option<String> {
    let said: Vec<_> = said.iter().map(|said| ("x-memberline-viewer", *said)).collect();
    let viewer = front.viewer(is_admitted, &headers(&said), gateway);
    viewer.map(|viewer| viewer.to_string())
}

#[test]
fn the_viewer_is_who_cloudfront_says_behind_its_proof_and_who_api_gateway_says_elsewhere() {
    const EDGE: Option<&str> = Some("130.176.0.1");
    let behind = front();
    for address in ["203.0.113.7", "2001:db8::7", "::1"] {
        assert_eq!(viewer(&behind, true, &[address], EDGE).as_deref(), Some(address));
        // Who comes without the proof chooses what the header says.
        assert_eq!(viewer(&behind, false, &[address], EDGE).as_deref(), EDGE);
        assert_eq!(viewer(&Front::default(), true, &[address], EDGE).as_deref(), EDGE);
    }
}

#[test]
fn an_address_that_is_none_is_nobodys_and_never_that_of_cloudfront() {
    let behind = front();
    for said in [
        &[][..],
        &[""],
        &["203.0.113.7:443"],
        &["2001:db8::7:443:x"],
        &["[2001:db8::7]:443"],
        &["203.0.113.7, 198.51.100.1"],
        &["203.0.113.7", "198.51.100.1"],
        &["localhost"],
        &["1"],
        &["0x7f.1"],
        &["203.0.113.07"],
        &["fe80::1%eth0"],
    ] {
        assert_eq!(viewer(&behind, true, said, Some("130.176.0.1")), None, "{said:?}");
    }
    assert_eq!(viewer(&behind, false, &["203.0.113.7"], None), None);
    assert_eq!(viewer(&behind, false, &[], Some("not an address")), None);
}

#[tokio::test]
async fn without_the_proof_once_nothing_passes_and_nobody_is_asked() {
    for proofs in [
        &[][..],
        &[("x-memberline-proof", "a"), ("x-memberline-proof", "b")],
    ] {
        let mut headers = headers(proofs);
        let failure = front().admit(&mut headers, None).await.0.unwrap_err();
        assert_eq!(failure.problem.code, "wrong_address");
        assert_eq!(failure.problem.meaning.status(), 403);
        assert!(headers.is_empty(), "what is behind sees no proof");
    }
    let mut passing = headers(&[("x-memberline-proof", "a")]);
    Front::default().admit(&mut passing, None).await.0.unwrap();
}

#[test]
fn a_network_tells_nobodys_own_address() {
    for (address, expected) in [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::1", "::/48"),
    ] {
        assert_eq!(network(address.parse().unwrap()), expected);
    }
}

proptest! {
    #[test]
    fn whatever_a_viewer_says_of_itself_is_an_address_or_nothing(said in "[!-~]{1,60}") {
        let found = viewer(&front(), true, &[&said], None);
        prop_assert_eq!(found.is_some(), said.parse::<IpAddr>().is_ok());
    }
}
