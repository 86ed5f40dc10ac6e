import "server-only";
import { type Address, compactAddress } from "@/lib/address";
import { partsInFile } from "@/lib/fields/address";
import { type StoredRules, singleColumnStorage } from "./kind.ts";

export const addressStored: StoredRules<"address"> = {
  ...singleColumnStorage<"address">("jsonb", null),
  fromFile: (name, field) => {
    const parts = partsInFile(field);
    return (columns, row) => {
      const given = parts.flatMap(([part, column]) =>
        row[column] === undefined ? [] : [[part, row[column]] as const],
      );
      // A row without any part of it leaves an address as it is.
      if (given.length === 0) return;
      columns[name] = compactAddress({ ...(columns[name] as Address | null), ...Object.fromEntries(given) });
    };
  },
  write: (name, _field, value) => ({ [name]: compactAddress(value as Address | null) }),
};
