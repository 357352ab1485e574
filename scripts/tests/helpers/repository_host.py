"""A repository host small enough to read: as much of GitHub's interface as the form editor uses, answered from a real git repository."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Route

#: Whoever signs in: nobody.
PERSON = {
    "login": "an-editor",
    "name": "Editor",
    "email": "editor@handbook.example",
    "id": 1,
    "html_url": "https://github.com/an-editor",
}
_WHO = [
    "-c",
    "user.name=Editor",
    "-c",
    "user.email=editor@handbook.example",
    "-c",
    "commit.gpgsign=false",
]
_DAY = "2026-03-01T00:00:00Z"


@dataclass
class Host:
    """The host: its repository (bare), whether the person may write to it, and what was asked, proposed and marked."""

    git_directory: Path
    name: str = "example/handbook"
    may_write: bool = True
    asked: list[str] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    forked: bool = False

    def git(self, *arguments: str, given: bytes = b"", index: Path | None = None) -> str:
        """Run git in the repository and return what it says."""
        environ = {"GIT_INDEX_FILE": str(index)} if index else None
        command = ["git", *_WHO, "--git-dir", str(self.git_directory), *arguments]
        return (
            subprocess.run(command, input=given, capture_output=True, check=True, env=environ)
            .stdout.decode()
            .rstrip("\n")
        )

    def answer(self, route: Route) -> None:
        """Answer one request of the editor."""
        request = route.request
        path = request.url.removeprefix("https://api.github.com").split("?")[0]
        sent = json.loads(request.post_data or "{}")
        self.asked.append(f"{request.method} {path}")
        if request.headers.get("authorization") != "token a-token":
            route.fulfill(status=401, json={"message": "Bad credentials"})
            return
        made = (
            {"data": self._graphql(sent["query"], sent.get("variables", {}))}
            if path == "/graphql"
            else self._rest(request.method, path, sent)
        )
        route.fulfill(
            status=200 if made is not None else 404,
            json=made if made is not None else {"message": "Not Found"},
        )

    def _rest(self, method: str, path: str, sent: dict[str, Any]) -> Any:
        own = f"/repos/{self.name}"
        fork = f"/repos/{PERSON['login']}/{self.name.split('/')[1]}"
        match method, path:
            case "GET", "/user":
                return PERSON
            case "GET", _ if path == own:
                return {
                    "permissions": {"push": self.may_write},
                    "private": False,
                    "owner": {"type": "Organization"},
                    "allow_forking": True,
                }
            case "GET", _ if path == fork and self.forked:
                return {
                    "fork": True,
                    "parent": {"full_name": self.name},
                    "full_name": fork.removeprefix("/repos/"),
                }
            case "POST", _ if path == f"{own}/forks":
                self.forked = True
                return {"full_name": fork.removeprefix("/repos/")}
            case "GET", _ if path.startswith(f"{own}/git/trees/"):
                return {"tree": [*self._tree(path.rpartition("/")[2])]}
            case "POST", _ if path == f"{own}/pulls":
                self.proposals.append(sent)
                return {
                    "number": 1,
                    "node_id": "P1",
                    "title": sent["title"],
                    "html_url": "",
                    "created_at": _DAY,
                    "updated_at": _DAY,
                }
            case "GET", _ if path == f"{own}/issues/1":
                return {"labels": [{"name": label} for label in self.labels]}
            case (("POST" | "PATCH"), _) if path.startswith(f"{own}/issues/1"):
                self.labels = sent["labels"]
                return {}
        return None

    def _tree(self, commit: str) -> list[dict[str, Any]]:
        rows = (
            line.split(maxsplit=4) for line in self.git("ls-tree", "-r", "-l", commit).splitlines()
        )
        return [
            {"type": kind, "sha": sha, "size": int(size), "path": path}
            for _, kind, sha, size, path in rows
        ]

    def _graphql(self, query: str, given: dict[str, Any]) -> Any:
        if "createRef" in query:
            self.git("update-ref", given["input"]["name"], given["input"]["oid"])
            return {"createRef": {"ref": {"name": given["input"]["name"]}}}
        if "createCommitOnBranch" in query:
            return {"createCommitOnBranch": {"commit": self._commit(given["input"])}}
        if "PullRequestReadyForReview" in query:
            self.proposals[-1]["draft"] = False
            return {"markPullRequestReadyForReview": {"pullRequest": {"isDraft": False}}}
        if "checkSuites" in query:
            return {
                "repository": {
                    "commit_0": {
                        "status": None,
                        "deployments": {"nodes": []},
                        "checkSuites": {"nodes": []},
                    }
                }
            }
        head = {
            "oid": self.git("rev-parse", given.get("branch", "main")),
            "message": "",
            "committedDate": _DAY,
        }
        if "fork: repository" in query:
            return {"fork": {"id": "R1"}, "base": {"ref": {"target": head}}}
        by = {"name": "Editor", "email": PERSON["email"], "user": None, "avatarUrl": ""}
        history = {"target": {"history": {"nodes": [{**head, "author": by}]}}}
        found: dict[str, Any] = {
            "ref": history,
            "pullRequests": {"nodes": []},
            "refs": {"nodes": []},
            "forks": {"nodes": []},
        }
        for number in re.findall(r"(?:commit|history)_(\d+):", query):
            found |= {f"commit_{number}": history, f"history_{number}": history}
        for number, sha in re.findall(r'content_(\d+): *object\(oid: *"([0-9a-f]+)"', query):
            found[f"content_{number}"] = {"text": self.git("cat-file", "blob", sha) + "\n"}
        return {"repository": found}

    def _commit(self, given: dict[str, Any]) -> dict[str, Any]:
        branch, parent = given["branch"]["branchName"], given["expectedHeadOid"]
        index = self.git_directory / "editor-index"
        self.git("read-tree", parent, index=index)
        made: dict[str, Any] = {"committedDate": _DAY}
        for number, file in enumerate(given["fileChanges"]["additions"]):
            blob = self.git(
                "hash-object", "-w", "--stdin", given=base64.b64decode(file["contents"])
            )
            self.git(
                "update-index", "--add", "--cacheinfo", f"100644,{blob},{file['path']}", index=index
            )
            made[f"file_{number}"] = {"oid": blob}
        for file in given["fileChanges"]["deletions"]:
            self.git("update-index", "--force-remove", file["path"], index=index)
        tree = self.git("write-tree", index=index)
        made["oid"] = self.git(
            "commit-tree", tree, "-p", parent, "-m", given["message"]["headline"]
        )
        self.git("update-ref", f"refs/heads/{branch}", made["oid"], parent)
        return made
