"""Python's pools. First a line with the peers that are here; then for each line `PEER WHAT WORKERS SIZE` a figure:
seconds, unless `MEASURES` says otherwise. A pool lives for one question, so that none idles while others run."""

import contextlib
import glob
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

try:
    import joblib
    from joblib.externals.loky import get_reusable_executor
except ImportError:
    joblib = None

TASKS = 24
LARGE_TASKS = 8
MIB = 1 << 20


def add_one(x):
    return x + 1


def nap(millis):
    time.sleep(millis / 1000)
    return millis


def append(job):
    seed, count = job
    numbers, drawn = [], seed
    for _ in range(count):
        drawn = (drawn * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        numbers.append(drawn)
    return len(numbers), numbers[-1]


def fourth_powers(chunk):
    return sum(i**4 for i in range(*chunk))


def produce(job):
    mark, size = job
    return bytes([mark]) * size


class Pool:
    """`multiprocessing.Pool`."""

    def __init__(self, workers):
        self.pool = multiprocessing.Pool(workers)

    def map(self, task, inputs, chunk=None):
        return self.pool.map(task, inputs, chunk)

    def first(self, task, inputs):
        return self.pool.map(task, inputs, 1)

    def one(self, task, x):
        return self.pool.apply(task, (x,))

    def stream(self, task, inputs):
        return self.pool.imap(task, inputs)

    def close(self):
        self.pool.terminate()
        self.pool.join()


class Executor:
    """`concurrent.futures`: its `map` has no chunks of its own, so it gets those that `Pool` would choose."""

    def __init__(self, workers):
        self.workers = workers
        self.pool = ProcessPoolExecutor(workers)

    def map(self, task, inputs, chunk=None):
        chunk = chunk or max(1, -(-len(inputs) // (4 * self.workers)))
        return list(self.pool.map(task, inputs, chunksize=chunk))

    def first(self, task, inputs):
        return list(self.pool.map(task, inputs))

    def one(self, task, x):
        return self.pool.submit(task, x).result()

    def close(self):
        self.pool.shutdown()


class Joblib:
    """`joblib.Parallel` on loky; what one worker has to do goes to loky itself, as `n_jobs=1` is the caller."""

    def __init__(self, workers):
        self.workers = workers
        self.parallel = joblib.Parallel(n_jobs=workers, backend="loky")

    def map(self, task, inputs, chunk=None):
        self.parallel.batch_size = chunk or "auto"
        return self.parallel(joblib.delayed(task)(x) for x in inputs)

    def first(self, task, inputs):
        return list(get_reusable_executor(max_workers=self.workers).map(task, inputs))

    def one(self, task, x):
        return get_reusable_executor(max_workers=self.workers).submit(task, x).result()

    def close(self):
        get_reusable_executor().shutdown(wait=True)


def seconds(run):
    start = time.perf_counter()
    result = run()
    return result, time.perf_counter() - start


def noop(pool, size, chunk):
    results, took = seconds(lambda: pool.map(add_one, range(size), chunk))
    assert len(results) == size and results[0] == 1 and results[-1] == size
    return took


def flight(pool, size):
    pool.one(add_one, 0)
    results, took = seconds(lambda: [pool.one(add_one, x) for x in range(size)])
    assert results == list(range(1, size + 1))
    return took


def sleeps(pool, size):
    results, took = seconds(lambda: pool.map(nap, [size] * TASKS, 1))
    assert results == [size] * TASKS
    return took


def is_whole(result, mark, size):
    return len(result) == size and result.count(mark) == size


def large(pool, size, count=LARGE_TASKS):
    """All results kept."""
    results, took = seconds(lambda: pool.map(produce, [(at % 255 + 1, size) for at in range(count)], 1))
    assert len(results) == count and all(is_whole(found, at % 255 + 1, size) for at, found in enumerate(results))
    return took


def large_alone(pool, size):
    """One after the other, each dropped."""
    total = 0
    for at in range(LARGE_TASKS):
        result, took = seconds(lambda at=at: pool.one(produce, (at + 1, size)))
        assert is_whole(result, at + 1, size)
        total += took
    return total


def mebi_streamed(pool, count):
    """As they come, each dropped."""
    inputs = [(at % 255 + 1, MIB) for at in range(count)]
    found, took = seconds(lambda: sum(len(result) for result in pool.stream(produce, inputs)))
    assert found == count * MIB
    return took


def speed_up(pool, task, inputs):
    """How many times faster than a plain loop."""
    expected, alone = seconds(lambda: [task(x) for x in inputs])
    results, together = seconds(lambda: pool.map(task, inputs, 1))
    assert results == expected
    return alone / together


def children_cpu():
    """CPU seconds of the live children so far."""
    total = 0
    for name in glob.glob("/proc/self/task/*/children"):
        with open(name) as listed:
            children = listed.read().split()
        for child in children:
            with contextlib.suppress(OSError), open(f"/proc/{child}/schedstat") as stat:
                total += int(stat.read().split()[0])
    return total / 1e9


def idle(_pool, millis):
    """CPU seconds of the pool and of this process while nothing is asked of them."""
    before = time.process_time() + children_cpu()
    time.sleep(millis / 1000)
    return time.process_time() + children_cpu() - before


MEASURES = {
    "one_by_one": lambda pool, size: noop(pool, size, 1),
    "batched": lambda pool, size: noop(pool, size, None),
    "flight": flight,
    "sleeps": sleeps,
    "list_append": lambda pool, size: speed_up(pool, append, [(seed, size) for seed in range(4)]),
    "fourth_powers": lambda pool, size: speed_up(
        pool, fourth_powers, [(at * size // TASKS, (at + 1) * size // TASKS) for at in range(TASKS)]
    ),
    "idle": idle,
    "large": large,
    "large_alone": large_alone,
    "mebi": lambda pool, count: large(pool, MIB, count),
    "mebi_streamed": mebi_streamed,
}


def start(peer, workers):
    """Seconds from nothing to a task answered by each worker."""

    def run():
        pool = peer(workers)
        return pool, pool.first(add_one, range(workers))

    (pool, results), took = seconds(run)
    assert results == list(range(1, workers + 1))
    pool.close()
    return took


def process(count):
    """Seconds to start and join a process, forked, one after the other."""

    def one():
        child = multiprocessing.Process(target=add_one, args=(1,))
        child.start()
        child.join()
        return child.exitcode

    codes, took = seconds(lambda: [one() for _ in range(count)])
    assert not any(codes)
    return took


def main():
    peers = {"multiprocessing.Pool": Pool, "ProcessPoolExecutor": Executor}
    if joblib is not None:
        peers["joblib/loky"] = Joblib
    print(*peers, sep="\t", flush=True)
    for line in sys.stdin:
        peer, what, workers, size = line.split()
        peer, workers, size = peers[peer], int(workers), int(size)
        if what == "start":
            answer = start(peer, workers)
        elif what == "process":
            answer = process(size)
        else:
            pool = peer(workers)
            # Every worker is up when the clock starts.
            pool.map(nap, [5] * workers, 1)
            answer = MEASURES[what](pool, size)
            pool.close()
        print(answer, flush=True)


if __name__ == "__main__":
    main()
