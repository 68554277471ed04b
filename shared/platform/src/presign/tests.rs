use aws_types::region::Region;
use proptest::prelude::*;

use super::*;

fn of_bucket(endpoint: Option<&str>) -> Presigner {
    let mut sdk = SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            None,
            None,
            "test",
        )));
    sdk.set_endpoint_url(endpoint.map(str::to_owned));
    let config = DocumentsConfig {
        bucket: "examplebucket".to_owned(),
        key_id: "key".to_owned(),
    };
    Presigner::new(&sdk.build(), &config).unwrap()
}

/// 2013-05-24T00:00:00Z, the day of the example in "Authenticating requests: using query parameters" of the S3 API reference.
fn example_day() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_hours(380_376)
}

#[tokio::test]
async fn the_signature_is_that_of_the_s3_reference() {
    let presigner = of_bucket(None);
    let signer = presigner.signer().await.unwrap();
    let request = (
        Method::GET,
        "https://examplebucket.s3.amazonaws.com/test.txt",
        [].as_slice(),
    );
    let url = signer
        .sign(request, example_day(), Duration::from_hours(24))
        .unwrap();
    assert_eq!(
        url,
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z\
         &X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

#[tokio::test]
async fn the_bucket_is_in_the_host_on_aws_and_in_the_path_elsewhere() {
    let lasts = Duration::from_secs(30);
    let shown = Presentation {
        content_type: "image/jpeg",
        disposition: "attachment",
    };
    let presigner = of_bucket(None);
    let signer = presigner.signer().await.unwrap();
    let on_aws = signer.download("docs/a b/1", shown, lasts).unwrap();
    assert!(
        on_aws.starts_with("https://examplebucket.s3.us-east-1.amazonaws.com/docs/a%20b/1?"),
        "{on_aws}"
    );
    for part in [
        "&response-content-disposition=attachment&",
        "&response-content-type=image%2Fjpeg&",
        "&X-Amz-Expires=30&",
    ] {
        assert!(on_aws.contains(part), "{part} in {on_aws}");
    }
    let local = of_bucket(Some("http://localhost:4566/"));
    let local = local.signer().await.unwrap().download("a", shown, lasts);
    assert!(
        local
            .unwrap()
            .starts_with("http://localhost:4566/examplebucket/a?")
    );
}

#[tokio::test]
async fn what_is_shown_twice_has_one_address() {
    let lasts = Duration::from_hours(24);
    let presigner = of_bucket(None);
    let signer = presigner.signer().await.unwrap();
    let (first, second) = (signer.show("a", lasts).unwrap(), signer.show("a", lasts).unwrap());
    assert_eq!(first, second);
    assert!(first.contains("&X-Amz-Expires=172800&"), "{first}");
}

#[tokio::test]
async fn an_upload_is_bound_to_its_organisations_key() {
    let organisation = OrganisationId::parse("lakeside").unwrap();
    let lasts = Duration::from_secs(30);
    let presigner = of_bucket(None);
    let signer = presigner.signer().await.unwrap();
    let upload = signer.upload("a", "image/png", &organisation, lasts).unwrap();
    assert!(
        upload.url.contains(
            "X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-server-side-encryption\
             %3Bx-amz-server-side-encryption-aws-kms-key-id%3Bx-amz-server-side-encryption-context&"
        ),
        "{}",
        upload.url
    );
    let context = (
        "x-amz-server-side-encryption-context",
        STANDARD.encode(r#"{"organisation":"lakeside"}"#),
    );
    assert!(upload.headers.contains(&context));
}

proptest! {
    #[test]
    fn no_name_leaves_its_header(name in any::<String>()) {
        let header = attachment(&name);
        prop_assert!(header.bytes().all(|b| b.is_ascii_graphic() || b == b' '));
        prop_assert_eq!(header.matches('"').count(), 2);
        let plain = header.split('"').nth(1).unwrap_or_default();
        prop_assert_eq!(plain.chars().count(), name.chars().count());
    }
}
