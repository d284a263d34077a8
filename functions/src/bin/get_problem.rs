//! The function of the operation `get_problem`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_problem())
}
