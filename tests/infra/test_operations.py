"""Alarms and schedules."""

import json

from infra.catalogue import FUNCTIONS, QUEUES, SCHEDULES
from tests.infra.templates import Assembly


def test_each_function_is_watched_for_errors_and_throttling(assembly: Assembly):
    names = {one["AlarmName"] for one in assembly.properties("AWS::CloudWatch::Alarm")}

    for function in FUNCTIONS:
        assert {
            assembly.environment.function(f"{function.name}-{what}")
            for what in ("errors", "throttled")
        } <= names


def test_each_dead_letter_queue_is_watched(assembly: Assembly):
    dead = {
        one["QueueName"]
        for one in assembly.properties("AWS::SQS::Queue")
        if one["QueueName"].endswith("-dead")
    }
    watched = {
        dimension["Value"]
        for one in assembly.properties("AWS::CloudWatch::Alarm")
        if one["MetricName"] == "ApproximateNumberOfMessagesVisible"
        for dimension in one["Dimensions"]
    }

    assert dead == watched
    assert len(dead) == len(QUEUES) + 2


def test_each_alarm_says_what_it_means_and_calls_somebody(assembly: Assembly):
    for alarm in assembly.properties("AWS::CloudWatch::Alarm"):
        assert len(alarm["AlarmDescription"]) > 20
        assert alarm["AlarmActions"]


def test_a_job_that_falls_silent_is_noticed(assembly: Assembly):
    silent = [
        one
        for one in assembly.properties("AWS::CloudWatch::Alarm")
        if one["MetricName"] == "JobsDone"
    ]

    assert {one["Dimensions"][0]["Value"] for one in silent} == {one.job for one in SCHEDULES}
    assert all(one["TreatMissingData"] == "breaching" for one in silent)


def test_the_schedules_call_operate_with_the_catalogue_s_jobs(assembly: Assembly):
    made = assembly.properties("AWS::Scheduler::Schedule")

    assert {json.loads(one["Target"]["Input"])["job"] for one in made} == {
        one.job for one in SCHEDULES
    }
    assert all("DeadLetterConfig" in one["Target"] for one in made)
