"""Who gets in to the home page, and what is refused."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from textmining.home import create_home
from textmining.home.app import PAGES
from textmining.web import Access


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    access = Access(b"secret", frozenset({"testserver"}))
    return TestClient(create_home(tmp_path, access), raise_server_exceptions=True)


def test_strange_hosts_and_other_sites_are_refused(client: TestClient) -> None:
    assert client.get("/home", headers={"host": "evil.example"}).status_code == 400
    for page in PAGES:
        if page.method == "POST":
            path = re.sub(r"\{\w+\}", "0", page.path)
            other = client.post(path, headers={"origin": "http://evil.example"})
            assert other.status_code == 403
            assert client.post(path, data={"csrf": "0" * 64}).status_code in {403, 404}


def test_an_empty_folder_begins_with_a_file(client: TestClient) -> None:
    shown = client.get("/")
    assert shown.url.path == "/home/files"
    assert "script-src 'self'" in shown.headers["content-security-policy"]


def test_an_empty_folder_leads_from_every_page_to_its_files(client: TestClient) -> None:
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/home/files").text)
    assert token is not None
    for page in PAGES:
        path = re.sub(r"\{\w+\}", "0", page.path)
        form = {"csrf": token[1], "step": "train"} if page.method == "POST" else None
        shown = client.request(page.method, path, data=form)
        assert shown.url.path.startswith("/home/files") or path == "/home/job"


@pytest.mark.parametrize(("wanted", "language"), [("nn,en", "nn"), ("en-GB", "en"), ("sv", "nb")])
def test_before_there_is_a_survey_the_browser_chooses_the_language(
    client: TestClient, wanted: str, language: str
) -> None:
    shown = client.get("/home/files", headers={"accept-language": wanted})
    assert f'<html lang="{language}">' in shown.text
