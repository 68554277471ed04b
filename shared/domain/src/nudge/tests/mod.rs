mod case;
mod firing;
mod quiet_hours;
mod reverting;
