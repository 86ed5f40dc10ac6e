import { foldKey } from "./text";

const forms = [
  ...["inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp", "ltd", "limited", "plc"],
  ...["gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "eg", "ev", "se"],
  ...["sarl", "sas", "sasu", "sa", "eurl", "scop", "bv", "nv", "vof", "bvba"],
  ...["spa", "srl", "sl", "slu", "sau", "ltda", "lda", "eireli", "de cv"],
  ...["ab", "as", "asa", "aps", "oy", "oyj", "ou", "kft", "zrt", "sro", "doo", "sp z oo", "sp zoo"],
  ...["pty", "pvt", "pte", "kk"],
];

/** Dots may stand between the letters of a form: "s.r.o.", "S. A. de C. V.". */
const dotted = (form: string) => [...form].map((letter) => (letter === " " ? "\\s+" : letter)).join("(?:\\.\\s?)?");

const ending = new RegExp(
  `(?:[\\s,.&+]+(?:${forms
    .toSorted((a, b) => b.length - a.length)
    .map(dotted)
    .join("|")}))+\\.?$`,
  "u",
);

/** The folded name of a company without its legal form, with which the folded name begins: "Acme, Inc." is "acme". */
export const withoutLegalForm = (name: string): string =>
  foldKey(name)
    .replace(ending, "")
    .replace(/[\s,.&+]+$/, "");
