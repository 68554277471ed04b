//! `memberline smoke`: one text through a deployed stack, with the time of each hop.

mod hop;
mod own;
mod post;
mod watch;

use std::time::Duration;

use anyhow::Result;
use memberline_platform::http::Http;
use tokio::time::Instant;

use super::doctor::Functions;
use super::say::{agreed, answer, note};
use super::{Deployment, Refused, Target};
use crate::counted::counted;
use crate::outcome::Outcome;
use hop::{Came, Hop, Way};
use own::Own;
use post::Text;
use watch::Committed;

/// How long the webhook may take: API Gateway gives the function ten seconds.
const WEBHOOK: Duration = Duration::from_secs(12);

/// How long it may take until what the webhook's answer stands for can be read.
const COMMIT: Duration = Duration::from_secs(5);

/// How long the text is waited for.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  memberline smoke
  memberline smoke --yes --json
  memberline --local smoke --yes

The text goes to a number of the deployment's own, of an organisation that is made the first time (memberline-smoke): no carrier
delivers there, nobody signs in there, and it cannot send. The one who is told of it is SES's mailbox simulator. The conversation that
the text opens is closed again. Run it as often as you like, and as many times at once.

Exit codes:
  0  the text went through
  1  a hop did not come; it is named with where to look
  2  it could not be found out: AWS or the stack cannot be reached")]
pub struct Args {
    /// The most seconds from the webhook's answer until the email is taken
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=900))]
    within: u64,
}

/// Sends one text through.
pub async fn run(args: Args, target: &Target) -> Result<Outcome> {
    let deployment = Deployment::find(target).await?;
    let store = &deployment.store;
    let missing = own::planned(store).await?.steps.len();
    let question = match missing {
        0 => format!("Send one text through {}?", target.stack),
        _ => format!(
            "Make the deployment's own organisation, memberline-smoke ({}), and send one text through {}?",
            counted(missing, "record", "records"),
            target.stack
        ),
    };
    if !agreed(target, &question)? {
        return Err(Refused::because("nothing was sent").into());
    }
    if missing > 0 {
        own::found(store).await?;
        note(target, "memberline-smoke was made");
    }
    tokio::time::sleep(own::unsettled_for(store).await?).await;
    let own = Own::open(store).await?;
    let functions = Functions::read(&deployment).await;
    let public_url = functions
        .public_url()
        .map_err(|why| anyhow::anyhow!("{}", why.finding("smoke").words))?;
    let way = through(&deployment, &own, public_url, Duration::from_secs(args.within)).await?;
    answer(target, &way.words(&target.stack), &way.json(&target.stack))?;
    Ok(if way.is_whole() {
        Outcome::Done
    } else {
        Outcome::Refused
    })
}

fn since(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Posts a text, looks on as it goes through, and closes what it opened, however far it came.
async fn through(deployment: &Deployment, own: &Own, public_url: &str, within: Duration) -> Result<Way> {
    let (store, mut way) = (&deployment.store, Way::default());
    let text = Text::new()?;
    let request = text.webhook(own, public_url)?;
    let begun = Instant::now();
    let posted = post::taken(Http::new(WEBHOOK).send(request).await);
    if let Err(why) = posted {
        way.failed.push((Hop::Webhook, why));
        // A time-out says nothing of what the function did.
        if let Ok(Some(committed)) = watch::committed(store, own, &text).await {
            watch::close(store, own, &committed).await?;
        }
        return Ok(way);
    }
    way.came(Hop::Webhook, since(begun));
    let answered = Instant::now();
    let seen = watch::until(answered + COMMIT, async || {
        watch::committed(store, own, &text).await
    })
    .await;
    let committed = match seen {
        Ok(Some(committed)) => committed,
        Ok(None) => {
            way.failed.push((Hop::Committed, late(COMMIT)));
            return Ok(way);
        }
        Err(error) => {
            way.failed.push((Hop::Committed, error.to_string()));
            return Ok(way);
        }
    };
    way.came(Hop::Committed, since(begun));
    watch_telling(&mut way, deployment, own, &committed, (begun, within)).await;
    match watch::close(store, own, &committed).await {
        Ok(()) => way.came(Hop::Closed, since(begun)),
        Err(error) => way.failed.push((Hop::Closed, error.to_string())),
    }
    Ok(way)
}

/// Waits until somebody is told.
async fn watch_telling(
    way: &mut Way,
    deployment: &Deployment,
    own: &Own,
    committed: &Committed,
    (begun, within): (Instant, Duration),
) {
    let store = &deployment.store;
    let look = async || watch::told(store, own, committed).await;
    let ended = watch::until(Instant::now() + within, async || {
        Ok(look().await?.filter(|told| told.end.is_some()))
    });
    // What is noted and not at its end is told as far as it came.
    let seen = match ended.await {
        Ok(None) => look().await,
        seen => seen,
    };
    let told = match seen {
        Ok(Some(told)) => told,
        Ok(None) => return way.failed.push((Hop::Notifier, late(within))),
        Err(error) => return way.failed.push((Hop::Notifier, error.to_string())),
    };
    // By the functions' own clocks: from when the text was taken in until the notifier had it.
    let notifier = told.at.duration_since(committed.at).as_millis();
    let notifier = u64::try_from(notifier).unwrap_or(0);
    way.came(Hop::Notifier, notifier.min(since(begun)));
    match told.end {
        Some(Ok(())) => way.came(Hop::Told, since(begun)),
        Some(Err(why)) => way.failed.push((Hop::Told, why)),
        None => {
            let why = format!("SES does not take the email, {}", late(within));
            way.failed.push((Hop::Told, why));
        }
    }
}

fn late(within: Duration) -> String {
    format!("not within {} seconds", within.as_secs())
}

impl Way {
    fn came(&mut self, hop: Hop, at: u64) {
        self.came.push(Came { hop, at });
    }
}
