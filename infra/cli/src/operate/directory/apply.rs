//! `memberline directory plan` and `apply`.

use anyhow::Result;
use memberline_administration::{AdministrationError, apply as apply_plan, plan as plan_changes};
use memberline_domain::directory::administration::Plan;
use serde_json::json;

use super::args::FileArgs;
use super::input::Input;
use super::show;
use crate::operate::say::{agreed, answer, note};
use crate::operate::{Deployment, Refused, Target};
use crate::outcome::Outcome;

async fn planned(deployment: &Deployment, input: &Input) -> Result<Plan> {
    let store = &deployment.store;
    let records = store.records(&input.organisation).await?;
    let wanted = input.file.read.wanted.clone();
    match plan_changes(store, &records, wanted, deployment.now()).await {
        Ok(plan) => Ok(plan),
        Err(AdministrationError::PlanRefused(refusals)) => Err(input.refused(refusals).into()),
        Err(error) => Err(error.into()),
    }
}

/// Shows what applying a file would change.
pub(super) async fn plan(args: &FileArgs, target: &Target, detailed_exit_code: bool) -> Result<Outcome> {
    let input = Input::read(args)?;
    let deployment = Deployment::find(target).await?;
    let plan = planned(&deployment, &input).await?;
    answer(target, &show::words(&plan), &show::json(&plan))?;
    Ok(if detailed_exit_code && !plan.steps.is_empty() {
        Outcome::Changes
    } else {
        Outcome::Done
    })
}

/// Changes the directory to what a file says.
pub(super) async fn apply(args: &FileArgs, target: &Target) -> Result<Outcome> {
    let input = Input::read(args)?;
    let deployment = Deployment::find(target).await?;
    let plan = planned(&deployment, &input).await?;
    note(target, &show::words(&plan));
    let question = format!("Change {} records of {}?", plan.steps.len(), input.organisation);
    if !plan.steps.is_empty() && !agreed(target, &question)? {
        return Err(Refused::because("nothing was changed").into());
    }
    let mut done = 0_usize;
    let applied = apply_plan(&deployment.store, &input.organisation, &plan, |_| done += 1).await;
    if let Err(error) = applied {
        let why = match &error {
            AdministrationError::Record { .. } => {
                format!(
                    "{error}. {done} of {} records were changed before: run it again",
                    plan.steps.len()
                )
            }
            _ => return Err(error.into()),
        };
        return Err(Refused::because(why).into());
    }
    answer(
        target,
        &format!("{done} records changed"),
        &json!({ "changed": done, "plan": show::json(&plan) }),
    )?;
    Ok(Outcome::Done)
}
