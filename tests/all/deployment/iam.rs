//! What the template permits each function, and what it must not. That every call of every test is permitted is checked at the call:
//! see `world::roles`.

use std::collections::BTreeMap;

use memberline_permissions::Usage;

use crate::world::roles::{PERMISSIONS, TEMPLATE, permissions_of};

/// A partition of each kind that there is, in every table.
static PARTITIONS: [(&str, &str); 16] = [
    ("TimelineTable", "T#lakeside#0123456789abcdef0123456789"),
    ("TimelineTable", "S#lakeside#0123456789abcdef"),
    ("TimelineTable", "A#lakeside#0123456789abcdef"),
    ("TimelineTable", "O#lakeside#los#evt-1"),
    ("TimelineTable", "R#lakeside#stalled"),
    ("TimelineTable", "MS#lakeside"),
    ("DirectoryTable", "ORG#lakeside"),
    ("DirectoryTable", "CAT#lakeside"),
    ("DirectoryTable", "H#lakeside"),
    ("DirectoryTable", "N#+15550100001"),
    ("DirectoryTable", "SUB#subject"),
    ("KeysTable", "K#lakeside"),
    ("AccessTable", "Q#lakeside"),
    ("AccessTable", "QC#lakeside#29000000"),
    ("AccessTable", "D#0123456789abcdef"),
    ("AccessTable", "SI#lakeside"),
];

/// The kinds of partitions that a function may put items into.
fn writes(function: &str, action: &str) -> Vec<&'static str> {
    let may = |(table, partition): &&(&str, &str)| {
        let usage = Usage::of_table(function, action, table, None).leading([*partition]);
        PERMISSIONS.check(&usage).is_ok()
    };
    let kinds = PARTITIONS.iter().filter(may);
    kinds
        .filter_map(|(_, partition)| partition.split('#').next())
        .collect()
}

/// Who writes what: the consent of a number, triggers, counts and the rest each by those alone who have to, the directory by
/// its administration, and the keys by nobody.
#[test]
fn each_function_writes_what_it_has_to_and_no_more() {
    let expected = BTreeMap::from([
        ("InboundSms", vec!["T", "S", "O", "Q"]),
        ("OutboundSms", vec!["T", "S", "A"]),
        ("AgentApi", vec!["T", "S", "O", "D", "SI"]),
        ("AdminApi", vec!["ORG", "CAT", "H", "N", "SUB"]),
        ("EmailNotifier", vec!["T", "O", "MS"]),
        ("ReEngagement", vec!["T", "S", "A", "O"]),
        ("Documents", vec!["T"]),
        ("SecureDownload", vec!["T"]),
    ]);
    let found: BTreeMap<_, _> = PERMISSIONS
        .functions()
        .map(|function| (function, writes(function, "PutItem")))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn counts_and_revisions_are_changed_in_place_and_the_quarantine_and_pointers_deleted_from() {
    for function in PERMISSIONS.functions() {
        let changes = writes(function, "UpdateItem");
        let expected: &[&str] = match function {
            "OutboundSms" | "ReEngagement" => &["R"],
            "InboundSms" => &["QC"],
            // The revision of a directory.
            "AdminApi" => &["ORG"],
            _ => &[],
        };
        assert_eq!(changes, expected, "{function}");
        let deletes = writes(function, "DeleteItem");
        let expected: &[&str] = match function {
            "AgentApi" => &["Q"],
            "AdminApi" => &["N", "SUB"],
            _ => &[],
        };
        assert_eq!(deletes, expected, "{function}");
        for action in [
            "BatchWriteItem",
            "PartiQLInsert",
            "PartiQLUpdate",
            "PartiQLDelete",
            "Scan",
        ] {
            assert_eq!(writes(function, action), [""; 0], "{function} {action}");
        }
    }
}

/// A count holds numbers; a function that may change it may not make a head or an entry of it.
#[test]
fn only_the_numbers_of_a_count_can_be_changed() {
    let count = |attributes: &[&str]| {
        let usage = Usage::of_table("OutboundSms", "UpdateItem", "TimelineTable", None);
        let usage = usage.leading(["R#lakeside#stalled"]);
        PERMISSIONS.check(&usage.with("dynamodb:Attributes", attributes.iter().copied()))
    };
    assert!(count(&["pk", "sk", "sent"]).is_ok());
    assert!(count(&["pk", "sk", "kind"]).is_err());
    assert!(count(&["pk", "sk", "sent", "state"]).is_err());
}

#[test]
fn no_grant_is_wider_than_it_looks() {
    assert_eq!(PERMISSIONS.deceptive(), [""; 0]);
}

#[test]
fn every_key_names_the_roles_that_use_it() {
    assert_eq!(PERMISSIONS.keys_refuse(), [""; 0]);
}

/// Content opens only for who names the organisation in the encryption context.
#[test]
fn an_organisations_key_is_unwrapped_in_its_context_only() {
    for function in PERMISSIONS.functions() {
        let unwrap = |context: &[&str]| {
            PERMISSIONS.check(&Usage::of_key(function, "Decrypt", "OrganisationKey", context))
        };
        assert!(unwrap(&["organisation"]).is_ok(), "{function}");
        assert!(unwrap(&[]).is_err(), "{function}");
        assert!(unwrap(&["organisation", "aws:s3:arn"]).is_err(), "{function}");
        let others = [
            "GenerateDataKey",
            "Encrypt",
            "ReEncryptFrom",
            "CreateGrant",
            "PutKeyPolicy",
        ];
        for action in others {
            let usage = Usage::of_key(function, action, "OrganisationKey", &["organisation"]);
            assert!(PERMISSIONS.check(&usage).is_err(), "{function} {action}");
        }
        let usage = Usage::of_key(function, "Decrypt", "TableKey", &["organisation"]);
        assert!(
            PERMISSIONS.check(&usage).is_err(),
            "{function} opens no table past DynamoDB"
        );
    }
}

/// The fault that this is for: without the grant, the transaction of a cancelled nudge is refused, and said to be.
#[test]
fn what_a_role_lacks_is_refused() {
    let cancelled = Usage::of_table("OutboundSms", "UpdateItem", "TimelineTable", None)
        .leading(["R#lakeside#stalled"])
        .with("dynamodb:Attributes", ["pk", "sk", "sent"]);
    assert!(PERMISSIONS.check(&cancelled).is_ok());
    let lacking = TEMPLATE.replace("Action: dynamodb:UpdateItem", "Action: dynamodb:GetItem");
    let refused = permissions_of(&lacking).check(&cancelled).unwrap_err();
    assert!(refused.to_string().contains("dynamodb:UpdateItem"), "{refused}");
    let denying = TEMPLATE.replacen(
        "              - Sid: Counts\n                Effect: Allow",
        "              - Sid: Counts\n                Effect: Deny",
        2,
    );
    assert!(permissions_of(&denying).check(&cancelled).is_err());
}

/// Each file that a function may read or write, by the folder.
#[test]
fn a_function_reaches_the_folders_that_it_has_to() {
    let may = |function: &str, action: &str| -> Vec<&str> {
        let folders = ["in", "out", "thumbs", "other"].into_iter();
        let open = |folder: &&str| {
            let object = format!("{folder}/lakeside/1");
            let usage = Usage::of_object(function, action, "DocumentsBucket", &object);
            PERMISSIONS.check(&usage).is_ok()
        };
        folders.filter(open).collect()
    };
    for function in PERMISSIONS.functions() {
        let puts: &[&str] = match function {
            "Documents" => &["in", "thumbs"],
            "AgentApi" => &["out"],
            _ => &[],
        };
        assert_eq!(may(function, "PutObject"), puts, "{function}");
        assert_eq!(may(function, "DeleteObject"), [""; 0], "{function}");
        assert_eq!(may(function, "PutObjectTagging"), [""; 0], "{function}");
    }
    assert!(
        !may("AgentApi", "GetObject").contains(&"in"),
        "agents get links, never files"
    );
}
