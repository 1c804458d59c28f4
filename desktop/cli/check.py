"""`vivavoce check`: a task with its answer in, the feedback on it out."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from desktop.conversation.feedback import CheckResult, CheckState, Feedback
from desktop.settings.files import data_dir
from desktop.tasks.checking import TaskUnreadable, check_at, check_here, installation_id, read_task


def run(options: argparse.Namespace) -> int:
    """Check the file; return 0 when it was checked, 2 with a sentence on stderr when it was not."""
    try:
        content = Path(options.file).read_bytes()
        task = read_task(content, lambda: installation_id(data_dir()))
    except OSError as error:
        return _refuse(f"{options.file} cannot be read: {error.strerror or 'not a file'}. Name another file.")
    except (TaskUnreadable, ValueError) as error:
        return _refuse(f"{options.file} is no task that can be checked: {error}. Mend it or name another file.")
    checking = (
        check_at(task, options.url, options.token, free_text_only=options.free_text)
        if options.url
        else check_here(task)
    )
    result = asyncio.run(checking)
    if options.json:
        print(json.dumps(as_json(result)))
    if result.state in (CheckState.NOT_CHECKED, CheckState.FAILED):
        return _refuse(result.note)
    if not options.json:
        _tell(result)
    return 0


def as_json(result: CheckResult) -> dict[str, object]:
    """Return the remarks in the order received; positions in code points of the answer, end exclusive."""
    feedback = [
        {
            "verdict": one.verdict.value,
            "message": one.message,
            "topic": one.topic,
            "spans": [{"start": span.start, "end": span.end, "content": span.content} for span in one.spans],
        }
        for one in result.feedback
    ]
    return {"state": result.state.value, "feedback": feedback}


def _tell(result: CheckResult) -> None:
    lines = [line for one in result.feedback for line in _lines(one)] or ["No remarks."]
    # A console may not know every character a learner writes.
    encoding = sys.stdout.encoding or "utf-8"
    print("\n".join(lines).encode(encoding, "replace").decode(encoding))


def _lines(one: Feedback) -> list[str]:
    places = ", ".join(f"“{span.content}” ({span.start} to {span.end})" for span in one.spans)
    about = f"{one.topic}: {places or 'the whole answer'}" if one.topic else places or "The whole answer"
    return [f"{one.verdict.value:8} {about}", f"{'':8} {one.message}"]


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
