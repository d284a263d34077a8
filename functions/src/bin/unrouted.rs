//! The function of requests that no operation is for.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve_unrouted(functions::routes::PLACES)
}
