"""engine.py ENGINE DATA QUERIES SQL: one engine of others on the queries of benches/engine.rs. Prints a line of JSON for each measure.

ENGINE is oxigraph-memory, oxigraph-disk, maplib, duckdb or virtuoso; DATA has g.nt and for DuckDB schema.sql and a CSV file for each of its
tables; QUERIES has .rq files, SQL the same questions as .sql files. Times are seconds; `cpu` is processor time of all threads, of the server
where there is one.
"""

import json
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

ENGINE, DATA, QUERIES, SQL = sys.argv[1], *map(Path, sys.argv[2:])
LONG = 10  # A query whose first run takes longer is run once.
ROOM = 0.02  # Shorter queries are run again until so much time is over.


def say(**measure):
    print(json.dumps(measure), flush=True)


def megabytes(folder):
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / 1e6


class Here:
    """An engine in this process."""

    files, ending, room = QUERIES, "rq", ROOM

    def cpu(self):
        return time.process_time()

    def peak(self):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000

    def disk(self):
        return None

    def close(self):
        pass


class Oxigraph(Here):
    def __init__(self, on_disk):
        self.folder = tempfile.mkdtemp() if on_disk else None

    def load(self):
        import pyoxigraph

        self.store = pyoxigraph.Store(self.folder) if self.folder else pyoxigraph.Store()
        self.store.bulk_load(path=str(DATA / "g.nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
        if self.folder:
            self.store.optimize()
            self.store.flush()

    def disk(self):
        return megabytes(self.folder) if self.folder else None

    def ask(self, text):
        answer = self.store.query(text)
        if not hasattr(answer, "variables"):
            return len({str(triple) for triple in answer}), 0
        counted = "n" in [variable.value for variable in answer.variables]
        rows = total = 0
        for row in answer:
            rows += 1
            total += int(row["n"].value) if counted else 0
        return rows, total

    def close(self):
        self.store = None
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


class Maplib(Here):
    def load(self):
        import maplib

        self.model = maplib.Model()
        self.model.read(str(DATA / "g.nt"), format="ntriples")

    def ask(self, text):
        answer = self.model.query(text)
        if isinstance(answer, list):
            return sum(len(triples) for triples in answer), 0
        return len(answer), int(answer["n"].sum()) if "n" in answer.columns else 0


class DuckDb(Here):
    files, ending = SQL, "sql"

    def load(self):
        import duckdb

        self.base = duckdb.connect()
        self.base.execute((DATA / "schema.sql").read_text())
        for (table,) in self.base.execute("select table_name from duckdb_tables()").fetchall():
            self.base.execute(f"copy {table} from '{DATA / table}.csv' (header false)")

    def ask(self, text):
        answer = self.base.execute(text)
        last = answer.description[-1]
        rows = answer.fetchall()
        counts = "n" in last[0] or "count" in last[0]
        return len(rows), sum(row[-1] for row in rows) if counts else 0


class Virtuoso(Here):
    """The server of Debian's package, on this machine alone, with a data base of its own that is removed afterwards."""

    room = 0.5  # The processor time of another process comes in hundredths of a second.

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp())
        self.sql, self.web = (self.free_port() for _ in range(2))
        (self.folder / "virtuoso.ini").write_text(
            f"""
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{self.sql}
DisableUnixSocket = 1
DirsAllowed = {DATA.resolve()}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
MaxQueryMem = 8G
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 4
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{self.web}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""
        )
        command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
        with (self.folder / "told").open("w") as told:
            self.server = subprocess.Popen(command, cwd=self.folder, stdout=told, stderr=told)
        started = time.monotonic()
        while self.server.poll() is None and time.monotonic() - started < 300:
            if "Server online" in (self.folder / "told").read_text():
                return
            time.sleep(0.1)
        told = (self.folder / "told").read_text()
        self.close()
        raise SystemExit(f"virtuoso does not start: {told[-500:]}")

    @staticmethod
    def free_port():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return free.getsockname()[1]

    def cpu(self):
        fields = Path(f"/proc/{self.server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.server.pid}/status").read_text())[1]) / 1000

    def disk(self):
        return megabytes(self.folder)

    def load(self):
        commands = f"ld_dir('{DATA.resolve()}', 'g.nt', 'http://example.org/g'); rdf_loader_run(); checkpoint;"
        told = subprocess.run(
            ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", "VERBOSE=OFF", f"EXEC={commands}"], capture_output=True, text=True, check=False
        )
        if told.returncode or "Error" in told.stderr + told.stdout:
            raise SystemExit(f"virtuoso does not load: {told.stdout[-300:]} {told.stderr[-300:]}")

    def ask(self, text):
        triples = "CONSTRUCT" in text
        accept = {"Accept": "application/n-triples" if triples else "application/sparql-results+json"}
        form = urllib.parse.urlencode({"query": text}).encode()
        address = f"http://127.0.0.1:{self.web}/sparql"
        with urllib.request.urlopen(urllib.request.Request(address, form, accept), timeout=3600) as answer:
            body = answer.read().decode()
        if triples:
            return len({line for line in body.splitlines() if line.startswith("<")}), 0
        rows = json.loads(body)["results"]["bindings"]
        return len(rows), sum(int(row["n"]["value"]) for row in rows if "n" in row)

    def close(self):
        self.server.terminate()
        try:
            self.server.wait(60)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def measured(engine, text):
    """First run, then the median of three measures of one run; the answer of the last."""
    wall, cpu = time.perf_counter(), engine.cpu()
    rows, total = engine.ask(text)
    first_wall, first = time.perf_counter() - wall, engine.cpu() - cpu
    walls, cpus = [], []
    while first_wall <= LONG and len(cpus) < 3:
        wall, cpu, runs = time.perf_counter(), engine.cpu(), 0
        while runs == 0 or time.perf_counter() - wall < engine.room:
            rows, total = engine.ask(text)
            runs += 1
        walls.append((time.perf_counter() - wall) / runs)
        cpus.append((engine.cpu() - cpu) / runs)
    return {"rows": rows, "sum": total, "first": first, "cpu": statistics.median(cpus or [first]), "wall": statistics.median(walls or [first_wall])}


ENGINES = {
    "oxigraph-memory": lambda: Oxigraph(False),
    "oxigraph-disk": lambda: Oxigraph(True),
    "maplib": Maplib,
    "duckdb": DuckDb,
    "virtuoso": Virtuoso,
}

engine = ENGINES[ENGINE]()
try:
    wall, cpu = time.perf_counter(), engine.cpu()
    engine.load()
    say(load=True, wall=time.perf_counter() - wall, cpu=engine.cpu() - cpu, peak=engine.peak(), disk=engine.disk())
    for file in sorted(engine.files.glob(f"*.{engine.ending}")):
        try:
            say(query=file.stem, **measured(engine, file.read_text()), peak=engine.peak())
        except Exception as error:  # Whatever it is: the others go on.
            say(query=file.stem, error=f"{type(error).__name__}: {error}"[:200])
finally:
    engine.close()
