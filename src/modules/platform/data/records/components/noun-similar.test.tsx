import { expect, test } from "vitest";
import { api, markupOf } from "@/test/part";
import { makeQueryClient } from "@/trpc/query-client";
import { SimilarRecords, type SimilarTexts } from "./noun-similar";

const person = (name: string, ...facts: string[]) => ({
  ...{ entity: "contact", id: name, name, archived: false, similar: false },
  facts: facts.map((text) => ({ text })),
});
const [anna, bob, carl, dora] = [
  person("Anna Field", "Buyer", "Alder Ports", "anna@alder.example"),
  person("Bob Hill"),
  person("Carl Ito"),
  person("Dora Lang"),
];
const texts = { email: "anna@alder.example", phone: "+1 312 555 0142", name: "Anna Field" };

/** The words and addresses of the warning, when the search finds these. */
function warning(given: SimilarTexts, found: Readonly<Record<string, readonly object[]>>) {
  const client = makeQueryClient();
  for (const [q, hits] of Object.entries(found))
    client.setQueryData<unknown>(api.search.find.queryKey({ q, entities: ["contact"], limit: 3 }), { hits });
  const markup = markupOf(<SimilarRecords entity="contact" texts={given} />, client);
  return {
    words: markup
      .replace(/<[^>]+>/g, "|")
      .split(/\|+/)
      .filter(Boolean),
    warnings: markup.match(/role="status"/g)?.length ?? 0,
    links: markup.match(/href="/g)?.length ?? 0,
  };
}

test("records that share several texts are named once, in one warning, with the parts that they share", () => {
  const found = { [texts.email]: [anna], [texts.phone]: [anna, bob], [texts.name]: [anna] };
  expect(warning(texts, found)).toEqual({
    words: [
      "Similar contacts: ",
      "Anna Field",
      ", Buyer, Alder Ports (by e-mail, phone, and name)",
      "Bob Hill",
      " (by phone)",
    ],
    warnings: 1,
    links: 2,
  });
});

test("at most three records are named, the best one of each text first", () => {
  const found = { [texts.email]: [dora], [texts.phone]: [anna, bob], [texts.name]: [carl] };
  expect(warning(texts, found).words.filter((word) => / [A-Z]/.test(word) && !word.startsWith(","))).toEqual([
    "Dora Lang",
    "Anna Field",
    "Carl Ito",
  ]);
});

test("nothing found, or too little typed, warns of nothing", () => {
  expect(warning(texts, {}).warnings).toBe(0);
  expect(warning({ name: "An" }, { An: [anna] }).warnings).toBe(0);
});
