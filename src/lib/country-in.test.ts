import { expect, test } from "vitest";
import { countryIn } from "./country-in";

test.each([
  ["DE", "DE"],
  [" de ", "DE"],
  ["Germany", "DE"],
  ["DEUTSCHLAND", "DE"],
  ["Allemagne", "DE"],
  ["Alemania", "DE"],
  ["Duitsland", "DE"],
  ["USA", "US"],
  ["U.S.A.", "US"],
  ["United States of America", "US"],
  ["England", "GB"],
  ["UK", "GB"],
  ["Osterreich", "AT"],
  ["RU", "RU"],
  ["Czech Republic", "CZ"],
])("%s is %s", (text, code) => expect(countryIn(text)).toBe(code));

test.each(["", "Atlantis", "Bayern", "49", "constructor"])("%s is no country", (text) =>
  expect(countryIn(text)).toBeNull(),
);
