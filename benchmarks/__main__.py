"""All benchmarks: `python -m benchmarks [PAGES]`."""

from __future__ import annotations

import sys

from benchmarks import bench_hostile, bench_items, bench_pass, bench_planning, bench_reports

if __name__ == "__main__":
    bench_pass.main(sys.argv[1:])
    print()
    bench_planning.main([])
    print()
    bench_hostile.main()
    print()
    if bench_reports.REPORTS.is_dir():
        bench_reports.main([])
    else:
        print(f"reading reports was not measured: there is no {bench_reports.REPORTS}")
    print()
    # last: it ends with an error if a command is too slow
    bench_items.main([])
