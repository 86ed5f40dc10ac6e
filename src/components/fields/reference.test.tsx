import { describe, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { markupOf } from "@/test/part";
import { fieldColumns, fieldFilters } from "./field-columns";
import { partsOf } from "./kinds";

test("the head of a group says of its member whether it is a placeholder, as the rows do", () => {
  const owner = field.member({ label: "Owner" });
  const head = (placeholder: boolean) =>
    markupOf(partsOf(owner).groupHead?.({ value: "ann", label: "Ann Archer", placeholder }, owner));
  expect(head(true)).toContain("outline-dashed");
  expect(head(false)).not.toContain("outline-dashed");
});

describe("several members", () => {
  const fields = { reviewers: field.members({ label: "Reviewers" }) };
  const people = ["Ann Archer", "Bob Bell", "Cay Cole", "Dan Day", "Eve East"].map((name, place) => ({
    id: `m${place}`,
    name,
    placeholder: place === 1,
  }));
  const picks = { search: async () => [], lookup: async () => [] };
  const at = { picks: () => picks } as never;

  test("are pictures in a list, with the number of the others, and names on a record", () => {
    const shown = (some: typeof people, inList: boolean) =>
      markupOf(partsOf(fields.reviewers).show(some, fields.reviewers, { inList } as never));
    expect(shown(people, true)).toContain("+1");
    expect(shown(people, true)).toContain('title="Ann Archer, Bob Bell, Cay Cole, Dan Day, Eve East"');
    expect(shown(people, true)).toContain("outline-dashed");
    for (const { name } of people) expect(shown(people, false)).toContain(`>${name}</span>`);
    expect(shown(people.slice(0, 1), true)).toContain(">Ann Archer</span>");
  });

  test("are edited as their ids, with the names that they have, and filtered as a member is", () => {
    const [column] = fieldColumns(fields, at);
    const row = { id: "1", mayEdit: true, reviewers: people.slice(0, 2) };
    expect(column?.editable).toMatchObject({ kind: "choices", search: picks.search });
    expect(column?.editable?.value(row)).toEqual(["m0", "m1"]);
    expect(column?.editable?.chosen?.(row).map(({ label }) => label)).toEqual(["Ann Archer", "Bob Bell"]);
    expect(fieldFilters(fields, at)).toMatchObject([{ kind: "member", lookup: picks.lookup }]);
  });
});

describe("a reference", () => {
  const account = field.reference({ label: "Account", to: "account" as string });
  const at = { href: (path: string) => `/acme${path}`, picks: () => ({}) } as never;
  const shown = (of: typeof account, id: string | null) => markupOf(partsOf(of).show({ id, name: "Alder" }, of, at));

  test("leads to the page of its record", () => {
    expect(shown(account, "a1")).toContain('href="/acme/accounts/a1"');
    expect(shown(account, "a1")).not.toContain("tabindex");
  });

  test("takes no place in the order of Tab within a list", () => {
    const [column] = fieldColumns({ account }, at);
    const cell = column?.cell({ id: "1", mayEdit: true, account: { id: "a1", name: "Alder" } });
    expect(markupOf(cell)).toContain('tabindex="-1"');
  });

  test("is a name alone where the member may not open the record, or it has no page", () => {
    const reason = field.reference({ label: "Reason", to: "lossReason", table: "loss_reasons" });
    for (const markup of [shown(account, null), shown(reason, "r1")]) {
      expect(markup).toContain("Alder");
      expect(markup).not.toContain("href");
    }
  });
});
