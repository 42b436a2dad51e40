"""The same scripted worker and grader in two peers' loops: LangGraph with its SqliteSaver, and pydantic-ai.

Both draft 4 kB, grade eight criteria, and go round until the last iteration; neither checks evidence, keeps what was
delivered by hash, or tells events. LangGraph writes a checkpoint after each step; pydantic-ai keeps nothing.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any, TypedDict

from overhead import DRAFT, ITERATIONS


def langgraph_us(runs: int) -> float:
    """CPU of one iteration, in microseconds; `ImportError` when it is not installed."""
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.graph import END, START, StateGraph

    class State(TypedDict):
        iteration: int
        draft: str
        verdicts: list[dict[str, str]]

    def work(state: State) -> dict[str, Any]:
        return {"draft": f"{state['iteration']:06d}{DRAFT}"[:4096]}

    def grade(state: State) -> dict[str, Any]:
        passed = state["iteration"]
        verdicts = [{"criterion_id": f"c{n}", "verdict": "pass" if n < passed else "fail"} for n in range(8)]
        return {"verdicts": verdicts, "iteration": state["iteration"] + 1}

    def again(state: State) -> str:
        done = state["iteration"] >= ITERATIONS or all(each["verdict"] == "pass" for each in state["verdicts"])
        return END if done else "work"

    graph = StateGraph(State)
    graph.add_node("work", work)
    graph.add_node("grade", grade)
    graph.add_edge(START, "work")
    graph.add_edge("work", "grade")
    graph.add_conditional_edges("grade", again)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder) / "runs.db", check_same_thread=False)) as connection,
    ):
        whole = graph.compile(checkpointer=SqliteSaver(connection))
        began = time.process_time()
        for number in range(runs):
            start: State = {"iteration": 0, "draft": "", "verdicts": []}
            ended = whole.invoke(start, {"configurable": {"thread_id": str(number)}})
            if ended["iteration"] != ITERATIONS:
                msg = f"the peer's loop ended after {ended['iteration']} iterations"
                raise RuntimeError(msg)
        return 1e6 * (time.process_time() - began) / (ITERATIONS * runs)


def pydantic_ai_us(runs: int) -> float:
    """The same for an output validator that asks again."""
    from pydantic_ai import Agent, ModelRetry
    from pydantic_ai.messages import ModelResponse, TextPart
    from pydantic_ai.models.function import FunctionModel

    drafts = 0

    def work(_messages: object, _info: object) -> ModelResponse:
        nonlocal drafts
        drafts += 1
        return ModelResponse(parts=[TextPart(f"{drafts:06d}{DRAFT}"[:4096])])

    agent = Agent(FunctionModel(work), retries=ITERATIONS)

    @agent.output_validator
    def grade(output: str) -> str:
        passed = drafts % ITERATIONS
        if passed:
            gaps = [f"c{n}: a source is missing" for n in range(passed, 8)]
            raise ModelRetry("\n".join(gaps))
        return output

    began = time.process_time()
    for _ in range(runs):
        agent.run_sync("Write")
    if drafts != ITERATIONS * runs:
        msg = f"the peer's loop made {drafts} drafts"
        raise RuntimeError(msg)
    return 1e6 * (time.process_time() - began) / (ITERATIONS * runs)
