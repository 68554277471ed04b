//! `memberline import`: what whoever texted for the institution before kept.

mod consents;
mod report;

use anyhow::Result;
use clap::Subcommand;

use super::Target;
use crate::outcome::Outcome;

/// What is brought in.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring opt-outs and consents into the ledgers of their numbers
    #[command(after_help = "\
Examples:
  memberline import consents before.csv --organisation lakeside --check
  memberline import consents before.csv --organisation lakeside
  memberline import consents stops.csv --organisation lakeside --made-at 2026-11-20 --yes

The file is CSV in UTF-8 with a header:
  number      the member's, in E.164 form: +13195550101
  kind        opt_out: no texts at all; refusal: none of these categories; consent
  at          when it was said: 2026-11-20T15:04:05-06:00, or a day. An opt_out may leave it empty, see --made-at
  channel     where: text, phone, paper, in_person, web, unknown
  source      who kept it, such as the vendor's name
  categories  service, automation, marketing, with blanks between; empty in a refusal for all of them
  wording     what the member was shown or read
  partner     the partner whose texts it is about; empty for the organisation's
  reference   where it can be looked up: a form, a recording, a record's id
An opt_out or a refusal needs number and kind, and a time; a consent needs channel, source, categories and wording too. All of the file is
checked first. Then it goes in, but for what is refused, and the report says of each row what became of it. Interrupted, the command
is run again with the same file: nothing goes in twice, and what a member said later stands.

Exit codes:
  0  every row is in, or was before
  1  some rows were refused: the report names them
  2  it could not be found out, or broke off: run it again")]
    Consents(consents::Args),
}

/// Does what was asked for.
pub async fn run(command: Command, target: &Target) -> Result<Outcome> {
    match command {
        Command::Consents(args) => consents::run(&args, target).await,
    }
}
