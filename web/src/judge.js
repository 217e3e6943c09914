// zxcvbn with Spanish dictionaries; large, therefore loaded only when a password is being chosen.
// Single files of the dictionaries are taken: the whole packages weigh three times that.
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import adjacencyGraphs from "../node_modules/@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs";
import translations from "../node_modules/@zxcvbn-ts/language-es-es/dist/translations.mjs";
import commonWords from "../node_modules/@zxcvbn-ts/language-es-es/dist/commonWords.json.mjs";
import firstnames from "../node_modules/@zxcvbn-ts/language-es-es/dist/firstnames.json.mjs";
import lastnames from "../node_modules/@zxcvbn-ts/language-es-es/dist/lastnames.json.mjs";

const OURS = ["llave", "curp", "mexico", "méxico", "gobierno"];
const zxcvbn = new ZxcvbnFactory({
  dictionary: { commonWords, firstnames, lastnames },
  graphs: adjacencyGraphs,
  translations,
});

export function weigh(password) {
  return zxcvbn.check(password, OURS);
}
