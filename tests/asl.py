"""Runs a state machine in the process, from the very definition that is deployed (Amazon States
Language, JSONPath): as much of the language as ours uses, without waiting for anything."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Call = Callable[[str, Any], Any]
CONTAINS = re.compile(r"States\.ArrayContains\((\$[^,]*), '([^']*)'\)")
TOO_LONG = 2_000


class StateFailed(Exception):
    """An error by its name, as Step Functions knows it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass
class Machine:
    """`call` does the work of a resource; `person` answers who waits for a token; `meanwhile` happens in
    each pause. `entered` are the states in their order, `waited` the seconds of each pause."""

    definition: Mapping[str, Any]
    call: Call
    person: Callable[[Any], Any] = lambda _: {}
    meanwhile: Callable[[], None] = lambda: None
    entered: list[str] = field(default_factory=list)
    waited: list[int] = field(default_factory=list)
    passed: list[Any] = field(default_factory=list)

    def run(self, given: Any) -> Any:
        """The output; raises StateFailed."""
        return self._machine(self.definition, given)

    def _machine(self, machine: Mapping[str, Any], data: Any) -> Any:
        name = machine["StartAt"]
        while name:
            assert len(self.entered) < TOO_LONG, "it never ends"
            self.entered.append(name)
            self.passed.append(deepcopy(data))
            state = machine["States"][name]
            if state["Type"] == "Succeed":
                return data
            if state["Type"] == "Fail":
                raise StateFailed(state["Error"])
            data, name = self._state(state, data)
        return data

    def _state(self, state: Mapping[str, Any], data: Any) -> tuple[Any, str | None]:
        if state["Type"] == "Choice":
            return data, _chosen(state, data)
        if state["Type"] == "Wait":
            self.waited.append(_at(state["SecondsPath"], data))
            self.meanwhile()
            return data, state["Next"]
        left = {index: one["MaxAttempts"] for index, one in enumerate(state.get("Retry", ()))}
        while True:
            try:
                return self._kept(state, data, self._result(state, data)), state.get("Next")
            except StateFailed as failed:
                again = _first(state.get("Retry", ()), failed.name)
                if again is not None and left[again] > 0:
                    left[again] -= 1
                    continue
                catch = _first(state.get("Catch", ()), failed.name)
                if catch is None:
                    raise
                led = state["Catch"][catch]
                error = {"Error": failed.name, "Cause": failed.name}
                return self._kept(led, data, error), led["Next"]

    def _result(self, state: Mapping[str, Any], data: Any) -> Any:
        given = _filled(state["Parameters"], data) if "Parameters" in state else data
        match state["Type"]:
            case "Pass":
                return state.get("Result", given)
            case "Map":
                items = _at(state["ItemsPath"], data)
                return [self._machine(state["ItemProcessor"], item) for item in items]
            case "Parallel":
                return [self._machine(branch, deepcopy(data)) for branch in state["Branches"]]
            case _:
                return self._task(state["Resource"], given)

    def _task(self, resource: str, given: Any) -> Any:
        if not resource.endswith(".waitForTaskToken"):
            return self.call(resource, given)
        self.call(given["FunctionName"], given["Payload"])
        return self.person(given["Payload"])

    def _kept(self, state: Mapping[str, Any], data: Any, result: Any) -> Any:
        path = state.get("ResultPath", "$")
        if path is None:
            return data
        if path == "$":
            return result
        return {**data, path.removeprefix("$."): result}


def _chosen(state: Mapping[str, Any], data: Any) -> str:
    for rule in state["Choices"]:
        value = _at(rule["Variable"], data)
        if value == rule.get("StringEquals", rule.get("BooleanEquals")):
            return str(rule["Next"])
    return str(state["Default"])


def _first(rules: Any, name: str) -> int | None:
    named = (
        index
        for index, rule in enumerate(rules)
        if name in rule["ErrorEquals"] or "States.ALL" in rule["ErrorEquals"]
    )
    return next(named, None)


def _filled(template: Any, data: Any) -> Any:
    if not isinstance(template, dict):
        return template
    return {
        name.removesuffix(".$"): _valued(value, data)
        if name.endswith(".$")
        else _filled(value, data)
        for name, value in template.items()
    }


def _valued(text: str, data: Any) -> Any:
    if text == "$$.Task.Token":
        return "token"
    if found := CONTAINS.fullmatch(text):
        return found[2] in _at(found[1], data)
    return _at(text, data)


def _at(path: str, data: Any) -> Any:
    list_, _, rest = path.partition("[*].")
    for name in list_.split(".")[1:]:
        data = data[name]
    return [item[rest] for item in data] if rest else data
