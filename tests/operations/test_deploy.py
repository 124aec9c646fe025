"""What is deployed beside the code: it names only what there is, and each tool that is here accepts it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands
from django.test import Client

from signatories.keeping.store import SHARED
from tests.serving import ROOT

DEPLOY = ROOT / "deploy"
ALERTS = DEPLOY / "prometheus" / "alerts.yml"
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
UNITS = sorted((DEPLOY / "systemd").glob("*.*"))
METRIC = re.compile(r"\bconvention_api_\w+")


def dashboard() -> str:
    """Every query of the dashboard."""
    panels = json.loads((DEPLOY / "grafana" / "convention-api.json").read_text())["panels"]
    return "\n".join(target["expr"] for panel in panels for target in panel["targets"])


@pytest.mark.django_db
def test_each_metric_that_is_named_is_told(client: Client, settings: Any) -> None:
    gone = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = settings.CACHES | {SHARED: gone}
    settings.BACKUP_DONE_FILE, settings.REPLICAS = "/nowhere", ["default"]
    client.get("/healthz")
    told = set(METRIC.findall(client.get("/metrics").content.decode()))
    named = {name for text in (ALERTS.read_text(), dashboard(), RUNBOOK) for name in METRIC.findall(text)}
    assert len(named) > 15
    assert named <= told


def test_each_alert_has_its_entry_in_the_runbook_and_each_entry_its_alert() -> None:
    alerts = re.findall(r"alert: (\w+)", ALERTS.read_text())
    entries = re.findall(r"^### (.+)$", RUNBOOK.partition("## What no alert tells")[0], re.MULTILINE)
    assert alerts == entries
    for entry in RUNBOOK.partition("## What no alert tells")[0].split("\n### ")[1:]:
        assert "**Means**" in entry and "**Do**" in entry, entry


def test_links_between_the_two_pages_lead_somewhere() -> None:
    pages = {"runbook.md": RUNBOOK, "operations.md": OPERATIONS}
    for name, text in pages.items():
        for page, place in re.findall(r"\]\(((?:runbook|operations)\.md)?#([\w-]+)\)", text):
            headings = re.findall(r"^#+ (.+)$", pages[page or name], re.MULTILINE)
            places = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
            assert place in places, f"{name}: {page}#{place}"


def test_settings_of_the_deployment_are_explained() -> None:
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    given = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    assert {"SECRET_KEY", "DATABASE_URL", "METRICS_TOKEN"} <= given <= explained


def test_units_run_commands_that_there_are() -> None:
    text = "\n".join(unit.read_text() for unit in UNITS if unit.is_file())
    commands = set(re.findall(r"manage\.py (\w+)", text)) | set(re.findall(r"convention-manage (\w+)", OPERATIONS))
    assert {"deliver_webhooks", "check_record", "backup"} <= commands
    assert commands <= set(get_commands())


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here to judge the units.")
    shutil.copytree(DEPLOY / "systemd", tmp_path, dirs_exist_ok=True)
    units = [str(tmp_path / unit.name) for unit in UNITS if unit.is_file()]
    judged = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    faults = [line for line in judged.stderr.splitlines() if str(tmp_path) in line or "convention-api" in line]
    assert [line for line in faults if "is not executable" not in line] == []


def test_nginx_takes_the_site(tmp_path: Path) -> None:
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("nginx is not here to judge its site.")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=record.example.org"]
    subprocess.run(
        [*made, "-keyout", "privkey.pem", "-out", "fullchain.pem"], cwd=tmp_path, capture_output=True, check=True
    )
    site = (DEPLOY / "nginx" / "convention-api.conf").read_text()
    site = site.replace("/etc/letsencrypt/live/record.example.org", str(tmp_path))
    (tmp_path / "site").write_text(site.replace("/var/log/nginx", str(tmp_path)))
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}} http {{ include {tmp_path}/site; }}"
    (tmp_path / "nginx.conf").write_text(whole)
    judged = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )
    assert "syntax is ok" in judged.stderr, judged.stderr


def test_nginx_writes_down_nobodys_address_and_leaves_hsts_to_the_product() -> None:
    site = (DEPLOY / "nginx" / "convention-api.conf").read_text()
    form, *servers = site.split("\nserver {\n")
    assert "$remote" not in form and "$http" not in form
    assert len(servers) == 3
    for server in servers:
        # Debian's own format, in force where nothing is said, has addresses.
        assert re.search(r"^    access_log (off|\S+ convention);", server, re.MULTILINE), server
    assert "Strict-Transport-Security" not in site


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not here to judge the alerts.")
def test_promtool_hears_each_alert_when_it_should() -> None:
    cases = ROOT / "tests" / "operations" / "alerts.yml"
    assert set(re.findall(r"alertname: (\w+)", cases.read_text())) == set(
        re.findall(r"alert: (\w+)", ALERTS.read_text())
    )
    judged = subprocess.run(["promtool", "test", "rules", str(cases)], capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout + judged.stderr


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not here to judge the configuration.")
def test_promtool_takes_the_configuration_that_the_commands_make(tmp_path: Path) -> None:
    debians = "global:\n  scrape_interval: 15s\nrule_files:\n  # - first.yml\nscrape_configs:\n  - job_name: node\n"
    (tmp_path / "prometheus.yml").write_text(debians)
    commands = re.findall(r"^# ((?:sed|cat) .*/etc/prometheus/prometheus\.yml)$", OPERATIONS, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        here = command.replace("/srv/convention-api/current", str(ROOT)).replace("/etc/prometheus", str(tmp_path))
        subprocess.run(here, shell=True, check=True)
    shutil.copy(ALERTS, tmp_path / "convention-api-alerts.yml")
    check = ["promtool", "check", "config", "--syntax-only", str(tmp_path / "prometheus.yml")]
    judged = subprocess.run(check, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr
    assert "convention-api-alerts.yml" in (tmp_path / "prometheus.yml").read_text()


def test_the_image_is_given_what_it_needs_and_nothing_else() -> None:
    let_in = set(re.findall(r"^!(\S+)", (ROOT / ".containerignore").read_text(), re.MULTILINE))
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert {name for names in copied for name in names.split()} == let_in
    assert all((ROOT / name).exists() for name in let_in)
