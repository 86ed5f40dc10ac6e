import "server-only";
import { type Address, compactAddress } from "@/lib/address";
import { addressOfRow, partCells } from "@/lib/fields/address";
import { type StoredRules, singleColumnStorage } from "./kind.ts";

export const addressStored: StoredRules<"address"> = {
  ...singleColumnStorage<"address">("jsonb", null),
  fromFile: (name, field) => {
    const read = addressOfRow(field);
    return (columns, row) => {
      const given = read(row);
      // A row without any part of it leaves an address as it is.
      if (Object.keys(given).length === 0) return;
      columns[name] = compactAddress({ ...(columns[name] as Address | null), ...given });
    };
  },
  clears: (name, field) =>
    Object.fromEntries(
      partCells(field).map(([part, cell]) => [
        cell,
        (columns) => {
          const { [part]: _, ...others } = (columns[name] ?? {}) as Address;
          columns[name] = compactAddress(others);
        },
      ]),
    ),
  write: (name, _field, value) => ({ [name]: compactAddress(value as Address | null) }),
};
