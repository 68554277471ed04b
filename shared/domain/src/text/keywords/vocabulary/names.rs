//! Given names, by which a text in lower case is seen to be about a person. One with a capital letter needs no list.

/// Given names that are common in the United States, in alphabetical order (Social Security Administration, most given names
/// of those born 1950 to 2005), without those that are also words of everyday texts.
#[rustfmt::skip]
pub(super) const NAMES: &[&str] = &[
        "aaron", "abigail", "adam", "alan", "albert", "alejandra", "alejandro", "alex", "alexander", "alexis",
        "alfredo", "alice", "alicia", "amanda", "amber", "amy", "ana", "andrea", "andres", "andrew", "angel",
        "angela", "anita", "ann", "anna", "anne", "anthony", "antonio", "armando", "arturo", "ashley", "austin",
        "barbara", "beatriz", "ben", "benjamin", "betty", "beverly", "bill", "billy", "bob", "bobby", "bonnie",
        "brandon", "brenda", "brian", "brittany", "bruce", "bryan", "carl", "carla", "carlos", "carmen", "carol",
        "caroline", "carolyn", "catherine", "cecilia", "charles", "cheryl", "chris", "christian", "christina",
        "christine", "christopher", "cindy", "claudia", "connie", "craig", "crystal", "cynthia", "dan", "daniel",
        "danielle", "danny", "darlene", "david", "dawn", "deborah", "debra", "denise", "dennis", "diana", "diane",
        "diego", "donald", "donna", "dorothy", "doug", "douglas", "eddie", "eduardo", "edward", "elena",
        "elizabeth", "emily", "emma", "enrique", "eric", "erica", "ernesto", "esther", "eva", "evelyn", "felipe",
        "fernando", "frances", "francisco", "frank", "gabriel", "gabriela", "gary", "george", "gerald", "gilbert",
        "gloria", "gonzalo", "greg", "gregory", "guadalupe", "guillermo", "gustavo", "hannah", "harold", "heather",
        "hector", "helen", "henry", "hilda", "hugo", "ignacio", "irene", "irma", "isabel", "ivan", "jack", "jacob",
        "jacqueline", "jaime", "james", "jamie", "jane", "janet", "janice", "jason", "javier", "jean", "jeff",
        "jeffrey", "jennifer", "jeremy", "jerry", "jesse", "jessica", "jesus", "jill", "jim", "jimmy", "joan",
        "joe", "joel", "john", "johnny", "jonathan", "jorge", "jose", "joseph", "joshua", "joyce", "juan", "juana",
        "juanita", "judith", "judy", "julia", "julian", "julie", "julio", "justin", "karen", "karla", "katherine",
        "kathleen", "kathy", "kayla", "keith", "kelly", "ken", "kenneth", "kevin", "kim", "kimberly", "kyle",
        "larry", "laura", "lauren", "lawrence", "leonardo", "leslie", "leticia", "lillian", "linda", "lisa",
        "lopez", "lori", "louis", "lucia", "lucy", "luis", "luz", "lynn", "manuel", "marco", "marcos", "margaret",
        "margarita", "maria", "marie", "marilyn", "mario", "martha", "martin", "mary", "matt", "matthew", "mayra",
        "megan", "melissa", "michael", "michelle", "miguel", "mike", "mohammed", "monica", "nancy", "natalie",
        "nathan", "nicholas", "nicolas", "nicole", "norma", "olga", "olivia", "oscar", "pablo", "pamela", "pat",
        "patricia", "patrick", "patty", "paul", "paula", "pedro", "peggy", "peter", "philip", "rachel", "rafael",
        "ralph", "ramon", "randy", "raul", "raymond", "rebecca", "ricardo", "richard", "rick", "rita", "robert",
        "roberto", "rodrigo", "roger", "ronald", "rosa", "rose", "roy", "ruben", "russell", "ruth", "ryan", "sally",
        "salvador", "sam", "samantha", "samuel", "sandra", "sandy", "sara", "sarah", "scott", "sean", "sergio",
        "sharon", "shawn", "sheila", "shirley", "silvia", "sofia", "sonia", "sophia", "stacy", "stephanie",
        "stephen", "steve", "steven", "susan", "sylvia", "tammy", "tara", "taylor", "teresa", "terry", "theresa",
        "thomas", "tiffany", "tim", "timothy", "tina", "todd", "tom", "tommy", "tony", "tracy", "travis", "tyler",
        "vanessa", "veronica", "vicki", "victor", "victoria", "vincent", "virginia", "walter", "wanda", "wayne",
        "wendy", "william", "willie", "xavier", "yesenia", "yolanda", "zachary",
];
