//! The function of the operation `forget_me`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::forget_me())
}
