//! `POST /v1/segments` (IN-22, X-07, X-08).

use axum::Json;
use memberline_domain::PhoneNumber;
use memberline_domain::text::segments::segment;
use memberline_domain::text::service_level::ServiceLevel as Level;
use memberline_domain::text::typed::typed;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::view::words::{Encoding, ServiceLevel};
use memberline_http_api::caller::Caller;

/// A text that may be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    /// The text.
    text: String,
    /// The number of ours that it would come from, E.164. All count alike so far.
    #[serde(default, rename = "number")]
    #[schema(value_type = Option<String>, pattern = "^\\+[1-9][0-9]{6,14}$", examples("+15550100001"))]
    _number: Option<PhoneNumber>,
}

/// What a text becomes when it is sent, and whether it may be.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TextCount {
    /// How it is encoded on the air.
    encoding: Encoding,
    /// Its length in characters (Unicode scalar values).
    characters: u32,
    /// Its length in septets (`gsm7`) or 16-bit code units (`ucs2`).
    units: u32,
    /// How many segments the carrier charges.
    carrier_segments: u32,
    /// How many units the plan bills.
    plan_units: u32,
    /// The longest text of the service level: septets for `standard`, characters for `advanced`.
    limit: u32,
    /// What is left of the limit; negative when the text is too long.
    characters_left: i64,
    /// The organisation's service level.
    service_level: ServiceLevel,
    /// Whether it may be sent.
    allowed: bool,
    /// The code that sending would be refused with: `text_empty`, `text_too_long` or `unsupported_characters`.
    code: Option<String>,
}

fn count(level: Level, text: &str) -> TextCount {
    let counted = segment(text);
    let refusal = level.check(text).err();
    TextCount {
        encoding: counted.encoding.into(),
        characters: counted.characters,
        units: counted.units,
        carrier_segments: counted.carrier_segments,
        plan_units: counted.plan_units,
        limit: level.limit(),
        characters_left: i64::from(level.limit()) - i64::from(level.counted(&counted)),
        service_level: level.into(),
        allowed: refusal.is_none(),
        code: refusal.map(|refusal| refusal.code().to_owned()),
    }
}

/// Counts a text
///
/// By the very rules that sending applies. Nothing is stored.
#[utoipa::path(post, path = "/v1/segments", tag = "Texts", request_body = Draft, responses(
    (status = 200, description = "What the text becomes.", body = TextCount),
))]
pub(crate) async fn count_segments(
    caller: Caller,
    JsonBody(draft): JsonBody<Draft>,
) -> Result<Json<TextCount>, Failure> {
    let level = caller.tenant.organisation().service_level;
    Ok(Json(count(level, &typed(&draft.text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_22_x_08_characters_left_and_both_counters() {
        let counted = count(Level::Standard, &"a".repeat(161));
        assert_eq!(counted.characters_left, -1);
        assert_eq!(
            (counted.allowed, counted.code.as_deref()),
            (false, Some("text_too_long"))
        );
        assert_eq!((counted.carrier_segments, counted.plan_units), (2, 2));
        let counted = count(Level::Advanced, &"😀".repeat(67));
        assert_eq!((counted.carrier_segments, counted.plan_units), (3, 1));
        assert_eq!(counted.characters_left, 573);
        assert!(counted.allowed);
        assert_eq!(count(Level::Standard, "").code.as_deref(), Some("text_empty"));
    }
}
