"""Brings the local cloud up, part by part, and takes it down in the opposite order."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from infra.catalogue import FUNCTIONS
from infra.environments import GUARDDUTY, LOCAL
from local import environments, processes, scanner, synth
from local.deploy import Deployment, deploy, seeds, site, staff, warm
from local.deploy.clients import Cloud
from local.emulator import settings as emulator
from local.registries import population
from local.settings import ROOT, LocalSettings

SITE = ROOT / "web/dist"
READER = ROOT / ".local/reader/bin/python"
AGENCIES = ROOT / "local/agencies.json"
STAFF = ROOT / "local/staff.json"


@dataclass(slots=True)
class LocalCloud:
    """`tell` hears what is being done; children stop in the opposite order of their start."""

    settings: LocalSettings
    tell: Callable[[str], None]
    children: list[processes.Child] = field(default_factory=list)
    lock: TextIO | None = None

    def start(self) -> None:
        for variable, port in self.settings.ports.items():
            processes.require_free(port, variable)
        if not (SITE / "manifest.json").exists():
            raise processes.StartFailed("The static files are not built: run make web.")
        people = population.read(self.settings.population)
        self._make_folders()
        emulators, functions = environments.known(ROOT)
        for one in (emulators, functions):
            if not environments.is_current(one):
                self.tell(f"Installing the Python environment {one.name}")
            environments.ensure(one)
        self.tell("Synthesizing the stacks")
        assembly = synth.synthesize(ROOT, self.settings.logs / "synth.log")
        self.tell("Emulator and registries")
        self._start_emulator(emulators, functions)
        self._start_registries()
        self._start_reader()
        self._start_workforce()
        self.tell("Deploying")
        cloud = Cloud(self.settings.emulator)
        deployment = deploy(assembly, cloud, self.settings.addresses)
        self._furnish(deployment, cloud)
        self._start_scanner(cloud)
        self.tell("Edge and sample agency")
        self._start_front(deployment)
        self._start_agency()
        staff.settle(self.settings, cloud, deployment.function("operate"), STAFF)
        self.tell(f"{len(people.records)} people in the simulated RENAPO")
        self.require_all()

    def stop(self) -> None:
        while self.children:
            processes.stop(self.children.pop())

    def require_all(self) -> None:
        """Raises StartFailed when a part stopped by itself."""
        for child in self.children:
            if not child.is_running:
                raise processes.StartFailed(
                    f"The {child.name} stopped by itself; its log is {child.log}"
                )

    def _make_folders(self) -> None:
        for folder in (self.settings.state, self.settings.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.lock = processes.hold(self.settings.home)
        for log in self.settings.logs.glob("*.log"):
            log.unlink()
        # Code unpacked by the last start, which the emulator would never look at again.
        shutil.rmtree(self.settings.state / "tmp", ignore_errors=True)
        for name in ("tmp", "services", "s3"):
            (self.settings.state / name).mkdir(exist_ok=True)

    def _start_emulator(
        self, own: environments.PythonEnvironment, functions: environments.PythonEnvironment
    ) -> None:
        variables = emulator.environment(
            port=self.settings.emulator_port,
            state=self.settings.state,
            logs=self.settings.logs,
            lambda_python=functions.python,
            root=ROOT,
        )
        command = [str(own.python), "-m", "local.emulator"]
        address = f"{self.settings.emulator}/_ministack/health"
        self._start("emulator", command, address, variables)

    def _start_registries(self) -> None:
        port = self.settings.registries_port
        options = ["--port", str(port), "--population", str(self.settings.population)]
        self._start_module("registries", options, f"http://127.0.0.1:{port}/_health")

    def _start_reader(self) -> None:
        """Half a gigabyte of models, in an environment of its own: `make reader` installs it. Without it
        everything runs but the reading of documents."""
        if not READER.exists():
            self.tell("No document reader: make reader installs it")
            return
        port = self.settings.reader_port
        command = [str(READER), "-m", "local.reader", "--port", str(port)]
        variables = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._start("reader", command, f"http://127.0.0.1:{port}/", variables)

    def _start_workforce(self) -> None:
        options = ["--port", str(self.settings.workforce_port), "--staff", str(STAFF)]
        options += ["--client", LOCAL.workforce.client, "--returns-to", self.settings.origin]
        self._start_module("workforce", options, f"{self.settings.workforce}/_health")

    def _furnish(self, deployment: Deployment, cloud: Cloud) -> None:
        seeds.prove_mail_domain(LOCAL.mail_domain, LOCAL.mail_region, cloud)
        site.upload(SITE, deployment, cloud)
        operate = deployment.function("operate")
        if operate is not None and AGENCIES.exists():
            seeds.register_clients(AGENCIES, operate, cloud, self.settings.addresses)
        known = {LOCAL.function(one.name) for one in FUNCTIONS} - {operate}
        warm.warm(sorted(known & deployment.functions.keys()), cloud)

    def _start_scanner(self, cloud: Cloud) -> None:
        """What is put waits for it, so that nobody else need."""
        if LOCAL.scanner != GUARDDUTY:
            return
        scanner.attach(LOCAL.evidence_bucket(emulator.ACCOUNT), cloud)
        command = [sys.executable, "-m", "local.scanner", "--emulator", self.settings.emulator]
        log = self.settings.logs / "scanner.log"
        self.children.append(processes.start("scanner", command, log, _ours()))

    def _start_front(self, deployment: Deployment) -> None:
        options = ["--port", str(self.settings.port), "--emulator", self.settings.emulator]
        options += ["--api-id", deployment.api_id, "--site", str(SITE)]
        options += ["--inbox", str(self.settings.state / "inbox.sqlite")]
        options += ["--bucket", LOCAL.evidence_bucket(emulator.ACCOUNT)]
        if self.settings.https:
            options += ["--https", str(self.settings.certificates)]
        self._start_module("front", options, f"{self.settings.origin}/_local/inbox.json")

    def _start_agency(self) -> None:
        if importlib.util.find_spec("local.agency") is None:
            return
        variables = {"LLAVE_ORIGIN": self.settings.origin}
        variables["LLAVE_AGENCY_PORT"] = str(self.settings.agency_port)
        if self.settings.https:
            variables["LLAVE_CA"] = str(self.settings.certificates / "ca.pem")
        self._start_module("agency", [], self.settings.agency, variables)

    def _start_module(
        self, name: str, options: list[str], address: str, variables: dict[str, str] | None = None
    ) -> None:
        command = [sys.executable, "-m", f"local.{name}", *options]
        self._start(name, command, address, _ours() | (variables or {}))

    def _start(
        self, name: str, command: list[str], address: str, variables: dict[str, str]
    ) -> None:
        child = processes.start(name, command, self.settings.logs / f"{name}.log", variables)
        self.children.append(child)
        processes.wait_until_it_answers(child, address)


def _ours() -> dict[str, str]:
    """The environment of a program of ours."""
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "layers/shared/python")))
    return {**os.environ, "PYTHONPATH": paths}
