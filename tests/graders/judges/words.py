# ruff: noqa: INP001, T201 - it stands by itself, and its answer is what it prints
"""A judge in twenty lines: a criterion passes where its last word stands in the text."""

import json
import sys
from pathlib import Path

request = json.load(sys.stdin)
lines = Path(request["artifact"]["path"]).read_text(encoding="utf-8").splitlines()
verdicts = []
for criterion in request["criteria"]:
    word = criterion["text"].split()[-1].lower()
    line = next((line for line in lines if word in line.lower()), None)
    verdict = {"criterion_id": criterion["id"], "searched": f"every line, for {word!r}"}
    if line is not None:
        verdict |= {"verdict": "pass", "evidence": [{"quote": line}]}
    else:
        verdict |= {"verdict": "fail", "gap": {"missing": f"nothing says {word!r}", "smallest_fix": f"Say {word!r}."}}
    verdicts.append(verdict)
print(json.dumps({"verdicts": verdicts, "nonce": request["nonce"], "usage": {"cost_usd": 0}}))
