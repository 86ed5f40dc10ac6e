import { expect, test } from "vitest";
import { withoutLegalForm } from "./legal-forms";

test.each([
  ["Ostwind GmbH", "ostwind"],
  ["Ostwind", "ostwind"],
  ["Ostwind GmbH & Co. KG", "ostwind"],
  ["Acme, Inc.", "acme"],
  ["ACME  L.L.C.", "acme"],
  ["Nord Bank S.A.", "nord bank"],
  ["Grupo Sur S. A. de C. V.", "grupo sur"],
  ["Praga s.r.o.", "praga"],
  ["Koala Pty Ltd", "koala"],
  ["Müller Bau e.V.", "müller bau"],
  ["A.B. Meyer Sp. z o.o.", "a.b. meyer"],
  ["AT&T Corp.", "at&t"],
])("%s is called %s", (name, core) => expect(withoutLegalForm(name)).toBe(core));

test.each([
  ["Ostwind Energie", "ostwind energie"],
  ["Inc.", "inc"],
  ["Company Nine", "company nine"],
  ["Texas", "texas"],
  ["Kansas", "kansas"],
])("%s keeps its words", (name, core) => expect(withoutLegalForm(name)).toBe(core));
