// The answer to a case shows itself: asked for often at first, then now and then, not for ever.
const SOON = 2000;
const LATER = 10000;
const SOON_FOR = 40000;
const MOST = 10 * 60000;

export function start(element) {
  const { llaveAwait: address, state } = element.dataset;
  const begun = Date.now();

  async function look() {
    const waited = Date.now() - begun;
    if (waited > MOST) return;
    if (document.visibilityState === "visible" && (await changed())) return location.reload();
    setTimeout(look, waited < SOON_FOR ? SOON : LATER);
  }

  async function changed() {
    try {
      const answer = await fetch(address);
      return answer.ok && (await answer.json()).verification?.state !== state;
    } catch {
      // No network for a moment: the link beside it works as soon as there is one.
      return false;
    }
  }

  setTimeout(look, SOON);
}
