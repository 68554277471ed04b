//! Journeys: each step, and all of them together.

use super::Report;
use crate::journey::{Journey, of_1000};

impl Report {
    /// What it takes from one end to the other. The architecture has no budget for it.
    pub fn journey(&mut self, journey: &Journey) {
        let no_budget = || "no budget".to_owned();
        self.heading(format!("{}, by step: AWS calls", journey.name));
        for step in journey.steps() {
            self.plain(step.name, step.usual_calls());
        }
        self.heading(format!(
            "{}: table writes + index writes, reads; own CPU, median; time from event to answer, median; list price of 1,000",
            journey.name
        ));
        for step in journey.steps() {
            let each = |all| step.each(all);
            let usage = &step.usage;
            let value = format!(
                "{:.1} + {:.1}, {:.1}; {:.2} ms; {:.1} ms; ${:.4}",
                each(usage.writes),
                each(usage.index_writes),
                each(usage.reads),
                step.cpu_ms_of(50),
                step.took_ms_of(50),
                of_1000(&self.prices, step).total(),
            );
            self.plain(step.name, value);
        }
        let calls = journey.sum(|step| step.calls(""));
        let units = format!(
            "{:.1} + {:.1}, {:.1}",
            journey.sum(|step| step.each(step.usage.writes)),
            journey.sum(|step| step.each(step.usage.index_writes)),
            journey.sum(|step| step.each(step.usage.reads)),
        );
        self.line("all: AWS calls", format!("{calls:.1}"), no_budget(), "");
        self.line("all: units", units, no_budget(), "");
        let cpu = journey.sum(|step| step.cpu_ms_of(50));
        let least = journey.sum(|step| step.cpu_ms_of(10));
        self.line(
            "all: own CPU (least busy tenth)",
            format!("{cpu:.2} ms ({least:.2})"),
            no_budget(),
            "",
        );
        let [best, median, p90] = [0, 50, 90].map(|hundredth| journey.took_ms_of(hundredth));
        self.line(
            "all: first step to last (p90, best)",
            format!("{median:.1} ms ({p90:.1} ms, {best:.1} ms)"),
            no_budget(),
            "",
        );
        let cost = journey.cost_of_1000(&self.prices);
        let (total, lines) = (cost.total(), cost.lines());
        let dearest = lines.iter().take(4).filter(|(_, usd)| *usd > 0.0);
        let dearest: Vec<String> = dearest
            .map(|(service, usd)| format!("{service} ${usd:.4}"))
            .collect();
        self.line(
            "all: list price of 1,000",
            format!("${total:.4}"),
            no_budget(),
            "",
        );
        self.plain("  of which", dearest.join("; "));
    }
}
