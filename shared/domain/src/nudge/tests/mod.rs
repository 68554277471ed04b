mod case;
mod firing;
mod member_activity;
mod quiet_hours;
mod reverting;
mod sending;
mod tallies;
