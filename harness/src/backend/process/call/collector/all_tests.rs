//! Results that arrive in any order, as those of several workers do, are all there in the end, each in its place.

use super::*;
use proptest::prelude::*;
use std::collections::VecDeque;

/// The indices in the order in which they arrive: cut into pieces, each of which goes to a worker, which answers in order;
/// `turns` says whose answers come next, and how many.
fn arrivals(pieces: &[(u8, u8)], turns: &[(u8, u8)]) -> Vec<u64> {
    let mut workers = vec![VecDeque::new(); 4];
    let mut inputs = 0_u64..;
    for (worker, size) in pieces {
        workers[usize::from(worker % 4)].extend(inputs.by_ref().take(usize::from(*size)));
    }
    let mut order = Vec::new();
    for (worker, answers) in turns {
        let queue = &mut workers[usize::from(worker % 4)];
        order.extend(queue.drain(..usize::from(*answers).min(queue.len())));
    }
    order.extend(workers.into_iter().flatten());
    order
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn results_are_in_their_places(
        pieces in prop::collection::vec((any::<u8>(), 1_u8..6), 0..40),
        turns in prop::collection::vec((any::<u8>(), 1_u8..8), 0..60),
    ) {
        let order = arrivals(&pieces, &turns);
        let (mut good, mut all) = (FailFast::with_capacity(0), CollectAll::with_capacity(0));
        good.take(order.len());
        all.take(order.len());
        for (put, index) in (1..).zip(&order) {
            good.put_good(*index, *index, 8);
            all.put(*index, Ok(*index), 8);
            prop_assert_eq!((good.held(), all.held()), (order.len() - put, order.len() - put));
        }
        let expected: Vec<u64> = (0..).take(order.len()).collect();
        let missing = |index| Error::refused(format!("{index} is missing"));
        prop_assert_eq!(&good.into_results(missing).unwrap(), &expected);
        let all: Result<Vec<u64>, Error> = all.into_results(missing).into_iter().collect();
        prop_assert_eq!(all.unwrap(), expected);
    }
}
