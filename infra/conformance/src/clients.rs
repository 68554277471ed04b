//! A client of each service that is used.

use aws_config::SdkConfig;

/// The clients of one AWS.
pub struct Clients {
    pub cloudformation: aws_sdk_cloudformation::Client,
    pub cognito: aws_sdk_cognitoidentityprovider::Client,
    pub dynamodb: aws_sdk_dynamodb::Client,
    pub events: aws_sdk_eventbridge::Client,
    pub kms: aws_sdk_kms::Client,
    pub lambda: aws_sdk_lambda::Client,
    pub logs: aws_sdk_cloudwatchlogs::Client,
    pub s3: aws_sdk_s3::Client,
    pub scheduler: aws_sdk_scheduler::Client,
    pub secrets: aws_sdk_secretsmanager::Client,
    pub ses: aws_sdk_sesv2::Client,
    pub sns: aws_sdk_sns::Client,
    pub sqs: aws_sdk_sqs::Client,
    pub streams: aws_sdk_dynamodbstreams::Client,
    pub sts: aws_sdk_sts::Client,
}

impl Clients {
    /// Clients with this configuration.
    pub fn new(aws: &SdkConfig) -> Self {
        // Emulators have no host for each bucket.
        let in_paths = aws.endpoint_url().is_some();
        let s3 = aws_sdk_s3::config::Builder::from(aws).force_path_style(in_paths);
        Self {
            cloudformation: aws_sdk_cloudformation::Client::new(aws),
            cognito: aws_sdk_cognitoidentityprovider::Client::new(aws),
            dynamodb: aws_sdk_dynamodb::Client::new(aws),
            events: aws_sdk_eventbridge::Client::new(aws),
            kms: aws_sdk_kms::Client::new(aws),
            lambda: aws_sdk_lambda::Client::new(aws),
            logs: aws_sdk_cloudwatchlogs::Client::new(aws),
            s3: aws_sdk_s3::Client::from_conf(s3.build()),
            scheduler: aws_sdk_scheduler::Client::new(aws),
            secrets: aws_sdk_secretsmanager::Client::new(aws),
            ses: aws_sdk_sesv2::Client::new(aws),
            sns: aws_sdk_sns::Client::new(aws),
            sqs: aws_sdk_sqs::Client::new(aws),
            streams: aws_sdk_dynamodbstreams::Client::new(aws),
            sts: aws_sdk_sts::Client::new(aws),
        }
    }
}
