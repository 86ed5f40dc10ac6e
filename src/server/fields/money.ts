import "server-only";
import type { FieldOf } from "@/lib/fields/field";
import type { Money } from "@/lib/zod";
import { minorOf, moneyOf } from "../columns.ts";
import type { StoredRules } from "./kind.ts";

const currencyOf = (name: string, field: FieldOf<"money">) => field.currencyColumn ?? `${name}Currency`;

export const moneyStored: StoredRules<"money"> = {
  columns: (name, field) => ({ [`${name}Minor`]: { type: "bigint" }, [currencyOf(name, field)]: { type: "text" } }),
  write(name, field, value) {
    const money = value as Money | null;
    const currency =
      money === null && field.currencyStays ? {} : { [currencyOf(name, field)]: money?.currency ?? null };
    return { [`${name}Minor`]: minorOf(money), ...currency };
  },
  fromFile:
    (name, field) =>
    (columns, row, { currency }) => {
      const amount = row[name] as number | undefined;
      if (amount === undefined) return;
      columns[`${name}Minor`] = BigInt(amount);
      columns[currencyOf(name, field)] = row[field.currencyInFile?.name ?? ""] ?? currency;
    },
  read: (name, field, row) =>
    moneyOf(row[`${name}Minor`] as bigint | null, row[currencyOf(name, field)] as string | null),
  list: (name, field) => ({
    kind: "money",
    column: `${name}Minor`,
    currency: currencyOf(name, field),
    ...(field.required ? {} : { nullable: true }),
    ...(field.sortable ? { sortable: true } : {}),
  }),
};
