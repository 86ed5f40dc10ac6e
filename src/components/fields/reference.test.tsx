import { describe, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { markupOf } from "@/test/part";
import { fieldColumns } from "./field-columns";
import { partsOf } from "./kinds";

test("the head of a group says of its member whether it is a placeholder, as the rows do", () => {
  const owner = field.member({ label: "Owner" });
  const head = (placeholder: boolean) =>
    markupOf(partsOf(owner).groupHead?.({ value: "ann", label: "Ann Archer", placeholder }, owner));
  expect(head(true)).toContain("outline-dashed");
  expect(head(false)).not.toContain("outline-dashed");
});

describe("a reference", () => {
  const account = field.reference({ label: "Account", to: "account" });
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
