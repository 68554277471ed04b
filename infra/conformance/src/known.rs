//! In what MiniStack, with the workarounds of `ministack.py`, is known to differ from AWS. A difference that is not here fails the run,
//! and so does one that is here and went away.

/// Cases by their names, each with why Memberline gets by.
pub const KNOWN: [(&str, &str); 6] = [
    (
        "KMS: a data key whose bytes were changed is refused",
        "it opens to other bytes; what is sealed authenticates its content itself",
    ),
    (
        "DynamoDB: a template turns expiry on",
        "nothing expires; whoever reads what has a time looks at it",
    ),
    (
        "DynamoDB: a template turns recovery to a point in time on",
        "nothing local is recovered; the tests of the template hold it",
    ),
    (
        "Pipes: new items that a pipe's filter names are published, whole, and no others",
        "everything is published; each subscription filters what it hears",
    ),
    (
        "Lambda: what a function cannot do of a stream goes to its destination, and no other records do",
        "it counts no tries and goes on until the record is too old, which is what the template limits",
    ),
    (
        "Cognito: a user who is made without a password gets one that the pool takes",
        "the one that it makes is shorter than the pool asks for; locally the issuer is the tool",
    ),
];
