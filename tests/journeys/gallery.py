"""A walk through every page there is, mistakes included; somebody else looks at each."""

from collections.abc import Callable
from dataclasses import dataclass, field

from local.citizen import Citizen, code_in
from tests.journeys.accounts import Account, active, recovery_token, registered
from tests.journeys.clicking import Clicking
from tests.journeys.gallery_verifying import verification
from tests.journeys.reviewing import Working
from tests.somebody import a_child

Look = Callable[[str], None]


@dataclass
class Walk:
    """`she` goes from page to page, `look` is called at each with its name."""

    she: Clicking
    look: Look
    new: Account = field(default_factory=Account)
    old: Account = field(default_factory=Account)

    @property
    def reader(self) -> Citizen:
        return self.she.reader

    def everywhere(self) -> None:
        """All of it, in an order in which one page prepares the next."""
        self.doors()
        self.registration()
        self.confirmation()
        self.unconfirmed()
        self.contact()
        self.account_and_agency()
        self.recovery()
        self.inbox()
        self.staff()

    def go(self, path: str, name: str) -> None:
        self.she.open(path)
        self.look(name)

    def wrong(self, button: str, name: str) -> None:
        """Press a button without having filled in what it needs."""
        with self.she.page.expect_navigation():
            self.she.press(button)
        assert self.she.page.title().startswith("Error:"), name
        self.look(name)

    def doors(self) -> None:
        self.go("/", "inicio")
        self.go("/aviso-de-privacidad", "aviso-de-privacidad")
        self.go("/no-existe", "404")
        self.go("/registro?vencido=1", "registro-vencido")
        self.go("/registro/no-fui-yo", "no-fui-yo")
        self.go("/registro/confirmar?token=x", "liga-vencida")
        self.go("/recuperar/nueva?token=x", "recuperar-vencido")
        self.go("/recuperar/enviado", "recuperar-enviado")
        self.go("/oauth/authorize?client_id=nadie", "autorizar-desconocida")
        self.go("/oauth/logout", "salida")
        self.go("/entrar/confirmar", "confirmar-sin-registro")
        self.go("/registro/domicilio", "registro-sin-cookie")

    def registration(self) -> None:
        she = self.she
        self.go("/registro", "registro")
        self.wrong("Consultar CURP", "registro-error")
        she.give_curp(a_child()["curp"])
        self.look("registro-menor")
        she.give_curp(self.new.curp)
        self.look("domicilio")
        self.wrong("Continuar", "domicilio-error")
        she.follow("Vivo fuera de México")
        self.look("domicilio-fuera")
        self.wrong("Continuar", "domicilio-fuera-error")
        she.follow("Vivo en México")
        she.give_address()
        self.look("contacto")
        self.wrong("Continuar", "contacto-error")
        self.go("/registro", "registro-seguir")
        she.press("Continuar mi registro")
        she.give_contacts(self.new.email, self.new.phone)
        self.look("contrasena")
        she.type("Contraseña", "corta")
        self.wrong("Crear mi cuenta", "contrasena-error")
        she.choose_password(self.new.password)
        self.look("listo")

    def confirmation(self) -> None:
        she = self.she
        self.wrong("Confirmar", "listo-error")
        she.press("Enviar otro código")
        self.look("listo-reenviado")
        link = she.link(self.new.email, "/registro/confirmar")
        self.go(link, "liga")
        self.go("/registro/listo?canal=phone", "listo-celular")
        cookies = she.page.context.cookies()
        she.page.context.clear_cookies()
        self.go(link, "liga-otro-navegador")
        self.wrong("Confirmar mi correo", "liga-otro-navegador-error")
        she.page.context.add_cookies(cookies)  # type: ignore[arg-type]  # what it gave, it takes

    def unconfirmed(self) -> None:
        she = self.she
        self.go("/entrar", "entrar")
        self.wrong("Entrar", "entrar-error")
        she.sign_in(self.new.email, "otra-cosa-cualquiera")
        self.look("entrar-no-coincide")
        she.sign_in(self.new.email, self.new.password)
        self.look("entrar-confirmar")
        self.wrong("Confirmar", "entrar-confirmar-error")
        self.wrong("Corregir y enviar", "entrar-corregir-error")
        she.press("Enviar otro código")
        self.look("entrar-confirmar-reenviado")
        she.follow("Confirmar con mi celular")
        self.look("entrar-confirmar-celular")
        code = code_in(self.reader.inbox(f"+52{self.new.phone}", containing="confirmar"))
        she.type("Código de 6 números", code)
        she.press("Confirmar")
        self.look("entrar-confirmado")
        self.go("/registro/activa", "activa")

    def contact(self) -> None:
        """A mobile that is given later than at the registration."""
        she, only = self.she, Account(phone="")
        citizen = registered(she.cloud, only)
        citizen.confirm("email", code_in(citizen.inbox(only.email, containing="código")))
        she.open("/entrar")
        she.sign_in(only.email, only.password)
        self.look("cuenta-sin-celular")
        she.follow("Agregar Celular")
        self.look("contacto-agregar")
        self.wrong("Enviarme un código", "contacto-agregar-error")
        she.type("Celular", self.new.phone)
        she.press("Enviarme un código")
        self.look("contacto-confirmar")
        self.wrong("Confirmar", "contacto-confirmar-error")
        she.give_code(f"+52{self.new.phone}", "Código de 6 números")
        assert she.heading() == "Mi cuenta"
        she.page.context.clear_cookies()

    def account_and_agency(self) -> None:
        she = self.she
        active(she.cloud, self.old)
        self.go(she.cloud.agency, "agencia")
        she.follow("Entrar con Llave")
        self.look("entrar-agencia")
        she.sign_in(self.old.email, self.old.password)
        self.look("permiso")
        she.press("Permitir")
        self.look("agencia-beca")
        she.press("Enviar solicitud")
        self.look("agencia-recibida")
        self.go("/verificar", "verificar-proteger")
        self.going_up()
        verification(self)
        self.go("/cuenta", "cuenta")
        she.open(f"{she.cloud.agency}/beca")
        she.press("Salir")
        self.look("salir")
        she.press("No, seguir en mi cuenta")
        she.press("Cerrar sesión")
        self.look("entrar-salio")

    def going_up(self) -> None:
        """What an agency that needs Verificada leads to, for who is Básica."""
        she, agency = self.she, "Catastro Demo"
        self.go(f"{she.cloud.agency}/catastro", "seguridad-tramite")
        she.follow("No puedo terminar ahora")
        self.look("tramite-sin-factor")
        she.press(f"Volver a {agency} sin terminar")
        self.look("agencia-rechazo")
        she.open(f"{she.cloud.agency}/catastro")
        she.follow("Usar mensajes de texto")
        self.look("seguridad-mensajes")
        she.press("Usar mensajes de texto")
        self.look("seguridad-tramite-listo")
        she.press(f"Continuar con {agency}")
        self.look("verificar-tramite")
        she.follow("No puedo terminar ahora")
        self.look("tramite-sin-verificar")
        she.press("Guardar y seguir después")
        self.look("tramite-guardado")
        she.follow(f"Volver por ahora a {agency}")
        self.look("agencia-pendiente")

    def recovery(self) -> None:
        she = self.she
        self.go("/recuperar", "recuperar")
        self.wrong("Enviar", "recuperar-error")
        token = recovery_token(self.reader, self.old)
        self.go(f"/recuperar/nueva?token={token}", "recuperar-nueva")
        self.wrong("Cambiar mi contraseña", "recuperar-nueva-error")
        she.press("Enviar otro código")
        self.look("recuperar-nueva-reenviado")

    def inbox(self) -> None:
        self.go(f"/_local/inbox?to={self.new.email}", "mensajes")

    def staff(self) -> None:
        """The console without a case: for one there has to be a reader (test_revision.py)."""
        self.go("/revision/entrar", "revision-entrar")
        Working(self.she.page, self.she.cloud, "ofelia.rangel").sign_in()
        self.look("revision-personal")
        self.wrong("Proponer", "revision-personal-error")
        self.go("/revision/caso/x", "revision-negado")
        self.she.page.context.clear_cookies()
        Working(self.she.page, self.she.cloud, "irene.zamora").sign_in()
        self.look("revision-cola")
        self.she.page.context.clear_cookies()
        Working(self.she.page, self.she.cloud, "visita.sin.permiso").sign_in()
        self.look("revision-sin-permiso")
