// Four of some 2,000 common Spanish words (nearly 44 bits), without accents, so that any keyboard
// can type them. The list is BIP-39's; what nobody should be offered as a password is left out.
import { wordlist } from "@scure/bip39/wordlists/spanish.js";

const WORDS = 4;
const MARKS = /\p{Mark}/gu;
const UNSUITABLE = new Set(
  `aborto abuso acoso agonia asalto ataque azote bobo bomba bruto cadaver cancer coger crimen culpa
   droga ebrio enano feo golpe gordo guerra hembra herir hurto incapaz infiel joroba ladron mafia
   manco matar miseria misil mortal muerte necio obeso odiar odio orgia parir punal pupa rapto rehen
   sangre satan sexo terror tuerto tumba tumor veneno victima`.split(/\s+/),
);

const words = wordlist
  .map((word) => word.normalize("NFD").replace(MARKS, ""))
  .filter((word) => !UNSUITABLE.has(word));

export function phrase() {
  return Array.from({ length: WORDS }, () => words[below(words.length)]).join("-");
}

// A number from 0 to count - 1, each as likely as the next: draws past the last whole multiple of
// count are thrown away.
function below(count) {
  const limit = 2 ** 16 - (2 ** 16 % count);
  const [drawn] = crypto.getRandomValues(new Uint16Array(1));
  return drawn < limit ? drawn % count : below(count);
}
