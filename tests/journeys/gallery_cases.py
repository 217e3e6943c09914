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

    def shows(self, heading: str, name: str) -> None:
        """How the case stands, on its own page and on that of the account."""
        self.go("/verificar", heading, f"verificar-{name}")
        self.go("/cuenta", "Mi cuenta", f"cuenta-{name}")

    def go(self, path: str, heading: str, name: str) -> None:
        self.she.open(path)
        assert self.she.heading() == heading
        self.look(self.mine, name)

    def waiting(self) -> None:
        """The registry does not answer, then it does, and the case goes on by itself."""
        self.her = photographed(self.cloud, self.papers)
        self.her.enters(self.she)
        self.cloud.set_registry("down")
        try:
            self.her.case.submit()
            self.her.case.at_rest(PATIENCE_S, at="waiting")
            self.shows("Estamos esperando a un registro oficial", "espera")
        finally:
            self.cloud.set_registry("up")
        self.her.case.at_rest(PATIENCE_S, at="review")
        self.shows("Una persona está revisando tu solicitud", "revision")

    def of_no_ones_fault(self) -> None:
        """What lasts a second, or needs a fault in AWS, is written into the case, and taken back."""
        self._put("submitted")
        self.shows("Estamos revisando tu solicitud", "enviada")
        self._put("stuck")
        self.shows("Tu solicitud está detenida", "detenida")
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
        self.shows("Tu cuenta es Llave Verificada", "aceptada")
        self.go("/cuenta/seguridad", "Seguridad de tu cuenta", "seguridad-verificada")

    def _put(self, state: str) -> None:
        Cloud(self.cloud.settings.emulator).client("dynamodb").update_item(
            TableName=LOCAL.table(PEOPLE),
            Key={"pk": {"S": f"CASE#{self.her.case.case}"}, "sk": {"S": "CASE"}},
            UpdateExpression="SET #state = :state",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":state": {"S": state}},
        )
