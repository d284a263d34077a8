//! What one request costs: round trips, calls and capacity units, counted where they are made.

use std::cell::Cell;

use aws_sdk_dynamodb::types::ConsumedCapacity;

tokio::task_local! {
    static METER: Meter;
}

/// What was used so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// Calls that had to wait for one another: those that overlap are one.
    pub round_trips: u32,
    /// All calls.
    pub calls: u32,
    /// Items written, put or deleted.
    pub items_written: u32,
    /// Read capacity units.
    pub read_units: f64,
    /// Write capacity units, of the table and its indexes.
    pub write_units: f64,
}

/// Counts for one request.
#[derive(Debug, Default)]
pub struct Meter {
    cost: Cell<Cost>,
    in_flight: Cell<u32>,
}

impl Meter {
    /// Runs `work` and tells what it cost.
    pub async fn measure<T>(work: impl Future<Output = T>) -> (T, Cost) {
        METER
            .scope(Meter::default(), async {
                let result = work.await;
                (result, METER.with(|meter| meter.cost.get()))
            })
            .await
    }

    fn change(change: impl FnOnce(&mut Cost)) {
        // Outside a request (at start, in a test's own set-up) nobody counts.
        let _ = METER.try_with(|meter| {
            let mut cost = meter.cost.get();
            change(&mut cost);
            meter.cost.set(cost);
        });
    }
}

/// A call under way; ends when dropped.
#[derive(Debug)]
pub struct CallUnderWay(());

impl CallUnderWay {
    /// A call begins. It gives way once, so that of calls that are made together all have begun
    /// before the first one ends, also where a busy machine answers before it is waited for.
    pub async fn begin() -> Self {
        let call = Self::count();
        tokio::task::yield_now().await;
        call
    }

    fn count() -> Self {
        let _ = METER.try_with(|meter| {
            let others = meter.in_flight.replace(meter.in_flight.get() + 1);
            let mut cost = meter.cost.get();
            cost.calls += 1;
            cost.round_trips += u32::from(others == 0);
            meter.cost.set(cost);
        });
        Self(())
    }

    /// The call read so much.
    pub fn read(&self, capacity: &[ConsumedCapacity]) {
        let units: f64 = capacity.iter().filter_map(ConsumedCapacity::capacity_units).sum();
        Meter::change(|cost| cost.read_units += units);
    }

    /// The call wrote so many items, at so much.
    pub fn wrote(&self, items: usize, capacity: &[ConsumedCapacity]) {
        let units: f64 = capacity.iter().filter_map(ConsumedCapacity::capacity_units).sum();
        Meter::change(|cost| {
            cost.items_written += u32::try_from(items).unwrap_or(u32::MAX);
            cost.write_units += units;
        });
    }
}

impl Drop for CallUnderWay {
    fn drop(&mut self) {
        let _ =
            METER.try_with(|meter| meter.in_flight.set(meter.in_flight.get().saturating_sub(1)));
    }
}
