//! Words around names, in English and without stops: what forms and records of people in the United States hold. Our own list; it only
//! has to be long enough, since what it lacks is a name at worst where there is none.

/// What stands before a name, without stops.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "atty", "bishop", "capt", "captain", "cmdr", "col", "colonel", "corporal", "cpl", "cpt", "dame", "dr", "father",
    "fr", "general", "hon", "honorable", "honourable", "imam", "judge", "lady", "lt", "maam", "madam", "maj", "major",
    "miss", "mister", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mx", "pastor", "prof", "professor", "pvt", "rabbi",
    "rev", "reverend", "sergeant", "sgt", "sir", "sister", "sra", "srta", "the",
];

/// What stands behind a name and is no name of anybody.
#[rustfmt::skip]
pub(super) const SUFFIXES: &[&str] = &[
    "2nd", "3rd", "4th", "5th", "cfa", "cfp", "cpa", "crna", "dc", "dds", "dmd", "dpm", "dpt", "dvm", "edd", "esq",
    "esquire", "ii", "iii", "iv", "jd", "jnr", "jr", "junior", "lcsw", "llm", "lpn", "lmft", "mba", "md", "mph",
    "msw", "phd", "pharmd", "pmp", "psyd", "ret", "retired", "rn", "snr", "sr", "usa", "usaf", "uscg", "usmc", "usn",
    "vii", "viii",
];

/// What stands behind a name after a comma, and is a name elsewhere.
#[rustfmt::skip]
pub(super) const SUFFIXES_AFTER_COMMA: &[&str] = &[
    "ba", "bs", "cns", "cpt", "do", "ea", "ed", "ma", "mfa", "ms", "np", "od", "pa", "pc", "pe", "ph", "pt", "senior",
    "v", "vi",
];

/// A word with which it is not the name of one person: firms, trusts, estates, couples, who acts for somebody.
#[rustfmt::skip]
pub(super) const NOT_ONE_PERSON: &[&str] = &[
    "administrator", "aka", "and", "assn", "associates", "association", "attn", "bank", "beneficiary", "bros",
    "business", "church", "club", "co", "company", "conservator", "construction", "corp", "corporation", "custodian",
    "dba", "deceased", "decd", "department", "dept", "enterprise", "enterprises", "estate", "et", "executor",
    "executrix", "family", "farms", "fbo", "fka", "foundation", "fund", "group", "guardian", "holding", "holdings",
    "household", "inc", "incorporated", "irrevocable", "limited", "llc", "llp", "lp", "ltd", "ministries", "minor",
    "office", "or", "partners", "partnership", "pllc", "poa", "properties", "property", "realty", "revocable",
    "services", "society", "solutions", "trust", "trustee", "trustees", "union", "university", "y",
];

/// What forms hold in place of a name.
#[rustfmt::skip]
pub(super) const PLACEHOLDERS: &[&str] = &[
    "account", "anonymous", "applicant", "blank", "borrower", "client", "coapplicant", "coborrower", "customer",
    "fnu", "lnu", "first", "member", "name", "no", "none", "not", "null", "occupant", "resident", "tbd", "test",
    "undefined", "unknown", "user",
];

/// What a family name begins with.
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "bin", "das", "de", "del", "della", "den", "der", "dos", "du", "ibn", "la", "ter", "von",
];
