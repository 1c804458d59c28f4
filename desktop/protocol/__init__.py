"""The three contracts as pydantic models. Pure: no I/O, no clock, no third party but pydantic.

| module | contract |
|---|---|
| `attempt.py` | events of a spoken attempt, and the commands that cause them |
| `aliases.py` | the one table of the names a deployment may use for them |
| `pria.py` | lists, posts and voice conversations: requests, envelope, records |
| `bit.py` | feedback on a learner's answer; `spans.py` and `placeholders.py` find what a remark points at |
| `wire.py` | what every model shares: lenient reading, faithful writing |
| `errors.py` | the one thing decoding may raise |
"""
