import { describe, expectTypeOf, it } from "vitest";
import type { MemberReference, Money, Reference } from "@/lib/zod";
import { field } from "./build";
import { defineFields } from "./field";
import type { ColumnsOf, CreateOf, InputOf, RecordOf } from "./record";

const fields = defineFields({
  name: field.text({ label: "Name", required: true }),
  code: field.text({ label: "Code" }),
  size: field.integer({ label: "Size" }),
  effort: field.duration({ label: "Effort", minutesPerDay: 450 }),
  price: field.money({ label: "Price" }),
  kind: field.choice({
    label: "Kind",
    required: true,
    initial: "a",
    options: [
      { value: "a", label: "A" },
      { value: "b", label: "B" },
    ],
  }),
  account: field.reference({ label: "Account", to: "account" }),
  reviewers: field.members({ label: "Reviewers", required: true }),
  seenAt: field.instant({ label: "Seen", computed: true }),
});
type F = typeof fields;

describe("types of a noun", () => {
  it("know each field of a record, of its inputs and of its row", () => {
    type R = RecordOf<F>;
    expectTypeOf<R["name"]>().toEqualTypeOf<string>();
    expectTypeOf<R["code"]>().toEqualTypeOf<string | null>();
    expectTypeOf<R["effort"]>().toEqualTypeOf<number | null>();
    expectTypeOf<R["price"]>().toEqualTypeOf<Money | null>();
    expectTypeOf<R["kind"]>().toEqualTypeOf<"a" | "b">();
    expectTypeOf<R["account"]>().toEqualTypeOf<Reference | null>();
    expectTypeOf<keyof InputOf<F>>().toEqualTypeOf<
      "name" | "code" | "size" | "effort" | "price" | "kind" | "accountId" | "reviewers"
    >();
    expectTypeOf<R["reviewers"]>().toEqualTypeOf<MemberReference[]>();
    expectTypeOf<CreateOf<F>>().toMatchObjectType<{ name: string; reviewers: string[] }>();
    expectTypeOf<{ name: string; reviewers: string[] }>().toExtend<CreateOf<F>>();
    expectTypeOf<ColumnsOf<F>["reviewers"]>().toEqualTypeOf<string[]>();
    expectTypeOf<{ code: string }>().not.toExtend<CreateOf<F>>();
    expectTypeOf<ColumnsOf<F>["priceMinor"]>().toEqualTypeOf<bigint | null>();
    expectTypeOf<ColumnsOf<F>["accountId"]>().toEqualTypeOf<string | null>();
    expectTypeOf<ColumnsOf<F>["seenAt"]>().toEqualTypeOf<Date | null>();
  });
});
