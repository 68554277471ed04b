mod firing;
mod orders;
mod parsing;
mod planning;
mod schema;
mod stored;
mod story;
mod unsending;
