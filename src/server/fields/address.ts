import "server-only";
import { type Address, compactAddress } from "@/lib/address";
import { plain, type StoredRules } from "./kind.ts";

export const addressStored: StoredRules<"address"> = {
  ...plain<"address">("jsonb", null),
  write: (name, _field, value) => ({ [name]: compactAddress(value as Address | null) }),
};
