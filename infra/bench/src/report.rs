//! The table: what was measured, beside its budget.

mod journeys;

use std::time::Duration;

use anyhow::Result;
use memberline_local::output::answer;

use super::binary::Binary;
use super::conversations::{SWEEP, SWEEPS_A_MONTH};
use super::cost::{Cost, Prices};
use super::deployment::Measured;
use super::hot_thread::{self, HotThread};
use super::operation::Operation;
use super::pages::{Page, SIZES};
use super::start_up::StartUp;

/// The budgets of the architecture.
mod budget {
    use std::time::Duration;

    pub const COLD_START: Duration = Duration::from_millis(5);
    pub const CPU_OF_THE_FIRST_EVENT: Duration = Duration::from_millis(5);
    pub const RESIDENT: f64 = 16.0;
    pub const ZIPPED: f64 = 5.0;
    pub const CPU_OF_A_TEXT_IN_MS: f64 = 0.5;
    pub const INSTRUCTIONS_OF_A_TEXT_IN: f64 = 1e6;
    pub const HOT_THREAD: Duration = Duration::from_secs(1);
    pub const USD_OF_1000_IN_AND_OUT: f64 = 0.04;
}

/// What an agent does besides answering; the texts themselves cause none of it.
const AGENTS_OWN: [&str; 5] = ["claim", "inbox page", "conversation", "timeline page", "close"];

const MEGABYTE: f64 = 1e6;

enum Line {
    Heading(String),
    Measured {
        what: String,
        value: String,
        budget: String,
        verdict: &'static str,
    },
}

/// The table.
pub struct Report {
    prices: Prices,
    lines: Vec<Line>,
}

#[expect(clippy::cast_precision_loss, reason = "no size here reaches 2^52 bytes")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / MEGABYTE
}

fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1_000.0)
}

fn verdict(ok: bool) -> &'static str {
    if ok { "ok" } else { "OVER" }
}

impl Report {
    /// An empty one.
    pub fn new(prices: Prices) -> Self {
        Self {
            prices,
            lines: Vec::new(),
        }
    }

    fn heading(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Heading(text.into()));
    }

    fn plain(&mut self, what: impl Into<String>, value: impl Into<String>) {
        self.line(what, value, String::new(), "");
    }

    fn line(
        &mut self,
        what: impl Into<String>,
        value: impl Into<String>,
        budget: String,
        verdict: &'static str,
    ) {
        self.lines.push(Line::Measured {
            what: what.into(),
            value: value.into(),
            budget,
            verdict,
        });
    }

    /// How large a function is.
    pub fn sizes(&mut self, binary: &Binary) {
        if self.lines.is_empty() {
            self.heading("size of a function, zipped (and not)");
        }
        let [raw, zipped] = [binary.raw, binary.zipped].map(|size| megabytes(size as u64));
        let value = format!("{zipped:.2} MB ({raw:.2} MB)");
        let ok = verdict(zipped <= budget::ZIPPED);
        self.line(binary.name, value, format!("{} MB", budget::ZIPPED), ok);
    }

    /// How long its cold start takes.
    pub fn start_up(&mut self, name: &str, start_up: &StartUp) {
        const HEADING: &str = "cold start, process to first poll: median (p90, best)";
        let begun = |line: &Line| matches!(line, Line::Heading(heading) if heading == HEADING);
        if !self.lines.iter().any(begun) {
            self.heading(HEADING);
        }
        let times = &start_up.times;
        let value = format!("{} ({}, {})", ms(times.at(50)), ms(times.at(90)), ms(times.at(0)));
        let ok = verdict(times.at(50) <= budget::COLD_START);
        self.line(name, value, ms(budget::COLD_START), ok);
        if let Some(times) = &start_up.first_text {
            let value = format!("{} ({}, {})", ms(times.at(50)), ms(times.at(90)), ms(times.at(0)));
            let ok = verdict(times.at(50) <= budget::CPU_OF_THE_FIRST_EVENT);
            let budget = ms(budget::CPU_OF_THE_FIRST_EVENT);
            self.line("  own CPU of the first text then", value, budget, ok);
        }
    }

    /// How long texts of one busy thread take.
    pub fn hot_thread(&mut self, hot: &HotThread) {
        self.heading(format!(
            "{} texts in one thread, {} in flight: from event to answer",
            hot_thread::TEXTS,
            hot_thread::AT_ONCE
        ));
        let times = &hot.times;
        let p95 = times.at(95);
        let ok = verdict(p95 <= budget::HOT_THREAD);
        self.line("p95", ms(p95), ms(budget::HOT_THREAD), ok);
        self.plain("median (best, longest)", {
            let [best, median, longest] = [0, 50, 100].map(|hundredth| ms(times.at(hundredth)));
            format!("{median} ({best}, {longest})")
        });
        let attempts = format!("{:.2}", hot.attempts);
        self.plain("transactions for each text", attempts);
    }

    /// How many instructions a text takes.
    pub fn instructions(&mut self, counted: Option<f64>) {
        self.heading("instructions of a text in, by callgrind");
        let Some(counted) = counted else {
            self.plain("not counted: there is no valgrind here", "");
            return;
        };
        let million = |count: f64| format!("{:.2} million", count / 1e6);
        let budget = budget::INSTRUCTIONS_OF_A_TEXT_IN;
        let ok = verdict(counted <= budget);
        self.line("text in, a later one", million(counted), million(budget), ok);
    }

    /// How much memory functions have in the end.
    pub fn memory<'a>(&mut self, measured: impl IntoIterator<Item = &'a Measured>) {
        self.heading("memory of a warm function, resident");
        let mut most: Vec<(&str, u64)> = Vec::new();
        for (name, bytes) in measured.into_iter().flat_map(|m| &m.resident) {
            match most.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = (*known).max(*bytes),
                None => most.push((name, *bytes)),
            }
        }
        for (name, bytes) in most {
            let resident = megabytes(bytes);
            let ok = verdict(resident <= budget::RESIDENT);
            self.line(
                name,
                format!("{resident:.1} MB"),
                format!("{} MB", budget::RESIDENT),
                ok,
            );
        }
    }

    /// What conversations took.
    pub fn conversations(&mut self, measured: &Measured) {
        self.heading("own CPU of an operation: median (mean, least busy tenth)");
        for operation in &measured.operations {
            let (median, mean) = (operation.cpu_ms_of(50), operation.cpu_ms());
            let value = format!("{median:.2} ms ({mean:.2}, {:.2})", operation.cpu_ms_of(10));
            let budget = budget::CPU_OF_A_TEXT_IN_MS;
            if operation.name.starts_with("text in") {
                let ok = verdict(median <= budget);
                self.line(operation.name, value, format!("{budget} ms"), ok);
            } else {
                self.plain(operation.name, value);
            }
        }
        self.heading("AWS calls of a warm operation");
        for operation in &measured.operations {
            if operation.name.starts_with("text in") {
                let usual = operation.usual_calls();
                let ok = verdict(usual == "BatchGetItem, TransactWriteItems");
                self.line(operation.name, usual, "1 round, 1 transaction".to_owned(), ok);
            } else {
                self.plain(operation.name, operation.usual_calls());
            }
        }
        self.heading("consumed units: table writes + index writes, reads; largest item put; logged; billed");
        for operation in &measured.operations {
            let usage = &operation.usage;
            let each = |all| operation.each(all);
            let units = format!(
                "{:.1} + {:.1}, {:.1}; {} B; {:.0} B; {:.0} ms",
                each(usage.writes),
                each(usage.index_writes),
                each(usage.reads),
                operation.largest,
                operation.logged_each(),
                self.prices.billed_ms(operation),
            );
            self.plain(operation.name, units);
        }
        self.costs(&measured.operations);
    }

    fn costs(&mut self, operations: &[Operation]) {
        let sweep = operations.iter().find(|operation| operation.name == SWEEP);
        let texts = operations.iter().filter(|o| o.name.starts_with("text in"));
        let texts: u32 = texts.map(|o| o.times).sum();
        let per_thousand = 1_000.0 / f64::from(texts.max(1));
        let (mut messages, mut agents) = (Cost::default(), Cost::default());
        self.heading("list price of 1,000 texts in and 1,000 out, by operation");
        for operation in operations.iter().filter(|o| o.name != SWEEP) {
            let cost = self.prices.cost(operation).times(per_thousand);
            self.plain(operation.name, format!("${:.4}", cost.total()));
            if AGENTS_OWN.contains(&operation.name) {
                agents.add(&cost);
            } else {
                messages.add(&cost);
            }
        }
        let Prices { region, as_of, .. } = &self.prices;
        self.heading(format!(
            "list price of 1,000 texts in and 1,000 out, {region}, {as_of}"
        ));
        for (service, usd) in messages.lines().into_iter().filter(|(_, usd)| *usd > 0.0) {
            self.plain(service, format!("${usd:.4}"));
        }
        let month = sweep.map_or_else(Cost::default, |sweep| {
            self.prices.cost(sweep).times(sweep.each(SWEEPS_A_MONTH))
        });
        let share = month.total() / self.prices.thousands_a_month();
        self.plain("the sweep's share", format!("${share:.4}"));
        let (total, budget) = (messages.total() + share, budget::USD_OF_1000_IN_AND_OUT);
        let ok = verdict(total <= budget);
        self.line(
            "all, carriers and SES aside",
            format!("${total:.4}"),
            format!("${budget}"),
            ok,
        );
        let clicks = format!("${:.4}", agents.total());
        self.plain("besides: agents look, claim, close", clicks);
        let month = format!("${:.4}", month.total());
        self.plain("the sweep in a month, however many texts there are", month);
    }

    /// What pages cost as the inbox grows.
    pub fn pages(&mut self, pages: &[Page]) {
        self.heading("a page among n open conversations of a team: calls, read units, rows");
        for page in pages {
            let what = format!("{}, {} conversations", page.name, page.conversations);
            let rows = page.rows.map_or(String::new(), |rows| format!(", {rows} rows"));
            let calls = page.calls.replace("DynamoDB.", "");
            let value = format!("{calls}; {:.1} units{rows}", page.reads);
            // The first page is not full.
            let full = pages
                .iter()
                .find(|other| other.name == page.name && other.conversations > SIZES[0]);
            match full {
                Some(full) if full.conversations < page.conversations => {
                    let same = full.calls == page.calls && (full.reads - page.reads).abs() < 0.1;
                    let budget = format!("as among {}", full.conversations);
                    self.line(what, value, budget, verdict(same));
                }
                _ => self.plain(what, value),
            }
        }
    }

    /// Prints it.
    pub fn print(&self) -> Result<()> {
        let width = |of: fn(&Line) -> usize| self.lines.iter().map(of).max().unwrap_or_default();
        let whats = width(|line| match line {
            Line::Measured { what, .. } => what.chars().count(),
            Line::Heading(_) => 0,
        });
        // Budgets stand in a column, whatever there is without one.
        let values = width(|line| match line {
            Line::Measured { value, budget, .. } if !budget.is_empty() => value.chars().count(),
            Line::Measured { .. } | Line::Heading(_) => 0,
        });
        for line in &self.lines {
            match line {
                Line::Heading(text) => answer(&format!("\n{text}"))?,
                Line::Measured {
                    what,
                    value,
                    budget,
                    verdict,
                } => {
                    let line = format!("  {what:whats$}  {value:values$}  {budget:21}  {verdict}");
                    answer(line.trim_end())?;
                }
            }
        }
        answer(
            "\nTimes are of this machine and of what else it did meanwhile: trust ratios and counts, and the best start more \
             than the median. CPU is without the encryption of the wire; on AWS it is TLS.",
        )
    }
}
