//! S3: documents, read by addresses that live for moments, and by nobody before their scan.

use std::time::Duration;

use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Tag, Tagging};

use crate::case::{Failure, Outcome, case, differs, expect, refused};
use crate::clients::Clients;
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: NobodyBeforeTheScan
            Effect: Deny
            Principal: {AWS: !GetAtt Reader.Arn}
            Action: s3:GetObject
            Resource: !Sub '${Bucket.Arn}/in/*'
            Condition: {StringNotEquals: {'s3:ExistingObjectTag/GuardDutyMalwareScanStatus': NO_THREATS_FOUND}}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{Effect: Allow, Action: s3:GetObject, Resource: !Sub '${Bucket.Arn}/in/*'}]
Outputs:
  Bucket: {Value: !Ref Bucket}
  Reader: {Value: !GetAtt Reader.Arn}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "S3: a presigned address answers with the name and type that it was signed with",
                overrides(ground),
            ),
            case(
                "S3: a presigned address that was changed is refused",
                changed(ground),
            ),
            case(
                "S3: a presigned address is dead when its time is over",
                expired(ground),
            ),
            case(
                "S3: a tag and a copy of what was put are read back",
                tagged(ground),
            ),
            case(
                "IAM: a role reads what its policy grants once a tag says that it is clean, and not before",
                scanned(ground),
            ),
            case(
                "IAM: a role is refused what its policy does not grant",
                not_granted(ground),
            ),
        ]
    },
};

async fn put(ground: &Ground, key: &str, content: &'static [u8]) -> Outcome {
    let put = ground
        .clients
        .s3
        .put_object()
        .bucket(ground.output("Bucket"))
        .key(key);
    put.content_type("image/png")
        .body(ByteStream::from_static(content))
        .send()
        .await?;
    Ok(())
}

/// An address of an object, for so many seconds.
async fn address(ground: &Ground, key: &str, seconds: u64) -> Result<String, Failure> {
    let life = PresigningConfig::expires_in(Duration::from_secs(seconds))
        .map_err(|error| Failure::Differs(error.to_string()))?;
    let get = ground
        .clients
        .s3
        .get_object()
        .bucket(ground.output("Bucket"))
        .key(key);
    let get = get
        .response_content_type("application/octet-stream")
        .response_content_disposition("attachment; filename=\"stub.png\"");
    Ok(get.presigned(life).await?.uri().to_owned())
}

async fn fetch(address: &str) -> Result<reqwest::Response, Failure> {
    reqwest::get(address)
        .await
        .map_err(|error| Failure::Differs(error.without_url().to_string()))
}

async fn overrides(ground: &Ground) -> Outcome {
    put(ground, "out/stub", b"a pay stub").await?;
    let answer = fetch(&address(ground, "out/stub", 60).await?).await?;
    expect(answer.status().as_u16() == 200, || {
        format!("it answers {}", answer.status())
    })?;
    let said: Vec<_> = ["content-type", "content-disposition"]
        .iter()
        .filter_map(|name| answer.headers().get(*name)?.to_str().ok())
        .map(str::to_owned)
        .collect();
    expect(
        said == ["application/octet-stream", "attachment; filename=\"stub.png\""],
        || format!("it says {said:?}"),
    )?;
    let content = answer
        .bytes()
        .await
        .map_err(|error| Failure::Differs(error.to_string()))?;
    expect(content.as_ref() == b"a pay stub", || {
        "it is something else".to_owned()
    })
}

async fn changed(ground: &Ground) -> Outcome {
    put(ground, "out/mine", b"mine").await?;
    put(ground, "out/yours", b"yours").await?;
    let address = address(ground, "out/mine", 60).await?;
    for changed in [
        address.replace("/out/mine", "/out/yours"),
        address.replace("stub.png", "stub.exe"),
    ] {
        let status = fetch(&changed).await?.status().as_u16();
        expect(changed != address && status == 403, || {
            format!("it answers {status}")
        })?;
    }
    Ok(())
}

async fn expired(ground: &Ground) -> Outcome {
    put(ground, "out/brief", b"brief").await?;
    let address = address(ground, "out/brief", 1).await?;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let status = fetch(&address).await?.status().as_u16();
    expect(status == 403, || format!("it answers {status}"))
}

async fn tag(ground: &Ground, key: &str, verdict: &str) -> Outcome {
    let tag = Tag::builder()
        .key("GuardDutyMalwareScanStatus")
        .value(verdict)
        .build()?;
    let tagging = Tagging::builder().tag_set(tag).build()?;
    let put = ground
        .clients
        .s3
        .put_object_tagging()
        .bucket(ground.output("Bucket"))
        .key(key);
    put.tagging(tagging).send().await?;
    Ok(())
}

async fn tagged(ground: &Ground) -> Outcome {
    put(ground, "in/tagged", b"tagged").await?;
    tag(ground, "in/tagged", "NO_THREATS_FOUND").await?;
    let tags = ground
        .clients
        .s3
        .get_object_tagging()
        .bucket(ground.output("Bucket"))
        .key("in/tagged");
    let tags = tags.send().await?;
    let read: Vec<_> = tags
        .tag_set()
        .iter()
        .map(|tag| (tag.key(), tag.value()))
        .collect();
    expect(
        read == [("GuardDutyMalwareScanStatus", "NO_THREATS_FOUND")],
        || format!("it reads {read:?}"),
    )?;
    let copy = ground
        .clients
        .s3
        .copy_object()
        .bucket(ground.output("Bucket"))
        .key("in/copy");
    copy.copy_source(format!("{}/in/tagged", ground.output("Bucket")))
        .send()
        .await?;
    let got = ground
        .clients
        .s3
        .head_object()
        .bucket(ground.output("Bucket"))
        .key("in/copy")
        .send()
        .await?;
    expect(got.content_length() == Some(6), || {
        format!("the copy has {:?} bytes", got.content_length())
    })
}

/// S3 as the reader's role.
async fn as_reader(ground: &Ground) -> Result<Clients, Failure> {
    let assumed = ground
        .until("the role can be taken", async || {
            let assume = ground.clients.sts.assume_role().role_arn(ground.output("Reader"));
            match assume.role_session_name("conformance").send().await {
                Ok(assumed) => Ok(Some(assumed)),
                // A new role is not known everywhere at once.
                Err(error) if error.code() == Some("AccessDenied") => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    let Some(given) = assumed.credentials() else {
        return differs("it gives no credentials");
    };
    let token = Some(given.session_token().to_owned());
    let credentials = Credentials::new(
        given.access_key_id(),
        given.secret_access_key(),
        token,
        None,
        "role",
    );
    let aws = ground.subject().aws.to_builder();
    let aws = aws
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build();
    Ok(Clients::new(&aws))
}

async fn scanned(ground: &Ground) -> Outcome {
    put(ground, "in/scanned", b"clean").await?;
    let reader = as_reader(ground).await?;
    let get = || {
        reader
            .s3
            .get_object()
            .bucket(ground.output("Bucket"))
            .key("in/scanned")
            .send()
    };
    refused(get().await, "AccessDenied")?;
    tag(ground, "in/scanned", "THREATS_FOUND").await?;
    refused(get().await, "AccessDenied")?;
    tag(ground, "in/scanned", "NO_THREATS_FOUND").await?;
    ground
        .until("it is read", async || match get().await {
            Ok(_) => Ok(Some(())),
            Err(error) if error.code() == Some("AccessDenied") => Ok(None),
            Err(error) => Err(error.into()),
        })
        .await
}

async fn not_granted(ground: &Ground) -> Outcome {
    let reader = as_reader(ground).await?;
    let put = reader
        .s3
        .put_object()
        .bucket(ground.output("Bucket"))
        .key("in/new");
    refused(
        put.body(ByteStream::from_static(b"new")).send().await,
        "AccessDenied",
    )?;
    let list = reader.s3.list_objects_v2().bucket(ground.output("Bucket"));
    refused(list.send().await, "AccessDenied")
}
