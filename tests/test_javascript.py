"""The unit tests of the browser's modules, run by Node.js."""

import re
import subprocess
from pathlib import Path

FOLDER = Path(__file__).with_name("js")


def test_the_modules_of_the_browser_do_as_their_tests_say() -> None:
    command = ["node", "--test", "--test-reporter=tap", str(FOLDER / "all.mjs")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    counts = {name: int(count) for name, count in re.findall(r"^# (\w+) (\d+)$", done.stdout, re.MULTILINE)}
    assert done.returncode == 0, done.stdout + done.stderr
    assert counts["pass"] == counts["tests"] > len(list(FOLDER.glob("*.test.mjs"))) > 0, done.stdout
