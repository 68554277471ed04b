mod changes;
mod plans;
mod problems;
mod world;
