"use client";

import { type PartList, partsIn } from "@/lib/nouns/parts";
import { useParts } from "@/trpc/part-writes";

/** The number of the parts of a record, for its tab. */
export function NounPartCount({ list, id }: { list: PartList; id: string }) {
  const { data } = useParts(list, id);
  return data ? partsIn(list, data).length : null;
}
