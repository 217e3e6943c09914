"""The handlers and the catalogue say the same."""

import importlib

import pytest

from functions.operate import cases, jobs, people
from infra.catalogue import (
    CASE_JOBS,
    FIRST_JOB,
    FUNCTIONS,
    PEOPLE_JOBS,
    QUEUES,
    ROUTES,
    SCHEDULES,
    Function,
    function_of_job,
    routes_of,
)

WITH_ROUTES = [function for function in FUNCTIONS if routes_of(function.name)]


@pytest.mark.parametrize("function", WITH_ROUTES, ids=lambda one: one.name)
def test_a_handler_answers_the_routes_that_lead_to_it(function: Function, environment):
    module = importlib.import_module(function.handler.rpartition(".")[0])

    assert module.app.routes == {route.key for route in routes_of(function.name)}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_a_handler_of_the_catalogue_can_be_called(function: Function, environment):
    module, _, name = function.handler.rpartition(".")

    assert callable(getattr(importlib.import_module(module), name))


def test_routes_are_named_once_and_lead_somewhere():
    assert len({route.key for route in ROUTES}) == len(ROUTES)
    assert {route.function for route in ROUTES} <= {function.name for function in FUNCTIONS}


def test_each_queue_has_one_function_that_works_it_off():
    consumers = [function.consumes for function in FUNCTIONS if function.consumes]

    assert sorted(consumers) == sorted(QUEUES)


def test_each_scheduled_job_is_known_to_the_function_that_is_called():
    known = {"operate": jobs.JOBS, "operate-people": people.JOBS, "operate-cases": cases.JOBS}

    assert set(PEOPLE_JOBS) == set(people.JOBS)
    assert set(CASE_JOBS) == set(cases.JOBS)
    for job in (FIRST_JOB, *(schedule.job for schedule in SCHEDULES)):
        assert job in known[function_of_job(job)]
