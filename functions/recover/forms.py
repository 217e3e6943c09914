"""What is sent to the routes of recovery."""

from typing import ClassVar

from llave.people.recovering import NewPassword
from llave.people.recovery import Claim
from llave.web.fields import (
    CodeField,
    CurpField,
    EmailField,
    PasswordField,
    PayloadField,
    PhoneField,
    TokenField,
)
from llave.web.forms import Form
from llave.web.robots import RobotAnswer


class RecoverForm(Form):
    """E-mail and phone when the account has both, e-mail when it has no phone, CURP and phone when it
    has no e-mail."""

    email: EmailField | None = None
    phone: PhoneField | None = None
    curp: CurpField | None = None
    captcha: PayloadField

    @property
    def claim(self) -> Claim:
        return Claim(self.email, self.phone, self.curp)

    @property
    def robot_answer(self) -> RobotAnswer:
        return RobotAnswer(captcha=self.captcha)


class RecoverPage(Form):
    """The same from the page, where the form's own token stands in for the captcha without scripts."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"captcha", "captcha_form"})

    email: EmailField | None = None
    phone: PhoneField | None = None
    curp: CurpField | None = None
    captcha: PayloadField | None = None
    captcha_form: PayloadField | None = None

    @property
    def claim(self) -> Claim:
        return Claim(self.email, self.phone, self.curp)

    @property
    def robot_answer(self) -> RobotAnswer:
        return RobotAnswer(captcha=self.captcha, form_token=self.captcha_form)


class NewPasswordForm(Form):
    """The link's token, the new password, and the code when one was sent."""

    token: TokenField
    password: PasswordField
    code: CodeField | None = None

    @property
    def given(self) -> NewPassword:
        return NewPassword(self.token, self.password, self.code)


class NewPasswordPage(Form):
    """The same from the page; the button that sends another code judges nothing else."""

    token: TokenField
    password: PasswordField | None = None
    code: CodeField | None = None
    resend: TokenField | None = None
