import { expect, test } from "vitest";
import { nouns } from "@/lib/nouns/all";
import { markupOf } from "@/test/part";
import { NounMark, NounSign, RecordMark } from "./noun-icon";

const person = { id: "1", name: "Ann Field" };
const shown = (mark: Parameters<typeof markupOf>[0]) => {
  const markup = markupOf(mark);
  return { round: markup.includes("rounded-full"), text: markup.replace(/<[^>]+>/g, "") };
};

test("a person has round initials in every size, an organisation a square with one letter", () => {
  for (const Mark of [NounSign, NounMark, RecordMark]) {
    expect(shown(<Mark head={nouns.contact} {...person} />)).toEqual({ round: true, text: "AF" });
    expect(shown(<Mark head={nouns.account} {...person} />)).toEqual({ round: false, text: "A" });
  }
});

test("other records have the icon of their noun, and nothing where only a mark belongs", () => {
  expect(markupOf(<NounSign head={nouns.product} {...person} />)).toContain("<svg");
  expect(markupOf(<NounMark head={nouns.product} {...person} />)).toContain("<svg");
  expect(markupOf(<RecordMark head={nouns.product} {...person} />)).toBe("");
});
