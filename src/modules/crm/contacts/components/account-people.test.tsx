import { expect, test } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { recordsRequest } from "@/modules/platform/data/records/components/noun-requests";
import { api, markupOf } from "@/test/part";
import { wordsUnanswered } from "@/test/unanswered";
import { makeQueryClient } from "@/trpc/query-client";
import { AccountPeople } from "./account-people";

const of = { field: "account", op: "anyOf" as const, value: ["account"] };
const section = <AccountPeople of={of} allHref="/all" />;
const asked = api.contacts.list.infiniteQueryKey(recordsRequest(of));
const valid = { value: "+13125550142", type: "office", display: "+1 312 555 0142", valid: true };
const ann = {
  id: "ann",
  name: "Ann Field",
  jobTitle: "Buyer",
  lifecycle: "customer",
  emails: [{ value: "ann@alder.example", type: "work" }],
  phones: [{ ...valid, value: "ask at the desk", valid: false }, valid],
  doNotEmail: false,
  doNotCall: false,
};

function markup(rows: readonly object[], total: number = rows.length): string {
  const client = makeQueryClient();
  client.setQueryData<unknown>(asked, { pages: [{ rows, total, nextCursor: null }], pageParams: [null] });
  return markupOf(<TooltipProvider>{section}</TooltipProvider>, client);
}
const links = (rows: readonly object[]) =>
  [...markup(rows).matchAll(/href="((?:mailto|tel):[^"]*)"/g)].map(([, href]) => href);

test("people have links only where they may be contacted that way, and a number that can be dialled", () => {
  expect(links([ann])).toEqual(["mailto:ann@alder.example", "tel:+13125550142"]);
  expect(links([{ ...ann, doNotEmail: true }])).toEqual(["tel:+13125550142"]);
  expect(links([{ ...ann, doNotCall: true }])).toEqual(["mailto:ann@alder.example"]);
  expect(links([{ ...ann, phones: ann.phones.slice(0, 1), emails: null }])).toEqual([]);
});

test("a person has its job title and lifecycle stage; more than five are led to", () => {
  const people = Array.from({ length: 6 }, (_, place) => ({ ...ann, id: `ann ${place}` }));
  const words = markup(people).replace(/<[^>]+>/g, " ");
  expect(words.match(/Buyer, Customer/g)).toHaveLength(5);
  expect(words).toContain("Show all 6");
  expect(markup([])).toContain("No contact at this account.");
});

test("people that did not come are told in their place, with another try", () => {
  expect(wordsUnanswered(section, asked)).toBe(
    "People The people could not be loaded. The server could not be reached. Check your connection and try again. Try again",
  );
});
