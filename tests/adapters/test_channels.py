"""What the mail and the text message services refuse for good, and what they only delay."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from llave.adapters import mail, sms
from llave.adapters.queues import SqsQueues
from llave.people.letters import ChannelRefused, Letter
from llave.people.outbox import Queue
from tests.aws import MAIL_REGION, Aws

LETTER = Letter("Hola", "texto", "<p>texto</p>")


@pytest.fixture
def ses(environment: dict[str, str]) -> Iterator[Stubber]:
    with Stubber(mail.client(MAIL_REGION)) as stubber:
        yield stubber


@pytest.fixture
def sns(environment: dict[str, str]) -> Iterator[Stubber]:
    with Stubber(sms.client(MAIL_REGION)) as stubber:
        yield stubber


@pytest.mark.parametrize("code", sorted(mail.FINAL))
def test_a_mail_that_is_refused_for_good_is_not_tried_again(ses: Stubber, code: str):
    ses.add_client_error("send_email", service_error_code=code)

    with pytest.raises(ChannelRefused, match=code):
        mail.SesMail(MAIL_REGION, "no-responder@llave.test").send("ana@correo.mx", LETTER)


def test_a_mail_service_that_is_busy_is_asked_again(ses: Stubber):
    ses.add_client_error("send_email", service_error_code="LimitExceededException")

    with pytest.raises(ClientError):
        mail.SesMail(MAIL_REGION, "no-responder@llave.test").send("ana@correo.mx", LETTER)


@pytest.mark.parametrize("code", sorted(sms.FINAL))
def test_a_text_that_is_refused_for_good_is_not_tried_again(sns: Stubber, code: str):
    sns.add_client_error("publish", service_error_code=code)

    with pytest.raises(ChannelRefused, match=code):
        sms.SnsTexts(MAIL_REGION).send("+525512345678", "hola")


def test_each_id_is_queued_by_itself(aws: Aws, environment: dict[str, str]):
    queues = SqsQueues({Queue.MAIL: environment["LLAVE_QUEUE_MAIL"]})

    queues.put(Queue.MAIL, ["m1", "m2"])

    assert sorted(aws.queued("mail")) == ['{"id": "m1"}', '{"id": "m2"}']
