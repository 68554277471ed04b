//! `memberline directory plan` and `apply`.

use anyhow::Result;
use memberline_administration::{
    AdministrationError, apply as apply_plan, plan as plan_changes, taken_meanwhile,
};
use memberline_domain::directory::administration::Plan;
use memberline_store::RecordError;
use serde_json::{Value, json};

use super::args::FileArgs;
use super::input::Input;
use super::show;
use crate::counted::counted;
use crate::operate::left_behind::LeftBehind;
use crate::operate::say::{agree, answer, note};
use crate::operate::{Deployment, Refused, Target};
use crate::outcome::Outcome;

/// What applying a file changes, and what that leaves behind.
struct Planned {
    plan: Plan,
    left: LeftBehind,
}

impl Planned {
    async fn of(deployment: &Deployment, input: &Input) -> Result<Self> {
        let store = &deployment.store;
        let records = store.records(&input.organisation).await?;
        let wanted = input.file.read.wanted.clone();
        let plan = match plan_changes(store, &records, wanted, deployment.now()).await {
            Ok(plan) => plan,
            Err(AdministrationError::PlanRefused(refusals)) => return Err(input.refused(refusals).into()),
            Err(error) => return Err(error.into()),
        };
        let steps = plan.steps.iter();
        let after = steps.fold(records.clone(), |records, step| records.after(step));
        let left = LeftBehind::by(&records, &after);
        Ok(Self { plan, left })
    }

    fn words(&self) -> String {
        show::words(&self.plan) + &self.left.words()
    }

    fn json(&self) -> Value {
        let mut json = show::json(&self.plan);
        json["leaves_no_administrator"] = self.left.nobody_administers.into();
        json["suspended"] = self.left.json();
        json
    }
}

/// Shows what applying a file would change.
pub(super) async fn plan(args: &FileArgs, target: &Target, detailed_exit_code: bool) -> Result<Outcome> {
    let input = Input::read(args)?;
    let deployment = Deployment::find(target).await?;
    let planned = Planned::of(&deployment, &input).await?;
    answer(target, &planned.words(), &planned.json())?;
    Ok(if detailed_exit_code && !planned.plan.steps.is_empty() {
        Outcome::Changes
    } else {
        Outcome::Done
    })
}

/// Changes the directory to what a file says.
pub(super) async fn apply(args: &FileArgs, target: &Target) -> Result<Outcome> {
    let input = Input::read(args)?;
    let deployment = Deployment::find(target).await?;
    let planned = Planned::of(&deployment, &input).await?;
    note(target, &planned.words());
    let plan = &planned.plan;
    let question = format!("Change {} of {}?", records(plan.steps.len()), input.organisation);
    if !plan.steps.is_empty() {
        agree(target, &question)?;
    }
    let mut done = 0_usize;
    let applied = apply_plan(&deployment.store, &input.organisation, plan, |_| done += 1).await;
    if let Err(error) = applied {
        let AdministrationError::Record { key, error } = error else {
            return Err(error.into());
        };
        let why = match error {
            RecordError::Taken => format!("{key}: {}", taken_meanwhile(key.kind).detail),
            error => format!("{key}: {error}"),
        };
        let all = records(plan.steps.len());
        let why = format!("{why}. {done} of {all} changed before: run it again");
        return Err(Refused::because(why).into());
    }
    answer(
        target,
        &format!("{} changed", records(done)),
        &json!({ "changed": done, "plan": planned.json() }),
    )?;
    Ok(Outcome::Done)
}

fn records(count: usize) -> String {
    counted(count, "record", "records")
}
