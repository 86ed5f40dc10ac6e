import { countries } from "./regions";
import { foldKey } from "./text";

/** The languages in which files name countries. */
const languages = ["en", "de", "fr", "es", "nl"];

/** Usual names and three-letter codes that no list of the platform has. */
const alsoCalled: Readonly<Record<string, string>> = {
  US: "United States of America, USA, Vereinigte Staaten von Amerika, Estados Unidos de América, États-Unis d'Amérique",
  GB: "UK, GBR, Great Britain, England, Scotland, Wales, Northern Ireland, Großbritannien, Grande-Bretagne, Gran Bretaña, Groot-Brittannië",
  NL: "The Netherlands, Holland, NLD",
  CZ: "Czech Republic, Tschechische Republik, République tchèque, CZE",
  TR: "Turkey, TUR",
  KR: "Republic of Korea, KOR",
  RU: "Russian Federation, RUS",
  AE: "UAE, ARE",
  DE: "DEU",
  AT: "AUT",
  CH: "CHE",
  FR: "FRA",
  BE: "BEL",
  LU: "LUX",
  IT: "ITA",
  ES: "ESP",
  PT: "PRT",
  IE: "IRL",
  DK: "DNK",
  SE: "SWE",
  NO: "NOR",
  FI: "FIN",
  PL: "POL",
  CA: "CAN",
  MX: "MEX",
  BR: "BRA",
  AU: "AUS",
  NZ: "NZL",
  JP: "JPN",
  CN: "CHN",
  IN: "IND",
};

const keyOf = (text: string) =>
  foldKey(text)
    .normalize("NFD")
    .replace(/[\p{M}.]/gu, "");

let known: ReadonlyMap<string, string> | undefined;

function allNames(): ReadonlyMap<string, string> {
  const codes = new Map(countries.map((code) => [keyOf(code), code]));
  // The first one wins: "RU" is Russia, though Spanish shortens another country so.
  const add = (name: string | undefined, code: string) => {
    const key = keyOf(name ?? "");
    if (key !== "" && !codes.has(key)) codes.set(key, code);
  };
  for (const style of ["long", "short"] as const)
    for (const language of languages) {
      const names = new Intl.DisplayNames(language, { type: "region", style, fallback: "none" });
      for (const code of countries) add(names.of(code), code);
    }
  for (const [code, names] of Object.entries(alsoCalled)) for (const name of names.split(", ")) add(name, code);
  return codes;
}

/** The ISO code of the country that a text names, by its code or its name in some languages; null for no country. */
export function countryIn(text: string): string | null {
  known ??= allNames();
  return known.get(keyOf(text)) ?? null;
}
