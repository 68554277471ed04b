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

/// What a firm makes, sells or is, for one that is called after somebody. Words that are family names as well, such as `Law`, `Coffee`
/// and `Flowers`, are left out.
#[rustfmt::skip]
pub(super) const TRADES: &[&str] = &[
    "academy", "accounting", "acquisitions", "advisors", "agency", "alterations", "apartments", "appliance", "appliances",
    "appraisals", "arts", "auto", "autobody", "automotive", "autos", "bakery", "barbecue", "barbershop", "bbq", "bistro", "boutique",
    "brewery", "brewing", "brothers", "builders", "cafe", "capital", "carpentry", "carpet", "carpets", "catering", "cellular",
    "center", "centre", "childcare", "chiropractic", "cleaners", "cleaning", "clinic", "clothing", "collision", "computers",
    "concrete", "consultants", "consulting", "contracting", "contractor", "contractors", "counseling", "creations", "creative",
    "custom", "customs", "dairy", "daycare", "deli", "dental", "dentistry", "design", "designs", "detailing", "development",
    "diner", "distribution", "donuts", "drywall", "electric", "electrical", "electronics", "engineering", "entertainment",
    "equipment", "excavating", "excavation", "express", "fabrication", "fashion", "fashions", "fencing", "financial", "fitness",
    "flooring", "floral", "florist", "foods", "freight", "furniture", "garage", "garden", "gardens", "gifts", "global",
    "graphics", "grill", "grille", "grocery", "grooming", "gym", "handyman", "hardware", "hauling", "healthcare", "heating",
    "homecare", "hotel", "hvac", "imports", "industrial", "industries", "insurance", "interiors", "international",
    "investments", "investors", "janitorial", "jewelers", "jewelry", "kennel", "kennels", "kitchen", "landscape", "landscaping",
    "laundromat", "laundry", "lawncare", "lending", "liquor", "liquors", "locksmith", "logistics", "lounge", "lumber",
    "machine", "maintenance", "management", "manufacturing", "marina", "marine", "market", "marketing", "martial", "masonry",
    "massage", "mechanical", "media", "medical", "mobile", "mortgage", "motel", "motors", "movers", "moving", "music", "nails",
    "network", "nursery", "nutrition", "optical", "orchards", "painting", "pavers", "paving", "pharmacy", "photo",
    "photography", "pizza", "pizzeria", "plumbing", "pools", "preschool", "press", "printing", "productions", "products",
    "pub", "ranch", "recycling", "remodeling", "renovation", "renovations", "rental", "rentals", "repair", "repairs",
    "restaurant", "restoration", "roofing", "salon", "salvage", "seafood", "security", "septic", "service", "shoes", "shop",
    "siding", "signs", "software", "sons", "spa", "sporting", "sports", "staffing", "steakhouse", "storage", "store", "stores",
    "studio", "studios", "supplies", "supply", "surveying", "systems", "tacos", "tailoring", "tattoo", "tavern", "tax", "taxes",
    "taxi", "tech", "technologies", "technology", "theater", "tile", "tire", "tires", "tools", "tours", "towing", "toys",
    "training", "transport", "transportation", "travel", "treasures", "tree", "trucking", "upholstery", "ventures", "veterinary",
    "video", "vineyard", "vineyards", "welding", "wellness", "wholesale", "windows", "wine", "winery", "wireless", "woodworking",
    "woodworks", "works", "yoga",
];

/// Family names of Vietnam, without their marks. Source: Le Trung Hoa, "Ho va ten nguoi Viet Nam", 2005: the fourteen that nine in ten
/// people have, and others that are common. Those that are given names in the United States (Ly, Mai, Kim) are left out.
#[rustfmt::skip]
pub(super) const VIETNAMESE_FAMILIES: &[&str] = &[
    "bui", "cao", "chau", "chu", "dang", "dao", "dinh", "do", "doan", "duong", "ha", "ho", "hoang", "huynh", "lam", "le", "luong",
    "luu", "nghiem", "ngo", "nguyen", "pham", "phan", "phung", "quach", "ta", "thach", "thai", "to", "ton", "tran", "trieu", "trinh",
    "truong", "vo", "vu", "vuong",
];

/// What stands in the middle of a name of Vietnam, before the given name.
pub(super) const VIETNAMESE_MIDDLES: &[&str] = &["thi", "van"];

/// Family names of China, Korea and the Hmong in Latin letters, of people who may write them first. Those that are given names in the
/// United States (Kim, Lee, Lin, Min, June) are left out. Source: Ministry of Public Security of China, report on names, 2020; Statistics Korea,
/// census of 2015; in their common spellings.
#[rustfmt::skip]
pub(super) const OTHER_FAMILIES_FIRST: &[&str] = &[
    "bae", "baek", "cai", "cao", "chang", "chen", "cheng", "cheung", "chiu", "cho", "choi", "chow", "chung", "deng", "fang", "feng",
    "gao", "guo", "heo", "hong", "hsieh", "hsu", "huang", "hwang", "jeong", "jiang", "jung", "kang", "kwon", "kwak", "lau", "leung",
    "liang", "liao", "lim", "liu", "lor", "luo", "moua", "nam", "noh", "oh", "pak", "park", "peng", "qian", "qiu", "seo", "shen", "shin",
    "song", "sun", "thao", "tsai", "tseng", "vang", "wang", "wong", "wu", "xiao", "xie", "xiong", "xu", "yang", "yao", "ye", "yeung",
    "yi", "yim", "yoo", "yoon", "yu", "yuan", "zeng", "zhang", "zhao", "zheng", "zhou", "zhu",
];
