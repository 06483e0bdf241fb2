"""Tasks per second of Python's pools. Reads `WHAT TASKS` lines, answers `name<TAB>rate` lines and an empty one."""

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor


def add_one(x):
    return x + 1


def rate(tasks, run):
    start = time.perf_counter()
    results = run(range(tasks))
    seconds = time.perf_counter() - start
    assert results[-1] == tasks and len(results) == tasks
    return tasks / seconds


def main():
    workers = int(sys.argv[1])
    pool = multiprocessing.Pool(workers)
    executor = ProcessPoolExecutor(workers)
    try:
        from joblib import Parallel, delayed

        parallel = Parallel(n_jobs=workers)
    except ImportError:
        parallel = None
    pool.map(add_one, range(100))
    list(executor.map(add_one, range(100)))
    for line in sys.stdin:
        what, tasks = line.split()
        tasks = int(tasks)
        if what == "chunksize_1":
            found = {
                "Python multiprocessing.Pool(chunksize=1)": rate(tasks, lambda xs: pool.map(add_one, xs, 1)),
                "Python ProcessPoolExecutor(chunksize=1)": rate(
                    tasks // 4, lambda xs: list(executor.map(add_one, xs))
                ),
            }
        else:
            found = {"Python multiprocessing.Pool": rate(tasks, lambda xs: pool.map(add_one, xs))}
            if parallel is not None:
                found["Python joblib (loky)"] = rate(
                    tasks // 50, lambda xs: parallel(delayed(add_one)(x) for x in xs)
                )
        for name, value in found.items():
            print(f"{name}\t{value}")
        print(flush=True)


if __name__ == "__main__":
    main()
