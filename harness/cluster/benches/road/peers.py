"""The rows of the benchmark that other engines have too: `peers.py ray|dask`. Prints a name and a number a line."""

import sys
import time

WORKERS = 6


def nothing(x):
    return x


def wait(millis):
    time.sleep(millis / 1000)
    return millis


def length(data):
    return len(data)


def measure(run):
    """`run` gives the results of a task over inputs."""
    run(nothing, range(200))
    start = time.perf_counter()
    assert run(nothing, range(5000)) == list(range(5000))
    print("tasks", 5000 / (time.perf_counter() - start))
    start = time.perf_counter()
    run(wait, [100] * 120)
    print("efficiency", 120 * 0.1 / WORKERS / (time.perf_counter() - start))
    # Different ones: what is equal may be sent once.
    inputs = [bytes([n % 256]) * (64 << 10) for n in range(800)]
    start = time.perf_counter()
    assert set(run(length, inputs)) == {64 << 10}
    print("bytes", 800 * (64 << 10) / (time.perf_counter() - start))


def with_ray():
    import ray

    ray.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, logging_level="error")
    tasks = {task: ray.remote(task) for task in (nothing, wait, length)}
    measure(lambda task, inputs: ray.get([tasks[task].remote(x) for x in inputs]))
    ray.shutdown()


def with_dask():
    from dask.distributed import Client, LocalCluster

    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            measure(lambda task, inputs: client.gather(client.map(task, list(inputs), pure=False)))


if __name__ == "__main__":
    {"ray": with_ray, "dask": with_dask}[sys.argv[1]]()
