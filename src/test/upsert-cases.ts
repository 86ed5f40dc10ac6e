import type { AnyOperation } from "@/server/operation";
import { type AllowedCase, numbered } from "./allowed-case";
import { entityOf, sampleInput } from "./sample-input";

/** A record that another product knows and this workspace does not: it is created, as `create` does in its case. */
export const upserted = (create: AnyOperation, made: () => AllowedCase | undefined): AllowedCase => ({
  arrange: async (db, ids, ctx) => await made()?.arrange?.(db, ids, ctx),
  input(ids, ctx) {
    const idOf = (field: string) => ids[entityOf(field, create) ?? ""];
    const needed = sampleInput(create, { optional: false, idOf }) as object;
    return { ...needed, ...made()?.input?.(ids, ctx), ...numbered.input?.(ids, ctx) };
  },
});
