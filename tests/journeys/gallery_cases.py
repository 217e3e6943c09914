"""One case from its submission to the level, as its owner and two reviewers see it; it is really read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from infra.environments import LOCAL
from llave.adapters.tables import PEOPLE
from local.deploy.clients import Cloud
from tests.cloud import RunningCloud
from tests.journeys.clicking import Clicking
from tests.journeys.reviewing import PATIENCE_S, Applicant, Working, photographed
from tests.papers import Papers

Look = Callable[[Page, str], None]
ACCEPT = "Aceptar: los documentos están en orden"


@dataclass
class CaseWalk:
    """`mine` is the browser of the person, `theirs` makes one for a reviewer; `look` is called at each
    page with its name."""

    cloud: RunningCloud
    papers: Papers
    mine: Page
    theirs: Callable[[], Page]
    look: Look
    her: Applicant = field(init=False)
    she: Clicking = field(init=False)

    def everywhere(self) -> None:
        """All of it: every state that a case has after it was handed in."""
        self.she = Clicking(self.mine, self.cloud)
        self.waiting()
        self.of_no_ones_fault()
        self.reviewed()
        self.accepted()

    def go(self, path: str, name: str) -> None:
        self.she.open(path)
        self.look(self.mine, name)

    def waiting(self) -> None:
        """The registry does not answer, then it does, and the case goes on by itself."""
        self.her = photographed(self.cloud, self.papers)
        self.she.open("/entrar")
        self.she.sign_in(self.her.account.email, self.her.account.password)
        self.cloud.set_registry("down")
        try:
            self.her.case.submit()
            self.her.case.at_rest(PATIENCE_S, at="waiting")
            self.go("/verificar", "verificar-espera")
            self.go("/cuenta", "cuenta-espera")
        finally:
            self.cloud.set_registry("up")
        self.her.case.at_rest(PATIENCE_S, at="review")
        self.go("/verificar", "verificar-revision")
        self.go("/cuenta", "cuenta-revision")

    def of_no_ones_fault(self) -> None:
        """What lasts a second, or needs a fault in AWS, is written into the case, and taken back."""
        for state, name in (("submitted", "enviada"), ("stuck", "detenida")):
            self._put(state)
            self.go("/verificar", f"verificar-{name}")
            self.go("/cuenta", f"cuenta-{name}")
        self._put("review")

    def reviewed(self) -> None:
        """The console as both reviewers have it."""
        for name, number in (("rebeca.luna", "primera"), ("samuel.vidal", "segunda")):
            working = Working(self.theirs(), self.cloud, name)
            working.sign_in()
            self.look(working.page, f"revision-cola-{number}")
            working.is_given(self.her.case.case)
            working.sees_pictures(4)
            self.look(working.page, f"revision-caso-{number}")
            working.she.press("Enviar mi veredicto")
            self.look(working.page, f"revision-caso-{number}-error")
            working.says(ACCEPT)

    def accepted(self) -> None:
        self.her.case.at_rest(PATIENCE_S, at="accepted")
        self.go("/verificar", "verificar-aceptada")
        self.go("/cuenta", "cuenta-aceptada")
        self.go("/cuenta/seguridad", "seguridad-verificada")

    def _put(self, state: str) -> None:
        Cloud(self.cloud.settings.emulator).client("dynamodb").update_item(
            TableName=LOCAL.table(PEOPLE),
            Key={"pk": {"S": f"CASE#{self.her.case.case}"}, "sk": {"S": "CASE"}},
            UpdateExpression="SET #state = :state",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":state": {"S": state}},
        )
