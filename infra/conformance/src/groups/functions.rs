//! Lambda with what starts it: calls, a queue, a stream, the HTTP API. By the transform, as the product is deployed.

use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use memberline_local::serve::forwarder::Api;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::case::{Failure, Outcome, case, differs, expect};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = include_str!("functions.yaml");

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "Lambda: a custom runtime answers a call with what its function answers",
                answered(ground),
            ),
            case(
                "Lambda: an error of the function's is told apart from an answer",
                failed(ground),
            ),
            case(
                "Lambda: of a batch of a queue only what failed comes again, and becomes a dead letter",
                partial(ground),
            ),
            case(
                "Lambda: what a function cannot do of a stream goes to its destination, and no other records do",
                stream(ground),
            ),
            case(
                "Lambda: what a function writes is in its log group",
                logged(ground),
            ),
            case(
                "API Gateway: a request comes to the function as payload 2.0, byte for byte",
                request(ground),
            ),
            case(
                "API Gateway: a route that nobody declared is not found",
                no_route(ground),
            ),
            case(
                "API Gateway: a route with an authorizer refuses who has no token, or none of the issuer's",
                authorized(ground),
            ),
            case(
                "API Gateway: a page of another origin is told what it may ask, and no third",
                preflight(ground),
            ),
        ]
    },
};

async fn call(ground: &Ground, event: &Value) -> Result<(Option<String>, Value), Failure> {
    let call = ground
        .clients
        .lambda
        .invoke()
        .function_name(ground.output("Function"));
    let called = call.payload(Blob::new(event.to_string())).send().await?;
    let payload = called.payload().map(AsRef::as_ref).unwrap_or_default();
    let answer = serde_json::from_slice(payload).unwrap_or(Value::Null);
    Ok((called.function_error().map(str::to_owned), answer))
}

async fn answered(ground: &Ground) -> Outcome {
    let event = json!({ "text": "Grüße, \"member\" \\ 🐚" });
    let (error, answer) = call(ground, &event).await?;
    expect(error.is_none() && answer == event, || {
        format!("it answers {answer} ({error:?})")
    })
}

async fn failed(ground: &Ground) -> Outcome {
    let (error, answer) = call(ground, &json!({ "text": "this fails" })).await?;
    let said = (error.is_some(), answer["errorType"].as_str());
    expect(said == (true, Some("Asked")), || {
        format!("it answers {answer} ({error:?})")
    })
}

async fn partial(ground: &Ground) -> Outcome {
    let entry = |id: &str, body: &str| {
        SendMessageBatchRequestEntry::builder()
            .id(id)
            .message_body(body)
            .build()
    };
    let send = ground
        .clients
        .sqs
        .send_message_batch()
        .queue_url(ground.output("Queue"));
    send.entries(entry("1", "this is done")?)
        .entries(entry("2", "this fails")?)
        .send()
        .await?;
    let dead = ground.receive(&ground.output("DeadLetters"), 1).await?;
    expect(dead == ["this fails"], || {
        format!("the dead letters are {dead:?}")
    })
}

async fn stream(ground: &Ground) -> Outcome {
    for (pk, kind) in [("1", "message_in"), ("2", "message_out")] {
        let put = ground
            .clients
            .dynamodb
            .put_item()
            .table_name(ground.output("Table"));
        let put = put
            .item("pk", AttributeValue::S(pk.to_owned()))
            .item("word", AttributeValue::S("fails".to_owned()));
        put.item("kind", AttributeValue::S(kind.to_owned()))
            .send()
            .await?;
    }
    let told = ground.receive(&ground.output("Lost"), 1).await?;
    let told: Vec<Value> = told
        .iter()
        .filter_map(|body| serde_json::from_str(body).ok())
        .collect();
    let [told] = &told[..] else {
        return differs(format!("the destination has {told:?}"));
    };
    let batch = &told["DDBStreamBatchInfo"];
    let shape = (
        batch["batchSize"].as_u64(),
        batch["startSequenceNumber"].is_string(),
        batch["shardId"].is_string(),
    );
    expect(shape == (Some(1), true, true), || format!("it is told {told}"))
}

async fn logged(ground: &Ground) -> Outcome {
    call(ground, &json!({})).await?;
    ground
        .until("its line", async || {
            let read = ground
                .clients
                .logs
                .filter_log_events()
                .log_group_name(ground.output("Log"));
            let read = read.filter_pattern("conformance").send().await?;
            Ok((!read.events().is_empty()).then_some(()))
        })
        .await
}

/// Asks the HTTP API, wherever the subject has it.
async fn ask(
    ground: &Ground,
    method: reqwest::Method,
    target: &str,
    headers: &[(&str, &str)],
) -> Result<reqwest::Response, Failure> {
    let id = ground.output("Api");
    let client = reqwest::Client::new();
    let request = match ground.endpoint() {
        None => client.request(method, format!("{}{target}", ground.output("ApiUrl"))),
        Some(endpoint) => {
            let api = Api::find(endpoint, &id, ("/items/probe", &HeaderMap::new())).await?;
            client
                .request(method, api.url(target))
                .header(reqwest::header::HOST, api.host())
        }
    };
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    let answer = request.body("{\"a\": 1}").send().await;
    answer.map_err(|error| Failure::Differs(format!("the API does not answer: {error}")))
}

async fn request(ground: &Ground) -> Outcome {
    let target = "/items/a.b~c-1?x=1&x=2&y=%C3%BC";
    let answer = ask(
        ground,
        reqwest::Method::POST,
        target,
        &[("content-type", "application/json"), ("x-own", "Own")],
    )
    .await?;
    expect(answer.status().as_u16() == 201, || {
        format!("it answers {}", answer.status())
    })?;
    let event: Value = answer
        .json()
        .await
        .map_err(|error| Failure::Differs(error.to_string()))?;
    let context = &event["requestContext"];
    let seen = json!([
        event["version"],
        event["rawQueryString"],
        event["body"],
        event["headers"]["x-own"],
        context["http"]["method"]
    ]);
    expect(
        seen == json!(["2.0", "x=1&x=2&y=%C3%BC", "{\"a\": 1}", "Own", "POST"]),
        || format!("the function is given {seen}"),
    )?;
    let route = &event["routeKey"];
    expect(route == "POST /items/{item}", || format!("its route is {route}"))
}

async fn no_route(ground: &Ground) -> Outcome {
    let status = ask(ground, reqwest::Method::DELETE, "/elsewhere", &[])
        .await?
        .status()
        .as_u16();
    expect(status == 404, || format!("it answers {status}"))
}

async fn authorized(ground: &Ground) -> Outcome {
    let forged = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJtYXJpYSJ9.AAAA";
    for headers in [
        &[][..],
        &[("authorization", forged)],
        &[("authorization", "Bearer nonsense")],
    ] {
        let status = ask(ground, reqwest::Method::GET, "/guarded", headers)
            .await?
            .status()
            .as_u16();
        expect(status == 401, || format!("it answers {status} to {headers:?}"))?;
    }
    Ok(())
}

async fn preflight(ground: &Ground) -> Outcome {
    let from = |origin| [("origin", origin), ("access-control-request-method", "POST")];
    let mut allowed = Vec::new();
    for origin in ["https://console.lakeside.example", "https://elsewhere.example"] {
        let answer = ask(ground, reqwest::Method::OPTIONS, "/items/1", &from(origin)).await?;
        let said = answer.headers().get("access-control-allow-origin");
        allowed.push(said.and_then(|said| said.to_str().ok()).map(str::to_owned));
    }
    let wanted = [Some("https://console.lakeside.example".to_owned()), None];
    expect(allowed == wanted, || format!("it allows {allowed:?}"))
}
