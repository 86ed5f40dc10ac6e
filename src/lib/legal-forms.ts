import { foldKey } from "./text";

const forms = [
  ...["inc", "incorporated", "corp", "corporation", "co", "company", "plc", "ltd", "limited", "cie"],
  ...["llc", "llp", "lllp", "lp", "pllc", "jsc", "pjsc"],
  ...["gmbh", "ggmbh", "gesmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "eg", "ev", "ek", "ekfm", "ekfr", "se"],
  ...["partg", "partgmbb", "mbb", "(haftungsbeschränkt)", "haftungsbeschränkt", "(haftungsbeschraenkt)"],
  ...["sarl", "sàrl", "sà rl", "sas", "sasu", "sa", "eurl", "scop", "snc", "sca", "scrl", "bv", "nv", "vof", "bvba"],
  ...["spa", "srl", "sl", "slu", "sau", "ltda", "lda", "eireli", "s de rl", "de cv"],
  ...["ab", "as", "asa", "aps", "oy", "oyj", "ou", "oü", "ehf", "kft", "zrt", "nyrt", "aş", "şti"],
  ...["sro", "doo", "dd", "ood", "eood", "sp z oo", "sp zoo", "sp k"],
  ...["pty", "pvt", "pte", "kk", "sdn", "bhd", "tbk"],
];

const escaped = (sign: string) => sign.replace(/[()]/, "\\$&");

/** Dots or a slash may stand between the letters of a form: "s.r.o.", "S. A. de C. V.", "A/S". */
const dotted = (form: string) => [...form].map(escaped).join("(?:[.] ?|/)?");

/** In a folded name: blanks, signs, and words for "and". A plus that touches a word belongs to it: "C++". */
const between = "(?:[ ,/&–-]|(?<= )(?:[+]|and|und|et|y)(?= ))+";
const form = `(?:${forms
  .toSorted((a, b) => b.length - a.length)
  .map(dotted)
  .join("|")})`;

/** The legal forms at the end of a folded name, with a country's code behind them; read by the database too. */
export const legalForms = `(?:${between}${form}[.]?(?: ?[(][a-z]{2,3}[)])?)+$`;
const ending = new RegExp(legalForms, "u");

/** No more signs are legal forms: the search for them takes longer the longer a text is. */
export const longestForms = 60;

const usualSigns = [" ", ", ", ",", "-", " - ", " – ", "/", " & ", "&", " + ", " and ", " und ", " et ", " y "];
/** Dots stand after the first letters of a form or inside its words. */
const mayHaveDot = (letters: string) => letters.length <= 3 || letters.includes(" ");

/** Beginnings of what follows a name without its legal form, as ranges in byte order: the digits follow the signs. */
export function formRanges(): { from: string; to: string }[] {
  const beginnings = forms.flatMap((form) => [...form].map((_, end) => form.slice(0, end)).filter(mayHaveDot));
  const dots = [...new Set(beginnings)].filter((letters) => letters !== "" && !forms.includes(letters));
  return usualSigns.flatMap((sign) => [
    ...forms.map((form) => ({ from: `${sign}${form}`, to: `${sign}${form}0` })),
    ...dots.map((letters) => ({ from: `${sign}${letters}.`, to: `${sign}${letters}0` })),
  ]);
}

/** The folded name of a company without its legal forms, with which the folded name begins: "Acme, Inc." is "acme". */
export function withoutLegalForm(name: string): string {
  const key = foldKey(name);
  const start = Math.max(0, key.length - longestForms);
  return (key.slice(0, start) + key.slice(start).replace(ending, "")).trimEnd() || key;
}
