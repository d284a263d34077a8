//! The function of the operation `summarise_report`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::summarise_report())
}
