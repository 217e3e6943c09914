// The issuer's passkeys, by what browsers bring along.
const subject = document.getElementById("subject");
const otp = document.getElementById("otp");
const status = document.getElementById("estado");

async function asked(path, body) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function doing(id, work) {
  document.getElementById(id).addEventListener("click", async () => {
    try {
      await work();
    } catch (error) {
      status.textContent = "No se pudo: " + error.message;
    }
  });
}

doing("usar", async () => {
  const options = await asked("/passkeys/use", { subject: subject.value });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const answer = await navigator.credentials.get({ publicKey });
  document.getElementById("passkey").value = JSON.stringify(answer.toJSON());
  document.querySelector("form").submit();
});

doing("crear", async () => {
  const proved = { subject: subject.value, otp: otp.value };
  const options = await asked("/passkeys/create", proved);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const answer = await navigator.credentials.create({ publicKey });
  await asked("/passkeys", { ...proved, passkey: JSON.stringify(answer.toJSON()) });
  status.textContent = "Llave de acceso creada.";
});
