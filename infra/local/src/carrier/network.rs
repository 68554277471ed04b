//! The two carriers' network: the texts, the accounts, and how it behaves at present.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context, Result};
use jiff::Timestamp;
use memberline_carriers::Carrier as Kind;
use memberline_domain::text::segments::segment;
use tokio::sync::watch;

use super::behaviour::{Behaviour, OptOut, Receipts};
use super::book::{Book, Message};
use super::setup::Setup;
use crate::clock;
use crate::known::Known;
use crate::places::write_whole;
use crate::progress::note;
use crate::secrets::Secrets;

/// Both carriers, which share their book of texts.
pub struct Carrier {
    pub(super) url: String,
    machine: OnceLock<String>,
    /// Whose numbers they serve.
    pub(super) known: Known,
    pub(super) secrets: Secrets,
    pub(super) file: PathBuf,
    state: PathBuf,
    book: Mutex<Book>,
    behaviour: Mutex<Behaviour>,
    /// Numbers that are set up otherwise than they should be.
    setups: Mutex<BTreeMap<String, Setup>>,
    pub(super) http: reqwest::Client,
    institution: watch::Sender<bool>,
}

impl Carrier {
    /// The carriers with the texts of earlier runs.
    pub fn open(state: &Path, url: &str, known: Known) -> Result<Arc<Self>> {
        let file = state.join("carrier.json");
        let book = match fs::read(&file) {
            Ok(content) => serde_json::from_slice(&content)
                .with_context(|| format!("{} is damaged: remove it", file.display()))?,
            Err(_) => Book::default(),
        };
        Ok(Arc::new(Self {
            url: url.to_owned(),
            machine: OnceLock::new(),
            known,
            secrets: Secrets::open(state)?,
            file,
            state: state.to_owned(),
            book: Mutex::new(book),
            behaviour: Mutex::default(),
            setups: Mutex::default(),
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
            institution: watch::Sender::new(false),
        }))
    }

    /// Functions that run elsewhere know this machine by another address, and fetch media from there.
    pub fn reached_by_functions_at(&self, machine: &str) {
        let _ = self.machine.set(machine.to_owned());
    }

    /// Where functions reach the carriers.
    pub(super) fn machine(&self) -> &str {
        self.machine.get().unwrap_or(&self.url)
    }

    /// The institution can be reached from now on. A carrier gives up within seconds, which starting takes longer than, and to a
    /// carrier no institution starts: what is to be posted before waits.
    pub fn open_for_webhooks(&self) {
        self.institution.send_replace(true);
    }

    /// Waits until the institution can be reached.
    pub(super) async fn institution_is_there(&self) {
        let _ = self.institution.subscribe().wait_for(|there| *there).await;
    }

    /// What they and the product know of each other.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The time now: a carrier's clock goes with the stack's, however far that was moved.
    pub(super) fn now(&self) -> Timestamp {
        clock::now(&self.state)
    }

    /// How the carriers behave at present.
    pub fn behaviour(&self) -> Behaviour {
        *held(&self.behaviour)
    }

    /// Has the carriers behave otherwise from now on.
    pub fn behave(&self, behaviour: Behaviour) {
        *held(&self.behaviour) = behaviour;
    }

    /// How a number is set up at present, whoever has it.
    pub fn setup(&self, number: &str) -> Setup {
        held(&self.setups).get(number).cloned().unwrap_or_default()
    }

    /// How a number is set up, if it is one of an institution's with that carrier and in the account.
    pub(super) fn setup_of(&self, kind: Kind, number: &str) -> Option<Setup> {
        let setup = self.is_ours(kind, number).then(|| self.setup(number));
        setup.filter(|setup| setup.owned)
    }

    /// What a number's messaging profile answers by itself.
    pub(super) fn answers_of(&self, setup: &Setup) -> Vec<String> {
        match self.behaviour().opt_out {
            OptOut::CarrierTells => ["start", "stop", "info"].map(str::to_owned).to_vec(),
            OptOut::Carrier | OptOut::Application => setup.answers.clone(),
        }
    }

    /// Sets a number up otherwise from now on.
    pub fn set_up(&self, number: &str, setup: Setup) {
        held(&self.setups).insert(number.to_owned(), setup);
    }

    /// The texts on a member's handset, oldest first.
    pub fn handset(&self, member: &str) -> Vec<Message> {
        self.read(|book| book.handset(member))
    }

    pub(super) fn read<T>(&self, look: impl FnOnce(&Book) -> T) -> T {
        look(&held(&self.book))
    }

    /// Changes the book and keeps it.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Book) -> T) -> T {
        let mut book = held(&self.book);
        let result = change(&mut book);
        let kept = serde_json::to_vec(&*book)
            .map_err(Into::into)
            .and_then(|content| write_whole(&self.file, content));
        if let Err(error) = kept {
            note(&format!("the handsets' texts could not be kept: {error:#}"));
        }
        result
    }

    /// Whether an institution has that number with that carrier.
    pub(super) fn is_ours(&self, carrier: Kind, number: &str) -> bool {
        self.known.carrier_of(number) == Some(carrier)
    }

    /// Whether texts that are sent now fail after they were taken.
    pub(super) fn fails(&self) -> bool {
        matches!(self.behaviour().receipts, Receipts::Failed)
    }
}

/// Whether it looks like a number in E.164 form.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (8..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0')
}

/// The parts that a text is sent in.
pub(super) fn segments(text: &str) -> u32 {
    segment(text).carrier_segments.max(1)
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
