// ALTCHA's own solver for PBKDF2 challenges, a worker of its own so that the page stays responsive.
import "altcha/workers/pbkdf2";
