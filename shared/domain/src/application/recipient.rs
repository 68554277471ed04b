//! Whom automation texts, where they are, and whether they may be texted there.

use jiff::Timestamp;

use crate::application::{Application, NOT_PLACED, Person, PersonRole};
use crate::consent::Category;
use crate::directory::Directory;
use crate::id::{PersonId, TriggerId};
use crate::phone::PhoneNumber;
use crate::quiet_hours::{Basis, Reading, Ruling, Sending, Whereabouts, ruling};
use crate::reason::Reason;

impl Application {
    /// Whom automation texts: the borrower with a mobile number, the first by id when there are several.
    pub fn recipient(&self) -> Option<(&Person, &PhoneNumber)> {
        let borrowers = self.people().iter().filter(|p| p.role == PersonRole::Borrower);
        borrowers
            .filter_map(|person| Some((person, person.mobile.as_ref()?)))
            .min_by_key(|(person, _)| &person.id)
    }

    /// Our number and the recipient's, for a trigger. `None` when one of them is missing.
    pub fn number_pair(
        &self,
        trigger: &TriggerId,
        directory: &Directory,
    ) -> Option<(PhoneNumber, PhoneNumber)> {
        let trigger = directory.automation(trigger)?;
        let (_, theirs) = self.recipient()?;
        Some((trigger.number, theirs.clone()))
    }

    /// Whether somebody on it may be texted at `now`, by the clock where they are. `consented` tells a text that they agreed to
    /// from the question whether they do.
    pub fn ruling(
        &self,
        (person, number): (&PersonId, &PhoneNumber),
        category: Category,
        consented: bool,
        reading: &Reading,
        now: Timestamp,
    ) -> Ruling {
        let sending = Sending {
            reading,
            consented,
            sells: !consented || category != Category::Service,
            dealt_at: self
                .stage
                .as_ref()
                .map(|stage| stage.stamp.at)
                .max(self.created.as_ref().map(|made| made.at)),
        };
        ruling(&self.whereabouts(person, number), &sending, now)
    }

    fn whereabouts<'a>(&'a self, person: &PersonId, number: &'a PhoneNumber) -> Whereabouts<'a> {
        let details = self.secret.people.get(person);
        Whereabouts {
            number,
            zip: details.and_then(|details| details.zip.as_deref()),
            state: details.and_then(|details| details.state.as_deref()),
            country: details.and_then(|details| details.country.as_deref()),
        }
    }

    /// Whether anything tells where in the US the recipient is.
    pub(crate) fn recipient_is_placed(&self) -> bool {
        let recipient = self.recipient();
        recipient.is_some_and(|(person, number)| self.whereabouts(&person.id, number).are_known())
    }
}

/// Why a text waits for the end of the quiet hours, or for somebody to say where the member is.
pub(crate) fn quiet(until: Option<Timestamp>, because: &Basis) -> Reason {
    let code = if until.is_some() {
        "quiet_hours"
    } else {
        NOT_PLACED
    };
    Reason::new(code, &because.words())
}
