"""The server as its operator has it: the built program on an empty data folder, nginx with TLS in front of it, and a line
to the outside that a test can cut."""

import os
import re
import signal
import subprocess
import threading
from pathlib import Path

from .line import Line

ROOT = Path(__file__).resolve().parents[2]
READY_TIMEOUT_S = 60


class House:
    """A running server. `host` is its public name and port, `local` the address behind the proxy."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.certificate, self.key, self.authority = make_certificates(folder)
        self._processes: list[subprocess.Popen] = []
        socket = folder / "tls.sock"
        self.line = Line(socket)
        self.host = f"localhost:{self.line.port}"
        self.local = self._start_server()
        self._start_proxy(socket)
        self.line.wait_for_target()

    def stop(self) -> None:
        self.line.close()
        for process in reversed(self._processes):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self._processes):
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start_server(self) -> str:
        program = program_path()
        command = [program, "serve", "--data", self.folder / "data", "--listen", "127.0.0.1:0"]
        log = open(self.folder / "server.log", "wb")
        environment = {**os.environ, "PARVIS_PUBLIC_URL": f"https://{self.host}"}
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True, env=environment
        )
        self._processes.append(process)
        # A server that never speaks is ended, so that the read below ends too.
        watchdog = threading.Timer(READY_TIMEOUT_S, process.kill)
        watchdog.start()
        line = process.stdout.readline()
        watchdog.cancel()
        address = re.search(r"127\.0\.0\.1:\d+", line)
        if not address:
            log.flush()
            raise RuntimeError(f"the server did not print its address but {line!r}:\n{self.server_log()}")
        # What it prints later must not fill the pipe.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        return address[0]

    def _start_proxy(self, socket: Path) -> None:
        """nginx with the operator's guide's own file; only names and places are this test's."""
        site = (ROOT / "docs/nginx.conf").read_text()
        for theirs, ours in {
            "listen 443 ssl;": f"listen unix:{socket} ssl;",
            "server_name parvis.example;": "server_name localhost;",
            "/etc/letsencrypt/live/parvis.example/fullchain.pem": str(self.certificate),
            "/etc/letsencrypt/live/parvis.example/privkey.pem": str(self.key),
            "127.0.0.1:7212": self.local,
        }.items():
            if theirs not in site:
                raise RuntimeError(f"docs/nginx.conf has no {theirs!r}")
            site = site.replace(theirs, ours)
        folders = "".join(f"{kind}_temp_path {self.folder}/nginx-{kind};\n" for kind in NGINX_TEMPORARY)
        user = "user root;" if os.geteuid() == 0 else ""
        config = self.folder / "nginx.conf"
        config.write_text(
            f"{user}\ndaemon off;\npid {self.folder}/nginx.pid;\nworker_processes 1;\nerror_log stderr warn;\n"
            f"events {{ worker_connections 512; }}\nhttp {{\n{folders}{site}\n}}\n"
        )
        log = open(self.folder / "nginx.log", "wb")
        environment = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}
        command = ["nginx", "-p", self.folder, "-c", config, "-e", "stderr"]
        self._processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log, env=environment))

    def server_log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")


NGINX_TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]


def program_path() -> Path:
    """The program that `make client-tests` built, unless another is named."""
    named = os.environ.get("PARVIS_PROGRAM")
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    program = Path(named) if named else Path(target) / "debug/parvis"
    if not program.exists():
        raise RuntimeError(f"{program} is not there: run `make client-tests`, or name one in PARVIS_PROGRAM")
    return program


def make_certificates(folder: Path) -> tuple[Path, Path, Path]:
    """An authority of our own, and a certificate for `localhost` that it signed."""

    def openssl(*arguments: str) -> None:
        command = ["openssl", *arguments]
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr}")

    elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl(
        *["req", "-x509", *elliptic, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Parvis test CA"],
        *["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
    )
    openssl("req", *elliptic, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "server.ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl(
        *["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
        *["-out", "server.pem", "-days", "2", "-extfile", "server.ext"],
    )
    return folder / "server.pem", folder / "server.key", folder / "ca.pem"
