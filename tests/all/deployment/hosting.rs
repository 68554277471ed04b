//! How the template hosts the pages.

use std::process::Command;

use memberline_permissions::Template;
use serde_json::{Value, json};

use crate::world::roles;

/// CloudFront's own policies, by the ids that its documentation gives them.
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const CACHING_OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const ALL_VIEWER_EXCEPT_HOST_HEADER: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/// A deployment with these parameters.
fn deployed(parameters: &[(&str, &str)]) -> Template {
    roles::deployed(roles::TEMPLATE, parameters)
}

fn all(template: &Template, kind: &str) -> Vec<(String, Value)> {
    template.resources(kind).unwrap()
}

fn one(template: &Template, kind: &str, id: &str) -> Value {
    let found = all(template, kind).into_iter().find(|(its, _)| its == id);
    found.unwrap_or_else(|| panic!("there is no {id}")).1
}

fn distribution(template: &Template) -> Value {
    one(template, "AWS::CloudFront::Distribution", "Pages")["DistributionConfig"].clone()
}

fn policy(template: &Template) -> String {
    let policy = one(template, "AWS::CloudFront::ResponseHeadersPolicy", "PagesHeaders");
    let policy = &policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]["ContentSecurityPolicy"];
    policy["ContentSecurityPolicy"].as_str().unwrap().to_owned()
}

fn variable(template: &Template, name: &str) -> String {
    let variables = template.at(&["Globals", "Function", "Environment", "Variables"]);
    variables.unwrap().unwrap()[name]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn pages_run_what_is_theirs_alone_and_nobody_frames_them() {
    let cognito =
        "https://cognito-idp.us-east-1.amazonaws.com https://memberline-0.auth.us-east-1.amazoncognito.com";
    let bucket = "https://DocumentsBucket.s3.us-east-1.amazonaws.com";
    let expected = |sign_in: &str| {
        format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: {bucket}; \
             connect-src 'self' {bucket} {sign_in}; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        )
    };
    assert_eq!(policy(&deployed(&[])), expected(cognito));
    let issuer = [
        ("AuthIssuer", "https://id.lakeside.example/realms/staff"),
        ("AuthAudience", "memberline"),
    ];
    assert_eq!(
        policy(&deployed(&issuer)),
        expected("https://id.lakeside.example")
    );
    let others = [
        issuer[0],
        issuer[1],
        ("PagesConnectTo", "https://token.example https://x.example"),
    ];
    assert_eq!(
        policy(&deployed(&others)),
        expected("https://id.lakeside.example https://token.example https://x.example")
    );
}

#[test]
fn every_answer_of_cloudfront_says_how_browsers_are_to_take_it() {
    let template = deployed(&[]);
    let policies = all(&template, "AWS::CloudFront::ResponseHeadersPolicy");
    assert_eq!(policies.len(), 2);
    for (id, policy) in policies {
        let security = &policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
        let age = security["StrictTransportSecurity"]["AccessControlMaxAgeSec"].as_u64();
        assert!(age.is_some_and(|age| age >= 31_536_000), "{id}");
        assert_eq!(security["ContentTypeOptions"]["Override"], true, "{id}");
        let csp = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
            .as_str()
            .unwrap();
        assert!(
            csp.starts_with("default-src 'none'") && csp.contains("frame-ancestors 'none'"),
            "{id}: {csp}"
        );
        assert!(
            !csp.contains("unsafe") && !csp.contains('*') && !csp.contains("http:"),
            "{id}: {csp}"
        );
    }
    let config = distribution(&template);
    for behaviour in behaviours(&config) {
        let expected = match behaviour["TargetOriginId"].as_str() {
            Some("pages") => "PagesHeaders",
            _ => "ApiHeaders",
        };
        assert_eq!(behaviour["ResponseHeadersPolicyId"], expected);
        assert_ne!(behaviour["ViewerProtocolPolicy"], "allow-all");
    }
}

fn behaviours(config: &Value) -> Vec<&Value> {
    let others = config["CacheBehaviors"].as_array().unwrap().iter();
    std::iter::once(&config["DefaultCacheBehavior"])
        .chain(others)
        .collect()
}

#[test]
fn the_api_is_at_the_pages_origin_unkept_and_its_errors_stay_errors() {
    let config = distribution(&deployed(&[]));
    let mut of_api = Vec::new();
    for behaviour in behaviours(&config) {
        let path = behaviour["PathPattern"].as_str().unwrap_or("default");
        let function = behaviour["FunctionAssociations"][0]["FunctionARN"].as_str();
        if behaviour["TargetOriginId"] == "api" {
            assert_eq!(behaviour["CachePolicyId"], CACHING_DISABLED, "{path}");
            assert_eq!(
                behaviour["OriginRequestPolicyId"], ALL_VIEWER_EXCEPT_HOST_HEADER,
                "{path}"
            );
            assert_eq!(function, Some("ViewerAddress.FunctionARN"), "{path}");
            of_api.push(path);
        } else if path == "/assets/*" {
            assert_eq!(
                (&behaviour["CachePolicyId"], function),
                (&json!(CACHING_OPTIMIZED), None)
            );
        } else {
            assert_eq!(path, "default");
            assert_eq!(
                behaviour["CachePolicyId"], CACHING_DISABLED,
                "a new release is there at once"
            );
            assert_eq!(function, Some("PagesAddresses.FunctionARN"));
        }
    }
    assert_eq!(
        of_api,
        ["/v1/*", "/downloads/*", "/openapi.json"],
        "webhooks are not among them"
    );
    assert_eq!(config["CustomErrorResponses"], Value::Null);
    assert_eq!(
        config["Origins"][1]["DomainName"],
        "HttpApi.execute-api.us-east-1.amazonaws.com"
    );
    assert_eq!(
        config["Origins"][1]["CustomOriginConfig"]["OriginProtocolPolicy"],
        "https-only"
    );
}

#[test]
fn every_route_is_a_webhook_or_behind_cloudfront() {
    let template = deployed(&[]);
    let config = distribution(&template);
    let behind: Vec<&str> = behaviours(&config)
        .iter()
        .filter(|behaviour| behaviour["TargetOriginId"] == "api")
        .filter_map(|behaviour| behaviour["PathPattern"].as_str())
        .collect();
    let routes = all(&template, "AWS::ApiGatewayV2::Route");
    assert!(routes.len() > 5);
    for (id, route) in routes {
        let (_, path) = route["RouteKey"].as_str().unwrap().split_once(' ').unwrap();
        let covers = |pattern: &&str| match pattern.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => path == *pattern,
        };
        let is_behind = behind.iter().any(covers);
        assert_ne!(is_behind, path.starts_with("/webhooks/"), "{id}: {path}");
    }
}

#[test]
fn the_bucket_of_the_pages_is_read_by_this_distribution_alone() {
    let template = deployed(&[]);
    let bucket = one(&template, "AWS::S3::Bucket", "PagesBucket");
    for block in [
        "BlockPublicAcls",
        "BlockPublicPolicy",
        "IgnorePublicAcls",
        "RestrictPublicBuckets",
    ] {
        assert_eq!(bucket["PublicAccessBlockConfiguration"][block], true, "{block}");
    }
    assert_eq!(bucket["VersioningConfiguration"]["Status"], "Enabled");
    let policy = one(&template, "AWS::S3::BucketPolicy", "PagesBucketPolicy");
    let statements = policy["PolicyDocument"]["Statement"].as_array().unwrap();
    let allowing: Vec<&Value> = statements.iter().filter(|of| of["Effect"] == "Allow").collect();
    assert_eq!(
        allowing,
        [&json!({
            "Sid": "CloudFrontReads",
            "Effect": "Allow",
            "Principal": { "Service": "cloudfront.amazonaws.com" },
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::PagesBucket/*",
            "Condition": { "StringEquals": {
                "aws:SourceArn": "arn:aws:cloudfront::123456789012:distribution/Pages"
            } },
        })]
    );
    assert!(
        statements
            .iter()
            .any(|of| of["Effect"] == "Deny" && of["Action"] == "s3:*")
    );
    let access = one(&template, "AWS::CloudFront::OriginAccessControl", "PagesAccess");
    assert_eq!(access["OriginAccessControlConfig"]["SigningBehavior"], "always");
}

#[test]
fn without_a_domain_all_is_at_cloudfronts_address_and_carriers_call_the_apis_own() {
    let template = deployed(&[]);
    assert_eq!(variable(&template, "CONSOLE_URL"), "https://Pages.DomainName");
    assert_eq!(
        variable(&template, "PUBLIC_URL"),
        "https://HttpApi.execute-api.us-east-1.amazonaws.com"
    );
    let client = one(&template, "AWS::Cognito::UserPoolClient", "UserPoolClient");
    assert_eq!(client["CallbackURLs"], json!(["https://Pages.DomainName/"]));
    let pool = one(&template, "AWS::Cognito::UserPool", "UserPool");
    let invitation = pool["AdminCreateUserConfig"]["InviteMessageTemplate"]["EmailMessage"].as_str();
    assert!(
        invitation.unwrap().contains("at https://Pages.DomainName now"),
        "{invitation:?}"
    );
    let config = distribution(&template);
    assert_eq!(config["Aliases"], Value::Null);
    assert_eq!(
        config["ViewerCertificate"],
        json!({ "CloudFrontDefaultCertificate": true })
    );
    assert_eq!(config["WebACLId"], Value::Null);
    let api = one(&template, "AWS::ApiGatewayV2::Api", "HttpApi");
    assert_eq!(
        (&api["DisableExecuteApiEndpoint"], &api["CorsConfiguration"]),
        (&json!(false), &Value::Null)
    );
}

#[test]
fn with_domains_of_ones_own_the_default_endpoint_is_closed() {
    let certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    let acl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/memberline/1";
    let template = deployed(&[
        ("ConsoleUrl", "https://console.lakeside.example"),
        ("ConsoleCertificateArn", certificate),
        ("ApiDomain", "api.lakeside.example"),
        ("ApiCertificateArn", certificate),
        ("WebAclArn", acl),
    ]);
    assert_eq!(
        variable(&template, "CONSOLE_URL"),
        "https://console.lakeside.example"
    );
    assert_eq!(variable(&template, "PUBLIC_URL"), "https://api.lakeside.example");
    let config = distribution(&template);
    assert_eq!(config["Aliases"], json!(["console.lakeside.example"]));
    assert_eq!(
        config["ViewerCertificate"]["MinimumProtocolVersion"],
        "TLSv1.2_2021"
    );
    assert_eq!(config["ViewerCertificate"]["AcmCertificateArn"], certificate);
    assert_eq!(config["WebACLId"], acl);
    assert_eq!(config["Origins"][1]["DomainName"], "api.lakeside.example");
    assert_eq!(
        config["Origins"][1]["OriginCustomHeaders"]
            .as_array()
            .unwrap()
            .len(),
        1,
        "the proof stays"
    );
    let api = one(&template, "AWS::ApiGatewayV2::Api", "HttpApi");
    assert_eq!(api["DisableExecuteApiEndpoint"], true);
    assert_eq!(
        api["CorsConfiguration"]["AllowOrigins"],
        json!(["https://console.lakeside.example"])
    );
    let domain = one(&template, "AWS::ApiGatewayV2::DomainName", "ApiDomainName");
    assert_eq!(domain["DomainNameConfigurations"][0]["SecurityPolicy"], "TLS_1_2");
}

#[test]
fn whoever_hosts_the_pages_themselves_gets_none_of_it() {
    let template = deployed(&[
        ("HostPages", "false"),
        ("ConsoleUrl", "https://console.lakeside.example"),
    ]);
    for kind in [
        "AWS::CloudFront::Distribution",
        "AWS::CloudFront::Function",
        "AWS::CloudFront::OriginAccessControl",
        "AWS::CloudFront::ResponseHeadersPolicy",
        "AWS::SecretsManager::Secret",
    ] {
        assert_eq!(all(&template, kind), [], "{kind}");
    }
    let function = one(&template, "AWS::Serverless::Function", "AgentApi");
    assert_eq!(
        function["Environment"]["Variables"]["FRONT_SECRET_ID"],
        Value::Null
    );
    let role = one(&template, "AWS::IAM::Role", "AgentApiRole").to_string();
    assert!(!role.contains("secretsmanager"), "{role}");
}

/// What the function at the edge makes of a request of this viewer.
fn at_the_edge(request: &Value) -> Value {
    let template = deployed(&[]);
    let function = one(&template, "AWS::CloudFront::Function", "ViewerAddress");
    let code = function["FunctionCode"].as_str().unwrap();
    let script = format!("{code}\nconsole.log(JSON.stringify(handler({request})))");
    let node = Command::new("node").args(["-e", &script]).output().unwrap();
    assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
    serde_json::from_slice(&node.stdout).unwrap()
}

#[test]
fn cloudfront_says_who_the_viewer_is_over_what_they_say_of_themselves() {
    for forged in [
        json!({}),
        json!({ "x-memberline-viewer": { "value": "198.51.100.1", "multiValue": [{ "value": "a" }, { "value": "b" }] } }),
    ] {
        let event = json!({
            "viewer": { "ip": "2001:db8::7" },
            "request": { "method": "GET", "uri": "/v1/me", "headers": forged },
        });
        let sent = at_the_edge(&event);
        assert_eq!(
            sent["headers"],
            json!({ "x-memberline-viewer": { "value": "2001:db8::7" } })
        );
        assert_eq!(sent["uri"], "/v1/me");
    }
}
