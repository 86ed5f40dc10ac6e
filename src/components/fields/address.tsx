import { MapPin } from "lucide-react";
import type { Address } from "@/lib/address";
import { addressLines } from "@/lib/address";
import { asItIs, type KindParts } from "./kind";

/** An address is edited as a whole, in a dialog of its own. */
export const addressKind: KindParts<"address"> = {
  ...asItIs,
  column: "text",
  width: 220,
  filter: null,
  icon: <MapPin aria-hidden />,
  editor: null,
  show: (value) => addressLines(value as Address).join(", "),
  brief: (value) => (value as Address).country ?? null,
};
