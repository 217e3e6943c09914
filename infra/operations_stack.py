"""What keeps watch: alarms, and the jobs that run by the clock."""

import json

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.alarms import (
    CASES_LOST,
    CASES_STUCK,
    JOBS_DONE,
    OWN,
    SWEPT,
    TEXTS_STOPPED,
    Watched,
    watched,
)
from infra.catalogue import SCHEDULES, Schedule
from infra.environments import Environment
from infra.queues import dead_letters


class OperationsStack(cdk.Stack):
    """Knows functions and queues by their names only."""

    def __init__(self, scope: Construct, environment: Environment, env: cdk.Environment) -> None:
        super().__init__(
            scope,
            f"{environment.prefix}-operations",
            env=env,
            description="Llave: alarms and schedules",
        )
        self._environment = environment
        self._topic = self._alarm_topic()
        api = ssm.StringParameter.value_for_string_parameter(self, environment.parameter("api/id"))
        for one in watched(environment, api):
            self._alarm(one)
        self._count(SWEPT, "operate", '{ $.message = "swept" }', "$.count")
        stopped = '{ $.message = "texts stopped" }'
        self._count(TEXTS_STOPPED, "notify-sms", stopped, "1", "reason")
        for metric, said in ((CASES_LOST, "cases lost"), (CASES_STUCK, "cases stuck")):
            self._count(metric, "operate-cases", f'{{ $.message = "{said}" }}', "$.count")
        for function in sorted({one.function for one in SCHEDULES}):
            self._count(JOBS_DONE, function, '{ $.message = "job done" }', "1", dimension="job")
        missed = dead_letters(self, environment, "schedules")
        role = self._scheduler_role(missed)
        for schedule in SCHEDULES:
            self._schedule(schedule, role, missed)

    def _alarm_topic(self) -> sns.Topic:
        topic = sns.Topic(
            self, "Alarms", topic_name=f"{self._environment.prefix}-alarms", enforce_ssl=True
        )
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if self._environment.alarms_to is not None:
            topic.add_subscription(subscriptions.EmailSubscription(self._environment.alarms_to))
        return topic

    def _alarm(self, one: Watched) -> None:
        alarm = cloudwatch.Alarm(
            self,
            one.title,
            alarm_name=f"{self._environment.prefix}-{one.name}",
            alarm_description=one.means,
            metric=cloudwatch.Metric(
                namespace=one.namespace,
                metric_name=one.metric,
                dimensions_map=dict(one.dimensions),
                statistic=one.statistic,
                period=cdk.Duration.minutes(one.minutes),
            ),
            threshold=one.more_than if one.less_than is None else one.less_than,
            evaluation_periods=one.periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
            if one.less_than is None
            else cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING
            if one.less_than is None
            else cloudwatch.TreatMissingData.BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))
        alarm.add_ok_action(actions.SnsAction(self._topic))

    def _count(
        self, name: str, function: str, pattern: str, value: str, dimension: str | None = None
    ) -> None:
        """A number out of a function's log, which holds allow-listed keys only."""
        logs.CfnMetricFilter(
            self,
            name if function == "operate" else f"{name}{_id(function)}",
            log_group_name=f"/aws/lambda/{self._environment.function(function)}",
            filter_pattern=pattern,
            metric_transformations=[
                logs.CfnMetricFilter.MetricTransformationProperty(
                    metric_namespace=OWN,
                    metric_name=name,
                    metric_value=value,
                    dimensions=None
                    if dimension is None
                    else [
                        logs.CfnMetricFilter.DimensionProperty(
                            key=dimension.capitalize(), value=f"$.{dimension}"
                        )
                    ],
                )
            ],
        )

    def _function(self, name: str) -> str:
        return self.format_arn(
            service="lambda",
            resource="function",
            resource_name=self._environment.function(name),
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )

    def _scheduler_role(self, missed: sqs.Queue) -> iam.Role:
        return iam.Role(
            self,
            "SchedulerRole",
            role_name=f"{self._environment.prefix}-scheduler",
            assumed_by=iam.ServicePrincipal(
                "scheduler.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            ),
            inline_policies={
                "call": iam.PolicyDocument(
                    statements=[
                        iam.PolicyStatement(
                            actions=["lambda:InvokeFunction"],
                            resources=[
                                self._function(name)
                                for name in sorted({one.function for one in SCHEDULES})
                            ],
                        ),
                        iam.PolicyStatement(
                            actions=["sqs:SendMessage"], resources=[missed.queue_arn]
                        ),
                    ]
                )
            },
        )

    def _schedule(self, schedule: Schedule, role: iam.Role, missed: sqs.Queue) -> None:
        scheduler.CfnSchedule(
            self,
            _id(schedule.job),
            name=f"{self._environment.prefix}-{schedule.job}",
            schedule_expression=schedule.rate,
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=scheduler.CfnSchedule.TargetProperty(
                arn=self._function(schedule.function),
                role_arn=role.role_arn,
                input=json.dumps({"job": schedule.job}),
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                    maximum_retry_attempts=2, maximum_event_age_in_seconds=600
                ),
                dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(
                    arn=missed.queue_arn
                ),
            ),
        )


def _id(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))
